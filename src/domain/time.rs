//! Days, spans of days, the recording clock and positions in a log.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeDelta, Utc};

use super::{ParseError, serde_as_text};

/// A calendar day in UTC, between the years 1800 and 2199. Counted in days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// 1800-01-01, the earliest day that can be named.
    pub const FIRST: Self = Self(-62_091);
    /// 2199-12-31, the latest.
    pub const LAST: Self = Self(84_005);

    /// The day this many days after 1970-01-01, or `None` outside the years 1800 to 2199.
    pub fn from_epoch_days(days: i32) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0).contains(&days).then_some(Self(days))
    }

    /// Days since 1970-01-01; negative before.
    pub fn epoch_days(self) -> i32 {
        self.0
    }

    /// The day of a calendar date, or `None` outside the range.
    pub fn from_date(date: NaiveDate) -> Option<Self> {
        Self::from_epoch_days(date.num_days_from_ce() - 719_163)
    }

    /// The day with this year, month and day, or `None` where the calendar has none.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::from_date)
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        NaiveDate::default() + TimeDelta::days(i64::from(self.0))
    }

    /// This day moved by a number of days, stopping at the ends of the range.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().to_string())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a date that exists, as YYYY-MM-DD (1800 to 2199)", text);
        if text.len() != 10 {
            return Err(fail());
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(Self::from_date).ok_or_else(fail)
    }
}

serde_as_text!(Day);

/// An inclusive interval of days, first..=last: "last week", "March 2022", or one day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateSpan {
    first: Day,
    last: Day,
}

impl DateSpan {
    /// The span from first to last, or `None` when last comes before first.
    pub fn new(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A span of one day.
    pub fn day(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// A whole calendar month, or `None` where the calendar has none.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first = Day::from_ymd(year, month, 1)?;
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let next = NaiveDate::from_ymd_opt(next_year, next_month, 1)?;
        Self::new(first, Day::from_date(next.pred_opt()?)?)
    }

    /// A whole calendar year, or `None` outside the range.
    pub fn year(year: i32) -> Option<Self> {
        Self::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)
    }

    /// The first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Day {
        self.last
    }

    /// Number of days, at least 1.
    pub fn days(self) -> u32 {
        self.last.since(self.first).unsigned_abs() + 1
    }

    /// Whether the day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days both spans have, or `None` when they do not meet.
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }

    /// Every day in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Day> {
        (self.first.0..=self.last.0).map(Day)
    }
}

impl fmt::Display for DateSpan {
    /// `2022-03-17`, `2022-03` for a whole month, `2022` for a whole year, else `first..last`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.first.date();
        let shown = if self.first == self.last {
            self.first.to_string()
        } else if Self::month(date.year(), date.month()) == Some(*self) {
            date.format("%Y-%m").to_string()
        } else if Self::year(date.year()) == Some(*self) {
            date.format("%Y").to_string()
        } else {
            format!("{}..{}", self.first, self.last)
        };
        f.pad(&shown)
    }
}

impl fmt::Debug for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DateSpan {
    type Err = ParseError;

    /// Reads what `Display` prints: a day, a month, a year, or `first..last`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a date (YYYY-MM-DD, YYYY-MM, YYYY or FIRST..LAST)", text);
        if let Some((first, last)) = text.split_once("..") {
            return Self::new(first.parse()?, last.parse()?).ok_or_else(fail);
        }
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        match (text.len(), text.split_once('-')) {
            (4, None) if digits(text) => text.parse().ok().and_then(Self::year).ok_or_else(fail),
            (7, Some((year, month))) if digits(year) && digits(month) => {
                let (year, month) = (year.parse().map_err(|_| fail())?, month.parse().map_err(|_| fail())?);
                Self::month(year, month).ok_or_else(fail)
            }
            _ => text.parse().map(Self::day).map_err(|_| fail()),
        }
    }
}

serde_as_text!(DateSpan);

/// When the log took a commit: microseconds since 1970-01-01T00:00:00Z. Assigned by the log, never decreasing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recorded(i64);

impl Recorded {
    /// The instant this many microseconds after the epoch, or `None` before 1970 or after 2199.
    pub fn from_micros(micros: i64) -> Option<Self> {
        (0..7_258_118_400_000_000).contains(&micros).then_some(Self(micros))
    }

    /// Microseconds since the epoch.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The day in UTC.
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(86_400_000_000)).unwrap_or(Day::LAST.0))
    }
}

impl fmt::Display for Recorded {
    /// RFC 3339 in UTC with microseconds: `2025-07-01T12:00:00.000000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = DateTime::<Utc>::from_timestamp_micros(self.0).unwrap_or_default();
        f.pad(&instant.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Recorded {
    type Err = ParseError;

    /// Reads RFC 3339 with any offset.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a time such as 2025-07-01T12:00:00Z", text);
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| fail())?;
        Self::from_micros(instant.timestamp_micros()).ok_or_else(fail)
    }
}

serde_as_text!(Recorded);

/// Position of an event in an embedded log: 1 for the first, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("#{}", self.0))
    }
}

impl FromStr for Seq {
    type Err = ParseError;

    /// Reads `#41`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let number = text.strip_prefix('#').and_then(|digits| digits.parse().ok());
        number.map(Self).ok_or_else(|| ParseError::new("a position in the log such as #41", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_count_from_the_epoch_and_stay_in_range() {
        assert_eq!(day("1970-01-01").epoch_days(), 0);
        assert_eq!(day("2022-02-24").since(day("2022-01-01")), 54);
        assert_eq!(Day::FIRST.to_string(), "1800-01-01");
        assert_eq!(Day::LAST.to_string(), "2199-12-31");
        assert_eq!(Day::LAST.plus(1), Day::LAST);
        for bad in ["2025-02-29", "2025-7-1", "1799-12-31", "2200-01-01", "20250701", "2025-07-01 "] {
            assert!(bad.parse::<Day>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn spans_print_what_they_are_and_read_it_back() {
        for (text, days) in
            [("2022-03-17", 1), ("2022-03", 31), ("2024-02", 29), ("2022", 365), ("2020-09-21..2020-12-20", 91)]
        {
            let span: DateSpan = text.parse().unwrap();
            assert_eq!((span.to_string().as_str(), span.days()), (text, days));
        }
        for bad in ["2022-13", "2022-3", "2020-02-02..2020-02-01", "", "+202", "2022-00"] {
            assert!(bad.parse::<DateSpan>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn recorded_reads_any_offset_as_utc() {
        let at: Recorded = "2025-07-01T14:00:00+02:00".parse().unwrap();
        assert_eq!(at.to_string(), "2025-07-01T12:00:00.000000Z");
        assert_eq!(at.day(), day("2025-07-01"));
    }
}
