//! Ten thousand random steps on the embedded log and on the log in memory give the same answers.
//!
//! `DYAD_MODEL_STEPS` and `DYAD_MODEL_SEED` choose another run.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dyad::domain::{
    CommitId, CommitKind, Cut, Event, EventId, InteractionCoded, InteractionRetracted, KnownAt, NewCommit, Recorded,
    Seq,
};
use dyad::log::{Access, Appended, Clock, Cursor, EventLog, Expected, LogError, MemoryLog, SqliteLog};
use log_support::{NOON, article, article_commit, coded, hash};

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// Two logs under one clock, and what was put into them.
struct Both<'a> {
    dir: &'a Path,
    now: Arc<AtomicI64>,
    sqlite: SqliteLog,
    memory: MemoryLog,
    articles: u64,
    dice: Dice,
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Box::new(move || Recorded::from_micros(now.load(Ordering::Relaxed)).unwrap())
}

fn opened(dir: &Path, now: &Arc<AtomicI64>) -> SqliteLog {
    SqliteLog::open(&dir.join("log.db"), Access::Create, Duration::from_secs(5), clock(now)).unwrap()
}

/// An answer as text: two errors are the same when they say the same.
fn said<T: Debug>(answer: Result<T, LogError>) -> String {
    answer.map_or_else(|error| error.to_string(), |value| format!("{value:?}"))
}

impl<'a> Both<'a> {
    fn new(dir: &'a Path, seed: u64) -> Self {
        let now = Arc::new(AtomicI64::new(NOON));
        let (sqlite, memory) = (opened(dir, &now), MemoryLog::new(clock(&now)));
        Self { dir, now, sqlite, memory, articles: 0, dice: Dice(seed) }
    }

    /// Asks both, and insists on one answer.
    fn ask<T: Debug>(&mut self, what: &str, ask: impl Fn(&mut dyn EventLog) -> Result<T, LogError>) -> String {
        let (one, other) = (said(ask(&mut self.sqlite)), said(ask(&mut self.memory)));
        assert_eq!(one, other, "{what}");
        one
    }

    fn append(&mut self, what: &str, commits: &[NewCommit], expected: Expected) -> String {
        self.ask(what, |log| log.append_many(commits.to_vec(), expected))
    }

    fn any_article(&mut self) -> u64 {
        self.dice.below(self.articles)
    }

    fn any_seq(&mut self) -> Seq {
        let end = self.memory.head().unwrap().seq().0;
        Seq(self.dice.below(end + 2))
    }

    fn some_new(&mut self) {
        let count = if self.dice.below(4) == 0 { 1 + self.dice.below(5) } else { 1 };
        let commits: Vec<NewCommit> = (self.articles..self.articles + count).map(article).collect();
        let expected = match self.dice.below(5) {
            0 => Expected::Head(self.any_seq()),
            1 => Expected::Head(self.memory.head().unwrap().seq()),
            _ => Expected::Any,
        };
        let answer = self.append("new", &commits, expected);
        if answer.contains("Stored") {
            self.articles += count;
        }
    }

    fn duplicate_or_conflict(&mut self) {
        let number = self.any_article();
        let mut commit = article(number);
        if self.dice.below(2) == 0 {
            let events = vec![Event::InteractionCoded(coded(number + 1))];
            commit = NewCommit::new(article_commit(number), CommitKind::Article, events).unwrap();
        }
        let new = article(self.articles);
        let batch = if self.dice.below(2) == 0 { vec![new, commit] } else { vec![commit] };
        let answer = self.append("duplicate or conflict", &batch, Expected::Any);
        self.articles += u64::from(answer.contains("Stored"));
    }

