//! How much work a text makes, counted in visits to its tokens and units: no clock decides.

use std::cell::Cell;
use std::fmt::Write as _;

use crate::coder::{Coder, RulesCoder};
use crate::domain::Article;

thread_local! {
    static VISITS: Cell<u64> = const { Cell::new(0) };
}

/// Counts one visit.
pub(super) fn visit() {
    VISITS.with(|v| v.set(v.get() + 1));
}

fn visits(coder: &RulesCoder, language: &str, text: &str) -> u64 {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    article.published = "2024-05-16".parse().ok();
    VISITS.with(|v| v.set(0));
    coder.code(&article);
    VISITS.with(Cell::get)
}

/// A text of about this many words, made by repeating one that changes with its number.
fn repeated(words: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for n in 0..words {
        write!(text, "{}", part(n)).expect("a string takes all");
    }
    text
}

#[track_caller]
fn grows_linearly(language: &str, part: impl Fn(usize) -> String) {
    let coder = RulesCoder::new();
    visits(&coder, language, "warm");
    let once = visits(&coder, language, &repeated(4_000, &part));
    let twice = visits(&coder, language, &repeated(8_000, &part));
    assert!(twice < once * 9 / 4, "{once} visits, and {twice} for twice the text");
}

const NAMES: [&str; 6] = ["Russia", "Ukraine", "France", "Iran", "Israel", "China"];

#[test]
fn a_sentence_without_an_end_costs_by_its_length() {
    grows_linearly("en", |n| format!("word{n} "));
}

#[test]
fn a_list_of_names_costs_by_its_length() {
    grows_linearly("en", |n| format!("{}, ", NAMES[n % 6]));
    grows_linearly("de", |n| format!("{} und ", NAMES[n % 6]));
}

#[test]
fn brackets_that_never_close_cost_by_their_number() {
    grows_linearly("en", |n| format!("{} said ( that ", NAMES[n % 6]));
}

#[test]
fn many_acts_cost_by_their_number() {
    grows_linearly("en", |n| match n % 4 {
        0 => format!("{} ", NAMES[n / 4 % 6]),
        1 => "attacked ".to_owned(),
        2 => NAMES[(n / 4 + 1) % 6].to_owned(),
        _ => ". ".to_owned(),
    });
}
