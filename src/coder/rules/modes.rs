//! What is said of one's own future, decided, or demanded with a modal verb.

use super::arguments::Side;
use super::binding::Act;
use super::class::{Class, Classes, Tags};
use super::clause::{Clause, ClauseId, Link};
use super::compose::compose;
use super::frame::Mode;
use super::phrase::{Refers, Strength};
use super::reading::Reader;
use super::tag::{Cat, Unit};
use crate::domain::{CameoCode, Reporter, Status};

impl Reader<'_> {
    /// What an act still to come is: an intent where it is friendly, a threat where the one who acts says so of
    /// itself; a cut of relations is decided by being announced.
    pub(super) fn future(&self, act: &Act, code: CameoCode) -> Option<CameoCode> {
        if code.root().number() <= 8 {
            return compose(Mode::Intent, code);
        }
        let own = self.speaks_of_itself(act);
        let announced = self.sentence.clause(act.clause).is_some_and(|c| matches!(c.link, Link::Main | Link::Coord(_)));
        match code.as_str().get(..3) {
            Some("161" | "166") if own || (announced && !act.source.actors.is_empty()) => Some(code),
            _ if own => compose(Mode::Threat, code),
            _ => None,
        }
    }

    /// `X said it would`: who reports the clause is who acts in it.
    pub(super) fn speaks_of_itself(&self, act: &Act) -> bool {
        let mut clause = act.clause;
        for _ in 0..4 {
            let Some(this) = self.sentence.clause(clause) else { return false };
            let up = match this.link {
                Link::Coord(sibling) if this.parent.is_some() => sibling,
                Link::Content | Link::Infinitive => match this.parent {
                    Some(parent) => parent,
                    None => return false,
                },
                _ => return false,
            };
            let Some(above) = self.sentence.clause(up) else { return false };
            if this.link == Link::Content && self.sentence.verb_is(above, Class::Say) {
                let subject = self.arguments.get(up).map(|a| a.subject.as_slice()).unwrap_or_default();
                let speaker = self.sentence.side(subject, Strength::Agent);
                let same = act.source.actors.iter().any(|a| speaker.actors.contains(a));
                return !speaker.actors.is_empty() && (same || act.source.refers == Some(Refers::One));
            }
            clause = up;
        }
        false
    }

    /// The code of a friendly or hostile act that is meant. Who says so decides on a hostile one, or threatens it.
    pub(super) fn meant(&self, outer: &Act, embedded: &Act, inner: CameoCode) -> Option<CameoCode> {
        let link = self.sentence.clause(embedded.clause).map(|c| c.link);
        let verbal = !embedded.nominal && matches!(link, Some(Link::Content | Link::Infinitive | Link::Coord(_)));
        let said = verbal || embedded.clause == outer.clause;
        let decided = self.sentence.clause(outer.clause).is_some_and(|c| self.sentence.verb_is(c, Class::Decide));
        compose(Mode::Intent, inner).or_else(|| match inner.root().number() {
            14..=17 if decided && said => Some(inner),
            14..=20 if !decided && said => compose(Mode::Threat, inner),
            _ => None,
        })
    }

    /// Whether somebody else acts in what a threat or an intent is about: `warned that Russia would attack`.
    pub(super) fn is_of_another(outer: &Act, inner: &Act) -> bool {
        let named = !inner.source.actors.is_empty() && outer.source.refers.is_none();
        named && !inner.joint && !inner.nominal && inner.source.actors.iter().all(|a| !outer.source.actors.contains(a))
    }

    /// `ordered the reimposition of sanctions`: what one decides on, named by a noun, is one's own act.
    pub(super) fn is_decided(&self, outer: &Act, inner: &Act) -> bool {
        let decides = self.sentence.clause(outer.clause).is_some_and(|c| self.sentence.verb_is(c, Class::Decide));
        let own = inner.source.actors.is_empty() || inner.source.actors == outer.source.actors;
        decides && inner.nominal && inner.clause == outer.clause && own
    }

    /// `Nach der Ausweisung drohte Moskau`: a noun with a preposition in front of the verb says when or why, not what,
    /// unless the frame asks for that preposition.
    pub(super) fn is_setting(&self, outer: &Act, inner: &Act) -> bool {
        let phrase = self.sentence.phrase_of(inner.head).and_then(|p| self.sentence.phrases.get(p));
        let Some(phrase) = phrase.filter(|p| p.prep.is_some() && p.last < outer.head) else { return false };
        let verb = self.sentence.clause(outer.clause).and_then(|c| c.verb.finite).unwrap_or(outer.head);
        let pattern = self.sentence.data.frames.patterns.get(outer.pattern as usize);
        let asked =
            pattern.is_some_and(|p| p.slots.iter().filter_map(|s| s.prep).any(|e| self.sentence.prep_fills(phrase, e)));
        !asked && phrase.last < verb && self.sentence.data.settings.order != super::lexicon::Order::Sov
    }

    /// `wird einbestellt`: the auxiliary of the future is that of the passive beside a participle, where it stands alone.
    pub(super) fn is_present_passive(&self, clause: &Clause) -> bool {
        let tags = clause.verb.tags();
        let aux = |u: &&usize| self.sentence.unit(**u).is_some_and(|u| u.cat == Cat::Aux && u.has(Class::Passive));
        let alone = clause.units.iter().filter(aux).count() == 1;
        clause.verb.aux.has(Class::Passive) && alone && tags.any(Tags::PP) && !tags.any(Tags::I)
    }

    /// `X is to send`: an infinitive right behind a finite `be` is what has been settled.
    pub(super) fn is_due(&self, id: ClauseId) -> bool {
        self.sentence.clause(id).is_some_and(|c| self.sentence.is_due(c))
    }

    /// `Russia said Sudan must return the helicopter`: a demand, whatever the act is.
    pub(super) fn modal_demands(&mut self) {
        let Some(frame) = self.sentence.data.frames.frames.iter().position(|f| f.mode == Some(Mode::Demand)) else {
            return;
        };
        let (Ok(frame), Ok(code)) = (u32::try_from(frame), "100".parse()) else { return };
        for id in 0..self.sentence.clauses.list.len() {
            if let Some(act) = self.modal_demand(id, frame) {
                self.push(&act, code, Status::Actual, None);
            }
        }
    }

    fn modal_demand(&self, id: ClauseId, frame: u32) -> Option<Act> {
        let clause = self.sentence.clause(id)?;
        let negated = |u: &usize| self.sentence.unit(*u).is_some_and(|u| u.cat == Cat::Neg);
        let must = clause.verb.aux.has(Class::Must) && clause.link == Link::Content;
        if !must || clause.units.iter().any(negated) || self.is_question() || self.judge_above(id).is_err() {
            return None;
        }
        let Some(Reporter::Actor(speaker)) = self.reporter(id) else { return None };
        let arguments = self.arguments.get(id).filter(|a| !a.passive)?;
        let target = self.sentence.side(&arguments.subject, Strength::Agent);
        let said = |r: &super::reading::Reading| r.clause == id;
        if target.actors.is_empty() || target.actors.contains(&speaker) || self.out.found.iter().any(said) {
            return None;
        }
        let main = clause.verb.main.or(clause.verb.finite)?;
        let first = target.units.map_or(main, |(first, _)| first.min(main));
        Some(Act {
            frame,
            pattern: u32::MAX,
            clause: id,
            head: main,
            nominal: false,
            carried: false,
            source: Side { actors: vec![speaker], ..Side::default() },
            target,
            joint: false,
            units: (first, main),
            score: 0,
        })
    }
}

