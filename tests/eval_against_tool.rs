//! `dyad eval` and the scorer the project shares with others give the same figures, interval by interval.
//!
//! The scorer and part of the sets live beside the repository; without them these tests say so and pass.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test of the whole may fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dyad::app::eval::{GoldDocument, Options, evaluate, read_gold, read_predictions};
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The shared scorer, where it and an interpreter for it are there.
fn tool() -> Option<PathBuf> {
    let tool = root().join("../shared/tools/score_coding.py");
    let python = Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success());
    if tool.is_file() && python {
        return Some(tool);
    }
    println!("skipped: no ../shared, or no python3");
    None
}

fn gold_sets() -> Vec<PathBuf> {
    let shared = ["seeds_gold.jsonl", "seeds_gold_hint.jsonl", "gsr_dev.jsonl"];
    let mut sets: Vec<PathBuf> = shared.iter().map(|name| root().join("../shared/gold").join(name)).collect();
    if let Ok(own) = fs::read_dir(root().join("tests/gold")) {
        sets.extend(own.map(|entry| entry.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "jsonl")));
    }
    sets.retain(|set| set.is_file());
    sets.sort();
    sets
}

/// Predictions that are right, wrong, doubled, turned round and left out, so that every rule has work to do.
fn predictions(gold: &[GoldDocument]) -> String {
    let mut lines = String::new();
    for (n, document) in gold.iter().enumerate().filter(|(n, _)| n % 17 != 16) {
        let mut made = Vec::new();
        for (i, right) in document.interactions.iter().enumerate() {
            let (mut source, mut target) = (right.source.clone(), right.target.clone());
            let mut cameo = right.cameo.clone();
            match (n + i) % 7 {
                1 => std::mem::swap(&mut source, &mut target),
                2 => "112".clone_into(&mut cameo),
                3 => cameo = right.alt_cameo.first().cloned().unwrap_or(cameo),
                4 => target = right.alt_target.first().cloned().unwrap_or(target),
                5 => continue,
                _ => {}
            }
            let occurred = right
                .occurred
                .as_ref()
                .map(|o| json!({"first": o.first, "last": if i % 3 == 0 { &o.first } else { &o.last }}));
            let status = if i % 4 == 3 { json!("background") } else { json!(right.status) };
            let one = json!({"source": source, "target": target, "cameo": cameo, "quad": 4, "status": status,
                "occurred": occurred, "quote": right.quote});
            made.extend(std::iter::repeat_n(one, 1 + usize::from(i % 5 == 4)));
        }
        for decoy in document.decoys.iter().take(1) {
            made.push(json!({"source": "USA", "target": "CHN", "cameo": "190", "quote": decoy.quote, "span": [0, 3]}));
        }
        made.push(json!({"source": "RUS", "target": "RUS", "cameo": "05"}));
        lines.push_str(&json!({"id": document.id, "interactions": made}).to_string());
        lines.push('\n');
    }
    lines + "{\"id\": \"not in the gold\", \"interactions\": []}\n"
}

/// Both verdicts agree: everything the tool prints is there with the same value, to rounding.
fn same(path: &str, tool: &Value, own: &Value) {
    match (tool, own) {
        (Value::Object(a), Value::Object(b)) => a.iter().for_each(|(key, value)| {
            same(&format!("{path}/{key}"), value, b.get(key).unwrap_or(&Value::Null));
        }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).for_each(|(a, b)| same(path, a, b));
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() < 1e-12, "{path}: {a} there, {b} here");
        }
        _ => assert_eq!(tool, own, "{path}"),
    }
}

fn compare(tool: &Path, gold: &Path, options: &Options, flags: &[&str]) {
    let text = fs::read_to_string(gold).unwrap();
    let documents = read_gold(&text).unwrap();
    let lines = predictions(&documents);
    let dir = tempfile::tempdir().unwrap();
    let pred = dir.path().join("pred.jsonl");
    fs::write(&pred, &lines).unwrap();
    let out = Command::new("python3").arg(tool).arg(gold).arg(&pred).arg("--json").args(flags).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let theirs: Value = serde_json::from_slice(&out.stdout).unwrap();
    let ours = evaluate(&documents, &read_predictions(&lines).unwrap(), options).to_json();
    same(&gold.file_name().unwrap().to_string_lossy(), &theirs, &ours);
    assert!(theirs["all"]["core"].as_u64().unwrap() > 0, "the set has something to find");
}

#[test]
fn figures_and_intervals_equal_the_shared_scorers_on_every_set() {
    let Some(tool) = tool() else { return };
    for set in gold_sets() {
        let options = Options { resamples: 200, seed: 7, ..Options::default() };
        compare(&tool, &set, &options, &["--boot", "200", "--seed", "7"]);
    }
}

#[test]
fn all_core_and_states_only_mean_the_same_in_both() {
    let Some(tool) = tool() else { return };
    for set in gold_sets() {
        let options = Options { all_core: true, states_only: true, resamples: 0, ..Options::default() };
        compare(&tool, &set, &options, &["--boot", "0", "--all-core", "--states-only"]);
    }
}
