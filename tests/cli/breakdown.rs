//! `why --by` and `diff --by`: groups that sum to the total, to the last millionth.

use serde_json::Value;

use crate::json_shapes::check;
use crate::support::{House, complaint, micros};

/// Acts of several kinds, days and statuses in both directions, a span among them.
fn house() -> House {
    let house = House::furnished();
    let rows = "1\t2022-02-20\tRUS\tUKR\t112\t-2\n2\t2022-02-21\tUKR\tRUS\t190\t-10\n3\t2022-03-02\tRUS\tUKR\t138\t-7\n\
                4\t2022-03-02\tRUS\tUKR\t190\t-10\n5\t2022-03-05\tRUS\tUKR\t040\t1\n";
    house.file("rows.tsv", rows);
    house.run(["import", "table", "rows.tsv", "--columns", "id,date,source,target,cameo,goldstein"]).success();
    house
}

fn run(house: &House, args: &[&str]) -> Value {
    let output = house.command().args(args).args(["--format", "json"]).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn sum(document: &Value) -> i64 {
    document["groups"].as_array().unwrap().iter().map(|group| micros(&group["severity"])).sum()
}

#[test]
fn groups_of_every_kind_sum_to_the_severity() {
    let house = house();
    for pair in ["RUS-UKR", "RUS:UKR", "UKR:RUS"] {
        let whole = run(&house, &["why", pair, "--on", "2022-03-10"]);
        for by in ["event", "article", "day", "root"] {
            let parts = run(&house, &["why", pair, "--on", "2022-03-10", "--by", by]);
            check("why-by", &parts);
            assert_eq!(parts["severity"], whole["severity"], "{pair} by {by}");
            assert_eq!(sum(&parts), micros(&whole["severity"]), "{pair} by {by}");
            assert!(!parts["groups"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn a_change_between_days_cuts_or_models_sums_too() {
    let house = house();
    let severity = |args: &[&str]| micros(&run(&house, args)["severity"]);
    let on = |day: &'static str| vec!["why", "RUS-UKR", "--on", day];
    let published = [on("2022-03-10"), vec!["--published-by", "2022-03-01"]].concat();
    let counted = [on("2022-03-10"), vec!["--model", "material-count"]].concat();
    let early = [on("2022-03-10"), vec!["--known-at", "#3"]].concat();
    let now = severity(&on("2022-03-10"));
    let cases: [(&[&str], i64); 4] = [
        (&["diff", "2022-02-25", "2022-03-10", "RUS-UKR"], now - severity(&on("2022-02-25"))),
        (
            &["diff", "2022-03-10", "2022-03-10", "RUS-UKR", "--before-published-by", "2022-03-01"],
            now - severity(&published),
        ),
        (
            &["diff", "2022-03-10", "2022-03-10", "RUS-UKR", "--before-model", "material-count"],
            now - severity(&counted),
        ),
        (&["diff", "2022-03-10", "2022-03-10", "RUS-UKR", "--before-known-at", "#3"], now - severity(&early)),
    ];
    for (args, change) in cases {
        for by in ["event", "article", "day", "root"] {
            let parts = run(&house, &[args, &["--by", by]].concat());
            check("diff-by", &parts);
            assert_eq!((micros(&parts["severity"]), sum(&parts)), (change, change), "{args:?} by {by}");
        }
    }
}

#[test]
fn what_cannot_be_added_up_is_said() {
    let house = house();
    complaint(&house.run(["diff", "2022-02-25", "2022-03-10", "--by", "root"]).code(2));
    complaint(&house.run(["why", "RUS-UKR", "--by", "root", "--model", "goldstein-mean"]).code(2));
    house.run(["why", "RUS-UKR", "--by", "week"]).code(2);
}
