//! Frames against clauses: which pattern fits, and who fills its roles.

use super::arguments::{Arguments, Sentence, Side};
use super::class::{Class, Tags};
use super::clause::{Clause, ClauseId, Link};
use super::filled::Filled;
use super::frame::{Frame, Pattern, Role, Slot};
use super::lexicon::ElemId;
use super::phrase::{Phrase, PhraseId, Refers, Strength};
use super::tag::Cat;
use crate::domain::Actor;

/// An act a frame found in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Act {
    /// Which frame, and which of its patterns.
    pub frame: u32,
    pub pattern: u32,
    /// In which clause.
    pub clause: ClauseId,
    /// The unit that triggered it.
    pub head: usize,
    /// Whether a noun did.
    pub nominal: bool,
    /// Whether the noun hangs on a verb that lends itself to it.
    pub carried: bool,
    pub source: Side,
    pub target: Side,
    /// Both sides are in `source`: `between X and Y`.
    pub joint: bool,
    /// First and last unit that say it.
    pub units: (usize, usize),
    /// How well the pattern fits.
    pub score: i32,
}

/// All acts of a sentence, before embedding and status.
pub(super) fn acts(sentence: &Sentence<'_>, arguments: &[Arguments]) -> Vec<Act> {
    let mut found = Vec::new();
    for (id, clause) in sentence.clauses.list.iter().enumerate() {
        let Some(own) = arguments.get(id) else { continue };
        let binder = Binder::new(sentence, clause, id, own);
        let verbal = binder.verbal();
        let from = found.len();
        found.extend(verbal);
        binder.nominal(&mut found, from);
    }
    found
}

pub(super) struct Binder<'a> {
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) clause: &'a Clause,
    pub(super) id: ClauseId,
    pub(super) arguments: &'a Arguments,
    /// What the units of the clause fill.
    pub(super) filled: Filled,
}

impl<'a> Binder<'a> {
    fn new(sentence: &'a Sentence<'a>, clause: &'a Clause, id: ClauseId, arguments: &'a Arguments) -> Self {
        let mut binder = Self { sentence, clause, id, arguments, filled: Filled::default() };
        let lexicon = &sentence.data.lexicon;
        let units = clause.units.iter().copied().chain(binder.borrowed()).filter_map(|u| sentence.unit(u));
        binder.filled = units.flat_map(|u| u.elems(lexicon)).collect();
        binder
    }
    fn frame(&self, pattern: &Pattern) -> Option<&Frame> {
        self.sentence.data.frames.frames.get(pattern.frame as usize)
    }

    fn companions(&self, pattern: &Pattern, head: usize) -> Option<Vec<usize>> {
        if pattern.bars.iter().any(|elem| self.filled(*elem, head).is_some()) {
            return None;
        }
        pattern.needs.iter().map(|elem| self.filled(*elem, head)).collect()
    }

    /// The best act of the clause's verb.
    fn verbal(&self) -> Option<Act> {
        let main = self.clause.verb.main?;
        let book = &self.sentence.data.frames;
        let mut best: Option<Act> = None;
        for (word, _) in &self.clause.verb.senses {
            for id in book.of_verb(*word) {
                let Some(pattern) = book.patterns.get(*id as usize) else { continue };
                let Some(act) = self.bind_verb(*id, pattern, main) else { continue };
                if best.as_ref().is_none_or(|b| act.score > b.score) {
                    best = Some(act);
                }
            }
        }
        best
    }

