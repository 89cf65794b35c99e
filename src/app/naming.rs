//! Pairs as people write them: codes or names in any shipped language, in any order and case.

use crate::codebook::names::{Resolution, Suggestion, exact as known, resolve};
use crate::domain::{Actor, DirectedDyad, Dyad, DyadPattern};

/// Most bytes a pair can have; the longest two names of countries there are have some 120. A longer text would be compared
/// with every name at every place it could be split.
const PAIR_LEN_MAX: usize = 240;

/// Why a text names no pair.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamingError {
    /// It has not the form of a pair.
    #[error("{given:?} is not a pair")]
    NoPair {
        /// What was given.
        given: String,
    },
    /// A side of it is nobody.
    #[error("no country or organisation is called {name:?}")]
    Unknown {
        /// The name.
        name: String,
        /// Who may have been meant, the nearest first.
        nearest: Vec<Suggestion>,
        /// The whole pair with the nearest in place of the name.
        corrected: Option<String>,
    },
    /// Both sides are the same.
    #[error("both sides are {actor}, and a pair has two")]
    Same {
        /// The actor.
        actor: Actor,
    },
}

/// Reads `ARM-AZE`, `Armenië-Azerbeidzjan`, one direction `RUS:UKR`, or `RUS-*` for every pair of a country.
///
/// # Errors
/// When it has no such form, a name is nobody's, or both sides are the same.
pub fn pattern(text: &str) -> Result<DyadPattern, NamingError> {
    if text.len() > PAIR_LEN_MAX {
        let given = text.chars().take(40).chain(['…']).collect();
        return Err(NamingError::NoPair { given });
    }
    let text = text.trim().replace(['–', '—', '‑'], "-");
    let separator = if text.contains(':') { ':' } else { '-' };
    let splits: Vec<(&str, &str)> =
        text.match_indices(separator).map(|(at, _)| (text.get(..at), text.get(at + 1..))).filter_map(both).collect();
    let whole = splits.iter().find(|(one, other)| known(one).is_some() && known(other).is_some());
    // A name may hold the separator itself; where no reading is known, the best is the one with most known in it.
    let best = splits
        .iter()
        .max_by_key(|(one, other)| usize::from(known(one).is_some()) + usize::from(known(other).is_some()));
    let &(one, other) = whole.or(best).ok_or_else(|| NamingError::NoPair { given: text.clone() })?;
    if separator == '-' && (one.trim() == "*" || other.trim() == "*") {
        let name = if one.trim() == "*" { other } else { one };
        return side(name, |nearest| format!("{nearest}-*")).map(DyadPattern::AnyWith);
    }
    let source = side(one, |nearest| format!("{nearest}{separator}{}", shown(other)))?;
    let target = side(other, |nearest| format!("{}{separator}{nearest}", shown(one)))?;
    let same = || NamingError::Same { actor: source };
    if separator == ':' {
        return DirectedDyad::new(source, target).map(DyadPattern::Directed).ok_or_else(same);
    }
    Dyad::new(source, target).map(DyadPattern::Pair).ok_or_else(same)
}

/// Both sides, where both hold something.
fn both<'a>((one, other): (Option<&'a str>, Option<&'a str>)) -> Option<(&'a str, &'a str)> {
    let filled = |side: Option<&'a str>| side.filter(|side| !side.trim().is_empty());
    Some((filled(one)?, filled(other)?))
}

/// The code where there is one, else the name as it was given.
fn shown(name: &str) -> String {
    known(name).map_or_else(|| name.trim().to_owned(), |actor| actor.to_string())
}

fn side(name: &str, corrected: impl Fn(Actor) -> String) -> Result<Actor, NamingError> {
    match resolve(name) {
        Resolution::Exact(actor) => Ok(actor),
        Resolution::Unknown { nearest } => {
            let corrected = nearest.first().map(|suggestion| corrected(suggestion.actor));
            Err(NamingError::Unknown { name: name.trim().to_owned(), nearest, corrected })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        pattern(text).unwrap().to_string()
    }

    #[test]
    fn a_pair_is_read_in_any_order_case_and_language() {
        for text in ["ARM-AZE", "aze-arm", "Armenië-Azerbeidzjan", "Azerbaijan – Armenia", " Azerbeidzjan-ARM "] {
            assert_eq!(read(text), "ARM-AZE", "{text:?}");
        }
        assert_eq!(read("Rusland:Oekraïne"), "RUS:UKR");
        assert_eq!(read("Rusland-*"), "RUS-*");
        assert_eq!(read("*-RUS"), "RUS-*");
    }

    #[test]
    fn a_text_of_any_length_is_refused_at_once() {
        assert!(matches!(pattern(&"a-".repeat(100_000)), Err(NamingError::NoPair { given }) if given.len() < 60));
    }

    #[test]
    fn names_may_hold_the_separator() {
        assert_eq!(read("Guinea-Bissau-Senegal"), "GNB-SEN");
        assert_eq!(read("Senegal-Guinee-Bissau"), "GNB-SEN");
    }

    #[test]
    fn a_wrong_code_is_answered_with_the_nearest_pair() {
        let Err(NamingError::Unknown { name, corrected, .. }) = pattern("ARM-AZR") else { panic!("AZR is nobody") };
        assert_eq!((name.as_str(), corrected.as_deref()), ("AZR", Some("ARM-AZE")));
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        assert!(matches!(pattern("ARM"), Err(NamingError::NoPair { .. })));
        assert!(matches!(pattern("-"), Err(NamingError::NoPair { .. })));
        assert!(matches!(pattern("ARM-"), Err(NamingError::NoPair { .. })));
        assert!(matches!(pattern("ARM-Armenië"), Err(NamingError::Same { .. })));
    }
}
