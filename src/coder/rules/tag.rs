//! Tokens to units: names, time expressions and phrases become one unit each, and every unit gets a category.

use super::class::{CaseSet, Class, Classes, Tags};
use super::data::LanguageData;
use super::lexicon::{ElemId, Entry, Lexicon, Order, WordId};
use super::names::{Gazetteer, Meaning, Name};
use super::text::{Gap, Kind, Shape, Tokens};
use super::time::TimeExpr;
use crate::domain::{Actor, DateSpan};

/// What a unit does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cat {
    Punct(char),
    Det,
    Poss,
    Prep,
    Coord,
    /// Opens a clause.
    Open(Class),
    /// A full verb.
    Verb,
    /// An auxiliary.
    Aux,
    Inf,
    Neg,
    Adv,
    Pron(Class),
    Number,
    Name,
    Time,
    Genitive,
    /// Anything else: a noun, an adjective.
    Word,
}

/// A name in the text and what it can stand for.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Who, with each reading of the name.
    pub readings: Vec<(Actor, Meaning)>,
    /// The cases its form can stand in.
    pub cases: CaseSet,
}

impl Mention {
    fn of(names: &[&Name]) -> Self {
        let mut cases = CaseSet::default();
        for name in names {
            cases.join(name.cases);
        }
        Self { readings: names.iter().map(|n| (n.actor, n.meaning)).collect(), cases }
    }

    /// Whether it is read as this.
    pub fn is(&self, meaning: Meaning) -> bool {
        self.readings.iter().any(|(_, m)| *m == meaning)
    }

    /// The actor of the first reading.
    pub fn actor(&self) -> Option<Actor> {
        self.readings.first().map(|(actor, _)| *actor)
    }
}

/// One unit of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// First token.
    pub token: usize,
    /// Number of tokens.
    pub tokens: usize,
    /// What kind of token.
    pub kind: Kind,
    pub shape: Shape,
    pub gap: Gap,
    pub classes: Classes,
    pub tags: Tags,
    pub cat: Cat,
    entries: [Option<u32>; 3],
    /// The name it is.
    pub mention: Option<Mention>,
    /// The time expression it is, by its number in the sentence.
    pub time: Option<usize>,
}

impl Unit {
    fn entries<'a>(&'a self, lexicon: &'a Lexicon) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().flatten().filter_map(|id| lexicon.entry(*id))
    }

    /// Whether it fills the element, as a word.
    pub fn fills(&self, lexicon: &Lexicon, elem: ElemId) -> bool {
        self.entries(lexicon).any(|e| e.elems.contains(&elem))
    }

    /// The elements it fills, as a word.
    pub fn elems<'a>(&'a self, lexicon: &'a Lexicon) -> impl Iterator<Item = ElemId> + 'a {
        self.entries(lexicon).flat_map(|e| e.elems.iter().copied())
    }

    /// Its senses as a verb.
    pub fn verbs<'a>(&'a self, lexicon: &'a Lexicon) -> impl Iterator<Item = (WordId, Tags)> + 'a {
        self.entries(lexicon).flat_map(|e| e.verbs.iter().copied())
    }

    /// Whether it is in the class.
    pub fn has(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it is read as a word of a noun phrase.
    pub fn is_nominal(&self) -> bool {
        matches!(self.cat, Cat::Word | Cat::Name | Cat::Number)
    }
}

