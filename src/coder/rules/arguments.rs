//! Who stands where in a clause: subject, objects, prepositional phrases, agent of a passive.

use super::class::{Class, Classes, Tags};
use super::clause::{Clause, ClauseId, Clauses, Link};
use super::data::LanguageData;
use super::lexicon::{ElemId, Order, Side as Place};
use super::phrase::{Phrase, PhraseId, Refers, STATE, Strength};
use super::tag::{Cat, Unit};
use super::told::Deed;
use crate::domain::Actor;

/// A sentence, cut up.
pub(super) struct Sentence<'a> {
    pub data: &'a LanguageData,
    /// The article.
    pub text: &'a str,
    pub units: Vec<Unit>,
    pub clauses: Clauses,
    pub phrases: Vec<Phrase>,
}

/// A side of an act, as far as the sentence tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Side {
    /// The actors named.
    pub actors: Vec<Actor>,
    /// Whether something refers to actors named elsewhere.
    pub refers: Option<Refers>,
    /// Whether somebody else is named, who is no actor.
    pub other: bool,
    /// Whether it is the other side's own: `its own people`.
    pub own: bool,
    /// First and last unit.
    pub units: Option<(usize, usize)>,
}

impl Side {
    /// Whether nobody is known.
    pub fn is_open(&self) -> bool {
        self.actors.is_empty() && !self.refers.is_some_and(Refers::to_actor)
    }

    /// The act it stands for: `the move`.
    pub fn deed(&self) -> Option<Deed> {
        match self.refers {
            Some(Refers::Deed(deed)) => Some(deed),
            _ => None,
        }
    }
}

/// The arguments of a clause.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments {
    /// The phrases of the subject.
    pub subject: Vec<PhraseId>,
    /// Bare phrases that are not the subject.
    pub objects: Vec<PhraseId>,
    /// Phrases with a preposition.
    pub prepositional: Vec<PhraseId>,
    /// Phrases that name the agent of a passive.
    pub agent: Vec<PhraseId>,
    /// Whether the verb is passive.
    pub passive: bool,
    /// Whether the subject is left out, as some languages do where it is known.
    pub dropped: bool,
}

