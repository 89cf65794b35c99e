//! What each unit does in its sentence, decided from left to right by its classes and its neighbours.

use super::class::{Class, Classes, Tags};
use super::data::LanguageData;
use super::lexicon::{Order, Side};
use super::names::Meaning;
use super::tag::{Cat, Unit};
use super::text::{Gap, Kind, Shape};

/// Classes of auxiliaries.
pub(super) const AUXILIARY: Classes = Classes::of(&[
    Class::Have,
    Class::Had,
    Class::Be,
    Class::Was,
    Class::Passive,
    Class::AuxParticiple,
    Class::Can,
    Class::Will,
    Class::Would,
    Class::Must,
    Class::Want,
    Class::Do,
]);

/// Gives every unit its category.
pub(super) fn categorise(data: &LanguageData, units: &mut [Unit]) {
    for i in 0..units.len() {
        let (before, rest) = units.split_at_mut(i);
        let Some((unit, after)) = rest.split_first_mut() else { break };
        let context = Context { data, before, after };
        unit.cat = context.category(unit);
        if let Some(tags) = context.guessed(unit) {
            unit.tags = tags;
            unit.cat = Cat::Verb;
        }
        if unit.cat == Cat::Name {
            continue;
        }
        unit.mention = None;
    }
}

/// A unit's neighbours: those before it have their category, those after it only their classes.
pub(super) struct Context<'a> {
    pub data: &'a LanguageData,
    pub before: &'a [Unit],
    pub after: &'a [Unit],
}

