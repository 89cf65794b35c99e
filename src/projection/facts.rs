//! Which facts of a commit a cut sees, each with its sign.

use crate::domain::{ArticleIngested, Commit, Cut, DateSpan, Event, EventId, InteractionCoded, StoredEvent};

/// A fact that lies inside a cut and matters to a fold.
#[derive(Debug, Clone, Copy)]
pub enum Fact<'a> {
    /// An article was read.
    Read(&'a ArticleIngested),
    /// An interaction was coded.
    Coded(StoredEvent<'a>, &'a InteractionCoded),
    /// A coded interaction was taken back.
    TakenBack {
        /// The event that no longer counts.
        target: EventId,
        /// What it said.
        coded: &'a InteractionCoded,
    },
}

/// The facts of the commit that lie inside the cut, in order.
///
/// A correction of our own reading (no published date of its own) held from the day the article was public. A
/// correction never counts in a cut that does not see what it corrects, so the two always cancel or are both absent.
pub fn facts(commit: &Commit, cut: Cut) -> impl Iterator<Item = Fact<'_>> {
    commit.stored_events().filter_map(move |stored| fact(stored, cut))
}

/// The fact of one event, if it lies inside the cut.
pub(super) fn fact(stored: StoredEvent<'_>, cut: Cut) -> Option<Fact<'_>> {
    if !cut.knows(&stored) {
        return None;
    }
    let seen = |published: Option<DateSpan>| cut.had_read(published);
    match stored.event {
        Event::ArticleIngested(article) => seen(article.published).then_some(Fact::Read(article)),
        // Dispute history is no report: risk uses it, no tension does.
        Event::InteractionCoded(coded) if coded.is_dispute() => None,
        Event::InteractionRetracted(retracted) if retracted.coded.is_dispute() => None,
        Event::InteractionCoded(coded) => seen(coded.published).then_some(Fact::Coded(stored, coded)),
        Event::InteractionRetracted(retracted) => {
            let coded = &retracted.coded;
            let corrected = retracted.published.or(coded.published);
            let inside = seen(coded.published) && seen(corrected);
            inside.then_some(Fact::TakenBack { target: retracted.target, coded })
        }
        Event::DatasetImported(_) | Event::ArticleRedacted(_) => None,
    }
}
