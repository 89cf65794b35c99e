//! Every pair's tension on a day: `replay`, `top`, and the scores of many days for export.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::domain::{DateSpan, Day, Dyad, DyadPattern, Event};
use crate::log::EventLog;
use crate::projection::{Projection, Provenance, Tally};
use crate::report::chart::Column;
use crate::report::replay::{Ranking, Replay};
use crate::tension::{Coverage, PairState, Step, movers, replay as states, trend};

use super::question::each_commit;
use super::{AppError, Question};

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
pub fn replay(log: &dyn EventLog, question: &Question<'_>, choice: Choice<'_>) -> Result<Replay, AppError> {
    let (tally, head) = question.tally(log)?;
    let on = question.day(&tally);
    let mut pairs = on.map(|on| states(&tally, question.model, on, question.scope)).unwrap_or_default();
    if !choice.only.is_empty() {
        pairs.retain(|state| choice.only.iter().any(|pattern| pattern.matches(state.dyad)));
    }
    if choice.ranking == Ranking::Movers {
        pairs = movers(pairs);
    }
    let pairs_total = pairs.len();
    pairs.truncate(choice.count.unwrap_or(usize::MAX));
    let months = match on {
        Some(on) if choice.drawn => pairs.iter().map(|pair| months(&tally, question, pair.dyad, on)).collect(),
        _ => Vec::new(),
    };
    Ok(Replay { basis: question.basis(head), ranking: choice.ranking, on, pairs, pairs_total, months })
}

/// A column for each of the twelve months to a day.
pub(super) fn months(tally: &Tally, question: &Question<'_>, dyad: Dyad, on: Day) -> Vec<Column> {
    let Some(window) = first_of_drawn(on).and_then(|first| DateSpan::new(first, on)) else { return Vec::new() };
    let points = trend(tally, dyad, question.model, window, Step::Month, question.scope);
    let column = |point: &crate::tension::PeriodPoint| Column {
        value: point.point.tension.points(),
        covered: point.coverage != Coverage::Gap,
    };
    points.iter().map(column).collect()
}

/// The first day of the first month that is drawn beside a pair.
fn first_of_drawn(on: Day) -> Option<Day> {
    let date = on.date();
    let months = date.year() * 12 + date.month0().cast_signed() - (DRAWN_MONTHS - 1);
    Day::from_ymd(months.div_euclid(12), months.rem_euclid(12).cast_unsigned() + 1, 1)
}

/// Hands the states of every pair on every day to `take`, day by day.
///
/// # Errors
/// When the log cannot be read to its end, and whatever `take` returns.
pub fn scores<E: From<AppError>>(
    log: &dyn EventLog,
    question: &Question<'_>,
    days: &[Day],
    mut take: impl FnMut(Day, &[PairState]) -> Result<(), E>,
) -> Result<(), E> {
    let (tally, _) = question.tally(log)?;
    days.iter().try_for_each(|&day| take(day, &states(&tally, question.model, day, question.scope)))
}

/// Computes the points of a replay a second time, from single events instead of counts, and compares.
///
/// # Errors
/// [`AppError::Disagrees`] when a pair comes out otherwise, and when the log cannot be read to its end.
pub fn verify(log: &dyn EventLog, question: &Question<'_>, replayed: &Replay) -> Result<(), AppError> {
    let Some(on) = replayed.on else { return Ok(()) };
    let mut provenances: BTreeMap<Dyad, Provenance> = BTreeMap::new();
    each_commit(log, |commit| {
        let dyads: BTreeSet<Dyad> = commit.events.iter().filter_map(dyad_of).collect();
        for dyad in dyads {
            provenances.entry(dyad).or_insert_with(|| Provenance::new(dyad, question.cut)).apply(commit);
        }
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

fn dyad_of(event: &Event) -> Option<Dyad> {
    let coded = match event {
        Event::InteractionCoded(coded) => coded,
        Event::InteractionRetracted(back) => &back.coded,
        _ => return None,
    };
    Some(coded.interaction.parties.directed().undirected())
}
