//! The power fails: of everything that was not synced, any part may be gone, in sectors of 512 bytes.
//!
//! A process appends under `strace`, which records every write, sync and truncation. The files are then put together as
//! a disk could hold them at some moment, and opened. `DYAD_POWER_CUTS=1000` takes more moments.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod log_support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use dyad::log::{Access, EventLog, Expected};
use log_support::{article, article_commit, given_job, job, open};

const SECTOR: usize = 512;

/// Commits that are written at once, enough to fill the WAL file and have it moved into the database.
const BULK: std::ops::Range<u64> = 100..3600;

#[test]
fn child() {
    let Some((job, dir)) = given_job() else { return };
    assert_eq!(job, "a day of work");
    let acknowledge = |number: u64| {
        let mut out = std::io::stdout().lock();
        out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    };
    let singles = |numbers: std::ops::Range<u64>, access| {
        let mut log = open(&dir, access);
        for number in numbers {
            log.append(article(number), Expected::Any).unwrap();
            acknowledge(number);
        }
        log
    };
    let mut log = singles(0..20, Access::Create);
    log.append_many(BULK.map(article).collect(), Expected::Any).unwrap();
    acknowledge(BULK.end - 1);
    drop(log);
    drop(singles(20..40, Access::Write));
    drop(singles(40..60, Access::Write));
}

/// What a process did to a file, in the order it did it.
enum Deed {
    Write { file: String, at: usize, bytes: Vec<u8> },
    Truncate { file: String, length: usize },
    Sync { file: String },
    Unlink { file: String },
    Acknowledge(u64),
}

/// The bytes of a string that `strace -xx` printed.
fn unescaped(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|digits| u8::from_str_radix(&digits[..2], 16).unwrap()).collect()
}

/// The name of a file of the log in a piece of a traced call, if it names one.
fn file_in(dir: &Path, piece: &str) -> Option<String> {
    let path = String::from_utf8(unescaped(piece)).ok()?;
    let path = Path::new(&path);
    if path == dir { Some(String::new()) } else { Some(path.strip_prefix(dir).ok()?.to_str()?.to_owned()) }
}

fn deed(dir: &Path, line: &str) -> Option<Deed> {
    let (_, call) = line.split_once(' ')?;
    let (name, rest) = call.trim_start().split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ")?;
    let result: usize = result.split([' ', '<']).next()?.parse().ok()?;
    let quoted = || arguments.split('"').nth(1).map(unescaped);
    let number = |back: usize| arguments.rsplit(", ").nth(back)?.parse().ok();
    if name == "unlink" {
        return Some(Deed::Unlink { file: file_in(dir, arguments)? });
    }
    let (descriptor, _) = arguments.split_once('>')?;
    let (number_of, path) = descriptor.split_once('<')?;
    if name == "write" && number_of == "1" {
        let said = String::from_utf8(quoted()?).ok()?;
        return said.split_once("ack ")?.1.trim().parse().ok().map(Deed::Acknowledge);
    }
    let file = file_in(dir, path)?;
    match name {
        // The anchor is the only file written without a position, always from its start.
        "write" => Some(Deed::Write { file, at: 0, bytes: quoted()? }),
        "pwrite64" => {
            let bytes = quoted()?;
            assert_eq!(bytes.len(), result, "a short write: {line}");
            Some(Deed::Write { file, at: number(0)?, bytes })
        }
        "ftruncate" => Some(Deed::Truncate { file, length: number(0)? }),
        "fsync" | "fdatasync" => Some(Deed::Sync { file }),
        _ => None,
    }
}

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// A file as the disk holds it for certain, and what was done to it since.
#[derive(Default)]
struct OnDisk<'a> {
    durable: Option<Vec<u8>>,
    pending: Vec<&'a Deed>,
}

fn place(content: &mut Option<Vec<u8>>, at: usize, bytes: &[u8]) {
    let content = content.get_or_insert_default();
    content.resize(content.len().max(at + bytes.len()), 0);
    content[at..at + bytes.len()].copy_from_slice(bytes);
}

impl<'a> OnDisk<'a> {
    fn take(&mut self, deed: &'a Deed) {
        if !matches!(deed, Deed::Sync { .. }) {
            return self.pending.push(deed);
        }
        for deed in self.pending.drain(..) {
            match deed {
                Deed::Write { at, bytes, .. } => place(&mut self.durable, *at, bytes),
                Deed::Truncate { length, .. } => self.durable.get_or_insert_default().resize(*length, 0),
                Deed::Unlink { .. } => self.durable = None,
                Deed::Sync { .. } | Deed::Acknowledge(_) => {}
            }
        }
    }

