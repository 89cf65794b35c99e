//! Building a packed tally: rows of one day are packed into a number each and sorted; whatever is more than that takes
//! the slow path of the tally, and both are merged when they are written.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use crate::domain::{
    Commit, ContentHash, Cut, DateSpan, Day, Dyad, Event, Goldstein, InteractionCoded, KnownAt, Origin, Parties,
    Recorded, Root, Seq, Status,
};
use crate::projection::pair::{Mention, PairCounts};
use crate::projection::{CellKey, Contribution, Direction, Projection, Tally};

use super::PackedError;
use super::file::{Covered, Writer};
use super::section::{byte_weight, numbered_status, status_number, weight_byte};
use crate::wire::columns::{self, BulkRow};
use crate::wire::{Codec, Record, WireError};

/// Rows of a source that are sorted together.
const RUN_LEN: usize = 1 << 22;

/// Bits of a packed row below the pair: day 18, direction 1, root 5, weight 8, status 2, official 1. Each part keeps the
/// order of what it stands for, so sorted numbers are sorted entries.
const PAIR_SHIFT: u32 = 35;
const DAY_SHIFT: u32 = 17;
const DIRECTION_SHIFT: u32 = 16;
const ROOT_SHIFT: u32 = 11;
const WEIGHT_SHIFT: u32 = 3;
const STATUS_SHIFT: u32 = 1;

/// A row of an imported file, as far as counts go.
#[derive(Debug, Clone, Copy)]
pub struct SparseRow {
    /// Who did it to whom.
    pub parties: Parties,
    /// What kind of act.
    pub root: Root,
    /// The weight.
    pub goldstein: Option<Goldstein>,
    /// How the source stands to it.
    pub status: Status,
    /// When it happened: one day.
    pub day: Day,
    /// When it was published.
    pub published: Option<DateSpan>,
}

impl SparseRow {
    /// The row of a bulk row that is one-way and of one day; others have no such row.
    fn of_bulk(row: &BulkRow) -> Option<Self> {
        let span = row.occurred.filter(|span| span.days() == 1 && !row.symmetric)?;
        Some(Self {
            parties: row.parties,
            root: row.cameo.root(),
            goldstein: row.goldstein,
            status: row.status,
            day: span.first(),
            published: row.published,
        })
    }

    /// The row of an interaction that is one-way and of one day; others have no such row.
    pub fn of(coded: &InteractionCoded) -> Option<Self> {
        let act = &coded.interaction;
        let span = act.occurred.filter(|span| span.days() == 1 && !act.symmetric)?;
        Some(Self {
            parties: act.parties,
            root: act.cameo.root(),
            goldstein: act.goldstein,
            status: act.status,
            day: span.first(),
            published: coded.published,
        })
    }
}

/// Builds a packed tally from a log, commit by commit.
#[derive(Debug)]
pub struct Builder {
    cut: Cut,
    slots: HashMap<Dyad, u64, Quick>,
    dyads: Vec<Dyad>,
    sources: Vec<Source>,
    days: BTreeSet<Day>,
    last_day: Option<Day>,
    slow: Tally,
}

/// Everything counted, ready to be written.
#[derive(Debug)]
pub struct Sorted(Builder);

impl Sorted {
    /// Writes the packed tally, as reaching to `covered`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write<W: Write>(&self, to: W, covered: Covered) -> Result<W, PackedError> {
        self.0.write(to, covered)
    }
}

#[derive(Debug)]
struct Source {
    hash: ContentHash,
    unsorted: Vec<u64>,
    runs: Vec<Vec<(u64, u32)>>,
}

impl Builder {
    /// Counts what the cut sees.
    pub fn new(cut: Cut) -> Self {
        Self {
            cut,
            slots: HashMap::default(),
            dyads: Vec::new(),
            sources: Vec::new(),
            days: BTreeSet::new(),
            last_day: None,
            slow: Tally::new(cut),
        }
    }

