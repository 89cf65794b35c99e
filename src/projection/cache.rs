//! The packed tally of a store, in `cache/`: opened, brought up to date, made anew where anything is wrong with it.
//!
//! The file is trusted only if the log's chain has, at the position the file claims to reach, the hash the file names.
//! It is written beside its place and moved there, without a sync: losing it costs a rebuild and nothing else. Where it
//! cannot be written, a read-only store for one, it is kept in memory.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::domain::{Cut, Seq};
use crate::log::{Cursor, EventLog, Head, LogError, Store};
use crate::wire::WireError;

use super::packed::{Builder, Covered, Packed, PackedError};

/// Name of the file.
const FILE: &str = "tally";

/// With more events than this to catch up on, the file is written anew.
const CATCH_UP_MAX: u64 = 20_000;

/// Why counts cannot be had of a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// An event in the log.
    #[error("the commit at {seq} cannot be read")]
    Wire {
        /// Position of its first event.
        seq: Seq,
        /// What is wrong with it.
        source: WireError,
    },
    /// The packed tally, even though it was just made.
    #[error(transparent)]
    Packed(#[from] PackedError),
}

/// The counts of everything in the store, up to its head: from `cache/` where that can be, else from the log.
///
/// # Errors
/// When the log cannot be read. Nothing about the cache is an error.
pub fn tally_of(store: &Store) -> Result<Packed, CacheError> {
    let path = store.cache_dir().join(FILE);
    match cached(store, &path)? {
        Some(packed) => Ok(packed),
        None => rebuilt(store, &path),
    }
}

/// Asks the counts of a store. Where a part of the cache turns out to be damaged, it is made anew and asked again.
///
/// # Errors
/// When the log cannot be read.
pub fn ask<T>(store: &Store, question: impl Fn(&Packed) -> Result<T, PackedError>) -> Result<T, CacheError> {
    match question(&tally_of(store)?) {
        Err(PackedError::Damaged | PackedError::Io(_)) => {
            Ok(question(&rebuilt(store, &store.cache_dir().join(FILE))?)?)
        }
        answer => Ok(answer?),
    }
}

/// What the file holds, brought up to date; `None` where it is of no use.
fn cached(store: &Store, path: &Path) -> Result<Option<Packed>, CacheError> {
    let Ok(file) = File::open(path) else { return Ok(None) };
    let Ok(mut packed) = Packed::open(file) else { return Ok(None) };
    let covered = packed.covered();
    if store.log.hash_after(covered.seq)? != Some(covered.hash) {
        return Ok(None);
    }
    let head = store.log.head()?;
    if head.seq().0.saturating_sub(covered.seq.0) > CATCH_UP_MAX {
        return renewed(store, path, packed, &head);
    }
    if head.seq() > covered.seq {
        for commit in store.log.read(&Cursor::after(covered.seq))? {
            packed.catch_up(&commit?);
        }
    }
    Ok(Some(packed))
}

/// The file with what came after it, as a new file.
fn renewed(store: &Store, path: &Path, mut packed: Packed, head: &Head) -> Result<Option<Packed>, CacheError> {
    let mut last = packed.covered().seq;
    for commit in store.log.read(&Cursor::after(last))? {
        let commit = commit?;
        last = commit.last_seq();
        packed.catch_up(&commit);
    }
    let hash = if last == head.seq() { Some(head.hash) } else { store.log.hash_after(last)? };
    let Some(hash) = hash else { return Ok(None) };
    let covered = Covered { seq: last, hash };
    // Damage shows when sections are read; the caller then starts from the log.
    Ok(written(path, |to| packed.write(to, covered)).ok().flatten())
}

/// Everything from the log, written to the file where that can be.
fn rebuilt(store: &Store, path: &Path) -> Result<Packed, CacheError> {
    let mut builder = Builder::new(Cut::default());
    let mut last = Seq(0);
    for record in store.log.records(&Cursor::start())? {
        let record = record?;
        builder.record(&record).map_err(|source| CacheError::Wire { seq: record.first_seq, source })?;
        last = record.last_seq();
    }
    let hash = store.log.hash_after(last)?.unwrap_or(Head::EMPTY_HASH);
    let covered = Covered { seq: last, hash };
    let sorted = builder.sorted();
    match written(path, |to| sorted.write(to, covered)) {
        Ok(Some(packed)) => Ok(packed),
        _ => Ok(Packed::from_bytes(sorted.write(Vec::new(), covered)?)?),
    }
}

/// Writes the file beside its place, moves it there and opens it; `None` where the directory cannot be written.
fn written(
    path: &Path,
    write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, PackedError>,
) -> Result<Option<Packed>, PackedError> {
    let beside: PathBuf = path.with_extension(std::process::id().to_string());
    let Ok(file) = File::create(&beside) else { return Ok(None) };
    let moved = write(BufWriter::with_capacity(1 << 20, file)).and_then(|_| Ok(fs::rename(&beside, path)?));
    if moved.is_err() {
        // What is left of a failed write is nobody's; a file that cannot be removed either is overwritten one day.
        let _ = fs::remove_file(&beside);
    }
    moved?;
    Packed::open(File::open(path)?).map(Some)
}
