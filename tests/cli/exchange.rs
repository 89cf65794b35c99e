//! Out of one log and into another.

use crate::support::{DUTCH_PUBLISHED, House};

#[test]
fn an_import_gives_the_same_scores_and_an_exact_one_the_same_head() {
    let from = House::furnished();
    from.run(["retract", "#2", "--reason", "test"]).success();
    let exported = from.stdout(["export", "events"]);
    let scores = from.stdout(["export", "scores", "--at", "2022-03-31"]);
    for exact in [false, true] {
        let to = House::new();
        to.file("events.jsonl", &exported);
        let args: &[&str] = if exact { &["import", "jsonl", "--exact"] } else { &["import", "jsonl"] };
        assert!(to.command().args(args).arg("events.jsonl").status().unwrap().success());
        assert_eq!(to.stdout(["export", "scores", "--at", "2022-03-31"]), scores);
        let same_head = to.json(["log"])["head"] == from.json(["log"])["head"];
        assert_eq!(same_head, exact);
        to.run(["verify"]).success();
        let events = to.events();
        assert!(to.command().args(args).arg("events.jsonl").status().unwrap().success(), "a second time adds nothing");
        assert_eq!(to.events(), events);
        let why = to.stdout(["why", "EU-RUS"]);
        assert!(why.contains("text is not in this store"), "{why}");
    }
}

#[test]
fn an_export_that_breaks_off_is_refused() {
    let from = House::furnished();
    let exported = from.stdout(["export", "events"]);
    let cut = exported.lines().next().unwrap();
    let to = House::new();
    to.file("events.jsonl", cut);
    to.run(["import", "jsonl", "events.jsonl"]).code(1);
    to.run(["import", "jsonl", "--exact", "events.jsonl"]).code(1);
    to.run(["verify"]).success();
}

#[test]
fn reading_again_with_the_same_coder_changes_nothing_and_respects_retractions() {
    let house = House::furnished();
    let said = house.stdout(["recode"]);
    assert!(said.contains("unchanged"), "{said}");
    house.run(["retract", "#2", "--reason", "test"]).success();
    let events = house.events();
    house.run(["recode"]).success();
    assert_eq!(house.events(), events, "what a person took back stays taken back");
}

#[test]
fn the_same_file_twice_is_in_the_log_once() {
    let house = House::furnished();
    let events = house.events();
    let said = house.stdout(["append", "aanval.txt", "--published", DUTCH_PUBLISHED, "--source", "Courant"]);
    assert!(said.contains("already in the log, #1"), "{said}");
    assert_eq!(house.events(), events);
}

#[test]
fn the_logs_in_the_repository_read_exactly_and_hold_no_prose() {
    for name in ["seeds.jsonl", "demo.jsonl"] {
        let path = format!("{}/events/{name}", env!("CARGO_MANIFEST_DIR"));
        let log = std::fs::read_to_string(&path).unwrap();
        assert!(!log.contains("\"quote\"") && !log.contains("\"text\""), "{name}");
        let house = House::new();
        house.run(["import", "jsonl", "--exact", &path]).success();
        house.run(["verify"]).success();
        assert_eq!(house.stdout(["export", "events"]), log, "{name}");
        assert!(!house.json(["replay"])["pairs"].as_array().unwrap().is_empty(), "{name}");
    }
}
