//! Alert expressions: `ARM-AZE > 60`, `RUS-* +10 in 7d`, `* surge`. Whether one holds on a day is a pure function of the trend.

use std::fmt;

use crate::domain::{DateSpan, Day, Dyad, DyadPattern};
use crate::projection::Cells;

use super::model::TensionModel;
use super::surge::surges;

/// Longest look back of a change, in days.
const CHANGE_DAYS_MAX: i32 = 365;

/// Which pairs an alert watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// All of them.
    Every,
    /// Those under a pattern.
    Under(DyadPattern),
}

impl Watched {
    /// Whether the pair is watched.
    pub fn matches(self, dyad: Dyad) -> bool {
        match self {
            Self::Every => true,
            Self::Under(pattern) => pattern.matches(dyad),
        }
    }
}

/// What an alert waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// Tension above this many points.
    Above(f64),
    /// Tension below this many points.
    Below(f64),
    /// Tension risen by at least so many points in so many days.
    Rise(f64, i32),
    /// A surge is on.
    Surge,
}

/// A parsed expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alert {
    /// Which pairs.
    pub watched: Watched,
    /// What for.
    pub condition: Condition,
}

/// Where an expression cannot be read, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertError {
    /// The character, from 0.
    pub at: usize,
    /// What was expected.
    pub expected: &'static str,
    /// The expression.
    pub text: String,
}

impl fmt::Display for AlertError {
    /// The expression, and under it a mark at the character.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at + 1;
        write!(f, "character {place}: expected {}\n  {}\n  {}^", self.expected, self.text, " ".repeat(self.at))
    }
}

impl std::error::Error for AlertError {}

impl Alert {
    /// Reads an expression; `pattern` reads the name of a pair.
    ///
    /// # Errors
    /// [`AlertError`] at the character that cannot be read.
    pub fn parse(text: &str, pattern: impl Fn(&str) -> Option<DyadPattern>) -> Result<Self, AlertError> {
        let words = words(text);
        let end = text.chars().count();
        let fail = |at: Option<usize>, expected| AlertError { at: at.unwrap_or(end), expected, text: text.to_owned() };
        // Names of pairs may hold spaces, so the condition begins at the first word that can begin one.
        let begins = |word: &str| matches!(word, ">" | "<" | "surge") || word.starts_with('+');
        let split = words.iter().position(|(_, word)| begins(word)).unwrap_or(1.min(words.len()));
        let (names, rest) = words.split_at(split);
        let name = names.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
        let watched = match name.as_str() {
            "*" => Watched::Every,
            other => Watched::Under(pattern(other).ok_or_else(|| {
                fail(names.first().map_or(Some(0), |(at, _)| Some(*at)), "a pair such as ARM-AZE, RUS-* or *")
            })?),
        };
        let number = |at: usize, text: &str, expected| {
            let read = text.parse::<f64>().ok().filter(|points| (0.0..=100.0).contains(points));
            read.ok_or_else(|| fail(Some(at), expected))
        };
        let condition = match rest {
            [(_, "surge")] => Condition::Surge,
            [(_, ">"), (at, points)] => Condition::Above(number(*at, points, "a tension from 0 to 100")?),
            [(_, "<"), (at, points)] => Condition::Below(number(*at, points, "a tension from 0 to 100")?),
            [(at, rise), (_, "in"), (from, days)] if rise.starts_with('+') => {
                let points = number(*at, rise.get(1..).unwrap_or_default(), "points from 0 to 100, such as +10")?;
                let span = days.strip_suffix('d').and_then(|days| days.parse().ok());
                let span = span.filter(|days| (1..=CHANGE_DAYS_MAX).contains(days));
                Condition::Rise(points, span.ok_or_else(|| fail(Some(*from), "days from 1d to 365d"))?)
            }
            [(_, "surge"), (at, _), ..] | [(_, ">" | "<"), _, (at, _), ..] | [_, (_, "in"), _, (at, _), ..] => {
                return Err(fail(Some(*at), "the end"));
            }
            [(_, ">" | "<")] => return Err(fail(None, "a tension from 0 to 100")),
            [(_, rise)] if rise.starts_with('+') => return Err(fail(None, "in 7d")),
            [(_, rise), (at, _), ..] if rise.starts_with('+') => return Err(fail(Some(*at), "in 7d")),
            [(at, _), ..] => return Err(fail(Some(*at), "> 60, < 20, +10 in 7d or surge")),
            [] => return Err(fail(None, "> 60, < 20, +10 in 7d or surge")),
        };
        Ok(Self { watched, condition })
    }

    /// The days of a window on which the condition begins to hold: it does, and did not the day before.
    pub fn crossings(&self, cells: &Cells, model: &dyn TensionModel, window: DateSpan) -> Vec<Day> {
        let back = match self.condition {
            Condition::Rise(_, days) => days,
            _ => 0,
        };
        let Some(days) = DateSpan::new(window.first().plus(-1), window.last()) else { return Vec::new() };
        let Some(longer) = DateSpan::new(days.first().plus(-back), days.last()) else { return Vec::new() };
        let points: Vec<f64> = model.trend(cells, longer).iter().map(|point| point.tension.points()).collect();
        let holds: Vec<bool> = match self.condition {
            Condition::Surge => surges(cells, model.profile(), days).iter().map(|surge| surge.active).collect(),
            Condition::Above(limit) => points.iter().map(|tension| *tension > limit).collect(),
            Condition::Below(limit) => points.iter().map(|tension| *tension < limit).collect(),
            Condition::Rise(rise, _) => {
                let back = usize::try_from(back).unwrap_or(0);
                points.iter().skip(back).zip(&points).map(|(now, then)| now - then >= rise).collect()
            }
        };
        let begins = holds.windows(2).zip(window.iter()).filter(|(pair, _)| matches!(pair, [false, true]));
        begins.map(|(_, day)| day).collect()
    }
}

/// The words of a text, each with the character it begins at.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start: Option<(usize, usize)> = None;
    for (at, (byte, c)) in text.char_indices().enumerate() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some((at, byte)),
            (true, Some((began, from))) => {
                found.push((began, text.get(from..byte).unwrap_or_default()));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|(began, from)| (began, text.get(from..).unwrap_or_default())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Alert, AlertError> {
        Alert::parse(text, |name| name.parse().ok().map(DyadPattern::Pair))
    }

    #[test]
    fn the_three_kinds_are_read() {
        assert_eq!(parse("ARM-AZE > 60").unwrap().condition, Condition::Above(60.0));
        assert_eq!(parse("  ARM-AZE  +10 in 7d").unwrap().condition, Condition::Rise(10.0, 7));
        assert_eq!(parse("* surge").unwrap(), Alert { watched: Watched::Every, condition: Condition::Surge });
    }

    #[test]
    fn errors_point_at_the_character() {
        let at = |text: &str| parse(text).unwrap_err().at;
        assert_eq!(
            [
                at("ARM-AZE > x"),
                at("ARM-AZE >"),
                at("ARM-AZE rises"),
                at("Ü > 5"),
                at("* +10 in 7"),
                at("* surge now"),
                at("")
            ],
            [10, 9, 8, 0, 9, 8, 0]
        );
        assert_eq!(at("* +10 within 7d"), 6);
        assert_eq!(at("* > 101"), 4);
        let shown = parse("* > x").unwrap_err().to_string();
        assert!(shown.ends_with("  * > x\n      ^"), "{shown}");
    }
}
