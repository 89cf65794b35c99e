//! Pairs of actors: undirected, directed, and patterns of them.

use std::fmt;
use std::str::FromStr;

use super::{Actor, ParseError, serde_as_text};

/// An unordered pair of two different actors, printed alphabetically: `ARM-AZE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dyad {
    first: Actor,
    second: Actor,
}

impl Dyad {
    /// The pair of the two, or `None` when they are the same.
    pub fn new(one: Actor, other: Actor) -> Option<Self> {
        (one != other).then(|| Self { first: one.min(other), second: one.max(other) })
    }

    /// The alphabetically first actor.
    pub fn first(self) -> Actor {
        self.first
    }

    /// The alphabetically second actor.
    pub fn second(self) -> Actor {
        self.second
    }

    /// Whether the actor is one of the two.
    pub fn has(self, actor: Actor) -> bool {
        self.first == actor || self.second == actor
    }

    /// Both directions: first acting on second, then the reverse.
    pub fn directions(self) -> [DirectedDyad; 2] {
        [
            DirectedDyad { source: self.first, target: self.second },
            DirectedDyad { source: self.second, target: self.first },
        ]
    }
}

impl fmt::Display for Dyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{}", self.first, self.second))
    }
}

impl fmt::Debug for Dyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Dyad {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a pair of two different actors such as ARM-AZE", text);
        let (one, other) = text.split_once('-').ok_or_else(fail)?;
        Self::new(one.parse()?, other.parse()?).ok_or_else(fail)
    }
}

serde_as_text!(Dyad);

/// An ordered pair of two different actors, source first: `AZE:ARM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DirectedDyad {
    source: Actor,
    target: Actor,
}

impl DirectedDyad {
    /// Source acting on target, or `None` when they are the same.
    pub fn new(source: Actor, target: Actor) -> Option<Self> {
        (source != target).then_some(Self { source, target })
    }

    /// Source acting on target, for a caller whose type already keeps them apart.
    pub(super) fn between(source: Actor, target: Actor) -> Self {
        debug_assert_ne!(source, target, "the caller keeps source and target apart");
        Self { source, target }
    }

    /// Who acts.
    pub fn source(self) -> Actor {
        self.source
    }

    /// Who is acted on.
    pub fn target(self) -> Actor {
        self.target
    }

    /// The pair without its direction.
    pub fn undirected(self) -> Dyad {
        Dyad { first: self.source.min(self.target), second: self.source.max(self.target) }
    }

    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { source: self.target, target: self.source }
    }
}

impl fmt::Display for DirectedDyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}:{}", self.source, self.target))
    }
}

impl fmt::Debug for DirectedDyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DirectedDyad {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a directed pair of two different actors such as AZE:ARM", text);
        let (source, target) = text.split_once(':').ok_or_else(fail)?;
        Self::new(source.parse()?, target.parse()?).ok_or_else(fail)
    }
}

serde_as_text!(DirectedDyad);

/// What a user may ask for where pairs are named: a pair, one direction of it, or all pairs of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DyadPattern {
    /// `ARM-AZE`: both directions.
    Pair(Dyad),
    /// `AZE:ARM`: one direction.
    Directed(DirectedDyad),
    /// `RUS-*`: every pair with this actor.
    AnyWith(Actor),
}

impl DyadPattern {
    /// Whether the pair falls under the pattern (a direction matches its pair).
    pub fn matches(self, dyad: Dyad) -> bool {
        match self {
            Self::Pair(pair) => pair == dyad,
            Self::Directed(directed) => directed.undirected() == dyad,
            Self::AnyWith(actor) => dyad.has(actor),
        }
    }
}

impl fmt::Display for DyadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pair(pair) => pair.fmt(f),
            Self::Directed(directed) => directed.fmt(f),
            Self::AnyWith(actor) => write!(f, "{actor}-*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_no_direction_and_no_self() {
        let pair: Dyad = "AZE-ARM".parse().unwrap();
        assert_eq!(pair.to_string(), "ARM-AZE");
        assert_eq!(pair, "ARM-AZE".parse().unwrap());
        assert!("ARM-ARM".parse::<Dyad>().is_err());
        assert!("ARM:ARM".parse::<DirectedDyad>().is_err());
    }

    #[test]
    fn both_directions_lead_back_to_the_pair() {
        let pair: Dyad = "ARM-AZE".parse().unwrap();
        assert!(pair.directions().iter().all(|d| d.undirected() == pair && d.reversed().undirected() == pair));
    }
}
