//! Every JSON the program prints is what `schemas/cli` says, empty or not.

use std::fs;
use std::path::Path;

use jsonschema::{Validator, validator_for};
use serde_json::Value;

use crate::support::{DUTCH_PUBLISHED, House};

fn schema(name: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/cli").join(format!("{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

pub fn check(name: &str, document: &Value) {
    let errors: Vec<String> =
        schema(name).iter_errors(document).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {}\n{document:#}", errors.join("\n"));
}

fn check_all(name: &str, documents: &[Value]) {
    assert!(!documents.is_empty(), "{name} prints nothing");
    for document in documents {
        check(name, document);
    }
}

/// The reports that rest on the log: schema and arguments.
const REPORTS: [(&str, &[&str]); 15] = [
    ("replay", &["replay"]),
    ("replay", &["replay", "--to", "2022-03-31", "--published-by", "2022-03-31", "--known-at", "2099-01-01"]),
    ("top", &["top", "-n", "1"]),
    ("top", &["top", "--movers"]),
    ("pair", &["pair", "RUS-UKR"]),
    ("pair", &["pair", "BRA-CHL"]),
    ("replay", &["pair", "RUS-*"]),
    ("trend", &["trend", "RUS-UKR", "--by", "month"]),
    ("trend", &["trend", "RUS:UKR", "UKR:RUS", "--by", "week"]),
    ("trend", &["trend", "BRA-CHL"]),
    ("why", &["why", "RUS-UKR"]),
    ("why", &["why", "UKR:RUS"]),
    ("diff", &["diff", "2022-01-01", "2022-03-31", "RUS-UKR"]),
    ("log", &["log"]),
    ("scores", &["export", "scores", "--at", "2022-02-26,2022-03-26"]),
];

#[test]
fn reports_fit_their_schemas_and_carry_what_they_rest_on() {
    let full = House::furnished();
    let empty = House::new();
    empty.run(["init"]).success();
    for (house, is_full) in [(&full, true), (&empty, false)] {
        for (name, args) in REPORTS {
            for format in ["json", "jsonl"] {
                let output = house.command().args(args).args(["--format", format]).output().unwrap();
                assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
                let text = String::from_utf8(output.stdout).unwrap();
                let documents: Vec<Value> = match format {
                    "json" => vec![serde_json::from_str(&text).unwrap()],
                    _ => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
                };
                for document in &documents {
                    check(name, document);
                    assert_eq!(document["head"]["seq"].as_u64().unwrap() > 0, is_full);
                }
            }
        }
    }
    check("show", &full.json(["show", "#2"]));
}

#[test]
fn single_answers_fit_their_schemas() {
    let house = House::furnished();
    check("version", &house.json(["version"]));
    check("verify", &house.json(["verify"]));
    check("init", &house.json(["init"]));
    check("retract", &house.json(["retract", "#2", "--reason", "test"]));
}

#[test]
fn lines_fit_their_schemas() {
    let house = House::furnished();
    house
        .file("rows.jsonl", "{\"id\":7,\"text\":\"Rusland viel Oekraïne aan.\",\"published\":\"2022-02-24\"}\nkapot\n");
    let lines = |args: &[&str]| -> Vec<Value> {
        let output = house.command().args(args).args(["--format", "jsonl"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let taken = lines(&["append", "rows.jsonl"]);
    assert_eq!((taken[0]["outcome"].as_str(), taken[1]["outcome"].as_str()), (Some("stored"), Some("failed")));
    check_all("append", &taken);
    let again = lines(&["append", "rows.jsonl", "--published", "2022-02-24"]);
    assert_eq!(again[0]["outcome"], "duplicate");
    check_all("append", &again);
    let dry = lines(&["append", "aanval.txt", "--published", DUTCH_PUBLISHED, "--dry-run", "--source", "Courant"]);
    check_all("append", &dry);
    let coded = lines(&["code", "rows.jsonl"]);
    assert_eq!(coded[0]["id"], 7);
    check_all("code", &coded);
    check_all("recode", &lines(&["recode"]));
    let exported = house.stdout(["export", "events"]);
    house.file("events.jsonl", exported);
    check_all("import", &lines(&["import", "jsonl", "events.jsonl"]));
}

#[test]
fn every_quote_is_the_bytes_its_span_names() {
    let house = House::new();
    let text = "Een eerste zin – met een streepje.\r\nRusland viel donderdag Oekraïne aan. Kiev verbrak de betrekkingen met Moskou.";
    house.file("rows.jsonl", format!("{}\n", serde_json::json!({"id": "a", "text": text, "published": "2022-02-26"})));
    let line: Value = serde_json::from_str(&house.stdout(["code", "rows.jsonl", "--format", "jsonl"])).unwrap();
    let coded = line["interactions"].as_array().unwrap();
    assert!(!coded.is_empty());
    for item in coded.iter().chain(line["abstained"].as_array().unwrap()) {
        let [start, end] = [0, 1].map(|at| usize::try_from(item["span"][at].as_u64().unwrap()).unwrap());
        assert_eq!(item["quote"], text[start..end]);
    }
}

#[test]
fn the_columns_of_scores_are_those_tools_expect() {
    let house = House::furnished();
    let csv = house.stdout(["export", "scores", "--at", "2022-02-26"]);
    let header = "date,a,b,tension,severity,severity_ab,severity_ba,cooperation,events,n_eff";
    assert_eq!(csv.lines().next(), Some(header));
    let row: Vec<&str> = csv.lines().find(|line| line.contains(",RUS,UKR,")).unwrap().split(',').collect();
    assert_eq!((row.len(), row[0]), (10, "2022-02-26"));
    let sum = |at: usize| row[at].parse::<f64>().unwrap();
    assert!((sum(4) - sum(5) - sum(6)).abs() < 1e-9);
}
