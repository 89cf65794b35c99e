//! The gazetteer of one language, indexed for longest match over tokens.

use std::collections::HashMap;

use super::class::{CaseSet, Class};
use super::lexicon::Map;
use super::text::{Apostrophe, Shape, Tokens, tokenise};
use crate::codebook::names::{Case, NameForm, NameKind};
use crate::domain::{Actor, DateSpan, Day};

/// What a name stands for in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// The actor itself: a country, an organisation.
    Actor,
    /// Its leader or minister, by name.
    Leader,
    /// A building, ministry or service that stands for the state.
    Seat,
    /// Nationals.
    Demonym,
    /// A nationality as an adjective.
    Adjective,
    /// A capital: the state, or the place.
    Capital,
    /// A town or a region.
    Place,
}

/// A name of the gazetteer.
#[derive(Debug, Clone)]
pub(super) struct Name {
    rest: Box<[Box<str>]>,
    shape: Shape,
    /// Who it names.
    pub actor: Actor,
    /// As what.
    pub meaning: Meaning,
    /// The cases its form can stand in.
    pub cases: CaseSet,
    /// Whether it is read only beside clearer words.
    pub ambiguous: bool,
    /// First and last day it held, where it did not always.
    valid: Option<(Day, Day)>,
}

/// First letter, last letter and length: what a slip of one letter inside a long word leaves alone.
type NearKey = (char, char, usize);

/// The gazetteer of one language.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    first: Map<Box<str>, Vec<Name>>,
    /// Long names of countries and capitals by what a slip leaves alone.
    near: HashMap<NearKey, Vec<(Box<str>, Name)>>,
}

impl Gazetteer {
    /// Indexes the names of a language.
    pub fn build(forms: &[NameForm], apostrophe: Apostrophe) -> Self {
        let mut out = Self::default();
        for form in forms.iter().filter(|f| !f.features.is_prefix) {
            let Some(meaning) = meaning(form.kind) else { continue };
            let tokens = tokenise(form.text, apostrophe);
            let mut parts = tokens.list.iter().map(|t| Box::from(tokens.fold(t)));
            let Some(first) = parts.next() else { continue };
            let shape = match tokens.list.first().map_or(Shape::Lower, |t| t.shape) {
                Shape::Upper if form.text.len() > 6 && !form.features.is_exact => Shape::Capital,
                shape => shape,
            };
            let name = Name {
                rest: parts.collect(),
                shape,
                actor: form.actor,
                meaning,
                cases: cases(form),
                ambiguous: form.features.is_ambiguous || form.features.needs_context,
                valid: form.valid,
            };
            let known = matches!(name.meaning, Meaning::Actor | Meaning::Capital) && name.rest.is_empty();
            if let Some(key) = near_key(&first).filter(|_| known && !name.ambiguous) {
                out.near.entry(key).or_default().push((first.clone(), name.clone()));
            }
            out.first.entry(first).or_default().push(name);
        }
        for names in out.first.values_mut() {
            names.sort_by_key(|n| (std::cmp::Reverse(n.rest.len()), n.meaning));
        }
        out
    }

    /// The longest names that start at this token: number of tokens, and every reading of that length.
    pub fn at<'a>(&'a self, tokens: &Tokens, at: usize, published: Option<DateSpan>) -> Option<(usize, Vec<&'a Name>)> {
        let names = self.first.get(tokens.fold_at(at))?;
        let shape = tokens.list.get(at)?.shape;
        let fits = |n: &&Name| {
            shape_fits(n.shape, shape)
                && n.rest.iter().enumerate().all(|(i, part)| **part == *tokens.fold_at(at + 1 + i))
                && published.is_none_or(|p| n.valid.is_none_or(|(first, last)| first <= p.last() && p.first() <= last))
        };
        let longest = names.iter().find(fits)?.rest.len();
        let all = names.iter().filter(|n| n.rest.len() == longest).filter(fits).collect();
        Some((longest + 1, all))
    }

    /// The country or capital whose name is one changed letter away from this word, where only one is.
    pub fn near(&self, word: &str) -> Option<&Name> {
        let key = near_key(word)?;
        let mut found = self.near.get(&key)?.iter().filter(|(text, _)| one_letter(text, word));
        let (_, name) = found.next()?;
        found.all(|(_, other)| other.actor == name.actor).then_some(name)
    }
}

fn near_key(word: &str) -> Option<NearKey> {
    let length = word.chars().count();
    (length >= 7).then_some((word.chars().next()?, word.chars().next_back()?, length))
}

/// Whether two words of one length differ in exactly one letter.
fn one_letter(one: &str, other: &str) -> bool {
    one.chars().zip(other.chars()).filter(|(x, y)| x != y).count() == 1
}

fn shape_fits(name: Shape, text: Shape) -> bool {
    match name {
        Shape::Lower => true,
        Shape::Capital => text != Shape::Lower,
        Shape::Upper => text == Shape::Upper,
    }
}

/// What a kind of name means in a sentence; a group or firm never stands for its state.
fn meaning(kind: NameKind) -> Option<Meaning> {
    Some(match kind {
        NameKind::Name | NameKind::Short | NameKind::Organisation => Meaning::Actor,
        NameKind::Leader => Meaning::Leader,
        NameKind::Seat => Meaning::Seat,
        NameKind::Capital => Meaning::Capital,
        NameKind::Adjective => Meaning::Adjective,
        NameKind::Demonym => Meaning::Demonym,
        NameKind::City | NameKind::Region => Meaning::Place,
        NameKind::Group => return None,
    })
}

fn cases(form: &NameForm) -> CaseSet {
    let mut set = CaseSet::default();
    for (case, class) in [
        (Case::Nominative, Class::Nom),
        (Case::Genitive, Class::Gen),
        (Case::Dative, Class::Dat),
        (Case::Accusative, Class::Acc),
        (Case::Instrumental, Class::Ins),
        (Case::Locative, Class::Loc),
        (Case::Ablative, Class::Abl),
    ] {
        if form.features.cases.contains(case) {
            set.add(class);
        }
    }
    set
}
