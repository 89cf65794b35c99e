//! Floor 2: files in. Texts become [`article`]s; rows of published event datasets become interactions, and a row that
//! cannot be read is rejected with its reason, never given a default.

pub mod article;

mod acled;
mod ahead;
mod chunks;
mod fields;
mod gdelt;
mod icews;
mod keys;
mod layout;
mod lines;
pub mod mid;
mod plover;
mod polecat;
mod source;
mod table;
mod ucdp;

use std::fmt;
use std::io;

use compact_str::CompactString;

use crate::wire::WireError;

use crate::domain::{CameoCode, DateSpan, Goldstein, Parties, Reporter};

use fields::RowFields;

pub use chunks::{CHUNK_LINES, Chunk, Chunks, detail};
pub use keys::KnownRows;
pub use layout::Format;
pub use lines::{LINE_BYTES_MAX, Rows};
pub use source::{Progress, Source, open};
pub use table::Columns;

/// A row that became an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The dataset's own key of the row.
    pub key: CompactString,
    /// Who did it to whom.
    pub parties: Parties,
    /// Whether it stands for both directions.
    pub symmetric: bool,
    /// What was done.
    pub cameo: CameoCode,
    /// The weight.
    pub goldstein: Option<Goldstein>,
    /// When it happened.
    pub occurred: DateSpan,
    /// Who says so, where the dataset tells.
    pub reported_by: Option<Reporter>,
    /// When the dataset made it knowable.
    pub published: Option<DateSpan>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An interaction between two different actors.
    Coded(ImportedRow),
    /// Something else, and why.
    Rejected(Rejection),
}

/// Why a row is no interaction between two known actors. The text is the field that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rejection {
    /// Source or target is empty.
    NoActor,
    /// Source and target are the same.
    SameActor,
    /// Source or target names no country or organisation the codebook knows.
    UnknownActor(String),
    /// The code is no CAMEO code, or lost a leading zero and could be two.
    UnreadableCode(String),
    /// The date is missing or does not exist.
    UnreadableDate(String),
    /// The weight is no number between -10 and 10.
    UnreadableWeight(String),
    /// The row has another number of columns than its layout.
    ColumnCount(usize),
    /// The key of the row is empty.
    NoKey,
    /// The row is a header that stands among the rows.
    RepeatedHeader,
    /// The line is not UTF-8.
    NotUtf8,
    /// The line is longer than [`LINE_BYTES_MAX`].
    LineTooLong,
    /// The dataset's kind of event has no CAMEO code.
    NoCameo(String),
}

impl Rejection {
    /// The reason without its text, for counting.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NoActor => "no actor",
            Self::SameActor => "same actor on both sides",
            Self::UnknownActor(_) => "unknown actor",
            Self::UnreadableCode(_) => "unreadable code",
            Self::UnreadableDate(_) => "unreadable date",
            Self::UnreadableWeight(_) => "unreadable weight",
            Self::ColumnCount(_) => "wrong number of columns",
            Self::NoKey => "no key",
            Self::RepeatedHeader => "repeated header",
            Self::NotUtf8 => "not UTF-8",
            Self::LineTooLong => "line too long",
            Self::NoCameo(_) => "no CAMEO code for this kind of event",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())?;
        match self {
            Self::UnknownActor(text)
            | Self::UnreadableCode(text)
            | Self::UnreadableDate(text)
            | Self::UnreadableWeight(text)
            | Self::NoCameo(text) => write!(f, ": {text:?}"),
            Self::ColumnCount(count) => write!(f, ": {count}"),
            _ => Ok(()),
        }
    }
}

/// Why a file cannot be imported at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// The file cannot be read, or its compression is damaged.
    #[error("cannot read line {line}")]
    Read {
        /// The line that was being read, from 1.
        line: u64,
        /// What the system says.
        source: io::Error,
    },
    /// The file has another layout than the one named.
    #[error("this is no {named} file: {found}")]
    Layout {
        /// The layout that was named.
        named: Format,
        /// What was found instead, and what it looks like where that can be told.
        found: String,
    },
    /// The list of columns cannot be used.
    #[error("the columns cannot be used: {0}")]
    Columns(String),
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// A chunk cannot be written: a defect of ours.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The file cannot be opened, or not even its beginning read.
    #[error("it cannot be opened")]
    Open(#[source] io::Error),
    /// The archive is packed in a way this program does not read.
    #[error("the archive is packed with {0}; unpack it first")]
    Packing(String),
    /// The archive holds something else than one file.
    #[error("the archive holds {0} files; one is expected")]
    Archive(usize),
}

/// A layout bound to its file: reads one row at a time.
trait ReadRow: Send {
    /// Reads a row, fields already split from the line.
    fn read(&mut self, fields: &[&str]) -> Result<RowFields, Rejection>;
}
