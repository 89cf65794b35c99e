//! Events out of a log as JSON Lines, and into another.

use std::io::{BufRead, Write};

use crate::domain::{Commit, NewCommit};
use crate::log::{Cursor, EventLog, Expected, Head};
use crate::wire::{Record, lines};

use super::AppError;

/// How many commits are made durable together.
const BATCH: usize = 256;

/// Writes every event of the log, one a line, and returns where the log stood.
///
/// # Errors
/// When the log cannot be read to its end or the writer fails.
pub fn export(log: &dyn EventLog, out: &mut impl Write) -> Result<Head, AppError> {
    let head = log.head()?;
    for record in log.records(&Cursor::start())? {
        let record = record?;
        if record.first_seq > head.cursor.position(0) {
            break;
        }
        lines::write(&record, out)?;
    }
    Ok(head)
}

/// What an import added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Commits that are new here.
    pub commits: u64,
    /// Events that are new here.
    pub events: u64,
    /// Commits that were here already.
    pub duplicates: u64,
}

/// Appends the commits of an export that are not here yet. They are recorded now; the import adds nothing twice.
///
/// # Errors
/// When a line cannot be read, a commit is here with other events, or the log cannot be written. What was appended
/// before stays, and the same import again goes on from there.
pub fn import(log: &mut dyn EventLog, from: impl BufRead) -> Result<Imported, AppError> {
    let mut imported = Imported::default();
    let mut batch = Vec::new();
    for record in lines::read(from) {
        batch.push(as_new(record?.decode()?));
        if batch.len() == BATCH {
            append_batch(log, std::mem::take(&mut batch), &mut imported)?;
        }
    }
    append_batch(log, batch, &mut imported)?;
    Ok(imported)
}

fn as_new(commit: Commit) -> NewCommit {
    NewCommit::new(commit.id, commit.kind, commit.events).expect("a commit that was read holds an event")
}

fn append_batch(log: &mut dyn EventLog, batch: Vec<NewCommit>, imported: &mut Imported) -> Result<(), AppError> {
    let sizes: Vec<u64> = batch.iter().map(|commit| commit.events().len() as u64).collect();
    for (appended, events) in log.append_many(batch, Expected::Any)?.into_iter().zip(sizes) {
        if appended.is_new() {
            imported.commits += 1;
            imported.events += events;
        } else {
            imported.duplicates += 1;
        }
    }
    Ok(())
}

/// Copies an export as it is, positions and recorded times included, so that both logs have the same head hash.
///
/// # Errors
/// When a line cannot be read or a commit does not follow on what is here.
pub fn import_exact(log: &mut dyn EventLog, from: impl BufRead) -> Result<Imported, AppError> {
    let mut imported = Imported::default();
    let mut batch: Vec<Record> = Vec::new();
    let mut flush = |log: &mut dyn EventLog, batch: Vec<Record>| -> Result<(), AppError> {
        let (commits, events) = (batch.len() as u64, batch.iter().map(|record| record.count).sum::<u64>());
        let before = log.head()?.cursor.position(0).0;
        let added = log.replicate(batch)?;
        imported.commits += added;
        imported.duplicates += commits - added;
        imported.events += (log.head()?.cursor.position(0).0 - before).min(events);
        Ok(())
    };
    for record in lines::read(from) {
        batch.push(record?);
        if batch.len() == BATCH {
            flush(log, std::mem::take(&mut batch))?;
        }
    }
    flush(log, batch)?;
    Ok(imported)
}
