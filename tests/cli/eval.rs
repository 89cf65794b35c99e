//! `dyad eval`: the verdict, its formats, and what is wrong with a file.

use serde_json::{Value, json};

use crate::support::{DUTCH, DUTCH_PUBLISHED, House, complaint};

/// The Dutch article with the two acts that are in it, and an empty one of another split.
fn gold(house: &House) {
    let act = |source: &str, cameo: &str, quote: &str, day: &str| {
        json!({"source": source, "target": if source == "RUS" { "UKR" } else { "RUS" }, "symmetric": false, "cameo": cameo,
            "status": "actual", "occurred": {"first": day, "last": day}, "quote": quote, "tier": "core"})
    };
    let acts = [
        act("RUS", "190", "Rusland viel donderdag Oekraïne aan", "2022-02-24"),
        act("EU", "163", "De Europese Unie legde Rusland vrijdag sancties op", "2022-02-25"),
    ];
    let full = json!({"id": "a", "lang": "nl", "split": "dev", "published": DUTCH_PUBLISHED, "text": DUTCH, "interactions": acts});
    let empty =
        json!({"id": "b", "lang": "en", "split": "heldout", "text": "It rained in Portugal.", "interactions": []});
    house.file("gold.jsonl", format!("{full}\n{empty}\n"));
}

#[test]
fn the_built_in_coder_is_judged_on_the_texts() {
    let house = House::new();
    gold(&house);
    let verdict = house.json(["eval", "gold.jsonl"]);
    assert_eq!(verdict["schema"], "dyad/eval/v1");
    assert_eq!(verdict["all"]["levels"]["dyad+root"]["F1"]["value"], 1.0, "{verdict:#}");
    assert_eq!(verdict["all"]["occurred"]["exact"]["value"], 1.0);
    let languages: Vec<&String> = verdict["by_lang"].as_object().unwrap().keys().collect();
    assert_eq!(languages, ["en", "nl"]);
    assert!(!house.store().exists(), "judging needs no store and makes none");
}

#[test]
fn predictions_of_a_file_are_judged_and_shown_with_what_was_taken_for_what() {
    let house = House::new();
    gold(&house);
    house.file("pred.jsonl", r#"{"id":"a","interactions":[{"source":"RUS","target":"UKR","cameo":"173"}]}"#);
    let shown = house.stdout(["eval", "gold.jsonl", "--pred", "pred.jsonl", "--boot", "0"]);
    let expected = "\
all: 2 documents, 1 predictions, 2 core, 0 optional gold
  dyad        P 1.000  R 0.500  F1 0.667  matched 1, ignored 0
  dyad+quad   P 1.000  R 0.500  F1 0.667  matched 1, ignored 0
  dyad+root   P 0.000  R 0.000  F1 0.000  matched 0, ignored 0
";
    assert!(shown.starts_with(expected), "{shown}");
    let roots = "\
roots: right answers down, predictions across (dyad level, core)
       17    -
  16    .    1
  19    1    .
missing documents 1, unknown documents 0
";
    assert!(shown.ends_with(roots), "{shown}");
}

#[test]
fn a_split_is_judged_alone_and_has_to_exist() {
    let house = House::new();
    gold(&house);
    let verdict: Value = house.json(["eval", "gold.jsonl", "--split", "heldout"]);
    assert_eq!(verdict["all"]["documents"], 1);
    let said = complaint(&house.run(["eval", "gold.jsonl", "--split", "test"]).code(3));
    assert!(said.contains("--split: no document belongs to \"test\""), "{said}");
}

#[test]
fn a_file_that_is_no_gold_is_named_with_its_line() {
    let house = House::new();
    gold(&house);
    house.file("bad.jsonl", "{\"id\":\"x\",\"text\":\"y\"}\n{\"id\":\"z\"}\n");
    let said = complaint(&house.run(["eval", "bad.jsonl"]).code(1));
    assert!(said.contains("bad.jsonl: line 2 is not a document of the format: missing field `text`"), "{said}");
    let said = complaint(&house.run(["eval", "gold.jsonl", "gold.jsonl"]).code(1));
    assert!(said.contains("the id \"a\" is in another file too"), "{said}");
    complaint(&house.run(["eval", "none.jsonl"]).code(3));
    complaint(&house.run(["eval", "gold.jsonl", "--format", "csv"]).code(2));
}

/// A truth of our own: Kenya and Uganda fight in spring, and what happens next follows.
fn truth(house: &House) {
    let rows: Vec<String> = (1..=20).map(|day| format!("{day}\t2020-03-{day:02}\tKEN\tUGA\t190\t-10\n")).collect();
    house.file("rows.tsv", rows.concat() + "90\t2020-03-01\tKEN\tTZA\t040\t1\n91\t2020-03-09\tKEN\tTZA\t112\t-2\n");
    house.run(["import", "table", "rows.tsv", "--columns", "id,date,source,target,cameo,goldstein"]).success();
    house.file(
        "truth.csv",
        "pair,date,label\nKEN-UGA,2020-02-01,0\nKEN-TZA,2020-02-01,0\nKEN-UGA,2020-03-10,1\nKEN-TZA,2020-03-10,0\n\
         KEN-UGA,2020-03-20,1\nKEN-TZA,2020-03-20,0\nETH-ERI,2020-03-20,0\nKEN-XQX,2020-03-20,1\n",
    );
}

#[test]
fn scores_are_judged_by_what_happened() {
    let house = House::new();
    truth(&house);
    let verdict = house.json(["eval", "tension", "truth.csv", "--boot", "50"]);
    crate::json_shapes::check("eval-tension", &verdict);
    assert_eq!((&verdict["rows"], &verdict["pairs"], &verdict["positives"]), (&7.into(), &3.into(), &2.into()));
    assert_eq!(verdict["unknown"], json!({"KEN-XQX": 1}));
    assert_eq!(verdict["without_events"], json!(["ERI-ETH"]));
    let of = |name: &str| {
        let scores = verdict["scores"].as_array().unwrap();
        scores.iter().find(|row| row["score"] == name).unwrap_or_else(|| panic!("{name} is missing")).clone()
    };
    assert_eq!(of("decayed-severity@1")["average_precision"]["value"], 1.0);
    assert_eq!(of("decayed-severity@1")["within_pair_auc"], 1.0);
    // On the first positive day nothing came before: two pairs tie. On the second it is right.
    assert_eq!(of("persistence")["average_precision"]["value"], 0.75);
    assert_eq!(of("decayed-severity@1")["beyond_persistence"]["value"], 0.25);
    // One surge begins, in the 49 days from 1 February to 20 March.
    assert_eq!(verdict["alarms_per_day"], (1000.0_f64 / 49.0).round() / 1000.0);
    let table = house.stdout(["eval", "tension", "truth.csv", "--boot", "0"]);
    assert!(table.contains("events of 30 days") && table.contains("0.02 alarms a day"), "{table}");
}

#[test]
fn a_truth_file_that_cannot_be_read_is_named_with_its_line() {
    let house = House::new();
    truth(&house);
    house.file("bad.csv", "pair,date,label\nKEN-UGA,2020-02-31,0\n");
    let said = complaint(&house.run(["eval", "tension", "bad.csv"]).code(1));
    assert!(said.contains("bad.csv") && said.contains("line 2"), "{said}");
    complaint(&house.run(["eval", "tension", "nowhere.csv"]).code(3));
    house.file("none.csv", "pair,date,label\nQQQ-UGA,2020-02-01,0\n");
    let output = house.command().args(["eval", "tension", "none.csv"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("QQQ-UGA (1 rows)"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("nothing to judge by"));
}