    fn bind_verb(&self, id: u32, pattern: &Pattern, main: usize) -> Option<Act> {
        let frame = self.frame(pattern)?;
        let companions = self.companions(pattern, main)?;
        let arguments = self.arguments;
        let source_slot = pattern.slots.iter().find(|s| s.role == Role::Source);
        let (source, source_score) = match source_slot {
            Some(slot) if slot.prep.is_some() || slot.of.is_some() => self.slot_side(slot, Strength::Modifier)?,
            _ if arguments.passive => (self.or_force(self.agent(frame), &arguments.agent, frame), 0),
            _ if arguments.dropped && arguments.subject.is_empty() => {
                (Side { refers: Some(Refers::One), ..Side::default() }, 0)
            }
            _ => {
                let subject = self.sentence.side(&arguments.subject, Strength::Agent);
                (self.or_force(subject, &arguments.subject, frame), 0)
            }
        };
        let joint = frame.symmetric && source.actors.len() > 1;
        if !joint && !self.places_exist(pattern) {
            return None;
        }
        let (target, target_score) = self.target(pattern, frame, &source, joint, &companions);
        if frame.strict && target.is_open() && target.deed().is_none() && !joint {
            return None;
        }
        let weigh = |u: &usize| if self.sentence.unit(*u).is_some_and(|u| u.cat == Cat::Prep) { 4 } else { 10 };
        let count: i32 = companions.iter().map(weigh).sum();
        let known = i32::from(!target.is_open() || joint) * 12 + i32::from(!source.is_open());
        let inside = |u: &&usize| target.units.is_some_and(|(first, last)| (first..=last).contains(*u));
        let shared = i32::try_from(companions.iter().filter(inside).count()).unwrap_or(0);
        let score = count - 6 * shared + source_score + target_score + known;
        let mut units = (main, main);
        let all = companions.iter().copied().chain(self.clause.verb.particle).chain(self.clause.verb.finite);
        all.for_each(|u| units = (units.0.min(u), units.1.max(u)));
        for side in [&source, &target] {
            if let Some((first, last)) = side.units.filter(|(f, _)| self.sentence.clauses.of.get(*f) == Some(&self.id))
            {
                units = (units.0.min(first), units.1.max(last));
            }
        }
        let (source, target, between) = self.between(frame, source, target);
        let joint = between || (joint && target.actors.is_empty());
        Some(Act {
            frame: pattern.frame,
            pattern: id,
            clause: self.id,
            head: main,
            nominal: false,
            carried: false,
            source,
            target,
            joint,
            units,
            score,
        })
    }

    /// The agent of a passive: named with it, or the state where somebody is arrested or tried.
    fn agent(&self, frame: &Frame) -> Side {
        let side = self.sentence.side(&self.arguments.agent, Strength::Agent);
        if !side.is_open()
            || side.other
            || !matches!(frame.code.as_str(), "043" | "114" | "116" | "173" | "174" | "175")
        {
            return side;
        }
        let place = |p: &&PhraseId| {
            self.sentence.phrases.get(**p).is_some_and(|p| {
                self.sentence.prep_is(p, Class::In) && p.actors.iter().any(|(_, s)| *s == Strength::Place)
            })
        };
        let scene = self.arguments.prepositional.iter().find(place);
        scene.map(|p| self.sentence.side(&[*p], Strength::Place)).unwrap_or_default()
    }

    /// The side a slot with a preposition or an owned noun finds in the clause.
    fn slot_side(&self, slot: &Slot, least: Strength) -> Option<(Side, i32)> {
        if let Some(noun) = slot.of {
            let unit = self.filled(noun, usize::MAX)?;
            let phrase = self.sentence.phrase_of(unit)?;
            return Some((self.sentence.side(&[phrase], Strength::Modifier), 8));
        }
        let fits = |p: &&PhraseId| self.sentence.phrases.get(**p).is_some_and(|phrase| self.slot_fits(slot, phrase));
        let owned: Vec<PhraseId> = (0..self.sentence.phrases.len())
            .filter(|p| self.sentence.phrases.get(*p).is_some_and(|x| x.clause == self.id && x.owner_of.is_some()))
            .filter(|_| slot.prep.is_some())
            .collect();
        let all = self.arguments.prepositional.iter().chain(&self.arguments.agent).chain(&owned);
        let found: Vec<PhraseId> = all.filter(fits).copied().collect();
        let best = found.iter().find(|p| !self.sentence.side(&[**p], least).is_open()).or(found.first())?;
        let group = self.sentence.group(*best);
        Some((self.sentence.side(&group, least), 5))
    }

    /// Whether the clause has a phrase for the target at all: right preposition, right noun, whoever it names.
    fn places_exist(&self, pattern: &Pattern) -> bool {
        let slots = || pattern.slots.iter().filter(|s| s.role == Role::Target);
        let exists = |slot: &Slot| match (slot.of, slot.prep) {
            (Some(noun), _) => self.filled(noun, usize::MAX).is_some(),
            (None, Some(_)) => self.sentence.phrases.iter().any(|p| p.clause == self.id && self.slot_fits(slot, p)),
            (None, None) => true,
        };
        slots().next().is_none() || slots().any(exists)
    }

    pub(super) fn slot_fits(&self, slot: &Slot, phrase: &Phrase) -> bool {
        slot.prep.is_none_or(|elem| self.sentence.prep_fills(phrase, elem))
            && slot.case.is_none_or(|case| phrase.cases.shows(case) || (!self.suffixed() && phrase.cases.allows(case)))
    }

