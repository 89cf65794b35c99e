//! Checking the log: the anchor at every open, the whole chain on demand.

use rusqlite::Row;

use super::SqliteLog;
use super::read::{self, damaged, hash_before};
use crate::domain::{CommitId, ContentHash, Recorded, Seq};
use crate::log::{EventLog, Head, LogError};

/// How often a reader looks again at an anchor that another process may be writing.
const LOOKS: u32 = 5;

/// Commits checked in one read transaction.
const STRIDE: usize = 4096;

/// What a check covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Where the log ended; everything up to there is as it was stored.
    pub head: Head,
    /// Commits whose hash was computed again.
    pub commits: u64,
    /// Events in them.
    pub events: u64,
}

/// How far the check has come.
struct Walk {
    after: u64,
    recorded: i64,
    hash: ContentHash,
    commits: u64,
    events: u64,
}

impl SqliteLog {
    /// Recomputes the hash chain and compares it with every stored hash and with the anchor.
    ///
    /// With `since`, starts behind a head that was verified before and must still be in the chain.
    ///
    /// # Errors
    /// [`LogError::Damaged`] naming the first commit that disagrees, [`LogError::Anchor`] when the log does not hold
    /// what the anchor says it held.
    pub fn verify(&self, since: Option<&Head>) -> Result<Verified, LogError> {
        self.check_anchor()?;
        let start = since.map_or(Seq(0), Head::seq);
        let mut walk = Walk { after: start.0, recorded: 0, hash: Head::EMPTY_HASH, commits: 0, events: 0 };
        if let Some(since) = since {
            walk.hash = self.hash_at(start)?;
            if walk.hash != since.hash {
                let what = "the commit that ends here is another than the one that was verified before".to_owned();
                return Err(damaged(&self.database, start, None, what));
            }
        } else {
            self.check_structure()?;
        }
        let end = self.head()?;
        while walk.after < end.seq().0 {
            self.walk(&mut walk, end.seq().0)?;
        }
        let head = Head::at(Seq(walk.after), walk.hash);
        if head != end {
            return Err(damaged(&self.database, head.seq(), None, "the log does not end where it should".to_owned()));
        }
        Ok(Verified { head, commits: walk.commits, events: walk.events })
    }

