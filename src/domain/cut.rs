//! Cuts: what part of the past a question is about, on three clocks.

use std::fmt;
use std::str::FromStr;

use super::{DateSpan, Day, ParseError, Recorded, Seq, StoredEvent};

/// Which part of the log a question may see. `None` on a clock means no limit on it.
///
/// A correction counts only if it lies inside the same cut. An event without a published date is in no
/// `published_by` cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Cut {
    /// What had occurred by this day. Limits the days that are scored, not the events that are read.
    pub to: Option<Day>,
    /// What had been published by this day, whole span included.
    pub published_by: Option<Day>,
    /// What this log knew then.
    pub known_at: Option<KnownAt>,
}

/// A point on the recording clock: a time or a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KnownAt {
    /// Everything recorded up to and including this instant.
    Time(Recorded),
    /// Everything up to and including this event.
    Seq(Seq),
}

impl Cut {
    /// Whether the log held the event at the cut's point on the recording clock.
    pub fn knows(&self, stored: &StoredEvent<'_>) -> bool {
        match self.known_at {
            None => true,
            Some(KnownAt::Time(at)) => stored.recorded <= at,
            Some(KnownAt::Seq(seq)) => stored.seq <= seq,
        }
    }

    /// Whether something published in this span was public by the cut's day.
    pub fn had_read(&self, published: Option<DateSpan>) -> bool {
        match (self.published_by, published) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(by), Some(span)) => span.last() <= by,
        }
    }
}

impl fmt::Display for KnownAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(at) => at.fmt(f),
            Self::Seq(seq) => seq.fmt(f),
        }
    }
}

impl FromStr for KnownAt {
    type Err = ParseError;

    /// Reads `#41`, a time, or a date (the end of that day in UTC).
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a time, a date, or a position in the log such as #41", text);
        if text.starts_with('#') {
            return text.parse().map(Self::Seq);
        }
        if let Ok(day) = text.parse::<Day>() {
            let next_midnight = (i64::from(day.epoch_days()) + 1) * 86_400_000_000;
            return Recorded::from_micros(next_midnight - 1).map(Self::Time).ok_or_else(fail);
        }
        text.parse().map(Self::Time).map_err(|_| fail())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_on_the_recording_clock_means_the_end_of_that_day() {
        let at: KnownAt = "2025-07-01".parse().unwrap();
        assert_eq!(at.to_string(), "2025-07-01T23:59:59.999999Z");
        assert_eq!("#41".parse::<KnownAt>().unwrap(), KnownAt::Seq(Seq(41)));
        assert!("yesterday".parse::<KnownAt>().is_err());
    }

    #[test]
    fn a_month_counts_as_read_only_when_it_is_over() {
        let cut = Cut { published_by: Some("2022-03-30".parse().unwrap()), ..Cut::default() };
        assert!(!cut.had_read(Some("2022-03".parse().unwrap())));
        assert!(cut.had_read(Some("2022-03-30".parse().unwrap())));
        assert!(!cut.had_read(None));
        assert!(Cut::default().had_read(None));
    }
}
