//! The container: a JSON header that says what the columns are, then their bytes, nothing else.

use serde::{Deserialize, Serialize};

use super::{ColumnsError, Shared};

/// The first bytes of every payload of columns.
pub const MAGIC: &[u8; 4] = b"DYC1";

/// Most rows a bulk commit holds.
pub const ROWS_MAX: usize = 1 << 20;

/// What the columns are, as written in front of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    shared: Shared,
    rows: usize,
    columns: Vec<Column>,
}

/// A column of whole numbers, or of positions in a list of texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The number that stands for zero in the bytes.
    base: i64,
    /// Bytes a row takes: 0 where all rows are the same, 1, 2, 4 or 8, least significant first.
    width: usize,
    /// Whether a bitmap of the rows that have a value comes first, a bit a row, least significant first.
    missing: bool,
    /// For a column of texts, the texts that the numbers stand for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<Vec<String>>,
}

/// Columns on their way into a payload.
#[derive(Default)]
pub struct Writer {
    columns: Vec<Column>,
    bytes: Vec<u8>,
}

impl Writer {
    /// Adds a column: the number that stands for zero and how far the largest lies above it, the bits of the rows that
    /// have a value unless all have, and how far each row lies above (zero where it has none).
    pub fn push(
        &mut self,
        name: &str,
        (base, most): (i64, u64),
        present: Option<&[u8]>,
        above: impl Iterator<Item = u64>,
        texts: Option<Vec<String>>,
    ) {
        let width = width_of(most);
        self.bytes.extend_from_slice(present.unwrap_or_default());
        write_narrow(&mut self.bytes, above, width);
        self.columns.push(Column { name: name.to_owned(), base, width, missing: present.is_some(), texts });
    }

    /// The payload.
    pub fn finish(self, shared: Shared, rows: usize) -> Vec<u8> {
        let header = Header { shared, rows, columns: self.columns };
        let header = serde_json::to_vec(&header).expect("a header of texts and numbers is always JSON");
        let length = u32::try_from(header.len()).expect("a header names at most a million short texts");
        let mut payload = Vec::with_capacity(8 + header.len() + self.bytes.len());
        payload.extend_from_slice(MAGIC);
        payload.extend_from_slice(&length.to_le_bytes());
        payload.extend_from_slice(&header);
        payload.extend_from_slice(&self.bytes);
        payload
    }
}

/// Bytes that hold every number up to this one.
fn width_of(most: u64) -> usize {
    match most {
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    }
}

/// Writes numbers that fit the width, least significant byte first.
#[expect(clippy::cast_possible_truncation, reason = "the width was chosen so that nothing is cut")]
fn write_narrow(bytes: &mut Vec<u8>, numbers: impl Iterator<Item = u64>, width: usize) {
    match width {
        0 => {}
        1 => bytes.extend(numbers.map(|number| number as u8)),
        2 => numbers.for_each(|number| bytes.extend_from_slice(&(number as u16).to_le_bytes())),
        4 => numbers.for_each(|number| bytes.extend_from_slice(&(number as u32).to_le_bytes())),
        _ => numbers.for_each(|number| bytes.extend_from_slice(&number.to_le_bytes())),
    }
}

/// The numbers of a column where they lie in the payload.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'a> {
    base: i64,
    /// A bit a row that has a value; `None` where all have.
    present: Option<&'a [u8]>,
    bytes: Narrow<'a>,
}