impl Context<'_> {
    fn category(&self, unit: &Unit) -> Cat {
        if let Kind::Punct(c) = unit.kind {
            return Cat::Punct(c);
        }
        if unit.time.is_some() {
            return Cat::Time;
        }
        if unit.mention.is_some() && !self.is_verb_rather(unit) {
            return Cat::Name;
        }
        if unit.kind == Kind::Number {
            return Cat::Number;
        }
        if unit.has(Class::Genitive) {
            return Cat::Genitive;
        }
        if unit.has(Class::Inf) && self.next_infinitive() {
            return Cat::Inf;
        }
        let lower = !self.is_capitalised_noun(unit);
        if unit.classes.any(AUXILIARY) && lower && !self.after_determiner() && !self.governs_nothing(unit) {
            return if self.is_possessive_rather(unit) { Cat::Poss } else { Cat::Aux };
        }
        if !unit.tags.is_none() && !unit.classes.any(CLOSED) && self.can_be_verb(unit) {
            return Cat::Verb;
        }
        self.closed(unit)
    }

    /// Dutch `zijn` before a noun, unless it stands second in the clause after an adverb or a date.
    fn is_possessive_rather(&self, unit: &Unit) -> bool {
        let second = matches!(self.before, [only] if matches!(only.cat, Cat::Adv | Cat::Time));
        let after = self.previous().is_some_and(|u| {
            matches!(
                u.cat,
                Cat::Verb
                    | Cat::Aux
                    | Cat::Prep
                    | Cat::Coord
                    | Cat::Name
                    | Cat::Adv
                    | Cat::Time
                    | Cat::Open(_)
                    | Cat::Pron(_)
            )
        });
        // Another finite verb in the clause leaves this one no place as an auxiliary.
        let finite = |u: &Unit| u.tags.any(Tags::FINITE) && !u.tags.any(Tags::PP) && u.mention.is_none();
        let ahead = self.after.iter().take_while(|u| !matches!(u.kind, Kind::Punct(_)));
        let mut rest = ahead.filter(|u| finite(u) || (u.classes.any(AUXILIARY) && !u.has(Class::Poss)));
        unit.has(Class::Poss)
            && self.next_is_noun()
            && ((after && !second) || rest.any(|u| !u.has(Class::AuxParticiple)))
    }

    fn closed(&self, unit: &Unit) -> Cat {
        if let Some(open) = self.opener(unit) {
            return Cat::Open(open);
        }
        if self.is_clitic(unit) {
            return Cat::Pron(Class::It);
        }
        if self.is_plain_article(unit) || self.is_article_rather(unit) {
            return Cat::Det;
        }
        let pronouns =
            [Class::He, Class::They, Class::Both, Class::Several, Class::EachOther, Class::Someone, Class::Reflexive];
        for (class, cat) in [
            (Class::Coord, Cat::Coord),
            (Class::Neg, Cat::Neg),
            (Class::Prep, Cat::Prep),
            (Class::Per, Cat::Prep),
            (Class::Poss, Cat::Poss),
        ] {
            let inside = class == Class::Prep && unit.has(Class::Sub) && self.inside_verbs();
            if unit.has(class) && !inside && !(class == Class::Poss && unit.has(Class::They) && !self.next_is_noun()) {
                return cat;
            }
        }
        if let Some(class) = pronouns.into_iter().find(|c| unit.has(*c)) {
            return Cat::Pron(class);
        }
        let determines = unit.has(Class::Det) || unit.has(Class::Demo);
        let governed = self.previous().is_some_and(|u| u.cat == Cat::Prep) && !unit.has(Class::Demo);
        if determines && (governed || self.next_is_noun() || !(unit.has(Class::It) || unit.has(Class::Demo))) {
            return Cat::Det;
        }
        if unit.has(Class::It) || unit.has(Class::Demo) {
            return Cat::Pron(Class::It);
        }
        let adverbs = Classes::of(&[
            Class::Adv,
            Class::Announce,
            Class::Earlier,
            Class::Perhaps,
            Class::Allegedly,
            Class::Also,
            Class::InReturn,
            Class::Inf,
            Class::InfOpen,
            Class::Question,
            Class::If,
            Class::Sub,
            Class::After,
            Class::Before,
        ]);
        let nouns = Classes::of(&[Class::Agent, Class::Person, Class::People, Class::Place, Class::Country]);
        if unit.classes.any(adverbs) && !unit.classes.any(nouns) { Cat::Adv } else { Cat::Word }
    }

    /// Which clause the unit opens, if it opens one.
    fn opener(&self, unit: &Unit) -> Option<Class> {
        let previous = self.previous();
        let after_comma = previous.is_some_and(|u| u.cat == Cat::Punct(','));
        let anchor = if after_comma { self.before.iter().rev().nth(1) } else { previous };
        let after_noun = anchor.is_some_and(|u| matches!(u.cat, Cat::Word | Cat::Name | Cat::Number | Cat::Time));
        if unit.has(Class::RelPlace) && (after_noun || after_comma || previous.is_some_and(|u| u.cat == Cat::Prep)) {
            return Some(Class::RelPlace);
        }
        // `told Ukraine that`: after a bare name it opens what is said.
        let said = unit.has(Class::Comp)
            && !after_comma
            && (previous.is_some_and(|u| matches!(u.cat, Cat::Name | Cat::Time)) || self.completes(unit));
        // A word that is an article as well (German `die`) is a relative pronoun only after a comma.
        let article = unit.has(Class::Det)
            && (if after_comma { !self.finite_follows() } else { !self.comma_before_preposition() });
        let opens = !said && !article;
        let relative = unit.has(Class::Rel) && opens && (after_noun || previous.is_some_and(|u| u.cat == Cat::Prep));
        let bare_noun = previous.is_some_and(|u| u.cat == Cat::Word) && self.data.settings.order == Order::V2;
        let demonstrative =
            unit.has(Class::Demo) && !unit.has(Class::Comp) && !after_comma && self.next_is_noun() && !bare_noun;
        if relative && !demonstrative {
            return Some(Class::Rel);
        }
        // Dutch `of` is `or` as well: it opens what is asked only after a verb or a comma.
        let asked = !unit.has(Class::Coord) || after_comma || previous.is_some_and(|u| u.cat == Cat::Verb);
        if unit.has(Class::Comp) && asked && previous.is_some() && (!unit.has(Class::Prep) || after_comma) {
            return Some(Class::Comp);
        }
        if unit.has(Class::If) && self.is_reflexive_rather(unit) {
            return None;
        }
        let sub = [Class::If, Class::After, Class::Before, Class::Sub].into_iter().find(|c| unit.has(*c));
        let v2 = self.data.settings.order == Order::V2;
        sub.filter(|_| !self.inside_verbs() && ((!unit.has(Class::Prep) && !v2) || self.clause_follows()))
    }

    /// The unit before.
    pub(super) fn previous(&self) -> Option<&Unit> {
        self.before.last()
    }

    fn comma_before_preposition(&self) -> bool {
        let mut before = self.before.iter().rev();
        before.next().is_some_and(|u| u.cat == Cat::Prep) && before.next().is_some_and(|u| u.cat == Cat::Punct(','))
    }

    fn after_determiner(&self) -> bool {
        self.previous().is_some_and(|u| matches!(u.cat, Cat::Det | Cat::Poss))
    }

    /// `X dient een klacht in`: a full verb that could also say must, without an infinitive to govern.
    fn governs_nothing(&self, unit: &Unit) -> bool {
        let full = unit.has(Class::Must) && unit.tags.any(Tags::FINITE);
        full && !self.after.iter().any(|u| u.has(Class::Inf) || u.tags.any(Tags::ZU))
    }

    /// Whether what follows is an infinitive that a marker can stand before.
    fn next_infinitive(&self) -> bool {
        let adverb = |u: &&Unit| (u.has(Class::Adv) || u.has(Class::Neg)) && u.tags.is_none();
        let next = self.after.iter().find(|u| !adverb(u));
        next.is_some_and(|u| {
            (u.tags.any(Tags::I) && u.mention.is_none()) || (u.classes.any(AUXILIARY) && !u.classes.any(DETERMINERS))
        })
    }

    /// Whether the next unit can only be read inside a noun phrase.
    fn next_is_noun(&self) -> bool {
        self.after.first().is_some_and(|u| {
            let closed = !u.classes.without(NOUNS).without(NAMED).is_empty();
            let open = u.kind != Kind::Number && u.time.is_none() && !matches!(u.kind, Kind::Punct(_));
            u.kind == Kind::Number
                || u.mention.is_some()
                || (open && !closed && (u.tags.is_none() || !self.next_verb_final(u)))
        })
    }

    /// Whether the next unit, a possible verb, stands where a finite verb would.
    fn next_verb_final(&self, next: &Unit) -> bool {
        let then = self.after.get(1);
        let noun_after = then.is_some_and(|u| {
            u.kind == Kind::Word
                && u.classes.without(NOUNS).without(NAMED).is_empty()
                && u.tags.is_none()
                && u.mention.is_none()
        });
        !noun_after || next.shape != Shape::Lower
    }

    /// `have since destroyed`: between an auxiliary and its participle stands an adverb.
    fn inside_verbs(&self) -> bool {
        let aux = self.previous().is_some_and(|u| u.cat == Cat::Aux);
        aux && self.after.first().is_some_and(|u| u.tags.any(Tags::PP) && u.mention.is_none())
    }

    /// Whether a finite verb comes before the clause can end; an infinitive behind its marker is none.
    fn clause_follows(&self) -> bool {
        let stop = |u: &&Unit| !matches!(u.kind, Kind::Punct(',' | ';' | ':' | '.'));
        let mut marked = false;
        self.after.iter().take_while(stop).any(|u| {
            let finite = u.tags.any(Tags::FINITE) || (u.classes.any(AUXILIARY) && !u.has(Class::AuxParticiple));
            let found = finite && !(marked && (u.tags.any(Tags::I) || u.classes.any(AUXILIARY)));
            marked = u.has(Class::Inf) && self.data.settings.order != Order::V2;
            found
        })
    }

    /// Whether a finite verb in lower case comes before the next punctuation.
    fn finite_follows(&self) -> bool {
        let stop = |u: &&Unit| !matches!(u.kind, Kind::Punct(',' | ';' | ':' | '.'));
        self.after.iter().take_while(stop).any(|u| {
            let aux = u.classes.any(AUXILIARY) && !u.has(Class::AuxParticiple);
            u.shape == Shape::Lower
                && u.mention.is_none()
                && (aux || u.tags.any(Tags::FINITE) || u.guess.any(Tags::FINITE))
        })
    }

    /// Where nouns have a capital, a capitalised word inside a sentence is no auxiliary.
    fn is_capitalised_noun(&self, unit: &Unit) -> bool {
        let inside = self.previous().is_some_and(|u| !matches!(u.cat, Cat::Punct('"' | '\'' | ':' | '–' | '(' | '•')));
        self.data.settings.noun_capitals && inside && unit.shape != Shape::Lower
    }

    /// A name that is also a verb, written in lower case: none so far is read as a verb.
    fn is_verb_rather(&self, unit: &Unit) -> bool {
        unit.shape == Shape::Lower && !unit.tags.is_none() && !self.after_determiner()
    }

    fn can_be_verb(&self, unit: &Unit) -> bool {
        let Some(previous) = self.previous() else { return self.opens_sentence_as_verb(unit) };
        if self.ends_compound(unit) || self.is_lent_noun(unit) || self.is_attribute(unit) {
            return false;
        }
        if self.data.settings.noun_capitals && unit.shape != Shape::Lower {
            return false;
        }
        let adjective =
            previous.mention.as_ref().is_some_and(|m| m.readings.iter().all(|(_, x)| *x == Meaning::Adjective));
        // Where adjectives follow their noun, the nationality ends the phrase and the verb may come.
        let after = self.data.settings.adjective == Side::After;
        let adjective = adjective && !after && (!unit.tags.any(Tags::PP.with(Tags::P)) || !self.followed_by_argument());
        if self.data.settings.order == Order::Svo && !self.svo_verb(unit) {
            return false;
        }
        if self.data.settings.order == Order::V2 && !self.v2_verb(unit) {
            return false;
        }
        match previous.cat {
            Cat::Det | Cat::Poss | Cat::Genitive => false,
            Cat::Verb if self.is_object_rather(unit) => false,
            Cat::Name if adjective => false,
            Cat::Prep => self.data.settings.postpositions || unit.tags.any(Tags::G),
            Cat::Number => unit.tags.any(Tags::PP.with(Tags::P)),
            Cat::Name if !after && self.noun_before_preposition(unit) => false,
            Cat::Word if self.noun_before_preposition(unit) && !previous.classes.any(NOUNS) => false,
            _ => true,
        }
    }

    /// `освободил задержанных моряков`: a participle that declines stands before its noun, unless a comma parts it from
    /// the noun before; where adjectives stand on either side, it may follow its noun without one.
    fn is_attribute(&self, unit: &Unit) -> bool {
        let declines = unit.tags.any(Tags::PP) && unit.tags.any(Tags::G) && self.data.settings.order == Order::Free;
        let adverb = |u: &&Unit| matches!(u.cat, Cat::Adv);
        let parted = self.before.iter().rev().find(|u| !adverb(u)).is_some_and(|u| match u.cat {
            Cat::Punct(',' | '–' | '(') | Cat::Aux | Cat::Open(_) => true,
            Cat::Word | Cat::Name => self.data.settings.adjective == Side::Both,
            _ => false,
        });
        declines && !parted
    }

    /// `held their first meeting`: a gerund of nominal frames in the object of a verb that lends itself to nouns.
    fn is_lent_noun(&self, unit: &Unit) -> bool {
        if !unit.tags.any(Tags::G) || unit.tags.any(Tags::FINITE) || !self.is_noun_of_frames(unit) {
            return false;
        }
        let lexicon = &self.data.lexicon;
        let inside = |u: &&Unit| matches!(u.cat, Cat::Word | Cat::Number | Cat::Adv | Cat::Time);
        let mut before = self.before.iter().rev().skip_while(inside);
        let opens = before.next().is_some_and(|u| matches!(u.cat, Cat::Det | Cat::Poss | Cat::Genitive));
        let verb = before.next().filter(|u| u.cat == Cat::Verb);
        opens && verb.is_some_and(|u| u.verbs(lexicon).any(|(w, _)| lexicon.classes_of(w).has(Class::Light)))
    }

    fn is_noun_of_frames(&self, unit: &Unit) -> bool {
        unit.elems(&self.data.lexicon).any(|e| !self.data.frames.of_noun(e).is_empty())
    }

    /// `long-threatened`, `US-led`: a form behind a hyphen that is glued on either side describes a noun.
    fn ends_compound(&self, unit: &Unit) -> bool {
        let mut before = self.before.iter().rev();
        let hyphen = before.next().filter(|u| u.cat == Cat::Punct('-') && u.gap == Gap::Glued);
        let word = before.next().is_some_and(|u| matches!(u.kind, Kind::Word | Kind::Number));
        unit.gap == Gap::Glued && hyphen.is_some() && word
    }

    /// Where the finite verb stands second, one clause has one: a further form that can only be finite is a noun.
    fn v2_verb(&self, unit: &Unit) -> bool {
        if unit.tags.any(Tags::PP.with(Tags::ZU).with(Tags::G)) {
            return true;
        }
        let marked = self.previous().is_some_and(|u| u.cat == Cat::Inf);
        if unit.classes.any(NOUNS) && !marked && !unit.tags.any(Tags::P) {
            return false;
        }
        let stop = |u: &&Unit| !matches!(u.cat, Cat::Punct(',' | ';' | ':' | '(' | '–') | Cat::Coord | Cat::Open(_));
        let mut segment = self.before.iter().rev().take_while(stop);
        let finite = |u: &Unit| match u.cat {
            Cat::Verb => u.tags.any(Tags::FINITE),
            Cat::Aux => !u.has(Class::AuxParticiple),
            _ => false,
        };
        let modal = |u: &Unit| u.cat == Cat::Aux && u.classes.any(MODAL);
        match segment.find(|u| finite(u)) {
            None => true,
            // An infinitive without a marker needs a verb that takes one.
            Some(verb) => {
                unit.tags.any(Tags::I) && (marked || modal(verb) || verb.has(Class::Do) || self.ends_clause())
            }
        }
    }

    /// Whether nothing but verbs follows before the clause ends.
    fn ends_clause(&self) -> bool {
        let stop = |u: &&Unit| !matches!(u.kind, Kind::Punct(_));
        self.after.iter().take_while(stop).all(|u| !u.tags.is_none() || u.classes.any(AUXILIARY))
    }

    /// A present form that may be a noun (`support`, `talks`) is a verb only where a subject waits for one.
    fn svo_verb(&self, unit: &Unit) -> bool {
        if unit.tags.any(Tags::P.with(Tags::PP).with(Tags::G).with(Tags::FUT).with(Tags::COND)) {
            return true;
        }
        let adverb = |u: &&Unit| matches!(u.cat, Cat::Adv | Cat::Neg);
        let anchor = self.before.iter().rev().find(|u| !adverb(u)).map(|u| u.cat);
        if matches!(anchor, Some(Cat::Inf | Cat::Aux)) {
            return true;
        }
        // `ordenó expulsar`: right behind a full verb, where the infinitive is a form of its own.
        let bare = self.data.settings.adjective == Side::After && unit.tags.any(Tags::I) && !unit.tags.any(Tags::F);
        if bare && anchor == Some(Cat::Verb) && unit.classes.is_empty() && !self.is_noun_of_frames(unit) {
            return true;
        }
        let stop = |u: &&Unit| !matches!(u.cat, Cat::Punct(',' | ';' | ':' | '(' | '–') | Cat::Coord | Cat::Open(_));
        let segment = || self.before.iter().rev().take_while(stop);
        if let Some(verb) = segment().find(|u| matches!(u.cat, Cat::Verb | Cat::Aux)) {
            let lexicon = &self.data.lexicon;
            return verb.verbs(lexicon).any(|(w, _)| lexicon.classes_of(w).has(Class::Say))
                && segment().any(Unit::is_nominal);
        }
        let subject = |u: &Unit| matches!(u.cat, Cat::Coord | Cat::Pron(_));
        let waits = segment().any(Unit::is_nominal) || self.previous().is_some_and(subject);
        let infinitive = self.after.first().is_some_and(|u| u.has(Class::Inf))
            && self.after.get(1).is_some_and(|u| u.tags.any(Tags::I) || u.classes.any(AUXILIARY));
        let preposition = !infinitive && self.after.first().is_some_and(|u| u.has(Class::Prep) && !u.has(Class::Det));
        waits && !(preposition && self.clause_follows())
    }

    /// `US strikes on Iran`: a form that opens nominal frames, before a preposition, right after a name.
    fn noun_before_preposition(&self, unit: &Unit) -> bool {
        let nominal = self.is_noun_of_frames(unit);
        let svo = self.data.settings.order == Order::Svo;
        let gerund = unit.tags.any(Tags::G);
        if gerund && !self.after.first().is_some_and(|u| u.has(Class::Of)) {
            return false;
        }
        svo && nominal
            && !unit.tags.any(Tags::P.with(Tags::PP))
            && self.after.first().is_some_and(|u| u.has(Class::Prep) && !u.has(Class::Det))
    }

    fn followed_by_argument(&self) -> bool {
        self.after.first().is_some_and(|u| u.mention.is_some() || u.has(Class::Det) || u.has(Class::Prep))
    }

    /// A sentence opens with a verb in questions and in languages that drop the subject.
    fn opens_sentence_as_verb(&self, unit: &Unit) -> bool {
        if self.noun_before_preposition(unit) {
            return false;
        }
        self.data.settings.drops_subject
            || unit.tags.any(Tags::PP.with(Tags::G))
            || self.data.settings.order == Order::V2
    }
}

/// Classes whose words are never full verbs.
const CLOSED: Classes = Classes::of(&[Class::Prep, Class::Adv, Class::Coord, Class::Det, Class::Neg, Class::Reflexive]);

/// Auxiliaries that take a bare infinitive.
const MODAL: Classes = Classes::of(&[Class::Can, Class::Will, Class::Would, Class::Must, Class::Want, Class::Do]);

const DETERMINERS: Classes = Classes::of(&[Class::Det, Class::Poss]);

/// Classes of nouns and of words that may stand with them.
pub(super) const NOUNS: Classes = Classes::of(&[
    Class::Agent,
    Class::Person,
    Class::Media,
    Class::NonState,
    Class::People,
    Class::Place,
    Class::Country,
    Class::Abbreviation,
    Class::Generic,
    Class::Earlier,
    Class::Allegedly,
]);

/// Classes of nouns that say nothing of what a word can be beside: acts and departments.
pub(super) const NAMED: Classes =
    Classes::of(&[Class::Act, Class::ActSaid, Class::ActForce, Class::ActAsked, Class::Department]);
