//! The embedded log: one SQLite file, append-only by triggers, authorizer and hash chain.
//!
//! `schemas/log.sql` is the table, `docs/format.md` describes it byte by byte.

mod append;
mod connect;
mod guard;
mod holder;
mod read;
mod verify;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::anchor::Anchor;
use super::{Appended, Clock, Cursor, EventLog, Expected, Head, Located, LogError, Records, is_about};
use crate::domain::{ArticleId, Commit, CommitId, NewCommit, Seq};
use crate::wire::{Encoded, Record};

pub use connect::Access;
pub(super) use connect::Database;
pub use verify::Verified;

/// Marks a log among SQLite files: `dyad` in ASCII.
const APPLICATION_ID: i32 = 0x6479_6164;

/// Format of the tables, in `user_version`.
const FORMAT: i64 = 1;

/// A log in an SQLite file, with its anchor beside it.
pub struct SqliteLog {
    connection: Connection,
    database: Database,
    anchor: Anchor,
    clock: Clock,
}

impl SqliteLog {
    /// Opens the log and checks that its guards are in place and that it agrees with its anchor.
    ///
    /// `wait` is how long to wait for another writer before giving up.
    ///
    /// # Errors
    /// When the file is no log, is newer, locked or damaged, or contradicts its anchor.
    pub fn open(path: &Path, access: Access, wait: Duration, clock: Clock) -> Result<Self, LogError> {
        let schema = include_str!("../../../schemas/log.sql");
        let database = Database { path: path.to_owned(), wait, application_id: APPLICATION_ID, format: FORMAT, schema };
        let mut anchor = Anchor::beside(path);
        let mut connection = database.open(access)?;
        guard::install(&mut connection).map_err(|e| database.error(e))?;
        if access == Access::Create && !anchor.exists() && read::tip(&connection, &database)?.is_none() {
            anchor.create().map_err(LogError::io(anchor.path()))?;
        }
        let log = Self { connection, database, anchor, clock };
        log.check_anchor()?;
        Ok(log)
    }

    /// Where the database file is.
    pub fn path(&self) -> &Path {
        &self.database.path
    }

    fn error(&self, error: rusqlite::Error) -> LogError {
        self.database.error(error)
    }
}

impl EventLog for SqliteLog {
    fn append(&mut self, commit: NewCommit, expected: Expected) -> Result<Appended, LogError> {
        let mut appended = self.append_many(vec![commit], expected)?;
        appended.pop().ok_or_else(|| self.error(rusqlite::Error::QueryReturnedNoRows))
    }

    fn append_encoded(&mut self, commits: Vec<Encoded>, expected: Expected) -> Result<Vec<Appended>, LogError> {
        self.append_all(commits, expected)
    }

    fn replicate(&mut self, records: Vec<Record>) -> Result<u64, LogError> {
        self.replicate_all(&records)
    }

    fn records(&self, after: &Cursor) -> Result<Records<'_>, LogError> {
        Ok(Box::new(self.pages(after.position(0))?))
    }

    fn head(&self) -> Result<Head, LogError> {
        Ok(read::tip(&self.connection, &self.database)?.map_or_else(Head::empty, |tip| tip.head()))
    }

    fn find(&self, id: CommitId) -> Result<Option<Commit>, LogError> {
        self.commit_where("id = ?1", &id.as_bytes().as_slice())
    }

    fn commit_at(&self, seq: Seq) -> Result<Option<Commit>, LogError> {
        let Ok(position) = i64::try_from(seq.0) else { return Ok(None) };
        let commit = self.commit_where("first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1", &position)?;
        Ok(commit.filter(|commit| seq <= commit.last_seq()))
    }

    fn events_named(&self, prefix: &str) -> Result<Vec<Located>, LogError> {
        self.locate(prefix)
    }

    fn commits_about(&self, article: ArticleId) -> Result<Vec<Commit>, LogError> {
        let candidates = self.mentioning(&article.to_string())?;
        Ok(candidates.into_iter().filter(|commit| is_about(commit, article)).collect())
    }
}
