//! When an article was published, as far as the article itself says so.

use crate::domain::{DateSpan, Day, ParseError};

/// What is known of the date of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dating {
    /// Nothing says when; somebody has to.
    #[default]
    Missing,
    /// Somebody said that it is not known.
    Unknown,
    /// Published within these days: a day, a month, a year.
    Known(DateSpan),
}

impl Dating {
    /// The days, where they are known.
    pub fn span(self) -> Option<DateSpan> {
        match self {
            Self::Known(span) => Some(span),
            Self::Missing | Self::Unknown => None,
        }
    }

    /// This, or the other where nothing is said here.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Missing { other } else { self }
    }

    /// Reads `2025-07-01`, `2025-07`, `2025`, `2025-07-01..2025-07-03`, a time (its date counts), or `unknown`.
    ///
    /// # Errors
    /// When the text is none of these, or names a day the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("unknown") {
            return Ok(Self::Unknown);
        }
        let timed = text.get(..10).filter(|_| matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')));
        let span = match timed {
            Some(date) => DateSpan::day(date.parse::<Day>()?),
            None => text.parse()?,
        };
        Ok(Self::Known(span))
    }
}

/// Words that stand before a date of publication, in the languages articles come in.
const KEYS: [&str; 7] =
    ["date", "datum", "published", "publication date", "publicatiedatum", "gepubliceerd", "pubdate"];

/// How many lines from the top may carry a `Date:` line.
const HEADER_LINES_MAX: usize = 6;

/// Finds the date that an article states at its top.
///
/// Read are, in the first line with text: `date 2022-03` even where the article goes on right behind it; and within
/// the first six lines with text: `Date: 2022-03-17`. Nothing else is taken for a date of publication.
///
/// # Errors
/// When such a place holds something of the form of a date that the calendar does not have.
pub fn stated(text: &str) -> Result<Dating, ParseError> {
    let lines = text.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'));
    for (at, line) in lines.filter(|line| !line.is_empty()).take(HEADER_LINES_MAX).enumerate() {
        let Some((rest, colon)) = after_key(line) else { continue };
        if at > 0 && !colon {
            continue;
        }
        if let Some(date) = leading_date(rest) {
            return Dating::parse(date);
        }
    }
    Ok(Dating::Missing)
}

/// What follows a date key at the start of the line, and whether a colon stood between.
fn after_key(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_start_matches(['*', '_', '>', ' ']);
    KEYS.iter().find_map(|key| {
        let rest = line.get(..key.len()).filter(|start| start.eq_ignore_ascii_case(key)).and(line.get(key.len()..))?;
        let value = rest.trim_start_matches([' ', '\t', '*', '_']);
        let (value, colon) = value.strip_prefix(':').map_or((value, false), |value| (value, true));
        (rest.len() > value.len()).then(|| (value.trim_start_matches([' ', '\t', '*', '_']), colon))
    })
}

/// The longest `YYYY-MM-DD` or `YYYY-MM` at the start, if a word does not run on behind it.
fn leading_date(text: &str) -> Option<&str> {
    let shaped = |len: usize| {
        let date = text.get(..len)?;
        let digit_or_dash = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
        let ends = !text.as_bytes().get(len).is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        (date.bytes().enumerate().all(digit_or_dash) && ends).then_some(date)
    };
    shaped(10).or_else(|| shaped(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Dating {
        Dating::Known(text.parse().unwrap())
    }

    #[test]
    fn a_date_glued_on_the_first_line_dates_the_article() {
        assert_eq!(stated(" date 2022-03 Twee landen ruziën.").unwrap(), known("2022-03"));
        assert_eq!(stated("date 2022-03-17\nTwee landen ruziën.").unwrap(), known("2022-03-17"));
        assert_eq!(stated("Titel\r\nDatum: 2024-02-29\r\n\r\nTekst.").unwrap(), known("2024-02-29"));
        assert_eq!(stated("**Date:** 2024-02-29T08:00:00Z\n").unwrap(), known("2024-02-29"));
    }

    #[test]
    fn a_date_anywhere_else_is_no_date_of_publication() {
        for text in ["Op 2022-03-17 viel iets voor.", "Titel\ndate 2022-03 hier", "Dated 2022-03-17", "date 20220-3"] {
            assert_eq!(stated(text).unwrap(), Dating::Missing, "{text:?}");
        }
        let late = format!("{}Date: 2022-03-17", "regel\n".repeat(HEADER_LINES_MAX));
        assert_eq!(stated(&late).unwrap(), Dating::Missing);
    }

    #[test]
    fn a_date_that_does_not_exist_is_an_error_not_a_guess() {
        assert!(stated("date 2022-13 Tekst").is_err());
        assert!(stated("Date: 2025-02-30").is_err());
        assert!(Dating::parse("31 maart").is_err());
    }

    #[test]
    fn unknown_is_an_answer_and_missing_is_not() {
        assert_eq!(Dating::parse("unknown").unwrap(), Dating::Unknown);
        assert_eq!(Dating::Missing.or(known("2022")), known("2022"));
        assert_eq!(Dating::Unknown.or(known("2022")), Dating::Unknown);
        assert_eq!(Dating::parse("2022-03-17T23:59:00+02:00").unwrap(), known("2022-03-17"));
    }
}
