//! What reference severity a log suggests. A proposal: nothing applies it.

use crate::domain::{DateSpan, Day, Dyad, SeverityMicros};
use crate::log::{EventLog, Head};
use crate::projection::pair::certain;
use crate::projection::{Counts, Tally};

use super::{AppError, Question};

/// The highest severity a log ever reached, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// Where the log stood.
    pub head: Head,
    /// Pair, day and severity; `None` where nothing has any.
    pub highest: Option<(Dyad, Day, SeverityMicros)>,
    /// The severity in points at which tension would read 100: the highest, rounded up to two digits.
    pub reference_points: Option<u64>,
}

/// Looks for the day of the highest severity of any pair. Of equals, the first pair's first day.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn profile_fit(log: &dyn EventLog, question: &Question<'_>) -> Result<Fitted, AppError> {
    let (tally, head) = question.tally(log)?;
    let mut highest: Option<(Dyad, Day, SeverityMicros)> = None;
    for dyad in tally.dyads() {
        let Some(found) = highest_of(&tally, question, dyad) else { continue };
        if highest.is_none_or(|(_, _, known)| found.1 > known) {
            highest = Some((dyad, found.0, found.1));
        }
    }
    let reference_points = highest.map(|(_, _, severity)| rounded_up(severity.0.div_ceil(SeverityMicros::POINT)));
    Ok(Fitted { head, highest, reference_points })
}

fn highest_of(tally: &Tally, question: &Question<'_>, dyad: Dyad) -> Option<(Day, SeverityMicros)> {
    let cells = certain(Counts::pair(tally, dyad)).cells(question.scope);
    let last = question.cut.to.or(cells.last_day())?;
    let points = question.model.trend(&cells, DateSpan::new(cells.first_day()?, last)?);
    let highest = points.iter().rev().max_by_key(|point| point.severity())?;
    (highest.severity() > SeverityMicros::ZERO).then_some((highest.day, highest.severity()))
}

/// The next number of two digits and zeros.
fn rounded_up(points: u64) -> u64 {
    let mut unit = 1;
    while points.div_ceil(unit) > 99 {
        unit *= 10;
    }
    points.div_ceil(unit) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_enough_and_never_less_than_what_was_seen() {
        assert_eq!([0, 7, 99, 100, 101, 803, 5848].map(rounded_up), [0, 7, 99, 100, 110, 810, 5900]);
    }
}