    /// Takes a commit in.
    pub fn apply(&mut self, commit: &Commit) {
        let Some(Event::DatasetImported(_)) = commit.events.first() else { return self.slow.apply(commit) };
        for stored in commit.stored_events() {
            let row = match stored.event {
                Event::InteractionCoded(coded) => SparseRow::of(coded).zip(dataset(coded)),
                _ => None,
            };
            match row {
                Some((row, dataset)) => self.row(dataset, &row, stored.seq, stored.recorded),
                None => self.slow.apply_one(&stored),
            }
        }
    }

    /// Takes in a commit as it is stored. The rows of an imported file are not spelled out as events where they need
    /// not be.
    ///
    /// # Errors
    /// When the events cannot be read.
    pub fn record(&mut self, record: &Record) -> Result<(), WireError> {
        if record.payload.codec == Codec::Columns {
            let bulk = columns::decode(&record.payload.bytes)?;
            if bulk.rows.iter().all(|row| SparseRow::of_bulk(row).is_some()) {
                let seqs = (record.first_seq.0 + 1..).map(Seq);
                for (row, seq) in bulk.rows.iter().filter_map(SparseRow::of_bulk).zip(seqs) {
                    self.row(bulk.shared.dataset, &row, seq, record.recorded);
                }
                return Ok(());
            }
        }
        self.apply(&record.decode()?);
        Ok(())
    }

    /// Takes in one row of an imported file.
    pub fn row(&mut self, dataset: ContentHash, row: &SparseRow, seq: Seq, recorded: Recorded) {
        let known = match self.cut.known_at {
            None => true,
            Some(KnownAt::Time(at)) => recorded <= at,
            Some(KnownAt::Seq(last)) => seq <= last,
        };
        if !known || !self.cut.had_read(row.published) {
            return;
        }
        self.cover(row.published.unwrap_or_else(|| DateSpan::day(row.day)));
        let way = row.parties.directed();
        let slot = self.slot(way.undirected());
        let day = u64::from(row.day.since(Day::FIRST).unsigned_abs());
        let direction = u64::from(Direction::of(way) == Direction::Reverse);
        let packed = slot << PAIR_SHIFT
            | day << DAY_SHIFT
            | direction << DIRECTION_SHIFT
            | u64::from(row.root.number()) << ROOT_SHIFT
            | u64::from(weight_byte(row.goldstein)) << WEIGHT_SHIFT
            | u64::from(status_number(row.status)) << STATUS_SHIFT
            | u64::from(row.parties.are_official());
        let source = self.source(dataset);
        source.unsorted.push(packed);
        if source.unsorted.len() >= RUN_LEN {
            source.sort();
        }
    }

    /// Ends the counting.
    pub fn sorted(mut self) -> Sorted {
        self.sources.iter_mut().for_each(Source::sort);
        self.days.extend(self.slow.covered_days());
        Sorted(self)
    }

    fn write<W: Write>(&self, to: W, covered: Covered) -> Result<W, PackedError> {
        let mut dyads: Vec<(Dyad, Option<u64>)> =
            (0..).map(Some).zip(&self.dyads).map(|(slot, &dyad)| (dyad, slot)).collect();
        dyads.extend(self.slow.dyads().filter(|dyad| !self.slots.contains_key(dyad)).map(|dyad| (dyad, None)));
        dyads.sort_unstable();
        let mut writer = Writer::new(to)?;
        for (dyad, slot) in dyads {
            let rest = self.slow.pair(dyad);
            let counts = match slot {
                Some(sorted) => self.sorted_pair(sorted)?.merged(rest),
                None => rest,
            };
            writer.pair(dyad, &counts)?;
        }
        let retracted: Vec<_> = self.slow.retracted_ids().collect();
        writer.finish(covered, &self.days, &retracted)
    }

    fn sorted_pair(&self, slot: u64) -> Result<PairCounts, PackedError> {
        let mut counts = PairCounts::default();
        for source in &self.sources {
            let rows = source.pair(slot);
            let mut mentions: Vec<(Mention, i64)> = Vec::new();
            let mut part = PairCounts::default();
            for (packed, count) in rows {
                let (key, contribution) = unpack(packed)?;
                part.cells.push((key, contribution, count));
                let (weighted, official) = (contribution.goldstein.is_some(), contribution.official);
                mentions.push((Mention { occurred: Some(DateSpan::day(key.day)), weighted, official }, count));
            }
            if !mentions.is_empty() {
                part.sources.push((source.hash, mentions));
                counts = counts.merged(part.in_order());
            }
        }
        Ok(counts)
    }

