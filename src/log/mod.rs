//! Floor 2: the port [`EventLog`], its adapters, and the store directory they live in.
//!
//! No update, no delete; errors end a read loudly. [`memory`] is the oracle the others are tested against;
//! [`sqlite`] is the embedded log; [`store`] puts it into a directory with its anchor and the [`articles`].

mod anchor;
pub mod articles;
mod chain;
pub mod checkpoint;
mod error;
pub mod memory;
pub mod proof;
pub mod sqlite;
pub mod store;

use crate::domain::{ArticleId, Commit, CommitId, ContentHash, Event, EventId, NewCommit, Origin, Recorded, Seq};
use crate::wire::{Encoded, Record, WireError};

pub use articles::{ArticleStore, Kept, Put};
pub use error::LogError;
pub use memory::MemoryLog;
pub use sqlite::{Access, SqliteLog, Verified};
pub use store::{Checked, Depth, Store};

/// Tells the time a commit is recorded at. Given by the caller; a log reads no clock of its own.
pub type Clock = Box<dyn Fn() -> Recorded + Send>;

/// Where a log stands: how far each partition goes, and the hash that stands for everything up to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Position after everything stored.
    pub cursor: Cursor,
    /// Hash of the last commit in the chain; [`Head::EMPTY_HASH`] for an empty log.
    pub hash: ContentHash,
}

impl Head {
    /// The hash of a log without commits: 32 zero bytes.
    pub const EMPTY_HASH: ContentHash = ContentHash::from_bytes([0; 32]);

    /// The head of a log without commits.
    pub fn empty() -> Self {
        Self { cursor: Cursor::start(), hash: Self::EMPTY_HASH }
    }

    /// Position of the last event of a log with one partition; `Seq(0)` for an empty log.
    pub fn seq(&self) -> Seq {
        self.cursor.position(0)
    }

    pub(crate) fn at(seq: Seq, hash: ContentHash) -> Self {
        let cursor = if seq.0 == 0 { Cursor::start() } else { Cursor::after(seq) };
        Self { cursor, hash }
    }
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

impl Appended {
    /// Positions of the first and last event.
    pub fn seqs(&self) -> (Seq, Seq) {
        match *self {
            Self::Stored { first, last, .. } | Self::Duplicate { first, last, .. } => (first, last),
        }
    }

    /// When the log took it.
    pub fn recorded(&self) -> Recorded {
        match *self {
            Self::Stored { recorded, .. } | Self::Duplicate { recorded, .. } => recorded,
        }
    }

    /// Whether this call added it.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Stored { .. })
    }
}

/// Commits in order, from a reader. An error ends the iteration.
pub type Commits<'a> = Box<dyn Iterator<Item = Result<Commit, LogError>> + 'a>;

/// Commits in order as they are stored. An error ends the iteration.
pub type Records<'a> = Box<dyn Iterator<Item = Result<Record, LogError>> + 'a>;

/// Where an event stands: its position and the commit that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// Its position.
    pub seq: Seq,
    /// Its id.
    pub id: EventId,
    /// The commit that holds it.
    pub commit: CommitId,
}

/// The port every log implements.
pub trait EventLog {
    /// Appends the commit, or finds it there already.
    ///
    /// # Errors
    /// As [`EventLog::append_many`].
    fn append(&mut self, commit: NewCommit, expected: Expected) -> Result<Appended, LogError>;

    /// Appends commits in order, all of them or none, and makes them durable together.
    ///
    /// A commit that is there already is a duplicate, whatever `expected` says: the caller tries again what it did
    /// before.
    ///
    /// # Errors
    /// [`LogError::Conflict`] when an id is there with other events, [`LogError::Moved`] when `expected` does not
    /// hold, [`LogError::Unwritable`] when an event would not read back, and whatever keeps the commits from becoming
    /// durable; then nothing of them is stored. After [`LogError::Unanchored`] they are stored.
    fn append_many(&mut self, commits: Vec<NewCommit>, expected: Expected) -> Result<Vec<Appended>, LogError> {
        let written: Result<Vec<Encoded>, WireError> = commits.iter().map(Encoded::of).collect();
        self.append_encoded(written?, expected)
    }

