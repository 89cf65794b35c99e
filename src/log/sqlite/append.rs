//! Appending: one transaction, one sync, then the anchor.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::read::{Tip, record_where, tip};
use super::{Database, SqliteLog};
use crate::domain::{CommitId, ContentHash, Recorded, Seq};
use crate::log::chain::Columns;
use crate::log::{Appended, Expected, Head, LogError, decoded};
use crate::wire::{Encoded, Record};

/// A transaction that appends, and the end of the log as it stands inside.
struct Appending<'a> {
    tx: Transaction<'a>,
    database: &'a Database,
    tip: Option<Tip>,
    stored: u64,
}

impl SqliteLog {
    pub(super) fn append_all(&mut self, commits: Vec<Encoded>, expected: Expected) -> Result<Vec<Appended>, LogError> {
        let Self { connection, database, clock, .. } = self;
        let mut appending = Appending::begin(connection, database)?;
        let now = clock();
        let appended = commits
            .into_iter()
            .map(|commit| appending.append(commit, expected, now))
            .collect::<Result<Vec<_>, LogError>>()?;
        let tip = appending.end()?;
        self.anchor_at(tip)?;
        Ok(appended)
    }

    pub(super) fn replicate_all(&mut self, records: &[Record]) -> Result<u64, LogError> {
        for record in records {
            decoded(record)?;
        }
        let mut appending = Appending::begin(&mut self.connection, &self.database)?;
        for record in records {
            appending.replicate(record)?;
        }
        let stored = appending.stored;
        let tip = appending.end()?;
        self.anchor_at(tip)?;
        Ok(stored)
    }

    fn anchor_at(&mut self, tip: Option<Tip>) -> Result<(), LogError> {
        let Some(tip) = tip else { return Ok(()) };
        let path = self.anchor.path().to_owned();
        self.anchor.write(tip.last, &tip.hash).map_err(|source| LogError::Unanchored { path, source })
    }
}

impl<'a> Appending<'a> {
    fn begin(connection: &'a mut Connection, database: &'a Database) -> Result<Self, LogError> {
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let tx = begun.map_err(|e| database.error(e))?;
        let tip = tip(&tx, database)?;
        Ok(Self { tx, database, tip, stored: 0 })
    }

    fn append(&mut self, commit: Encoded, expected: Expected, now: Recorded) -> Result<Appended, LogError> {
        let Encoded { id, kind, count, payload } = commit;
        if let Some(there) = self.there(id)? {
            let (first, last, recorded) = (there.first_seq, there.last_seq(), there.recorded);
            let says_the_same = || -> Result<bool, LogError> { Ok(decoded(&there)?.events == payload.decode()?) };
            let is_same = there.kind == kind && (there.payload == payload || says_the_same()?);
            return if is_same {
                Ok(Appended::Duplicate { first, last, recorded })
            } else {
                Err(LogError::Conflict { id, first })
            };
        }
        let end = self.tip.map_or(Seq(0), |tip| tip.last);
        match expected {
            Expected::Head(seq) if self.stored == 0 && seq != end => {
                return Err(LogError::Moved { expected: seq, found: end });
            }
            Expected::Head(_) | Expected::Any => {}
        }
        let recorded = self.tip.map_or(now, |tip| tip.recorded.max(now));
        let first = Seq(end.0 + 1);
        let record = Record { first_seq: first, count, id, kind, recorded, payload };
        self.insert(&record)?;
        Ok(Appended::Stored { first, last: record.last_seq(), recorded })
    }

    fn replicate(&mut self, record: &Record) -> Result<(), LogError> {
        let id = record.id;
        if let Some(there) = self.there(id)? {
            let first = there.first_seq;
            return if there == *record { Ok(()) } else { Err(LogError::Conflict { id, first }) };
        }
        let due = Seq(self.tip.map_or(0, |tip| tip.last.0) + 1);
        let refuse = |why: &str| LogError::DoesNotFollow { id, due, why: why.to_owned() };
        if record.first_seq != due {
            return Err(refuse("it stands at another position in the log it comes from"));
        }
        if self.tip.is_some_and(|tip| tip.recorded > record.recorded) {
            return Err(refuse("it was recorded before the commit that would precede it"));
        }
        self.insert(record)
    }

    fn insert(&mut self, record: &Record) -> Result<(), LogError> {
        let previous = self.tip.map_or(Head::EMPTY_HASH, |tip| tip.hash);
        let hash: ContentHash = Columns::of(record).seal(&previous);
        let insert = "INSERT INTO commits (first_seq, count, id, kind, recorded, codec, payload, hash) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let values = params![
            record.first_seq.0.cast_signed(),
            record.count.cast_signed(),
            record.id.as_bytes(),
            record.kind.as_str(),
            record.recorded.micros(),
            record.payload.codec.as_str(),
            record.payload.bytes,
            hash.as_bytes(),
        ];
        let inserted = self.tx.prepare_cached(insert).and_then(|mut statement| statement.execute(values));
        inserted.map_err(|e| self.database.error(e))?;
        self.tip = Some(Tip { last: record.last_seq(), recorded: record.recorded, hash });
        self.stored += 1;
        Ok(())
    }

    /// Makes everything durable; returns the new end of the log where something was added.
    fn end(self) -> Result<Option<Tip>, LogError> {
        let Self { tx, database, tip, stored } = self;
        tx.commit().map_err(|e| database.error(e))?;
        Ok(tip.filter(|_| stored > 0))
    }

    fn there(&self, id: CommitId) -> Result<Option<Record>, LogError> {
        record_where(&self.tx, self.database, "id = ?1", &id.as_bytes().as_slice())
    }
}
