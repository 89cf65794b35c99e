//! Erasing the text of an article. The log keeps that it was there, what was read in it, and why its text is gone.

use crate::domain::{ArticleId, ArticleRedacted, Commit, CommitId, CommitKind, Event, NewCommit, Seq};
use crate::log::{ArticleStore, EventLog, Expected};

use super::AppError;
use super::show::{Named, find};

/// What was erased, and where the log says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redacted {
    /// The article.
    pub article: ArticleId,
    /// Position of the fact.
    pub seq: Seq,
    /// Whether the log said so before.
    pub before: bool,
    /// Whether the store held the article. Another store of the same log may still hold it.
    pub was_here: bool,
}

/// Appends that the article was redacted, then erases its text. Done again, it finishes what was interrupted.
///
/// # Errors
/// When nothing or several things have the name, it is no article, the log cannot be written, or a reader keeps the
/// words from being overwritten.
pub fn redact(
    log: &mut dyn EventLog,
    texts: &mut ArticleStore,
    given: &str,
    reason: &str,
) -> Result<Redacted, AppError> {
    let article = match find(log, given)? {
        Named::Article(article) => article,
        Named::Event(seq) => article_of(log, seq, given)?,
    };
    let known = log.commits_about(article)?.into_iter().find_map(|commit| {
        let mut events = commit.stored_events();
        events.find_map(|stored| matches!(stored.event, Event::ArticleRedacted(_)).then_some(stored.seq))
    });
    let seq = match known {
        Some(seq) => seq,
        None => log.append(commit_of(article, reason), Expected::Any)?.seqs().0,
    };
    let was_here = texts.erase(article)?;
    Ok(Redacted { article, seq, before: known.is_some(), was_here })
}

/// The article an event came in with; an act read in it is too easily named by mistake to erase everything for.
fn article_of(log: &dyn EventLog, seq: Seq, given: &str) -> Result<ArticleId, AppError> {
    let commit = log.commit_at(seq)?;
    let stored = commit.iter().flat_map(Commit::stored_events).find(|stored| stored.seq == seq);
    match stored.map(|stored| stored.event) {
        Some(Event::ArticleIngested(ingested)) => Ok(ingested.article),
        Some(event) => Err(AppError::NotAnArticle { seq, kind: event.kind() }),
        None => Err(AppError::NotFound { given: given.to_owned() }),
    }
}

fn commit_of(article: ArticleId, reason: &str) -> NewCommit {
    let id = CommitId::derive(CommitKind::Redact, &[article.as_bytes()]);
    let redacted = ArticleRedacted { article, reason: reason.to_owned() };
    NewCommit::new(id, CommitKind::Redact, vec![Event::ArticleRedacted(redacted)]).expect("it holds the redaction")
}
