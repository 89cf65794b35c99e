//! Reading the log: page by page, so that a long reader never keeps the WAL from being reset, and link by link, so that
//! a commit that was altered ends the read.

use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::{Database, SqliteLog};
use crate::domain::{Commit, CommitId, CommitKind, ContentHash, Recorded, Seq};
use crate::log::chain::Columns;
use crate::log::{Head, Located, LogError, decoded, named};
use crate::wire::{Codec, Payload, Record};

/// A page ends after this many commits or bytes of payload, whichever comes first.
const PAGE_COMMITS: usize = 512;
const PAGE_BYTES: usize = 4 << 20;

const COLUMNS: &str = "first_seq, count, id, kind, recorded, codec, payload, hash";

/// The last commit of the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tip {
    pub last: Seq,
    pub recorded: Recorded,
    pub hash: ContentHash,
}

impl Tip {
    pub fn head(&self) -> Head {
        Head::at(self.last, self.hash)
    }
}

/// The last commit, or `None` for an empty log.
pub(super) fn tip(connection: &Connection, database: &Database) -> Result<Option<Tip>, LogError> {
    let select = "SELECT first_seq, count, recorded, hash FROM commits ORDER BY first_seq DESC LIMIT 1";
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let found: Option<(i64, i64, i64, Vec<u8>)> = connection
        .prepare_cached(select)
        .and_then(|mut statement| statement.query_row([], row).optional())
        .map_err(|e| misread(database, e))?;
    let Some((first, count, recorded, hash)) = found else { return Ok(None) };
    let parsed = || {
        let last = Seq(u64::try_from(first.checked_add(count)?.checked_sub(1)?).ok()?);
        Some(Tip { last, recorded: Recorded::from_micros(recorded)?, hash: digest(&hash)? })
    };
    let seq = Seq(first.unsigned_abs());
    parsed().map(Some).ok_or_else(|| damaged(database, seq, None, "a column is out of its range".to_owned()))
}

/// The hash of the last commit that ends before this position, the start of the chain where there is none.
pub(super) fn hash_before(
    connection: &Connection,
    database: &Database,
    first_seq: u64,
) -> Result<ContentHash, LogError> {
    let select = "SELECT hash FROM commits WHERE first_seq < ?1 ORDER BY first_seq DESC LIMIT 1";
    let found: Option<Vec<u8>> = connection
        .prepare_cached(select)
        .and_then(|mut statement| statement.query_row([first_seq.cast_signed()], |row| row.get(0)).optional())
        .map_err(|e| misread(database, e))?;
    let Some(hash) = found else { return Ok(Head::EMPTY_HASH) };
    let unreadable = || damaged(database, Seq(first_seq), None, "the hash before it has no 32 bytes".to_owned());
    digest(&hash).ok_or_else(unreadable)
}

fn digest(bytes: &[u8]) -> Option<ContentHash> {
    bytes.try_into().ok().map(ContentHash::from_bytes)
}

pub(super) fn damaged(database: &Database, seq: Seq, commit: Option<CommitId>, what: String) -> LogError {
    LogError::Damaged { path: database.path.clone(), seq, commit, what }
}

/// A column of another type than it was stored with is damage, not a mistake of the caller.
fn misread(database: &Database, error: rusqlite::Error) -> LogError {
    match error {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => {
            damaged(database, Seq(0), None, format!("a column is not readable ({error})"))
        }
        other => database.error(other),
    }
}

/// A row of the table with the hash that is stored in it.
struct Sealed {
    record: Record,
    hash: ContentHash,
}

/// The column values of a row, borrowed.
pub(super) fn columns<'r>(row: &'r Row) -> Result<Columns<'r>, String> {
    let integer = |column: usize| row.get_ref(column).map_err(unreadable)?.as_i64().map_err(unreadable);
    Ok(Columns {
        first_seq: integer(0)?,
        count: integer(1)?,
        id: bytes(row, 2)?,
        kind: bytes(row, 3)?,
        recorded: integer(4)?,
        codec: bytes(row, 5)?,
        payload: bytes(row, 6)?,
    })
}

