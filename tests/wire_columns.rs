//! Columns say exactly what the events said, and nothing a stranger writes makes them panic.

#![expect(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests")]

use dyad::domain::{
    CoderId, Confidence, ContentHash, DatasetImported, DateSpan, Day, Event, Goldstein, Interaction, InteractionCoded,
    Origin, Parties, Party, Reporter, Sector, Status,
};
use dyad::wire::columns;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

fn span() -> impl Strategy<Value = DateSpan> {
    (-3000i32..30_000, 0i32..400)
        .prop_map(|(first, days)| (Day::from_epoch_days(first).unwrap(), days))
        .prop_map(|(first, days)| DateSpan::new(first, first.plus(days)).unwrap())
}

fn party() -> impl Strategy<Value = Party> {
    let actor = prop::sample::select(vec!["RUS", "UKR", "ARM", "EU", "CSTO"]);
    (actor, prop::sample::select(Sector::ALL.to_vec()))
        .prop_map(|(actor, sector)| Party { actor: actor.parse().unwrap(), sector })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,22}",
        "[1-9][0-9]{0,9}\\|2018-1[0-2]-0[1-9]",
        "[A-Z]{3}[0-9]{1,5}",
        Just(String::new()),
        Just("007".to_owned()),
    ]
}

prop_compose! {
    fn coded()(
        source in party(), target in party(), symmetric in any::<bool>(),
        cameo in prop::sample::select(vec!["010", "0256", "190", "1823", "20"]),
        tenths in prop::option::of(-100i16..=100), status in prop::sample::select(Status::ALL.to_vec()),
        occurred in prop::option::of(span()), published in prop::option::of(span()),
        reporter in prop::option::of(prop::sample::select(vec!["RUS", "Reuters News", "Het Persbureau"])),
        permille in 0u16..=1000, rule in prop::sample::select(vec!["icews", "gdelt"]), line in 1u64..1 << 40, key in key(),
    ) -> InteractionCoded {
        let other = Party { actor: "KAZ".parse().unwrap(), ..target };
        InteractionCoded {
            interaction: Interaction {
                parties: Parties::new(source, target).unwrap_or_else(|| Parties::new(source, other).unwrap()),
                symmetric,
                cameo: cameo.parse().unwrap(),
                goldstein: tenths.and_then(Goldstein::from_tenths),
                status,
                occurred,
                reported_by: reporter.map(|r| r.parse::<Reporter>().unwrap()),
                confidence: Confidence::from_permille(permille).unwrap(),
                rule: rule.parse().unwrap(),
            },
            origin: Origin::Row { dataset: ContentHash::of(b"file"), line, key },
            published,
            coder: "dataset:icews@1".parse::<CoderId>().unwrap(),
        }
    }
}

fn commit(coded: Vec<InteractionCoded>) -> Vec<Event> {
    let dataset = DatasetImported {
        format: "icews".into(),
        dataset: ContentHash::of(b"file"),
        chunk: 3,
        rows: coded.len() as u64,
        skipped: 7,
    };
    std::iter::once(Event::DatasetImported(dataset)).chain(coded.into_iter().map(Event::InteractionCoded)).collect()
}

proptest! {
    #[test]
    fn decoded_columns_are_the_events_that_were_encoded(rows in prop::collection::vec(coded(), 1..60)) {
        let events = commit(rows);
        let bytes = columns::encode(&events).unwrap();
        prop_assert_eq!(columns::decode(&bytes).unwrap().events(), events);
    }

    #[test]
    fn a_commit_stands_for_exactly_the_events_it_spells_out(
        rows in prop::collection::vec(coded(), 1..6),
        other in coded(),
        at in any::<prop::sample::Index>(),
    ) {
        let events = commit(rows.clone());
        let bulk = columns::decode(&columns::encode(&events).unwrap()).unwrap();
        prop_assert!(bulk.stands_for(&events));
        let at = at.index(rows.len());
        let mut changed = events.clone();
        changed[at + 1] = Event::InteractionCoded(InteractionCoded { coder: rows[at].coder.clone(), ..other });
        prop_assert_eq!(bulk.stands_for(&changed), bulk.events() == changed);
        prop_assert!(!bulk.stands_for(&events[..rows.len()]));
    }

    #[test]
    fn the_bytes_depend_on_the_events_alone(rows in prop::collection::vec(coded(), 1..20)) {
        let events = commit(rows);
        let bytes = columns::encode(&events).unwrap();
        let again = columns::encode(&columns::decode(&bytes).unwrap().events()).unwrap();
        prop_assert_eq!(bytes, again);
    }

    #[test]
    fn damaged_bytes_are_an_error_or_other_events_and_never_a_panic(
        rows in prop::collection::vec(coded(), 1..8), at in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let mut bytes = columns::encode(&commit(rows)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(bulk) = columns::decode(&bytes) {
            bulk.events();
        }
    }

    #[test]
    fn a_cut_payload_is_an_error(rows in prop::collection::vec(coded(), 1..8), at in any::<prop::sample::Index>()) {
        let bytes = columns::encode(&commit(rows)).unwrap();
        let cut = at.index(bytes.len().saturating_sub(8));
        prop_assert!(columns::decode(&bytes[..cut]).is_err());
    }
}

#[test]
fn only_a_dataset_followed_by_its_own_rows_becomes_columns() {
    let rows = || proptest::test_runner::TestRunner::deterministic();
    let one = coded().new_tree(&mut rows()).unwrap().current();
    let events = commit(vec![one.clone()]);
    assert!(columns::encode(&events).is_some());
    assert!(columns::encode(&events[..1]).is_none(), "no rows");
    assert!(columns::encode(&events[1..]).is_none(), "no dataset");
    let stray = InteractionCoded {
        origin: Origin::Row { dataset: ContentHash::of(b"other"), line: 1, key: "1".into() },
        ..one
    };
    let mixed: Vec<Event> = events.into_iter().chain([Event::InteractionCoded(stray)]).collect();
    assert!(columns::encode(&mixed).is_none(), "a row of another file");
}

#[test]
fn sequential_keys_and_few_countries_take_few_bytes() {
    let row = |n: u64| InteractionCoded {
        interaction: Interaction {
            parties: Parties::new(
                Party { actor: ["RUS", "UKR", "USA"][n as usize % 3].parse().unwrap(), sector: Sector::State },
                Party { actor: "CHN".parse().unwrap(), sector: Sector::State },
            )
            .unwrap(),
            symmetric: false,
            cameo: ["010", "190", "042"][n as usize % 3].parse().unwrap(),
            goldstein: Goldstein::from_tenths(-50 + (n % 90) as i16),
            status: Status::Actual,
            occurred: Some(DateSpan::day(Day::from_epoch_days(18_000 + (n / 500) as i32).unwrap())),
            reported_by: None,
            confidence: Confidence::from_permille(1000).unwrap(),
            rule: "gdelt".parse().unwrap(),
        },
        origin: Origin::Row {
            dataset: ContentHash::of(b"file"),
            line: n + 1,
            key: (9_000_000_000 + n * 3).to_string(),
        },
        published: Some(DateSpan::day(Day::from_epoch_days(18_001 + (n / 500) as i32).unwrap())),
        coder: "dataset:gdelt@1".parse().unwrap(),
    };
    let events = commit((0..16_384).map(row).collect());
    let bytes = columns::encode(&events).unwrap().len();
    assert!(bytes < 16_384 * 20, "{bytes}");
}
