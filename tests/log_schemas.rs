//! Schemas say what is written, and what was released never changes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod log_support;

use std::fs;
use std::path::{Path, PathBuf};

use dyad::domain::{ContentHash, Event};
use dyad::log::{Access, Cursor, EventLog, Head};
use dyad::wire::{Record, encode_event, lines, upcast};
use jsonschema::{Registry, Validator};
use log_support::{any_event, coded, open};
use proptest::prelude::*;
use serde_json::Value;

/// Files that were released: their text never changes again. A new version is a new file.
const RELEASED: &[(&str, &str)] = &[
    ("schemas/articles.sql", "7bf81eca2085109fcfb73659b65e9770e912d216f65e7982810aa760be24f659"),
    ("schemas/events/article-ingested.v1.json", "9e3afafb12febb34ad340ad4619c3908dc3560ce90fbe6caddf11ee4a703d306"),
    ("schemas/events/article-redacted.v1.json", "42128048fe60f27668b4c25328c9135712d3c9db5726cd4af59f27ab1cc1cb21"),
    ("schemas/events/dataset-imported.v1.json", "a1d400af30072dd14158001a9ca8004f099f913f9b78708defeaa2c7fec2fe5a"),
    ("schemas/events/interaction-coded.v1.json", "74c66aac5470f7a5346312c9e4be33e1003d9b2c67f89a58de5c8c49c9e57f50"),
    (
        "schemas/events/interaction-retracted.v1.json",
        "f8c68ff45f6bb0b95d0d107d967468d829edae44fbf1b0f84fe607f7962ee3dd",
    ),
    ("schemas/export-events.v1.json", "7c314de06d0ecc87e60d918c13ae8938965496155fcfe181efc5979785f160b5"),
    ("schemas/log.sql", "0a7bf652ec88a04e7962cb5ea659fb3b3cbab5724d15c007dda8bbe501594073"),
];

/// Logs as each released version wrote them, and the hash their chain ends with.
const GOLDEN: &[(&str, &str)] =
    &[("events/golden-v1.jsonl", "62a4146f379790f7389041656181d4fbe996f0315e39d61eaec97af038c9d68d")];

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn schema(kind: &str, version: u32) -> Value {
    let path = root(&format!("schemas/events/{kind}.v{version}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The validator of every current event type.
fn validators() -> Vec<(&'static str, Validator)> {
    let mut registry = Registry::new();
    for (kind, version) in upcast::CURRENT {
        registry = registry.add(format!("urn:dyad:events:{kind}:v{version}"), schema(kind, *version)).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let validator =
        |kind: &str, version| jsonschema::options().with_registry(&registry).build(&schema(kind, version)).unwrap();
    upcast::CURRENT.iter().map(|(kind, version)| (*kind, validator(kind, *version))).collect()
}

fn check(validators: &[(&str, Validator)], text: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let kind = value["type"].as_str().unwrap();
    let (_, validator) = validators.iter().find(|(name, _)| *name == kind).unwrap();
    validator.validate(&value).map_err(|error| format!("{error} at {}", error.instance_path()))
}

#[test]
fn every_event_that_is_written_fits_its_schema() {
    let validators = validators();
    proptest!(|(event in any_event())| {
        let text = encode_event(&event).unwrap();
        prop_assert_eq!(check(&validators, &text), Ok(()), "{}", text);
    });
}

#[test]
fn schemas_refuse_what_the_program_refuses() {
    let validators = validators();
    let text = encode_event(&Event::InteractionCoded(coded(1))).unwrap();
    for (from, to) in [
        (r#""v":1"#, r#""v":2"#),
        (r#""symmetric""#, r#""mood":"sad","symmetric""#),
        (r#""cameo":"112""#, r#""cameo":"212""#),
        (r#""goldstein":"-2.0""#, r#""goldstein":-2.0"#),
        (r#""goldstein":"-2.0""#, r#""goldstein":"-2.05""#),
        (r#""span":[10,42],"#, ""),
        (r#""span""#, r#""line":4,"span""#),
        (r#""confidence_permille":800"#, r#""confidence_permille":1001"#),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(check(&validators, &changed).is_err(), "the schema allows {to}");
        assert!(dyad::wire::decode_event(&changed).is_err(), "the program reads {to}");
    }
}

#[test]
fn every_exported_line_fits_its_schema() {
    let envelope: Value =
        serde_json::from_str(&fs::read_to_string(root("schemas/export-events.v1.json")).unwrap()).unwrap();
    let envelope = jsonschema::validator_for(&envelope).unwrap();
    for line in GOLDEN.iter().flat_map(|(path, _)| exported(&records(path))) {
        let value: Value = serde_json::from_str(&line).unwrap();
        assert!(envelope.is_valid(&value), "{line}");
    }
}

#[test]
fn what_was_released_never_changes() {
    for (path, released) in RELEASED {
        let text = fs::read(root(path)).unwrap();
        assert_eq!(ContentHash::of(&text).to_string(), *released, "{path} was released: write a new version instead");
    }
    let listed = |name: &str| RELEASED.iter().any(|(path, _)| path.ends_with(name));
    for entry in fs::read_dir(root("schemas/events")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(listed(&name), "{name} is not listed as released");
    }
}

fn exported(records: &[Record]) -> Vec<String> {
    let mut text = Vec::new();
    for record in records {
        lines::write(record, &mut text).unwrap();
    }
    String::from_utf8(text).unwrap().lines().map(str::to_owned).collect()
}

fn records(path: &str) -> Vec<Record> {
    lines::read(std::io::BufReader::new(fs::File::open(root(path)).unwrap())).map(Result::unwrap).collect()
}

#[test]
fn golden_logs_read_copy_and_export_byte_for_byte() {
    for (path, hash) in GOLDEN {
        let records = records(path);
        let dir = tempfile::tempdir().unwrap();
        let mut log = open(dir.path(), Access::Create);
        assert_eq!(log.replicate(records.clone()).unwrap(), records.len() as u64);
        assert_eq!(log.head().unwrap().hash.to_string(), *hash, "{path}");
        assert_eq!(log.read(&Cursor::start()).unwrap().map(Result::unwrap).count(), records.len());
        let stored: Vec<Record> = log.records(&Cursor::start()).unwrap().map(Result::unwrap).collect();
        let text = fs::read_to_string(root(path)).unwrap();
        assert_eq!(exported(&stored), text.lines().collect::<Vec<_>>(), "{path}");
        assert_eq!(log.verify(None).unwrap().head, log.head().unwrap());
        assert_ne!(log.head().unwrap(), Head::empty());
    }
}

#[test]
fn golden_logs_hold_every_type_every_codec_and_fit_their_schemas() {
    let validators = validators();
    for (path, _) in GOLDEN {
        let text = fs::read_to_string(root(path)).unwrap();
        for word in upcast::CURRENT.iter().map(|(kind, _)| *kind).chain(["json", "columns"]) {
            assert!(text.contains(&format!("\"{word}\"")), "{path} holds no {word}");
        }
        for record in records(path) {
            for event in record.decode().unwrap().events {
                assert_eq!(check(&validators, &encode_event(&event).unwrap()), Ok(()));
            }
        }
    }
}
