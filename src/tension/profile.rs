//! Profiles: the named constants of the models, in one data file.

use std::fmt;
use std::str::FromStr;

use crate::domain::{ParseError, SeverityMicros, Status};

use super::TensionError;

const PROFILES: &str = include_str!("profiles.tsv");

/// Days after which an act weighs half: 7 to 120.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfLife(u32);

impl HalfLife {
    /// The shortest and the longest that make sense for dated news.
    pub const RANGE_DAYS: std::ops::RangeInclusive<u32> = 7..=120;

    /// The half-life of this many days, or `None` outside the range.
    pub fn from_days(days: u32) -> Option<Self> {
        Self::RANGE_DAYS.contains(&days).then_some(Self(days))
    }

    /// The number of days.
    pub fn days(self) -> u32 {
        self.0
    }
}

impl fmt::Display for HalfLife {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} d", self.0)
    }
}

impl FromStr for HalfLife {
    type Err = ParseError;

    /// Reads `45` or `45d`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let days = text.strip_suffix('d').unwrap_or(text).parse().ok();
        days.and_then(Self::from_days).ok_or_else(|| ParseError::new("a half-life (7 to 120 days)", text))
    }
}

/// The constants of a model under one name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Profile {
    /// What it is called: `hand`, `icews`, `gdelt`.
    pub name: String,
    /// Raised whenever one of its constants changes.
    pub version: u32,
    /// The severity, in whole points, at which tension reads 100.
    pub reference_points: u32,
    /// Days after which an act weighs half.
    pub half_life: HalfLife,
    /// What kind of log it is meant for.
    pub feed: String,
    weights: StatusWeights,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StatusWeights {
    actual: u64,
    background: u64,
    alleged: u64,
}

impl Profile {
    /// The profile used where none is asked for.
    pub const DEFAULT: &'static str = "hand";

    /// All shipped profiles, the default first.
    pub fn all() -> Vec<Self> {
        let rows = PROFILES.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.map(|row| Self::from_row(row).expect("profiles.tsv is read whole by a test")).collect()
    }

    /// The shipped profile of this name.
    ///
    /// # Errors
    /// [`TensionError::UnknownProfile`], which names those there are.
    pub fn named(name: &str) -> Result<Self, TensionError> {
        let known = || Self::all().into_iter().map(|profile| profile.name).collect::<Vec<_>>().join(", ");
        let found = Self::all().into_iter().find(|profile| profile.name == name);
        found.ok_or_else(|| TensionError::UnknownProfile { given: name.to_owned(), known: known() })
    }

    /// The same profile with another half-life.
    #[must_use]
    pub fn with_half_life(self, half_life: HalfLife) -> Self {
        Self { half_life, ..self }
    }

    /// The constants with their names, for a reader.
    pub fn constants(&self) -> Vec<(String, String)> {
        let weight = |permille: u64| format!("{:.3}", f64::from(u32::try_from(permille).unwrap_or(u32::MAX)) / 1000.0);
        let rows = [
            ("H_ref, points", self.reference_points.to_string()),
            ("half-life, days", self.half_life.days().to_string()),
            ("weight of actual acts", weight(self.weights.actual)),
            ("weight of background acts", weight(self.weights.background)),
            ("weight of alleged acts", weight(self.weights.alleged)),
        ];
        rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// What an amount counts for under a status: the status' thousandths of it, rounded down to a micro-unit.
    pub fn weigh(&self, amount: SeverityMicros, status: Status) -> SeverityMicros {
        let permille = match status {
            Status::Actual => self.weights.actual,
            Status::Background => self.weights.background,
            Status::Alleged => self.weights.alleged,
        };
        SeverityMicros(amount.0 * permille / 1000)
    }

    fn from_row(row: &str) -> Option<Self> {
        let mut fields = row.split('\t');
        let name = fields.next()?.to_owned();
        let mut number = || fields.next()?.parse::<u32>().ok();
        let (version, reference_points) = (number()?, number()?);
        let half_life = HalfLife::from_days(number()?)?;
        let mut weight = || number().map(u64::from).filter(|&permille| permille <= 1000);
        let weights = StatusWeights { actual: weight()?, background: weight()?, alleged: weight()? };
        let feed = fields.next()?.to_owned();
        Some(Self { name, version, reference_points, half_life, feed, weights })
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::named(Self::DEFAULT).expect("profiles.tsv holds the default, which a test checks")
    }
}

impl fmt::Display for Profile {
    /// `hand@1`; with another half-life than it ships with, `hand@1/45d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shipped = Self::named(&self.name).is_ok_and(|shipped| shipped.half_life == self.half_life);
        let changed = if shipped { String::new() } else { format!("/{}d", self.half_life.days()) };
        f.pad(&format!("{}@{}{changed}", self.name, self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_profile_and_the_default_is_among_them() {
        let names: Vec<String> = Profile::all().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["hand@1", "icews@1", "gdelt@1"]);
        assert_eq!(Profile::default().name, Profile::DEFAULT);
    }

    #[test]
    fn an_unknown_profile_is_told_which_there_are() {
        let error = Profile::named("acled").unwrap_err();
        assert_eq!(error.to_string(), "there is no profile \"acled\"; there are hand, icews, gdelt");
    }

    #[test]
    fn a_changed_half_life_shows_in_the_name() {
        let slow = Profile::default().with_half_life("45".parse().unwrap());
        assert_eq!(slow.to_string(), "hand@1/45d");
        for bad in ["6", "121", "30.5", "", "d", "-30"] {
            assert!(bad.parse::<HalfLife>().is_err(), "{bad:?}");
        }
    }
}
