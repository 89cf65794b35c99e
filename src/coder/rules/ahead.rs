//! What lies ahead in a sentence, up to where a clause can end.

use super::class::{Class, Tags};
use super::tag::{Cat, Unit};

/// Units up to the next place where a clause can end.
pub(super) fn ahead(units: &[Unit], from: usize) -> impl Iterator<Item = &Unit> {
    let stop = |u: &&Unit| !matches!(u.cat, Cat::Punct(',' | ';' | ':' | '(' | ')' | '–' | '.') | Cat::Open(_));
    units.iter().skip(from).take_while(stop)
}

/// Whether a finite verb comes before that place.
pub(super) fn finite_ahead(units: &[Unit], from: usize) -> bool {
    ahead(units, from).take_while(|u| u.cat != Cat::Inf).any(|u| match u.cat {
        Cat::Aux => !u.has(Class::AuxParticiple),
        Cat::Verb => u.tags.any(Tags::FINITE),
        _ => false,
    })
}

/// Whether an infinitive comes before that place.
pub(super) fn infinitive_ahead(units: &[Unit], i: usize) -> bool {
    ahead(units, i + 1).any(|u| u.cat == Cat::Inf || (u.cat == Cat::Verb && u.tags.any(Tags::I.with(Tags::ZU))))
}

/// Whether the next unit is a gerund that cannot be finite.
pub(super) fn next_is_gerund(units: &[Unit], i: usize) -> bool {
    let next = units.get(i + 1);
    next.is_some_and(|u| u.cat == Cat::Verb && u.tags.any(Tags::G) && !u.tags.any(Tags::F))
}
