//! Languages whose noun phrases show their role by case, not by their place: what may stand together, who is meant.

use super::arguments::{Arguments, Side};
use super::binding::{Act, Binder};
use super::class::{CaseSet, Class};
use super::clause::Link;
use super::frame::{Pattern, Role, Slot};
use super::lexicon::{self, Order};
use super::names::Meaning;
use super::phrase::{Phrase, PhraseId, STATE, Strength};
use super::tag::{Cat, Mention, Unit};
use super::text::Shape;

/// Whether a name right after a word or a name can belong to the same phrase: as its owner, or as its bearer.
/// The first word of a sentence has its capital from there.
pub(super) fn joins(unit: &Unit, next: &Unit, inside: bool, adjective: lexicon::Side) -> bool {
    let Some(mention) = &next.mention else { return false };
    let adjectival = |u: &Unit| u.mention.as_ref().is_some_and(|m| m.is(Meaning::Adjective));
    if unit.cat == Cat::Name && !adjectival(unit) {
        return mention.cases.is_only(Class::Gen) && !mention.is(Meaning::Adjective);
    }
    // `президент Зеленский`, `Владимиром Зеленским`: a title or a first name.
    let first_name = inside && unit.cat == Cat::Word && unit.shape == Shape::Capital && unit.classes.is_empty();
    let first_name = first_name && (unit.cases.is_empty() || unit.cases.meets(mention.cases));
    if mention.is(Meaning::Leader) && (unit.classes.has(Class::Person) || first_name) {
        return true;
    }
    let behind = adjective == lexicon::Side::Both && mention.is(Meaning::Adjective);
    behind || adjectival(unit) || mention.cases.is_empty() || mention.cases.shows(Class::Gen)
}

/// Whether a word or a number right after a word goes on with its phrase.
pub(super) fn goes_on(unit: &Unit, next: &Unit) -> bool {
    if next.cat == Cat::Number {
        return unit.cat != Cat::Word;
    }
    let silent = unit.cases.is_empty() || next.cases.is_empty() || unit.cat != Cat::Word;
    silent || next.cases.shows(Class::Gen) || unit.cases.meets(next.cases)
}

/// The cases the words up to the head agree on: owners behind it are in the genitive and say nothing of it.
pub(super) fn agreed(units: &[Unit], first: usize, head: usize) -> CaseSet {
    let mut cases = CaseSet::default();
    for unit in units.get(first..=head).unwrap_or_default() {
        let shown = match &unit.mention {
            Some(mention) => mention.cases,
            None => unit.cases,
        };
        cases = cases.narrowed(shown);
    }
    let counted = |u: &Unit| u.cat == Cat::Number || u.classes.has(Class::Generic);
    if cases.shows(Class::Gen) && units.get(first..head).unwrap_or_default().iter().any(counted) {
        // A numeral takes the genitive of what it counts, whatever the phrase is.
        cases.add(Class::Nom);
        cases.add(Class::Acc);
    }
    cases
}