/// Numbers of one width.
#[derive(Debug, Clone, Copy)]
enum Narrow<'a> {
    Same,
    One(&'a [u8]),
    Two(&'a [[u8; 2]]),
    Four(&'a [[u8; 4]]),
    Eight(&'a [[u8; 8]]),
}

impl Numbers<'_> {
    /// The number of a row; `None` where it is missing.
    pub fn get(&self, at: usize) -> Option<i64> {
        if let Some(present) = self.present
            && present.get(at / 8).is_none_or(|bits| bits >> (at % 8) & 1 == 0)
        {
            return None;
        }
        self.base.checked_add_unsigned(self.above(at)?)
    }

    fn above(&self, at: usize) -> Option<u64> {
        Some(match self.bytes {
            Narrow::Same => 0,
            Narrow::One(bytes) => u64::from(*bytes.get(at)?),
            Narrow::Two(bytes) => u64::from(u16::from_le_bytes(*bytes.get(at)?)),
            Narrow::Four(bytes) => u64::from(u32::from_le_bytes(*bytes.get(at)?)),
            Narrow::Eight(bytes) => u64::from_le_bytes(*bytes.get(at)?),
        })
    }

    /// Whether every stored number, of missing rows too, fits above the base.
    fn fits(&self, rows: usize, width: usize) -> bool {
        let most = u64::MAX.checked_shr(u32::try_from(64 - 8 * width).unwrap_or(64)).unwrap_or(0);
        self.base.checked_add_unsigned(most).is_some()
            || (0..rows).all(|at| self.above(at).is_some_and(|above| self.base.checked_add_unsigned(above).is_some()))
    }
}

/// A payload taken apart.
pub struct Reader<'a> {
    /// What all rows share.
    pub shared: Shared,
    /// Number of rows.
    pub rows: usize,
    columns: std::vec::IntoIter<Column>,
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the header.
    pub fn new(payload: &'a [u8]) -> Result<Self, ColumnsError> {
        let cut = |what| move || ColumnsError::Cut(what);
        let rest = payload.strip_prefix(MAGIC).ok_or(ColumnsError::Magic)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(cut("header"))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (header, bytes) = rest.split_at_checked(length).ok_or_else(cut("header"))?;
        let Header { shared, rows, columns } = serde_json::from_slice(header).map_err(ColumnsError::Header)?;
        if rows > ROWS_MAX {
            return Err(ColumnsError::Range("rows"));
        }
        Ok(Self { shared, rows, columns: columns.into_iter(), bytes })
    }

    /// The next column, which must have this name: its numbers and, for a column of texts, the texts.
    pub fn column(&mut self, name: &'static str) -> Result<(Numbers<'a>, Option<Vec<String>>), ColumnsError> {
        let column = self.columns.next().filter(|c| c.name == name).ok_or(ColumnsError::Missing(name))?;
        if !matches!(column.width, 0 | 1 | 2 | 4 | 8) {
            return Err(ColumnsError::Range(name));
        }
        let present = if column.missing { Some(self.take(self.rows.div_ceil(8), name)?) } else { None };
        let bytes = self.take(self.rows * column.width, name)?;
        let bytes = match column.width {
            0 => Narrow::Same,
            1 => Narrow::One(bytes),
            2 => Narrow::Two(bytes.as_chunks().0),
            4 => Narrow::Four(bytes.as_chunks().0),
            _ => Narrow::Eight(bytes.as_chunks().0),
        };
        let numbers = Numbers { base: column.base, present, bytes };
        if numbers.fits(self.rows, column.width) { Ok((numbers, column.texts)) } else { Err(ColumnsError::Range(name)) }
    }

    /// The next column as numbers that were stored as steps.
    pub fn steps(&mut self, name: &'static str) -> Result<Vec<i64>, ColumnsError> {
        let (steps, _) = self.column(name)?;
        let mut before = 0i64;
        let mut number = |step: Option<i64>| {
            before = before.wrapping_add(step.ok_or(ColumnsError::Missing(name))?);
            Ok(before)
        };
        (0..self.rows).map(|at| number(steps.get(at))).collect()
    }

    /// Makes sure that nothing is left over.
    pub fn finish(mut self) -> Result<Shared, ColumnsError> {
        if self.columns.next().is_some() || !self.bytes.is_empty() {
            return Err(ColumnsError::Range("end"));
        }
        Ok(self.shared)
    }

    fn take(&mut self, length: usize, name: &'static str) -> Result<&'a [u8], ColumnsError> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(ColumnsError::Cut(name))?;
        self.bytes = rest;
        Ok(taken)
    }
}
