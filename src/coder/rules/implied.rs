//! Sides a sentence only implies: subjects of clauses above, seats of government, hosts, scenes, who speaks.

use super::arguments::Side;
use super::binding::Act;
use super::class::Class;
use super::clause::{ClauseId, Link};
use super::phrase::{Phrase, Refers, STATE, Strength};
use super::reading::Reader;
use super::tag::Cat;
use crate::domain::{Actor, CameoCode, Reporter};

impl Reader<'_> {
    /// `X said its forces had`: what refers back inside a sentence means the subject of a clause above.
    pub(super) fn subject_above(&self, act: &Act) -> Option<Side> {
        let mut clause = act.clause;
        if act.source.refers != Some(Refers::One) {
            let passive = self.arguments.get(clause).is_some_and(|own| own.passive);
            return self.seat(clause, act).filter(|_| !passive && self.is_stateless(&act.source));
        }
        let pronoun =
            act.source.units.and_then(|(u, _)| self.sentence.unit(u)).is_some_and(|u| matches!(u.cat, Cat::Pron(_)));
        if let Some(seat) = self.seat(clause, act).filter(|_| !pronoun) {
            return Some(seat);
        }
        for _ in 0..8 {
            let this = self.sentence.clause(clause)?;
            clause = match this.link {
                Link::Coord(sibling) => sibling,
                _ => this.parent?,
            };
            let side = self.sentence.side(&self.arguments.get(clause)?.subject, Strength::Agent);
            if side.actors.iter().any(|a| !act.target.actors.contains(a)) {
                return Some(side);
            }
            if let Some(seat) = self.seat(clause, act).filter(|_| !pronoun) {
                return Some(seat);
            }
        }
        None
    }

    /// Officials of whom nothing is said.
    fn is_stateless(&self, side: &Side) -> bool {
        let phrase =
            side.units.and_then(|(u, _)| self.sentence.phrase_of(u)).and_then(|p| self.sentence.phrases.get(p));
        side.is_open() && phrase.is_some_and(|p| p.classes.any(STATE) && p.owner_of.is_none())
    }

    /// `In Baku the ministry said`, `in Baku, where officials`: the one place a clause names is where they sit.
    fn seat(&self, clause: ClauseId, act: &Act) -> Option<Side> {
        let places = &self.arguments.get(clause)?.prepositional;
        let named = |p: &&usize| {
            self.sentence.phrases.get(**p).is_some_and(|p| {
                self.sentence.prep_is(p, Class::In) && p.actors.iter().any(|(_, s)| *s == Strength::Place)
            })
        };
        let mut seats = places.iter().filter(named);
        let seat = seats.next().filter(|_| seats.next().is_none())?;
        let side = self.sentence.side(&[*seat], Strength::Place);
        side.actors.iter().all(|a| !act.target.actors.contains(a)).then_some(side)
    }

    /// `"We reject this", said X`: the first person of a quotation is who speaks.
    pub(super) fn speaker(&self, act: &Act) -> Option<Side> {
        if act.source.refers != Some(Refers::Speaker) {
            return None;
        }
        match self.reporter(act.clause)? {
            Reporter::Actor(actor) => Some(Side { actors: vec![actor], ..Side::default() }),
            Reporter::Named(_) => None,
        }
    }

    /// Whether a side is a pronoun for a thing.
    pub(super) fn is_thing(&self, side: &Side) -> bool {
        let unit = side.units.and_then(|(u, _)| self.sentence.unit(u));
        side.refers == Some(Refers::One) && unit.is_some_and(|u| u.cat == Cat::Pron(Class::It))
    }

    /// Whether the clause says `each other` where its target would stand.
    pub(super) fn is_mutual(&self, act: &Act) -> bool {
        let other = |p: &Phrase| self.sentence.unit(p.head).is_some_and(|u| u.cat == Cat::Pron(Class::EachOther));
        act.target.is_open()
            && !act.nominal
            && self.sentence.phrases.iter().any(|p| p.clause == act.clause && p.owner_of.is_none() && other(p))
    }

    /// `the Azerbaijani office of a Russian agency was searched`: on whose ground it stands, and whose it is.
    pub(super) fn host(&self, act: &Act, code: CameoCode) -> (Side, Side) {
        let passive = code.root().number() == 17 && !act.nominal;
        let own = self.arguments.get(act.clause).filter(|own| own.passive && passive);
        let patients = own.into_iter().flat_map(|own| own.subject.iter().chain(&own.objects));
        for (id, phrase) in patients.filter_map(|p| Some((*p, self.sentence.phrases.get(*p)?))) {
            let named = (phrase.first..=phrase.last).filter_map(|u| self.sentence.unit(u)?.mention.as_ref()?.actor());
            let mut host: Vec<Actor> = named.collect();
            host.dedup();
            let owners = self.sentence.phrases.iter().filter(|p| p.owner_of == Some(id));
            let mut guest: Vec<Actor> = owners.flat_map(|p| &p.actors).map(|(a, _)| *a).collect();
            guest.retain(|a| !host.contains(a));
            if host.len() == 1 && !guest.is_empty() {
                let side = |actors| Side { actors, ..Side::default() };
                return (side(host), side(guest));
            }
        }
        (Side::default(), Side::default())
    }

    /// The one place a sentence names.
    pub(super) fn scene(&self, act: &Act) -> Side {
        if !act.target.is_open() || !self.frame(act).is_some_and(|f| f.scene) {
            return Side::default();
        }
        let mut scene = Side::default();
        let told = |clause: ClauseId| {
            clause != act.clause && self.sentence.clause(clause).is_some_and(|c| self.sentence.verb_is(c, Class::Say))
        };
        let place = |p: &&Phrase| {
            p.owner_of.is_none()
                && !told(p.clause)
                && self.sentence.prep_is(p, Class::In)
                && !self.sentence.prep_is(p, Class::Per)
        };
        for phrase in self.sentence.phrases.iter().filter(place) {
            for (actor, strength) in &phrase.actors {
                if *strength == Strength::Place && !scene.actors.contains(actor) && !act.source.actors.contains(actor) {
                    scene.actors.push(*actor);
                }
            }
        }
        if scene.actors.len() == 1 { scene } else { Side::default() }
    }
}
