//! A store and a program of one's own for every test.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use assert_cmd::assert::{Assert, OutputAssertExt};
use serde_json::Value;
use tempfile::TempDir;

/// A Dutch article of our own: two acts between states, dated by its published date.
pub const DUTCH: &str = "Rusland viel donderdag Oekraïne aan. De Europese Unie legde Rusland vrijdag sancties op.\n";
pub const DUTCH_PUBLISHED: &str = "2022-02-26";

/// A directory with a store in it, both gone at the end.
pub struct House {
    dir: TempDir,
}

impl House {
    pub fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// A house whose store holds the Dutch article.
    pub fn furnished() -> Self {
        let house = Self::new();
        house.file("aanval.txt", DUTCH);
        house.run(["append", "aanval.txt", "--published", DUTCH_PUBLISHED, "--source", "Courant"]).success();
        house
    }

    pub fn store(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    /// The program, in this directory, with nothing of the caller's environment that it reads.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dyad"));
        command.current_dir(self.dir.path()).env("DYAD_STORE", self.store()).env("HOME", self.dir.path());
        command.env_remove("XDG_DATA_HOME").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    pub fn run<const N: usize>(&self, args: [&str; N]) -> Assert {
        self.command().args(args).assert()
    }

    /// What the program prints with `--format json`.
    pub fn json<const N: usize>(&self, args: [&str; N]) -> Value {
        let output = self.command().args(args).args(["--format", "json"]).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub fn stdout<const N: usize>(&self, args: [&str; N]) -> String {
        let output = self.command().args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// How many events the log holds.
    pub fn events(&self) -> u64 {
        self.json(["log", "-n", "1"])["head"]["seq"].as_u64().unwrap()
    }
}

/// A number of points in millionths, as every one is printed exactly.
#[expect(clippy::cast_possible_truncation, reason = "severities in tests are small")]
pub fn micros(points: &Value) -> i64 {
    (points.as_f64().unwrap() * 1e6).round() as i64
}

/// What the program complains about, which says something and never as a panic.
pub fn complaint(assert: &Assert) -> String {
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("error:"), "no error is named in {stderr:?}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    stderr
}
