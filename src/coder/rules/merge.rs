//! The same act said twice is one interaction.

use crate::coder::CodedInteraction;
use crate::domain::DateSpan;

/// Keeps one of those that agree on sides, root, status and reporter and whose dates meet: the surest, then the first.
pub(super) fn merge(interactions: &mut Vec<CodedInteraction>) {
    let mut kept: Vec<CodedInteraction> = Vec::with_capacity(interactions.len());
    for coded in interactions.drain(..) {
        match kept.iter_mut().find(|k| same(k, &coded)) {
            Some(known) if better(&coded, known) => *known = coded,
            Some(_) => {}
            None => kept.push(coded),
        }
    }
    kept.sort_by_key(|c| (c.span.start(), c.span.end()));
    *interactions = kept;
}

fn same(a: &CodedInteraction, b: &CodedInteraction) -> bool {
    let (x, y) = (&a.interaction, &b.interaction);
    let sides = |i: &crate::domain::Interaction| (i.parties.source().actor, i.parties.target().actor);
    let (xs, ys) = (sides(x), sides(y));
    let parties = xs == ys || ((x.symmetric || y.symmetric) && xs == (ys.1, ys.0));
    parties
        && x.cameo.root() == y.cameo.root()
        && x.status == y.status
        && x.reported_by == y.reported_by
        && meet(x.occurred, y.occurred)
}

fn meet(a: Option<DateSpan>, b: Option<DateSpan>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.intersect(b).is_some(),
        _ => true,
    }
}

fn better(new: &CodedInteraction, known: &CodedInteraction) -> bool {
    let days = |c: &CodedInteraction| c.interaction.occurred.map_or(u32::MAX, DateSpan::days);
    let rank = |c: &CodedInteraction| (c.interaction.confidence, std::cmp::Reverse(days(c)));
    rank(new) > rank(known)
}