impl Sentence<'_> {
    /// The unit at this position.
    pub fn unit(&self, at: usize) -> Option<&Unit> {
        #[cfg(test)]
        super::work::visit();
        self.units.get(at)
    }

    /// The clause with this number.
    pub fn clause(&self, id: ClauseId) -> Option<&Clause> {
        self.clauses.list.get(id)
    }

    /// Whether the full verb of the clause is of the class.
    pub fn verb_is(&self, clause: &Clause, class: Class) -> bool {
        clause.verb.senses.iter().any(|(word, _)| self.data.lexicon.classes_of(*word).has(class))
    }

    /// Whether the preposition of a phrase fills the element.
    pub fn prep_fills(&self, phrase: &Phrase, elem: ElemId) -> bool {
        phrase.prep.and_then(|p| self.unit(p)).is_some_and(|u| u.fills(&self.data.lexicon, elem))
    }

    /// Whether the preposition of a phrase is of the class.
    pub fn prep_is(&self, phrase: &Phrase, class: Class) -> bool {
        phrase.prep.and_then(|p| self.unit(p)).is_some_and(|u| u.has(class))
    }

    /// The phrase a unit stands in.
    pub fn phrase_of(&self, unit: usize) -> Option<PhraseId> {
        self.phrases.iter().position(|p| p.first <= unit && unit <= p.last)
    }

    /// Whether the verb of the clause is passive.
    pub fn is_passive(&self, clause: &Clause) -> bool {
        let tags = clause.verb.tags();
        if tags.any(Tags::PASS) {
            return true;
        }
        if !tags.any(Tags::PP) {
            return false;
        }
        let aux = clause.verb.aux;
        let passive = aux.has(Class::Passive);
        let be = aux.any(Classes::of(&[Class::Be, Class::Was]))
            && !self.verb_is(clause, Class::PerfectBe)
            && !self.is_reflexive(clause);
        let bare =
            aux.is_empty() && (clause.link == Link::Participle || !tags.any(Tags::FINITE.with(Tags::I).with(Tags::G)));
        let declined = tags.any(Tags::G) && matches!(clause.link, Link::Relative(..));
        passive || be || bare || declined
    }

    /// Whether a bare phrase can only be whom a passive names as its agent: in the instrumental.
    fn shows_agent(&self, phrase: &Phrase) -> bool {
        self.data.settings.order == Order::Free && phrase.cases.shows(Class::Ins) && !phrase.cases.shows(Class::Nom)
    }

    /// `s'est entretenu`, `si sono incontrati`: a perfect with a reflexive before its auxiliary is no passive.
    fn is_reflexive(&self, clause: &Clause) -> bool {
        let before = clause.verb.finite.and_then(|f| f.checked_sub(1)).and_then(|b| self.unit(b));
        before.is_some_and(|u| u.cat == Cat::Pron(Class::Reflexive))
    }

    /// The arguments of every clause, subjects shared and inherited.
    pub fn arguments(&self) -> Vec<Arguments> {
        let mut all: Vec<Arguments> = Vec::with_capacity(self.clauses.list.len());
        for (id, clause) in self.clauses.list.iter().enumerate() {
            let mut arguments = self.own_arguments(id, clause);
            if arguments.subject.is_empty() {
                arguments.subject = Self::inherited(clause, &all, arguments.dropped);
            }
            let announced = clause.parent.filter(|p| arguments.subject.is_empty() && self.announces(*p));
            if let Some(above) = announced.and_then(|p| all.get(p)) {
                arguments.subject.clone_from(&above.objects);
            }
            all.push(arguments);
        }
        all
    }

    fn own_arguments(&self, id: ClauseId, clause: &Clause) -> Arguments {
        let passive = self.is_passive(clause);
        let mut out = Arguments { passive, ..Arguments::default() };
        let mut bare = Vec::new();
        for (at, phrase) in self.phrases.iter().enumerate() {
            let owned = phrase.owner_of.is_some();
            let reflexive = self.unit(phrase.head).is_some_and(|u| u.cat == Cat::Pron(Class::Reflexive));
            if phrase.clause != id || owned || reflexive {
                continue;
            }
            let instrumental = phrase.prep.is_none() && self.shows_agent(phrase);
            if (self.prep_is(phrase, Class::By) || instrumental) && passive {
                out.agent.push(at);
            } else if phrase.prep.is_some() {
                out.prepositional.push(at);
            } else {
                bare.push(at);
            }
        }
        let subject = self.subject_group(clause, &bare);
        out.objects = bare.iter().copied().filter(|p| !subject.contains(p)).collect();
        if let Link::Relative(antecedent, class) = clause.link {
            self.relate(antecedent, class, subject, &mut out);
        } else if let Some(antecedent) = self.participle_of(clause) {
            out.subject = self.group(antecedent);
        } else {
            out.subject = subject;
        }
        out.dropped = out.subject.is_empty() && !passive && self.drops_subject(clause);
        out
    }

    /// The noun phrase a participle after it belongs to, where adjectives follow: `tropas desplegadas por Rusia`.
    fn participle_of(&self, clause: &Clause) -> Option<PhraseId> {
        let own = clause.link == Link::Participle && clause.verb.tags().any(Tags::PP);
        let main = clause.verb.main.filter(|_| own && self.data.settings.adjective == Place::After)?;
        let comma = |u: usize| self.unit(u).is_some_and(|u| u.cat == Cat::Punct(','));
        let last = main.checked_sub(1)?;
        let last = if comma(last) { last.checked_sub(1)? } else { last };
        self.phrase_of(last).map(|p| self.owner_chain(p))
    }

    /// Whether the clause says its subject by the form of the verb alone.
    fn drops_subject(&self, clause: &Clause) -> bool {
        let finite = clause.verb.tags().any(Tags::FINITE) || !clause.verb.aux.is_empty();
        self.data.settings.drops_subject && finite && matches!(clause.link, Link::Main | Link::Content | Link::Sub(_))
    }

    /// All phrases coordinated with this one.
    pub fn group(&self, phrase: PhraseId) -> Vec<PhraseId> {
        let group = self.phrases.get(phrase).map(|p| p.group);
        (0..self.phrases.len()).filter(|p| self.phrases.get(*p).map(|p| p.group) == group).collect()
    }

    fn subject_group(&self, clause: &Clause, bare: &[PhraseId]) -> Vec<PhraseId> {
        let verb = clause.verb.finite.or(clause.verb.main);
        let (Some(verb), false) = (verb, matches!(clause.link, Link::Infinitive | Link::Participle)) else {
            return Vec::new();
        };
        let can = |p: &&PhraseId| self.phrases.get(**p).is_some_and(|p| p.cases.allows(Class::Nom));
        let before = |p: &&PhraseId| self.phrases.get(**p).is_some_and(|p| p.last < verb);
        let agent = |p: &&PhraseId| self.phrases.get(**p).is_some_and(|p| p.is_agent() || p.refers.to_actor());
        let only = |p: &&PhraseId| self.phrases.get(**p).is_some_and(|p| p.cases.is_only(Class::Nom));
        let nominative = bare.iter().filter(only).find(agent).or_else(|| bare.iter().find(only));
        // `en legde de handel stil`: verb first in a later conjunct shares the subject of the first.
        let opens =
            clause.units.iter().find(|u| !self.unit(**u).is_some_and(|u| matches!(u.cat, Cat::Coord | Cat::Punct(_))));
        let shared = clause.verb.finite.is_none() && !clause.verb.aux.is_empty();
        if matches!(clause.link, Link::Coord(_)) && shared {
            return Vec::new();
        }
        // `", zei de president`: without a conjunction the speaker follows.
        let first = clause.units.first().and_then(|u| self.unit(*u));
        let says = self.verb_is(clause, Class::Say) && !first.is_some_and(|u| u.cat == Cat::Coord);
        let conjunct = matches!(clause.link, Link::Coord(_)) && opens == Some(&verb) && !says;
        if self.data.settings.order == Order::V2 && conjunct {
            return Vec::new();
        }
        let chosen = match self.data.settings.order {
            Order::Svo | Order::Free => nominative
                .filter(|_| self.data.settings.order == Order::Free)
                .or_else(|| bare.iter().filter(before).filter(can).rfind(agent))
                .or_else(|| bare.iter().filter(before).filter(|p| self.can_act(**p)).rfind(can))
                .or_else(|| self.inverted(clause, verb, bare).and_then(|p| bare.iter().find(|b| **b == p))),
            Order::V2 => {
                let first = bare.iter().filter(before).find(can).or_else(|| bare.iter().find(can));
                self.behind_object(first, verb, bare).or(first)
            }
            Order::Sov => nominative
                .or_else(|| bare.iter().filter(can).find(agent))
                .or_else(|| bare.iter().filter(|p| self.opens_clause(**p, clause)).find(can)),
        };
        chosen.map(|p| self.group(*p)).unwrap_or_default()
    }

    /// `Die eis wees Moskou af`, `Die Forderung Kiews lehnte Moskau ab`: what was said or asked, whosever it is, stands
    /// before the verb as its object, a state right behind it.
    fn behind_object<'a>(&self, first: Option<&PhraseId>, verb: usize, bare: &'a [PhraseId]) -> Option<&'a PhraseId> {
        let phrase = first.and_then(|p| self.phrases.get(*p))?;
        let deed = Classes::of(&[Class::Act, Class::ActSaid, Class::ActAsked]);
        let owned = !phrase.is_agent() && self.unit(phrase.head).is_some_and(|u| u.classes.any(deed));
        let said = owned || matches!(phrase.refers, Refers::Deed(Deed::Said | Deed::Asked | Deed::Any));
        let state = |p: &&PhraseId| {
            self.phrases.get(**p).is_some_and(|p| {
                let named = self.unit(p.head).is_some_and(|u| u.cat == Cat::Name) || p.classes.any(STATE);
                p.first == verb + 1 && p.is_agent() && named && p.cases.allows(Class::Nom)
            })
        };
        bare.iter().find(state).filter(|_| said && phrase.last < verb)
    }

    /// Whether a phrase before the verb can be its subject: where case is free, `Харьков обстреляли` names the object first.
    fn can_act(&self, phrase: PhraseId) -> bool {
        let place = |p: &Phrase| !p.actors.is_empty() && p.actors.iter().all(|(_, s)| *s == Strength::Place);
        self.data.settings.order != Order::Free
            || self.phrases.get(phrase).is_some_and(|p| !(place(p) && p.cases.allows(Class::Acc)))
    }

    /// Whether no other phrase of the clause comes before this one.
    fn opens_clause(&self, phrase: PhraseId, clause: &Clause) -> bool {
        let first = self.phrases.get(phrase).map(|p| p.first);
        let nominal = |u: &&usize| self.unit(**u).is_some_and(Unit::is_nominal);
        first.is_some_and(|first| clause.units.iter().take_while(|u| **u < first).all(|u| !nominal(&u)))
    }

    /// A subject after the verb, where the language allows it or the verb is one of saying.
    fn inverted(&self, clause: &Clause, verb: usize, bare: &[PhraseId]) -> Option<PhraseId> {
        let allowed = self.data.settings.drops_subject
            || self.data.settings.order == Order::Free
            || self.verb_is(clause, Class::Say);
        let after = |p: &&PhraseId| self.phrases.get(**p).is_some_and(|p| p.first > verb && p.is_agent());
        let beside = matches!(clause.link, Link::Coord(_)) && !self.follows_speech(clause, verb);
        bare.iter().find(after).copied().filter(|_| allowed && !beside)
    }

    /// `", said the president`: a verb of saying that opens what comes after a quotation has its subject behind it.
    fn follows_speech(&self, clause: &Clause, verb: usize) -> bool {
        let mark = |u: &&usize| self.unit(**u).is_some_and(|u| matches!(u.cat, Cat::Punct(_)));
        let opens = clause.units.iter().find(|u| !mark(u)) == Some(&verb);
        let next = self.unit(verb + 1).is_some_and(|u| u.is_nominal() || matches!(u.cat, Cat::Det | Cat::Poss));
        self.verb_is(clause, Class::Say) && opens && next
    }

    /// What a relative clause says of its antecedent.
    fn relate(&self, antecedent: Option<usize>, class: Class, subject: Vec<PhraseId>, out: &mut Arguments) {
        let antecedent = antecedent.and_then(|u| self.phrase_of(u)).map(|p| self.owner_chain(p));
        let is_agent = |p: &PhraseId| self.phrases.get(*p).is_some_and(|p| p.is_agent() || p.refers.to_actor());
        out.subject = subject;
        let Some(antecedent) = antecedent else { return };
        if class == Class::RelPlace {
            out.prepositional.push(antecedent);
            return;
        }
        let group = self.group(antecedent);
        let verb_last = self.data.settings.order != Order::Svo;
        if out.subject.is_empty() {
            out.subject = group;
        } else if verb_last
            && !self.is_nominative_pronoun(&out.subject)
            && (is_agent(&antecedent) || !out.subject.iter().any(is_agent))
        {
            let was = std::mem::replace(&mut out.subject, group);
            out.objects.splice(0..0, was);
        } else {
            out.objects.insert(0, antecedent);
        }
    }

    /// `de Emiraten, die zij beschuldigt`: a pronoun that is no object form is the subject.
    fn is_nominative_pronoun(&self, subject: &[PhraseId]) -> bool {
        let pronoun = |p: &Phrase| {
            let personal = matches!(self.unit(p.head).map(|u| u.cat), Some(Cat::Pron(Class::He | Class::They)));
            personal && p.cases.allows(Class::Nom)
        };
        subject.iter().filter_map(|p| self.phrases.get(*p)).any(pronoun)
    }

    /// The phrase that owns this one, up to the top: in `the army of X, which`, the army.
    fn owner_chain(&self, mut phrase: PhraseId) -> PhraseId {
        while let Some(up) = self.phrases.get(phrase).and_then(|p| p.owner_of).filter(|up| *up < phrase) {
            phrase = up;
        }
        phrase
    }

    /// The subject a clause takes from the one it hangs on.
    fn inherited(clause: &Clause, all: &[Arguments], dropped: bool) -> Vec<PhraseId> {
        let from = match clause.link {
            Link::Coord(sibling) => Some(sibling),
            Link::Infinitive | Link::Participle => clause.parent,
            Link::Content | Link::Sub(_) if dropped => clause.parent,
            _ => None,
        };
        from.and_then(|f| all.get(f)).map(|a| a.subject.clone()).unwrap_or_default()
    }

    /// The actors of some phrases at least this strong.
    pub fn side(&self, phrases: &[PhraseId], least: Strength) -> Side {
        let mut side = Side::default();
        for phrase in phrases.iter().filter_map(|p| self.phrases.get(*p)) {
            let (from, to) = side.units.unwrap_or((phrase.first, phrase.last));
            side.units = Some((from.min(phrase.first), to.max(phrase.last)));
            for (actor, _) in phrase.actors.iter().filter(|(_, s)| *s >= least) {
                if !side.actors.contains(actor) {
                    side.actors.push(*actor);
                }
            }
            if phrase.refers != Refers::Nothing {
                side.refers = Some(phrase.refers);
                side.other |= !phrase.refers.to_actor();
            } else if !phrase.actors.iter().any(|(_, s)| *s >= least) {
                side.other = true;
                side.own |= self.unit(phrase.first).is_some_and(|u| u.cat == Cat::Poss);
            }
        }
        if !side.actors.is_empty() {
            side.refers = None;
        }
        side
    }
}
