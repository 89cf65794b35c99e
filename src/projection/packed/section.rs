//! The bytes of one pair's counts: entries in order, a day as the distance from the day before, most counts as nothing.

use crate::domain::{ContentHash, DateSpan, Day, Goldstein, Root, Status};

use super::PackedError;
use super::bytes::{Cursor, put_varint};
use crate::projection::{CellKey, Contribution, Direction, Mention, PairCounts};

/// In the first byte of a cell entry, below them the root.
const REVERSE: u8 = 1 << 5;
const NEW_DAY: u8 = 1 << 6;
const COUNTED: u8 = 1 << 7;

/// In the third byte of a cell entry, below them the status.
const OFFICIAL: u8 = 1 << 2;
const SPANS: u8 = 1 << 3;
const TAKES_REMAINDER: u8 = 1 << 4;

/// In the first byte of a mention.
const PLACED: u8 = 1;
const SEVERAL_DAYS: u8 = 1 << 1;
const WEIGHTED: u8 = 1 << 2;
const BY_OFFICIALS: u8 = 1 << 3;
const COUNTED_MENTION: u8 = 1 << 4;

/// The counts as bytes; `place_of` gives the position of a source in the list of all.
pub fn encode(counts: &PairCounts, place_of: impl Fn(&ContentHash) -> u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(counts.cells.len() * 4 + 16);
    put_varint(&mut bytes, counts.cells.len() as u64);
    let mut before = Day::FIRST;
    for (key, contribution, count) in &counts.cells {
        put_cell(&mut bytes, before, *key, contribution, *count);
        before = key.day;
    }
    put_varint(&mut bytes, counts.sources.len() as u64);
    for (source, mentions) in &counts.sources {
        put_varint(&mut bytes, place_of(source));
        put_varint(&mut bytes, mentions.len() as u64);
        let mut before = Day::FIRST;
        for (mention, count) in mentions {
            before = put_mention(&mut bytes, before, mention, *count);
        }
    }
    bytes
}

fn put_cell(bytes: &mut Vec<u8>, before: Day, key: CellKey, contribution: &Contribution, count: i64) {
    let flag = |set: bool, bit: u8| if set { bit } else { 0 };
    let same_day = key.day == before;
    let direction = flag(key.direction == Direction::Reverse, REVERSE);
    bytes.push(key.root.number() | direction | flag(!same_day, NEW_DAY) | flag(count != 1, COUNTED));
    bytes.push(weight_byte(contribution.goldstein));
    let spans = contribution.span_days != 1;
    bytes.push(
        status_number(contribution.status)
            | flag(contribution.official, OFFICIAL)
            | flag(spans, SPANS)
            | flag(contribution.takes_remainder(), TAKES_REMAINDER),
    );
    if !same_day {
        put_varint(bytes, u64::from(key.day.since(before).unsigned_abs()));
    }
    if count != 1 {
        put_varint(bytes, zigzag(count));
    }
    if spans {
        put_varint(bytes, u64::from(contribution.span_days));
    }
}

/// Writes a mention; returns the day the next one is counted from.
fn put_mention(bytes: &mut Vec<u8>, before: Day, mention: &Mention, count: i64) -> Day {
    let flag = |set: bool, bit: u8| if set { bit } else { 0 };
    let several = mention.occurred.is_some_and(|span| span.days() > 1);
    bytes.push(
        flag(mention.occurred.is_some(), PLACED)
            | flag(several, SEVERAL_DAYS)
            | flag(mention.weighted, WEIGHTED)
            | flag(mention.official, BY_OFFICIALS)
            | flag(count != 1, COUNTED_MENTION),
    );
    if let Some(span) = mention.occurred {
        put_varint(bytes, u64::from(span.first().since(before).unsigned_abs()));
        if several {
            put_varint(bytes, u64::from(span.days()));
        }
    }
    if count != 1 {
        put_varint(bytes, zigzag(count));
    }
    mention.occurred.map_or(before, DateSpan::first)
}

/// Reads what [`encode`] wrote.
pub fn decode(bytes: &[u8], sources: &[ContentHash]) -> Result<PairCounts, PackedError> {
    let mut from = Cursor::new(bytes);
    let cells = decode_cells(&mut from)?;
    let mut known = Vec::new();
    for _ in 0..from.varint()? {
        let place = usize::try_from(from.varint()?).map_err(|_| PackedError::Damaged)?;
        let source = *sources.get(place).ok_or(PackedError::Damaged)?;
        let count = from.count()?;
        let mut mentions = Vec::with_capacity(count);
        let mut before = Day::FIRST;
        for _ in 0..count {
            let (mention, count) = read_mention(&mut from, &mut before)?;
            mentions.push((mention, count));
        }
        known.push((source, mentions));
    }
    if from.is_at_end() { Ok(PairCounts { cells, sources: known }) } else { Err(PackedError::Damaged) }
}

