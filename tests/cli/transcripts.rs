//! `tests/transcripts`: whole sessions as a user types them, which are also the manual.
//!
//! Every file runs in a directory and with a store of its own; a folder of the same name ending in `.in` is copied there first.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "trycmd")).collect();
    found.sort();
    found
}

#[test]
fn every_session_prints_what_the_manual_says() {
    let found = transcripts();
    assert!(!found.is_empty());
    for transcript in found {
        let home = TempDir::new().unwrap();
        let cases = trycmd::TestCases::new();
        cases.env("DYAD_STORE", home.path().join("store").to_str().unwrap()).env("HOME", home.path().to_str().unwrap());
        cases.case(&transcript).run();
    }
}

/// The console blocks of the README, run in the folder of the first session.
#[test]
fn the_readme_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = TempDir::new().unwrap();
    let articles = home.path().join("readme.in");
    fs::create_dir(&articles).unwrap();
    for file in ["aanval.txt", "maart.md"] {
        fs::copy(root.join("tests/transcripts/1-first-steps.in").join(file), articles.join(file)).unwrap();
    }
    let readme = home.path().join("readme.md");
    fs::copy(root.join("README.md"), &readme).unwrap();
    assert!(fs::read_to_string(&readme).unwrap().contains("```console"), "the README shows no session");
    let cases = trycmd::TestCases::new();
    cases.env("DYAD_STORE", home.path().join("store").to_str().unwrap()).env("HOME", home.path().to_str().unwrap());
    cases.case(&readme).run();
}
