//! Fuzzing without a special compiler: seeds from `tests/fuzz` and `events`, changed at random, into everything that reads bytes
//! from strangers. Nothing may panic, hang, or take memory out of proportion.
//!
//! Each target runs for `DYAD_FUZZ_SECONDS` (60 in CI, 2 otherwise), all of them at once. A failure prints the seed of the input;
//! `DYAD_FUZZ_SEED` repeats it. What once failed is kept as a file in the corpus.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "tests"
)]

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use dyad::app::exchange::{import, import_exact};
use dyad::app::merge::merge;
use dyad::app::naming;
use dyad::domain::{CommitId, CommitKind, DateSpan, Day, KnownAt};
use dyad::intake::article::{Dating, dates, html, markdown, parse_row, plain_text};
use dyad::log::MemoryLog;
use dyad::log::proof::Proof;
use dyad::wire::{Codec, Payload, decode_event, lines};

/// Longest input, in bytes.
const LEN_MAX: usize = 8_192;

/// Slowest that one input may be; a hang is far beyond.
const SLOWEST: Duration = Duration::from_secs(5);

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 17) ^ self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Bytes that mean something to some parser.
const TOKENS: [&[u8]; 24] = [
    b"\0",
    b"\xff",
    b"\xc3\xa9",
    b"\xf0\x9f\x98\x80",
    b"\xe2\x80\xae",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"null",
    b"2024-02-30",
    b"9999-12-31",
    b"\n",
    b"\r\n",
    b"#",
    b"DYC1",
];

/// A seed with a few changes: bits, bytes, tokens, pieces left out, doubled, or taken from another seed.
fn changed(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(24)).min(bytes.len());
        match random.below(6) {
            0 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] ^= 1 << random.below(8);
            }
            1 => drop(bytes.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied())),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let times = random.below(40);
                drop(bytes.splice(at..at, piece.repeat(times)));
            }
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let piece = other[from..(from + random.below(200)).min(other.len())].to_vec();
                drop(bytes.splice(at..end, piece));
            }
            _ => bytes.truncate(at),
        }
    }
    bytes.truncate(LEN_MAX);
    bytes
}

fn files(folder: &str) -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        std::fs::File::open(path).unwrap().take(LEN_MAX as u64).read_to_end(&mut bytes).unwrap();
        bytes
    };
    paths.iter().filter(|p| p.is_file()).map(read).collect()
}

/// Runs a target on every seed as it is, then on changed ones until the time is over.
fn fuzz(name: &str, seeds: &[Vec<u8>], target: impl Fn(&[u8])) {
    let default = if std::env::var("CI").is_ok() { 60 } else { 2 };
    let seconds = std::env::var("DYAD_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(default);
    let first = std::env::var("DYAD_FUZZ_SEED").ok().and_then(|s| s.parse().ok());
    for seed in seeds {
        target(seed);
    }
    let (begun, mut runs) = (Instant::now(), 0_u64);
    while runs == 0 || (first.is_none() && begun.elapsed() < Duration::from_secs(seconds)) {
        let seed = first.unwrap_or(runs.wrapping_mul(0x9e37_79b9) ^ 0x1d);
        let input = changed(seeds, &mut Random(seed));
        let asked = Instant::now();
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&input)));
        assert!(ended.is_ok(), "{name} panics: DYAD_FUZZ_SEED={seed}, {:?}", String::from_utf8_lossy(&input));
        assert!(asked.elapsed() < SLOWEST, "{name} hangs: DYAD_FUZZ_SEED={seed}");
        runs += 1;
    }
    println!("{name}: {runs} inputs without a panic");
}

fn empty() -> MemoryLog {
    MemoryLog::new(Box::new(|| dyad::domain::Recorded::from_micros(0).unwrap()))
}

#[test]
fn exported_lines_are_imported_or_refused() {
    let seeds = [files("events"), files("tests/fuzz/lines")].concat();
    fuzz("import jsonl", &seeds, |bytes| {
        let _ = import(&mut empty(), bytes);
        let _ = import_exact(&mut empty(), bytes);
        let _ = merge(&mut empty(), bytes);
        let _ = lines::read(bytes).count();
    });
}

#[test]
fn stored_payloads_are_decoded_or_refused() {
    let seeds = files("tests/fuzz/payloads");
    let commit = CommitId::derive(CommitKind::Article, &[b"fuzz"]);
    fuzz("payload decode", &seeds, |bytes| {
        for codec in [Codec::Json, Codec::Columns] {
            if let Ok(events) = (Payload { codec, bytes: bytes.to_vec() }).decode() {
                // What is read can be written and reads back the same.
                let written = Payload::encode(commit, &events);
                assert!(
                    written.is_err() || written.unwrap().decode().unwrap() == events,
                    "reads back as something else"
                );
            }
        }
    });
}

#[test]
fn events_of_any_version_are_lifted_or_refused() {
    let seeds = files("tests/fuzz/events");
    fuzz("upcasters", &seeds, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        for version in ["\"v\":0", "\"v\":1", "\"v\":2", "\"v\":4294967296"] {
            let _ = decode_event(&text.replacen("\"v\":1", version, 1));
        }
    });
}

#[test]
fn pairs_and_dates_are_read_or_refused() {
    let seeds = files("tests/fuzz/words");
    fuzz("pairs and dates", &seeds, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        if let Ok(pattern) = naming::pattern(text) {
            assert_eq!(naming::pattern(&pattern.to_string()).unwrap(), pattern);
        }
        if let Ok(span) = text.parse::<DateSpan>() {
            assert_eq!(span.to_string().parse::<DateSpan>().unwrap(), span);
        }
        let _ = (text.parse::<Day>(), text.parse::<KnownAt>(), Dating::parse(text), dates::read(text));
    });
}

#[test]
fn documents_and_proofs_are_read_or_refused() {
    let seeds = [files("tests/fuzz/documents"), files("tests/layouts")].concat();
    fuzz("documents and proofs", &seeds, |bytes| {
        let _ = html::page(bytes, None);
        let _ = parse_row(bytes);
        let _ = Proof::from_json(bytes);
        let Ok(text) = String::from_utf8(bytes.to_vec()) else { return };
        let _ = (plain_text(text.clone()), markdown(text));
    });
}
