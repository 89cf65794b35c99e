//! The importers on genuine files, which may be read and never committed.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dyad::intake::{Format, Outcome, Rows, open};

fn shared(file: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no ../shared");
    None
}

/// Rows coded, and rows rejected by reason.
fn count(file: &Path, format: Format) -> (usize, BTreeMap<&'static str, usize>) {
    let (mut coded, mut rejected) = (0, BTreeMap::new());
    for row in Rows::new(open(file).unwrap().bytes, format, None).unwrap() {
        match row.unwrap().1 {
            Outcome::Coded(_) => coded += 1,
            Outcome::Rejected(why) => *rejected.entry(why.reason()).or_default() += 1,
        }
    }
    println!("{}: {coded} coded, rejected {rejected:?}", file.display());
    (coded, rejected)
}

#[test]
fn every_interstate_row_of_the_icews_quarter_is_read() {
    let Some(file) = shared("icews_2018q4.tsv.gz") else { return };
    assert_eq!(count(&file, Format::Icews), (68_047, BTreeMap::new()));
}

#[test]
fn rejected_rows_of_the_raw_icews_sample_are_domestic_or_without_country() {
    let Some(file) = shared("icews_raw_sample_2000rows.tab") else { return };
    let (coded, rejected) = count(&file, Format::Icews);
    let reasons: Vec<_> = rejected.keys().copied().collect();
    assert_eq!(coded + rejected.values().sum::<usize>(), 2000);
    assert_eq!(reasons, ["no actor", "same actor on both sides"]);
}

#[test]
fn both_gdelt_layouts_are_read_without_an_unreadable_field() {
    for (name, rows) in [("gdelt1_sample.tsv", 710), ("gdelt2_sample.export.CSV", 700)] {
        let Some(file) = shared(name) else { return };
        let (coded, rejected) = count(&file, Format::Gdelt);
        assert_eq!(coded + rejected.values().sum::<usize>(), rows);
        for reason in ["unreadable code", "unreadable date", "unreadable weight", "wrong number of columns"] {
            assert_eq!(rejected.get(reason), None, "{name}");
        }
    }
}
