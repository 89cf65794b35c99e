//! Where each verb of a sentence goes: into the open clause, back to one that waits, or into a clause of its own.

use super::ahead::ahead;
use super::class::{Class, Tags};
use super::clause::{Clause, ClauseId, Cutter, Link, VerbGroup};
use super::lexicon::{Order, WordId};
use super::tag::{Cat, Unit};

impl Cutter<'_> {
    /// `te`, `to`: the infinitive clause begins here, or after the last verb where verbs come last.
    pub(super) fn infinitive_marker(&mut self, i: usize) {
        let top = self.top();
        if self.clause(top).is_some_and(|c| c.link == Link::Infinitive && c.verb.main.is_none()) {
            self.assign(i);
            return;
        }
        let from = self.after_own_particle(top, i);
        self.push(Link::Infinitive, Some(top));
        if matches!(self.data.settings.order, Order::V2) {
            self.claim(from, i, top);
        }
        self.assign(i);
    }

    /// First unit an infinitive clause may claim: after the particle of the verb it hangs on.
    fn after_own_particle(&self, id: ClauseId, i: usize) -> usize {
        let lexicon = &self.data.lexicon;
        let main = self.clause(id).and_then(|c| c.verb.main).and_then(|m| self.units.get(m));
        let takes = |form: &str| {
            main.is_some_and(|u| u.verbs(lexicon).any(|(w, _)| lexicon.separable(w).iter().any(|(p, _)| **p == *form)))
        };
        let next = self.units.get(i + 1..).unwrap_or_default().iter().find(|u| u.cat == Cat::Verb);
        let own = i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|p| {
            let form = self.tokens.fold_at(p.token);
            let takes = |w: WordId| lexicon.separable(w).iter().any(|(p, _)| **p == *form);
            next.is_some_and(|u| u.verbs(lexicon).any(|(w, _)| takes(w)))
        });
        let mut range = self.since_verb..if own { i.saturating_sub(1) } else { i };
        let found = range.find(|at| {
            self.units
                .get(*at)
                .is_some_and(|u| u.mention.is_none() && u.tokens == 1 && takes(self.tokens.fold_at(u.token)))
        });
        found.map_or(self.since_verb, |at| at + 1)
    }

    pub(super) fn auxiliary(&mut self, i: usize) {
        let Some(unit) = self.units.get(i) else { return };
        let participle = unit.has(Class::AuxParticiple);
        let bare = participle || self.follows_infinitive_marker(i);
        let svo = self.data.settings.order == Order::Svo;
        let ends = |c: &Clause| c.verb.finite.is_some() || (svo && self.interrupts(c));
        if !bare && self.clause(self.top()).is_some_and(|c| ends(c) && self.closed_before(c, i)) {
            self.next_clause(i);
        }
        self.assign(i);
        let fresh = |verb: &VerbGroup| verb.finite.is_none() && !bare;
        if let Some(verb) = self.verb() {
            if fresh(verb) {
                verb.finite = Some(i);
            }
            verb.aux.join(unit.classes);
            verb.aux_participle |= participle;
        }
        self.since_verb = i + 1;
    }

    /// `the decision to send tanks was`: an infinitive inside a clause that still waits for its verb.
    fn interrupts(&self, clause: &Clause) -> bool {
        let waits = |id: ClauseId| self.clause(id).is_some_and(|c| c.verb.finite.is_none());
        clause.link == Link::Infinitive && clause.verb.main.is_some() && clause.parent.is_some_and(waits)
    }

    fn follows_infinitive_marker(&self, i: usize) -> bool {
        i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|u| u.cat == Cat::Inf)
    }

    /// Whether an auxiliary here cannot belong to the clause: its verb group is closed.
    fn closed_before(&self, clause: &Clause, i: usize) -> bool {
        let last = clause.verb.main.max(clause.verb.finite).unwrap_or(0);
        let cluster = self.units.get(last + 1..i).unwrap_or_default();
        let adjacent = cluster.iter().all(|u| matches!(u.cat, Cat::Adv | Cat::Neg | Cat::Inf | Cat::Aux | Cat::Verb));
        !adjacent && (clause.verb.main.is_some() || self.units.get(i).is_some_and(|u| !u.tags.any(Tags::I)))
    }

    pub(super) fn full_verb(&mut self, i: usize) {
        let Some(unit) = self.units.get(i) else { return };
        let top = self.top();
        let tags = unit.tags;
        let Some(clause) = self.clause(top) else { return };
        let has_main = clause.verb.main.is_some();
        let aux = !clause.verb.aux.is_empty();
        let nonfinite = tags.any(Tags::I.with(Tags::PP).with(Tags::G).with(Tags::ZU));
        if has_main {
            return self.second_verb(i, tags);
        }
        if aux && nonfinite && (self.data.settings.order != Order::V2 || !self.must_be_finite(i)) {
            return self.set_main(i, false);
        }
        let marked = matches!(clause.link, Link::Infinitive | Link::Participle);
        if aux && !marked {
            // The auxiliary was a full verb (`is`, `has`), and this one is finite: another clause.
            self.next_clause(i);
            return self.set_main(i, true);
        }
        if tags.any(Tags::ZU) && !marked {
            let from = top;
            self.push(Link::Infinitive, Some(top));
            self.claim(self.since_verb, i, from);
            return self.set_main(i, false);
        }
        let only_nonfinite = !tags.any(Tags::FINITE) && !marked;
        if self.declines(tags) {
            return self.reduced_relative(i);
        }
        let participle = tags.any(Tags::G) || (tags.any(Tags::PP) && !aux && self.after_noun(i));
        if only_nonfinite && participle && matches!(self.data.settings.order, Order::Svo | Order::Free) {
            self.push(Link::Participle, Some(top));
            return self.set_main(i, false);
        }
        self.set_main(i, tags.any(Tags::FINITE) && !marked);
    }

    /// In a language with clusters, a form that is only finite never follows an auxiliary.
    fn must_be_finite(&self, i: usize) -> bool {
        self.units.get(i).is_some_and(|u| !u.tags.any(Tags::I.with(Tags::PP).with(Tags::G).with(Tags::ZU)))
    }

    /// A full verb where the clause already has one.
    fn second_verb(&mut self, i: usize, tags: Tags) {
        let top = self.top();
        let cluster = self.in_cluster(top, i);
        let parent_waits =
            self.open.len().checked_sub(2).and_then(|p| self.open.get(p)).is_some_and(|p| self.awaits_verb(*p));
        let nonfinite = tags.any(Tags::I.with(Tags::PP));
        if tags.any(Tags::PP) && self.data.settings.order == Order::V2 && self.is_state_of_mind(i) {
            return self.assign(i);
        }
        if cluster && tags.any(Tags::I) && self.data.settings.order == Order::V2 {
            return self.assign(i);
        }
        if nonfinite && parent_waits && self.is_complete(top) {
            self.open.pop();
            return self.set_main(i, false);
        }
        if tags.any(Tags::FINITE) && !(tags.any(Tags::PP) && self.agent_follows(i)) {
            let reduced = self.is_reduced(top);
            if reduced && let Some(clause) = self.list.get_mut(top) {
                // `troops deployed to Y attacked`: the first form was a participle.
                clause.verb = VerbGroup::default();
                return self.set_main(i, true);
            }
            self.next_clause(i);
            return self.set_main(i, true);
        }
        if self.declines(tags) {
            return self.reduced_relative(i);
        }
        if tags.any(Tags::ZU) && self.data.settings.order == Order::V2 {
            self.push(Link::Infinitive, Some(top));
            self.claim(self.since_verb, i, top);
            return self.set_main(i, false);
        }
        let infinitive = tags.any(Tags::I) && !tags.any(Tags::PP.with(Tags::G));
        self.push(if infinitive { Link::Infinitive } else { Link::Participle }, Some(top));
        self.set_main(i, false);
    }

    /// `zeigte sich verärgert`: a participle behind the reflexive of a full verb says how the subject is.
    fn is_state_of_mind(&self, i: usize) -> bool {
        let main = self.clause(self.top()).and_then(|c| c.verb.main).unwrap_or(i);
        let between = self.units.get(main + 1..i).unwrap_or_default();
        let reflexive = |u: &Unit| u.cat == Cat::Pron(Class::Reflexive);
        between.iter().any(reflexive) && between.iter().all(|u| reflexive(u) || u.cat == Cat::Adv)
    }

    /// A finite verb that cannot belong to the open clause: goes back to one that waits, or opens another.
    fn next_clause(&mut self, i: usize) {
        let top = self.top();
        let waits = |id: &ClauseId| self.clause(*id).is_some_and(|c| c.verb.finite.is_none());
        if let Some(at) = self.open.iter().rposition(|id| *id != top && waits(id)) {
            self.open.truncate(at + 1);
            return;
        }
        let says = self.clause(top).and_then(|c| c.verb.main).is_some_and(|m| self.says(m) || self.embeds(m, i));
        let from = self.since_verb;
        if says {
            self.push(Link::Content, Some(top));
        } else {
            self.sibling();
        }
        self.claim(from, i, top);
    }

    pub(super) fn says(&self, unit: usize) -> bool {
        let lexicon = &self.data.lexicon;
        self.units.get(unit).is_some_and(|u| u.verbs(lexicon).any(|(word, _)| lexicon.classes_of(word).has(Class::Say)))
    }

    /// `warned it may`: whether a verb that asks, accuses or threatens has its content right behind it.
    fn embeds(&self, main: usize, i: usize) -> bool {
        let between = self.units.get(main + 1..i).unwrap_or_default();
        let closed = |u: &Unit| matches!(u.cat, Cat::Punct(_) | Cat::Coord | Cat::Open(_));
        let (lexicon, book) = (&self.data.lexicon, &self.data.frames);
        let mode = |id: &u32| {
            let pattern = book.patterns.get(*id as usize);
            pattern.and_then(|p| book.frames.get(p.frame as usize)).is_some_and(|f| f.mode.is_some())
        };
        let asks = |w: WordId| book.of_verb(w).iter().any(mode);
        self.data.settings.order == Order::Svo
            && between.iter().any(|u| u.is_nominal() || matches!(u.cat, Cat::Pron(_)))
            && !between.iter().any(closed)
            && self.units.get(main).is_some_and(|u| u.verbs(lexicon).any(|(w, _)| asks(w)))
    }

    pub(super) fn set_main(&mut self, i: usize, finite: bool) {
        self.assign(i);
        if let Some(verb) = self.verb() {
            verb.main = Some(i);
            if finite && verb.finite.is_none() {
                verb.finite = Some(i);
            }
        }
        self.since_verb = i + 1;
        self.after_particle(i);
    }

    /// A particle or an announcing adverb soon after the verb still belongs to the verb's clause.
    fn after_particle(&mut self, i: usize) {
        let clause = ahead(self.units, i + 1).take(12);
        let last = clause.enumerate().filter(|(_, u)| u.has(Class::Announce)).map(|(n, _)| n).last();
        if let Some(n) = last {
            self.since_verb = i + 2 + n;
        }
    }
}
