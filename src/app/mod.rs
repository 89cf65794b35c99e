//! Floor 6: use cases, one file each. Pure where it can be, synchronous everywhere; never the terminal or the environment.

pub mod alerts;
pub mod append;
pub mod breakdown;
pub mod checkpoint;
pub mod citing;
pub mod compare;
pub mod demo;
pub mod diff;
pub mod documents;
pub mod dyad_years;
pub mod eval;
pub mod exchange;
pub mod import_mid;
pub mod import_rows;
pub mod listing;
pub mod merge;
pub mod naming;
pub mod pair;
pub mod profile_fit;
pub mod question;
pub mod reading;
pub mod reading_of;
pub mod recode;
pub mod redact;
pub mod release;
pub mod replay;
pub mod retract;
pub mod risk_table;
pub mod show;
pub mod trend;
pub mod why;

pub use question::{Book, Question};
pub use reading::Reader;

use crate::coder::llm::LlmError;
use crate::domain::{ArticleId, Day, Dyad, DyadPattern, Seq};
use crate::log::LogError;
use crate::log::proof::ProofError;
use crate::projection::cache::CacheError;
use crate::tension::TensionError;
use crate::wire::WireError;

/// Why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The log or the article store.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The counts of the store.
    #[error(transparent)]
    Cache(CacheError),
    /// The model.
    #[error(transparent)]
    Tension(#[from] TensionError),
    /// A language model that was to read an article.
    #[error(transparent)]
    Llm(#[from] LlmError),
    /// An export that cannot be read or written.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The article is in the log, and something else is said of it there.
    #[error("the same text is already in the log at {first} with another {what}")]
    OtherFacts {
        /// The article.
        article: ArticleId,
        /// Position of its first event.
        first: Seq,
        /// What differs: `published 2022-03 there, 2022-04 here`.
        what: String,
    },
    /// The window ends before it begins.
    #[error("the window ends on {to}, before it begins on {from}")]
    EmptyWindow {
        /// Its first day.
        from: Day,
        /// Its last.
        to: Day,
    },
    /// One pair was needed.
    #[error("{pattern} stands for many pairs, and this needs one")]
    ManyPairs {
        /// What was given.
        pattern: DyadPattern,
    },
    /// Nothing in the log has this name.
    #[error("nothing in the log is called {given:?}")]
    NotFound {
        /// What was given.
        given: String,
    },
    /// Several things in the log begin with this name.
    #[error("{given:?} is the beginning of {} names: {}", among.len(), among.join(", "))]
    Ambiguous {
        /// What was given.
        given: String,
        /// The first few of them.
        among: Vec<String>,
    },
    /// The event is no interaction, so that it cannot be taken back.
    #[error("{seq} is of the kind {kind}; only an interaction can be taken back")]
    NotAnInteraction {
        /// Its position.
        seq: Seq,
        /// What it is.
        kind: &'static str,
    },
    /// The interaction was taken back before.
    #[error("{seq} was already taken back by {by}")]
    AlreadyRetracted {
        /// Its position.
        seq: Seq,
        /// Position of the retraction.
        by: Seq,
    },
    /// The event is no article, so that there is no text to erase.
    #[error("{seq} is of the kind {kind}; name the article whose text is to be erased")]
    NotAnArticle {
        /// Its position.
        seq: Seq,
        /// What it is.
        kind: &'static str,
    },
    /// The interaction was not taken back, so that it need not be put back.
    #[error("{seq} was not taken back")]
    NotRetracted {
        /// Its position.
        seq: Seq,
    },
    /// A log without commits has nothing to say.
    #[error("the log is empty")]
    EmptyLog,
    /// No checkpoint reaches as far as the event.
    #[error("no checkpoint covers {seq} yet")]
    Uncovered {
        /// Its position.
        seq: Seq,
    },
    /// The store keeps no checkpoint.
    #[error("no checkpoint was made of this log yet")]
    NoCheckpoint,
    /// The log never was as the checkpoint says.
    #[error("this log never was as the checkpoint of {commits} commits says")]
    NotOurs {
        /// Commits of the checkpoint.
        commits: u64,
    },
    /// The older checkpoint is the newer one.
    #[error("the first checkpoint is of {older} commits, the second of {newer}")]
    NotOlder {
        /// Commits of the first.
        older: u64,
        /// Commits of the second.
        newer: u64,
    },
    /// A proof that does not hold, or is none.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// Two ways to compute the same score came out different: a defect, or a damaged log.
    #[error("{dyad} on {on} comes out different when computed from single events")]
    Disagrees {
        /// The pair.
        dyad: Dyad,
        /// The day.
        on: Day,
    },
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

impl AppError {
    /// Whether whoever read our output went away, which is no failure of ours.
    pub fn is_closed_pipe(&self) -> bool {
        let broken = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
        match self {
            Self::Output(error) | Self::Wire(WireError::Io(error)) => broken(error),
            _ => false,
        }
    }
}

impl From<CacheError> for AppError {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Log(error) => Self::Log(error),
            other => Self::Cache(other),
        }
    }
}
