//! A commit as it is stored: its columns, and its events still as bytes.

use super::{Payload, WireError};
use crate::domain::{Commit, CommitId, CommitKind, Recorded, Seq};

/// A commit as a log stores it. Copying records copies a log exactly, whatever versions its events have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Position of its first event.
    pub first_seq: Seq,
    /// How many events it holds, at least 1.
    pub count: u64,
    /// What it is about.
    pub id: CommitId,
    /// Why its events arrived together.
    pub kind: CommitKind,
    /// When the log took it.
    pub recorded: Recorded,
    /// Its events.
    pub payload: Payload,
}

impl Record {
    /// Writes a commit.
    ///
    /// # Errors
    /// [`WireError::Unfaithful`] when an event would not read back as it is.
    pub fn encode(commit: &Commit) -> Result<Self, WireError> {
        Ok(Self {
            first_seq: commit.first_seq,
            count: commit.events.len() as u64,
            id: commit.id,
            kind: commit.kind,
            recorded: commit.recorded,
            payload: Payload::encode(commit.id, &commit.events)?,
        })
    }

    /// Reads the commit.
    ///
    /// # Errors
    /// When the payload is not events this program knows, or not as many as `count` says.
    pub fn decode(&self) -> Result<Commit, WireError> {
        let events = self.payload.decode()?;
        if events.len() as u64 != self.count || events.is_empty() {
            return Err(WireError::Count { stated: self.count, found: events.len() as u64 });
        }
        let Self { first_seq, id, kind, recorded, .. } = *self;
        Ok(Commit { first_seq, id, kind, recorded, events })
    }

    /// Position of the last event.
    pub fn last_seq(&self) -> Seq {
        Seq(self.first_seq.0.saturating_add(self.count).saturating_sub(1))
    }
}
