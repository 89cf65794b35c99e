//! Which elements of frames the words of a clause fill: a bit each, so that most patterns are ruled out by a look.

use super::arguments::Side;
use super::binding::Binder;
use super::class::Class;
use super::clause::Link;
use super::frame::Frame;
use super::lexicon::ElemId;
use super::phrase::Strength;

/// A set of elements.
#[derive(Debug, Default)]
pub(super) struct Filled(Vec<u64>);

impl Filled {
    pub fn contains(&self, elem: ElemId) -> bool {
        let (word, bit) = place(elem);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

impl FromIterator<ElemId> for Filled {
    fn from_iter<I: IntoIterator<Item = ElemId>>(elems: I) -> Self {
        let mut filled = Self::default();
        for elem in elems {
            let (word, bit) = place(elem);
            if filled.0.len() <= word {
                filled.0.resize(word + 1, 0);
            }
            if let Some(bits) = filled.0.get_mut(word) {
                *bits |= bit;
            }
        }
        filled
    }
}

/// Where the bit of an element lies.
fn place(elem: ElemId) -> (usize, u64) {
    (elem as usize / 64, 1 << (elem % 64))
}

impl Binder<'_> {
    /// `talks between X and Y resumed`: both sides are the source.
    pub(super) fn between(&self, frame: &Frame, source: Side, target: Side) -> (Side, Side, bool) {
        if !frame.symmetric || !source.actors.is_empty() || source.refers.is_some() {
            return (source, target, false);
        }
        let between = |p: &usize| {
            self.sentence
                .phrases
                .get(*p)
                .is_some_and(|p| p.clause == self.id && self.sentence.prep_is(p, Class::Between))
        };
        let found = (0..self.sentence.phrases.len()).find(between);
        let sides = found.map(|p| self.sentence.side(&self.sentence.group(p), Strength::Modifier)).unwrap_or_default();
        if sides.actors.len() > 1 {
            return (sides, Side::default(), true);
        }
        (source, target, false)
    }

    /// Whether a unit of the clause other than the head fills the element.
    pub(super) fn filled(&self, elem: ElemId, head: usize) -> Option<usize> {
        if !self.filled.contains(elem) {
            return None;
        }
        let lexicon = &self.sentence.data.lexicon;
        let fills = |u: &&usize| **u != head && self.sentence.unit(**u).is_some_and(|unit| unit.fills(lexicon, elem));
        self.clause.units.iter().find(fills).copied().or_else(|| self.borrowed().find(|u| fills(&u)))
    }

    /// Units of the noun phrase that a relative or participle clause belongs to: `the treaty that X signed`.
    pub(super) fn borrowed(&self) -> impl Iterator<Item = usize> + '_ {
        let borrows = matches!(self.clause.link, Link::Relative(..) | Link::Participle);
        let own = self.arguments.subject.iter().chain(&self.arguments.objects).filter(move |_| borrows);
        let phrases = own.filter_map(|p| self.sentence.phrases.get(*p)).filter(|p| p.clause != self.id);
        phrases.flat_map(|p| p.first..=p.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_was_put_in_and_nothing_else() {
        let elems = [0, 63, 64, 700];
        let filled: Filled = elems.into_iter().collect();
        assert!((0..1000).all(|elem| filled.contains(elem) == elems.contains(&elem)));
    }
}
