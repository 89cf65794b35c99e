//! Who can act: a country or an intergovernmental organisation, and in what capacity.

use std::fmt;
use std::str::FromStr;

use super::{ParseError, serde_as_text};

/// Longest actor code in bytes.
pub const ACTOR_LEN_MAX: usize = 8;

/// A country (ISO 3166-1 alpha-3, plus `XKX`) or an organisation (its acronym, `EU`, `CSTO`).
///
/// Two to eight ASCII capitals or digits, a capital first. Whether the code names a known actor is the
/// codebook's question; here only the shape is checked. Ordered alphabetically.
///
/// ```
/// use dyad::domain::Actor;
/// let actor: Actor = "ARM".parse().unwrap();
/// assert_eq!(actor.as_str(), "ARM");
/// assert!("arm".parse::<Actor>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor([u8; ACTOR_LEN_MAX]);

impl Actor {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let len = self.0.iter().position(|&b| b == 0).unwrap_or(ACTOR_LEN_MAX);
        self.0.get(..len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }
}

impl FromStr for Actor {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("an actor code (two to eight capitals, such as ARM or CSTO)", text);
        let bytes = text.as_bytes();
        let shaped = (2..=ACTOR_LEN_MAX).contains(&bytes.len())
            && bytes.first().is_some_and(u8::is_ascii_uppercase)
            && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !shaped {
            return Err(fail());
        }
        let mut code = [0; ACTOR_LEN_MAX];
        code.get_mut(..bytes.len()).ok_or_else(fail)?.copy_from_slice(bytes);
        Ok(Self(code))
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

serde_as_text!(Actor);

/// The capacity in which a side acts. Only [`Sector::State`] and [`Sector::Organisation`] count by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sector {
    /// The state itself: the country by name, its government, army, police, courts, parliament.
    #[default]
    State,
    /// An intergovernmental organisation acting as such.
    Organisation,
    /// Anybody else inside the country: parties, firms, media, crowds, armed groups.
    NonState,
}

impl Sector {
    /// All sectors, in the order they are declared.
    pub const ALL: [Self; 3] = [Self::State, Self::Organisation, Self::NonState];

    /// Whether the side acts as a state or an organisation of states.
    pub fn is_official(self) -> bool {
        self != Self::NonState
    }

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::NonState => "non-state",
        }
    }
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Sector {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| ParseError::new("a sector (state, organisation, non-state)", text))
    }
}

serde_as_text!(Sector);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_capitals_and_digits_of_bounded_length() {
        for good in ["RUS", "EU", "CSTO", "G7", "XKX", "ABCDEFGH"] {
            assert_eq!(good.parse::<Actor>().unwrap().to_string(), good);
        }
        for bad in ["", "A", "rus", "7G", "R-S", "ABCDEFGHI", "RÜS", "RUS "] {
            assert!(bad.parse::<Actor>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn order_is_alphabetical() {
        let mut codes: Vec<Actor> = ["UN", "ARM", "AU", "UKR"].iter().map(|c| c.parse().unwrap()).collect();
        codes.sort();
        assert_eq!(codes.iter().map(Actor::as_str).collect::<Vec<_>>(), ["ARM", "AU", "UKR", "UN"]);
    }
}
