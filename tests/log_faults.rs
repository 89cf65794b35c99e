//! Every system call of an append on the files of the log fails in turn, or is the last one the process makes.
//!
//! Needs `strace`, which injects the faults. `DYAD_FAULTS=all` also goes through the calls that only look.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dyad::log::{Access, Cursor, EventLog, Expected};
use log_support::{article, article_commit, given_job, job, open};

/// Calls that change a file or make it durable.
const CHANGING: &str = "openat,pwrite64,write,fdatasync,fsync,ftruncate,fallocate,unlink";

/// Calls that only look.
const LOOKING: &str = "pread64,read,fstat,newfstatat,fcntl,mmap,lseek,close,access";

const BEFORE: u64 = 30;

#[test]
fn child() {
    let Some((job, dir)) = given_job() else { return };
    assert_eq!(job, "append");
    let wait = std::time::Duration::ZERO;
    let appended = dyad::log::SqliteLog::open(&dir.join("log.db"), Access::Write, wait, log_support::ticking())
        .and_then(|mut log| log.append(article(BEFORE), Expected::Any));
    match appended {
        Ok(_) => println!("acknowledged"),
        Err(error) => println!("refused: {error}"),
    }
}

/// A log of thirty commits, ten of them still in the WAL file, as a crash leaves them.
fn prepared(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut log = open(dir, Access::Create);
    log.append_many((0..20).map(article).collect(), Expected::Any).unwrap();
    drop(log);
    let mut log = open(dir, Access::Write);
    for number in 20..BEFORE {
        log.append(article(number), Expected::Any).unwrap();
    }
    let files = ["log.db", "log.db-wal", "log.head"];
    let kept = files.iter().map(|name| (dir.join(name), fs::read(dir.join(name)).unwrap())).collect();
    drop(log);
    kept
}

fn put_back(dir: &Path, files: &[(PathBuf, Vec<u8>)]) {
    fs::remove_file(dir.join("log.db-shm")).ok();
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}

/// The append in a process of its own, under `strace`, on the files of the log only.
fn traced(dir: &Path, calls: &str, inject: Option<&str>) -> Option<(String, String)> {
    let append = job(dir, "append");
    let trace = tempfile::NamedTempFile::new().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(trace.path()).args(["-e", &format!("trace={calls}")]);
    for name in ["log.db", "log.db-wal", "log.db-shm", "log.head"] {
        strace.arg("-P").arg(dir.join(name));
    }
    if let Some(fault) = inject {
        strace.args(["-e", &format!("inject={fault}")]);
    }
    strace.arg(append.get_program()).args(append.get_args());
    strace.envs(append.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let done = strace.stdout(Stdio::piped()).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    Some((said, fs::read_to_string(trace.path()).unwrap()))
}

/// How often each call is made.
fn calls_in(trace: &str) -> BTreeMap<String, usize> {
    let mut calls = BTreeMap::new();
    for line in trace.lines() {
        let call = line.split_whitespace().nth(1).and_then(|rest| rest.split_once('('));
        if let Some((name, _)) = call.filter(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) {
            *calls.entry(name.to_owned()).or_default() += 1;
        }
    }
    calls
}

#[test]
fn an_append_whose_calls_fail_one_by_one_is_stored_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let files = prepared(dir.path());
    let calls =
        if std::env::var("DYAD_FAULTS").is_ok() { format!("{CHANGING},{LOOKING}") } else { CHANGING.to_owned() };
    put_back(dir.path(), &files);
    let Some((said, trace)) = traced(dir.path(), &calls, None).filter(|(said, _)| said.contains("acknowledged")) else {
        println!("skipped: strace cannot trace here");
        return;
    };
    let counted = calls_in(&trace);
    assert!(
        counted.contains_key("pwrite64") && (counted.contains_key("fsync") || counted.contains_key("fdatasync")),
        "{said}{counted:?}"
    );
    let (mut runs, mut refused) = (0, 0);
    for (call, count) in &counted {
        for at in 1..=*count {
            for fault in ["error=EIO", "error=ENOSPC", "signal=SIGKILL"] {
                put_back(dir.path(), &files);
                let fault = format!("{call}:{fault}:when={at}");
                let (said, _) = traced(dir.path(), &calls, Some(&fault)).unwrap();
                let log = open(dir.path(), Access::Write);
                let commits = log.verify(None).unwrap().commits;
                let is_there = log.find(article_commit(BEFORE)).unwrap();
                assert_eq!(commits, BEFORE + u64::from(is_there.is_some()), "{fault}");
                assert_eq!(log.read(&Cursor::start()).unwrap().flatten().count() as u64, commits, "{fault}");
                if said.contains("acknowledged") {
                    let commit = is_there.unwrap_or_else(|| panic!("{fault}: an acknowledged commit is lost"));
                    assert_eq!(commit.events, article(BEFORE).events(), "{fault}");
                }
                runs += 1;
                refused += u32::from(said.contains("refused"));
            }
        }
    }
    assert!(refused > 0, "no fault was noticed");
    println!(
        "{runs} faults at {counted:?}: {refused} refused with an error, nothing acknowledged lost, nothing partial"
    );
}