    /// Takes back the first interaction of an article, and codes it anew unless it is only taken back.
    fn correct(&mut self) {
        let (number, is_recode, version) = (self.any_article(), self.dice.below(2) == 0, self.dice.below(3));
        let (target, old) = (EventId::derive(article_commit(number), 1), coded(number));
        let retracted =
            InteractionRetracted { target, coded: old.clone(), published: None, reason: format!("reason {version}") };
        let mut events = vec![Event::InteractionRetracted(retracted)];
        let kind = if is_recode { CommitKind::Recode } else { CommitKind::Retract };
        if is_recode {
            let coder = format!("rules@{}", version + 2).parse().unwrap();
            events.push(Event::InteractionCoded(InteractionCoded { coder, ..old }));
        }
        let id = CommitId::derive(kind, &[&number.to_be_bytes(), &version.to_be_bytes()]);
        self.append("correction", &[NewCommit::new(id, kind, events).unwrap()], Expected::Any);
    }

    fn look_up(&mut self) {
        let (number, seq) = (self.any_article(), self.any_seq());
        // The last two look at the whole log.
        match self.dice.below(40) {
            0..20 => self.ask("find", |log| log.find(article_commit(number + number % 3))),
            20..38 => self.ask("commit_at", |log| log.commit_at(seq)),
            38 => self.ask("commits_about", |log| log.commits_about(hash(number))),
            _ => self.ask("events_named", |log| {
                log.events_named(&EventId::derive(article_commit(number), 1).to_string()[..7])
            }),
        };
    }

    fn read(&mut self, after: u64) {
        let end = self.memory.head().unwrap().seq().0;
        let known_at = if self.dice.below(2) == 0 {
            KnownAt::Seq(self.any_seq())
        } else {
            let back = i64::try_from(self.dice.below(5_000_000)).unwrap();
            KnownAt::Time(Recorded::from_micros(self.now.load(Ordering::Relaxed) - back).unwrap())
        };
        let cut = Cut { known_at: Some(known_at), ..Cut::default() };
        let after = Cursor::after(Seq(after.min(end + 1)));
        self.ask("read under a cut", |log| {
            let mut known = Vec::new();
            for commit in log.read(&after)? {
                let commit = commit?;
                known.extend(commit.stored_events().filter(|e| cut.knows(e)).map(|e| (e.seq, e.id, e.event.clone())));
            }
            Ok(known)
        });
        self.ask("head", |log| log.head());
    }

    fn reopen(&mut self) {
        self.sqlite = opened(self.dir, &self.now);
        let verified = self.sqlite.verify(None).unwrap();
        assert_eq!(verified.head, self.memory.head().unwrap());
    }

    fn step(&mut self) {
        // The clock mostly moves on, stands still, and now and then runs back.
        let moved = i64::try_from(self.dice.below(900_000)).unwrap() - 100_000;
        self.now.fetch_add(moved.max(-90_000), Ordering::Relaxed);
        match self.dice.below(100) {
            0..30 => self.some_new(),
            30..50 => self.duplicate_or_conflict(),
            50..65 => self.correct(),
            65..85 => self.look_up(),
            85..98 => {
                let end = self.memory.head().unwrap().seq().0;
                let back = self.dice.below(40);
                self.read((end + 1).saturating_sub(back));
            }
            _ => self.reopen(),
        }
    }
}

#[test]
fn random_steps_give_the_same_answers_as_the_log_in_memory() {
    let given = |name: &str, default: u64| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let (steps, seed) = (given("DYAD_MODEL_STEPS", 10_000), given("DYAD_MODEL_SEED", 2025));
    // In memory where there is such a place: what is durable is asked elsewhere.
    let fast = Path::new("/dev/shm");
    let dir = if fast.is_dir() { tempfile::tempdir_in(fast) } else { tempfile::tempdir() }.unwrap();
    let mut both = Both::new(dir.path(), seed);
    both.append("first", &[article(0)], Expected::Any);
    both.articles = 1;
    for _ in 0..steps {
        both.step();
    }
    both.read(0);
    both.reopen();
    let stored = both.memory.head().unwrap().seq().0;
    assert!(stored > steps / 2, "only {stored} events in {steps} steps");
    let first = both.memory.append(article(0), Expected::Any).unwrap();
    assert!(matches!(first, Appended::Duplicate { first: Seq(1), .. }));
}
