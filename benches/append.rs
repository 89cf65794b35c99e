//! What an append costs beside the cheapest durable write there is, and how fast batches, reads and checks go.
//!
//! `cargo bench --bench append`. Ratios are taken in one run, alternating, so that a slow disk slows both sides.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

#[path = "../tests/log_support/mod.rs"]
mod log_support;

use std::fs::OpenOptions;
use std::io::Write;
use std::time::{Duration, Instant};

use dyad::domain::{CommitId, CommitKind, Event, NewCommit};
use dyad::log::{Access, Cursor, EventLog, Expected};
use log_support::{article, coded, open};

const ROUNDS: usize = 1000;
const BATCHES: u64 = 50;
const BATCH: u64 = 400;
const EVENTS: u64 = 10;

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let result = run();
    (begun.elapsed(), result)
}

fn quantile(times: &mut [Duration], permille: usize) -> Duration {
    times.sort();
    *times.get(times.len() * permille / 1000).unwrap()
}

/// A commit of ten events.
fn small(number: u64) -> NewCommit {
    let id = CommitId::derive(CommitKind::Recode, &[&number.to_be_bytes()]);
    let events = (0..EVENTS).map(|_| Event::InteractionCoded(coded(number))).collect();
    NewCommit::new(id, CommitKind::Recode, events).unwrap()
}

fn durable_append() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut log = open(dir.path(), Access::Create);
    let mut raw = OpenOptions::new().create(true).append(true).open(dir.path().join("raw")).unwrap();
    let (mut appends, mut writes) = (Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        let write = || raw.write_all(&[7; 256]).and_then(|()| raw.sync_data());
        let (time, written) = timed(write);
        written.unwrap();
        writes.push(time);
        let commit = article(number as u64);
        let (time, appended) = timed(|| log.append(commit, Expected::Any));
        assert!(appended.unwrap().is_new());
        appends.push(time);
    }
    for (name, permille) in [("p50", 500), ("p90", 900), ("p99", 990)] {
        let (append, write) = (quantile(&mut appends, permille), quantile(&mut writes, permille));
        let ratio = append.as_secs_f64() / write.as_secs_f64();
        println!("durable append {name}: {append:?}, raw 256 bytes + fdatasync: {write:?}, ratio {ratio:.2}");
    }
}

fn throughput() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut log = open(dir.path(), Access::Create);
    let mut appending = Duration::ZERO;
    for batch in 0..BATCHES {
        let commits: Vec<NewCommit> = (batch * BATCH..(batch + 1) * BATCH).map(small).collect();
        let (time, appended) = timed(|| log.append_many(commits, Expected::Any));
        assert_eq!(appended.unwrap().len() as u64, BATCH);
        appending += time;
    }
    let events = BATCHES * BATCH * EVENTS;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let rate = |time: Duration| events as f64 / time.as_secs_f64() / 1e3;
    println!("batched append, commits of {EVENTS}: {:.0}k events/s", rate(appending));
    let (time, read) =
        timed(|| log.read(&Cursor::start()).unwrap().map(|c| c.unwrap().events.len() as u64).sum::<u64>());
    assert_eq!(read, events);
    println!("read, every link checked: {:.0}k events/s", rate(time));
    let (time, verified) = timed(|| log.verify(None).unwrap());
    assert_eq!(verified.events, events);
    println!("verify in full: {:.0}k events/s", rate(time));
}

fn main() {
    durable_append();
    throughput();
}
