//! Checkpoints, proofs, redaction, backups, and logs that are joined.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::json_shapes::check;
use crate::support::{DUTCH_PUBLISHED, House, complaint};

const SECOND: &str = "Iran riep vrijdag de ambassadeur van Frankrijk op het matje.\n";

/// A house with a checkpoint of one article, a second article, and a checkpoint of both, signed.
fn witnessed() -> House {
    let house = House::furnished();
    house.file("first.note", house.stdout(["checkpoint"]));
    house.file("tweede.txt", SECOND);
    house.run(["append", "tweede.txt", "--published", "2022-03-05"]).success();
    house.file("desk.pub", house.stdout(["checkpoint", "new-key", "desk.key", "--name", "desk.example.org"]));
    house.file("second.note", house.stdout(["checkpoint", "--key", "desk.key"]));
    house
}

#[test]
fn an_event_is_proved_without_the_log_and_only_as_it_was() {
    let house = witnessed();
    let proof = house.stdout(["prove", "#3"]);
    house.file("event.proof", &proof);
    fs::remove_dir_all(house.store()).unwrap();
    let said = house.stdout(["verify", "--proof", "event.proof"]);
    assert!(said.contains("#3") && said.contains("EU → RUS 163") && said.contains("signature    none"), "{said}");
    check("verify-proof", &house.json(["verify", "--proof", "event.proof"]));

    let forged: Vec<String> = vec![
        proof.replace("\"seq\":3", "\"seq\":2000"),
        proof.replace("\"index\":0", "\"index\":1"),
        proof.replacen("\"recorded\":\"20", "\"recorded\":\"19", 1),
        proof.replacen("\"payload\":\"W3", "\"payload\":\"W4", 1),
        proof.replace("\\n1\\n", "\\n2\\n"),
    ];
    for forged in forged {
        assert_ne!(forged, proof, "the forgery changed nothing");
        house.file("forged.proof", forged);
        let refused = house.run(["verify", "--proof", "forged.proof"]);
        assert_ne!(refused.get_output().status.code(), Some(0));
        complaint(&refused);
    }
    house.file("cut.proof", &proof[..proof.len() / 2]);
    assert!(complaint(&house.run(["verify", "--proof", "cut.proof"]).code(1)).contains("this is no proof"));
    let unsigned = house.run(["verify", "--proof", "event.proof", "--trust", "desk.pub"]).code(1);
    assert!(complaint(&unsigned).contains("no signature of desk.example.org"));
}

#[test]
fn a_log_is_proved_to_have_only_grown_and_signatures_are_asked_for() {
    let house = witnessed();
    house.file("grew.proof", house.stdout(["prove", "--since", "first.note"]));
    let said = house.stdout(["verify", "--proof", "grew.proof"]);
    assert!(said.contains("grew from 1 to 2 commits"), "{said}");
    check("verify-proof", &house.json(["verify", "--proof", "grew.proof"]));
    house.file("signed.proof", house.stdout(["prove", "--since", "second.note"]));
    let said = house.stdout(["verify", "--proof", "signed.proof"]);
    assert!(said.contains("of desk.example.org, not checked"), "{said}");
    let said = house.stdout(["verify", "--proof", "signed.proof", "--trust", "desk.pub"]);
    assert!(said.contains("of desk.example.org, checked"), "{said}");
    house.run(["verify", "--checkpoint", "second.note", "--trust", "desk.pub"]).success();
    house.run(["verify", "--checkpoint", "first.note", "--trust", "desk.pub"]).code(1);
    house.run(["prove", "--since", "second.note", "--until", "first.note"]).code(2);

    let other = House::furnished();
    let note = fs::read_to_string(house.file("copy.note", house.stdout(["checkpoint"]))).unwrap();
    other.file("theirs.note", note);
    let denied = other.run(["verify", "--checkpoint", "theirs.note"]).code(5);
    assert!(complaint(&denied).contains("this log never was as the checkpoint"));
    other.run(["prove", "--since", "theirs.note"]).code(3);
}