    /// Makes the last removal of the file certain, and with it the end of all that was in it.
    fn forget(&mut self) {
        if let Some(last) = self.pending.iter().rposition(|deed| matches!(deed, Deed::Unlink { .. })) {
            self.durable = None;
            self.pending.drain(..=last);
        }
    }

    /// What is left when the power fails now: all that is durable, and any part of the rest.
    fn left(&self, dice: &mut Dice) -> Option<Vec<u8>> {
        let mut content = self.durable.clone();
        for deed in &self.pending {
            match deed {
                Deed::Write { at, bytes, .. } => {
                    for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                        if dice.coin() {
                            place(&mut content, at + n * SECTOR, sector);
                        }
                    }
                }
                Deed::Truncate { length, .. } if dice.coin() => content.get_or_insert_default().resize(*length, 0),
                Deed::Unlink { .. } if dice.coin() => content = None,
                // What followed belongs to a new file of that name, which then is not there either.
                Deed::Unlink { .. } => break,
                _ => {}
            }
        }
        content
    }
}

/// Everything a day of work did to the files of the log.
fn recorded(dir: &Path) -> Option<Vec<Deed>> {
    let trace = tempfile::NamedTempFile::new().unwrap();
    let work = job(dir, "a day of work");
    let mut strace = Command::new("strace");
    strace.args([
        "-f",
        "-qq",
        "-y",
        "-xx",
        "-s",
        "100000",
        "-e",
        "trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink",
    ]);
    strace.arg("-o").arg(trace.path()).arg(work.get_program()).args(work.get_args()).arg("--test-threads=1");
    strace.envs(work.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let done = strace.stdout(Stdio::piped()).stderr(Stdio::null()).output().ok()?;
    if !String::from_utf8_lossy(&done.stdout).contains("ack 59") {
        return None;
    }
    let trace = fs::read_to_string(trace.path()).unwrap();
    Some(trace.lines().filter_map(|line| deed(dir, line)).collect())
}

/// Moments to cut the power at: half of them anywhere, half around an acknowledgement.
fn moments(deeds: &[Deed], cuts: usize, dice: &mut Dice) -> Vec<usize> {
    let acknowledged: Vec<usize> =
        deeds.iter().enumerate().filter(|(_, d)| matches!(d, Deed::Acknowledge(_))).map(|(at, _)| at).collect();
    let first = acknowledged[0];
    let mut moments: Vec<usize> = (0..cuts)
        .map(|n| {
            if n % 2 == 0 {
                dice.below(deeds.len())
            } else {
                acknowledged[dice.below(acknowledged.len())] + dice.below(6)
            }
        })
        .map(|at| at.max(first))
        .collect();
    moments.sort_unstable();
    moments
}

#[test]
fn a_power_failure_loses_nothing_acknowledged() {
    let cuts = std::env::var("DYAD_POWER_CUTS").map_or(100, |cuts| cuts.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let Some(deeds) = recorded(dir.path()) else {
        println!("skipped: strace cannot trace here");
        return;
    };
    let mut dice = Dice(17);
    let moments = moments(&deeds, cuts, &mut dice);
    let mut files: BTreeMap<&str, OnDisk> = BTreeMap::new();
    let (mut done, mut acknowledged, mut dropped) = (0, Vec::new(), 0);
    for moment in moments {
        for deed in &deeds[done.min(moment)..moment.min(deeds.len())] {
            match deed {
                Deed::Acknowledge(number) => acknowledged.push(*number),
                // The directory itself: names that are gone are gone for certain.
                Deed::Sync { file } if file.is_empty() => files.values_mut().for_each(OnDisk::forget),
                Deed::Write { file, .. }
                | Deed::Truncate { file, .. }
                | Deed::Sync { file }
                | Deed::Unlink { file } => {
                    files.entry(file).or_default().take(deed);
                }
            }
        }
        done = moment;
        let disk = tempfile::tempdir_in(Path::new("/dev/shm")).unwrap();
        for (name, file) in &files {
            dropped += file.pending.len();
            if let Some(content) = file.left(&mut dice) {
                fs::write(disk.path().join(name), content).unwrap();
            }
        }
        let log = open(disk.path(), Access::Write);
        let verified = log.verify(None).unwrap();
        for number in &acknowledged {
            assert!(log.find(article_commit(*number)).unwrap().is_some(), "after {moment}: {number} is lost");
        }
        let bulk = BULK.end - BULK.start;
        let late = verified.commits - u64::try_from(acknowledged.len()).unwrap();
        assert!([0, 1, bulk - 1, bulk, bulk + 1].contains(&late), "after {moment}: {late} commits more than said");
    }
    assert!(dropped > cuts, "hardly anything was ever unsynced");
    println!("{cuts} power failures among {} deeds, nothing acknowledged lost", deeds.len());
}
