//! Pairs over time.

use crate::domain::{DateSpan, Day, Dyad, DyadPattern};
use crate::log::EventLog;
use crate::projection::{Direction, Tally};
use crate::report::trend::{Line, Trend};
use crate::tension::{Step, trend as periods};

use super::{AppError, Question};

/// Which days, and how far apart. The last day is that of the question's cut.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    /// The first day; that of the first event of the pairs where `None`.
    pub from: Option<Day>,
    /// How far apart.
    pub step: Step,
}

/// The trend of every pair the patterns name, in that order; pairs nothing is known of are left out.
///
/// # Errors
/// When the log cannot be read to its end, and [`AppError::EmptyWindow`] when the first day comes after the last.
pub fn trend(
    log: &dyn EventLog,
    question: &Question<'_>,
    patterns: &[DyadPattern],
    window: Window,
) -> Result<Trend, AppError> {
    let (tally, head) = question.tally(log)?;
    let chosen = chosen(&tally, question, patterns);
    let days = days(&tally, question, &chosen, window)?;
    let reference_points = question.model.profile().reference_points;
    let line = |&(dyad, direction): &(Dyad, Option<Direction>)| {
        let points = days.map(|days| periods(&tally, dyad, question.model, days, window.step, question.scope));
        Line { dyad, direction, reference_points, points: points.unwrap_or_default() }
    };
    let lines = chosen.iter().map(line).collect();
    Ok(Trend { basis: question.basis(head), window: days, step: window.step, lines })
}

/// The pairs something is known of, each as it was asked for and once.
fn chosen(tally: &Tally, question: &Question<'_>, patterns: &[DyadPattern]) -> Vec<(Dyad, Option<Direction>)> {
    let known = |dyad: &Dyad| tally.occurrences(*dyad, question.scope).next().is_some();
    let mut chosen = Vec::new();
    for pattern in patterns {
        let direction = direction_of(*pattern);
        for dyad in tally.dyads().filter(|dyad| pattern.matches(*dyad)).filter(known) {
            if !chosen.contains(&(dyad, direction)) {
                chosen.push((dyad, direction));
            }
        }
    }
    chosen
}

/// The direction a pattern names, if it names one.
pub(super) fn direction_of(pattern: DyadPattern) -> Option<Direction> {
    match pattern {
        DyadPattern::Directed(directed) => Some(Direction::of(directed)),
        DyadPattern::Pair(_) | DyadPattern::AnyWith(_) => None,
    }
}

fn days(
    tally: &Tally,
    question: &Question<'_>,
    chosen: &[(Dyad, Option<Direction>)],
    window: Window,
) -> Result<Option<DateSpan>, AppError> {
    let begun = |&(dyad, _): &(Dyad, _)| tally.occurrences(dyad, question.scope).map(|(span, _)| span.first()).min();
    let first = chosen.iter().filter_map(begun).min();
    let (Some(first), Some(last)) = (first, question.day(tally)) else { return Ok(None) };
    // Asked about a day before the first event: one point, which shows that nothing was known.
    let from = window.from.unwrap_or(first.min(last));
    DateSpan::new(from, last).map(Some).ok_or(AppError::EmptyWindow { from, to: last })
}