/// The hash stored with the row.
pub(super) fn stored_hash<'r>(row: &'r Row) -> Result<&'r [u8], String> {
    bytes(row, 7)
}

fn bytes<'r>(row: &'r Row, column: usize) -> Result<&'r [u8], String> {
    row.get_ref(column).map_err(unreadable)?.as_bytes().map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> String {
    format!("a column is not readable ({error})")
}

/// Reads a row and checks that it is the next link of the chain.
fn link(row: &Row, due: u64, previous: &ContentHash) -> Result<Sealed, String> {
    let columns = columns(row)?;
    if u64::try_from(columns.first_seq) != Ok(due) {
        return Err(format!("the next commit stands at #{}", columns.first_seq));
    }
    let hash = columns.seal(previous);
    if hash.as_bytes().as_slice() != stored_hash(row)? {
        return Err("the commit does not match its hash".to_owned());
    }
    let record = record(&columns)?;
    Ok(Sealed { record, hash })
}

fn record(columns: &Columns<'_>) -> Result<Record, String> {
    let word = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let id = digest(columns.id).map(|id| CommitId::from_bytes(*id.as_bytes()));
    let kind: Result<CommitKind, _> = word(columns.kind).parse();
    let codec: Result<Codec, _> = word(columns.codec).parse();
    Ok(Record {
        first_seq: Seq(columns.first_seq.unsigned_abs()),
        count: u64::try_from(columns.count).map_err(|e| e.to_string())?,
        id: id.ok_or("the id has no 32 bytes")?,
        kind: kind.map_err(|e| e.to_string())?,
        recorded: Recorded::from_micros(columns.recorded).ok_or("the recorded time is out of range")?,
        payload: Payload { codec: codec.map_err(|e| e.to_string())?, bytes: columns.payload.to_owned() },
    })
}

/// The one record that fits the condition. Its link in the chain is checked too.
pub(super) fn record_where(
    connection: &Connection,
    database: &Database,
    condition: &str,
    value: &dyn ToSql,
) -> Result<Option<Record>, LogError> {
    let select = format!("SELECT {COLUMNS} FROM commits WHERE {condition}");
    let mut statement = connection.prepare_cached(&select).map_err(|e| database.error(e))?;
    let mut rows = statement.query([value]).map_err(|e| database.error(e))?;
    let Some(row) = rows.next().map_err(|e| database.error(e))? else { return Ok(None) };
    let first: u64 = row.get::<_, i64>(0).map_err(|e| misread(database, e))?.unsigned_abs();
    let previous = hash_before(connection, database, first)?;
    let linked = link(row, first, &previous).map_err(|what| damaged(database, Seq(first), None, what))?;
    Ok(Some(linked.record))
}

/// Iterator over records, a page at a time.
pub(super) struct Pages<'a> {
    log: &'a SqliteLog,
    /// Position of the last event that was read.
    after: u64,
    /// Position of the last event to read.
    end: u64,
    previous: ContentHash,
    page: VecDeque<Record>,
    failure: Option<LogError>,
}

