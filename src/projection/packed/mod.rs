//! The tally as bytes: what `cache/` holds, read a pair at a time, and built at the speed of sorting.
//!
//! A cache is disposable. It knows how far into the log it reaches; what came later is folded into a tally in memory and
//! read together with it ([`Packed::catch_up`]), until the two are written out as one. Whatever is wrong with the bytes
//! is an error, upon which the caller throws them away and builds them anew; they are never half believed.
//!
//! `section` lays out a pair, `file` the whole, `build` makes it from a log.

mod build;
mod bytes;
mod file;
mod section;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use crate::domain::{Commit, Cut, DateSpan, Day, Dyad};

use super::pair::{Counts, PairCounts};
use super::{Projection, Tally};
use file::{Entry, Index, MAGIC, TAIL_LEN, Writer};

pub use build::{Builder, Sorted, SparseRow};
pub use file::Covered;

/// Why packed counts cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackedError {
    /// They cannot be read or written.
    #[error("the packed tally cannot be read or written")]
    Io(#[from] io::Error),
    /// They are not what was written.
    #[error("the packed tally is damaged")]
    Damaged,
    /// Another version of the fold made them.
    #[error("the packed tally was made by version {found} of the fold")]
    OtherVersion {
        /// That version.
        found: u32,
    },
}

/// A packed tally, and what came after it.
#[derive(Debug)]
pub struct Packed {
    from: Mutex<Window>,
    index: Index,
    later: Tally,
}

impl Packed {
    /// Opens a file. Reads its index only; every section is checked when it is read.
    ///
    /// # Errors
    /// [`PackedError`] when it is no packed tally of this version.
    pub fn open(file: File) -> Result<Self, PackedError> {
        Self::from_window(Window::new(Backing::File(file))?)
    }

    /// The same from bytes in memory.
    ///
    /// # Errors
    /// [`PackedError`] when they are no packed tally of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, PackedError> {
        Self::from_window(Window::new(Backing::Bytes(bytes))?)
    }

    fn from_window(mut from: Window) -> Result<Self, PackedError> {
        let tail = from.len.checked_sub(TAIL_LEN as u64).ok_or(PackedError::Damaged)?;
        if from.read(0, MAGIC.len())? != MAGIC {
            return Err(PackedError::Damaged);
        }
        let (offset, sum) = file::read_tail(from.read(tail, TAIL_LEN)?)?;
        let length = tail.checked_sub(offset).and_then(|n| usize::try_from(n).ok()).ok_or(PackedError::Damaged)?;
        let index = file::read_index(from.read(offset, length)?, sum, offset)?;
        let later = Tally::knowing(index.retracted.iter().copied());
        Ok(Self { from: Mutex::new(from), index, later })
    }

    /// How far into the log the bytes reach; what was caught up on is not counted.
    pub fn covered(&self) -> Covered {
        self.index.covered
    }

    /// Takes in a commit that is not in the bytes.
    pub fn catch_up(&mut self, commit: &Commit) {
        self.later.apply(commit);
    }

    /// Writes everything, what was caught up on included, as reaching to `covered`.
    ///
    /// # Errors
    /// When the bytes cannot be read or the new ones written.
    pub fn write<W: Write>(&self, to: W, covered: Covered) -> Result<W, PackedError> {
        let mut writer = Writer::new(to)?;
        for dyad in self.dyads() {
            writer.pair(dyad, &self.pair(dyad)?)?;
        }
        let days = self.index.days.union(self.later.covered_days()).copied().collect();
        let retracted: Vec<_> = self.later.retracted_ids().collect();
        writer.finish(covered, &days, &retracted)
    }

    fn entry(&self, dyad: Dyad) -> Option<&Entry> {
        let place = self.index.entries.binary_search_by(|entry| entry.dyad.cmp(&dyad)).ok()?;
        self.index.entries.get(place)
    }

    fn packed_pair(&self, entry: &Entry) -> Result<PairCounts, PackedError> {
        let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = from.read(entry.offset, entry.len)?;
        if bytes::checksum(bytes) != entry.checksum {
            return Err(PackedError::Damaged);
        }
        section::decode(bytes, &self.index.sources)
    }
}

impl Counts for Packed {
    type Error = PackedError;

    fn dyads(&self) -> Vec<Dyad> {
        let mut dyads: Vec<Dyad> =
            self.index.entries.iter().map(|entry| entry.dyad).chain(self.later.dyads()).collect();
        dyads.sort_unstable();
        dyads.dedup();
        dyads
    }

    fn pair(&self, dyad: Dyad) -> Result<PairCounts, PackedError> {
        let later = self.later.pair(dyad);
        match self.entry(dyad) {
            Some(entry) => Ok(self.packed_pair(entry)?.merged(later)),
            None => Ok(later),
        }
    }

    fn covers(&self, days: DateSpan) -> bool {
        let packed = self.index.days.range(days.first()..=days.last()).next().is_some();
        packed || Counts::covers(&self.later, days)
    }

    fn last_day(&self) -> Option<Day> {
        self.index.days.last().copied().max(self.later.last_day())
    }
}

/// Packs what a log holds through a cut that has no limits.
///
/// # Errors
/// The first error among the commits, or one of writing.
pub fn pack<E: From<PackedError>>(
    commits: impl IntoIterator<Item = Result<Commit, E>>,
    covered: Covered,
) -> Result<Vec<u8>, E> {
    let mut builder = Builder::new(Cut::default());
    for commit in commits {
        builder.apply(&commit?);
    }
    Ok(builder.sorted().write(Vec::new(), covered)?)
}

#[derive(Debug)]
enum Backing {
    Bytes(Vec<u8>),
    File(File),
}

/// Least bytes read from a file at once.
const READ_AHEAD: usize = 1 << 16;

/// Reads a file here and there, and a little ahead.
#[derive(Debug)]
struct Window {
    from: Backing,
    len: u64,
    buffer: Vec<u8>,
    buffer_at: u64,
}

impl Window {
    fn new(from: Backing) -> Result<Self, PackedError> {
        let len = match &from {
            Backing::Bytes(bytes) => bytes.len() as u64,
            Backing::File(file) => file.metadata()?.len(),
        };
        Ok(Self { from, len, buffer: Vec::new(), buffer_at: 0 })
    }

    /// The bytes at an offset.
    fn read(&mut self, offset: u64, len: usize) -> Result<&[u8], PackedError> {
        let end = offset.checked_add(len as u64).filter(|end| *end <= self.len).ok_or(PackedError::Damaged)?;
        let place = |at: u64| usize::try_from(at).map_err(|_| PackedError::Damaged);
        let file = match &mut self.from {
            Backing::Bytes(bytes) => return bytes.get(place(offset)?..place(end)?).ok_or(PackedError::Damaged),
            Backing::File(file) => file,
        };
        if offset < self.buffer_at || end > self.buffer_at + self.buffer.len() as u64 {
            let ahead = (self.len - offset).min(len.max(READ_AHEAD) as u64);
            self.buffer.clear();
            self.buffer_at = offset;
            file.seek(SeekFrom::Start(offset))?;
            Read::take(file, ahead).read_to_end(&mut self.buffer)?;
        }
        let from = place(offset - self.buffer_at)?;
        self.buffer.get(from..from + len).ok_or(PackedError::Damaged)
    }
}
