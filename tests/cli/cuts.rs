//! The three clocks: what had occurred, what had been published, what this log knew.

use serde_json::Value;

use crate::support::{House, micros};

/// Two articles about the same pair: an attack in February, another that came in later about March.
fn two_articles() -> House {
    let house = House::new();
    house.file("a.txt", "Rusland viel op 24 februari 2022 Oekraïne aan.");
    house.file("b.txt", "Rusland bombardeerde op 10 maart 2022 Oekraïne.");
    house.run(["append", "a.txt", "--published", "2022-02-26"]).success();
    house.run(["append", "b.txt", "--published", "2022-03-12"]).success();
    house
}

fn events(document: &Value) -> u64 {
    document["pairs"].as_array().unwrap().iter().map(|pair| pair["events"].as_u64().unwrap()).sum()
}

#[test]
fn each_clock_cuts_by_itself_and_all_of_them_together() {
    let house = two_articles();
    let first_commit = house.json(["log"])["commits"][0]["seq"][1].as_u64().unwrap();
    let known_at = format!("#{first_commit}");
    assert_eq!(events(&house.json(["replay"])), 2);
    assert_eq!(events(&house.json(["replay", "--to", "2022-03-01"])), 1);
    assert_eq!(events(&house.json(["replay", "--published-by", "2022-03-01"])), 1);
    assert_eq!(events(&house.json(["replay", "--known-at", &known_at])), 1);
    assert_eq!(events(&house.json(["replay", "--known-at", "2000-01-01"])), 0);
    let all = ["replay", "--to", "2022-03-31", "--published-by", "2022-03-31", "--known-at", &known_at];
    let document = house.json(all);
    assert_eq!(events(&document), 1);
    assert_eq!(
        document["cuts"],
        serde_json::json!({"to": "2022-03-31", "published_by": "2022-03-31", "known_at": known_at})
    );
}

#[test]
fn a_retraction_counts_from_where_the_log_knows_it() {
    let house = two_articles();
    let before = house.json(["replay", "--to", "2022-03-31"])["pairs"].clone();
    let head = house.events();
    house.run(["retract", "#2", "--reason", "the article was wrong"]).success();
    assert_eq!(events(&house.json(["replay", "--to", "2022-03-31"])), 1);
    let as_known = house.json(["replay", "--to", "2022-03-31", "--known-at", &format!("#{head}")])["pairs"].clone();
    assert_eq!(as_known, before, "the past stays as it was known");
    let shown = house.json(["show", "#2"]);
    assert_eq!(shown["events"][0]["retracted"], head + 1);
}

#[test]
fn the_parts_of_why_sum_to_the_severity_on_every_day() {
    let house = two_articles();
    for on in ["2022-02-24", "2022-03-09", "2022-03-10", "2022-05-01", "2024-01-01"] {
        let why = house.json(["why", "RUS-UKR", "--on", on]);
        let sum: i64 = why["parts"].as_array().unwrap().iter().map(|part| micros(&part["severity"])).sum();
        assert_eq!(sum, micros(&why["severity"]), "{on}");
        assert!(micros(&why["severity"]) > 0, "{on}");
        let replayed = house.json(["replay", "--to", on, "--verify"]);
        assert_eq!(why["severity"], replayed["pairs"][0]["severity"], "{on}");
        assert_eq!(why["tension"], replayed["pairs"][0]["tension"], "{on}");
    }
}

#[test]
fn directions_sum_to_the_pair() {
    let house = two_articles();
    let severity = |pair: &str| house.json(["why", pair, "--on", "2022-03-10"])["severity"].as_f64().unwrap();
    assert!((severity("RUS:UKR") + severity("UKR:RUS") - severity("RUS-UKR")).abs() < 1e-9);
    assert!(severity("RUS:UKR") > 0.0);
}

#[test]
fn what_changed_between_two_days_is_said_with_its_events() {
    let house = two_articles();
    let diff = house.json(["diff", "2022-03-01", "2022-03-31", "RUS-UKR"]);
    let pair = &diff["pairs"][0];
    let sum: i64 = pair["parts"].as_array().unwrap().iter().map(|part| micros(&part["severity"])).sum();
    assert_eq!(sum, micros(&pair["severity_change"]));
    let screen = house.stdout(["diff", "2022-03-01", "2022-03-31", "RUS-UKR"]);
    assert!(screen.contains("bombardeerde"), "{screen}");
}

#[test]
fn a_half_life_changes_the_score_and_shows_in_the_profile() {
    let house = two_articles();
    let slow = house.json(["replay", "--to", "2022-06-01", "--half-life", "120"]);
    let usual = house.json(["replay", "--to", "2022-06-01"]);
    assert_eq!(slow["profile"], "hand@1/120d");
    assert!(slow["pairs"][0]["severity"].as_f64() > usual["pairs"][0]["severity"].as_f64());
}
