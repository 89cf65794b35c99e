//! What belongs to whom: owners hand their actors on to what they own.

use super::class::Class;
use super::data::LanguageData;
use super::lexicon::Order;
use super::people::is_full_name;
use super::phrase::{Phrase, Refers, STATE, Strength};
use super::tag::{Cat, Unit};

/// Links owners to what they own, from right to left, and hands their actors on.
pub(super) fn attach(data: &LanguageData, units: &[Unit], phrases: &mut [Phrase]) {
    let cased = data.settings.order == Order::Free;
    for i in (1..phrases.len()).rev() {
        let (before, rest) = phrases.split_at_mut(i);
        let (Some(owned), Some(owner)) = (before.last_mut(), rest.first()) else { continue };
        let start = owner.prep.filter(|p| *p < owner.first).unwrap_or(owner.first);
        if owned.last + 1 != start {
            possessive(data, units, before, rest, i);
            continue;
        }
        if data.settings.postpositions {
            if owned.cases.is_only(Class::Gen) {
                possessive(data, units, before, rest, i);
            }
            continue;
        }
        let prep = owner.prep.and_then(|p| units.get(p));
        let of = prep.is_some_and(|u| u.has(Class::Of));
        let seat = prep.is_some_and(|u| u.has(Class::In)) && owned.classes.any(STATE) && owned.actors.is_empty();
        let genitive = prep.is_none()
            && (owner.cases.is_only(Class::Gen) || (cased && owner.cases.shows(Class::Gen)))
            && units.get(owned.head).is_some_and(|u| u.cat == Cat::Word);
        if !(of || seat || genitive) {
            continue;
        }
        lend(units, owned, owner);
        if let Some(owner) = phrases.get_mut(i) {
            owner.owner_of = Some(i - 1);
        }
    }
    seats(units, phrases);
}

/// `the ministry of defence in Moscow`: the place belongs to the top of a chain of owners.
fn seats(units: &[Unit], phrases: &mut [Phrase]) {
    for i in 2..phrases.len() {
        let Some(place) = phrases.get(i) else { continue };
        let prep = place.prep.and_then(|p| units.get(p));
        let adjacent = phrases.get(i - 1).is_some_and(|p| Some(p.last + 1) == place.prep);
        if !adjacent || !prep.is_some_and(|u| u.has(Class::In)) || place.actors.is_empty() {
            continue;
        }
        let mut top = i - 1;
        while let Some(up) = phrases.get(top).and_then(|p| p.owner_of).filter(|up| *up < top) {
            top = up;
        }
        let place = place.clone();
        if let Some(owned) = phrases.get_mut(top).filter(|p| top < i - 1 && p.classes.any(STATE) && p.actors.is_empty())
        {
            lend(units, owned, &place);
            if let Some(place) = phrases.get_mut(i) {
                place.owner_of = Some(top);
            }
        }
    }
}

/// `Russia's army`: the owner comes first.
fn possessive(data: &LanguageData, units: &[Unit], before: &mut [Phrase], rest: &mut [Phrase], i: usize) {
    let (Some(owner), Some(owned)) = (before.last_mut(), rest.first_mut()) else { return };
    let between = units.get(owner.last + 1..owned.first).unwrap_or_default();
    let marked = between.len() == 1 && between.first().is_some_and(|u| u.cat == Cat::Genitive || u.has(Class::Gen));
    // With the owner first and objects between (`Rusya'nın Ukrayna'ya saldırısı`) a name is not what is owned.
    let noun = units.get(owned.head).is_some_and(|u| u.cat == Cat::Word);
    let postpositions = data.settings.postpositions;
    if (marked && (noun || !postpositions)) || (postpositions && noun && between.is_empty()) {
        owner.owner_of = Some(i);
        // `İtalya'nın Ankara Büyükelçisi`: the owner, not the post, is who acts.
        if postpositions && owned.classes.any(STATE) && !owner.actors.is_empty() {
            owned.actors.clear();
        }
        lend(units, owned, owner);
        owned.prep = owned.prep.or(owner.prep);
    }
}

/// `the ministry of defence` still means that of the country spoken of; `the leader of the gang` does not.
fn keeps_reference(units: &[Unit], owned: &Phrase, owner: &Phrase) -> bool {
    let department = (owner.first..=owner.last).any(|u| units.get(u).is_some_and(|u| u.has(Class::Department)));
    department && owned.refers == Refers::One
}

fn lend(units: &[Unit], owned: &mut Phrase, owner: &Phrase) {
    if owned.classes.has(Class::NonState) {
        return;
    }
    let acts = owned.classes.any(STATE) || is_full_name(units, owned);
    if acts && owned.actors.is_empty() {
        // A name makes the noun act for its state; a nationality of something else does not: `drones of Turkish make`.
        let named = owner.actors.iter().filter(|(_, s)| *s != Strength::Modifier);
        owned.actors.extend(named.map(|(a, _)| (*a, Strength::Agent)));
        if owned.actors.is_empty() && !keeps_reference(units, owned, owner) {
            owned.refers = owner.refers;
        }
    } else if !acts && owned.actors.is_empty() {
        owned.actors.extend(owner.actors.iter().map(|(a, s)| (*a, (*s).min(Strength::Modifier))));
    }
}

/// `les présidents du Chili et du Pérou`: a second owner with a preposition of its own.
pub(super) fn share_owned(units: &[Unit], phrases: &mut [Phrase]) {
    for i in 2..phrases.len() {
        let (before, rest) = phrases.split_at_mut(i);
        let (Some(first), Some(second)) = (before.last(), rest.first_mut()) else { continue };
        let Some(owned) = first.owner_of.filter(|o| o + 1 < i) else { continue };
        let Some(prep) = second.prep.filter(|p| *p < second.first) else { continue };
        let of = |p: Option<usize>| p.and_then(|p| units.get(p)).is_some_and(|u| u.has(Class::Of));
        let between = units.get(first.last + 1..prep).unwrap_or_default();
        let joined = matches!(between, [u] if matches!(u.cat, Cat::Coord | Cat::Punct(',')));
        if !(joined && of(first.prep) && of(second.prep)) || second.actors.is_empty() {
            continue;
        }
        let Some(owned_phrase) = before.get_mut(owned) else { continue };
        if owned_phrase.actors.is_empty() || owned_phrase.clause != second.clause {
            continue;
        }
        second.owner_of = Some(owned);
        let agent = owned_phrase.classes.any(STATE);
        for (actor, strength) in &second.actors {
            let strength = if agent { Strength::Agent } else { (*strength).min(Strength::Modifier) };
            if !owned_phrase.actors.iter().any(|(a, _)| a == actor) {
                owned_phrase.actors.push((*actor, strength));
            }
        }
    }
}
