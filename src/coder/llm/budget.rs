//! What coding with a model may cost, and what it has cost so far.

use super::error::LlmError;

/// Bytes of text a token stands for, at the least, in the languages and tokenisers there are; errs on the dear side.
const BYTES_PER_TOKEN: u64 = 3;

/// What has been spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Articles that were sent to the model.
    pub articles: u32,
    /// Tokens read and written, as the endpoint counts them, or the most it can have been where it does not say.
    pub tokens: u64,
    /// Articles whose answer was in the cache.
    pub cached: u32,
    /// Proposals that did not hold.
    pub refused: u32,
}

/// The limits and what is spent of them.
#[derive(Debug, Clone)]
pub struct Budget {
    articles_max: Option<u32>,
    tokens_max: Option<u64>,
    reply_tokens: u32,
    spent: Spent,
}

impl Budget {
    /// Nothing spent; `None` is no limit. An answer takes at most `reply_tokens`.
    pub fn new(articles_max: Option<u32>, tokens_max: Option<u64>, reply_tokens: u32) -> Self {
        Self { articles_max, tokens_max, reply_tokens, spent: Spent::default() }
    }

    /// What is spent.
    pub fn spent(&self) -> Spent {
        self.spent
    }

    /// Counts an article whose answer was in the cache; it costs nothing.
    pub fn count_cached(&mut self) {
        self.spent.cached += 1;
    }

    /// Counts proposals that did not hold.
    pub fn count_refused(&mut self, proposals: usize) {
        self.spent.refused = self.spent.refused.saturating_add(u32::try_from(proposals).unwrap_or(u32::MAX));
    }

    /// Counts an article that is about to be sent.
    ///
    /// # Errors
    /// When as many as allowed were sent.
    pub fn admit_article(&mut self) -> Result<(), LlmError> {
        match self.articles_max {
            Some(max) if self.spent.articles >= max => Err(LlmError::ArticlesSpent { max }),
            _ => {
                self.spent.articles += 1;
                Ok(())
            }
        }
    }

    /// Allows a request whose cost at the most fits what is left.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn admit_request(&self, request: &str) -> Result<(), LlmError> {
        let (next, spent) = (self.most(request), self.spent.tokens);
        match self.tokens_max {
            Some(max) if spent.saturating_add(next) > max => Err(LlmError::TokensSpent { max, spent, next }),
            _ => Ok(()),
        }
    }

    /// Counts what the endpoint says a request cost, or the most it can have cost where it does not say.
    pub fn charge(&mut self, request: &str, said: Option<u64>) {
        let cost = said.unwrap_or_else(|| self.most(request));
        self.spent.tokens = self.spent.tokens.saturating_add(cost);
    }

    /// Counts a request that brought no answer and may have cost all the same.
    pub fn charge_most(&mut self, request: &str) {
        self.charge(request, None);
    }

    fn most(&self, request: &str) -> u64 {
        (request.len() as u64).div_ceil(BYTES_PER_TOKEN) + u64::from(self.reply_tokens)
    }
}
