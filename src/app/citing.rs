//! Events with their words: looks quotes up in the article store and publishers up in the log.

use std::collections::BTreeMap;

use crate::codebook;
use crate::domain::{ArticleId, ArticleIngested, ByteSpan, CameoCode, Commit, Event, Origin};
use crate::log::{ArticleStore, Kept};
use crate::projection::Witnessed;
use crate::report::{Citation, Quote};

use super::AppError;

/// Who published an article and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imprint {
    /// The publisher.
    pub publisher: Option<String>,
    /// The address.
    pub url: Option<String>,
}

/// What a code stands for, as what the source does: `gives military aid`.
pub fn label_of(code: CameoCode) -> Option<&'static str> {
    codebook::cameo::lookup_or_parent(code).map(|entry| entry.label)
}

/// Gathers what the log says of articles, and reads their texts when asked.
pub struct Citing<'a> {
    texts: &'a ArticleStore,
    imprints: BTreeMap<ArticleId, Imprint>,
    read: BTreeMap<ArticleId, Option<Kept>>,
}

impl<'a> Citing<'a> {
    /// Knows the texts and nothing of the log yet.
    pub fn new(texts: &'a ArticleStore) -> Self {
        Self { texts, imprints: BTreeMap::new(), read: BTreeMap::new() }
    }

    /// Takes note of the articles of a commit.
    pub fn note(&mut self, commit: &Commit) {
        for event in &commit.events {
            if let Event::ArticleIngested(ArticleIngested { article, publisher, url, .. }) = event {
                let imprint = Imprint { publisher: publisher.clone(), url: url.clone() };
                self.imprints.entry(*article).or_insert(imprint);
            }
        }
    }

    /// The event with its words.
    ///
    /// # Errors
    /// When the article store cannot be read.
    pub fn cite(&mut self, event: &Witnessed) -> Result<Citation, AppError> {
        let quote = self.quote_of(&event.coded.origin)?;
        let imprint = match &event.coded.origin {
            Origin::Article { article, .. } => self.imprints.get(article).cloned().unwrap_or_default(),
            Origin::Row { .. } => Imprint::default(),
        };
        let label = label_of(event.coded.interaction.cameo);
        Ok(Citation { event: event.clone(), quote, label, publisher: imprint.publisher, url: imprint.url })
    }

    /// The words at an origin.
    ///
    /// # Errors
    /// When the article store cannot be read.
    pub fn quote_of(&mut self, origin: &Origin) -> Result<Quote, AppError> {
        match origin {
            Origin::Article { article, span } => self.quote(*article, *span),
            Origin::Row { .. } => Ok(Quote::Row),
        }
    }

    fn quote(&mut self, article: ArticleId, span: ByteSpan) -> Result<Quote, AppError> {
        if !self.read.contains_key(&article) {
            let kept = self.texts.get(article)?;
            self.read.insert(article, kept);
        }
        Ok(match self.read.get(&article).and_then(Option::as_ref) {
            Some(Kept::Whole(article)) => {
                span.of(&article.text).map_or(Quote::NotHere, |quote| Quote::Text(quote.to_owned()))
            }
            Some(Kept::Erased) => Quote::Redacted,
            None => Quote::NotHere,
        })
    }
}
