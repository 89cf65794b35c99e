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

/// The numbers of a column, `None` for a missing one, and the texts they stand for in a column of texts.
pub type ColumnValues = (Vec<Option<i64>>, Option<Vec<String>>);

/// Columns on their way into a payload.
#[derive(Default)]
pub struct Writer {
    columns: Vec<Column>,
    bytes: Vec<u8>,
}

impl Writer {
    /// Adds a column of numbers, `None` for a missing one.
    pub fn push(&mut self, name: &str, values: &[Option<i64>], texts: Option<Vec<String>>) {
        let present = || values.iter().copied().flatten();
        let base = present().min().unwrap_or_default();
        let width = match present().max().unwrap_or_default().abs_diff(base) {
            0 => 0,
            1..=0xff => 1,
            0x100..=0xffff => 2,
            0x1_0000..=0xffff_ffff => 4,
            _ => 8,
        };
        let missing = values.iter().any(Option::is_none);
        if missing {
            self.bytes.extend(values.chunks(8).map(|rows| {
                rows.iter().enumerate().fold(0, |bits, (at, value)| bits | (u8::from(value.is_some()) << at))
            }));
        }
        if width > 0 {
            for value in values {
                let above = value.map_or(0, |value| value.abs_diff(base));
                self.bytes.extend(above.to_le_bytes().iter().take(width));
            }
        }
        self.columns.push(Column { name: name.to_owned(), base, width, missing, texts });
    }

    /// Adds a column of numbers as the differences from the number before, the first from zero.
    pub fn push_steps(&mut self, name: &str, values: impl Iterator<Item = i64>) {
        let mut before = 0;
        let step = |value: i64| Some(value.wrapping_sub(std::mem::replace(&mut before, value)));
        let steps: Vec<Option<i64>> = values.map(step).collect();
        self.push(name, &steps, None);
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
    pub fn column(&mut self, name: &'static str) -> Result<ColumnValues, ColumnsError> {
        let column = self.columns.next().filter(|c| c.name == name).ok_or(ColumnsError::Missing(name))?;
        if !matches!(column.width, 0 | 1 | 2 | 4 | 8) {
            return Err(ColumnsError::Range(name));
        }
        let bitmap = if column.missing { Some(self.take(self.rows.div_ceil(8), name)?) } else { None };
        let numbers = self.take(self.rows * column.width, name)?;
        let numbers = above_base(numbers, &column, self.rows).ok_or(ColumnsError::Range(name))?;
        let Some(bitmap) = bitmap else { return Ok((numbers.into_iter().map(Some).collect(), column.texts)) };
        let present = (0..self.rows).map(|at| bitmap.get(at / 8).is_some_and(|bits| bits >> (at % 8) & 1 == 1));
        let values = present.zip(numbers).map(|(present, number)| present.then_some(number)).collect();
        Ok((values, column.texts))
    }

    /// The next column as numbers that were stored as steps.
    pub fn steps(&mut self, name: &'static str) -> Result<Vec<i64>, ColumnsError> {
        let mut before = 0i64;
        let number = |step: Option<i64>| {
            before = before.wrapping_add(step.ok_or(ColumnsError::Missing(name))?);
            Ok(before)
        };
        self.column(name)?.0.into_iter().map(number).collect()
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

/// The numbers of a column, one a row, or `None` where one does not fit.
fn above_base(bytes: &[u8], column: &Column, rows: usize) -> Option<Vec<i64>> {
    let base = column.base;
    let wide = |above: u64| base.checked_add_unsigned(above);
    match column.width {
        0 => Some(vec![base; rows]),
        1 => bytes.iter().map(|byte| wide(u64::from(*byte))).collect(),
        2 => bytes.as_chunks().0.iter().map(|above| wide(u64::from(u16::from_le_bytes(*above)))).collect(),
        4 => bytes.as_chunks().0.iter().map(|above| wide(u64::from(u32::from_le_bytes(*above)))).collect(),
        _ => bytes.as_chunks().0.iter().map(|above| wide(u64::from_le_bytes(*above))).collect(),
    }
}
