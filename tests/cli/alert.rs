//! Alerts: each crossing fires once, what fired is kept, and a replay finds the same ones.

use crate::json_shapes::check;
use crate::support::{House, complaint};

fn house() -> House {
    let house = House::new();
    let rows =
        "1\t2020-03-05\tKEN\tUGA\t190\t-10\n2\t2020-03-06\tKEN\tUGA\t190\t-10\n3\t2020-03-06\tUGA\tKEN\t190\t-10\n";
    house.file("rows.tsv", rows);
    house.run(["import", "table", "rows.tsv", "--columns", "id,date,source,target,cameo,goldstein"]).success();
    house
}

#[test]
fn a_crossing_fires_once_and_a_replay_finds_it_again() {
    let house = house();
    for expression in ["KEN-UGA > 50", "KEN-* +40 in 7d", "* surge", "KEN-UGA > 99"] {
        house.run(["alert", "add", expression]).success();
    }
    let output = house.command().args(["alert", "check", "--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(10));
    let first: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    check("alert-check", &first);
    let fired: Vec<(String, u64)> = first["fired"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["on"].as_str().unwrap().to_owned(), one["alert"].as_u64().unwrap()))
        .collect();
    assert_eq!(fired, [("2020-03-05".into(), 2), ("2020-03-06".into(), 1), ("2020-03-06".into(), 3)]);
    let again = house.json(["alert", "check"]);
    assert_eq!(again["fired"], serde_json::json!([]));
    let replayed = house.command().args(["alert", "check", "--replay", "--format", "json"]).output().unwrap();
    let replayed: serde_json::Value = serde_json::from_slice(&replayed.stdout).unwrap();
    assert_eq!(replayed["fired"], first["fired"]);
    house.run(["alert", "rm", "1"]).success();
    let list = house.json(["alert", "list"]);
    assert_eq!((list["alerts"].as_array().unwrap().len(), list["fired"].as_array().unwrap().len()), (3, 3));
}

#[test]
fn a_hook_that_fails_is_said_and_the_crossing_fires_again() {
    let house = house();
    house.run(["alert", "add", "KEN-UGA > 50"]).success();
    complaint(&house.run(["alert", "check", "--hook", "exit 3"]).code(4));
    house.run(["alert", "check", "--hook", "cat > heard.json"]).code(10);
    let heard = std::fs::read_to_string(house.store().parent().unwrap().join("heard.json")).unwrap();
    assert!(heard.contains("\"pair\":\"KEN-UGA\""), "{heard}");
    house.run(["alert", "check", "--hook", "exit 3"]).success();
}

#[test]
fn expressions_that_cannot_be_read_point_at_the_character() {
    let house = house();
    let said = complaint(&house.run(["alert", "add", "KEN-UGA > lots"]).code(2));
    assert!(said.contains("character 11") && said.contains("tension from 0 to 100"), "{said}");
    complaint(&house.run(["alert", "add", "KEN-Atlantis surge"]).code(2));
    complaint(&house.run(["alert", "rm", "7"]).code(3));
    complaint(&house.run(["alert", "check", "--from", "2020-03-05", "--to", "2020-03-01"]).code(2));
}