impl super::arguments::Sentence<'_> {
    /// `Russia to supply missiles`: a headline that is nothing but who is going to act.
    pub(super) fn announces(&self, id: super::clause::ClauseId) -> bool {
        let Some(clause) = self.clause(id).filter(|c| c.link == Link::Main) else { return false };
        let verbless = clause.verb.main.is_none() && clause.verb.finite.is_none();
        let mut own = self.phrases.iter().filter(|p| p.clause == id);
        let names = own.next().is_some_and(|p| p.is_agent() && p.prep.is_none() && p.first == 0);
        let english = self.data.settings.order == super::lexicon::Order::Svo
            && self.data.settings.adjective == super::lexicon::Side::Before;
        english && verbless && names && own.all(|p| p.is_agent() && p.prep.is_none())
    }

    /// Whether a clause is an infinitive right behind a finite `be` that has no verb beside it: `is to send`.
    pub(super) fn is_due(&self, clause: &Clause) -> bool {
        let settings = self.data.settings;
        let english =
            settings.order == super::lexicon::Order::Svo && settings.adjective == super::lexicon::Side::Before;
        let Some(parent) = clause.parent.and_then(|p| self.clause(p)).filter(|_| english) else { return false };
        if clause.parent.is_some_and(|p| self.announces(p)) {
            return clause.link == Link::Infinitive;
        }
        let be = Classes::of(&[Class::Be, Class::Was]);
        let alone = parent.verb.main == parent.verb.finite && parent.verb.aux.any(be);
        let between = parent.verb.finite.zip(clause.units.first().copied());
        let adjacent = between.is_some_and(|(finite, first)| {
            let passing = |u: &Unit| matches!(u.cat, Cat::Adv);
            self.units.get(finite + 1..first).unwrap_or_default().iter().all(passing)
        });
        clause.link == Link::Infinitive && alone && adjacent
    }
}
