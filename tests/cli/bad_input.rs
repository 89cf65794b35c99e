//! Bad input: a clear error each, the right exit code, and nothing lost.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::{DUTCH, DUTCH_PUBLISHED, House, complaint};

/// Appends a bad file beside a good one: the bad one is named, the good one goes in, exit 4.
fn refused(name: &str, contents: impl AsRef<[u8]>, says: &str) {
    let house = House::new();
    house.file("good.txt", DUTCH);
    house.file(name, contents);
    let assert = house.run(["append", name, "good.txt", "--published", DUTCH_PUBLISHED]).code(4);
    let said = complaint(&assert);
    assert!(said.contains(name) && said.contains(says), "{said}");
    let listed = house.json(["log"]);
    assert_eq!(listed["commits"].as_array().unwrap().len(), 1, "the good file is in, the bad one is not");
    house.run(["verify"]).success();
}

#[test]
fn an_empty_file_is_no_article() {
    refused("empty.txt", "", "no text");
    refused("blank.txt", " \r\n\t\n", "no text");
}

#[test]
fn a_binary_file_is_no_article() {
    refused("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG");
    refused("paper.pdf", b"%PDF-1.7", "PDF");
    refused("nul.txt", b"Rusland viel\0Oekra", "NUL byte at byte 12");
}

#[test]
fn what_is_not_utf8_is_told_where() {
    refused("latin1.txt", b"Oekra\xefne", "not valid UTF-8: the first wrong byte is byte 5");
}

#[test]
fn an_endless_line_is_refused_and_the_next_one_read() {
    let house = House::new();
    let mut rows = String::from("{\"text\":\"");
    rows.push_str(&"a".repeat(50 * 1024 * 1024));
    rows.push_str("\"}\n{\"text\":\"Rusland viel Oekraïne aan.\",\"published\":\"2022-02-24\"}\n");
    house.file("rows.jsonl", rows);
    let said = complaint(&house.run(["append", "rows.jsonl"]).code(4));
    assert!(said.contains("rows.jsonl:1") && said.contains("longer than"), "{said}");
    assert_eq!(house.json(["log"])["commits"].as_array().unwrap().len(), 1);
    refused("long.txt", "a ".repeat(25 * 1024 * 1024), "longer than an article");
}

#[test]
fn windows_line_ends_are_kept_and_understood() {
    let house = House::new();
    let text = "Date: 2022-02-26\r\n\r\nRusland viel donderdag Oekraïne aan.\r\n";
    house.file("windows.txt", text);
    house.run(["append", "windows.txt"]).success();
    let parts = house.json(["why", "RUS-UKR"]);
    let quote = parts["parts"][0]["quote"].as_str().unwrap();
    assert!(text.contains(quote), "{quote:?} is cut from the text as given");
}

#[test]
fn an_unsupported_language_is_said_and_the_article_kept() {
    let house = House::new();
    house.file("latin.txt", "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani.");
    let line = house.stdout(["append", "latin.txt", "--published", "2022-01-01", "--lang", "la"]);
    assert!(line.contains("language not supported"), "{line}");
    assert_eq!(house.events(), 1);
}

#[test]
fn a_missing_file_is_named() {
    let house = House::new();
    let said = complaint(&house.run(["append", "nowhere.txt", "--published", "2022"]).code(1));
    assert!(said.contains("nowhere.txt") && said.contains("cannot be read"), "{said}");
}

#[test]
fn a_missing_date_names_what_to_pass_and_the_others_go_in() {
    let house = House::new();
    house.file("undated.txt", "Rusland viel Oekraïne aan.");
    house.file("dated.txt", "date 2022-03 Rusland viel Oekraïne aan.");
    let said = complaint(&house.run(["append", "undated.txt", "dated.txt"]).code(4));
    assert!(said.contains("undated.txt") && said.contains("--published 2025-07-01"), "{said}");
    assert!(said.contains("--published unknown"), "{said}");
    let known = house.json(["log"]);
    assert_eq!(known["commits"][0]["events"][0]["published"], "2022-03", "a month stays a month");
    house.run(["append", "undated.txt", "--published", "unknown"]).success();
    let why = house.json(["why", "RUS-UKR", "--published-by", "2099-12-31"]);
    let undated = why["parts"].as_array().unwrap().iter().all(|part| part["published"] == "2022-03");
    assert!(undated, "what has no date is in no cut by publication");
}