    fn target(
        &self,
        pattern: &Pattern,
        frame: &Frame,
        source: &Side,
        joint: bool,
        companions: &[usize],
    ) -> (Side, i32) {
        let slots: Vec<&Slot> = pattern.slots.iter().filter(|s| s.role == Role::Target).collect();
        for slot in slots.iter().filter(|s| s.prep.is_some() || s.of.is_some()) {
            let found = self.slot_side(slot, Strength::Modifier).filter(|(s, _)| differs(s, source));
            if let Some((side, score)) = found.filter(|(s, _)| self.belongs(s, companions)) {
                return (side, score);
            }
        }
        if joint {
            return (Side::default(), 0);
        }
        let bare: Vec<&&Slot> = slots.iter().filter(|s| s.prep.is_none() && s.of.is_none()).collect();
        let raised_subject = !bare.is_empty() && self.is_acted_on(pattern);
        let phrases = if raised_subject { self.arguments.subject.clone() } else { self.patients() };
        if self.is_cased() && bare.iter().any(|s| s.case == Some(Class::Gen)) {
            let owner = self.owner_of_companions(companions).filter(|side| differs(side, source));
            if let Some(side) = owner {
                return (side, 4);
            }
        }
        // The object of the active form is the subject of the passive.
        let raised = |slot: &Slot| self.arguments.passive && slot.case == Some(Class::Acc);
        for slot in &bare {
            let fits = |p: &PhraseId| {
                self.sentence.phrases.get(*p).is_some_and(|phrase| raised(slot) || self.slot_fits(slot, phrase))
            };
            let direct = |p: &PhraseId| {
                slot.case.is_some() || self.sentence.phrases.get(*p).is_some_and(|phrase| self.is_direct(phrase))
            };
            for phrase in phrases.iter().filter(|p| fits(p) && direct(p)) {
                let side = self.sentence.side(&self.sentence.group(*phrase), Strength::Modifier);
                if differs(&side, source) {
                    return (side, 4);
                }
            }
        }
        let dative = bare.iter().any(|s| s.case == Some(Class::Dat)) && self.is_cased();
        if let Some(side) = self.named_in_object(Class::Dat).filter(|s| dative && differs(s, source)) {
            return (side, 4);
        }
        let patients = self.sentence.side(&phrases, Strength::Modifier);
        let deed = patients.deed().is_some();
        let own = if bare.is_empty() && !deed { Side::default() } else { patients };
        let loose = !deed && !raised_subject && (!bare.is_empty() || frame.scene);
        let (side, score) = if loose { self.loose_target(frame, source) } else { (Side::default(), 0) };
        if side.is_open() {
            let refers = own.refers.filter(|_| deed);
            return (Side { other: own.other, own: own.own && own.actors.is_empty(), refers, ..Side::default() }, 0);
        }
        (side, score)
    }

    /// Where no bare phrase names a target: one the act is directed at, then the scene where the frame takes it.
    fn loose_target(&self, frame: &Frame, source: &Side) -> (Side, i32) {
        let classes: &[Class] = if frame.scene { &[Class::Against, Class::In] } else { &[Class::Against] };
        for class in classes {
            for phrase in &self.arguments.prepositional {
                let fits = self.sentence.phrases.get(*phrase).is_some_and(|p| self.sentence.prep_is(p, *class));
                let side = self.sentence.side(&self.sentence.group(*phrase), Strength::Modifier);
                if fits && differs(&side, source) {
                    return (side, 1);
                }
            }
        }
        (Side::default(), 0)
    }

    /// Acts that nouns of the clause name.
    fn nominal(&self, found: &mut Vec<Act>, from: usize) {
        let book = &self.sentence.data.frames;
        let lexicon = &self.sentence.data.lexicon;
        for &at in &self.clause.units {
            let Some(unit) = self.sentence.unit(at).filter(|u| u.cat == Cat::Word) else { continue };
            let used = found.get(from..).unwrap_or_default().iter().any(|a| self.is_companion(a, at));
            let mut best: Option<Act> = None;
            for id in unit.elems(lexicon).flat_map(|e| book.of_noun(e)) {
                let Some(pattern) = book.patterns.get(*id as usize) else { continue };
                let Some(act) = self.bind_noun(*id, pattern, at) else { continue };
                if best.as_ref().is_none_or(|b| act.score > b.score) {
                    best = Some(act);
                }
            }
            if let Some(act) = best.filter(|act| !used || self.frame_holds_act(act)) {
                found.push(act);
            }
        }
    }

