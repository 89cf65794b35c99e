//! Noun phrases: what heads them, which actors stand in them and how strongly, and what governs them.

use super::cased;
use super::class::{CaseSet, Class, Classes};
use super::clause::Clauses;
use super::compound;
use super::data::LanguageData;
use super::lexicon::{Order, Side};
use super::names::Meaning;
use super::owners;
use super::tag::{Cat, Mention, Unit};
use super::text::Shape;
use super::told::Deed;
use crate::domain::Actor;

/// Most nationalities one noun has before it.
const ADJECTIVES_MAX: usize = 8;

/// Position of a noun phrase in its sentence.
pub(super) type PhraseId = usize;

/// How an actor stands in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Describes or owns what the phrase names.
    Modifier,
    /// A place where something is.
    Place,
    /// Acts, or is acted on, itself.
    Agent,
}

/// What a phrase without an actor of its own refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refers {
    /// Nothing the engine follows.
    Nothing,
    /// One actor spoken of: `hij`, `het land`, `de regering`.
    One,
    /// Two actors spoken of: `beide landen`.
    Two,
    /// Three actors or more: `de drie landen`.
    Several,
    /// Who speaks, in what he says: `we`.
    Speaker,
    /// Who did what the noun stands for: `the move`.
    Deed(Deed),
}

impl Refers {
    /// Whether it refers to actors, and not to what they did.
    pub fn to_actor(self) -> bool {
        matches!(self, Self::One | Self::Two | Self::Several | Self::Speaker)
    }
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// First and last unit, without the preposition.
    pub first: usize,
    pub last: usize,
    /// The unit that heads it.
    pub head: usize,
    /// The unit of the preposition (or postposition) that governs it.
    pub prep: Option<usize>,
    /// The cases it can stand in.
    pub cases: CaseSet,
    /// Classes of the head.
    pub classes: Classes,
    /// The actors it names.
    pub actors: Vec<(Actor, Strength)>,
    /// What it refers to.
    pub refers: Refers,
    /// The phrase it belongs to: `of X`, `X's`.
    pub owner_of: Option<PhraseId>,
    /// First phrase of the coordination it is in; itself where in none.
    pub group: PhraseId,
    /// Its clause.
    pub clause: usize,
}

impl Phrase {
    /// Whether it names an actor that can act.
    pub fn is_agent(&self) -> bool {
        self.actors.iter().any(|(_, s)| *s == Strength::Agent)
    }
}

/// Finds the noun phrases of a sentence.
pub(super) fn phrases(data: &LanguageData, units: &[Unit], clauses: &Clauses) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let chunker = Chunker { data, units, clauses };
        match chunker.chunk(at) {
            Some(phrase) => {
                at = phrase.last + 1;
                found.push(phrase);
            }
            None => at += 1,
        }
    }
    owners::attach(data, units, &mut found);
    owners::share_owned(units, &mut found);
    compound::coordinate(data, units, &mut found);
    found
}

struct Chunker<'a> {
    data: &'a LanguageData,
    units: &'a [Unit],
    clauses: &'a Clauses,
}