impl SqliteLog {
    /// Every record that holds an event after this position, up to the head of now.
    pub(super) fn pages(&self, after: Seq) -> Result<Pages<'_>, LogError> {
        let end = tip(&self.connection, &self.database)?.map_or(Seq(0), |tip| tip.last);
        if after > end {
            return Err(LogError::Moved { expected: after, found: end });
        }
        let select = "SELECT first_seq FROM commits WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1";
        let next = after.0.saturating_add(1).cast_signed();
        let first: Option<i64> = self
            .connection
            .prepare_cached(select)
            .and_then(|mut statement| statement.query_row([next], |row| row.get(0)).optional())
            .map_err(|e| misread(&self.database, e))?;
        let first = first.map_or(1, i64::unsigned_abs).max(1);
        let after = if after == end { end.0 } else { first - 1 };
        let previous = hash_before(&self.connection, &self.database, after + 1)?;
        Ok(Pages { log: self, after, end: end.0, previous, page: VecDeque::new(), failure: None })
    }

    pub(super) fn commit_where(&self, condition: &str, value: &dyn ToSql) -> Result<Option<Commit>, LogError> {
        record_where(&self.connection, &self.database, condition, value)?.as_ref().map(decoded).transpose()
    }

    pub(super) fn locate(&self, prefix: &str) -> Result<Vec<Located>, LogError> {
        let select = "SELECT first_seq, count, id FROM commits ORDER BY first_seq";
        let mut statement = self.connection.prepare_cached(select).map_err(|e| self.error(e))?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(|e| misread(&self.database, e))?;
        let mut located = Vec::new();
        for row in rows {
            let (first, count, id): (i64, i64, [u8; 32]) = row.map_err(|e| misread(&self.database, e))?;
            let (first, count) = (Seq(first.unsigned_abs()), count.unsigned_abs());
            located.extend(named(first, count, CommitId::from_bytes(id), prefix));
        }
        Ok(located)
    }

    /// Commits whose payload contains the text. Chunks of imported files hold no article and are passed over.
    pub(super) fn mentioning(&self, text: &str) -> Result<Vec<Commit>, LogError> {
        let select = "SELECT first_seq FROM commits WHERE kind <> 'import' AND instr(payload, CAST(?1 AS BLOB)) > 0 \
                      ORDER BY first_seq";
        let mut statement = self.connection.prepare_cached(select).map_err(|e| self.error(e))?;
        let rows = statement.query_map([text], |row| row.get::<_, i64>(0)).map_err(|e| self.error(e))?;
        let mut commits = Vec::new();
        for first in rows {
            let first = first.map_err(|e| misread(&self.database, e))?;
            commits.extend(self.commit_where("first_seq = ?1", &first)?);
        }
        Ok(commits)
    }
}

impl Pages<'_> {
    /// Reads the next page in a read transaction of its own.
    fn turn(&mut self) -> Result<(), LogError> {
        let database = &self.log.database;
        let select = format!("SELECT {COLUMNS} FROM commits WHERE first_seq > ?1 ORDER BY first_seq");
        let mut statement = self.log.connection.prepare_cached(&select).map_err(|e| database.error(e))?;
        let mut rows = statement.query(params![self.after.cast_signed()]).map_err(|e| database.error(e))?;
        let mut bytes = 0;
        while self.page.len() < PAGE_COMMITS && bytes < PAGE_BYTES && self.after < self.end {
            let due = self.after + 1;
            let Some(row) = rows.next().map_err(|e| at(database, e, due))? else {
                return Err(damaged(database, Seq(due), None, format!("events up to #{} are missing", self.end)));
            };
            let sealed = link(row, due, &self.previous).map_err(|what| {
                let id: Option<[u8; 32]> = row.get(2).ok();
                damaged(database, Seq(due), id.map(CommitId::from_bytes), what)
            })?;
            bytes += sealed.record.payload.bytes.len();
            self.after = sealed.record.last_seq().0;
            self.previous = sealed.hash;
            self.page.push_back(sealed.record);
        }
        Ok(())
    }
}

/// Names the position at which SQLite found its own file malformed.
pub(super) fn at(database: &Database, error: rusqlite::Error, due: u64) -> LogError {
    match database.error(error) {
        LogError::Damaged { path, commit, what, .. } => LogError::Damaged { path, seq: Seq(due), commit, what },
        other => other,
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Record, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty() && self.failure.is_none() && self.after < self.end {
            self.failure = self.turn().err();
        }
        if let Some(record) = self.page.pop_front() {
            return Some(Ok(record));
        }
        let failure = self.failure.take()?;
        self.end = self.after;
        Some(Err(failure))
    }
}
