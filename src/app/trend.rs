//! Pairs over time.

use crate::domain::{DateSpan, Day, Dyad, DyadPattern};
use crate::projection::{Counts, Direction};
use crate::report::trend::{Line, Trend};
use crate::tension::Step;
use crate::tension::trend::trend_counts;

use super::question::{Ask, Book};
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
    book: Book<'_>,
    question: &Question<'_>,
    patterns: &[DyadPattern],
    window: Window,
) -> Result<Trend, AppError> {
    let (answer, head) = question.answered(book, &OverTime { question, patterns, window })?;
    let (days, lines) = answer?;
    Ok(Trend { basis: question.basis(head), window: days, step: window.step, lines })
}

struct OverTime<'a> {
    question: &'a Question<'a>,
    patterns: &'a [DyadPattern],
    window: Window,
}

impl Ask for OverTime<'_> {
    type Answer = Result<(Option<DateSpan>, Vec<Line>), AppError>;

    fn ask<C: Counts>(&self, counts: &C) -> Result<Self::Answer, C::Error> {
        let chosen = self.chosen(counts)?;
        let first = chosen.iter().map(|chosen| chosen.begun).min();
        let days = match self.days(first, self.question.day(counts)) {
            Ok(Some(days)) => days,
            Ok(None) => return Ok(Ok((None, Vec::new()))),
            Err(error) => return Ok(Err(error)),
        };
        let Question { model, scope, .. } = *self.question;
        let mut lines = Vec::new();
        for Chosen { dyad, direction, .. } in chosen {
            let points = trend_counts(counts, dyad, model, days, self.window.step, scope)?;
            lines.push(Line { dyad, direction, reference_points: model.profile().reference_points, points });
        }
        Ok(Ok((Some(days), lines)))
    }
}

/// A pair something is known of.
struct Chosen {
    dyad: Dyad,
    direction: Option<Direction>,
    begun: Day,
}

impl OverTime<'_> {
    /// The pairs something is known of, each as it was asked for and once.
    fn chosen<C: Counts>(&self, counts: &C) -> Result<Vec<Chosen>, C::Error> {
        let known = counts.dyads();
        let mut chosen: Vec<Chosen> = Vec::new();
        for pattern in self.patterns {
            let direction = direction_of(*pattern);
            for &dyad in known.iter().filter(|dyad| pattern.matches(**dyad)) {
                let begun = counts.pair(dyad)?.occurrences(self.question.scope).map(|(span, _)| span.first()).min();
                let is_new = !chosen.iter().any(|other| other.dyad == dyad && other.direction == direction);
                if let Some(begun) = begun.filter(|_| is_new) {
                    chosen.push(Chosen { dyad, direction, begun });
                }
            }
        }
        Ok(chosen)
    }

    fn days(&self, first: Option<Day>, last: Option<Day>) -> Result<Option<DateSpan>, AppError> {
        let (Some(first), Some(last)) = (first, last) else { return Ok(None) };
        // Asked about a day before the first event: one point, which shows that nothing was known.
        let from = self.window.from.unwrap_or(first.min(last));
        DateSpan::new(from, last).map(Some).ok_or(AppError::EmptyWindow { from, to: last })
    }
}

/// The direction a pattern names, if it names one.
pub(super) fn direction_of(pattern: DyadPattern) -> Option<Direction> {
    match pattern {
        DyadPattern::Directed(directed) => Some(Direction::of(directed)),
        DyadPattern::Pair(_) | DyadPattern::AnyWith(_) => None,
    }
}