#[test]
fn checkpoints_are_listed_and_what_no_checkpoint_covers_is_not_proved() {
    let house = House::furnished();
    assert!(complaint(&house.run(["prove", "#1"]).code(3)).contains("dyad checkpoint"));
    check("checkpoint", &house.json(["checkpoint"]));
    let listed = house.stdout(["checkpoint", "list"]);
    assert!(listed.contains("1 commits") && listed.contains("unsigned"), "{listed}");
    assert_eq!(house.json(["verify"])["checkpoints"], 1);
    house.run(["prove", "#999"]).code(3);
    house.run(["checkpoint", "new-key", "desk.key"]).success();
    assert!(complaint(&house.run(["checkpoint", "new-key", "desk.key"]).code(1)).contains("not there yet"));
    house.file("no.key", "nonsense");
    house.run(["checkpoint", "--key", "no.key"]).code(1);
    house.run(["verify", "--trust", "desk.key"]).code(1);
    let empty = House::new();
    empty.run(["init"]).success();
    assert!(complaint(&empty.run(["checkpoint"]).code(3)).contains("the log is empty"));
}

#[cfg(unix)]
#[test]
fn a_secret_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    house.run(["checkpoint", "new-key", "desk.key"]).success();
    let mode = fs::metadata(house.store().with_file_name("desk.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// The line of a pair in a replay, null where it has none.
fn pair(replay: &Value, name: &str) -> Value {
    let pairs = replay["pairs"].as_array().unwrap();
    pairs.iter().find(|pair| pair["pair"] == name).cloned().unwrap_or_default()
}

fn holds(path: &Path, words: &[&str]) -> Option<String> {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().find_map(|entry| holds(&entry.unwrap().path(), words));
    }
    let bytes = fs::read(path).unwrap();
    let found = words.iter().find(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()));
    found.map(|word| format!("{word} in {}", path.display()))
}

#[test]
fn a_redacted_article_is_in_no_file_and_its_scores_stay() {
    let house = House::furnished();
    house.file("cache.txt", "");
    let replies = house.store().join("cache/llm");
    fs::create_dir_all(&replies).unwrap();
    fs::write(replies.join("left.json"), "{\"half\":\"legde Rusland vrijdag").unwrap();
    let before = house.json(["replay"])["pairs"].clone();
    let words = ["viel donderdag", "legde Rusland vrijdag", "sancties op"];
    assert!(holds(&house.store(), &words).is_some());
    let article = house.json(["log"])["commits"][0]["events"][0].clone();
    let done = house.json(["redact", "#1", "--reason", "the publisher withdrew it"]);
    check("redact", &done);
    assert_eq!(holds(&house.store(), &words), None, "{article}");
    assert_eq!(house.json(["replay"])["pairs"], before);
    assert!(house.stdout(["why", "EU-RUS"]).contains("redacted"));
    house.run(["verify"]).success();

    assert_eq!(house.json(["redact", "#1", "--reason", "again"])["outcome"], "known");
    house.run(["append", "aanval.txt", "--published", DUTCH_PUBLISHED, "--source", "Courant"]);
    assert_eq!(holds(&house.store(), &words), None, "an erased text does not come back");
    assert!(complaint(&house.run(["redact", "#2", "--reason", "x"]).code(2)).contains("name the article"));
    house.run(["redact", "#1", "--reason", " "]).code(2);
    house.run(["redact", "ffffffff", "--reason", "x"]).code(3);
}

#[test]
fn a_backup_is_the_same_store_and_restores_only_over_what_it_continues() {
    let house = witnessed();
    check("backup", &house.json(["backup", "copy"]));
    let (ours, copied) = (house.json(["log"]), house.json(["log", "--store", "copy"]));
    assert_eq!(ours["head"], copied["head"]);
    assert_eq!(house.json(["verify", "--store", "copy"])["checkpoints"], 2);
    let why = house.stdout(["why", "EU-RUS", "--store", "copy"]);
    assert!(why.contains("legde Rusland vrijdag sancties op"), "{why}");

    house.run(["retract", "#2", "--reason", "test"]).success();
    let refused = house.run(["restore", "copy"]).code(1);
    assert!(complaint(&refused).contains("another log or a longer one"));
    fs::remove_dir_all(house.store()).unwrap();
    check("restore", &house.json(["restore", "copy"]));
    assert_eq!(house.json(["log"])["head"], copied["head"]);
    house.run(["backup", "store"]).code(2);
    house.run(["restore", "nowhere"]).code(3);
}