/// Makes the units between two tokens.
pub(super) fn units(
    data: &LanguageData,
    gazetteer: &Gazetteer,
    tokens: &Tokens,
    (from, to): (usize, usize),
    times: &[TimeExpr],
    published: Option<DateSpan>,
) -> Vec<Unit> {
    let mut units = Vec::with_capacity(to - from);
    let mut at = from;
    let mut time = times.iter().enumerate().peekable();
    while at < to {
        while time.peek().is_some_and(|(_, t)| t.first < at) {
            time.next();
        }
        let timed = time.peek().filter(|(_, t)| t.first == at).map(|(n, t)| (*n, t.end.min(to)));
        let named = gazetteer.at(tokens, at, published).filter(|(length, _)| at + length <= to);
        let phrase = data.lexicon.phrase_at(tokens, at).filter(|(length, _)| at + length <= to);
        let Some(mut unit) = blank(tokens, at) else { break };
        let mut length = 1;
        if let Some((n, end)) = timed {
            unit.time = Some(n);
            length = end - at;
        } else if let Some((long, names)) = named.filter(|(l, _)| phrase.is_none_or(|(p, _)| p <= *l)) {
            length = long;
            unit.mention = Some(Mention::of(&names));
            look_up(&data.lexicon, tokens, at, &mut unit);
        } else if let Some((long, entry)) = phrase {
            length = long;
            unit.entries[0] = Some(entry);
            describe(&data.lexicon, &mut unit);
            adverbial(&data.lexicon, tokens, at, &mut unit);
        } else {
            look_up(&data.lexicon, tokens, at, &mut unit);
            if unit.shape == Shape::Capital && unit.entries[0].is_none() {
                unit.mention = gazetteer.near(tokens.fold_at(at)).map(|n| Mention::of(&[n]));
            }
        }
        unit.end = tokens.list.get(at + length - 1).map_or(unit.end, |t| t.end);
        unit.tokens = length;
        units.push(unit);
        at += length;
    }
    categorise(data, &mut units);
    units
}

fn blank(tokens: &Tokens, at: usize) -> Option<Unit> {
    let token = tokens.list.get(at)?;
    Some(Unit {
        start: token.start,
        end: token.end,
        token: at,
        tokens: 1,
        kind: token.kind,
        shape: token.shape,
        gap: token.gap,
        classes: Classes::default(),
        tags: Tags::NONE,
        cat: Cat::Word,
        entries: [None; 3],
        mention: None,
        time: None,
    })
}

fn look_up(lexicon: &Lexicon, tokens: &Tokens, at: usize, unit: &mut Unit) {
    let form = tokens.fold_at(at);
    let all = lexicon.exact(form).into_iter().chain(lexicon.wildcards(form));
    for (slot, id) in unit.entries.iter_mut().zip(all) {
        *slot = Some(id);
    }
    describe(lexicon, unit);
}

/// A phrase of frames that opens with a preposition (`in beslag`) belongs to no noun phrase.
fn adverbial(lexicon: &Lexicon, tokens: &Tokens, at: usize, unit: &mut Unit) {
    let first = lexicon.exact(tokens.fold_at(at)).and_then(|id| lexicon.entry(id));
    if unit.classes.is_empty() && first.is_some_and(|e| e.classes.has(Class::Prep)) {
        unit.classes.add(Class::Adv);
    }
}

fn describe(lexicon: &Lexicon, unit: &mut Unit) {
    let (mut classes, mut tags) = (Classes::default(), Tags::NONE);
    for entry in unit.entries(lexicon) {
        classes.join(entry.classes);
        tags = tags.with(entry.tags);
    }
    unit.classes = classes;
    unit.tags = tags;
}

