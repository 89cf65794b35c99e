//! Reading an answer: first the envelope of the protocol, then what the model wrote.

use serde::Deserialize;

use super::check::Proposals;
use super::error::LlmError;
use crate::domain::ContentHash;

/// Most interactions an answer may propose; more is a model that runs on.
const PROPOSALS_MAX: usize = 400;

/// The text a model wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The words, as they came.
    pub content: String,
    /// Tokens read and written, where the endpoint says so.
    pub tokens: Option<u64>,
}

impl Reply {
    /// Names the answer by its words.
    pub fn hash(content: &str) -> ContentHash {
        ContentHash::of(content.as_bytes())
    }
}

#[derive(Deserialize)]
struct Envelope {
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    #[serde(default)]
    total_tokens: Option<u64>,
}

/// Tokens the endpoint says the request cost, even where the rest of the body is of no use.
pub fn tokens_said(body: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct UsageOnly {
        usage: Usage,
    }
    serde_json::from_slice::<UsageOnly>(body).ok()?.usage.total_tokens
}

/// The text in a response body.
///
/// # Errors
/// When the body is no chat completion, or one without a whole answer.
pub fn open(body: &[u8], reply_tokens: u32) -> Result<Reply, LlmError> {
    let unusable = |reason: String| LlmError::Answer { reason };
    let text = std::str::from_utf8(body).map_err(|_| unusable("it is not UTF-8".to_owned()))?;
    let envelope: Envelope =
        serde_json::from_str(text).map_err(|error| unusable(format!("it is no chat completion ({error})")))?;
    let choice = envelope.choices.into_iter().next().ok_or_else(|| unusable("it holds no choice".to_owned()))?;
    match choice.finish_reason.as_deref() {
        Some("length") => return Err(LlmError::CutOff { max: reply_tokens }),
        Some("content_filter") => return Err(LlmError::Declined),
        _ => {}
    }
    if choice.message.refusal.is_some_and(|refusal| !refusal.is_empty()) {
        return Err(LlmError::Declined);
    }
    let content = choice.message.content.ok_or_else(|| unusable("its message is empty".to_owned()))?;
    Ok(Reply { content, tokens: envelope.usage.and_then(|usage| usage.total_tokens) })
}

/// The proposals in a model's text.
///
/// # Errors
/// When the text is not the JSON that was asked for, to the last field.
pub fn proposals(content: &str) -> Result<Proposals, LlmError> {
    let read: Proposals = serde_json::from_str(content)
        .map_err(|error| LlmError::Answer { reason: format!("it does not follow the schema ({error})") })?;
    if read.interactions.len() > PROPOSALS_MAX {
        let reason = format!("it proposes {} interactions, more than {PROPOSALS_MAX}", read.interactions.len());
        return Err(LlmError::Answer { reason });
    }
    Ok(read)
}
