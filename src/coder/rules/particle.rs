//! The senses of a clause's verb, with the particle that may stand far from it.

use super::class::Class;
use super::class::Tags;
use super::clause::Clause;
use super::data::LanguageData;
use super::lexicon::WordId;
use super::tag::{Cat, Unit};
use super::text::Tokens;

/// Finds the particle and the senses of a clause's verb.
pub(super) fn complete(data: &LanguageData, tokens: &Tokens, units: &[Unit], clause: &mut Clause) {
    let lexicon = &data.lexicon;
    if clause.verb.main.is_none()
        && let Some(finite) = clause.verb.finite
    {
        // An auxiliary alone is the full verb: `X is`, `X heeft`.
        clause.verb.main = units.get(finite).filter(|u| !u.tags.is_none()).map(|_| finite);
    }
    let Some(main) = clause.verb.main else { return };
    let Some(unit) = units.get(main) else { return };
    let mut senses: Vec<(WordId, Tags)> = unit.verbs(lexicon).collect();
    let mut particle = None;
    let candidates = clause
        .units
        .iter()
        .rev()
        .filter(|u| **u != main && units.get(**u).is_some_and(|u| u.mention.is_none() && u.tokens == 1));
    for &candidate in candidates {
        let Some(form) = units.get(candidate).map(|u| tokens.fold_at(u.token)).filter(|f| lexicon.is_particle(f))
        else {
            continue;
        };
        let before = candidate < main && !between_is_marker(units, candidate, main);
        if before || (candidate > main && governs(units, clause, candidate)) {
            continue;
        }
        let whole = senses.iter().find_map(|(word, tags)| {
            let separable = lexicon.separable(*word).iter().find(|(p, _)| **p == *form)?;
            Some((separable.1, *tags))
        });
        if let Some(whole) = whole {
            senses = vec![whole];
            particle = Some(candidate);
            break;
        }
    }
    clause.verb.senses = senses;
    clause.verb.particle = particle;
}

/// Whether the unit is a preposition with its noun phrase right after it in the same clause.
fn governs(units: &[Unit], clause: &Clause, at: usize) -> bool {
    let next = units.get(at + 1).filter(|_| clause.units.contains(&(at + 1)));
    units.get(at).is_some_and(|u| matches!(u.cat, Cat::Prep | Cat::Det))
        && next.is_some_and(|u| u.is_nominal() || matches!(u.cat, Cat::Det | Cat::Poss))
}

/// `terug te trekken`: only the marker of the infinitive stands between particle and verb.
fn between_is_marker(units: &[Unit], particle: usize, main: usize) -> bool {
    let between = units.get(particle + 1..main).unwrap_or_default();
    !between.is_empty() && between.iter().all(|u| u.cat == Cat::Inf || u.has(Class::Inf))
}
