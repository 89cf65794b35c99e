//! Who reads the articles: a coder that never fails, or one that asks somebody else and may.

use super::AppError;
use crate::coder::llm::LlmCoder;
use crate::coder::{Coder, Coding};
use crate::domain::{Article, CoderId};

/// Reads articles for a use case.
pub trait Reader {
    /// Which coder reads, in which exact state.
    fn id(&self) -> CoderId;

    /// Reads one article.
    ///
    /// # Errors
    /// When it could not be read. It is then not coded, which is not the same as an article without interactions.
    fn read(&mut self, article: &Article) -> Result<Coding, AppError>;

    /// What there is to say about the reading when it is over, such as what it cost.
    fn account(&self) -> Option<String> {
        None
    }
}

impl<C: Coder> Reader for C {
    fn id(&self) -> CoderId {
        Coder::id(self)
    }

    fn read(&mut self, article: &Article) -> Result<Coding, AppError> {
        Ok(self.code(article))
    }
}

impl Reader for LlmCoder {
    fn id(&self) -> CoderId {
        Self::id(self)
    }

    fn read(&mut self, article: &Article) -> Result<Coding, AppError> {
        let reading = Self::read(self, article)?;
        Ok(Coding { language: article.language, interactions: reading.interactions, abstained: Vec::new() })
    }

    fn account(&self) -> Option<String> {
        let spent = self.spent();
        let (asked, cached, refused) = (spent.articles, spent.cached, spent.refused);
        let told = format!("model asked about {asked}, {cached} from the cache, {} tokens", spent.tokens);
        Some(format!("{told}; {refused} of its proposals did not hold and were left out"))
    }
}