const AUXILIARY: Classes = Classes::of(&[
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

fn categorise(data: &LanguageData, units: &mut [Unit]) {
    for i in 0..units.len() {
        let (before, rest) = units.split_at_mut(i);
        let Some((unit, after)) = rest.split_first_mut() else { break };
        let context = Context { data, before, after };
        unit.cat = context.category(unit);
        if unit.cat == Cat::Name {
            continue;
        }
        unit.mention = None;
    }
}

struct Context<'a> {
    data: &'a LanguageData,
    before: &'a [Unit],
    after: &'a [Unit],
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
        if unit.classes.any(AUXILIARY) && !self.after_determiner() {
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
        unit.has(Class::Poss) && self.next_is_noun() && after && !second
    }

    fn closed(&self, unit: &Unit) -> Cat {
        if let Some(open) = self.opener(unit) {
            return Cat::Open(open);
        }
        let pronouns = [Class::He, Class::They, Class::Both, Class::EachOther, Class::Someone, Class::Reflexive];
        for (class, cat) in [
            (Class::Coord, Cat::Coord),
            (Class::Neg, Cat::Neg),
            (Class::Prep, Cat::Prep),
            (Class::Per, Cat::Prep),
            (Class::Poss, Cat::Poss),
        ] {
            if unit.has(class) && !(class == Class::Poss && unit.has(Class::They) && !self.next_is_noun()) {
                return cat;
            }
        }
        if let Some(class) = pronouns.into_iter().find(|c| unit.has(*c)) {
            return Cat::Pron(class);
        }
        let determines = unit.has(Class::Det) || unit.has(Class::Demo);
        if determines && (self.next_is_noun() || !(unit.has(Class::It) || unit.has(Class::Demo))) {
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
            Class::Inf,
            Class::InfOpen,
            Class::Question,
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
        let said = unit.has(Class::Comp) && !after_comma && previous.is_some_and(|u| u.cat == Cat::Name);
        let relative = unit.has(Class::Rel) && !said && (after_noun || previous.is_some_and(|u| u.cat == Cat::Prep));
        let demonstrative = unit.has(Class::Demo) && !unit.has(Class::Comp) && !after_comma && self.next_is_noun();
        if relative && !demonstrative {
            return Some(Class::Rel);
        }
        if unit.has(Class::Comp) && previous.is_some() && (!unit.has(Class::Prep) || after_comma) {
            return Some(Class::Comp);
        }
        let sub = [Class::If, Class::After, Class::Before, Class::Sub].into_iter().find(|c| unit.has(*c));
        sub.filter(|_| !unit.has(Class::Prep) || self.clause_follows())
    }

    fn previous(&self) -> Option<&Unit> {
        self.before.last()
    }

    fn after_determiner(&self) -> bool {
        self.previous().is_some_and(|u| matches!(u.cat, Cat::Det | Cat::Poss))
    }

    /// Whether what follows is an infinitive that a marker can stand before.
    fn next_infinitive(&self) -> bool {
        let adverb = |u: &&Unit| u.has(Class::Adv) && u.tags.is_none();
        let next = self.after.iter().find(|u| !adverb(u));
        next.is_some_and(|u| {
            (u.tags.any(Tags::I) && u.mention.is_none()) || (u.classes.any(AUXILIARY) && !u.classes.any(DETERMINERS))
        })
    }

    /// Whether the next unit can only be read inside a noun phrase.
    fn next_is_noun(&self) -> bool {
        self.after.first().is_some_and(|u| {
            let closed = !u.classes.without(NOUNS).is_empty();
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
            u.kind == Kind::Word && u.classes.without(NOUNS).is_empty() && u.tags.is_none() && u.mention.is_none()
        });
        !noun_after || next.shape != Shape::Lower
    }

    fn clause_follows(&self) -> bool {
        let stop = |u: &&Unit| !matches!(u.kind, Kind::Punct(',' | ';' | ':' | '.'));
        let mut seen = self.after.iter().take_while(stop);
        seen.any(|u| u.tags.any(Tags::FINITE) || (u.classes.any(AUXILIARY) && !u.has(Class::AuxParticiple)))
    }

    /// A name that is also a verb, written in lower case: none so far is read as a verb.
    fn is_verb_rather(&self, unit: &Unit) -> bool {
        unit.shape == Shape::Lower && !unit.tags.is_none() && !self.after_determiner()
    }

    fn can_be_verb(&self, unit: &Unit) -> bool {
        let Some(previous) = self.previous() else { return self.opens_sentence_as_verb(unit) };
        if self.data.settings.noun_capitals && unit.shape != Shape::Lower {
            return false;
        }
        let adjective =
            previous.mention.as_ref().is_some_and(|m| m.readings.iter().all(|(_, x)| *x == Meaning::Adjective));
        let adjective = adjective && (!unit.tags.any(Tags::PP.with(Tags::P)) || !self.followed_by_argument());
        match previous.cat {
            Cat::Det | Cat::Poss | Cat::Genitive => false,
            Cat::Name if adjective => false,
            Cat::Prep => unit.tags.any(Tags::G),
            Cat::Number => unit.tags.any(Tags::PP.with(Tags::P)),
            Cat::Name if self.noun_before_preposition(unit) => false,
            Cat::Word if self.noun_before_preposition(unit) && !previous.classes.any(NOUNS) => false,
            _ => true,
        }
    }

    /// `US strikes on Iran`: a form that opens nominal frames, before a preposition, right after a name.
    fn noun_before_preposition(&self, unit: &Unit) -> bool {
        let nominal = unit.elems(&self.data.lexicon).any(|e| !self.data.frames.of_noun(e).is_empty());
        let svo = self.data.settings.order == Order::Svo;
        svo && nominal && self.after.first().is_some_and(|u| u.has(Class::Prep) && !u.has(Class::Det))
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

const DETERMINERS: Classes = Classes::of(&[Class::Det, Class::Poss]);

const NOUNS: Classes = Classes::of(&[
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
