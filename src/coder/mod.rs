//! Floor 2: article to interactions. Pure: no clock, no network, no global state.

pub mod lang;
pub mod llm;
pub mod rules;
pub mod trace;

use std::fmt;

pub use rules::RulesCoder;

use crate::domain::{Article, ByteSpan, CoderId, Interaction, Language};

/// Reads interactions in articles.
pub trait Coder {
    /// Which coder this is, in which exact state.
    fn id(&self) -> CoderId;

    /// Reads one article. Never fails: what is not understood is abstained on, with a reason.
    fn code(&self, article: &Article) -> Coding;
}

impl<C: Coder> Coder for &C {
    fn id(&self) -> CoderId {
        (*self).id()
    }

    fn code(&self, article: &Article) -> Coding {
        (*self).code(article)
    }
}

/// What a coder understood of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coding {
    /// The language the text was read as; `None` where it could not be told or is not supported.
    pub language: Option<Language>,
    /// What was understood, in the order of the text.
    pub interactions: Vec<CodedInteraction>,
    /// What was not, in the order of the text.
    pub abstained: Vec<Abstention>,
}

/// An interaction and where the text says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedInteraction {
    /// The act.
    pub interaction: Interaction,
    /// Bytes of the article that say it.
    pub span: ByteSpan,
}

/// A passage that was seen and not coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abstention {
    /// Bytes of the article.
    pub span: ByteSpan,
    /// Why it was not coded.
    pub reason: AbstainReason,
}

/// Why a passage was not coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AbstainReason {
    /// The text is in a language the coder does not read.
    UnsupportedLanguage,
    /// The text says that it did not happen.
    Negated,
    /// A party denies it.
    Denied,
    /// It is asked, not said.
    Question,
    /// It may happen, would happen, or happens under a condition.
    Hypothetical,
    /// It is still to come.
    Future,
    /// An act, but nobody the text lets one name does it.
    NoSource,
    /// An act, but it is done to nobody the text lets one name.
    NoTarget,
    /// Both sides are the same actor.
    Domestic,
    /// Actors, but no act the coder knows.
    NoFrame,
}

impl AbstainReason {
    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnsupportedLanguage => "language not supported",
            Self::Negated => "negated",
            Self::Denied => "denied",
            Self::Question => "question",
            Self::Hypothetical => "hypothetical",
            Self::Future => "still to come",
            Self::NoSource => "who acts is not clear",
            Self::NoTarget => "whom it is done to is not clear",
            Self::Domestic => "both sides are the same",
            Self::NoFrame => "no act recognised",
        }
    }
}

impl fmt::Display for AbstainReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