impl Chunker<'_> {
    fn cat(&self, at: usize) -> Option<Cat> {
        self.units.get(at).map(|u| u.cat)
    }

    fn clause(&self, at: usize) -> usize {
        self.clauses.of.get(at).copied().unwrap_or(0)
    }

    fn chunk(&self, at: usize) -> Option<Phrase> {
        let unit = self.units.get(at)?;
        if let Cat::Pron(class) = unit.cat {
            return Some(self.pronoun(at, class));
        }
        if !matches!(unit.cat, Cat::Det | Cat::Poss | Cat::Name | Cat::Word | Cat::Number) {
            return None;
        }
        let mut last = at;
        while self.continues(at, last) {
            last += 1;
        }
        let content = (at..=last).any(|i| self.units.get(i).is_some_and(Unit::is_nominal));
        if !content {
            return None;
        }
        Some(self.describe(at, last))
    }

    /// Whether the unit after `last` still belongs to the phrase.
    fn continues(&self, first: usize, last: usize) -> bool {
        let (Some(unit), Some(next)) = (self.units.get(last), self.units.get(last + 1)) else { return false };
        if self.clause(last + 1) != self.clause(first) {
            return false;
        }
        let adjectival = |u: &Unit| u.mention.as_ref().is_some_and(|m| m.is(Meaning::Adjective));
        if self.data.settings.postpositions && matches!(next.cat, Cat::Word | Cat::Number | Cat::Name) {
            return compound::goes_on(self.units, last);
        }
        match next.cat {
            Cat::Word | Cat::Number if self.is_cased() && !cased::goes_on(unit, next) => false,
            // `in those attacks three soldiers`: a number opens a phrase of its own.
            Cat::Number if unit.cat == Cat::Word && next.shape == Shape::Lower && !self.data.settings.head_first => {
                !self.units.get(last + 2).is_some_and(|u| u.cat == Cat::Word)
            }
            Cat::Word | Cat::Number => {
                // `US-Stützpunkt`: a prefix with its hyphen is one name.
                let hyphen = unit.cat == Cat::Punct('-') || next.gap == super::text::Gap::Glued;
                unit.cat != Cat::Name || hyphen || adjectival(unit) || self.owns(unit) || self.after_name(unit, next)
            }
            Cat::Name if self.is_cased() && matches!(unit.cat, Cat::Word | Cat::Name) => {
                cased::joins(unit, next, last > 0, self.data.settings.adjective)
            }
            Cat::Name => {
                let case_owner = next.mention.as_ref().is_some_and(|m| m.cases.is_only(Class::Gen));
                let apposition = unit.cat == Cat::Word && self.data.settings.adjective != Side::After;
                unit.cat == Cat::Det
                    || unit.cat == Cat::Poss
                    || unit.cat == Cat::Number
                    || unit.cat == Cat::Punct('-')
                    || adjectival(unit)
                    || adjectival(next)
                    || case_owner
                    || apposition
                    || (unit.cat == Cat::Word && unit.classes.any(TITLES))
            }
            Cat::Punct('-') => next.gap == super::text::Gap::Glued,
            Cat::Punct('"' | '\'') => false,
            Cat::Coord | Cat::Punct(',') => adjectival(unit) && self.adjectives_go_on(first, last + 1),
            _ => matches!(unit.cat, Cat::Coord | Cat::Punct(',')),
        }
    }

    /// `Russian and Ukrainian officials`, `American, British and French troops`: adjectives of one noun.
    fn adjectives_go_on(&self, first: usize, mut link: usize) -> bool {
        let adjectival = |u: &Unit| u.mention.as_ref().is_some_and(|m| m.is(Meaning::Adjective));
        for _ in 0..ADJECTIVES_MAX {
            let same = self.clause(link + 1) == self.clause(first);
            if !(same && self.units.get(link + 1).is_some_and(adjectival)) {
                return false;
            }
            match self.cat(link + 2) {
                Some(Cat::Word) => return self.cat(link) == Some(Cat::Coord),
                Some(Cat::Coord | Cat::Punct(',')) if self.cat(link) != Some(Cat::Coord) => link += 2,
                _ => return false,
            }
        }
        false
    }

    /// `Israels Luftwaffe`: a name in the genitive stands before what it owns, where heads come last.
    fn owns(&self, name: &Unit) -> bool {
        let genitive = name.mention.as_ref().is_some_and(|m| m.cases.is_only(Class::Gen));
        genitive && self.data.settings.noun_capitals && !self.data.settings.head_first
    }

    /// After a name: the title of a person, or the rest of a compound where names open compounds.
    fn after_name(&self, name: &Unit, next: &Unit) -> bool {
        let person = name.mention.as_ref().is_some_and(|m| m.is(Meaning::Leader));
        !person && self.data.settings.compounds && next.shape == Shape::Lower || (person && next.shape != Shape::Lower)
    }

    fn pronoun(&self, at: usize, class: Class) -> Phrase {
        let refers = match class {
            Class::He | Class::It => Refers::One,
            Class::Both | Class::They => Refers::Two,
            Class::Several => Refers::Several,
            Class::Someone if self.units.get(at).is_some_and(|u| u.has(Class::Speaker)) => Refers::Speaker,
            _ => Refers::Nothing,
        };
        Phrase {
            first: at,
            last: at,
            head: at,
            prep: self.prep(at, at),
            cases: self.units.get(at).map_or(CaseSet::default(), |u| CaseSet::of(u.classes)),
            classes: self.units.get(at).map_or(Classes::default(), |u| u.classes),
            actors: Vec::new(),
            refers,
            owner_of: None,
            group: 0,
            clause: self.clause(at),
        }
    }

    fn prep(&self, first: usize, last: usize) -> Option<usize> {
        let is_prep = |i: usize| self.cat(i) == Some(Cat::Prep);
        if self.data.settings.postpositions {
            // `Rusya'ya karşı`: the postposition follows the case suffix.
            let suffix = self.units.get(last + 1).filter(|u| u.gap == super::text::Gap::Glued && u.cat == Cat::Adv);
            let at = last + 1 + usize::from(suffix.is_some());
            return (is_prep(at) && self.clause(at) == self.clause(last)).then_some(at);
        }
        let mut before = first.checked_sub(1)?;
        while matches!(self.cat(before), Some(Cat::Adv | Cat::Punct('"' | '\''))) && before > 0 {
            before -= 1;
        }
        is_prep(before).then_some(before)
    }

    fn describe(&self, first: usize, last: usize) -> Phrase {
        let head = self.head(first, last);
        let classes = self.units.get(head).map_or(Classes::default(), |u| u.classes);
        let prep = self.prep(first, last);
        let cases = if self.is_cased() { cased::agreed(self.units, first, head) } else { self.cases(first, last) };
        let mut phrase = Phrase {
            first,
            last,
            head,
            prep,
            cases,
            classes,
            actors: Vec::new(),
            refers: Refers::Nothing,
            owner_of: None,
            group: 0,
            clause: self.clause(head),
        };
        self.actors(&mut phrase);
        if phrase.actors.is_empty() && phrase.classes.any(ANAPHORIC) && self.is_definite(first) {
            phrase.refers = Refers::One;
        } else if let Some(deed) = Deed::of(phrase.classes).filter(|_| phrase.actors.is_empty() && self.is_given(first))
        {
            phrase.refers = Refers::Deed(deed);
        }
        phrase
    }

    /// `the move`, `this offer`: what the reader is taken to know. Where case decides there may be no article.
    fn is_given(&self, first: usize) -> bool {
        let opener = self.units.get(first);
        let determined = opener.is_some_and(|u| matches!(u.cat, Cat::Det | Cat::Poss));
        let bare = self.is_cased() || self.data.settings.postpositions;
        self.is_definite(first) && (determined || bare)
    }

    /// Whether a name behind a noun stands there as its owner.
    fn is_owner(&self, mention: &Mention) -> bool {
        mention.cases.is_only(Class::Gen) || (self.is_cased() && mention.cases.shows(Class::Gen))
    }

    /// Whether case shows who is who.
    fn is_cased(&self) -> bool {
        self.data.settings.order == Order::Free
    }

    /// `de regering`, `his government`; not `a government`.
    fn is_definite(&self, first: usize) -> bool {
        self.units.get(first).is_none_or(|u| !u.has(Class::Generic) && u.cat != Cat::Number)
    }

    fn head(&self, first: usize, last: usize) -> usize {
        let words = || (first..=last).filter(|i| self.cat(*i) == Some(Cat::Word));
        let known = |i: &usize| {
            self.units.get(*i).is_some_and(|u| u.classes.any(HEADS) || u.elems(&self.data.lexicon).next().is_some())
        };
        let lower = |i: &usize| self.units.get(*i).is_some_and(|u| u.shape == Shape::Lower);
        let name = (first..=last).rev().find(|i| self.cat(*i) == Some(Cat::Name));
        let found = if self.data.settings.adjective == Side::Before && !self.data.settings.head_first {
            let last_known = words().rfind(known);
            let last_lower = words().rfind(lower).filter(|_| !self.data.settings.noun_capitals);
            match (last_known, last_lower) {
                (Some(k), Some(l)) if l > k => Some(l),
                (Some(k), _) => Some(k),
                (None, Some(l)) => Some(l),
                (None, None) => words().next_back().filter(|_| name.is_none() || self.adjective_only(first, last)),
            }
        } else {
            words()
                .find(known)
                .or_else(|| words().next().filter(|_| name.is_none() || self.adjective_only(first, last)))
        };
        found.or(name).unwrap_or(last)
    }

    fn adjective_only(&self, first: usize, last: usize) -> bool {
        let names = (first..=last).filter_map(|i| self.units.get(i)?.mention.as_ref());
        names.into_iter().all(|m| m.readings.iter().all(|(_, x)| *x == Meaning::Adjective))
    }

    /// The cases a suffix shows, else those that its words agree on.
    fn cases(&self, first: usize, last: usize) -> CaseSet {
        let suffix = self.units.get(last + 1).filter(|u| u.gap == super::text::Gap::Glued);
        if let Some(shown) = suffix.map(|u| CaseSet::of(u.classes)).filter(|c| !c.is_empty()) {
            return shown;
        }
        let mut cases = CaseSet::default();
        let head = self.head(first, last);
        for (at, unit) in self.units.iter().enumerate().take(last + 1).skip(first) {
            // The case of an owner in front says nothing of the whole: `Serbiens Präsident`.
            if at < head && self.owns(unit) {
                continue;
            }
            let shown = match &unit.mention {
                Some(mention) => mention.cases,
                None => CaseSet::of(unit.classes),
            };
            cases = cases.narrowed(shown);
        }
        cases
    }

    fn actors(&self, phrase: &mut Phrase) {
        let placed = phrase.prep.and_then(|p| self.units.get(p)).is_some_and(|u| u.has(Class::In));
        let head_class = phrase.classes;
        let head_is_name = self.cat(phrase.head) == Some(Cat::Name);
        for i in phrase.first..=phrase.last {
            let Some(mention) = self.units.get(i).and_then(|u| u.mention.as_ref()) else { continue };
            let Some(actor) = mention.actor() else { continue };
            let strength = if head_is_name {
                own_strength(mention, placed)
            } else if head_class.has(Class::NonState) {
                continue;
            } else if head_class.has(Class::Media) {
                Strength::Modifier
            } else if head_class.any(STATE) {
                Strength::Agent
            } else if head_class.has(Class::Place) || mention.is(Meaning::Place) {
                Strength::Place
            } else if i > phrase.head && !mention.is(Meaning::Adjective) && !self.is_owner(mention) {
                own_strength(mention, placed)
            } else {
                Strength::Modifier
            };
            match phrase.actors.iter_mut().find(|(known, _)| *known == actor) {
                Some((_, known)) => *known = (*known).max(strength),
                None => phrase.actors.push((actor, strength)),
            }
        }
    }
}

fn own_strength(mention: &Mention, placed: bool) -> Strength {
    if mention.is(Meaning::Actor) || mention.is(Meaning::Leader) || mention.is(Meaning::Demonym) {
        if placed && !mention.is(Meaning::Leader) { Strength::Place } else { Strength::Agent }
    } else if (mention.is(Meaning::Capital) || mention.is(Meaning::Seat)) && !placed {
        Strength::Agent
    } else if mention.is(Meaning::Adjective) {
        Strength::Modifier
    } else {
        Strength::Place
    }
}

/// Nouns that act for a state.
pub(super) const STATE: Classes = Classes::of(&[Class::Agent, Class::Person]);

/// Nouns that refer back to an actor when they stand without one.
const ANAPHORIC: Classes = Classes::of(&[Class::Agent, Class::Person, Class::Country]);

const TITLES: Classes = Classes::of(&[Class::Agent, Class::Person, Class::Place, Class::Country]);

pub(super) const HEADS: Classes = Classes::of(&[
    Class::Agent,
    Class::Person,
    Class::Media,
    Class::NonState,
    Class::People,
    Class::Place,
    Class::Country,
]);
