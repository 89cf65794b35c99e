//! What a user typed, as an actor: a code or a name in any shipped language.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::{NameKind, actors, english_of, forms, languages};
use crate::domain::Actor;

/// Most suggestions made for a name that nobody has.
const SUGGESTIONS_MAX: usize = 3;

/// What a text that should name an actor turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// It names this actor.
    Exact(Actor),
    /// It names nobody, or several; the nearest come first and may be none.
    Unknown {
        /// What may have been meant.
        nearest: Vec<Suggestion>,
    },
}

/// An actor that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The actor.
    pub actor: Actor,
    /// Its English name.
    pub name: &'static str,
}

/// Letters alone, lower case, without accents: what two spellings of a name share.
fn folded(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Folded names of all languages, with whom they name.
fn index() -> &'static BTreeMap<String, Vec<Actor>> {
    static INDEX: OnceLock<BTreeMap<String, Vec<Actor>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: BTreeMap<String, Vec<Actor>> = BTreeMap::new();
        let mut add = |name: &str, actor: Actor| {
            let actors = index.entry(folded(name)).or_default();
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        };
        for entry in actors::entries() {
            add(entry.english, entry.actor);
        }
        let named = [NameKind::Name, NameKind::Short, NameKind::Organisation];
        for language in languages() {
            for form in forms(language).unwrap_or_default().iter().filter(|form| named.contains(&form.kind)) {
                // `Congo?` and other names of several are left to the suggestions.
                if !form.features.needs_context {
                    add(form.text, form.actor);
                }
            }
        }
        index
    })
}

/// Reads a code (`ARM`, `arm`, `AM`) or a name in any shipped language (`Armenië`, `Arménie`).
///
/// ```
/// use dyad::codebook::names::{Resolution, resolve};
/// assert_eq!(resolve("Armenië"), Resolution::Exact("ARM".parse().unwrap()));
/// let Resolution::Unknown { nearest } = resolve("AZR") else { panic!() };
/// assert_eq!(nearest[0].actor.as_str(), "AZE");
/// ```
pub fn resolve(text: &str) -> Resolution {
    if let Some(actor) = exact(text) {
        return Resolution::Exact(actor);
    }
    let (text, key) = (text.trim(), folded(text));
    match index().get(&key).map(Vec::as_slice) {
        Some(several) => Resolution::Unknown { nearest: several.iter().filter_map(|a| suggestion(*a)).collect() },
        None => Resolution::Unknown { nearest: nearest(text, &key) },
    }
}

/// The actor that a code or name stands for, without a search for what else may have been meant.
pub fn exact(text: &str) -> Option<Actor> {
    let text = text.trim();
    let named = || match index().get(&folded(text)).map(Vec::as_slice) {
        Some([actor]) => Some(*actor),
        _ => None,
    };
    by_code(text).or_else(named)
}

/// A code of the tables in any case; alpha-2 in capitals only, for `no` and `it` are words.
fn by_code(text: &str) -> Option<Actor> {
    let upper = text.to_ascii_uppercase();
    let known = upper.parse().ok().filter(|actor| actors::lookup(*actor).is_some());
    known.or_else(|| if text.len() == 2 { actors::by_alpha2(text) } else { None })
}

fn suggestion(actor: Actor) -> Option<Suggestion> {
    english_of(actor).map(|name| Suggestion { actor, name })
}

/// The actors with the closest code or name, closest first; ties in the order of their codes.
fn nearest(text: &str, key: &str) -> Vec<Suggestion> {
    let mut best: BTreeMap<Actor, usize> = BTreeMap::new();
    let mut note = |actor: Actor, away: usize| {
        let kept = best.entry(actor).or_insert(away);
        *kept = away.min(*kept);
    };
    let upper = text.to_ascii_uppercase();
    if (2..=4).contains(&upper.len()) {
        for entry in actors::entries() {
            note(entry.actor, code_distance(&upper, entry.actor.as_str()));
        }
    }
    // A name may be off by one letter in four.
    let allowed = key.chars().count().div_ceil(4);
    for (name, actors) in index() {
        let away = edits(key, name, allowed);
        if let Some(away) = away.filter(|_| key.chars().count() > 3) {
            for actor in actors {
                note(*actor, away * 2);
            }
        }
    }
    let mut found: Vec<(usize, Actor)> = best.into_iter().map(|(actor, away)| (away, actor)).collect();
    found.retain(|(away, _)| *away <= allowed.max(2) * 2);
    found.sort_unstable();
    found.into_iter().take(SUGGESTIONS_MAX).filter_map(|(_, actor)| suggestion(actor)).collect()
}

/// Twice the edits between two codes; codes that share their first letters are closer.
fn code_distance(typed: &str, code: &str) -> usize {
    let shared = typed.bytes().zip(code.bytes()).take_while(|(a, b)| a == b).count();
    match edits(typed, code, 2) {
        Some(away) => (away * 4).saturating_sub(shared) / 2 + usize::from(shared == 0) * 4,
        None => usize::MAX,
    }
}

/// Insertions, deletions, replacements and swaps of neighbours between two texts, or `None` above the limit.
fn edits(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let at = |cells: &[usize], k: usize| cells.get(k).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, j) + usize::from(from != to);
            let mut cost = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&to) && b.get(j - 1) == Some(&from);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|away| *away <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Option<String> {
        match resolve(text) {
            Resolution::Exact(actor) => Some(actor.to_string()),
            Resolution::Unknown { .. } => None,
        }
    }

    fn first_guess(text: &str) -> Option<String> {
        match resolve(text) {
            Resolution::Exact(_) => None,
            Resolution::Unknown { nearest } => nearest.first().map(|s| s.actor.to_string()),
        }
    }

    #[test]
    fn codes_and_names_in_any_spelling_are_exact() {
        for (text, code) in [
            ("ARM", "ARM"),
            ("arm", "ARM"),
            ("AM", "ARM"),
            ("Armenië", "ARM"),
            ("armenie", "ARM"),
            ("Noord-Korea", "PRK"),
            ("noord korea", "PRK"),
            ("VS", "USA"),
            ("Verenigde Staten", "USA"),
            ("NAVO", "NATO"),
            ("nato", "NATO"),
            ("Wit-Rusland", "BLR"),
        ] {
            assert_eq!(exact(text).as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn a_slip_is_met_with_the_nearest_names() {
        for (text, code) in [("AZR", "AZE"), ("Azerbeidjzan", "AZE"), ("Armeni", "ARM"), ("Ruslnad", "RUS")] {
            assert_eq!(first_guess(text).as_deref(), Some(code), "{text}");
        }
        assert_eq!(resolve("Middle-earth and beyond"), Resolution::Unknown { nearest: vec![] });
        assert_eq!(resolve(""), Resolution::Unknown { nearest: vec![] });
    }

    #[test]
    fn distance_counts_swaps_as_one() {
        assert_eq!(edits("ruslnad", "rusland", 2), Some(1));
        assert_eq!(edits("abc", "abc", 0), Some(0));
        assert_eq!(edits("abc", "xyz", 2), None);
    }
}
