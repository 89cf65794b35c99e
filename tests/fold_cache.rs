//! A cache is believed only where it is right: whatever happens to it, the answers are those of the log.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod fold_support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dyad::domain::{CommitId, CommitKind, Cut, DatasetImported, Event, Interaction, NewCommit, Origin, Recorded};
use dyad::log::{Access, Cursor, EventLog, Expected, Store};
use dyad::projection::cache::{ask, tally_of};
use dyad::projection::{ActorScope, Counts, Tally};
use dyad::tension::decayed::DecayedSeverity;
use dyad::tension::{PairState, Profile, replay, replay_counts};
use fold_support::{act, coded, day, span};

fn store(dir: &Path) -> Store {
    let clock = Box::new(|| Recorded::from_micros(1_700_000_000_000_000).unwrap());
    Store::open(dir, Access::Create, Duration::from_secs(1), clock).unwrap()
}

/// A chunk of an imported file, long enough to be stored as columns.
fn import(store: &mut Store, chunk: u8, rows: u16) {
    let pairs = [("ARM", "AZE"), ("RUS", "UKR"), ("UKR", "RUS"), ("IND", "PAK")];
    let events = (0..rows).map(|n| {
        let (source, target) = pairs[usize::from(n) % pairs.len()];
        let tenths = -i16::try_from(n % 100).unwrap();
        let act = act(source, target, "190", tenths, span(i32::from(n % 50) + i32::from(chunk), 1));
        row(chunk, n, act)
    });
    let dataset = dyad::domain::ContentHash::of(b"file");
    let (format, skipped, rows) = ("table".to_owned(), 0, u64::from(rows));
    let imported = DatasetImported { format, dataset, chunk: u32::from(chunk), rows, skipped };
    let events = std::iter::once(Event::DatasetImported(imported)).chain(events).collect();
    append(store, CommitKind::Import, &[chunk], events);
}

fn row(article: u8, number: u16, act: Interaction) -> Event {
    let dataset = dyad::domain::ContentHash::of(b"file");
    let line = u64::from(article) * 1000 + u64::from(number) + 1;
    let origin = Origin::Row { dataset, line, key: line.to_string() };
    Event::InteractionCoded(dyad::domain::InteractionCoded { origin, ..coded(article, act) })
}

fn append(store: &mut Store, kind: CommitKind, name: &[u8], events: Vec<Event>) {
    let commit = NewCommit::new(CommitId::derive(kind, &[name]), kind, events).unwrap();
    store.log.append(commit, Expected::Any).unwrap();
}

fn from_log(store: &Store) -> Vec<PairState> {
    let tally = Tally::of(store.log.read(&Cursor::start()).unwrap(), Cut::default()).unwrap();
    replay(&tally, &model(), day(60), ActorScope::All)
}

fn from_cache(store: &Store) -> Vec<PairState> {
    ask(store, |packed| replay_counts(packed, &model(), day(60), ActorScope::All)).unwrap()
}

fn model() -> DecayedSeverity {
    DecayedSeverity::new(Profile::default())
}

fn cache_file(dir: &Path) -> PathBuf {
    dir.join("cache").join("tally")
}

#[test]
fn the_cache_catches_up_on_what_came_later() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    assert_eq!(from_cache(&store), []);
    import(&mut store, 1, 300);
    assert_eq!(from_cache(&store), from_log(&store));
    let first = fs::read(cache_file(dir.path())).unwrap();
    append(&mut store, CommitKind::Article, b"one", vec![row(9, 1, act("ARM", "AZE", "173", -50, span(55, 3)))]);
    assert_eq!(from_cache(&store), from_log(&store));
    assert_eq!(fs::read(cache_file(dir.path())).unwrap(), first, "a little more is caught up on, not written");
}

#[test]
fn much_to_catch_up_on_writes_the_cache_anew() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    import(&mut store, 1, 100);
    assert_eq!(from_cache(&store), from_log(&store));
    import(&mut store, 2, 30_000);
    assert_eq!(from_cache(&store), from_log(&store));
    assert_eq!(tally_of(&store).unwrap().covered().seq, store.log.head().unwrap().seq());
    assert_eq!(from_cache(&store), from_log(&store));
}

#[test]
fn a_damaged_cache_costs_a_rebuild_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    import(&mut store, 1, 300);
    let expected = from_cache(&store);
    let good = fs::read(cache_file(dir.path())).unwrap();
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        fs::write(cache_file(dir.path()), &bad).unwrap();
        assert_eq!(from_cache(&store), expected, "byte {at}");
    }
    for keep in [0, 1, 8, good.len() / 2, good.len() - 1] {
        fs::write(cache_file(dir.path()), &good[..keep]).unwrap();
        assert_eq!(from_cache(&store), expected, "{keep} bytes");
    }
    assert_eq!(fs::read(cache_file(dir.path())).unwrap(), good, "and the rebuilt file is the same");
}

#[test]
fn the_cache_of_another_log_is_not_believed() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut first, mut second) = (store(one.path()), store(other.path()));
    import(&mut first, 1, 300);
    import(&mut second, 2, 300);
    let expected = from_cache(&first);
    assert_ne!(expected, from_cache(&second));
    fs::copy(cache_file(other.path()), cache_file(one.path())).unwrap();
    assert_eq!(from_cache(&first), expected);
}

#[test]
fn a_cache_that_cannot_be_written_is_kept_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(dir.path());
    import(&mut store, 1, 300);
    fs::remove_dir(dir.path().join("cache")).unwrap();
    assert_eq!(from_cache(&store), from_log(&store));
    assert!(!tally_of(&store).unwrap().dyads().is_empty());
    assert!(!dir.path().join("cache").exists());
}
