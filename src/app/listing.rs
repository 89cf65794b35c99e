//! A stretch of the log.

use std::collections::VecDeque;

use crate::domain::{Commit, Seq};
use crate::log::{Cursor, EventLog, Head};
use crate::report::log::Entry;
use crate::wire::{Record, lines};
use serde_json::value::RawValue;

use super::AppError;

/// Which stretch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stretch {
    /// Only commits after this event; from the beginning where `None`.
    pub after: Option<Seq>,
    /// At most this many commits: the first ones after `after` where that is given, else the last ones.
    pub count: Option<usize>,
}

/// Commits in order, and whether the log has others.
#[derive(Debug)]
pub struct Listed {
    /// Where the log stood.
    pub head: Head,
    /// The commits.
    pub entries: Vec<Entry>,
    /// Whether there are commits outside the stretch.
    pub partial: bool,
}

/// Reads a stretch of the log.
///
/// # Errors
/// When the log cannot be read to the end of the stretch.
pub fn listing(log: &dyn EventLog, stretch: Stretch) -> Result<Listed, AppError> {
    let head = log.head()?;
    let count = stretch.count.unwrap_or(usize::MAX);
    let (records, partial) = match stretch.after {
        Some(after) => first_after(log, after, count)?,
        None => last(log, &head, count)?,
    };
    let entries = records.iter().map(entry).collect::<Result<_, _>>()?;
    Ok(Listed { head, entries, partial })
}

fn first_after(log: &dyn EventLog, after: Seq, count: usize) -> Result<(Vec<Record>, bool), AppError> {
    let cursor = if after.0 == 0 { Cursor::start() } else { Cursor::after(after) };
    let mut records = Vec::new();
    for record in log.records(&cursor)? {
        if records.len() == count {
            return Ok((records, true));
        }
        records.push(record?);
    }
    Ok((records, after.0 > 0))
}

/// The last commits, reading further back until there are enough.
fn last(log: &dyn EventLog, head: &Head, count: usize) -> Result<(Vec<Record>, bool), AppError> {
    let end = head.cursor.position(0).0;
    let mut back = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(16);
    loop {
        let start = end.saturating_sub(back);
        let cursor = if start == 0 { Cursor::start() } else { Cursor::after(Seq(start)) };
        let mut found: VecDeque<Record> = VecDeque::new();
        let mut dropped = false;
        for record in log.records(&cursor)? {
            if found.len() == count {
                found.pop_front();
                dropped = true;
            }
            found.push_back(record?);
        }
        if start == 0 || found.len() == count {
            return Ok((found.into(), dropped || start > 0));
        }
        back = back.saturating_mul(8);
    }
}

/// A record as it is shown: decoded, and its events as exported.
pub(super) fn entry(record: &Record) -> Result<Entry, AppError> {
    let commit: Commit = record.decode()?;
    let mut text = Vec::new();
    lines::write(record, &mut text)?;
    let objects = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let raw = |line: &[u8]| {
        let line = String::from_utf8_lossy(line).into_owned();
        RawValue::from_string(line).expect("an exported line is a JSON object")
    };
    Ok(Entry { commit, lines: objects.map(raw).collect() })
}
