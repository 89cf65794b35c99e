//! Floor 0: the vocabulary. No clock, no input or output, no async.
//!
//! Everything here is a value: built once through a constructor that refuses what cannot be,
//! compared and ordered by content, and safe to hand to any floor above.

pub mod actor;
pub mod article;
pub mod cameo;
pub mod commit;
pub mod cut;
pub mod dyad;
pub mod event;
pub mod goldstein;
pub mod interaction;
pub mod time;

pub use actor::{Actor, Sector};
pub use article::{Article, ArticleId, ContentHash, Language};
pub use cameo::{CameoCode, QuadClass, Root};
pub use commit::{Commit, CommitId, CommitKind, NewCommit, StoredEvent};
pub use cut::{Cut, KnownAt};
pub use dyad::{DirectedDyad, Dyad, DyadPattern};
pub use event::{
    ArticleIngested, ArticleRedacted, CoderId, DatasetImported, Event, EventId, InteractionCoded, InteractionRetracted,
    Origin,
};
pub use goldstein::{Goldstein, SeverityMicros};
pub use interaction::{ByteSpan, Confidence, Interaction, Parties, Party, Reporter, RuleId, Status};
pub use time::{DateSpan, Day, Recorded, Seq};

/// Why a text is not the value it should be.
///
/// One shape for every parser on this floor: what was expected, and the text that was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not {expected}")]
pub struct ParseError {
    /// What the parser expected, as a noun phrase with its article.
    pub expected: &'static str,
    /// The text as given, cut to 80 characters.
    pub given: String,
}

impl ParseError {
    /// Names the expectation and keeps at most 80 characters of the text.
    pub fn new(expected: &'static str, given: &str) -> Self {
        Self { expected, given: given.chars().take(80).collect() }
    }
}

/// Gives a type the serde form of its text: `Display` out, `FromStr` in.
macro_rules! serde_as_text {
    ($($name:ty),+ $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
pub(crate) use serde_as_text;
