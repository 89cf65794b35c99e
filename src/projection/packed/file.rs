//! The file: sections of pairs one after the other, then an index of them, then where the index is.
//!
//! ```text
//! "DYTALLY1"
//! section of a pair ...                       pairs in alphabetical order, see `section`
//! index:  varint version | varint seq | 32 bytes hash                      how far into the log it reaches
//!         varint n | n * 32 bytes                                           sources
//!         varint n | n * (varint days from the end of the last | varint days)   days covered, as runs
//!         varint n | n * 16 bytes                                           ids of events taken back
//!         varint n | n * (16 bytes pair | varint length | 8 bytes checksum)  sections
//! 8 bytes offset of the index | 8 bytes its checksum | "DYTALLY1"
//! ```
//! Numbers of fixed width are least significant byte first.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use crate::domain::{ContentHash, Day, Dyad, EventId, Seq};
use crate::projection::{PairCounts, Projection, Tally};

use super::bytes::{Cursor, checksum, put_varint};
use super::{PackedError, section};

/// The first and the last bytes of the file.
pub const MAGIC: [u8; 8] = *b"DYTALLY1";

/// Bytes after the index.
pub const TAIL_LEN: usize = 24;

/// How far into a log something reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The last event that is in.
    pub seq: Seq,
    /// The hash of the log's chain there.
    pub hash: ContentHash,
}

/// Where the section of a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The pair.
    pub dyad: Dyad,
    /// Where its bytes begin.
    pub offset: u64,
    /// How many they are.
    pub len: usize,
    /// Their checksum.
    pub checksum: u64,
}

/// What stands after the sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// How far it reaches.
    pub covered: Covered,
    /// Articles and dataset files.
    pub sources: Vec<ContentHash>,
    /// Days something was published on.
    pub days: BTreeSet<Day>,
    /// Events taken back.
    pub retracted: Vec<EventId>,
    /// Sections, alphabetically by pair.
    pub entries: Vec<Entry>,
}

/// Writes pairs, which must come alphabetically.
pub struct Writer<W> {
    to: W,
    offset: u64,
    sources: Vec<ContentHash>,
    places: HashMap<ContentHash, u64>,
    entries: Vec<Entry>,
}

impl<W: Write> Writer<W> {
    /// Begins the file.
    pub fn new(mut to: W) -> Result<Self, PackedError> {
        to.write_all(&MAGIC)?;
        let offset = MAGIC.len() as u64;
        Ok(Self { to, offset, sources: Vec::new(), places: HashMap::new(), entries: Vec::new() })
    }

    /// Adds a pair, unless nothing is counted of it.
    pub fn pair(&mut self, dyad: Dyad, counts: &PairCounts) -> Result<(), PackedError> {
        if counts.cells.is_empty() && counts.sources.is_empty() {
            return Ok(());
        }
        for (source, _) in &counts.sources {
            self.places.entry(*source).or_insert_with(|| {
                self.sources.push(*source);
                self.sources.len() as u64 - 1
            });
        }
        let bytes = section::encode(counts, |source| self.places.get(source).copied().unwrap_or(u64::MAX));
        self.to.write_all(&bytes)?;
        let (offset, len) = (self.offset, bytes.len());
        self.entries.push(Entry { dyad, offset, len, checksum: checksum(&bytes) });
        self.offset += len as u64;
        Ok(())
    }

