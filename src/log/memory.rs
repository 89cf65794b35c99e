//! A log in memory: what a log does, in the fewest words. The other adapters are tested against it.

use super::chain::Columns;
use super::{Appended, Clock, Cursor, EventLog, Expected, Head, Located, LogError, Records, decoded, is_about, named};
use crate::domain::{ArticleId, Commit, CommitId, NewCommit, Recorded, Seq};
use crate::wire::{Encoded, Record};

/// A log that ends with the process.
pub struct MemoryLog {
    clock: Clock,
    records: Vec<Record>,
    head: Head,
}

impl MemoryLog {
    /// An empty log that records at the times this clock tells.
    pub fn new(clock: Clock) -> Self {
        Self { clock, records: Vec::new(), head: Head::empty() }
    }

    fn push(&mut self, record: Record) {
        self.head = Head::at(record.last_seq(), Columns::of(&record).seal(&self.head.hash));
        self.records.push(record);
    }

    fn get(&self, id: CommitId) -> Option<&Record> {
        self.records.iter().find(|record| record.id == id)
    }

    fn append_one(&mut self, commit: Encoded, expected: Expected, now: Recorded) -> Result<Appended, LogError> {
        let Encoded { id, kind, count, payload } = commit;
        if let Some(there) = self.get(id) {
            let (first, last, recorded) = (there.first_seq, there.last_seq(), there.recorded);
            let there = decoded(there)?;
            if (there.kind, there.events) != (kind, payload.decode()?) {
                return Err(LogError::Conflict { id, first });
            }
            return Ok(Appended::Duplicate { first, last, recorded });
        }
        let end = self.head.seq();
        match expected {
            Expected::Head(seq) if seq != end => return Err(LogError::Moved { expected: seq, found: end }),
            Expected::Head(_) | Expected::Any => {}
        }
        let recorded = self.records.last().map_or(now, |last| last.recorded.max(now));
        let first = Seq(end.0 + 1);
        let record = Record { first_seq: first, count, id, kind, recorded, payload };
        let last = record.last_seq();
        self.push(record);
        Ok(Appended::Stored { first, last, recorded })
    }

    fn replicate_one(&mut self, record: Record) -> Result<u64, LogError> {
        if let Some(there) = self.get(record.id) {
            let first = there.first_seq;
            return if *there == record { Ok(0) } else { Err(LogError::Conflict { id: record.id, first }) };
        }
        let due = Seq(self.head.seq().0 + 1);
        let refuse = |why: &str| LogError::DoesNotFollow { id: record.id, due, why: why.to_owned() };
        if record.first_seq != due {
            return Err(refuse("it stands at another position in the log it comes from"));
        }
        if self.records.last().is_some_and(|last| last.recorded > record.recorded) {
            return Err(refuse("it was recorded before the commit that would precede it"));
        }
        decoded(&record)?;
        self.push(record);
        Ok(1)
    }

    /// Runs the steps on everything or on nothing.
    fn all_or_nothing<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T, LogError>) -> Result<T, LogError> {
        let (length, head) = (self.records.len(), self.head.clone());
        let result = run(self);
        if result.is_err() {
            self.records.truncate(length);
            self.head = head;
        }
        result
    }
}

impl EventLog for MemoryLog {
    fn append(&mut self, commit: NewCommit, expected: Expected) -> Result<Appended, LogError> {
        let now = (self.clock)();
        self.append_one(Encoded::of(&commit)?, expected, now)
    }

    fn append_encoded(&mut self, commits: Vec<Encoded>, expected: Expected) -> Result<Vec<Appended>, LogError> {
        let (mut expected, now) = (expected, (self.clock)());
        self.all_or_nothing(|log| {
            let mut done = Vec::with_capacity(commits.len());
            for commit in commits {
                let appended = log.append_one(commit, expected, now)?;
                if appended.is_new() {
                    expected = Expected::Any;
                }
                done.push(appended);
            }
            Ok(done)
        })
    }

    fn replicate(&mut self, records: Vec<Record>) -> Result<u64, LogError> {
        self.all_or_nothing(|log| records.into_iter().map(|record| log.replicate_one(record)).sum())
    }

    fn records(&self, after: &Cursor) -> Result<Records<'_>, LogError> {
        let (after, end) = (after.position(0), self.head.seq());
        if after > end {
            return Err(LogError::Moved { expected: after, found: end });
        }
        Ok(Box::new(self.records.iter().filter(move |record| record.last_seq() > after).cloned().map(Ok)))
    }

    fn head(&self) -> Result<Head, LogError> {
        Ok(self.head.clone())
    }

    fn find(&self, id: CommitId) -> Result<Option<Commit>, LogError> {
        self.get(id).map(decoded).transpose()
    }

    fn commit_at(&self, seq: Seq) -> Result<Option<Commit>, LogError> {
        let holds = |record: &&Record| record.first_seq <= seq && seq <= record.last_seq();
        self.records.iter().find(holds).map(decoded).transpose()
    }

    fn events_named(&self, prefix: &str) -> Result<Vec<Located>, LogError> {
        Ok(self.records.iter().flat_map(|r| named(r.first_seq, r.count, r.id, prefix)).collect())
    }

    fn commits_about(&self, article: ArticleId) -> Result<Vec<Commit>, LogError> {
        let commits = self.read(&Cursor::start())?;
        commits.filter(|commit| commit.as_ref().map_or(true, |c| is_about(c, article))).collect()
    }
}
