//! Commits: the events that arrived together, the unit of append, of idempotency and of the hash chain.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::{ContentHash, Event, EventId, ParseError, Recorded, Seq, serde_as_text};

/// Names a commit by what it is about, so that the same thing appended twice has the same id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId([u8; 32]);

impl CommitId {
    /// The id of the commit about these parts: SHA-256 over the kind and the parts, each length-prefixed.
    ///
    /// An article's coding takes the article's hash and the coder's id; a chunk of a file takes the file's hash
    /// and the chunk's number.
    pub fn derive(kind: CommitKind, parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in std::iter::once(kind.as_str().as_bytes()).chain(parts.iter().copied()) {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// An id that was derived before.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ContentHash::from_bytes(self.0).fmt(f)
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CommitId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse::<ContentHash>()
            .map(|hash| Self(*hash.as_bytes()))
            .map_err(|_| ParseError::new("a commit id (64 lower-case hexadecimal digits)", text))
    }
}

serde_as_text!(CommitId);

/// Why events arrived together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommitKind {
    /// One article and what a coder read in it.
    Article,
    /// One chunk of an imported file.
    Import,
    /// One article read again by another coder: the old taken back, the new coded.
    Recode,
    /// Single interactions taken back.
    Retract,
    /// An article's text erased.
    Redact,
}

impl CommitKind {
    /// All kinds, in the order they are declared.
    pub const ALL: [Self; 5] = [Self::Article, Self::Import, Self::Recode, Self::Retract, Self::Redact];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Import => "import",
            Self::Recode => "recode",
            Self::Retract => "retract",
            Self::Redact => "redact",
        }
    }
}

impl fmt::Display for CommitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for CommitKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| ParseError::new("a commit kind (article, import, recode, retract, redact)", text))
    }
}

serde_as_text!(CommitKind);

/// Events about to be appended together. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    id: CommitId,
    kind: CommitKind,
    events: Vec<Event>,
}

impl NewCommit {
    /// The commit, or `None` when it holds no event.
    pub fn new(id: CommitId, kind: CommitKind, events: Vec<Event>) -> Option<Self> {
        (!events.is_empty()).then_some(Self { id, kind, events })
    }

    /// What the commit is about.
    pub fn id(&self) -> CommitId {
        self.id
    }

    /// Why its events arrived together.
    pub fn kind(&self) -> CommitKind {
        self.kind
    }

    /// The events in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The parts: id, kind, events.
    pub fn into_parts(self) -> (CommitId, CommitKind, Vec<Event>) {
        (self.id, self.kind, self.events)
    }
}

/// A commit as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Position of its first event.
    pub first_seq: Seq,
    /// What it is about.
    pub id: CommitId,
    /// Why its events arrived together.
    pub kind: CommitKind,
    /// When the log took it.
    pub recorded: Recorded,
    /// The events in order; never empty.
    pub events: Vec<Event>,
}

impl Commit {
    /// Position of the last event.
    pub fn last_seq(&self) -> Seq {
        Seq(self.first_seq.0 + (self.events.len() as u64).saturating_sub(1))
    }

    /// Every event with its position and id.
    pub fn stored_events(&self) -> impl Iterator<Item = StoredEvent<'_>> {
        self.events.iter().zip(0u32..).map(|(event, ordinal)| StoredEvent {
            seq: Seq(self.first_seq.0 + u64::from(ordinal)),
            id: EventId::derive(self.id, ordinal),
            recorded: self.recorded,
            event,
        })
    }
}

/// An event with what the log knows about it.
#[derive(Debug, Clone, Copy)]
pub struct StoredEvent<'a> {
    /// Its position.
    pub seq: Seq,
    /// Its id.
    pub id: EventId,
    /// When the log took it.
    pub recorded: Recorded,
    /// The fact.
    pub event: &'a Event,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_length_prefixed_so_they_cannot_run_together() {
        let id = |parts: &[&[u8]]| CommitId::derive(CommitKind::Article, parts);
        assert_ne!(id(&[b"ab", b"c"]), id(&[b"a", b"bc"]));
        assert_ne!(id(&[b"ab"]), CommitId::derive(CommitKind::Recode, &[b"ab"]));
    }
}
