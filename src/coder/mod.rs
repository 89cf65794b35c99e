//! Floor 2: article to interactions. Pure: no clock, no network, no global state.

use crate::domain::{Article, ByteSpan, CoderId, Interaction, Language};

/// Reads interactions in articles.
pub trait Coder {
    /// Which coder this is, in which exact state.
    fn id(&self) -> CoderId;

    /// Reads one article. Never fails: what is not understood is abstained on, with a reason.
    fn code(&self, article: &Article) -> Coding;
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