#[test]
fn a_date_that_does_not_exist_is_refused_everywhere() {
    let house = House::furnished();
    for args in [
        ["replay", "--to", "2025-02-30"],
        ["replay", "--published-by", "2025-13-01"],
        ["replay", "--known-at", "yesterday"],
        ["append", "aanval.txt", "--published=2025-02-30"],
    ] {
        house.run(args).code(2);
    }
    refused("wrong.md", "---\npublished: 2025-02-30\n---\nTekst.", "2025-02-30");
}

#[test]
fn an_end_before_its_start_is_refused() {
    let house = House::furnished();
    let said = complaint(&house.run(["trend", "RUS-UKR", "--from", "2022-03-01", "--to", "2022-02-01"]).code(2));
    assert!(said.contains("before it begins"), "{said}");
    complaint(&house.run(["diff", "2022-03-01", "2022-02-01"]).code(2));
    complaint(&house.run(["export", "scores", "--from", "2022-03-01", "--to", "2022-02-01"]).code(2));
    // The end may also be the log's own last day.
    complaint(&house.run(["trend", "RUS-UKR", "--from", "2030-01-01"]).code(2));
}

#[test]
fn an_unknown_pair_is_answered_with_the_one_that_was_meant() {
    let house = House::furnished();
    for command in ["trend", "why", "pair"] {
        let said = complaint(&house.run([command, "ARM-AZR"]).code(3));
        assert!(said.contains("did you mean AZE") && said.contains("ARM-AZE"), "{said}");
        complaint(&house.run([command, "ARM"]).code(2));
        complaint(&house.run([command, "ARM-ARM"]).code(2));
    }
    complaint(&house.run(["why", "RUS-*"]).code(2));
}

#[test]
fn malformed_lines_are_numbered_and_the_others_go_on() {
    let house = House::new();
    let rows = "{\"text\":\"Een.\",\"published\":\"2022-01-01\"}\nkapot\n\n{\"id\":1}\n{\"text\":\"Twee.\",\"published\":\"2022-01-01\"}\n";
    house.file("rows.jsonl", rows);
    let said = complaint(&house.run(["append", "rows.jsonl"]).code(4));
    assert!(said.contains("rows.jsonl:2") && said.contains("rows.jsonl:4"), "{said}");
    assert_eq!(house.events(), 2);
    let coded = house.run(["code", "rows.jsonl", "--format", "jsonl"]).code(4);
    assert_eq!(String::from_utf8_lossy(&coded.get_output().stdout).lines().count(), 2);
    assert!(complaint(&coded).contains("rows.jsonl:4"));
}

#[test]
fn the_same_text_with_other_facts_is_refused_and_the_first_stands() {
    let house = House::furnished();
    let events = house.events();
    let said =
        complaint(&house.run(["append", "aanval.txt", "--published", "2022-03-01", "--source", "Courant"]).code(1));
    assert!(said.contains("published 2022-02-26 there, 2022-03-01 here"), "{said}");
    assert_eq!(house.events(), events);
}

#[test]
fn a_commit_that_returns_with_other_content_is_refused() {
    let house = House::furnished();
    let exported = house.stdout(["export", "events"]);
    house.file("changed.jsonl", exported.replace("Courant", "Koerier"));
    let said = complaint(&house.run(["import", "jsonl", "changed.jsonl"]).code(1));
    assert!(said.contains("other content"), "{said}");
    house.run(["verify"]).success();
}

#[test]
fn a_directory_that_is_not_ours_is_left_alone() {
    let house = House::new();
    house.file("store/photo.jpg", "x");
    house.file("a.txt", DUTCH);
    let said = complaint(&house.run(["append", "a.txt", "--published", "2022"]).code(3));
    assert!(said.contains("not a dyad store") && said.contains("photo.jpg"), "{said}");
    assert_eq!(fs::read_dir(house.store()).unwrap().count(), 1, "nothing was put there");
}

#[test]
fn another_programs_database_is_not_opened() {
    let house = House::new();
    let other = house.store();
    fs::create_dir_all(&other).unwrap();
    let made = rusqlite::Connection::open(other.join("log.db")).unwrap();
    made.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);").unwrap();
    drop(made);
    let said = complaint(&house.run(["replay"]).code(3));
    assert!(said.contains("not a dyad store"), "{said}");
}

