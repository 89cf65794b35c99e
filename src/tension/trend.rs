//! One pair over time, by day, week or month, with gaps kept apart from calm.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Weekday};

use crate::domain::{DateSpan, Day, Dyad, ParseError};
use crate::projection::pair::certain;
use crate::projection::{ActorScope, Counts, PairCounts, Tally};

use super::model::TensionModel;
use super::score::TrendPoint;
use super::surge::{Surge, surges};

/// How far apart the points of a trend lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Step {
    /// Every day.
    #[default]
    Day,
    /// Weeks, Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
}

impl Step {
    /// All steps, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The periods of a window in order. The first and the last are cut to it.
    pub fn periods(self, window: DateSpan) -> Vec<DateSpan> {
        let mut periods = Vec::new();
        let mut first = window.first();
        loop {
            let last = self.end_of(first).min(window.last());
            periods.extend(DateSpan::new(first, last));
            if last >= window.last() {
                return periods;
            }
            first = last.plus(1);
        }
    }

    /// The last day of the period a day lies in.
    fn end_of(self, day: Day) -> Day {
        let date = day.date();
        match self {
            Self::Day => day,
            Self::Week => {
                let before_sunday = Weekday::Sun.days_since(date.weekday());
                day.plus(i32::try_from(before_sunday).unwrap_or(0))
            }
            Self::Month => DateSpan::month(date.year(), date.month()).map_or(day, DateSpan::last),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Step {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let found = Self::ALL.into_iter().find(|step| step.as_str() == text);
        found.ok_or_else(|| ParseError::new("a step (day, week, month)", text))
    }
}

/// What the log knows about a period, apart from the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// Events of this pair touch the period.
    Events,
    /// None does, though the log read something published in it about others: calm, or out of sight.
    Quiet,
    /// The log read nothing published in the period: not calm but unknown.
    Gap,
}

impl Coverage {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Quiet => "quiet",
            Self::Gap => "gap",
        }
    }
}

/// A pair over one period of a trend. The score is that of the period's last day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodPoint {
    /// The days meant.
    pub period: DateSpan,
    /// The score at the end of the last of them.
    pub point: TrendPoint,
    /// Events whose days meet the period; one that spans several periods is in each of them.
    pub events: u64,
    /// Whether no events means calm or no articles.
    pub coverage: Coverage,
    /// The surge test at the end of the period.
    pub surge: Surge,
}

/// The trend of a pair over a window, a point per period.
pub fn trend(
    tally: &Tally,
    dyad: Dyad,
    model: &dyn TensionModel,
    window: DateSpan,
    step: Step,
    scope: ActorScope,
) -> Vec<PeriodPoint> {
    certain(trend_counts(tally, dyad, model, window, step, scope))
}

/// The same wherever the counts are kept.
///
/// # Errors
/// When the counts cannot be read.
pub fn trend_counts<C: Counts>(
    counts: &C,
    dyad: Dyad,
    model: &dyn TensionModel,
    window: DateSpan,
    step: Step,
    scope: ActorScope,
) -> Result<Vec<PeriodPoint>, C::Error> {
    let pair = counts.pair(dyad)?;
    let cells = pair.cells(scope);
    let daily = model.trend(&cells, window);
    let surge = surges(&cells, model.profile(), window);
    let occurrences = Occurrences::of(&pair, scope);
    let at = |period: DateSpan| {
        let index = usize::try_from(period.last().since(window.first())).ok()?;
        let events = occurrences.touching(period);
        let coverage = match events {
            0 if counts.covers(period) => Coverage::Quiet,
            0 => Coverage::Gap,
            _ => Coverage::Events,
        };
        Some(PeriodPoint { period, point: *daily.get(index)?, events, coverage, surge: *surge.get(index)? })
    };
    Ok(step.periods(window).into_iter().filter_map(at).collect())
}

/// Counts events that touch a period without walking over them.
struct Occurrences {
    begun: Vec<(Day, u64)>,
    over: Vec<(Day, u64)>,
}

impl Occurrences {
    fn of(pair: &PairCounts, scope: ActorScope) -> Self {
        let spans: Vec<(DateSpan, u64)> = pair.occurrences(scope).collect();
        let running = |day: fn(DateSpan) -> Day| {
            let mut days: Vec<(Day, u64)> = spans.iter().map(|&(span, count)| (day(span), count)).collect();
            days.sort_unstable();
            let mut total = 0;
            for (_, count) in &mut days {
                total += *count;
                *count = total;
            }
            days
        };
        Self { begun: running(DateSpan::first), over: running(DateSpan::last) }
    }

    fn touching(&self, period: DateSpan) -> u64 {
        let up_to = |days: &[(Day, u64)], day: Day, inclusive: bool| {
            let place = days.partition_point(|&(at, _)| at < day || (inclusive && at == day));
            place.checked_sub(1).and_then(|last| days.get(last)).map_or(0, |&(_, total)| total)
        };
        up_to(&self.begun, period.last(), true) - up_to(&self.over, period.first(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(step: Step, window: &str) -> Vec<String> {
        step.periods(window.parse().unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn periods_are_cut_to_the_window_and_leave_no_day_out() {
        assert_eq!(periods(Step::Month, "2024-01-31..2024-03-01"), ["2024-01-31", "2024-02", "2024-03-01"]);
        assert_eq!(
            periods(Step::Week, "2018-11-23..2018-12-03"),
            ["2018-11-23..2018-11-25", "2018-11-26..2018-12-02", "2018-12-03"]
        );
        assert_eq!(periods(Step::Day, "2024-02-28..2024-03-01").len(), 3);
    }

    #[test]
    fn the_end_of_time_ends_the_periods() {
        assert_eq!(periods(Step::Week, "2199-12-31"), ["2199-12-31"]);
    }
}
