//! Articles coded a second on one core: a thousand of 550 words, made of the sentences of our own sets.
//!
//! `cargo bench --bench coding` prints the median of five rounds for each language.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a bench prints what it measured"
)]

use std::fs;
use std::path::Path;
use std::time::Instant;

use dyad::coder::{Coder, RulesCoder};
use dyad::domain::Article;

const ARTICLES: usize = 1000;
const WORDS: usize = 550;
const ROUNDS: usize = 5;

/// Texts of 550 words: the set's own texts one after the other, begun at another one each time.
fn articles(language: &str) -> Vec<Article> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/{language}.jsonl"));
    let set = fs::read_to_string(file).expect("the set is in the repository");
    let row = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a set is JSON Lines");
    let texts: Vec<String> =
        set.lines().map(|line| row(line)["text"].as_str().unwrap_or_default().to_owned()).collect();
    let text = |start: usize| -> String {
        let words = texts.iter().cycle().skip(start % texts.len()).flat_map(|text| text.split_whitespace());
        words.take(WORDS).collect::<Vec<_>>().join(" ")
    };
    let article = |start| Article {
        published: "2024-05-12".parse().ok(),
        language: language.parse().ok(),
        ..Article::from_text(text(start))
    };
    (0..ARTICLES).map(article).collect()
}

fn main() {
    let coder = RulesCoder::new();
    for language in ["nl", "en", "de", "fr", "es", "it", "pt", "pl", "ru", "uk", "tr"] {
        let articles = articles(language);
        let mut rates: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                let understood: usize = articles.iter().map(|article| coder.code(article).interactions.len()).sum();
                assert!(understood > 0, "nothing was understood in {language}");
                articles.len() as f64 / begun.elapsed().as_secs_f64()
            })
            .collect();
        rates.sort_by(f64::total_cmp);
        println!("{language}  {:>6.0} articles/s", rates[ROUNDS / 2]);
    }
}
