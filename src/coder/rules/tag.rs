//! Tokens to units: names, time expressions and phrases become one unit each, and every unit gets a category.

use super::attribute::attributes;
use super::category;
use super::class::{CaseSet, Class, Classes, Tags};
use super::data::LanguageData;
use super::lexicon::{ElemId, Entry, Lexicon, WordId};
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
    /// The forms of a verb that the ending of an unknown word shows.
    pub guess: Tags,
    /// The cases its ending shows.
    pub cases: CaseSet,
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
            if data.lexicon.is_open_phrase(tokens, at, long) {
                parts(&data.lexicon, tokens, (at, at + long - 1), &mut unit);
            }
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
    category::categorise(data, &mut units);
    attributes(data, &mut units);
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
        guess: Tags::NONE,
        cases: CaseSet::default(),
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
    if unit.kind == Kind::Word {
        unit.cases = lexicon.cases_shown(form);
    }
    if unit.entries.iter().all(Option::is_none) {
        unit.entries[0] = lexicon.compound(form);
        unit.guess = if unit.entries[0].is_none() { lexicon.endings.of(form) } else { Tags::NONE };
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

/// A phrase that opens with a wildcard still fills what its first and last word fill: `телефонн*_розмов*`.
fn parts(lexicon: &Lexicon, tokens: &Tokens, (first, last): (usize, usize), unit: &mut Unit) {
    let best = |at: usize| {
        let form = tokens.fold_at(at);
        lexicon.exact(form).or_else(|| lexicon.wildcards(form).next())
    };
    for (slot, part) in unit.entries.iter_mut().skip(1).zip([best(last), best(first)]) {
        *slot = part;
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
