//! One event, or an article and everything the log says of it.

use std::collections::BTreeMap;

use crate::domain::{ArticleId, Commit, Event, EventId, Seq};
use crate::log::{ArticleStore, Cursor, EventLog};
use crate::report::Basis;
use crate::report::log::described;
use crate::report::show::{Show, Shown, Subject};

use super::AppError;
use super::citing::{Citing, label_of};
use super::listing::entry;

/// Fewest characters of a hash or id that name something.
const PREFIX_LEN_MIN: usize = 4;

/// What a name in the log stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// The event at this position.
    Event(Seq),
    /// An article.
    Article(ArticleId),
}

/// Finds what is meant by `#41`, an event id, an article's hash, or the beginning of one of them.
///
/// # Errors
/// [`AppError::NotFound`] when it is nothing, [`AppError::Ambiguous`] when it is several things.
pub fn find(log: &dyn EventLog, given: &str) -> Result<Named, AppError> {
    let not_found = || AppError::NotFound { given: given.to_owned() };
    if given.starts_with('#') {
        let seq: Seq = given.parse().map_err(|_| not_found())?;
        return log.commit_at(seq)?.map(|_| Named::Event(seq)).ok_or_else(not_found);
    }
    let prefix = given.to_ascii_lowercase();
    let shaped = prefix.len() >= PREFIX_LEN_MIN && prefix.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if !shaped {
        return Err(not_found());
    }
    let events = log.events_named(&prefix)?;
    let articles = articles_named(log, &prefix)?;
    let names = events.iter().map(|event| format!("event {} {}", event.seq, event.id));
    let among: Vec<String> = names.chain(articles.iter().map(|article| format!("article {article}"))).take(5).collect();
    match (events.as_slice(), articles.as_slice()) {
        ([], []) => Err(not_found()),
        ([event], []) => Ok(Named::Event(event.seq)),
        ([], [article]) => Ok(Named::Article(*article)),
        _ => Err(AppError::Ambiguous { given: given.to_owned(), among }),
    }
}

fn articles_named(log: &dyn EventLog, prefix: &str) -> Result<Vec<ArticleId>, AppError> {
    let mut found = Vec::new();
    if prefix.contains('-') {
        return Ok(found);
    }
    for commit in log.read(&Cursor::start())? {
        for event in commit?.events {
            if let Event::ArticleIngested(ingested) = event
                && ingested.article.to_string().starts_with(prefix)
                && !found.contains(&ingested.article)
            {
                found.push(ingested.article);
            }
        }
    }
    Ok(found)
}

/// Gathers what is to be shown of a name.
///
/// # Errors
/// As [`find`], and when the log or the article store cannot be read.
pub fn show(log: &dyn EventLog, texts: &ArticleStore, basis: Basis, given: &str) -> Result<Show, AppError> {
    let named = find(log, given)?;
    let (subject, commits, only) = match named {
        Named::Event(seq) => {
            let commit = log.commit_at(seq)?.ok_or_else(|| AppError::NotFound { given: given.to_owned() })?;
            (Subject::Event, vec![commit], Some(seq))
        }
        Named::Article(article) => (Subject::Article(article), log.commits_about(article)?, None),
    };
    let mut citing = Citing::new(texts);
    let mut events = Vec::new();
    for commit in &commits {
        let retracted = retractions(log, commit)?;
        events.extend(shown(log, commit, only, &retracted, &mut citing)?);
    }
    Ok(Show { basis, subject, events })
}

fn shown(
    log: &dyn EventLog,
    commit: &Commit,
    only: Option<Seq>,
    retracted: &BTreeMap<EventId, Seq>,
    citing: &mut Citing<'_>,
) -> Result<Vec<Shown>, AppError> {
    let before = Cursor::after(Seq(commit.first_seq.0.saturating_sub(1)));
    let before = if commit.first_seq.0 <= 1 { Cursor::start() } else { before };
    let record = log.records(&before)?.next().transpose()?;
    let lines = record.map(|record| entry(&record)).transpose()?.map(|entry| entry.lines).unwrap_or_default();
    let mut events = Vec::new();
    for (stored, line) in commit.stored_events().zip(lines) {
        if only.is_some_and(|seq| seq != stored.seq) {
            continue;
        }
        let coded = match stored.event {
            Event::InteractionCoded(coded) => Some(coded),
            Event::InteractionRetracted(back) => Some(&back.coded),
            _ => None,
        };
        events.push(Shown {
            line,
            described: described(stored.event),
            quote: coded.map(|coded| citing.quote_of(&coded.origin)).transpose()?,
            label: coded.and_then(|coded| label_of(coded.interaction.cameo)),
            retracted: retracted.get(&stored.id).copied(),
        });
    }
    Ok(events)
}

/// Where events of a commit were taken back.
pub(super) fn retractions(log: &dyn EventLog, commit: &Commit) -> Result<BTreeMap<EventId, Seq>, AppError> {
    let mut found = BTreeMap::new();
    let targets: Vec<EventId> = commit.stored_events().map(|stored| stored.id).collect();
    for later in log.read(&Cursor::after(commit.last_seq()))? {
        let later = later?;
        for stored in later.stored_events() {
            if let Event::InteractionRetracted(back) = stored.event
                && targets.contains(&back.target)
            {
                found.entry(back.target).or_insert(stored.seq);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::MemoryLog;

    #[test]
    fn a_name_that_is_no_name_is_not_found() {
        let log = MemoryLog::new(Box::new(|| crate::domain::Recorded::from_micros(0).unwrap()));
        for given in ["", "#1", "#", "abc", "zzzz", "abcd"] {
            assert!(matches!(find(&log, given), Err(AppError::NotFound { .. })), "{given:?}");
        }
    }
}
