//! A language model as a coder: any endpoint that speaks chat completions, and no trust in what it says.
//!
//! The model is asked once for each article, with an answer constrained to a JSON schema. Every proposal is checked
//! against the article and the tables; one that does not hold is refused and said. Unlike the rules this coder can
//! fail, and costs: [`LlmCoder::read`] returns an error and nothing of the article is coded then. What passes carries
//! the model and the prompt's hash in its coder id (`llm@1:MODEL+PROMPT`) and the answer's hash in its rule
//! (`llm/REPLY`). A replay reads the log and asks nobody.

mod budget;
mod cache;
mod check;
mod endpoint;
mod error;
#[cfg(feature = "llm")]
mod http;
mod known;
mod prompt;
mod reply;
mod send;

use std::time::Duration;

pub use budget::Spent;
pub use cache::Cache;
pub use endpoint::{ApiKey, Endpoint};
pub use error::{LlmError, Refusal, SendError};
#[cfg(feature = "llm")]
pub use http::HttpTransport;
pub use known::Known;
pub use send::{Response, Transport};

use self::budget::Budget;
use self::cache::Key;
use self::check::Checker;
use self::prompt::{Prompt, article_question};
use self::reply::Reply;
use crate::coder::CodedInteraction;
use crate::domain::{Article, CoderId, RuleId};

/// Digits of the prompt's hash in a coder id.
const PROMPT_DIGITS: usize = 12;

/// Digits of an answer's hash in a rule: 128 bits.
const REPLY_DIGITS: usize = 32;

/// Longest name of a model, so that the coder id fits its limit.
const MODEL_LEN_MAX: usize = 90;

/// What is asked, how often, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The model, as the endpoint names it.
    pub model: String,
    /// Most articles to send; those in the cache do not count.
    pub articles_max: Option<u32>,
    /// Most tokens to spend, read and written together.
    pub tokens_max: Option<u64>,
    /// Most tokens of one answer.
    pub reply_tokens: u32,
    /// Attempts for each article, the first included.
    pub attempts: u32,
    /// Longest text to send, in bytes.
    pub text_bytes_max: usize,
}

impl Settings {
    /// No limit on the whole, four attempts an article, answers of at most 4,096 tokens, texts of at most 60,000 bytes.
    pub fn of_model(model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            articles_max: None,
            tokens_max: None,
            reply_tokens: 4096,
            attempts: 4,
            text_bytes_max: 60_000,
        }
    }
}

/// What a model read in an article, after the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What held, in the order of the text.
    pub interactions: Vec<CodedInteraction>,
    /// Why each other proposal was refused, in the order of the answer.
    pub refused: Vec<Refusal>,
    /// Whether the answer came from the cache.
    pub cached: bool,
}

/// Codes articles by asking a language model.
pub struct LlmCoder {
    id: CoderId,
    settings: Settings,
    known: Known,
    prompt: Prompt,
    budget: Budget,
    cache: Option<Cache>,
    transport: Box<dyn Transport>,
    pause: Box<dyn Fn(Duration)>,
}

impl LlmCoder {
    /// A coder over this transport; `pause` waits between attempts.
    ///
    /// # Errors
    /// When the model's name cannot stand in a coder id.
    pub fn new(
        settings: Settings,
        known: Known,
        cache: Option<Cache>,
        transport: Box<dyn Transport>,
        pause: Box<dyn Fn(Duration)>,
    ) -> Result<Self, LlmError> {
        let prompt = Prompt::new(&known);
        let fail = || LlmError::Model { given: settings.model.chars().take(80).collect() };
        if settings.model.len() > MODEL_LEN_MAX || settings.model.is_empty() || settings.model.contains('+') {
            return Err(fail());
        }
        let digits: String = prompt.hash().to_string().chars().take(PROMPT_DIGITS).collect();
        let id = format!("llm@1:{}+{digits}", settings.model).parse().map_err(|_| fail())?;
        let budget = Budget::new(settings.articles_max, settings.tokens_max, settings.reply_tokens);
        Ok(Self { id, settings, known, prompt, budget, cache, transport, pause })
    }

    /// Which model, asked in which words.
    pub fn id(&self) -> CoderId {
        self.id.clone()
    }

    /// What has been spent so far.
    pub fn spent(&self) -> Spent {
        self.budget.spent()
    }

    /// Reads one article, from the cache where its answer is there.
    ///
    /// # Errors
    /// When there is no usable answer, or getting one would cost more than allowed. The article is then not coded,
    /// which is not the same as an article without interactions.
    pub fn read(&mut self, article: &Article) -> Result<Reading, LlmError> {
        let question = article_question(article);
        let id = self.id.clone();
        let key = Key { coder: &id, article: article.id(), question: &question };
        let kept = self.cache.as_ref().map(|cache| cache.get(key)).transpose()?.flatten();
        if let Some(reading) = kept.and_then(|content| self.judge(article, &content, true).ok()) {
            self.budget.count_cached();
            self.budget.count_refused(reading.refused.len());
            return Ok(reading);
        }
        let content = self.ask(article)?;
        let reading = self.judge(article, &content, false)?;
        self.budget.count_refused(reading.refused.len());
        if let Some(cache) = &self.cache {
            cache.put(key, &content)?;
        }
        Ok(reading)
    }

    /// The model's text about the article.
    fn ask(&mut self, article: &Article) -> Result<String, LlmError> {
        let (bytes, max) = (article.text.len(), self.settings.text_bytes_max);
        if bytes > max {
            return Err(LlmError::ArticleTooLong { bytes, max });
        }
        let request = self.prompt.request(&self.settings.model, article, self.settings.reply_tokens).to_string();
        self.budget.admit_request(&request)?;
        self.budget.admit_article()?;
        let attempts = self.settings.attempts.max(1);
        let body = send::send(self.transport.as_ref(), &request, attempts, &mut self.budget, self.pause.as_ref())?;
        let reply = reply::open(&body, self.settings.reply_tokens);
        self.budget.charge(&request, reply.as_ref().map_or_else(|_| reply::tokens_said(&body), |reply| reply.tokens));
        Ok(reply?.content)
    }

    /// Checks every proposal of the model's text.
    fn judge(&self, article: &Article, content: &str, cached: bool) -> Result<Reading, LlmError> {
        let proposals = reply::proposals(content)?;
        let digits: String = Reply::hash(content).to_string().chars().take(REPLY_DIGITS).collect();
        let rule: RuleId = format!("llm/{digits}").parse().expect("36 visible ASCII characters name a rule");
        let checker = Checker { article, known: &self.known, prompt: &self.prompt, rule: &rule };
        let mut reading = Reading { interactions: Vec::new(), refused: Vec::new(), cached };
        for proposal in &proposals.interactions {
            match checker.check(proposal) {
                Ok(coded) if reading.interactions.contains(&coded) => {}
                Ok(coded) => reading.interactions.push(coded),
                Err(refusal) => reading.refused.push(refusal),
            }
        }
        reading.interactions.sort_by_key(|coded| coded.span);
        Ok(reading)
    }
}

#[cfg(test)]
mod tests;
