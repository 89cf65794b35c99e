//! Institutions named by their seat past what belongs to them: `the ministry of defence in Moscow`.

use super::class::Class;
use super::names::Meaning;
use super::phrase::{Phrase, Refers, Strength};
use super::tag::Unit;
use crate::domain::Actor;

/// Gives an institution the actor whose capital it sits in.
pub(super) fn settle(units: &[Unit], phrases: &mut [Phrase]) {
    for at in 0..phrases.len() {
        let Some(actor) = seat_of(units, phrases, at) else { continue };
        if let Some(phrase) = phrases.get_mut(at) {
            phrase.actors.push((actor, Strength::Agent));
            phrase.refers = Refers::Nothing;
        }
    }
}

/// The actor of the capital that stands right after the phrase and what belongs to it.
fn seat_of(units: &[Unit], phrases: &[Phrase], at: usize) -> Option<Actor> {
    let institution = phrases.get(at).filter(|p| p.actors.is_empty() && p.classes.has(Class::Agent))?;
    let mut end = institution.last;
    for next in phrases.get(at + 1..)? {
        let prep = next.prep.filter(|prep| *prep == end + 1 && next.clause == institution.clause)?;
        let capital = units.get(next.head)?.mention.as_ref().filter(|m| m.is(Meaning::Capital));
        if units.get(prep)?.has(Class::In) && capital.is_some() {
            return next.actors.first().map(|(actor, _)| *actor);
        }
        if !next.actors.is_empty() || !units.get(prep)?.has(Class::Of) {
            return None;
        }
        end = next.last;
    }
    None
}
