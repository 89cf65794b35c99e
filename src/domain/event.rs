//! The facts a log holds: five kinds of event, never a score.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

use super::{ArticleId, ByteSpan, CommitId, ContentHash, DateSpan, Interaction, Language, ParseError, serde_as_text};

/// Names an event: a version 5 UUID derived from its commit's id and its ordinal in the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(Uuid);

impl EventId {
    /// The id of the event at this position (from 0) of the commit.
    pub fn derive(commit: CommitId, ordinal: u32) -> Self {
        let mut name = [0; 36];
        let (id, position) = name.split_at_mut(32);
        id.copy_from_slice(commit.as_bytes());
        position.copy_from_slice(&ordinal.to_be_bytes());
        Self(Uuid::new_v5(&Uuid::NAMESPACE_OID, &name))
    }

    /// An id that was derived before.
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The UUID.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl FromStr for EventId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let parsed = if text.len() == 36 { Uuid::try_parse(text).ok() } else { None };
        parsed.map(Self).ok_or_else(|| ParseError::new("an event id (a UUID with hyphens)", text))
    }
}

serde_as_text!(EventId);

/// Names a coder in one exact state: method, version, and a hash of its data, `rules@1+3f2a9c01d4e5`.
/// A clone shares the text.
#[derive(Debug, Clone, Eq, PartialOrd, Ord)]
pub struct CoderId(Arc<str>);

impl PartialEq for CoderId {
    /// Most of those that are compared share their text.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for CoderId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl CoderId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CoderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for CoderId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let visible = text.bytes().all(|b| b.is_ascii_graphic());
        if !(1..=120).contains(&text.len()) || !visible {
            return Err(ParseError::new("a coder id (at most 120 visible ASCII characters)", text));
        }
        Ok(Self(text.into()))
    }
}

serde_as_text!(CoderId);

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An article came in.
    ArticleIngested(ArticleIngested),
    /// A part of a dataset came in.
    DatasetImported(DatasetImported),
    /// A coder read an interaction.
    InteractionCoded(InteractionCoded),
    /// A coded interaction was taken back.
    InteractionRetracted(InteractionRetracted),
    /// The text of an article was erased.
    ArticleRedacted(ArticleRedacted),
}

impl Event {
    /// The name of the kind, as stored and as in `schemas/`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ArticleIngested(_) => "article-ingested",
            Self::DatasetImported(_) => "dataset-imported",
            Self::InteractionCoded(_) => "interaction-coded",
            Self::InteractionRetracted(_) => "interaction-retracted",
            Self::ArticleRedacted(_) => "article-redacted",
        }
    }
}

/// An article came in: what is known of it and the hash of its text, not the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleIngested {
    /// Hash of the text.
    pub article: ArticleId,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands.
    pub url: Option<String>,
    /// The language it was read as; `None` where it could not be told.
    pub language: Option<Language>,
    /// When the source made it knowable; `None` where unknown.
    pub published: Option<DateSpan>,
    /// Length of the text in bytes.
    pub length_bytes: u64,
}

/// A chunk of a dataset file came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetImported {
    /// The layout, such as `icews`.
    pub format: String,
    /// Hash of the whole file.
    pub dataset: ContentHash,
    /// Which chunk of the file, from 0.
    pub chunk: u32,
    /// Rows of the chunk that became interactions.
    pub rows: u64,
    /// Rows of the chunk that were rejected.
    pub skipped: u64,
}

/// Where an interaction was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// In an article, at these bytes.
    Article {
        /// Hash of the text.
        article: ArticleId,
        /// The quoted passage.
        span: ByteSpan,
    },
    /// In a row of a dataset.
    Row {
        /// Hash of the file.
        dataset: ContentHash,
        /// Line of the file, 1 for the first.
        line: u64,
        /// The dataset's own key of the row, as text.
        key: String,
    },
}

/// A coder read an interaction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InteractionCoded {
    /// The act.
    pub interaction: Interaction,
    /// Where it was read.
    pub origin: Origin,
    /// When the origin was published; `None` keeps it out of every `--published-by` cut.
    pub published: Option<DateSpan>,
    /// Which coder read it.
    pub coder: CoderId,
}

impl InteractionCoded {
    /// The rule of every row of an imported dispute history.
    pub const DISPUTE_RULE: &'static str = "mid";

    /// Whether this is a militarised dispute of an imported history: a fact about years, in no tension.
    pub fn is_dispute(&self) -> bool {
        matches!(self.origin, Origin::Row { .. }) && self.interaction.rule.as_str() == Self::DISPUTE_RULE
    }
}

/// A coded interaction was taken back. Carries the whole of it, so that a fold needs no look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionRetracted {
    /// The event taken back.
    pub target: EventId,
    /// What that event said.
    pub coded: InteractionCoded,
    /// When the correction became public. `None` where it is a correction of our reading, which holds from the
    /// moment the article itself was public.
    pub published: Option<DateSpan>,
    /// Why.
    pub reason: String,
}

/// The text of an article was erased from the article store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRedacted {
    /// Hash of the text that is gone.
    pub article: ArticleId,
    /// Why.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_ids_depend_on_commit_and_ordinal_only() {
        let commit = CommitId::from_bytes([7; 32]);
        assert_eq!(EventId::derive(commit, 0), EventId::derive(commit, 0));
        assert_ne!(EventId::derive(commit, 0), EventId::derive(commit, 1));
        assert_ne!(EventId::derive(commit, 0), EventId::derive(CommitId::from_bytes([8; 32]), 0));
        assert_eq!(EventId::derive(commit, 0).uuid().get_version_num(), 5);
    }
}