impl Binder<'_> {
    /// Whether case decides who is who.
    pub(super) fn is_cased(&self) -> bool {
        self.sentence.data.settings.order == Order::Free
    }

    /// Whether a bare phrase can be the object that a slot without a case asks for.
    pub(super) fn is_direct(&self, phrase: &Phrase) -> bool {
        let cases = phrase.cases;
        let free = !self.is_cased() || cases.is_empty();
        free || if self.arguments.passive {
            cases.shows(Class::Nom) || cases.shows(Class::Acc)
        } else {
            cases.shows(Class::Acc) || cases.shows(Class::Gen)
        }
    }

    /// The bare phrases an act can be done to. With case, a passive keeps its recipients, and impersonal forms their object.
    pub(super) fn patients(&self) -> Vec<PhraseId> {
        let Arguments { subject, objects, passive, .. } = self.arguments;
        match (passive, self.is_cased()) {
            (false, _) => objects.clone(),
            (true, false) => subject.clone(),
            (true, true) => subject.iter().chain(objects).copied().collect(),
        }
    }

    /// `X came under fire from Y`: the source stands behind a preposition, so that a bare target is the subject.
    pub(super) fn is_acted_on(&self, pattern: &Pattern) -> bool {
        let behind = |s: &Slot| s.role == Role::Source && (s.prep.is_some() || s.of.is_some());
        !self.arguments.passive && pattern.slots.iter().any(behind)
    }

    /// Whether an infinitive hangs on the clause: `the decision to send`.
    pub(super) fn governs_infinitive(&self) -> bool {
        self.sentence.clauses.list.iter().any(|c| c.link == Link::Infinitive && c.parent == Some(self.id))
    }

    /// `welcomed the decision to send tanks`: a noun may be a companion of the verb and still hold an act of its own.
    pub(super) fn frame_holds_act(&self, act: &Act) -> bool {
        let frame = self.sentence.data.frames.frames.get(act.frame as usize);
        frame.is_some_and(|f| f.needs_inner && f.mode.is_some())
    }

    /// A name behind the head of an object, where it can stand in the case: `выразил соболезнования Турции`.
    pub(super) fn named_in_object(&self, case: Class) -> Option<Side> {
        let objects = self.arguments.objects.iter().filter_map(|p| self.sentence.phrases.get(*p));
        objects.map(|p| self.named_after(p, p.head, case)).find(|side| !side.is_open())
    }

    /// Whom the companions of a verb belong to: `осудить удары России`, `вызвать посла России`.
    pub(super) fn owner_of_companions(&self, companions: &[usize]) -> Option<Side> {
        let owners = companions.iter().filter_map(|unit| self.sentence.phrase_of(*unit)).map(|p| self.owners(p));
        owners.into_iter().find(|side| !side.actors.is_empty())
    }

    /// Whether a target that a noun owns by `of` is owned by the noun the pattern names: in `expelled diplomats over the
    /// poisoning of Salisbury` the diplomats are not of Salisbury.
    pub(super) fn belongs(&self, side: &Side, companions: &[usize]) -> bool {
        let found = side.units.and_then(|(first, _)| self.sentence.phrase_of(first));
        let Some(phrase) = found.and_then(|p| self.sentence.phrases.get(p)) else { return true };
        let Some(owner) = phrase.owner_of.filter(|_| self.sentence.prep_is(phrase, Class::Of)) else { return true };
        let nouns = || companions.iter().filter(|u| self.sentence.unit(**u).is_some_and(Unit::is_nominal));
        let acts = self.sentence.phrases.get(owner).is_some_and(|p| p.classes.any(STATE));
        acts || nouns().next().is_none() || nouns().any(|u| self.sentence.phrase_of(*u).is_some_and(|p| p == owner))
    }

    /// The actors in a phrase and in what it belongs to.
    fn owners(&self, here: PhraseId) -> Side {
        let owner = |p: &PhraseId| self.sentence.phrases.get(*p).is_some_and(|x| x.owner_of == Some(here));
        let mut all = vec![here];
        if let Some(owner) = (here + 1..(here + 3).min(self.sentence.phrases.len())).find(owner) {
            all = self.sentence.group(owner);
            all.insert(0, here);
        }
        let group = self.sentence.group(here);
        all.extend(group.into_iter().filter(|p| *p > here && self.is_bare_owner(*p)));
        self.sentence.side(&all, Strength::Modifier)
    }

    /// A later member of a coordination that only goes on with owners: `делегации Москвы и Киева`.
    fn is_bare_owner(&self, phrase: PhraseId) -> bool {
        self.sentence.phrases.get(phrase).is_some_and(|p| {
            p.cases.shows(Class::Gen) && self.sentence.unit(p.head).is_some_and(|u| u.cat == Cat::Name)
        })
    }

    /// A bare slot of a noun in its case: `обстрел T.gen`, `поставки T.dat`, `захват Крыма S.ins`.
    pub(super) fn noun_case_slot(&self, case: Class, here: PhraseId, at: usize) -> Option<Side> {
        let phrase = self.sentence.phrases.get(here)?;
        let inside = self.named_after(phrase, at, case);
        if !inside.is_open() {
            return Some(inside);
        }
        let last = (here + 4).min(self.sentence.phrases.len());
        let fits = |p: &PhraseId| {
            self.sentence.phrases.get(*p).is_some_and(|next| {
                let owned = case != Class::Gen || next.owner_of.is_some();
                next.prep.is_none() && next.clause == self.id && owned && next.cases.shows(case)
            })
        };
        let found = (here + 1..last).find(fits)?;
        Some(self.sentence.side(&self.sentence.group(found), Strength::Modifier))
    }

    /// The names behind the head of a phrase that can stand in the case.
    fn named_after(&self, phrase: &Phrase, at: usize, case: Class) -> Side {
        let mut side = Side::default();
        for unit in at + 1..=phrase.last {
            let Some(mention) = self.sentence.unit(unit).and_then(|u| u.mention.as_ref()) else { continue };
            if let Some(actor) = mention.actor().filter(|_| mention.cases.allows(case)) {
                side.actors.push(actor);
                side.units = Some((phrase.first, phrase.last));
            }
        }
        side
    }

    /// Nationalities before the head of a phrase: `российский обстрел`.
    pub(super) fn named_before(&self, here: PhraseId, at: usize) -> Side {
        let mut side = Side::default();
        let Some(phrase) = self.sentence.phrases.get(here) else { return side };
        for unit in phrase.first..at {
            if let Some(actor) = self.sentence.unit(unit).and_then(|u| u.mention.as_ref()).and_then(Mention::actor) {
                side.actors.push(actor);
                side.units = Some((phrase.first, phrase.last));
            }
        }
        side
    }

    /// Who does what a noun names and whom it strikes, where bare slots ask for a case: `захват Крыма Россией`.
    pub(super) fn cased_sides(&self, pattern: &Pattern, here: PhraseId, at: usize) -> (Option<Side>, Option<Side>) {
        let side = |role: Role| {
            let case = Self::case_of(pattern, role).filter(|_| self.is_cased())?;
            self.noun_case_slot(case, here, at).filter(|s| !s.is_open())
        };
        (side(Role::Source), side(Role::Target))
    }

    /// The bare slot of this role, and the case it asks for.
    fn case_of(pattern: &Pattern, role: Role) -> Option<Class> {
        let bare = |s: &&Slot| s.role == role && s.prep.is_none() && s.of.is_none();
        pattern.slots.iter().find(bare).and_then(|s| s.case)
    }
}
