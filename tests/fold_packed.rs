//! The packed tally gives exactly what the tally gives, or an error.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod fold_support;

use std::convert::Infallible;

use dyad::domain::{Commit, ContentHash, Cut, DatasetImported, DateSpan, Event, InteractionCoded, Origin, Seq};
use dyad::projection::packed::{Builder, Covered, Packed, PackedError, pack};
use dyad::projection::{ActorScope, Counts, Tally};
use dyad::tension::decayed::DecayedSeverity;
use dyad::tension::{Profile, replay, replay_counts};
use fold_support::{cuts, day, logs};
use proptest::prelude::*;

/// A random log in which half of the articles are dataset files.
fn mixed_logs() -> impl Strategy<Value = Vec<Commit>> {
    logs().prop_map(|log| log.into_iter().map(imported).collect())
}

fn imported(mut commit: Commit) -> Commit {
    for event in &mut commit.events {
        match event {
            Event::InteractionCoded(coded) => from_row(coded),
            Event::InteractionRetracted(retracted) => from_row(&mut retracted.coded),
            Event::ArticleIngested(article) if is_dataset(article.article) => {
                let format = "table".into();
                let dataset = article.article;
                *event = Event::DatasetImported(DatasetImported { format, dataset, chunk: 0, rows: 1, skipped: 0 });
            }
            _ => {}
        }
    }
    commit
}

fn from_row(coded: &mut InteractionCoded) {
    if let Origin::Article { article, .. } = coded.origin
        && is_dataset(article)
    {
        coded.origin = Origin::Row { dataset: article, line: 1, key: "1".into() };
    }
}

fn is_dataset(article: ContentHash) -> bool {
    (0..3u8).any(|number| article == ContentHash::of(&[number]))
}

fn covered() -> Covered {
    Covered { seq: Seq(7), hash: ContentHash::of(b"head") }
}

fn packed(log: &[Commit]) -> Vec<u8> {
    pack(log.iter().cloned().map(Ok::<_, PackedError>), covered()).unwrap()
}

fn tally(log: &[Commit], cut: Cut) -> Tally {
    Tally::of(log.iter().cloned().map(Ok::<_, Infallible>), cut).unwrap()
}

/// The first difference between a tally and what is packed, in words.
fn difference(tally: &Tally, packed: &Packed) -> Option<String> {
    let dyads = packed.dyads();
    if let Some(missing) = tally.dyads().find(|dyad| !dyads.contains(dyad)) {
        return Some(format!("{missing} is missing"));
    }
    for dyad in dyads {
        let (ours, theirs) = (tally.pair(dyad), packed.pair(dyad));
        if !matches!(&theirs, Ok(theirs) if *theirs == ours) {
            return Some(format!("{ours:?} against {theirs:?}"));
        }
    }
    let days = (0..170).map(|n| DateSpan::day(day(n)));
    days.into_iter().find(|&span| tally.covers(span) != packed.covers(span)).map(|span| format!("covers {span}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn packed_counts_are_the_tallys_through_every_cut(log in mixed_logs(), cut in cuts()) {
        let mut builder = Builder::new(cut);
        for commit in &log {
            builder.apply(commit);
        }
        let packed = Packed::from_bytes(builder.sorted().write(Vec::new(), covered()).unwrap()).unwrap();
        prop_assert_eq!(packed.covered(), covered());
        prop_assert_eq!(difference(&tally(&log, cut), &packed), None);
    }

    #[test]
    fn catching_up_from_anywhere_gives_the_whole_and_so_does_writing_it_out(log in mixed_logs(), at in any::<usize>()) {
        let (before, after) = log.split_at(at % (log.len() + 1));
        let mut caught_up = Packed::from_bytes(packed(before)).unwrap();
        for commit in after {
            caught_up.catch_up(commit);
        }
        let whole = tally(&log, Cut::default());
        prop_assert_eq!(difference(&whole, &caught_up), None);
        let written = caught_up.write(Vec::new(), covered()).unwrap();
        prop_assert_eq!(difference(&whole, &Packed::from_bytes(written).unwrap()), None);
    }

    #[test]
    fn a_retraction_known_before_is_not_taken_twice(log in mixed_logs()) {
        let mut again = Packed::from_bytes(packed(&log)).unwrap();
        let retractions = |commit: &&Commit| matches!(commit.events[0], Event::InteractionRetracted(_));
        for commit in log.iter().filter(retractions) {
            again.catch_up(commit);
        }
        prop_assert_eq!(difference(&tally(&log, Cut::default()), &again), None);
    }

    #[test]
    fn equal_logs_pack_to_equal_bytes_wherever_they_were_split(log in mixed_logs(), at in any::<usize>()) {
        let (before, after) = log.split_at(at % (log.len() + 1));
        let mut first = Packed::from_bytes(packed(before)).unwrap();
        for commit in after {
            first.catch_up(commit);
        }
        let rewritten = Packed::from_bytes(first.write(Vec::new(), covered()).unwrap()).unwrap();
        let whole = Packed::from_bytes(packed(&log)).unwrap();
        prop_assert_eq!(rewritten.write(Vec::new(), covered()).unwrap(), whole.write(Vec::new(), covered()).unwrap());
    }

    #[test]
    fn a_damaged_byte_is_an_error_or_changes_nothing(log in mixed_logs(), at in any::<usize>(), flip in 1..=255u8) {
        let mut bytes = packed(&log);
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let whole = tally(&log, Cut::default());
        if let Ok(packed) = Packed::from_bytes(bytes) {
            let wrong = |dyad| packed.pair(dyad).is_ok_and(|counts| counts != whole.pair(dyad));
            prop_assert!(!packed.dyads().into_iter().any(wrong));
        }
    }

    #[test]
    fn cut_bytes_are_an_error(log in mixed_logs(), keep in any::<usize>()) {
        let bytes = packed(&log);
        let kept = bytes[..keep % bytes.len()].to_vec();
        prop_assert!(Packed::from_bytes(kept).is_err());
    }

    #[test]
    fn replay_is_the_same_from_a_file_as_from_memory(log in mixed_logs(), on in 0..160) {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &packed(&log)).unwrap();
        let model = DecayedSeverity::new(Profile::default());
        for scope in [ActorScope::Official, ActorScope::All] {
            let from_file = replay_counts(&Packed::open(file.try_clone().unwrap()).unwrap(), &model, day(on), scope);
            prop_assert_eq!(from_file.unwrap(), replay(&tally(&log, Cut::default()), &model, day(on), scope));
        }
    }
}

#[test]
fn an_empty_log_packs_and_reads_back() {
    let packed = Packed::from_bytes(packed(&[])).unwrap();
    assert!(packed.dyads().is_empty());
    assert!(!packed.covers(DateSpan::day(day(0))));
}
