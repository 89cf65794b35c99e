//! Dates of publication as pages, feeds and letters write them, and which of several counts.

use std::fmt;

use chrono::{DateTime, NaiveDate};

use super::dating::Dating;
use crate::domain::{DateSpan, Day};

/// What gave a date of publication; the earlier in this list, the more it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DateOrigin {
    /// `--published`.
    Flag,
    /// The field of a JSON line, front matter, or the header of a letter.
    Field,
    /// JSON-LD in a page.
    StructuredData,
    /// A `meta` element of a page, or the properties of a PDF.
    Meta,
    /// A `time` element of a page.
    Time,
    /// The entry of a feed.
    Feed,
    /// The address of a page.
    Address,
    /// A line at the top of the text.
    Text,
}

impl DateOrigin {
    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "--published",
            Self::Field => "its own field",
            Self::StructuredData => "structured data",
            Self::Meta => "metadata",
            Self::Time => "time element",
            Self::Feed => "feed",
            Self::Address => "address",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for DateOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The dates something says of itself, each with what said it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates(Vec<(DateOrigin, DateSpan)>);

impl Dates {
    /// Takes a date as it is written; what is none is passed over, for pages hold much that is none.
    pub fn say(&mut self, origin: DateOrigin, written: &str) {
        self.0.extend(read(written).map(|date| (origin, date)));
    }

    /// Takes the date an address holds: `/2024/05/12/` or `-20240512-`.
    pub fn say_address(&mut self, url: &str) {
        self.0.extend(in_address(url).map(|day| (DateOrigin::Address, DateSpan::day(day))));
    }

    /// The date that counts, with what gave it, and those that say another day.
    pub fn settled(mut self) -> (Dating, Option<DateOrigin>, Vec<(DateOrigin, DateSpan)>) {
        self.0.sort_by_key(|(origin, _)| *origin);
        let Some((origin, date)) = self.0.first().copied() else { return (Dating::Missing, None, Vec::new()) };
        self.0.retain(|(_, other)| !overlap(*other, date));
        self.0.dedup();
        (Dating::Known(date), Some(origin), self.0)
    }
}

/// Whether two spans share a day. An evening in one time zone is the next day in another, so neighbours do too.
fn overlap(a: DateSpan, b: DateSpan) -> bool {
    a.first().plus(-1) <= b.last() && b.first().plus(-1) <= a.last()
}

/// Reads a date as it is written on pages: ISO 8601 with or without a time, `2024/05/12`, `20240512`, RFC 2822,
/// `12 May 2024`, `May 12, 2024`, or a month `2024-05`.
pub fn read(written: &str) -> Option<DateSpan> {
    let written = written.trim();
    if let Ok(Dating::Known(span)) = Dating::parse(written) {
        // A bare year is an identifier more often than a date.
        return (written.len() > 4).then_some(span);
    }
    let start = |length: usize| written.get(..length);
    let numbers = start(10).filter(|s| s.as_bytes().get(4) == Some(&b'/')).and_then(|s| on(s, "%Y/%m/%d"));
    let compact = || {
        let digits = start(8).filter(|s| s.bytes().all(|b| b.is_ascii_digit()))?;
        let ends = !written.as_bytes().get(8).is_some_and(u8::is_ascii_digit);
        on(digits, "%Y%m%d").filter(|_| ends)
    };
    let letter = || DateTime::parse_from_rfc2822(written).ok().and_then(|t| Day::from_date(t.date_naive()));
    let named = || {
        let plain = written.replace(',', " ");
        let words: Vec<&str> = plain.split_whitespace().take(3).collect();
        let joined = words.join(" ");
        ["%d %B %Y", "%B %d %Y"].iter().find_map(|form| on(&joined, form))
    };
    numbers.or_else(compact).or_else(letter).or_else(named).map(DateSpan::day)
}

fn on(text: &str, form: &str) -> Option<Day> {
    NaiveDate::parse_from_str(text, form).ok().and_then(Day::from_date)
}

/// The day in an address, where exactly its path says one of this century or the last.
fn in_address(url: &str) -> Option<Day> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let parted = parts.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let sized = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        Day::from_ymd(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?).filter(|_| sized)
    });
    let joined = || {
        let pieces = parts.iter().flat_map(|part| part.split(['-', '_', '.']));
        let eight = pieces.filter(|p| p.len() == 8).find_map(|p| on(p, "%Y%m%d"));
        let dashed = parts.iter().find_map(|part| part.get(..10).and_then(|s| s.parse::<Day>().ok()));
        eight.or(dashed)
    };
    parted.or_else(joined).filter(|day| (1900..2100).contains(&chrono::Datelike::year(&day.date())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> DateSpan {
        DateSpan::day(text.parse().unwrap())
    }

    #[test]
    fn dates_are_read_in_the_forms_pages_write() {
        for written in [
            "2024-05-12",
            "2024-05-12T23:30:00+02:00",
            "2024-05-12 08:00",
            "2024/05/12 08:00:00",
            "20240512",
            "Sun, 12 May 2024 10:00:00 GMT",
            "12 May 2024",
            "May 12, 2024 10:00",
        ] {
            assert_eq!(read(written), Some(day("2024-05-12")), "{written}");
        }
        for none in ["", "yesterday", "2024", "2024-13-40", "202405121", "1715500000"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn an_address_gives_a_day_only_where_its_path_says_one() {
        let found = |url: &str| in_address(url).map(DateSpan::day);
        assert_eq!(found("https://x.example/2024/05/12/ruzie.html"), Some(day("2024-05-12")));
        assert_eq!(found("https://x.example/a/ruzie-20240512-1"), Some(day("2024-05-12")));
        assert_eq!(found("https://x.example/2024-05-12-ruzie"), Some(day("2024-05-12")));
        assert_eq!(found("https://x.example/2024/99/12/ruzie"), None);
        assert_eq!(found("https://x.example/a?d=2024/05/12"), None);
    }

    #[test]
    fn what_counts_more_wins_and_what_disagrees_is_kept() {
        let mut dates = Dates::default();
        dates.say_address("https://x.example/2024/05/02/a");
        dates.say(DateOrigin::Meta, "2024-05-12T22:00:00Z");
        dates.say(DateOrigin::Time, "2024-05-13");
        let (dating, origin, others) = dates.settled();
        assert_eq!(dating.span(), Some(day("2024-05-12")));
        assert_eq!(origin, Some(DateOrigin::Meta));
        assert_eq!(others, [(DateOrigin::Address, day("2024-05-02"))]);
    }
}
