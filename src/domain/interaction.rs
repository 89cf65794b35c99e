//! One coded act: who did what to whom, when, and how sure the text is of it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use super::{Actor, CameoCode, DateSpan, DirectedDyad, Goldstein, ParseError, Sector, serde_as_text};

/// How the text stands to the act. What is hypothetical, denied or predicted is no interaction at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Happened or is going on: the text's own news.
    Actual,
    /// An earlier act recalled as context.
    Background,
    /// Only claimed by a party.
    Alleged,
}

impl Status {
    /// All statuses, in the order they are declared.
    pub const ALL: [Self; 3] = [Self::Actual, Self::Background, Self::Alleged];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Background => "background",
            Self::Alleged => "alleged",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Status {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| ParseError::new("a status (actual, background, alleged)", text))
    }
}

serde_as_text!(Status);

/// One side of an interaction: who, and in what capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// The country or organisation.
    pub actor: Actor,
    /// The capacity in which it acts or is acted on.
    pub sector: Sector,
}

/// The two sides of an interaction: two different actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parties {
    source: Party,
    target: Party,
}

impl Parties {
    /// Source acting on target, or `None` when both are the same actor.
    pub fn new(source: Party, target: Party) -> Option<Self> {
        (source.actor != target.actor).then_some(Self { source, target })
    }

    /// Who acts. For a symmetric act, the first named.
    pub fn source(&self) -> Party {
        self.source
    }

    /// Who is acted on.
    pub fn target(&self) -> Party {
        self.target
    }

    /// Source acting on target, as a direction.
    pub fn directed(&self) -> DirectedDyad {
        DirectedDyad::between(self.source.actor, self.target.actor)
    }

    /// Whether both sides act as states or organisations of states.
    pub fn are_official(&self) -> bool {
        self.source.sector.is_official() && self.target.sector.is_official()
    }
}

/// Who reports the act, when the text says so: an actor (`RUS`) or a name (`Berliner Zeitung`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reporter {
    /// A country or organisation.
    Actor(Actor),
    /// Anybody else, by name; at most 120 characters.
    Named(String),
}

impl fmt::Display for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => actor.fmt(f),
            Self::Named(name) => f.pad(name),
        }
    }
}

impl FromStr for Reporter {
    type Err = ParseError;

    /// Reads an actor code as the actor and anything else as a name.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Ok(actor) = text.parse() {
            return Ok(Self::Actor(actor));
        }
        let length = text.chars().count();
        if !(1..=120).contains(&length) || text.chars().any(char::is_control) {
            return Err(ParseError::new("a reporter (an actor code or a name of at most 120 characters)", text));
        }
        Ok(Self::Named(text.to_owned()))
    }
}

serde_as_text!(Reporter);

/// UTF-8 byte offsets `[start, end)` into the text of an article as given; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSpan {
    start: usize,
    end: usize,
}

impl ByteSpan {
    /// The span, or `None` when it is empty or reversed.
    pub fn new(start: usize, end: usize) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Offset of the first byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// Offset after the last byte.
    pub fn end(self) -> usize {
        self.end
    }

    /// The substring, or `None` where the span does not fit the text.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// How sure the coder is, in thousandths: 0..=1000. An ordering, not a probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u16);

impl Confidence {
    /// As sure as can be: what a dataset or a person says is taken as it is.
    pub const CERTAIN: Self = Self(1000);

    /// Confidence in thousandths, or `None` above 1000.
    pub fn from_permille(permille: u16) -> Option<Self> {
        (permille <= 1000).then_some(Self(permille))
    }

    /// Thousandths, 0..=1000.
    pub fn permille(self) -> u16 {
        self.0
    }
}

/// Names the rule that produced an interaction, such as `nl/accuse.beschuldigen`; at most 80 visible ASCII characters.
/// A clone shares the text.
#[derive(Debug, Clone, Eq, PartialOrd, Ord)]
pub struct RuleId(Arc<str>);

impl PartialEq for RuleId {
    /// Most of those that are compared share their text.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Hash for RuleId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl RuleId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for RuleId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let visible = text.bytes().all(|b| b.is_ascii_graphic());
        if !(1..=80).contains(&text.len()) || !visible {
            return Err(ParseError::new("a rule name (at most 80 visible ASCII characters)", text));
        }
        Ok(Self(text.into()))
    }
}

serde_as_text!(RuleId);

/// One coded act between two different actors.
///
/// `goldstein` is `None` where the code has no weight, `occurred` is `None` where the text leaves it open and no
/// published date anchors it: such an interaction is kept and shown, and stays out of every trend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interaction {
    /// Who did it to whom.
    pub parties: Parties,
    /// Whether the act stands for both directions (a meeting, a clash between the two).
    pub symmetric: bool,
    /// What was done.
    pub cameo: CameoCode,
    /// The weight of the act.
    pub goldstein: Option<Goldstein>,
    /// How the text stands to it.
    pub status: Status,
    /// When it happened.
    pub occurred: Option<DateSpan>,
    /// Who says so, where the text does.
    pub reported_by: Option<Reporter>,
    /// How sure the coder is.
    pub confidence: Confidence,
    /// Which rule coded it.
    pub rule: RuleId,
}
