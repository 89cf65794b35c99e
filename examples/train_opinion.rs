//! Trains the second opinion of the rule coder: `cargo run --release --example train_opinion`, from the root of the repository.
//!
//! What it learns from was written for this project: the examples of the frames in `src/coder/lang`, and the quotes of the
//! development texts in `tests/gold` (held-out texts are not read). The same input gives the same weights.
//! `train_opinion without-gold` leaves the gold texts out, to choose settings on them.

#![expect(clippy::print_stdout, clippy::indexing_slicing, reason = "a tool for people who train: it prints")]

use dyad::coder::RulesCoder;
use dyad::coder::lang::LANGUAGES;
use dyad::coder::rules::{self, opinion};
use dyad::domain::Article;
use serde_json::Value;

/// Passes over the examples.
const PASSES: usize = 40;

/// First step of a weight; it shrinks with what the weight has moved (Duchi, Hazan and Singer 2011, `AdaGrad`).
const STEP: f32 = 0.15;

/// How much a weight is pulled to nought a step.
const DECAY: f32 = 1e-4;

/// Examples without an act count this much.
const NOTHING: f32 = 1.0;

struct Lesson {
    features: Vec<usize>,
    class: usize,
}

fn main() {
    let with_gold = std::env::args().all(|a| a != "without-gold");
    let coder = RulesCoder::new();
    let mut lessons = Vec::new();
    for files in LANGUAGES {
        for (_, example) in rules::examples(files).expect("data that loads") {
            if let Some(class) = class_of(&example.expected) {
                lessons.extend(lesson(&coder, files.code, example.text, class));
            }
        }
        if with_gold {
            gold(&coder, files.code, &mut lessons);
        }
    }
    println!("{} examples", lessons.len());
    let (weights, biases) = trained(&lessons);
    std::fs::write("src/coder/rules/opinion.bin", opinion::packed(&weights, &biases)).expect("a writable file");
}

/// The class of an example of one act, or of none.
fn class_of(expected: &[&str]) -> Option<usize> {
    match expected {
        [] => Some(0),
        [one] => one.split_whitespace().nth(1)?.get(..2)?.parse().ok(),
        _ => None,
    }
}

fn lesson(coder: &RulesCoder, language: &str, text: &str, class: usize) -> Option<Lesson> {
    let mut article = Article::from_text(text);
    article.language = language.parse().ok();
    let features = opinion::features(language, &coder.words(&article));
    (!features.is_empty()).then_some(Lesson { features, class })
}

fn gold(coder: &RulesCoder, language: &str, lessons: &mut Vec<Lesson>) {
    let path = format!("tests/gold/{language}.jsonl");
    for line in std::fs::read_to_string(&path).unwrap_or_default().lines() {
        let document: Value = serde_json::from_str(line).expect("a line of gold");
        if document["split"] != "dev" {
            continue;
        }
        for act in document["interactions"].as_array().into_iter().flatten() {
            let class = act["cameo"].as_str().and_then(|c| c.get(..2)?.parse().ok());
            let quote = act["quote"].as_str().unwrap_or_default();
            lessons.extend(class.and_then(|class| lesson(coder, language, quote, class)));
        }
        for decoy in document["decoys"].as_array().into_iter().flatten() {
            lessons.extend(lesson(coder, language, decoy["quote"].as_str().unwrap_or_default(), 0));
        }
    }
}

/// Multinomial logistic regression by stochastic gradient steps, in an order of its own that never changes.
fn trained(lessons: &[Lesson]) -> (Vec<f32>, Vec<f32>) {
    const C: usize = opinion::CLASSES;
    let mut weights = vec![0.0_f32; opinion::BUCKETS * C];
    let mut moved = vec![1e-6_f32; opinion::BUCKETS * C];
    let (mut biases, mut biases_moved) = (vec![0.0_f32; C], vec![1e-6_f32; C]);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, usize::try_from(seed >> 33).unwrap_or(0) % (at + 1));
        }
        for lesson in order.iter().map(|at| &lessons[*at]) {
            let length = opinion::norm(lesson.features.len());
            let mut scores = biases.clone();
            for feature in &lesson.features {
                (0..C).for_each(|c| scores[c] += weights[feature * C + c] * length);
            }
            let best = scores.iter().copied().fold(f32::MIN, f32::max);
            let total: f32 = scores.iter().map(|s| (s - best).exp()).sum();
            let weight = if lesson.class == 0 { NOTHING } else { 1.0 };
            for c in 0..C {
                let wanted = if c == lesson.class { 1.0 } else { 0.0 };
                let error = ((scores[c] - best).exp() / total - wanted) * weight;
                biases_moved[c] += error * error;
                biases[c] -= STEP * error / biases_moved[c].sqrt();
                for feature in &lesson.features {
                    let at = feature * C + c;
                    let slope = error * length + DECAY * weights[at];
                    moved[at] += slope * slope;
                    weights[at] -= STEP * slope / moved[at].sqrt();
                }
            }
        }
    }
    (weights, biases)
}
