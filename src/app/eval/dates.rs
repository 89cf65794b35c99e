//! Intervals as gold files and coders write them: full or partial ISO dates at both ends.

use chrono::{Datelike, NaiveDate};

use super::gold::DatePair;

/// An inclusive interval, in days since the start of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    first: i32,
    last: i32,
}

impl Interval {
    /// The interval that is written, or `None` where an end is missing or no date.
    pub fn read(written: &DatePair) -> Option<Self> {
        Some(Self { first: ends(written.first.as_deref()?)?.0, last: ends(written.last.as_deref()?)?.1 })
    }

    /// Number of days both have.
    pub fn shared_days(self, other: Self) -> i32 {
        (self.last.min(other.last) - self.first.max(other.first) + 1).max(0)
    }

    /// Number of days from the first of both to the last of both.
    pub fn joined_days(self, other: Self) -> i32 {
        self.last.max(other.last) - self.first.min(other.first) + 1
    }

    /// Whether every day is one of the other's.
    pub fn is_inside(self, other: Self) -> bool {
        other.first <= self.first && self.last <= other.last
    }
}

/// First and last day of `2024-05-10`, `2024-05` or `2024`.
fn ends(date: &str) -> Option<(i32, i32)> {
    let parts: Vec<i32> = date.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let day = |year: i32, month: i32, day: i32| {
        let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        Some(date.num_days_from_ce())
    };
    match parts[..] {
        [year, month, date] => day(year, month, date).map(|d| (d, d)),
        [year, month] => Some((day(year, month, 1)?, day(year + month / 12, month % 12 + 1, 1)? - 1)),
        [year] => Some((day(year, 1, 1)?, day(year, 12, 31)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(first: &str, last: &str) -> Option<Interval> {
        Interval::read(&DatePair { first: Some(first.to_owned()), last: Some(last.to_owned()) })
    }

    #[test]
    fn a_partial_date_is_its_first_day_at_the_front_and_its_last_day_at_the_end() {
        assert_eq!(interval("2024-02", "2024-02"), interval("2024-02-01", "2024-02-29"));
        assert_eq!(interval("2023", "2023-12"), interval("2023-01-01", "2023-12-31"));
        assert_eq!(interval("2024-02-30", "2024-03-01"), None);
        assert_eq!(interval("soon", "2024"), None);
        assert_eq!(Interval::read(&DatePair { first: Some("2024".to_owned()), last: None }), None);
    }

    #[test]
    fn days_shared_and_joined_count_both_ends() {
        let (long, short) =
            (interval("2024-05-10", "2024-05-12").unwrap(), interval("2024-05-12", "2024-05-12").unwrap());
        assert_eq!((long.shared_days(short), long.joined_days(short)), (1, 3));
        assert!(short.is_inside(long) && !long.is_inside(short));
        let apart = interval("2024-06-01", "2024-06-01").unwrap();
        assert_eq!((long.shared_days(apart), long.joined_days(apart)), (0, 23));
    }
}
