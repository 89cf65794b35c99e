//! Pairs by year and month, dispute history and the risk model.

use serde_json::Value;

use crate::json_shapes::check;
use crate::support::{House, complaint};

const HEADER: &str = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version\n";

/// Two acts of our own a year, and a dispute that lasted into the year before the second.
fn house() -> House {
    let house = House::new();
    house.file(
        "rows.tsv",
        "1\t2005-03-05\tSRB\tALB\t190\t-10\n2\t2010-01-06\tALB\tSRB\t112\t-2\n3\t2010-01-07\tALB\tSRB\t040\t1\n",
    );
    house.run(["import", "table", "rows.tsv", "--columns", "id,date,source,target,cameo,goldstein"]).success();
    let dispute = "1,YUG,345,5,7,2001,6,7,2002,1,0,0,0,0,0,7,4,1,5\n1,ALB,339,5,7,2001,6,7,2002,0,0,0,0,0,0,0,1,1,5\n\
                   2,KEN,501,5,7,2004,6,7,2004,1,0,0,0,0,0,7,4,1,5\n2,UGA,500,5,7,2004,6,7,2004,0,0,0,0,0,0,0,1,1,5\n";
    house.file("mid.csv", format!("{HEADER}{dispute}"));
    house
}

fn rows(house: &House, args: &[&str]) -> Vec<Value> {
    let output = house.command().args(["export", "dyad-years", "--format", "json"]).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    check("dyad-years", &document);
    document["rows"].as_array().unwrap().clone()
}

#[test]
fn years_carry_the_codes_of_their_time_and_all_acts() {
    let house = house();
    let years = rows(&house, &[]);
    let serbia: Vec<&Value> = years.iter().map(|row| &row["gw_b"]).collect();
    assert_eq!(years.len(), 6, "2005 to 2010: {years:#?}");
    assert_eq!((serbia[0], serbia[5]), (&Value::from("345"), &Value::from("340")));
    assert_eq!((&years[0]["mx"], &years[5]["vx"], &years[5]["vc"]), (&1.0.into(), &1.0.into(), &1.0.into()));
    assert_eq!((&years[0]["coverage"], &years[1]["coverage"]), (&"events".into(), &"gap".into()));
    assert!(years[0]["tension_max"].as_f64() > years[0]["tension_mean"].as_f64());
}

#[test]
fn the_table_says_the_same_as_the_document() {
    let house = house();
    let csv = house.stdout(["export", "dyad-years"]);
    let names: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    for (line, row) in csv.lines().skip(1).zip(rows(&house, &[])) {
        for (name, field) in names.iter().zip(line.split(',')) {
            match &row[*name] {
                Value::Null => assert_eq!(field, "", "{name}"),
                Value::Number(number) => assert_eq!(field.parse::<f64>().ok(), number.as_f64(), "{name}"),
                text => assert_eq!(text.as_str(), Some(field), "{name}"),
            }
        }
    }
    let months: Value = house.json(["export", "dyad-months"]);
    check("dyad-months", &months);
    assert_eq!(months["rows"].as_array().unwrap().len(), 10 + 4 * 12 + 1);
}

#[test]
fn dispute_history_changes_the_risk_and_no_tension() {
    let house = house();
    let before = house.json(["replay"])["pairs"].clone();
    let without = rows(&house, &["--model", "risk@1"]);
    house.run(["import", "mid", "mid.csv"]).success();
    let again = house.stdout(["import", "mid", "mid.csv"]);
    assert!(again.contains("0 opposing pairs, 2 already in the log"), "{again}");
    assert_eq!(house.json(["replay"])["pairs"], before);
    let with = rows(&house, &["--model", "risk@1"]);
    let of = |rows: &[Value], pair: (&str, &str), year: i64| {
        rows.iter().find(|row| row["a"] == pair.0 && row["b"] == pair.1 && row["year"] == year).cloned()
    };
    let (one, other) = (of(&without, ("ALB", "SRB"), 2005).unwrap(), of(&with, ("ALB", "SRB"), 2005).unwrap());
    assert_eq!((&one["past_disputes"], &other["past_disputes"]), (&0.into(), &2.into()));
    assert!(other["score"].as_f64() > one["score"].as_f64());
    assert!(other["score"].as_f64().unwrap() < 1.0);
    assert_eq!(of(&with, ("KEN", "UGA"), 2006).unwrap()["past_disputes"], 1, "a pair with a past needs no event");
    assert!(of(&without, ("KEN", "UGA"), 2006).is_none());
}

