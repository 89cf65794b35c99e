//! The two founding articles, where they are at hand. Their prose is not ours and stays out of this repository.

use std::path::{Path, PathBuf};

use crate::support::{House, complaint};

fn seeds() -> Option<PathBuf> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if seeds.is_dir() {
        return Some(seeds);
    }
    println!("skipped: no ../shared");
    None
}

#[test]
fn the_dated_one_goes_in_as_its_month_and_the_undated_one_asks_for_a_date() {
    let Some(seeds) = seeds() else { return };
    let house = House::new();
    let said = complaint(&house.run(["append", seeds.to_str().unwrap()]).code(4));
    assert!(said.contains("003_") && said.contains("--published 2025-07-01"), "{said}");
    let known = house.json(["log"]);
    assert_eq!(known["commits"][0]["events"][0]["published"], "2022-03");
    let pairs = house.json(["replay"]);
    let about = |pair: &str| pairs["pairs"].as_array().unwrap().iter().any(|found| found["pair"] == pair);
    assert!(about("ARM-AZE"), "{pairs:#}");
    let second = seeds.join("003_f89cac33d3a259d8.txt");
    house.run(["append", second.to_str().unwrap(), "--published", "2025-07-01"]).success();
    let why = house.json(["why", "AZE-RUS"]);
    assert!(!why["parts"].as_array().unwrap().is_empty());
    house.run(["verify"]).success();
}
