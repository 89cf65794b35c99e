//! Processes that are killed, that crowd each other, and that run out of room: nothing acknowledged is ever lost.
//!
//! `DYAD_CRASH_RUNS=1000` runs the long form. The children are this test binary itself, told by its environment what
//! to do.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod log_support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use dyad::domain::Seq;
use dyad::log::{Access, Cursor, EventLog, Expected, LogError, SqliteLog};
use log_support::{article, article_commit, given_job, in_mounts_of_its_own, job, open, stopped, ticking};

/// What a child does. As a test of its own it does nothing.
#[test]
fn child() {
    let Some((job, dir)) = given_job() else { return };
    let words: Vec<&str> = job.split(' ').collect();
    let number = |at: usize| words[at].parse::<u64>().unwrap();
    match words[0] {
        "append-until-killed" => append_until_killed(&dir, number(1)),
        "append-range" => append_range(&dir, number(1), number(2)),
        "fill" => fill(&dir),
        other => panic!("no such job: {other}"),
    }
}

/// Says a number, in one write, once what it stands for is durable.
fn acknowledge(number: u64) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn append_until_killed(dir: &Path, first: u64) {
    let mut log = open(dir, Access::Create);
    for number in (first..).step_by(4) {
        log.append(article(number), Expected::Any).unwrap();
        acknowledge(number);
        let batch = (number + 1..number + 4).map(article).collect();
        log.append_many(batch, Expected::Any).unwrap();
        (number + 1..number + 4).for_each(acknowledge);
    }
}

fn append_range(dir: &Path, first: u64, count: u64) {
    let mut log = open(dir, Access::Write);
    for number in first..first + count {
        assert!(log.append(article(number), Expected::Any).unwrap().is_new());
    }
}

/// Kills the child after some acknowledgements and some more microseconds; returns everything it acknowledged.
fn killed(mut child: Child, after_acks: usize, then: Duration) -> Vec<u64> {
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut killed = false;
    for line in out.lines() {
        let line = line.unwrap_or_default();
        acknowledged.extend(line.strip_prefix("ack ").and_then(|number| number.parse::<u64>().ok()));
        if acknowledged.len() >= after_acks && !killed {
            std::thread::sleep(then);
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    acknowledged
}

#[test]
fn kill_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_partial() {
    let runs = std::env::var("DYAD_CRASH_RUNS").map_or(60, |runs| runs.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let (mut next, mut acknowledged_ever) = (0, 0);
    for run in 0..runs {
        let child = job(dir.path(), &format!("append-until-killed {next}")).spawn().unwrap();
        // Some are killed while they still open the log, most somewhere between two acknowledgements.
        let acknowledged = killed(child, run % 7, Duration::from_micros(run as u64 * 7919 % 4000));
        let log = open(dir.path(), Access::Create);
        let verified = log.verify(None).unwrap();
        let commits: BTreeMap<_, _> =
            log.read(&Cursor::start()).unwrap().map(|commit| commit.unwrap()).map(|c| (c.id, c.events)).collect();
        assert_eq!(verified.commits, commits.len() as u64, "run {run}");
        for number in &acknowledged {
            assert_eq!(commits.get(&article_commit(*number)).map(Vec::as_slice), Some(article(*number).events()));
        }
        let is_there = |number: u64| commits.contains_key(&article_commit(number));
        while is_there(next) {
            let batch = (next + 1..next + 4).filter(|number| is_there(*number)).count();
            assert!(matches!(batch, 0 | 3), "run {run}: {batch} of 3 commits of a batch are there");
            next += 4;
        }
        acknowledged_ever += acknowledged.len();
    }
    assert!(acknowledged_ever > runs, "the children were killed before they did anything");
    println!("{runs} runs, {acknowledged_ever} commits acknowledged, none lost");
}

#[test]
fn eight_processes_append_at_once_and_every_commit_is_there_once() {
    let (dir, each) = (tempfile::tempdir().unwrap(), 500);
    drop(open(dir.path(), Access::Create));
    let children: Vec<Child> =
        (0..8).map(|n| job(dir.path(), &format!("append-range {} {each}", n * each)).spawn().unwrap()).collect();
    let log = open(dir.path(), Access::Read);
    let mut seen = 0;
    while seen < 8 * each * 3 {
        let commits: Vec<_> = log.read(&Cursor::after(Seq(seen))).unwrap().map(Result::unwrap).collect();
        seen = commits.last().map_or(seen, |commit| commit.last_seq().0);
        std::thread::sleep(Duration::from_millis(20));
        if commits.is_empty() && seen == 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(log.verify(None).unwrap().commits, 8 * each);
    for number in 0..8 * each {
        assert!(log.find(article_commit(number)).unwrap().is_some(), "{number}");
    }
}

#[test]
fn a_writer_that_waits_too_long_is_told_who_holds_the_log() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path(), Access::Create));
    let holder = rusqlite::Connection::open(dir.path().join("log.db")).unwrap();
    let wait = Duration::from_millis(150);
    let mut log = SqliteLog::open(&dir.path().join("log.db"), Access::Write, wait, ticking()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let refused = log.append(article(1), Expected::Any).unwrap_err();
    assert!(begun.elapsed() >= wait);
    let LogError::Locked { holder: who, .. } = &refused else { panic!("{refused}") };
    if cfg!(target_os = "linux") {
        assert!(who.starts_with(&format!("process {} (", std::process::id())), "{who}");
    }
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(log.append(article(1), Expected::Any).unwrap().is_new());
}

#[test]
fn a_writer_waits_for_another_that_is_soon_done() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path(), Access::Create));
    let holder = rusqlite::Connection::open(dir.path().join("log.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let path = dir.path().to_owned();
    let waiter = std::thread::spawn(move || open(&path, Access::Write).append(article(1), Expected::Any).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    assert!(!waiter.is_finished());
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(waiter.join().unwrap().is_new());
}

#[test]
fn a_reader_in_the_middle_of_a_long_log_does_not_keep_the_wal_from_being_reset() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path(), Access::Create);
    writer.append_many((0..3000).map(article).collect(), Expected::Any).unwrap();
    let reader = open(dir.path(), Access::Read);
    let mut reading = reader.read(&Cursor::start()).unwrap();
    reading.next().unwrap().unwrap();
    for batch in 3..40 {
        writer.append_many((batch * 1000..batch * 1000 + 300).map(article).collect(), Expected::Any).unwrap();
    }
    let (wal, main) =
        (fs::metadata(dir.path().join("log.db-wal")).unwrap(), fs::metadata(dir.path().join("log.db")).unwrap());
    assert!(wal.len() * 2 < main.len(), "the WAL file has {} bytes, the log {}", wal.len(), main.len());
    assert_eq!(reading.count(), 2999, "the read ends where the log ended when it began");
}