#[test]
fn a_newer_store_is_named_as_such() {
    let house = House::furnished();
    let log = rusqlite::Connection::open(house.store().join("log.db")).unwrap();
    log.pragma_update(None, "user_version", 99).unwrap();
    drop(log);
    let said = complaint(&house.run(["replay"]).code(1));
    assert!(said.contains("newer") && said.contains("99"), "{said}");
}

#[test]
fn no_store_is_no_silence() {
    let house = House::new();
    for command in ["replay", "log", "verify"] {
        let said = complaint(&house.run([command]).code(3));
        assert!(said.contains("no store") && said.contains("next:"), "{said}");
    }
    assert!(!house.store().exists(), "asking makes no store");
}

#[cfg(unix)]
#[test]
fn a_read_only_store_can_be_read_and_says_why_it_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::furnished();
    house.file("more.txt", "Rusland bedreigde Polen.");
    let mode = |bits: u32| {
        for path in [house.store(), house.store().join("log.db"), house.store().join("articles.db")] {
            fs::set_permissions(path, fs::Permissions::from_mode(bits)).unwrap();
        }
    };
    mode(0o555);
    let writable = fs::File::create(house.store().join("probe")).is_ok();
    if writable {
        mode(0o755);
        println!("skipped: this user may write to read-only files");
        return;
    }
    house.run(["replay"]).success();
    let said = complaint(&house.run(["append", "more.txt", "--published", "2022-02-27"]).code(1));
    mode(0o755);
    assert!(said.contains("read-only"), "{said}");
}

#[test]
fn unknown_names_are_not_found_and_wrong_options_are_usage() {
    let house = House::furnished();
    for id in ["#99", "ffffffff", "zz"] {
        complaint(&house.run(["show", id]).code(3));
        complaint(&house.run(["retract", id, "--reason", "x"]).code(3));
    }
    complaint(&house.run(["retract", "#1", "--reason", "x"]).code(2));
    complaint(&house.run(["retract", "#2", "--reason", " "]).code(2));
    complaint(&house.run(["replay", "--model", "none@1"]).code(2));
    complaint(&house.run(["replay", "--profile", "none"]).code(2));
    house.run(["replay", "--half-life", "3"]).code(2);
    house.run(["replay", "--nonsense"]).code(2);
    complaint(&house.run(["show", "#1", "--format", "csv"]).code(2));
}

#[test]
fn an_interaction_is_taken_back_once() {
    let house = House::furnished();
    house.run(["retract", "#2", "--reason", "test"]).success();
    let said = complaint(&house.run(["retract", "#2", "--reason", "test"]).code(1));
    assert!(said.contains("already taken back by"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_when_output_goes_there() {
    let house = House::furnished();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let assert = house.command().args(["log", "--format", "json"]).stdout(full).output().unwrap();
    assert_eq!(assert.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&assert.stderr).contains("cannot write"));
}

#[test]
fn a_dry_run_stores_nothing_and_makes_no_store() {
    let house = House::new();
    house.file("a.txt", DUTCH);
    let said = house.stdout(["append", "a.txt", "--published", DUTCH_PUBLISHED, "--dry-run"]);
    assert!(said.contains("not stored") && said.contains("RUS"), "{said}");
    assert!(!house.store().exists());
}

#[test]
fn stdin_is_read_as_text_or_as_json_lines() {
    let house = House::new();
    for input in [DUTCH.to_owned(), "{\"text\":\"Rusland bedreigde Polen.\"}\n".to_owned()] {
        let mut child = house
            .command()
            .args(["append", "-", "--published", DUTCH_PUBLISHED])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(house.json(["log"])["commits"].as_array().unwrap().len(), 2);
}

#[test]
fn a_store_that_another_process_holds_is_waited_for_and_the_holder_named() {
    let house = House::furnished();
    house.file("more.txt", "Rusland bedreigde Polen.");
    let other = rusqlite::Connection::open(house.store().join("log.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = complaint(&house.run(["append", "more.txt", "--published", "2022-02-27", "--wait", "1"]).code(1));
    assert!(said.contains("locked") && said.contains(&std::process::id().to_string()), "{said}");
    house.run(["replay"]).success();
    other.execute_batch("COMMIT").unwrap();
    house.run(["append", "more.txt", "--published", "2022-02-27", "--wait", "1"]).success();
}