fn decode_cells(from: &mut Cursor<'_>) -> Result<Vec<(CellKey, Contribution, i64)>, PackedError> {
    let count = from.count()?;
    let mut cells = Vec::with_capacity(count);
    let mut day = Day::FIRST;
    for _ in 0..count {
        let [act, weight, standing] = from.array()?;
        if act & NEW_DAY != 0 {
            day = later(day, from.varint()?)?;
        }
        let count = if act & COUNTED == 0 { 1 } else { unzigzag(from.varint()?) };
        let span_days = if standing & SPANS == 0 { 1 } else { from.narrow()? };
        let direction = if act & REVERSE == 0 { Direction::Forward } else { Direction::Reverse };
        let root = Root::new(act & 0x1f).ok_or(PackedError::Damaged)?;
        let contribution = Contribution::from_parts(
            byte_weight(weight)?,
            span_days,
            standing & TAKES_REMAINDER != 0,
            numbered_status(standing & 3)?,
            standing & OFFICIAL != 0,
        )
        .ok_or(PackedError::Damaged)?;
        cells.push((CellKey { day, direction, root }, contribution, count));
    }
    Ok(cells)
}

fn read_mention(from: &mut Cursor<'_>, before: &mut Day) -> Result<(Mention, i64), PackedError> {
    let [flags] = from.array()?;
    let occurred = if flags & PLACED == 0 {
        None
    } else {
        *before = later(*before, from.varint()?)?;
        let days: u32 = if flags & SEVERAL_DAYS == 0 { 1 } else { from.narrow()? };
        let last = later(*before, u64::from(days.checked_sub(1).ok_or(PackedError::Damaged)?))?;
        Some(DateSpan::new(*before, last).ok_or(PackedError::Damaged)?)
    };
    let count = if flags & COUNTED_MENTION == 0 { 1 } else { unzigzag(from.varint()?) };
    let (weighted, official) = (flags & WEIGHTED != 0, flags & BY_OFFICIALS != 0);
    Ok((Mention { occurred, weighted, official }, count))
}

fn later(day: Day, days: u64) -> Result<Day, PackedError> {
    let days = i32::try_from(days).map_err(|_| PackedError::Damaged)?;
    day.epoch_days().checked_add(days).and_then(Day::from_epoch_days).ok_or(PackedError::Damaged)
}

/// 0 where there is no weight, else tenths + 101. Keeps the order of weights.
pub fn weight_byte(weight: Option<Goldstein>) -> u8 {
    weight.map_or(0, |weight| u8::try_from(weight.tenths() + 101).expect("tenths lie within -100..=100"))
}

pub fn byte_weight(byte: u8) -> Result<Option<Goldstein>, PackedError> {
    match byte {
        0 => Ok(None),
        _ => Goldstein::from_tenths(i16::from(byte) - 101).map(Some).ok_or(PackedError::Damaged),
    }
}

/// The position in [`Status::ALL`], which is the order of statuses.
pub fn status_number(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Background => 1,
        Status::Alleged => 2,
    }
}

pub fn numbered_status(number: u8) -> Result<Status, PackedError> {
    Status::ALL.get(usize::from(number)).copied().ok_or(PackedError::Damaged)
}

/// Small numbers of either sign as small numbers.
fn zigzag(number: i64) -> u64 {
    (number.unsigned_abs() << 1) - u64::from(number < 0)
}

fn unzigzag(number: u64) -> i64 {
    let half = i64::try_from(number >> 1).unwrap_or(i64::MAX);
    if number & 1 == 0 { half } else { -half - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_either_sign_survive() {
        for number in [0, 1, -1, 2, -2, 1 << 40, -(1 << 40)] {
            assert_eq!(unzigzag(zigzag(number)), number);
        }
    }

    #[test]
    fn weights_keep_their_order_and_none_comes_first() {
        let weights = std::iter::once(None).chain((-100..=100).map(Goldstein::from_tenths));
        let bytes: Vec<u8> = weights.clone().map(weight_byte).collect();
        assert!(bytes.is_sorted_by(|a, b| a < b));
        assert!(weights.zip(bytes).all(|(weight, byte)| byte_weight(byte).unwrap() == weight));
        assert!(byte_weight(202).is_err());
    }
}
