//! Participles that stand for a clause: behind their noun, declined with it or not.

use super::class::{Class, Tags};
use super::clause::{ClauseId, Cutter, Link};
use super::lexicon::{Order, Side};
use super::tag::{Cat, Unit};

impl Cutter<'_> {
    /// Whether the form is a participle that declines: `введённые`.
    pub(super) fn declines(&self, tags: Tags) -> bool {
        tags.any(Tags::PP) && tags.any(Tags::G) && self.data.settings.order == Order::Free
    }

    /// `sanctions, imposed by X`: a participle behind its noun makes a relative clause.
    pub(super) fn reduced_relative(&mut self, i: usize) {
        let top = self.top();
        let passing = |p: &usize| self.units.get(*p).is_some_and(|u| matches!(u.cat, Cat::Adv | Cat::Punct(',' | '–')));
        let antecedent = (i.saturating_sub(4)..i).rev().find(|p| !passing(p));
        let antecedent = antecedent.filter(|p| self.units.get(*p).is_some_and(Unit::is_nominal));
        self.push(Link::Relative(antecedent, Class::Rel), Some(top));
        self.set_main(i, true);
    }

    /// Whether the clause's verb is a form that could be a participle right after its noun, with a subject before.
    pub(super) fn is_reduced(&self, id: ClauseId) -> bool {
        let Some(main) = self.clause(id).and_then(|c| c.verb.main) else { return false };
        let verb = self.units.get(main);
        let next = self.units.get(main + 1);
        verb.is_some_and(|u| u.tags.any(Tags::PP) && u.tags.any(Tags::P))
            && next.is_some_and(|u| u.has(Class::By) || u.has(Class::In))
            && self.clause(id).is_some_and(|c| c.verb.aux.is_empty())
            && self.data.settings.order == Order::Svo
    }

    pub(super) fn agent_follows(&self, i: usize) -> bool {
        self.units.get(i + 1).is_some_and(|u| u.has(Class::By) && u.cat == Cat::Prep)
    }

    /// Whether a noun phrase stands right before, or before a comma, where adjectives follow their nouns.
    pub(super) fn after_noun(&self, i: usize) -> bool {
        let before = |skip: usize| i.checked_sub(skip).and_then(|p| self.units.get(p));
        let comma = before(1).is_some_and(|u| u.cat == Cat::Punct(','));
        let anchor = if comma { before(2) } else { before(1) };
        self.data.settings.adjective == Side::After && anchor.is_some_and(Unit::is_nominal)
    }

    /// Whether only auxiliaries and adverbs stand between the full verb of a clause and this unit.
    pub(super) fn in_cluster(&self, id: ClauseId, i: usize) -> bool {
        let main = self.clause(id).and_then(|c| c.verb.main);
        main.is_some_and(|m| {
            self.units.get(m + 1..i).unwrap_or_default().iter().all(|u| u.cat == Cat::Aux || u.cat == Cat::Adv)
        })
    }
}
