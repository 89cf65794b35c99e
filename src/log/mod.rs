//! Floor 2: the port [`EventLog`] and its adapters. No update, no delete; errors end a read loudly.

use crate::domain::{Commit, CommitId, ContentHash, NewCommit, Recorded, Seq};

/// Where a log stands: how far each partition goes, and the hash that stands for everything up to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Position after everything stored.
    pub cursor: Cursor,
    /// Hash of the last commit in the chain; [`Head::EMPTY_HASH`] for an empty log.
    pub hash: ContentHash,
}

/// How far a reader has come, a position per partition. The embedded log has one partition.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Cursor(Vec<Seq>);

impl Cursor {
    /// Before the first event.
    pub fn start() -> Self {
        Self::default()
    }

    /// After this event of a log with one partition.
    pub fn after(seq: Seq) -> Self {
        Self(vec![seq])
    }

    /// The position in a partition; `Seq(0)` where nothing was read of it.
    pub fn position(&self, partition: usize) -> Seq {
        self.0.get(partition).copied().unwrap_or_default()
    }

    /// The positions of all partitions.
    pub fn positions(&self) -> &[Seq] {
        &self.0
    }
}

/// What the writer takes the log to look like before its commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expected {
    /// Any state will do.
    #[default]
    Any,
    /// The log ends with exactly this event.
    Head(Seq),
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is durable now.
    Stored {
        /// Position of its first event.
        first: Seq,
        /// Position of its last event.
        last: Seq,
        /// When the log took it.
        recorded: Recorded,
    },
    /// The same commit with the same events is already there; nothing was added.
    Duplicate {
        /// Position of its first event.
        first: Seq,
        /// Position of its last event.
        last: Seq,
        /// When the log took it.
        recorded: Recorded,
    },
}

/// Commits in order, from a reader. An error ends the iteration.
pub type Commits<'a> = Box<dyn Iterator<Item = Result<Commit, LogError>> + 'a>;

/// The port every log implements.
pub trait EventLog {
    /// Appends the commit, or finds it there already.
    ///
    /// # Errors
    /// [`LogError::Conflict`] when the id is there with other events, [`LogError::Moved`] when `expected` does not
    /// hold, and whatever keeps the commit from becoming durable; then nothing of it is stored.
    fn append(&mut self, commit: NewCommit, expected: Expected) -> Result<Appended, LogError>;

    /// Reads every commit after the cursor, in the order it was stored.
    ///
    /// # Errors
    /// When the log cannot be read at all. What cannot be read later ends the iterator with an error.
    fn read(&self, after: &Cursor) -> Result<Commits<'_>, LogError>;

    /// Where the log ends.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn head(&self) -> Result<Head, LogError>;

    /// Whether a commit with this id is there, and where.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn find(&self, id: CommitId) -> Result<Option<Commit>, LogError>;
}
