//! Phrases that name a country, as judged elsewhere, against `resolve_phrase`.
//!
//! The set has no licence: it is measured where it lies beside the repository and never copied. Without it the test
//! says so and measures nothing.

use std::fs;
use std::path::Path;

use dyad::codebook::names::resolve_phrase;
use dyad::domain::{Actor, Day};

/// The set's own codes for organisations, and ours: it files the World Bank under one heading for all.
fn same(gold: &str, found: Option<Actor>) -> bool {
    match gold {
        "EUR" => found.is_some_and(|actor| actor.as_str() == "EU"),
        "UNO" => found.is_some_and(|actor| actor.as_str() == "UN"),
        "IGO" => found.is_some_and(|actor| actor.as_str() == "WB"),
        gold => found.is_some_and(|actor| actor.as_str() == gold),
    }
}

/// (phrase, date, country) of every row about a country, once each.
fn cases(text: &str) -> Vec<(String, Option<Day>, String)> {
    let case = |line: &str| {
        let mut cells = line.split('\t').skip(2);
        let (phrase, day, field) = (cells.next()?, cells.next()?, cells.next()?);
        let country = cells.next().unwrap_or_default();
        (field == "country").then(|| (phrase.to_owned(), day.parse().ok(), country.to_owned()))
    };
    let mut cases: Vec<_> = text.lines().skip(1).filter_map(case).collect();
    cases.sort();
    cases.dedup();
    cases
}

#[test]
fn phrases_that_name_a_country_resolve_to_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/actors_dev.tsv");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: no ../shared");
        return;
    };
    let (named, nobody): (Vec<_>, Vec<_>) = cases(&text).into_iter().partition(|(.., gold)| !gold.is_empty());
    let wrong = |(phrase, day, gold): &&(String, Option<Day>, String)| !same(gold, resolve_phrase(phrase, *day));
    let missed: Vec<_> = named.iter().filter(wrong).collect();
    let invented: Vec<_> = nobody.iter().filter(|(phrase, day, _)| resolve_phrase(phrase, *day).is_some()).collect();
    println!("{} of {} found; missed {missed:?}", named.len() - missed.len(), named.len());
    println!("{} of {} invented: {invented:?}", invented.len(), nobody.len());
    assert!(missed.len() * 20 <= named.len(), "more than one in twenty missed: {missed:?}");
    assert!(invented.len() * 5 <= nobody.len(), "more than one in five invented: {invented:?}");
}