    fn slot(&mut self, dyad: Dyad) -> u64 {
        *self.slots.entry(dyad).or_insert_with(|| {
            self.dyads.push(dyad);
            self.dyads.len() as u64 - 1
        })
    }

    fn source(&mut self, hash: ContentHash) -> &mut Source {
        // Rows of a file come one after the other, so the last source is nearly always the one.
        let known = self.sources.iter().rposition(|source| source.hash == hash);
        let place = known.unwrap_or_else(|| {
            self.sources.push(Source { hash, unsorted: Vec::new(), runs: Vec::new() });
            self.sources.len() - 1
        });
        self.sources.get_mut(place).expect("the place was found or made")
    }

    /// Rows of a file mostly lie on the same day as the row before.
    fn cover(&mut self, span: DateSpan) {
        if span.days() > 1 || self.last_day != Some(span.first()) {
            self.days.extend(span.iter());
            self.last_day = Some(span.last());
        }
    }
}

impl Source {
    /// Sorts what is not sorted yet, equal rows as one.
    fn sort(&mut self) {
        self.unsorted.sort_unstable();
        let mut run: Vec<(u64, u32)> = Vec::new();
        for same in self.unsorted.chunk_by(|a, b| a == b) {
            let count = u32::try_from(same.len()).expect("a run is shorter than 2^32");
            run.extend(same.first().map(|&packed| (packed, count)));
        }
        if !run.is_empty() {
            run.shrink_to_fit();
            self.runs.push(run);
        }
        self.unsorted.clear();
    }

    /// The rows of a pair in order, equal ones as one.
    fn pair(&self, slot: u64) -> Vec<(u64, i64)> {
        let mut rows: Vec<(u64, i64)> = Vec::new();
        for run in &self.runs {
            let first = run.partition_point(|&(packed, _)| packed < slot << PAIR_SHIFT);
            let of_pair = run.iter().skip(first).take_while(|(packed, _)| packed >> PAIR_SHIFT == slot);
            rows.extend(of_pair.map(|&(packed, count)| (packed, i64::from(count))));
        }
        if self.runs.len() > 1 {
            rows.sort_unstable();
            rows.dedup_by(|later, first| {
                let same = later.0 == first.0;
                first.1 += if same { later.1 } else { 0 };
                same
            });
        }
        rows
    }
}

fn unpack(packed: u64) -> Result<(CellKey, Contribution), PackedError> {
    let bits = |shift: u32, width: u32| packed >> shift & ((1 << width) - 1);
    let byte = |shift, width| u8::try_from(bits(shift, width)).map_err(|_| PackedError::Damaged);
    let days = i32::try_from(bits(DAY_SHIFT, 18)).map_err(|_| PackedError::Damaged)?;
    let key = CellKey {
        day: Day::FIRST.plus(days),
        direction: if bits(DIRECTION_SHIFT, 1) == 0 { Direction::Forward } else { Direction::Reverse },
        root: Root::new(byte(ROOT_SHIFT, 5)?).ok_or(PackedError::Damaged)?,
    };
    let weight = byte_weight(byte(WEIGHT_SHIFT, 8)?)?;
    let status = numbered_status(byte(STATUS_SHIFT, 2)?)?;
    let contribution =
        Contribution::from_parts(weight, 1, false, status, packed & 1 == 1).ok_or(PackedError::Damaged)?;
    Ok((key, contribution))
}

fn dataset(coded: &InteractionCoded) -> Option<ContentHash> {
    match coded.origin {
        Origin::Row { dataset, .. } => Some(dataset),
        Origin::Article { .. } => None,
    }
}

/// A hash for pairs that need no protection from whoever names them: a few thousand, read from a local log.
#[derive(Debug, Clone, Copy, Default)]
struct Quick(u64);

impl std::hash::BuildHasher for Quick {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl std::hash::Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
}
