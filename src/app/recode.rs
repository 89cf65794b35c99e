//! Reading articles again: one commit an article, which takes the old reading back and holds the new.

use std::collections::BTreeSet;

use crate::domain::{
    Article, ArticleId, ArticleIngested, CoderId, Commit, CommitId, CommitKind, Event, EventId, Interaction,
    InteractionCoded, InteractionRetracted, NewCommit, Origin, Seq,
};
use crate::log::{ArticleStore, Cursor, EventLog, Expected, Kept};

use super::append::coded;
use super::{AppError, Reader};

/// What became of an article that was to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recoded {
    /// The reading changed; it is stored at these positions unless this was a dry run.
    Changed {
        /// Interactions of the old reading that no longer stand.
        back: usize,
        /// Interactions of the new reading.
        coded: usize,
        /// Where it is stored.
        seqs: Option<(Seq, Seq)>,
    },
    /// This coder, or another with the same result, has read it already.
    Unchanged,
    /// The text was erased on purpose; what was read in it stands.
    Redacted,
    /// The text is not in this store.
    TextNotHere,
}

/// Every article of the log with what is known of it, in order.
///
/// # Errors
/// When the log cannot be read.
pub fn articles(log: &dyn EventLog) -> Result<Vec<ArticleIngested>, AppError> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for commit in log.read(&Cursor::start())? {
        for event in commit?.events {
            if let Event::ArticleIngested(ingested) = event
                && seen.insert(ingested.article)
            {
                found.push(ingested);
            }
        }
    }
    Ok(found)
}

/// Reads one article again.
///
/// # Errors
/// When the log or the article store cannot be read or written.
pub fn recode(
    log: &mut dyn EventLog,
    texts: &ArticleStore,
    reader: &mut dyn Reader,
    known: &ArticleIngested,
    dry_run: bool,
) -> Result<Recoded, AppError> {
    let kept = match texts.get(known.article)? {
        Some(Kept::Whole(article)) => article,
        Some(Kept::Erased) => return Ok(Recoded::Redacted),
        None => return Ok(Recoded::TextNotHere),
    };
    let commits = log.commits_about(known.article)?;
    let standing = standing(&commits, known.article);
    let article =
        Article { published: known.published, publisher: known.publisher.clone(), url: known.url.clone(), ..kept };
    let (coding, coder) = (reader.read(&article)?, reader.id());
    // What a person took back stays taken back, though a coder may read it again.
    let withdrawn = withdrawn(&commits);
    let mut new: Vec<Event> = coded(known.article, known.published, &coder, &coding).collect();
    new.retain(|event| !matches!(event, Event::InteractionCoded(read) if withdrawn.contains(&act(read))));
    if same_reading(&standing, &new) {
        return Ok(Recoded::Unchanged);
    }
    let (back, read) = (standing.len(), new.len());
    let commit = commit_of(known.article, &coder, standing, new);
    let Some(commit) = commit.filter(|_| !dry_run) else {
        return Ok(Recoded::Changed { back, coded: read, seqs: None });
    };
    let seqs = log.append(commit, Expected::Any)?.seqs();
    Ok(Recoded::Changed { back, coded: read, seqs: Some(seqs) })
}

/// The interactions read in an article that nobody took back.
fn standing(commits: &[Commit], article: ArticleId) -> Vec<(EventId, InteractionCoded)> {
    let read_here = |origin: &Origin| matches!(origin, Origin::Article { article: read, .. } if *read == article);
    let mut standing: Vec<(EventId, InteractionCoded)> = Vec::new();
    for stored in commits.iter().flat_map(Commit::stored_events) {
        match stored.event {
            Event::InteractionCoded(coded) if read_here(&coded.origin) => standing.push((stored.id, coded.clone())),
            Event::InteractionRetracted(back) => standing.retain(|(id, _)| *id != back.target),
            _ => {}
        }
    }
    standing
}

/// What single retractions withdrew and nobody put back.
fn withdrawn(commits: &[Commit]) -> BTreeSet<(Interaction, Origin)> {
    let mut withdrawn = BTreeSet::new();
    for commit in commits {
        for event in &commit.events {
            match event {
                Event::InteractionRetracted(back) if commit.kind == CommitKind::Retract => {
                    withdrawn.insert(act(&back.coded));
                }
                Event::InteractionCoded(coded) => {
                    withdrawn.remove(&act(coded));
                }
                _ => {}
            }
        }
    }
    withdrawn
}

/// What an event says, whoever read it.
fn act(coded: &InteractionCoded) -> (Interaction, Origin) {
    (coded.interaction.clone(), coded.origin.clone())
}

/// Whether both readings say the same, whoever read.
fn same_reading(standing: &[(EventId, InteractionCoded)], new: &[Event]) -> bool {
    let old = standing.iter().map(|(_, coded)| act(coded));
    let new = new.iter().filter_map(|event| match event {
        Event::InteractionCoded(coded) => Some(act(coded)),
        _ => None,
    });
    old.eq(new)
}

/// Named by the article, the coder and what it takes back, so that the same step twice is one commit.
fn commit_of(
    article: ArticleId,
    coder: &CoderId,
    standing: Vec<(EventId, InteractionCoded)>,
    new: Vec<Event>,
) -> Option<NewCommit> {
    let targets: Vec<u8> = standing.iter().flat_map(|(id, _)| *id.uuid().as_bytes()).collect();
    let id = CommitId::derive(CommitKind::Recode, &[article.as_bytes(), coder.as_str().as_bytes(), &targets]);
    let reason = format!("read again by {coder}");
    let back = standing.into_iter().map(|(target, coded)| {
        Event::InteractionRetracted(InteractionRetracted { target, coded, published: None, reason: reason.clone() })
    });
    NewCommit::new(id, CommitKind::Recode, back.chain(new).collect())
}
