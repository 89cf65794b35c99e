//! Articles into the log: one article and everything read in it is one commit.

use crate::coder::Coding;
use crate::domain::{
    Article, ArticleId, ArticleIngested, CoderId, CommitId, CommitKind, Event, InteractionCoded, NewCommit, Origin, Seq,
};
use crate::domain::{Commit, DateSpan};
use crate::log::{ArticleStore, EventLog, Expected};

use super::{AppError, Reader};

/// What became of an article.
#[derive(Debug, Clone)]
pub enum Taken {
    /// It is durable now.
    Stored {
        /// Position of its first event.
        first: Seq,
        /// Position of its last event.
        last: Seq,
        /// What was understood.
        coding: Coding,
    },
    /// The same text, published at the same time by the same publisher, is in the log already.
    Duplicate {
        /// The commit that brought it.
        commit: Box<Commit>,
    },
}

/// Appends an article unless it is in the log already.
///
/// The text goes to the article store first, so that whatever the log names can be quoted. Should the commit fail
/// afterwards, a text without a commit stays behind, which the next try finds and uses.
///
/// # Errors
/// [`AppError::OtherFacts`] when the text is in the log with another date, publisher or address, and whatever keeps
/// the article from becoming durable; then nothing of it is in the log.
pub fn append(
    log: &mut dyn EventLog,
    texts: &mut ArticleStore,
    reader: &mut dyn Reader,
    article: &Article,
) -> Result<Taken, AppError> {
    if let Some(commit) = already(log, article)? {
        return Ok(Taken::Duplicate { commit: Box::new(commit) });
    }
    let coding = reader.read(article)?;
    let commit = commit_of(article, &reader.id(), &coding);
    texts.put(std::slice::from_ref(article))?;
    let (first, last) = log.append(commit, Expected::Any)?.seqs();
    Ok(Taken::Stored { first, last, coding })
}

/// The commit that brought the article, if it is in the log; by whatever coder it was read.
///
/// # Errors
/// [`AppError::OtherFacts`] when it is there and something else is said of it.
pub fn already(log: &dyn EventLog, article: &Article) -> Result<Option<Commit>, AppError> {
    let id = article.id();
    for commit in log.commits_about(id)? {
        if let Some(ingested) = ingested(&commit, id) {
            return match difference(ingested, article) {
                None => Ok(Some(commit)),
                Some(what) => Err(AppError::OtherFacts { article: id, first: commit.first_seq, what }),
            };
        }
    }
    Ok(None)
}

/// What a commit says of an article that came in with it.
pub fn ingested(commit: &Commit, article: ArticleId) -> Option<&ArticleIngested> {
    commit.events.iter().find_map(|event| match event {
        Event::ArticleIngested(ingested) if ingested.article == article => Some(ingested),
        _ => None,
    })
}

/// The first thing that is said of the article there and otherwise here.
fn difference(there: &ArticleIngested, here: &Article) -> Option<String> {
    let date = |span: Option<DateSpan>| span.map_or_else(|| "unknown".to_owned(), |span| span.to_string());
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "unknown".to_owned());
    let facts = [
        ("published", date(there.published), date(here.published)),
        ("publisher", name(&there.publisher), name(&here.publisher)),
        ("url", name(&there.url), name(&here.url)),
    ];
    let differs = facts.into_iter().find(|(_, there, here)| there != here);
    differs.map(|(fact, there, here)| format!("{fact} {there} there, {here} here"))
}

/// The commit of an article as a coder read it.
fn commit_of(article: &Article, coder: &CoderId, coding: &Coding) -> NewCommit {
    let hash = article.id();
    let id = CommitId::derive(CommitKind::Article, &[hash.as_bytes(), coder.as_str().as_bytes()]);
    let ingested = ArticleIngested {
        article: hash,
        publisher: article.publisher.clone(),
        url: article.url.clone(),
        language: coding.language,
        published: article.published,
        length_bytes: article.text.len() as u64,
    };
    let events = std::iter::once(Event::ArticleIngested(ingested)).chain(coded(hash, article.published, coder, coding));
    NewCommit::new(id, CommitKind::Article, events.collect()).expect("it holds the article's own event at least")
}

/// An event for each interaction read in an article.
pub(super) fn coded(
    article: ArticleId,
    published: Option<DateSpan>,
    coder: &CoderId,
    coding: &Coding,
) -> impl Iterator<Item = Event> {
    coding.interactions.iter().map(move |read| {
        Event::InteractionCoded(InteractionCoded {
            interaction: read.interaction.clone(),
            origin: Origin::Article { article, span: read.span },
            published,
            coder: coder.clone(),
        })
    })
}
