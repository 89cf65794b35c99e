//! Every pair's tension on a day: `replay`, `top`, and the scores of many days for export.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::domain::{DateSpan, Day, Dyad, DyadPattern};
use crate::log::{EventLog, Head};
use crate::projection::pair::certain;
use crate::projection::{Counts, Provenance};
use crate::report::chart::Column;
use crate::report::replay::{Ranking, Replay};
use crate::tension::replay::replay_counts;
use crate::tension::trend::trend_counts;
use crate::tension::{Coverage, PairState, PeriodPoint, Step, movers};

use super::question::{Ask, Book, each_commit};
use super::{AppError, Question};

/// Most pairs whose last months are drawn.
const DRAWN_MAX: usize = 60;

/// Calendar months a sparkline beside a pair shows, that of the day included.
const DRAWN_MONTHS: i32 = 12;

/// Which pairs to rank, and how many to show.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// In which order.
    pub ranking: Ranking,
    /// Only pairs under one of these patterns; all pairs where there is none.
    pub only: &'a [DyadPattern],
    /// At most this many; all where `None`.
    pub count: Option<usize>,
    /// Whether to look back twelve months for each pair shown.
    pub drawn: bool,
}

/// Ranks pairs.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn replay(book: Book<'_>, question: &Question<'_>, choice: Choice<'_>) -> Result<Replay, AppError> {
    let ((on, pairs, pairs_total, months), head) = question.answered(book, &Ranked { question, choice })?;
    Ok(Replay { basis: question.basis(head), ranking: choice.ranking, on, pairs, pairs_total, months })
}

struct Ranked<'a> {
    question: &'a Question<'a>,
    choice: Choice<'a>,
}

impl Ask for Ranked<'_> {
    type Answer = (Option<Day>, Vec<PairState>, usize, Vec<Vec<Column>>);

    fn ask<C: Counts>(&self, counts: &C) -> Result<Self::Answer, C::Error> {
        let Self { question, choice } = self;
        let Some(on) = question.day(counts) else { return Ok((None, Vec::new(), 0, Vec::new())) };
        let mut pairs = replay_counts(counts, question.model, on, question.scope)?;
        if !choice.only.is_empty() {
            pairs.retain(|state| choice.only.iter().any(|pattern| pattern.matches(state.dyad)));
        }
        if choice.ranking == Ranking::Movers {
            pairs = movers(pairs);
        }
        let pairs_total = pairs.len();
        pairs.truncate(choice.count.unwrap_or(usize::MAX));
        let mut drawn = Vec::new();
        if choice.drawn && pairs.len() <= DRAWN_MAX {
            for pair in &pairs {
                drawn.push(months(counts, question, pair.dyad, on)?);
            }
        }
        Ok((Some(on), pairs, pairs_total, drawn))
    }
}

/// A column for each of the twelve months to a day.
pub(super) fn months<C: Counts>(
    counts: &C,
    question: &Question<'_>,
    dyad: Dyad,
    on: Day,
) -> Result<Vec<Column>, C::Error> {
    let Some(window) = first_of_drawn(on).and_then(|first| DateSpan::new(first, on)) else { return Ok(Vec::new()) };
    let points = trend_counts(counts, dyad, question.model, window, Step::Month, question.scope)?;
    let column =
        |point: &PeriodPoint| Column { value: point.point.tension.points(), covered: point.coverage != Coverage::Gap };
    Ok(points.iter().map(column).collect())
}

/// The first day of the first month that is drawn beside a pair.
fn first_of_drawn(on: Day) -> Option<Day> {
    let date = on.date();
    let months = date.year() * 12 + date.month0().cast_signed() - (DRAWN_MONTHS - 1);
    Day::from_ymd(months.div_euclid(12), months.rem_euclid(12).cast_unsigned() + 1, 1)
}

/// Hands the states of every pair on every day to `take`, day by day, and says where the log stood.
///
/// # Errors
/// When the log cannot be read to its end, and whatever `take` returns.
pub fn scores<E: From<AppError>>(
    book: Book<'_>,
    question: &Question<'_>,
    days: &[Day],
    mut take: impl FnMut(Day, &[PairState]) -> Result<(), E>,
) -> Result<Head, E> {
    if let [day] = days {
        let asked = OnDay { question, day: *day };
        let (states, head) = question.answered(book, &asked)?;
        take(*day, &states)?;
        return Ok(head);
    }
    let (tally, head) = question.tally(book.log())?;
    for &day in days {
        take(day, &certain(OnDay { question, day }.ask(&tally)))?;
    }
    Ok(head)
}

struct OnDay<'a> {
    question: &'a Question<'a>,
    day: Day,
}

impl Ask for OnDay<'_> {
    type Answer = Vec<PairState>;

    fn ask<C: Counts>(&self, counts: &C) -> Result<Self::Answer, C::Error> {
        replay_counts(counts, self.question.model, self.day, self.question.scope)
    }
}

/// The day asked about, where the question leaves it to the log.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn last_day(book: Book<'_>, question: &Question<'_>) -> Result<Option<Day>, AppError> {
    struct Last<'a>(&'a Question<'a>);
    impl Ask for Last<'_> {
        type Answer = Option<Day>;

        fn ask<C: Counts>(&self, counts: &C) -> Result<Self::Answer, C::Error> {
            Ok(self.0.day(counts))
        }
    }
    Ok(question.answered(book, &Last(question))?.0)
}

/// Computes the points of a replay a second time, from single events instead of counts, and compares.
///
/// # Errors
/// [`AppError::Disagrees`] when a pair comes out otherwise, and when the log cannot be read to its end.
pub fn verify(log: &dyn EventLog, question: &Question<'_>, replayed: &Replay) -> Result<(), AppError> {
    let Some(on) = replayed.on else { return Ok(()) };
    let mut provenances: BTreeMap<Dyad, Provenance> = BTreeMap::new();
    each_commit(log, |commit| {
        Provenance::apply_to_each(&mut provenances, question.cut, commit);
    })?;
    for state in &replayed.pairs {
        let cells = provenances.get(&state.dyad).map(|provenance| provenance.cells(state.dyad, question.scope));
        let points = question.model.trend(&cells.unwrap_or_default(), DateSpan::day(on));
        if points.first() != Some(&state.point) {
            return Err(AppError::Disagrees { dyad: state.dyad, on });
        }
    }
    Ok(())
}