    /// Ends the file; returns what it was written to.
    pub fn finish(mut self, covered: Covered, days: &BTreeSet<Day>, retracted: &[EventId]) -> Result<W, PackedError> {
        let mut index = Vec::new();
        put_varint(&mut index, u64::from(Tally::VERSION));
        put_varint(&mut index, covered.seq.0);
        index.extend_from_slice(covered.hash.as_bytes());
        put_varint(&mut index, self.sources.len() as u64);
        for source in &self.sources {
            index.extend_from_slice(source.as_bytes());
        }
        put_days(&mut index, days);
        put_varint(&mut index, retracted.len() as u64);
        for id in retracted {
            index.extend_from_slice(id.uuid().as_bytes());
        }
        put_varint(&mut index, self.entries.len() as u64);
        for entry in &self.entries {
            for actor in [entry.dyad.first(), entry.dyad.second()] {
                let mut code = [0; 8];
                code.iter_mut().zip(actor.as_str().bytes()).for_each(|(place, byte)| *place = byte);
                index.extend_from_slice(&code);
            }
            put_varint(&mut index, entry.len as u64);
            index.extend_from_slice(&entry.checksum.to_le_bytes());
        }
        self.to.write_all(&index)?;
        self.to.write_all(&self.offset.to_le_bytes())?;
        self.to.write_all(&checksum(&index).to_le_bytes())?;
        self.to.write_all(&MAGIC)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Runs of days: how many are left out since the last run (since [`Day::FIRST`] for the first), how many follow.
fn put_days(index: &mut Vec<u8>, days: &BTreeSet<Day>) {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for day in days {
        let at = day.since(Day::FIRST);
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    put_varint(index, runs.len() as u64);
    let mut before = 0;
    for (first, end) in runs {
        put_varint(index, u64::from(first.abs_diff(before)));
        put_varint(index, u64::from(end.abs_diff(first)));
        before = end;
    }
}

/// Where the index begins and its checksum, from the last [`TAIL_LEN`] bytes.
pub fn read_tail(tail: &[u8]) -> Result<(u64, u64), PackedError> {
    let mut from = Cursor::new(tail);
    let (offset, sum) = (u64::from_le_bytes(from.array()?), u64::from_le_bytes(from.array()?));
    if from.array()? == MAGIC { Ok((offset, sum)) } else { Err(PackedError::Damaged) }
}

/// Reads the index, whose checksum must be right; it begins where the sections end.
pub fn read_index(bytes: &[u8], sum: u64, offset: u64) -> Result<Index, PackedError> {
    if checksum(bytes) != sum {
        return Err(PackedError::Damaged);
    }
    let mut from = Cursor::new(bytes);
    let version = from.narrow()?;
    if version != Tally::VERSION {
        return Err(PackedError::OtherVersion { found: version });
    }
    let covered = Covered { seq: Seq(from.varint()?), hash: ContentHash::from_bytes(from.array()?) };
    let mut sources = Vec::new();
    for _ in 0..from.count()? {
        sources.push(ContentHash::from_bytes(from.array()?));
    }
    let days = read_days(&mut from)?;
    let mut retracted = Vec::new();
    for _ in 0..from.count()? {
        retracted.push(EventId::from_uuid(uuid::Uuid::from_bytes(from.array()?)));
    }
    let entries = read_entries(&mut from)?;
    let end = entries.last().map_or(MAGIC.len() as u64, |entry| entry.offset + entry.len as u64);
    if end != offset || !from.is_at_end() {
        return Err(PackedError::Damaged);
    }
    Ok(Index { covered, sources, days, retracted, entries })
}

fn read_days(from: &mut Cursor<'_>) -> Result<BTreeSet<Day>, PackedError> {
    let mut days = BTreeSet::new();
    let mut at = Day::FIRST.epoch_days();
    for _ in 0..from.count()? {
        for (length, covered) in [(from.narrow()?, false), (from.narrow()?, true)] {
            let end = i32::try_from(length).ok().and_then(|n| at.checked_add(n)).ok_or(PackedError::Damaged)?;
            if end > Day::LAST.epoch_days() + 1 {
                return Err(PackedError::Damaged);
            }
            if covered {
                days.extend((at..end).filter_map(Day::from_epoch_days));
            }
            at = end;
        }
    }
    Ok(days)
}

fn read_entries(from: &mut Cursor<'_>) -> Result<Vec<Entry>, PackedError> {
    let mut entries = Vec::new();
    let mut offset = MAGIC.len() as u64;
    let actor = |code: [u8; 8]| {
        let text = std::str::from_utf8(&code).map_err(|_| PackedError::Damaged)?;
        text.trim_end_matches('\0').parse().map_err(|_| PackedError::Damaged)
    };
    for _ in 0..from.count()? {
        let (first, second) = (actor(from.array()?)?, actor(from.array()?)?);
        let dyad = Dyad::new(first, second).ok_or(PackedError::Damaged)?;
        let len = from.narrow()? as usize;
        entries.push(Entry { dyad, offset, len, checksum: u64::from_le_bytes(from.array()?) });
        offset += len as u64;
    }
    if entries.is_sorted_by(|a, b| a.dyad < b.dyad) { Ok(entries) } else { Err(PackedError::Damaged) }
}