    /// The links of the chain as they are stored, in order: the last event of every commit and the hash there. Checks
    /// nothing; [`SqliteLog::verify`] does.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn each_link(&self, mut link: impl FnMut(Seq, ContentHash)) -> Result<(), LogError> {
        let select = "SELECT first_seq + count - 1, hash FROM commits ORDER BY first_seq";
        let mut statement = self.connection.prepare_cached(select).map_err(|e| self.error(e))?;
        let mut rows = statement.query([]).map_err(|e| self.error(e))?;
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            let (last, hash): (i64, [u8; 32]) =
                row.get(0).and_then(|last| Ok((last, row.get(1)?))).map_err(|e| self.error(e))?;
            link(Seq(last.unsigned_abs()), ContentHash::from_bytes(hash));
        }
        Ok(())
    }

    /// Whether this log once ended exactly here.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn has_been_at(&self, head: &Head) -> Result<bool, LogError> {
        match self.hash_at(head.seq()) {
            Ok(hash) => Ok(hash == head.hash),
            Err(LogError::Damaged { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Checks that what the anchor says is in the log. The anchor is read first, for the log only grows.
    pub(super) fn check_anchor(&self) -> Result<(), LogError> {
        let mut outcome = Ok(());
        for look in 0..LOOKS {
            std::thread::sleep(std::time::Duration::from_millis(u64::from(look)));
            outcome = self.anchor.read().and_then(|anchored| self.holds(&anchored));
            if !matches!(outcome, Err(LogError::Anchor { .. })) {
                break;
            }
        }
        outcome
    }

    fn holds(&self, anchored: &Head) -> Result<(), LogError> {
        let broken = |what: String| LogError::Anchor { path: self.anchor.path().to_owned(), what };
        let (end, seq) = (self.head()?.seq(), anchored.seq());
        if seq > end {
            return Err(broken(format!("the log ends at {end} and once ended at {seq}")));
        }
        match self.hash_at(seq) {
            Ok(hash) if hash == anchored.hash => Ok(()),
            Ok(_) => Err(broken(format!("the commit that ends at {seq} is another than it was"))),
            Err(LogError::Damaged { .. }) => Err(broken(format!("no commit ends at {seq} any more"))),
            Err(other) => Err(other),
        }
    }

    /// The hash of the commit that ends at this position.
    fn hash_at(&self, seq: Seq) -> Result<ContentHash, LogError> {
        let ends_here = self.commit_ends_at(seq)?;
        if !ends_here {
            return Err(damaged(&self.database, seq, None, "no commit ends here".to_owned()));
        }
        hash_before(&self.connection, &self.database, seq.0.saturating_add(1))
    }

    /// The hash of the chain after the commit that ends with this event; `None` where no commit ends there.
    ///
    /// Tells whether something made from a log up to there was made from this one.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn hash_after(&self, last: Seq) -> Result<Option<ContentHash>, LogError> {
        if self.commit_ends_at(last)? { self.hash_at(last).map(Some) } else { Ok(None) }
    }

    fn commit_ends_at(&self, seq: Seq) -> Result<bool, LogError> {
        let Ok(position) = i64::try_from(seq.0) else { return Ok(false) };
        let select = "SELECT coalesce(max(first_seq + count - 1) = ?1, ?1 = 0) FROM \
                      (SELECT first_seq, count FROM commits WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1)";
        let mut statement = self.connection.prepare_cached(select).map_err(|e| self.error(e))?;
        statement.query_row([position], |row| row.get(0)).map_err(|e| self.error(e))
    }

    /// Lets SQLite check its own pages and the index on the commit ids.
    fn check_structure(&self) -> Result<(), LogError> {
        let check = |row: &Row| row.get::<_, String>(0);
        let answer = self.connection.query_row("PRAGMA integrity_check(1)", [], check).map_err(|e| self.error(e))?;
        if answer == "ok" {
            return Ok(());
        }
        Err(damaged(&self.database, Seq(0), None, format!("the database file is malformed ({answer})")))
    }

    /// Checks the next stretch in a read transaction of its own.
    fn walk(&self, walk: &mut Walk, end: u64) -> Result<(), LogError> {
        let select = "SELECT first_seq, count, id, kind, recorded, codec, payload, hash FROM commits \
                      WHERE first_seq > ?1 ORDER BY first_seq";
        let mut statement = self.connection.prepare_cached(select).map_err(|e| self.error(e))?;
        let mut rows = statement.query([walk.after.cast_signed()]).map_err(|e| self.error(e))?;
        for _ in 0..STRIDE {
            if walk.after >= end {
                break;
            }
            let due = walk.after + 1;
            let row = rows.next().map_err(|e| read::at(&self.database, e, due))?;
            let row =
                row.ok_or_else(|| damaged(&self.database, Seq(due), None, format!("events up to #{end} are missing")))?;
            walk.step(row).map_err(|what| {
                let id: Option<[u8; 32]> = row.get(2).ok();
                damaged(&self.database, Seq(due), id.map(CommitId::from_bytes), what)
            })?;
        }
        Ok(())
    }
}

impl Walk {
    /// Checks one commit: its place, its time, its hash.
    fn step(&mut self, row: &Row) -> Result<(), String> {
        let columns = read::columns(row)?;
        let due = self.after + 1;
        if u64::try_from(columns.first_seq) != Ok(due) {
            return Err(format!("the next commit stands at #{}", columns.first_seq));
        }
        let hash = columns.seal(&self.hash);
        if hash.as_bytes().as_slice() != read::stored_hash(row)? {
            return Err("the commit does not match its hash".to_owned());
        }
        if columns.recorded < self.recorded || Recorded::from_micros(columns.recorded).is_none() {
            return Err("the recorded time decreases".to_owned());
        }
        let count = u64::try_from(columns.count).ok().filter(|count| *count > 0).ok_or("the commit holds no event")?;
        self.hash = hash;
        self.recorded = columns.recorded;
        self.after += count;
        self.commits += 1;
        self.events += count;
        Ok(())
    }
}
