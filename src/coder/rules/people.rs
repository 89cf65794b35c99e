//! Persons the text itself introduces: `the Dutch minister Koenders`, and later `Koenders`.

use super::category::NAMED;
use super::class::Class;
use super::discourse::Discourse;
use super::phrase::{Phrase, Refers, Strength};
use super::tag::{Cat, Unit};
use super::text::{Kind, Shape, Tokens};

/// Gives persons known from before their actor, and takes note of new ones.
pub(super) fn recall(discourse: &mut Discourse, tokens: &Tokens, units: &[Unit], phrases: &mut [Phrase]) {
    for phrase in phrases.iter_mut() {
        let Some(name) = family_name(units, phrase) else { continue };
        let name = units.get(name).map(|u| tokens.fold_at(u.token)).unwrap_or_default();
        if phrase.actors.is_empty() {
            if let Some(actor) = discourse.person(name) {
                phrase.actors.push((actor, Strength::Agent));
            }
            // A person named here is nobody spoken of before.
            phrase.refers = Refers::Nothing;
        } else if let [(actor, Strength::Agent)] = phrase.actors.as_slice()
            && (phrase.classes.has(Class::Person) || is_full_name(units, phrase))
        {
            discourse.introduce(name.to_owned(), *actor);
        }
    }
}

/// The last capitalised word of a phrase that is neither a name of the tables nor a word of the language.
fn family_name(units: &[Unit], phrase: &Phrase) -> Option<usize> {
    let person = phrase.classes.has(Class::Person);
    let unknown = |i: &usize| units.get(*i).is_some_and(is_unknown_name) && (*i > 0 || !person);
    let last = (phrase.first..=phrase.last).rev().find(unknown)?;
    // A head that is a known noun other than a person owns no family name: `the Pentagon building`.
    (person || phrase.head == last || phrase.last == last).then_some(last)
}

fn is_unknown_name(unit: &Unit) -> bool {
    let word = unit.cat == Cat::Word && unit.kind == Kind::Word && unit.shape != Shape::Lower;
    word && unit.classes.without(NAMED).is_empty() && unit.tags.is_none()
}

/// Whether a phrase is a first name and a family name and nothing else: `Jamaica's Andrew Holness`.
pub(super) fn is_full_name(units: &[Unit], phrase: &Phrase) -> bool {
    phrase.last == phrase.first + 1 && (phrase.first..=phrase.last).all(|u| units.get(u).is_some_and(is_unknown_name))
}