#[test]
fn a_dispute_that_is_taken_back_is_past_no_more() {
    let house = house();
    house.run(["import", "mid", "mid.csv"]).success();
    house.run(["retract", "#6", "--reason", "test"]).success();
    let years = rows(&house, &["--model", "risk"]);
    assert!(years.iter().filter(|row| row["a"] == "ALB").all(|row| row["past_disputes"] == 0), "{years:#?}");
}

#[test]
fn a_table_of_counts_is_scored_without_a_log() {
    let house = House::new();
    house.file("counts.csv", "d1,d2,year,vc,mc,vx,mx,past10\nKEN,UGA,2005,10,2,8,30,4\nKEN,TZA,2005,10,2,8,0,0\n");
    let printed = house.stdout(["export", "dyad-years", "--counts", "counts.csv", "--model", "risk@1"]);
    let scores: Vec<f64> =
        printed.lines().skip(1).map(|line| line.split(',').nth(3).unwrap().parse().unwrap()).collect();
    assert!(printed.starts_with("a,b,year,score\nKEN,UGA,2005,0."), "{printed}");
    assert!(scores[0] > scores[1]);
    assert!(!house.store().exists());
}

#[test]
fn what_cannot_be_scored_is_said() {
    let house = house();
    let said = complaint(&house.run(["replay", "--model", "risk@1"]).code(2));
    assert!(said.contains("risk@1 scores years, not days") && said.contains("dyad export dyad-years"), "{said}");
    complaint(&house.run(["export", "dyad-months", "--model", "risk@1"]).code(2));
    complaint(&house.run(["export", "dyad-years", "--counts", "rows.tsv"]).code(2));
    let said = complaint(&house.run(["export", "dyad-years", "--counts", "rows.tsv", "--model", "risk@1"]).code(1));
    assert!(said.contains("there is no column d1"), "{said}");
    let said = complaint(&house.run(["import", "mid", "rows.tsv"]).code(1));
    assert!(said.contains("dispnum"), "{said}");
    complaint(&house.run(["import", "mid", "nowhere.csv"]).code(3));
}

#[test]
fn every_model_has_a_card() {
    let house = House::new();
    let list = house.json(["method", "list"]);
    check("method", &list);
    let models = list["models"].as_array().unwrap();
    assert_eq!(models.len(), 5);
    for model in models {
        let name = model["model"].as_str().unwrap();
        let shown = house.json(["method", "show", name]);
        check("method", &shown);
        assert!(shown["models"][0]["card"].as_str().unwrap().contains("Known weaknesses"), "{name}");
    }
    let said = complaint(&house.run(["method", "show", "magic"]).code(2));
    assert!(said.contains("verbal-share@1"), "{said}");
}

#[test]
fn a_reference_is_proposed_and_nothing_changes() {
    let house = house();
    let before = house.stdout(["replay", "--format", "json"]);
    let fitted = house.json(["profile", "fit"]);
    check("profile-fit", &fitted);
    assert_eq!((&fitted["reference_severity"], &fitted["current_reference"]), (&10.into(), &220.into()));
    assert_eq!((&fitted["highest"][0]["pair"], &fitted["highest"][0]["on"]), (&"ALB-SRB".into(), &"2005-03-05".into()));
    assert_eq!(house.stdout(["replay", "--format", "json"]), before);
    let empty = House::new();
    empty.run(["init"]).success();
    check("profile-fit", &empty.json(["profile", "fit"]));
    assert!(empty.stdout(["profile", "fit"]).contains("no severity"));
}

/// Against disputes and counts that were labelled independently, where they are at hand.
#[test]
fn past_disputes_agree_with_an_independent_reading() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let (Ok(disputes), Ok(labelled)) = (
        std::fs::read_to_string(shared.join("midb_participants_to_2008.csv")),
        std::fs::read_to_string(shared.join("dyadyear_2002_2008_labelled.csv")),
    ) else {
        println!("skipped: no ../shared");
        return;
    };
    let history = dyad::intake::mid::read(&disputes).unwrap();
    let mut years: std::collections::HashMap<[String; 2], std::collections::BTreeSet<i32>> =
        std::collections::HashMap::default();
    for one in history.opponents {
        let mut pair = [one.sides.0.to_string(), one.sides.1.to_string()];
        pair.sort();
        let year = |day: dyad::domain::Day| day.to_string()[..4].parse::<i32>().unwrap();
        years.entry(pair).or_default().extend(year(one.occurred.first())..=year(one.occurred.last()));
    }
    let none = std::collections::BTreeSet::new();
    for line in labelled.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let mut pair = [cells[0].to_owned(), cells[1].to_owned()];
        pair.sort();
        let past = dyad::projection::Disputes::past(years.get(&pair).unwrap_or(&none), cells[2].parse().unwrap());
        assert_eq!(past.to_string(), cells[10], "{line}");
    }
}
