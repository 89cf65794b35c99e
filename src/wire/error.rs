//! What can be wrong with bytes that should be events.

use super::columns::ColumnsError;
use crate::domain::{CommitId, Seq};

/// Why bytes are not the events they should be, or events cannot become bytes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The event is of a version this program does not know.
    #[error("an event {kind} has version {found}, newer than version {supported}, the last this program reads")]
    Newer {
        /// The type of the event.
        kind: &'static str,
        /// The version it has.
        found: u32,
        /// The newest version this program reads.
        supported: u32,
    },
    /// The event is of a type this program does not know.
    #[error("an event has the unknown type {found:?}")]
    UnknownType {
        /// The type as given.
        found: String,
    },
    /// The event is of a version that was never released.
    #[error("an event {kind} has version {found}, which never existed")]
    NoSuchVersion {
        /// The type of the event.
        kind: &'static str,
        /// The version it has.
        found: u32,
    },
    /// The encoding of the commit is one this program does not know.
    #[error("a commit has the unknown encoding {found:?}")]
    UnknownCodec {
        /// The encoding as given.
        found: String,
    },
    /// The columns of a bulk commit are not readable.
    #[error("the payload of a bulk commit is not readable: {0}")]
    Columns(#[from] ColumnsError),
    /// The events are said to have been columns and do not have that shape.
    #[error("the events of a bulk commit do not all come from one dataset and one coder")]
    NotColumns,
    /// The text is not the JSON it should be.
    #[error("{what} is not readable: {source}")]
    Json {
        /// What was read.
        what: &'static str,
        /// Where and why it failed.
        source: serde_json::Error,
    },
    /// The parts of an event contradict each other.
    #[error("an event {kind} {why}")]
    Contradiction {
        /// The type of the event.
        kind: &'static str,
        /// What is wrong, as a verb phrase.
        why: &'static str,
    },
    /// A commit without an event.
    #[error("a commit holds no event")]
    NoEvents,
    /// The commit holds another number of events than it says.
    #[error("a commit says it holds {stated} events and holds {found}")]
    Count {
        /// The number in its column.
        stated: u64,
        /// The number in its payload.
        found: u64,
    },
    /// The event would not read back as what it is, so it must not be stored.
    #[error("event {ordinal} of commit {commit} would not read back as it is: {why}")]
    Unfaithful {
        /// The commit about to be written.
        commit: CommitId,
        /// Which of its events, from 0.
        ordinal: usize,
        /// What reading it back gave.
        why: String,
    },
    /// A line of an export does not fit the lines before it.
    #[error("line {line}: {why}")]
    Line {
        /// Line of the file, 1 for the first.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// An export breaks off inside a commit.
    #[error("the last commit, {commit} at {first}, has {found} of its {stated} events: the file was cut off")]
    CutOff {
        /// The commit.
        commit: CommitId,
        /// Position of its first event.
        first: Seq,
        /// How many events it says it has.
        stated: u64,
        /// How many are there.
        found: u64,
    },
    /// The export could not be read from or written to where it is.
    #[error("the export could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

impl WireError {
    /// Whether a newer program would understand the bytes.
    pub fn is_from_newer_program(&self) -> bool {
        matches!(self, Self::Newer { .. } | Self::UnknownType { .. } | Self::UnknownCodec { .. })
    }
}
