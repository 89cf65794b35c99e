//! Why an article could not be coded by a language model.

use std::path::PathBuf;
use std::time::Duration;

/// Why a coder could not be made, or why an article was not coded. Nothing of the article is coded then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LlmError {
    /// The model's name cannot stand in a coder id.
    #[error("{given:?} is not a model name (1 to 90 visible ASCII characters without \"+\")")]
    Model {
        /// The name as given, cut to 80 characters.
        given: String,
    },
    /// The address is none this coder talks to.
    #[error("the address of the model is not usable: {reason}")]
    Endpoint {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The key cannot be sent as a header.
    #[error("the key for the model holds characters that cannot be sent")]
    Key,
    /// The text is longer than a request may carry.
    #[error("the article has {bytes} bytes, more than the {max} that are sent to a model")]
    ArticleTooLong {
        /// Length of the text.
        bytes: usize,
        /// Longest text that is sent.
        max: usize,
    },
    /// As many articles as allowed were sent.
    #[error("the limit of {max} articles for the model is reached")]
    ArticlesSpent {
        /// The limit.
        max: u32,
    },
    /// The next request could cost more tokens than are left.
    #[error(
        "the limit of {max} tokens for the model is reached: {spent} are spent and the next request may take {next}"
    )]
    TokensSpent {
        /// The limit.
        max: u64,
        /// Tokens spent so far.
        spent: u64,
        /// The most the next request may take.
        next: u64,
    },
    /// No whole answer came, however often it was asked for.
    #[error("no answer from the model after {attempts} attempts")]
    Unanswered {
        /// How often it was asked.
        attempts: u32,
        /// What went wrong the last time.
        source: SendError,
    },
    /// The endpoint refused the request, or kept failing.
    #[error("the model's endpoint answered {status}: {message}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// The start of what it said, in one line.
        message: String,
    },
    /// The answer was cut off by the limit on its length.
    #[error("the model's answer was cut off at its limit of {max} tokens")]
    CutOff {
        /// The limit.
        max: u32,
    },
    /// The model or its host declined to answer.
    #[error("the model declined to code the article")]
    Declined,
    /// The answer is not what was asked for.
    #[error("the model's answer is not usable: {reason}")]
    Answer {
        /// What is wrong with it.
        reason: String,
    },
    /// The cache of answers could not be read or written.
    #[error("the cache of answers at {path} cannot be used")]
    Cache {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Why a request brought no whole response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The response was not whole in time.
    #[error("no whole response within {} s", .limit.as_secs_f32())]
    TimedOut {
        /// The time allowed.
        limit: Duration,
    },
    /// The response is longer than any answer may be.
    #[error("a response longer than {max} bytes")]
    TooLong {
        /// Longest response that is read.
        max: u64,
    },
    /// The connection failed or ended too early.
    #[error("the connection failed: {reason}")]
    Connection {
        /// What the system says.
        reason: String,
    },
}

impl SendError {
    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        !matches!(self, Self::TooLong { .. })
    }
}

/// Why a single proposal of a model was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The actor is in no table.
    #[error("{0:?} is no known actor")]
    UnknownActor(String),
    /// Somebody acting on himself.
    #[error("source and target are both {0}")]
    SameActor(String),
    /// The code is in no table.
    #[error("{0:?} is no known CAMEO code")]
    UnknownCode(String),
    /// The status is none of the three.
    #[error("{0:?} is no status")]
    UnknownStatus(String),
    /// The words are not in the article.
    #[error("the quote is not in the article")]
    InventedQuote,
    /// Too little or too much to be evidence.
    #[error("the quote has {0} letters (3 to 600 are evidence)")]
    QuoteLength(usize),
    /// The words, or the actors, come from the examples of the prompt.
    #[error("the proposal repeats an example of the prompt")]
    FromExamples,
    /// One end is missing, or an end is no date.
    #[error("{0:?} is no date")]
    BadDate(String),
    /// The ends are reversed, too far apart, or after publication.
    #[error("{0} cannot be when it happened")]
    UnlikelyDate(String),
    /// Nothing in the article or known of it supports the date.
    #[error("nothing dates the article to {0}")]
    UnsupportedDate(String),
    /// The reporter is neither a known actor nor named in the article.
    #[error("{0:?} does not report in the article")]
    UnknownReporter(String),
}