    /// Whether the unit is a companion that the act's pattern needs.
    fn is_companion(&self, act: &Act, unit: usize) -> bool {
        let Some(pattern) = self.sentence.data.frames.patterns.get(act.pattern as usize) else { return false };
        let lexicon = &self.sentence.data.lexicon;
        let fills = |elem: &ElemId| self.sentence.unit(unit).is_some_and(|u| u.fills(lexicon, *elem));
        pattern.needs.iter().any(fills) || pattern.slots.iter().filter_map(|s| s.of.as_ref()).any(fills)
    }

    fn bind_noun(&self, id: u32, pattern: &Pattern, at: usize) -> Option<Act> {
        let frame = self.frame(pattern)?;
        let companions = self.companions(pattern, at)?;
        let here = self.sentence.phrase_of(at)?;
        let phrase = self.sentence.phrases.get(here)?;
        let carried = self.carried();
        let attended =
            frame.attend && phrase.prep.is_some_and(|p| self.sentence.unit(p).is_some_and(|u| u.has(Class::In)));
        let (pair, joint) = self.pair(frame, here);
        if joint {
            let units = pair.units.map_or((at, at), |(f, l)| (f.min(at), l.max(at)));
            return Some(self.nominal_act(id, pattern, at, (pair, Side::default()), units, (true, carried), 20));
        }
        let slots = |role: Role| pattern.slots.iter().filter(move |s| s.role == role);
        let own = self.own_modifiers(here, at);
        let acts = slots(Role::Source).next().is_some();
        let (done_by, struck) = self.cased_sides(pattern, here, at);
        let mut source = if acts && !own.is_open() && !self.is_cased() {
            own
        } else {
            let lent = Some(self.lent_by()).filter(|s| acts && !s.is_open());
            done_by
                .or(lent)
                .or_else(|| slots(Role::Source).find_map(|slot| self.noun_slot(slot, here, Strength::Modifier)))
                .unwrap_or_default()
        };
        if source.is_open() && struck.is_some() && phrase.head == at {
            source = self.named_before(here, at);
        } else if source.is_open() && acts && phrase.head == at {
            source = self.modifiers(here, at);
        }
        if source.is_open() && (carried || attended) {
            let subject = if self.arguments.passive { &self.arguments.agent } else { &self.arguments.subject };
            source = self.sentence.side(subject, Strength::Agent);
        }
        let found =
            struck.or_else(|| slots(Role::Target).find_map(|slot| self.noun_slot(slot, here, Strength::Modifier)));
        let mut target = found.filter(|t| differs(t, &source)).unwrap_or_default();
        if target.is_open() && carried && phrase.prep.is_none() {
            let modifiers = self.modifiers(here, at);
            if differs(&modifiers, &source) {
                target = modifiers;
            }
        }
        let known = i32::from(!source.is_open()) * 4 + i32::from(!target.is_open()) * 4;
        let holds = i32::from(frame.needs_inner && self.governs_infinitive());
        let score = 10 * i32::try_from(companions.len()).unwrap_or(0) + known + holds;
        let mut units = (phrase.first.min(at), at);
        for (first, last) in [source.units, target.units].into_iter().flatten() {
            units = (units.0.min(first), units.1.max(last));
        }
        let both = attended && frame.symmetric && target.is_open() && source.actors.len() > 1;
        Some(self.nominal_act(id, pattern, at, (source, target), units, (both, carried || attended), score))
    }

    #[expect(clippy::too_many_arguments, reason = "one constructor for both ways a noun is bound")]
    fn nominal_act(
        &self,
        id: u32,
        pattern: &Pattern,
        head: usize,
        (source, target): (Side, Side),
        units: (usize, usize),
        (joint, carried): (bool, bool),
        score: i32,
    ) -> Act {
        Act {
            frame: pattern.frame,
            pattern: id,
            clause: self.id,
            head,
            nominal: true,
            carried,
            source,
            target,
            joint,
            units,
            score,
        }
    }

    /// Whether the clause's verb lends itself to nouns, or ends what they say.
    fn carried(&self) -> bool {
        self.sentence.verb_is(self.clause, Class::Light) || self.sentence.verb_is(self.clause, Class::Stop)
    }

