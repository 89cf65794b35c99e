//! One pair at a glance.

use std::collections::BTreeMap;

use crate::codebook;
use crate::domain::{DateSpan, Day, DirectedDyad, Dyad, Root};
use crate::log::{ArticleStore, EventLog};
use crate::projection::pair::certain;
use crate::projection::{Projection, Provenance, Tally};
use crate::report::pair::{Acts, Card};
use crate::report::why::Part;
use crate::tension::{PairState, why as explain};

use super::citing::Citing;
use super::question::each_commit;
use super::replay::months;
use super::{AppError, Question};

/// How many of the weightiest events a card shows.
const PARTS_SHOWN: usize = 3;

/// Gathers the card of a pair.
///
/// # Errors
/// When the log or the article store cannot be read.
pub fn pair(log: &dyn EventLog, texts: &ArticleStore, question: &Question<'_>, dyad: Dyad) -> Result<Card, AppError> {
    let mut citing = Citing::new(texts);
    let mut tally = Tally::new(question.cut);
    let mut provenance = Provenance::new(dyad, question.cut);
    let head = each_commit(log, |commit| {
        tally.apply(commit);
        provenance.apply(commit);
        citing.note(commit);
    })?;
    let on = question.day(&tally);
    let mut card = Card {
        basis: question.basis(head),
        dyad,
        on,
        state: None,
        days: None,
        months: Vec::new(),
        acts: Vec::new(),
        parts: Vec::new(),
    };
    let Some(on) = on else { return Ok(card) };
    card.state = PairState::at(&tally, dyad, question.model, on, question.scope);
    card.days = days(&tally, question, dyad, on);
    card.months = certain(months(&tally, question, dyad, on));
    card.acts = acts(&provenance, question, on);
    if question.model.additive().is_some() {
        let explained = explain(&provenance, dyad, question.model, on, question.scope)?;
        for part in explained.parts.iter().take(PARTS_SHOWN) {
            card.parts.push(Part { severity: part.severity, citation: citing.cite(&part.event)? });
        }
    }
    Ok(card)
}

fn days(tally: &Tally, question: &Question<'_>, dyad: Dyad, on: Day) -> Option<DateSpan> {
    let begun = || tally.occurrences(dyad, question.scope).filter(|(span, _)| span.first() <= on);
    let first = begun().map(|(span, _)| span.first()).min()?;
    let last = begun().map(|(span, _)| span.last()).max()?;
    DateSpan::new(first, last)
}

fn acts(provenance: &Provenance, question: &Question<'_>, on: Day) -> Vec<Acts> {
    let mut counts: BTreeMap<(DirectedDyad, Root), u64> = BTreeMap::new();
    for event in provenance.events(question.scope) {
        let act = &event.coded.interaction;
        if act.occurred.is_none_or(|span| span.first() > on) {
            continue;
        }
        let directed = act.parties.directed();
        let both = act.symmetric.then(|| directed.reversed());
        for directed in std::iter::once(directed).chain(both) {
            *counts.entry((directed, act.cameo.root())).or_insert(0) += 1;
        }
    }
    let mut acts: Vec<Acts> = counts
        .into_iter()
        .map(|((directed, root), events)| Acts {
            directed,
            root,
            label: Some(codebook::cameo::root_label(root)),
            events,
        })
        .collect();
    acts.sort_by_key(|acts| std::cmp::Reverse(acts.events));
    acts
}
