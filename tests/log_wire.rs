//! Events and commits read back from bytes as they were, and nothing else is taken for them.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use dyad::domain::{Commit, CommitKind, Event, NewCommit, Recorded, Reporter, Seq};
use dyad::wire::{Codec, Payload, Record, WireError, decode_event, encode_event, lines};
use log_support::{NOON, any_commit, any_event, article, article_commit, coded};
use proptest::prelude::*;

fn stored(new: NewCommit, first: u64) -> Commit {
    let (id, kind, events) = new.into_parts();
    Commit { first_seq: Seq(first), id, kind, recorded: Recorded::from_micros(NOON).unwrap(), events }
}

fn exported(records: &[Record]) -> String {
    let mut out = Vec::new();
    for record in records {
        lines::write(record, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

fn imported(text: &str) -> Result<Vec<Record>, WireError> {
    lines::read(text.as_bytes()).collect()
}

proptest! {
    #[test]
    fn an_event_reads_back_as_it_was(event in any_event()) {
        let text = encode_event(&event).unwrap();
        prop_assert_eq!(decode_event(&text).unwrap(), event.clone());
        prop_assert!(!text.contains('\n'));
        prop_assert_eq!(encode_event(&decode_event(&text).unwrap()).unwrap(), text);
    }

    #[test]
    fn a_commit_reads_back_from_its_record_and_from_its_lines(new in any_commit(), first in 1u64..1 << 62) {
        let commit = stored(new, first);
        let record = Record::encode(&commit).unwrap();
        prop_assert_eq!(&record.decode().unwrap(), &commit);
        prop_assert_eq!(record.last_seq(), commit.last_seq());
        let text = exported(std::slice::from_ref(&record));
        prop_assert_eq!(text.lines().count() as u64, record.count);
        prop_assert_eq!(imported(&text).unwrap(), vec![record]);
    }

    #[test]
    fn bytes_that_are_no_event_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(decode_event(&text).is_err());
        for codec in [Codec::Json, Codec::Columns] {
            let events = Payload { codec, bytes: bytes.clone() }.decode();
            prop_assert!(events.is_err() || events.is_ok_and(|events| events.is_empty()));
        }
    }

    #[test]
    fn a_changed_export_is_noticed_or_says_the_same(
        new in any_commit(), at in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let commit = stored(new, 1);
        let mut bytes = exported(&[Record::encode(&commit).unwrap()]).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let records: Result<Vec<Record>, _> = lines::read(bytes.as_slice()).collect();
        if let Ok(records) = records {
            for record in records {
                prop_assert_eq!(record.count, commit.events.len() as u64);
                prop_assert_eq!(record.id, commit.id);
            }
        }
    }
}

#[test]
fn a_stored_event_looks_like_this() {
    let text = exported(&[Record::encode(&stored(article(1), 4)).unwrap()]);
    let (first, rest) = text.split_once('\n').unwrap();
    let of_the_log = concat!(
        r#"{"seq":4,"id":"bc969a5b-0098-5e54-a9f7-d5e4b60f7070","recorded":"2025-07-01T12:00:00.000000Z","#,
        r#""commit":"0f7f788055178c3697e2cb9c2804698887c5f3da53b07eb34afdbfeaea2c11a3","kind":"article","#,
        r#""codec":"json","count":3,"#,
    );
    let ingested = concat!(
        r#""type":"article-ingested","v":1,"#,
        r#""article":"cd2662154e6d76b2b2b92e70c0cac3ccf534f9b74eb5b89819ec509083d00a50","#,
        r#""publisher":"The Daily Test","language":"en","published":"2025-07-01","length_bytes":1200}"#,
    );
    assert_eq!(first, format!("{of_the_log}{ingested}"));
    let coded = concat!(
        r#""type":"interaction-coded","v":1,"source":"AAA","source_sector":"state","target":"BBB","#,
        r#""target_sector":"state","symmetric":false,"cameo":"112","goldstein":"-2.0","status":"actual","#,
        r#""occurred":"2025-06-30","published":"2025-07-01","#,
        r#""article":"cd2662154e6d76b2b2b92e70c0cac3ccf534f9b74eb5b89819ec509083d00a50","span":[10,42],"#,
        r#""confidence_permille":800,"rule":"en/accuse","coder":"rules@1+000000000000"}"#,
    );
    assert!(rest.starts_with(r#"{"seq":5,"#) && rest.contains(coded), "{rest}");
}

#[test]
fn a_newer_event_is_refused_by_name() {
    let text = encode_event(&Event::InteractionCoded(coded(1))).unwrap();
    let newer = decode_event(&text.replace(r#""v":1"#, r#""v":9"#)).unwrap_err();
    assert!(matches!(newer, WireError::Newer { kind: "interaction-coded", found: 9, supported: 1 }), "{newer}");
    assert!(newer.is_from_newer_program());
    let absent = decode_event(&text.replace(r#""v":1"#, r#""v":0"#)).unwrap_err();
    assert!(matches!(absent, WireError::NoSuchVersion { found: 0, .. }), "{absent}");
    let other = decode_event(r#"{"type":"treaty-signed","v":1}"#).unwrap_err();
    assert!(matches!(other, WireError::UnknownType { .. }), "{other}");
}

#[test]
fn unknown_doubled_and_contradicting_keys_are_refused() {
    let text = encode_event(&Event::InteractionCoded(coded(1))).unwrap();
    let refused = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        decode_event(&changed).unwrap_err().to_string()
    };
    assert!(refused(r#""symmetric""#, r#""mood":"sad","symmetric""#).contains("unknown field `mood`"));
    assert!(refused(r#""symmetric""#, r#""cameo":"112","symmetric""#).contains("duplicate field `cameo`"));
    assert!(refused(r#""source":"AAA""#, r#""source":"BBB""#).contains("same actor on both sides"));
    assert!(refused(r#""span":[10,42]"#, r#""span":[42,42]"#).contains("empty span"));
    assert!(refused(r#""span":[10,42],"#, "").contains("either an article and a span"));
    assert!(refused(r#""span""#, r#""line":4,"span""#).contains("either an article and a span"));
    assert!(refused(r#""goldstein":"-2.0""#, r#""goldstein":-2.0"#).contains("invalid type"));
    assert!(refused(r#""confidence_permille":800"#, r#""confidence_permille":1001"#).contains("above 1000"));
}

#[test]
fn what_would_not_read_back_is_never_written() {
    let mut coded = coded(1);
    coded.interaction.reported_by = Some(Reporter::Named("RUS".to_owned()));
    let events = [article(1).events()[0].clone(), Event::InteractionCoded(coded.clone())];
    let refused = Payload::encode(article_commit(1), &events).unwrap_err();
    assert!(matches!(refused, WireError::Unfaithful { ordinal: 1, .. }), "{refused}");
    coded.interaction.reported_by = Some(Reporter::Named("two\nlines".to_owned()));
    let refused = Payload::encode(article_commit(1), &[Event::InteractionCoded(coded)]).unwrap_err();
    assert!(matches!(refused, WireError::Unfaithful { ordinal: 0, .. }), "{refused}");
}

#[test]
fn an_export_that_breaks_off_or_is_shuffled_is_refused_by_line() {
    let records = [Record::encode(&stored(article(1), 1)).unwrap(), Record::encode(&stored(article(2), 4)).unwrap()];
    let text = exported(&records);
    assert_eq!(imported(&format!("\r\n{}", text.replace('\n', "\r\n\n"))).unwrap(), records);
    let lines: Vec<&str> = text.lines().collect();
    let cut = imported(&lines[..5].join("\n")).unwrap_err();
    assert!(matches!(cut, WireError::CutOff { stated: 3, found: 2, .. }), "{cut}");
    let swapped = imported(&[lines[0], lines[2], lines[1]].join("\n")).unwrap_err().to_string();
    assert_eq!(swapped, "line 2: seq is #3 and should be #2");
    let mixed = imported(&[lines[0], lines[3]].join("\n")).unwrap_err().to_string();
    assert!(mixed.starts_with("line 2: the commit is"), "{mixed}");
    let other_id = imported(&text.replacen(r#""id":""#, r#""id":"0"#, 1)).unwrap_err().to_string();
    assert!(other_id.starts_with("line 1: "), "{other_id}");
    assert!(imported("").unwrap().is_empty());
}

#[test]
fn an_export_laid_out_by_another_program_says_the_same() {
    let records = [Record::encode(&stored(article(1), 1)).unwrap()];
    let laid_out: String = exported(&records)
        .lines()
        .map(|line| format!("{}\n", serde_json::from_str::<serde_json::Value>(line).unwrap()).replace("\":", "\" : "))
        .collect();
    assert_ne!(laid_out, exported(&records));
    assert_eq!(imported(&laid_out).unwrap(), records);
}

#[test]
fn an_endless_line_is_refused_and_not_swallowed() {
    let endless = std::io::BufReader::new(std::io::repeat(b'x'));
    let refused = lines::read(endless).next().unwrap().unwrap_err();
    assert!(matches!(refused, WireError::Line { line: 1, .. }), "{refused}");
}

#[test]
fn a_chunk_of_a_file_is_stored_as_columns_and_exported_as_events() {
    use dyad::domain::{CommitId, DatasetImported, Origin};
    let dataset = log_support::hash(9);
    let imported_event = DatasetImported { format: "icews".to_owned(), dataset, chunk: 0, rows: 100, skipped: 0 };
    let mut events = vec![Event::DatasetImported(imported_event)];
    events.extend((1..=100).map(|line| {
        let origin = Origin::Row { dataset, line, key: line.to_string() };
        Event::InteractionCoded(dyad::domain::InteractionCoded { origin, ..coded(1) })
    }));
    let id = CommitId::derive(CommitKind::Import, &[dataset.as_bytes(), &[0]]);
    let commit = stored(NewCommit::new(id, CommitKind::Import, events).unwrap(), 1);
    let record = Record::encode(&commit).unwrap();
    assert_eq!(record.payload.codec, Codec::Columns);
    assert_eq!(record.decode().unwrap(), commit);
    let text = exported(std::slice::from_ref(&record));
    assert_eq!(text.lines().count(), 101);
    assert_eq!(imported(&text).unwrap(), [record]);
}
