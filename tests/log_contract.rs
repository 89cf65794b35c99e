//! The contract every log keeps, run against each adapter.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod log_support;

use dyad::domain::{CommitId, CommitKind, Event, EventId, InteractionRetracted, NewCommit, Recorded, Seq};
use dyad::log::{Access, Appended, Clock, Cursor, EventLog, Expected, Head, LogError, MemoryLog, SqliteLog};
use log_support::{NOON, article, article_commit, coded, hash, stopped, ticking};

/// Makes an empty log with a clock, and keeps alive what the log lies in.
type Make = fn(Clock) -> (Box<dyn EventLog>, Option<tempfile::TempDir>);

fn memory(clock: Clock) -> (Box<dyn EventLog>, Option<tempfile::TempDir>) {
    (Box::new(MemoryLog::new(clock)), None)
}

fn sqlite(clock: Clock) -> (Box<dyn EventLog>, Option<tempfile::TempDir>) {
    let dir = tempfile::tempdir().unwrap();
    let wait = std::time::Duration::from_secs(5);
    let log = SqliteLog::open(&dir.path().join("log.db"), Access::Create, wait, clock).unwrap();
    (Box::new(log), Some(dir))
}

/// Runs each rule once for every adapter.
macro_rules! contract {
    ($($(#[$doc:meta])* fn $rule:ident($make:ident) $body:block)+) => {
        $($(#[$doc])* fn $rule($make: Make) $body)+
        mod memory_log { $(#[test] fn $rule() { super::$rule(super::memory); })+ }
        mod sqlite_log { $(#[test] fn $rule() { super::$rule(super::sqlite); })+ }
    };
}

fn at(micros: i64) -> Recorded {
    Recorded::from_micros(micros).unwrap()
}

contract! {
    fn an_empty_log_has_the_empty_head(make) {
        let (log, _dir) = make(ticking());
        assert_eq!(log.head().unwrap(), Head::empty());
        assert_eq!(log.head().unwrap().seq(), Seq(0));
        assert_eq!(log.read(&Cursor::start()).unwrap().count(), 0);
    }

    fn what_is_appended_is_read_back_with_its_place_and_time(make) {
        let (mut log, _dir) = make(stopped(NOON));
        let stored = log.append(article(1), Expected::Any).unwrap();
        assert_eq!(stored, Appended::Stored { first: Seq(1), last: Seq(3), recorded: at(NOON) });
        let stored = log.append(article(2), Expected::Any).unwrap();
        assert_eq!(stored.seqs(), (Seq(4), Seq(6)));
        let commits: Vec<_> = log.read(&Cursor::start()).unwrap().map(Result::unwrap).collect();
        assert_eq!(commits.len(), 2);
        assert_eq!(commits[1].first_seq, Seq(4));
        assert_eq!((commits[1].id, commits[1].kind), (article_commit(2), CommitKind::Article));
        assert_eq!(commits[1].events, article(2).events());
        assert_eq!(log.head().unwrap().seq(), Seq(6));
    }

    fn the_same_commit_twice_adds_nothing(make) {
        let (mut log, _dir) = make(ticking());
        let first = log.append(article(1), Expected::Any).unwrap();
        let head = log.head().unwrap();
        let again = log.append(article(1), Expected::Any).unwrap();
        let (Appended::Stored { first, last, recorded }, false) = (first, again.is_new()) else {
            panic!("{first:?} then {again:?}")
        };
        assert_eq!(again, Appended::Duplicate { first, last, recorded });
        assert_eq!(log.head().unwrap(), head);
    }

    fn the_same_id_with_other_events_is_refused(make) {
        let (mut log, _dir) = make(ticking());
        log.append(article(1), Expected::Any).unwrap();
        let head = log.head().unwrap();
        let mut events = article(1).events().to_vec();
        events.pop();
        let other = NewCommit::new(article_commit(1), CommitKind::Article, events).unwrap();
        let refused = log.append(other, Expected::Any).unwrap_err();
        assert!(matches!(refused, LogError::Conflict { first: Seq(1), .. }), "{refused}");
        assert_eq!(log.head().unwrap(), head);
    }

    fn a_writer_that_expects_another_end_is_refused(make) {
        let (mut log, _dir) = make(ticking());
        log.append(article(1), Expected::Head(Seq(0))).unwrap();
        let refused = log.append(article(2), Expected::Head(Seq(0))).unwrap_err();
        assert!(matches!(refused, LogError::Moved { expected: Seq(0), found: Seq(3) }), "{refused}");
        log.append(article(2), Expected::Head(Seq(3))).unwrap();
        let again = log.append(article(2), Expected::Head(Seq(3))).unwrap();
        assert!(!again.is_new(), "a repeated try finds what it did before");
    }

    fn recorded_never_decreases(make) {
        let times = std::sync::Mutex::new(vec![NOON - 5, NOON - 9, NOON, NOON - 1]);
        let (mut log, _dir) = make(Box::new(move || at(times.lock().unwrap().pop().unwrap())));
        let recorded: Vec<i64> =
            (0..4).map(|n| log.append(article(n), Expected::Any).unwrap().recorded().micros()).collect();
        assert_eq!(recorded, [NOON - 1, NOON, NOON, NOON]);
    }

    fn a_batch_is_stored_whole_or_not_at_all(make) {
        let (mut log, _dir) = make(ticking());
        let done = log.append_many(vec![article(1), article(2), article(1)], Expected::Head(Seq(0))).unwrap();
        assert_eq!(done.iter().map(Appended::is_new).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(done[0].recorded(), done[1].recorded());
        let head = log.head().unwrap();
        let clash = NewCommit::new(article_commit(2), CommitKind::Article, vec![Event::InteractionCoded(coded(9))]);
        let refused = log.append_many(vec![article(3), clash.unwrap()], Expected::Any).unwrap_err();
        assert!(matches!(refused, LogError::Conflict { .. }), "{refused}");
        assert_eq!(log.head().unwrap(), head);
        assert!(log.find(article_commit(3)).unwrap().is_none());
    }

    fn reading_starts_behind_the_cursor(make) {
        let (mut log, _dir) = make(ticking());
        log.append_many((0..4).map(article).collect(), Expected::Any).unwrap();
        let firsts = |after: u64| -> Vec<u64> {
            log.read(&Cursor::after(Seq(after))).unwrap().map(|commit| commit.unwrap().first_seq.0).collect()
        };
        assert_eq!(firsts(0), [1, 4, 7, 10]);
        assert_eq!(firsts(3), [4, 7, 10]);
        assert_eq!(firsts(4), [4, 7, 10], "a commit that is partly behind the cursor is read whole");
        assert_eq!(firsts(6), [7, 10]);
        assert_eq!(firsts(12), [0u64; 0]);
        let Err(beyond) = log.read(&Cursor::after(Seq(13))) else { panic!("a cursor beyond the end was accepted") };
        assert!(matches!(beyond, LogError::Moved { .. }), "{beyond}");
    }

    fn retractions_are_events_like_any_other(make) {
        let (mut log, _dir) = make(ticking());
        log.append(article(1), Expected::Any).unwrap();
        let target = EventId::derive(article_commit(1), 1);
        let retracted =
            InteractionRetracted { target, coded: coded(1), published: None, reason: "misread".to_owned() };
        let id = CommitId::derive(CommitKind::Retract, &[target.uuid().as_bytes()]);
        let commit = NewCommit::new(id, CommitKind::Retract, vec![Event::InteractionRetracted(retracted)]).unwrap();
        assert_eq!(log.append(commit.clone(), Expected::Any).unwrap().seqs(), (Seq(4), Seq(4)));
        assert_eq!(log.find(id).unwrap().unwrap().events, commit.events());
    }

    fn commits_and_events_are_found_by_id_position_and_article(make) {
        let (mut log, _dir) = make(ticking());
        log.append_many((0..3).map(article).collect(), Expected::Any).unwrap();
        assert_eq!(log.find(article_commit(1)).unwrap().unwrap().first_seq, Seq(4));
        assert!(log.find(article_commit(7)).unwrap().is_none());
        for (seq, first) in [(1, 1), (3, 1), (4, 4), (9, 7)] {
            assert_eq!(log.commit_at(Seq(seq)).unwrap().unwrap().first_seq, Seq(first));
        }
        for absent in [0, 10, u64::MAX] {
            assert!(log.commit_at(Seq(absent)).unwrap().is_none());
        }
        let id = EventId::derive(article_commit(2), 1);
        let [found] = log.events_named(&id.to_string()).unwrap()[..] else { panic!("one event has the id {id}") };
        assert_eq!((found.seq, found.id, found.commit), (Seq(8), id, article_commit(2)));
        assert_eq!(log.events_named(&id.to_string()[..9]).unwrap(), [found]);
        assert_eq!(log.events_named("").unwrap().len(), 9);
        assert!(log.events_named("not-an-id").unwrap().is_empty());
        let about: Vec<_> = log.commits_about(hash(1)).unwrap().iter().map(|commit| commit.first_seq).collect();
        assert_eq!(about, [Seq(4)]);
        assert!(log.commits_about(hash(77)).unwrap().is_empty());
    }

    fn a_copied_log_has_the_same_head(make) {
        let (mut log, _dir) = make(ticking());
        log.append_many((0..20).map(article).collect(), Expected::Any).unwrap();
        log.append(article(30), Expected::Any).unwrap();
        let records: Vec<_> = log.records(&Cursor::start()).unwrap().map(Result::unwrap).collect();
        for other in [memory as Make, sqlite] {
            let (mut copy, _dir) = other(stopped(0));
            assert_eq!(copy.replicate(records[..7].to_vec()).unwrap(), 7);
            assert_eq!(copy.replicate(records.clone()).unwrap(), 14, "what is there is passed over");
            assert_eq!(copy.head().unwrap(), log.head().unwrap());
        }
    }

    fn a_copy_that_does_not_follow_is_refused(make) {
        let (mut log, _dir) = make(ticking());
        log.append_many((0..3).map(article).collect(), Expected::Any).unwrap();
        let records: Vec<_> = log.records(&Cursor::start()).unwrap().map(Result::unwrap).collect();
        let (mut copy, _dir) = make(ticking());
        let gap = copy.replicate(vec![records[0].clone(), records[2].clone()]).unwrap_err();
        assert!(matches!(gap, LogError::DoesNotFollow { due: Seq(4), .. }), "{gap}");
        assert_eq!(copy.head().unwrap(), Head::empty());
        let mut early = records.clone();
        early[1].recorded = at(0);
        let backwards = copy.replicate(early).unwrap_err();
        assert!(matches!(backwards, LogError::DoesNotFollow { due: Seq(4), .. }), "{backwards}");
        copy.replicate(records.clone()).unwrap();
        let mut later = records[1].clone();
        later.recorded = at(NOON + 77_000_000);
        let conflict = copy.replicate(vec![later]).unwrap_err();
        assert!(matches!(conflict, LogError::Conflict { first: Seq(4), .. }), "{conflict}");
    }
}

#[test]
fn all_adapters_have_the_same_hash_chain() {
    let heads = [memory as Make, sqlite].map(|make| {
        let (mut log, _dir) = make(ticking());
        log.append(article(1), Expected::Any).unwrap();
        log.append_many(vec![article(2), article(3)], Expected::Any).unwrap();
        log.head().unwrap()
    });
    assert_eq!(heads[0], heads[1]);
    assert_ne!(heads[0].hash, Head::EMPTY_HASH);
}