    /// Who acts in what the noun says where the verb lends itself to it: `X mounted an invasion of Y`.
    fn lent_by(&self) -> Side {
        let lends = self.sentence.verb_is(self.clause, Class::Light) && !self.is_cased() && !self.arguments.passive;
        if lends { self.sentence.side(&self.arguments.subject, Strength::Agent) } else { Side::default() }
    }

    /// `between X and Y` after the noun, or two nationalities before it.
    fn pair(&self, frame: &Frame, here: PhraseId) -> (Side, bool) {
        if !frame.symmetric {
            return (Side::default(), false);
        }
        let near = if self.sentence.data.settings.postpositions {
            here.saturating_sub(3)..here
        } else {
            here + 1..(here + 4).min(self.sentence.phrases.len())
        };
        for next in near {
            let between = self.sentence.phrases.get(next).filter(|p| self.sentence.prep_is(p, Class::Between));
            if between.is_some_and(|p| p.clause == self.id) {
                let side = self.sentence.side(&self.sentence.group(next), Strength::Modifier);
                return (side.clone(), side.actors.len() > 1);
            }
        }
        let side = self.sentence.side(&[here], Strength::Modifier);
        let two = side.actors.len() > 1;
        (side, two)
    }

    /// Actors named inside the noun's own phrase or by a possessor before it, not after a preposition.
    fn own_modifiers(&self, here: PhraseId, at: usize) -> Side {
        let Some(phrase) = self.sentence.phrases.get(here) else { return Side::default() };
        let named = |actor: &Actor| {
            (phrase.first..=phrase.last)
                .filter_map(|u| self.sentence.unit(u)?.mention.as_ref())
                .any(|m| m.readings.iter().any(|(a, _)| a == actor))
        };
        let mut side = self.modifiers(here, at);
        side.actors.retain(named);
        if side.actors.is_empty() && !self.sentence.attribute_phrases(here).is_empty() {
            return Side::default();
        }
        if side.actors.is_empty() && side.refers.is_none() {
            let possessor = here.checked_sub(1).and_then(|p| self.sentence.phrases.get(p));
            if possessor.is_some_and(|p| p.owner_of == Some(here)) {
                return self.modifiers(here, at);
            }
        }
        side
    }

    /// Actors inside the noun's own phrase.
    fn modifiers(&self, here: PhraseId, at: usize) -> Side {
        let side = self.sentence.side(&[here], Strength::Modifier);
        let head = self.sentence.phrases.get(here).map(|p| p.head);
        if head == Some(at) { side } else { Side::default() }
    }

    /// A slot of a noun: a phrase it owns, or one that follows with the right preposition.
    fn noun_slot(&self, slot: &Slot, here: PhraseId, least: Strength) -> Option<Side> {
        if slot.of.is_some() {
            return self.slot_side(slot, least).map(|(side, _)| side);
        }
        if self.sentence.data.settings.postpositions {
            return self.noun_slot_before(slot, here, least);
        }
        slot.prep?;
        let last = (here + 6).min(self.sentence.phrases.len());
        let after = (here + 1..last).filter(|p| {
            self.sentence.phrases.get(*p).is_some_and(|phrase| {
                let owner_ok = phrase.owner_of.is_none_or(|o| o == here || o > *p);
                phrase.clause == self.id && owner_ok && self.slot_fits(slot, phrase)
            })
        });
        let side = |p: PhraseId| self.sentence.side(&self.sentence.group(p), least);
        after.map(side).find(|s| !s.is_open()).or_else(|| self.in_attribute(slot, here, least))
    }

    /// Whether case is a suffix that every named object bears, so that a bare form is no object.
    fn suffixed(&self) -> bool {
        self.sentence.data.settings.postpositions
    }
}

/// Whether a side names somebody the other does not.
fn differs(side: &Side, other: &Side) -> bool {
    !side.is_open()
        && (side.refers.is_some_and(Refers::to_actor) || side.actors.iter().any(|a| !other.actors.contains(a)))
}

/// Whether a clause is an infinitive without a verb that makes it fact.
pub(super) fn is_bare_infinitive(sentence: &Sentence<'_>, clause: &Clause) -> bool {
    let parent = clause.parent.and_then(|p| sentence.clause(p));
    clause.link == Link::Infinitive
        && !parent.is_some_and(|p| sentence.verb_is(p, Class::Light))
        && clause.verb.tags().any(Tags::I.with(Tags::ZU))
        && !sentence.is_due(clause)
}
