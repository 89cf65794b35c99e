//! A file as commits: a fixed number of lines each, so that the same file always gives the same ones.

use std::io::BufRead;

use crate::domain::{
    CameoCode, CoderId, CommitId, CommitKind, Confidence, ContentHash, DateSpan, Parties, RuleId, Status,
};
use crate::wire::Encoded;
use crate::wire::columns::{Builder, RowSaid, Shared};

use super::ahead::RowsAhead;
use super::keys::KnownRows;
use super::lines::RowRead;
use super::{Format, ImportedRow, IntakeError, Outcome, Rejection, Rows};

/// Lines of the file in a chunk.
pub const CHUNK_LINES: u64 = 16_384;

/// Version of the readers of this floor: raised when they would read a row otherwise.
const READER_VERSION: u32 = 1;

/// A chunk of a file, ready to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its commit.
    pub commit: Encoded,
    /// Rows that became interactions.
    pub coded: u64,
    /// Rows that were known before and are left out.
    pub known: u64,
    /// Lines that were rejected and why.
    pub rejected: Vec<(u64, Rejection)>,
}

/// Reads a file chunk by chunk.
pub struct Chunks {
    rows: std::iter::Peekable<RowsAhead>,
    format: Format,
    coder: CoderId,
    /// The layout's name is the name of the rule.
    rule: RuleId,
    dataset: ContentHash,
    next: u32,
}

impl Chunks {
    /// The chunks of a file whose bytes have this hash. A thread reads ahead.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new<R>(rows: Rows<R>, format: Format, dataset: ContentHash) -> Result<Self, IntakeError>
    where
        R: BufRead + Send + 'static,
    {
        let rows = RowsAhead::start(rows)?.peekable();
        let rule = format.as_str().parse().expect("names of layouts are visible ASCII");
        Ok(Self { rows, format, coder: reader_id(format), rule, dataset, next: 0 })
    }

    /// Id of the commit of the next chunk; `None` at the end of the file.
    pub fn next_id(&mut self) -> Option<CommitId> {
        self.rows.peek()?;
        Some(chunk_id(self.dataset, self.next))
    }

    /// Passes over the next chunk. Returns the number of its rows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn skip(&mut self) -> Result<u64, IntakeError> {
        let mut rows = 0;
        while self.next_row()?.is_some() {
            rows += 1;
        }
        self.next += 1;
        Ok(rows)
    }

    /// Reads the next chunk; rows that are known are left out, the others are known from now on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self, known: &mut KnownRows) -> Result<Chunk, IntakeError> {
        let (mut rows, mut rejected, mut known_rows) = (Builder::default(), Vec::new(), 0);
        while let Some((line, outcome)) = self.next_row()? {
            match outcome {
                Outcome::Rejected(why) => rejected.push((line, why)),
                Outcome::Coded(row) => {
                    if known.insert(&row.key, detail(self.format, row.parties, row.cameo, Some(row.occurred))) {
                        let fits = rows.push(&self.said(line, &row));
                        fits.expect("a chunk has few lines, and no file more than an i64 counts");
                    } else {
                        known_rows += 1;
                    }
                }
            }
        }
        let coded = rows.rows() as u64;
        let shared = Shared {
            format: self.format.as_str().to_owned(),
            dataset: self.dataset,
            chunk: self.next,
            coded,
            skipped: rejected.len() as u64,
            coder: self.coder.clone(),
        };
        let commit = Encoded::bulk(chunk_id(self.dataset, self.next), rows, shared)?;
        self.next += 1;
        Ok(Chunk { commit, coded, known: known_rows, rejected })
    }

    /// The next row of the chunk; `None` where the chunk ends.
    fn next_row(&mut self) -> Result<Option<(u64, Outcome)>, IntakeError> {
        let end = (u64::from(self.next) + 1) * CHUNK_LINES;
        let inside = |row: &RowRead| row.as_ref().map_or(true, |(line, _)| *line <= end);
        self.rows.next_if(inside).transpose()
    }

    fn said<'r>(&'r self, line: u64, row: &'r ImportedRow) -> RowSaid<'r> {
        RowSaid {
            line,
            key: &row.key,
            parties: row.parties,
            symmetric: row.symmetric,
            cameo: row.cameo,
            goldstein: row.goldstein,
            status: Status::Actual,
            occurred: Some(row.occurred),
            published: row.published,
            reported_by: row.reported_by.as_ref(),
            confidence: Confidence::CERTAIN,
            rule: &self.rule,
        }
    }
}

/// What else than its key tells a row from others of its format, as a number: nothing where the format is one dataset;
/// in a table of the user's own, what the row says.
pub fn detail(format: Format, parties: Parties, cameo: CameoCode, occurred: Option<DateSpan>) -> u64 {
    if format != Format::Table {
        return 0;
    }
    let mix = |sum: u64, text: &str| {
        let byte = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        byte(text.bytes().fold(sum, byte), 0)
    };
    let first = occurred.map_or(0, |span| u64::from(span.first().epoch_days().cast_unsigned()) + 1);
    let days = occurred.map_or(0, |span| u64::from(span.days()));
    let parties = [parties.source().actor, parties.target().actor];
    let said = parties.iter().fold(0xcbf2_9ce4_8422_2325 ^ first ^ (days << 32), |sum, actor| mix(sum, actor.as_str()));
    mix(said, cameo.as_str())
}

fn chunk_id(dataset: ContentHash, chunk: u32) -> CommitId {
    CommitId::derive(CommitKind::Import, &[dataset.as_bytes(), &chunk.to_be_bytes()])
}

fn reader_id(format: Format) -> CoderId {
    format!("{format}@{READER_VERSION}").parse().expect("a format's name and a number are a coder id")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(text: &str) -> Chunks {
        let columns = "id,date,source,target,cameo".parse().unwrap();
        let rows = Rows::new(std::io::Cursor::new(text.to_owned()), Format::Table, Some(columns)).unwrap();
        Chunks::new(rows, Format::Table, ContentHash::of(text.as_bytes())).unwrap()
    }

    fn table(rows: usize) -> String {
        (0..rows).map(|n| n.to_string() + "\t2020-01-05\tKEN\tUGA\t190\n").collect()
    }

    #[test]
    fn chunks_end_at_fixed_lines_and_lose_no_row() {
        let text = table(40_000);
        let mut chunks = chunks(&text);
        let mut coded = Vec::new();
        while chunks.next_id().is_some() {
            coded.push(chunks.read(&mut KnownRows::default()).unwrap().coded);
        }
        assert_eq!(coded, [16_384, 16_384, 40_000 - 2 * 16_384]);
    }

    #[test]
    fn a_chunk_read_after_a_skipped_one_is_the_chunk_it_always_was() {
        let text = table(20_000);
        let (mut whole, mut resumed) = (chunks(&text), chunks(&text));
        whole.read(&mut KnownRows::default()).unwrap();
        assert_eq!(resumed.skip().unwrap(), CHUNK_LINES);
        assert_eq!(whole.next_id(), resumed.next_id());
        let read = |chunks: &mut Chunks| chunks.read(&mut KnownRows::default()).unwrap();
        assert_eq!(read(&mut whole), read(&mut resumed));
    }

    #[test]
    fn a_row_that_says_something_else_under_the_same_number_is_another_row_of_a_table() {
        let text = "1\t2020-01-05\tKEN\tUGA\t190\n1\t2020-01-05\tKEN\tUGA\t190\n1\t2020-01-06\tKEN\tUGA\t190\n";
        let chunk = chunks(text).read(&mut KnownRows::default()).unwrap();
        assert_eq!((chunk.coded, chunk.known), (2, 1));
    }
}
