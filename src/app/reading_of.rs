//! An article with what the log says was read in it.

use crate::domain::{Event, Origin};
use crate::log::{ArticleStore, EventLog, Kept};
use crate::projection::Witnessed;
use crate::report::pages::article::{Read, Told};

use super::AppError;
use super::citing::Citing;
use super::show::{Named, find, retractions};

/// Gathers what the log says of an article, and its text where that is here.
///
/// # Errors
/// [`AppError::NotFound`] where the name is that of no article, and when the log or the article store cannot be read.
pub fn reading_of(log: &dyn EventLog, texts: &ArticleStore, given: &str) -> Result<(Told, Option<Kept>), AppError> {
    let Named::Article(article) = find(log, given)? else { return Err(AppError::NotFound { given: given.to_owned() }) };
    let mut told = Told { article, publisher: None, published: None, read: Vec::new() };
    let mut citing = Citing::new(texts);
    for commit in log.commits_about(article)? {
        let retracted = retractions(log, &commit)?;
        citing.note(&commit);
        for stored in commit.stored_events() {
            match stored.event {
                Event::ArticleIngested(ingested) if ingested.article == article => {
                    told.publisher.clone_from(&ingested.publisher);
                    told.published = ingested.published;
                }
                Event::InteractionCoded(coded) => {
                    let Origin::Article { article: from, span } = &coded.origin else { continue };
                    if *from != article {
                        continue;
                    }
                    let event =
                        Witnessed { seq: stored.seq, id: stored.id, recorded: commit.recorded, coded: coded.clone() };
                    let citation = citing.cite(&event)?;
                    told.read.push(Read {
                        seq: stored.seq,
                        span: *span,
                        pair: coded.interaction.parties.directed().undirected().to_string(),
                        headline: citation.headline(),
                        rule: format!("{} · {}", coded.interaction.rule, coded.coder),
                        retracted: retracted.get(&stored.id).copied(),
                    });
                }
                _ => {}
            }
        }
    }
    Ok((told, texts.get(article)?))
}