#[test]
fn a_retraction_is_undone_and_every_cut_sees_what_it_should() {
    let house = House::furnished();
    let severity = |args: &[&str]| -> Value {
        let output = house.command().args(["replay", "--format", "json", "--to"]).args(args).output().unwrap();
        pair(&serde_json::from_slice(&output.stdout).unwrap(), "EU-RUS")
    };
    let before = severity(&["2022-03-31"]);
    house.run(["retract", "#3", "--reason", "mistake", "--published", "2022-03-10"]).success();
    let without = severity(&["2022-03-31"]);
    assert_ne!(before, without);
    let undone = house.json(["retract", "#3", "--undo"]);
    check("retract", &undone);
    assert_eq!(severity(&["2022-03-31"]), before);
    assert_eq!(severity(&["2022-03-31", "--known-at", "#4"]), without);
    assert_eq!(severity(&["2022-03-31", "--known-at", "#3"]), before);
    for day in ["2022-03-01", "2022-03-10", "2022-04-01"] {
        let cut = |known: &str| severity(&[day, "--published-by", day, "--known-at", known]);
        assert_eq!(cut("#5"), cut("#3"), "on {day} it counts once");
    }
    assert_eq!(house.json(["retract", "#3", "--undo"])["seq"], undone["seq"], "done again it adds nothing");
    house.run(["recode"]).success();
    assert_eq!(severity(&["2022-03-31"]), before, "what was put back stands when the article is read again");
    assert!(complaint(&house.run(["retract", "#2", "--undo"]).code(1)).contains("was not taken back"));
}

#[test]
fn two_logs_are_joined_and_nothing_counts_twice() {
    let (ours, theirs) = (House::furnished(), House::furnished());
    theirs.file("tweede.txt", SECOND);
    theirs.run(["append", "tweede.txt", "--published", "2022-03-05"]).success();
    theirs.run(["retract", "#2", "--reason", "test"]).success();
    let exported = theirs.stdout(["export", "events"]);
    ours.file("theirs.jsonl", &exported);
    for _ in 0..2 {
        ours.run(["import", "jsonl", "--merge", "theirs.jsonl"]).success();
        let scores = ["export", "scores", "--at", "2022-03-31"];
        assert_eq!(ours.stdout(scores), theirs.stdout(scores));
        assert_eq!(ours.events(), theirs.events());
    }
}

#[test]
fn another_program_in_another_language_checks_the_proofs() {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_proof.py");
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var("CI").is_err(), "CI must have python3");
        println!("skipped: no python3");
        return;
    }
    let check = |house: &House, contents: &str| {
        let file = house.file("checked.proof", contents);
        let done = std::process::Command::new("python3").arg(&script).arg(file).output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let append = |house: &House, number: u32| {
        let name = format!("{number}.txt");
        house.file(&name, format!("Rusland viel op {number} mei Oekraïne aan."));
        house.run(["append", &name, "--published", "2022-05-20"]).success();
        house.stdout(["checkpoint"])
    };
    let grown = House::new();
    for number in 1..=7 {
        let note = append(&grown, number);
        grown.file(&format!("{number}.note"), note);
    }
    for number in 1..7 {
        let proof = grown.stdout(["prove", "--since", &format!("{number}.note")]);
        assert_eq!(check(&grown, &proof), (Some(0), format!("grew from {number} to 7 commits\n")));
        let other = if number == 1 { 2 } else { number - 1 };
        let forged = proof.replacen(&format!("\\n{number}\\n"), &format!("\\n{other}\\n"), 1);
        assert_eq!(check(&grown, &forged).0, Some(5), "an older log of another size");
    }
    // Of a log with one checkpoint at its end, so that every event hangs deep in the tree.
    let whole = House::new();
    (1..=7).for_each(|number| drop(append(&whole, number)));
    for entry in fs::read_dir(whole.store().join("checkpoints")).unwrap().map(Result::unwrap) {
        if !entry.file_name().to_string_lossy().contains('7') {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    for number in 1..=7 {
        let proof = whole.stdout(["prove", &format!("#{}", number * 2)]);
        let said = format!("#{} interaction-coded, in a log of 7 commits\n", number * 2);
        assert_eq!(check(&whole, &proof), (Some(0), said));
        assert_eq!(check(&whole, &proof.replacen("\"recorded\":\"20", "\"recorded\":\"19", 1)).0, Some(5));
    }
}