    /// Appends commits whose events are written, as [`EventLog::append_many`] does.
    ///
    /// # Errors
    /// As [`EventLog::append_many`].
    fn append_encoded(&mut self, commits: Vec<Encoded>, expected: Expected) -> Result<Vec<Appended>, LogError>;

    /// Copies records of another log, positions and recorded times included, all of them or none. Records that are
    /// there already are passed over; returns how many were added.
    ///
    /// # Errors
    /// [`LogError::DoesNotFollow`] when a record is not the next in line here, [`LogError::Conflict`] when it is there
    /// otherwise, and whatever keeps the records from becoming durable.
    fn replicate(&mut self, records: Vec<Record>) -> Result<u64, LogError>;

    /// Reads every commit that holds an event after the cursor, as it is stored, up to the head at the time of the call.
    ///
    /// # Errors
    /// When the log cannot be read at all, [`LogError::Moved`] when the cursor lies beyond its end. What cannot be
    /// read later ends the iterator with an error.
    fn records(&self, after: &Cursor) -> Result<Records<'_>, LogError>;

    /// Where the log ends.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn head(&self) -> Result<Head, LogError>;

    /// The commit with this id, if it is there.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn find(&self, id: CommitId) -> Result<Option<Commit>, LogError>;

    /// The commit that holds the event at this position, if there is one.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn commit_at(&self, seq: Seq) -> Result<Option<Commit>, LogError>;

    /// Every event whose id begins with this text, in order: one, where the text is long enough.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn events_named(&self, prefix: &str) -> Result<Vec<Located>, LogError>;

    /// Every commit that says something about this article, in order.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn commits_about(&self, article: ArticleId) -> Result<Vec<Commit>, LogError>;

    /// Reads every commit that holds an event after the cursor, up to the head at the time of the call.
    ///
    /// # Errors
    /// As [`EventLog::records`]; an event this program does not know ends the iterator with an error.
    fn read(&self, after: &Cursor) -> Result<Commits<'_>, LogError> {
        let mut failed = false;
        let commits = self.records(after)?.map(|record| record.and_then(|record| decoded(&record)));
        Ok(Box::new(commits.take_while(move |commit| !std::mem::replace(&mut failed, commit.is_err()))))
    }
}

/// Reads a record, naming the commit where that fails.
fn decoded(record: &Record) -> Result<Commit, LogError> {
    let unreadable = |source: WireError| LogError::Unreadable { seq: record.first_seq, commit: record.id, source };
    record.decode().map_err(unreadable)
}

/// The events of a commit whose id begins with the prefix.
fn named(first_seq: Seq, count: u64, commit: CommitId, prefix: &str) -> impl Iterator<Item = Located> {
    let events = (0u32..).zip(first_seq.0..first_seq.0.saturating_add(count));
    let located =
        events.map(move |(ordinal, seq)| Located { seq: Seq(seq), id: EventId::derive(commit, ordinal), commit });
    located.filter(move |event| event.id.to_string().starts_with(prefix))
}

/// Whether a commit says something about the article.
fn is_about(commit: &Commit, article: ArticleId) -> bool {
    let read_in = |origin: &Origin| matches!(origin, Origin::Article { article: a, .. } if *a == article);
    commit.events.iter().any(|event| match event {
        Event::ArticleIngested(e) => e.article == article,
        Event::ArticleRedacted(e) => e.article == article,
        Event::InteractionCoded(e) => read_in(&e.origin),
        Event::InteractionRetracted(e) => read_in(&e.coded.origin),
        Event::DatasetImported(_) => false,
    })
}