/// Appends in a file system of two megabytes until there is no room, makes room, and goes on.
fn fill(dir: &Path) {
    let ballast = dir.join("ballast");
    fs::write(&ballast, vec![7; 800 << 10]).unwrap();
    let store = dir.join("store");
    fs::create_dir(&store).unwrap();
    let mut log = SqliteLog::open(&store.join("log.db"), Access::Create, Duration::ZERO, stopped(0)).unwrap();
    let mut number = 0;
    let refused = loop {
        match log.append_many((number..number + 5).map(article).collect(), Expected::Any) {
            Ok(_) => number += 5,
            Err(error) => break error,
        }
        assert!(number < 100_000, "two megabytes never filled up");
    };
    assert!(matches!(refused, LogError::DiskFull { .. }), "{refused}");
    let check = |log: &SqliteLog, number: u64| {
        assert_eq!(log.verify(None).unwrap().commits, number);
        assert_eq!(log.read(&Cursor::start()).unwrap().flatten().count() as u64, number);
    };
    check(&log, number);
    let again = log.append(article(number), Expected::Any);
    assert!(matches!(again, Ok(_) | Err(LogError::DiskFull { .. })), "{again:?}");
    number += u64::from(again.is_ok());
    fs::remove_file(&ballast).unwrap();
    log.append(article(number), Expected::Any).unwrap();
    check(&log, number + 1);
    drop(log);
    let reopened = SqliteLog::open(&store.join("log.db"), Access::Write, Duration::ZERO, stopped(0)).unwrap();
    check(&reopened, number + 1);
    println!("filled with {number} commits");
}

#[test]
fn a_full_disk_is_said_and_harms_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let Some(said) = in_mounts_of_its_own(&job(dir.path(), "fill"), "mount -t tmpfs -o size=2m tmpfs $DYAD_TEST_DIR")
    else {
        return;
    };
    assert!(said.contains("filled with"), "{said}");
}
