//! Output as a terminal and a pipe want it.

use std::io::Read;
use std::process::Stdio;

use crate::support::House;

#[test]
fn a_closed_pipe_is_a_quiet_success() {
    let house = House::furnished();
    let row = "{\"text\":\"Rusland viel Oekraïne aan.\",\"lang\":\"nl\"}\n";
    house.file("rows.jsonl", row.repeat(3000));
    // One article with enough in it to fill a pipe.
    house.file("long.txt", "Rusland viel Oekraïne aan. ".repeat(400));
    house.run(["append", "long.txt", "--published", "2022-02-24"]).success();
    let commands: [&[&str]; 6] = [
        &["export", "events"],
        &["log", "-n", "0", "--format", "jsonl"],
        &["code", "rows.jsonl", "--format", "jsonl"],
        &["completions", "bash"],
        &["--help"],
        &["trend", "RUS-UKR", "--from", "1900-01-01", "--to", "2199-12-31", "--format", "csv"],
    ];
    for args in commands {
        let mut child = house.command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut some = [0; 64];
        let mut stdout = child.stdout.take().unwrap();
        assert!(stdout.read(&mut some).unwrap() > 0);
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn colour_is_for_terminals_and_not_where_it_is_unwanted() {
    let house = House::new();
    let stderr = |envs: &[(&str, &str)]| {
        let mut command = house.command();
        let output = command.arg("replay").envs(envs.iter().copied()).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(!stderr(&[]).contains('\x1b'), "stderr is no terminal here");
    assert!(stderr(&[("CLICOLOR_FORCE", "1")]).contains('\x1b'));
    assert!(!stderr(&[("NO_COLOR", "1")]).contains('\x1b'));
    assert_eq!(stderr(&[("NO_COLOR", "1")]), stderr(&[]));
}

#[test]
fn every_command_has_help_with_what_it_is_for() {
    let house = House::new();
    let help = house.stdout(["--help"]);
    let commands = [
        "append",
        "code",
        "replay",
        "top",
        "trend",
        "pair",
        "why",
        "diff",
        "log",
        "show",
        "retract",
        "recode",
        "verify",
        "export",
        "import",
        "serve",
        "init",
        "demo",
        "completions",
        "version",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not listed");
        let own = house.stdout([command, "--help"]);
        assert!(own.contains("Usage: dyad"), "{command}");
    }
    assert!(!house.store().exists());
}

#[test]
fn completions_are_made_for_every_shell() {
    let house = House::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = house.stdout(["completions", shell]);
        assert!(script.contains("dyad") && script.contains("published-by"), "{shell}");
    }
}

#[test]
fn the_demo_prints_the_same_bytes_twice() {
    let house = House::new();
    let first = house.stdout(["demo"]);
    assert_eq!(first, house.stdout(["demo"]));
    for heading in ["dyad append", "dyad top", "dyad trend", "dyad why", "--to 2022-03-01", "Next"] {
        assert!(first.contains(heading), "{heading}");
    }
    assert!(!house.store().exists(), "the demo leaves the user's own store alone");
    let kept = house.stdout(["demo", "--store", "demo"]);
    assert!(kept.contains("sum of the parts"));
    house.run(["verify", "--store", "demo"]).success();
}
