//! Judging tension by what happened: every model beside persistence and raw counts.
//!
//! * On each day of the truth file the pairs are ranked by their score at the end of that day; the figure is average
//!   precision (ties in one step), the mean over the days that have a positive.
//! * Persistence is the last label of the same pair on an earlier day, 0 where there is none. The count is the number of
//!   events that began in the thirty days to the day.
//! * Intervals: 95 % percentile bootstrap over pairs, a pair with all its days at once.
//! * Within pairs: the area under the curve of each pair's own days, the mean over pairs with both labels.
//! * Alarms: surges of the judged pairs that begin between the first and the last day, a day.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{DateSpan, Day, Dyad};
use crate::log::{EventLog, Head};
use crate::projection::{PairCounts, Tally};
use crate::tension::surge::surges;
use crate::tension::{MODELS, Profile, TensionModel};

use super::ranking::{Ranked, area, mean};
use super::truth::{Truth, TruthFile};
use super::twister::Twister;
use crate::app::{AppError, Question};

/// Days that the raw count looks back.
const COUNT_DAYS: i32 = 30;

/// A figure with its interval; `None` where it cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measured {
    /// The figure.
    pub value: Option<f64>,
    /// The 2.5 and the 97.5 percentile.
    pub interval: Option<(f64, f64)>,
}

/// How one score did.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The model's id, `persistence`, or `events of 30 days`.
    pub name: String,
    /// Average precision.
    pub average_precision: Measured,
    /// The same less that of persistence.
    pub beyond_persistence: Measured,
    /// The same less that of the count.
    pub beyond_count: Measured,
    /// Area under the curve within pairs.
    pub within: Option<f64>,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct TensionVerdict {
    /// Where the log stood.
    pub head: Head,
    /// First and last day that is judged; `None` where there is nothing to judge by.
    pub days: Option<DateSpan>,
    /// Rows, distinct pairs, and rows whose label is 1.
    pub rows: u64,
    /// Distinct pairs.
    pub pairs: u64,
    /// Rows whose label is 1.
    pub positives: u64,
    /// Pairs of the truth file that the log holds nothing of; they score 0.
    pub without_events: Vec<Dyad>,
    /// Pairs of the truth file that are no known actors, and their rows; left out.
    pub unknown: BTreeMap<String, u64>,
    /// Every score.
    pub scores: Vec<Judgement>,
    /// Surges of the judged pairs that begin, a day.
    pub alarms_per_day: Option<f64>,
}

const PERSISTENCE: &str = "persistence";
const COUNT: &str = "events of 30 days";

/// Judges every model, with the question's cut, actors and profile.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn judge(
    log: &dyn EventLog,
    question: &Question<'_>,
    truth: TruthFile,
    resamples: u32,
    seed: u32,
) -> Result<TensionVerdict, AppError> {
    let (tally, head) = question.tally(log)?;
    let dyads: Vec<Dyad> = truth.rows.iter().map(|row| row.dyad).collect::<BTreeSet<_>>().into_iter().collect();
    let counts: Vec<PairCounts> = dyads.iter().map(|dyad| tally.pair(*dyad)).collect();
    let silent = |counts: &PairCounts| counts.occurrences(question.scope).next().is_none();
    let without_events =
        dyads.iter().zip(&counts).filter(|(_, counts)| silent(counts)).map(|(dyad, _)| *dyad).collect();
    let first = truth.rows.iter().map(|row| row.on).min();
    let days =
        first.zip(truth.rows.iter().map(|row| row.on).max()).and_then(|(first, last)| DateSpan::new(first, last));
    let bench = Bench { rows: &truth.rows, dyads: &dyads, counts: &counts, tally: &tally, question, days };
    let by_name = bench.scores();
    let alarms_per_day = bench.alarms_per_day();
    let scores = bench.judged(&by_name, resamples, seed);
    let positives = truth.rows.iter().filter(|row| row.label).count() as u64;
    let (rows, pairs) = (truth.rows.len() as u64, dyads.len() as u64);
    let unknown = truth.unknown;
    Ok(TensionVerdict { head, days, rows, pairs, positives, without_events, unknown, scores, alarms_per_day })
}

struct Bench<'a> {
    rows: &'a [Truth],
    dyads: &'a [Dyad],
    counts: &'a [PairCounts],
    tally: &'a Tally,
    question: &'a Question<'a>,
    days: Option<DateSpan>,
}

impl Bench<'_> {
    fn place(&self, dyad: Dyad) -> usize {
        self.dyads.binary_search(&dyad).unwrap_or(0)
    }

    /// The score of every row by every name.
    fn scores(&self) -> Vec<(String, Vec<f64>)> {
        let profile = self.question.model.profile();
        let mut scores: Vec<(String, Vec<f64>)> =
            MODELS.iter().map(|(id, build)| (id.to_string(), self.by_model(build(profile.clone()).as_ref()))).collect();
        scores.push((PERSISTENCE.to_owned(), self.by_persistence()));
        scores.push((COUNT.to_owned(), self.by_count()));
        scores
    }

    #[expect(clippy::cast_precision_loss, reason = "severities stay below 2^53 micro-units")]
    fn by_model(&self, model: &dyn TensionModel) -> Vec<f64> {
        let Some(days) = self.days else { return Vec::new() };
        let trends: Vec<_> =
            self.dyads.iter().map(|dyad| model.trend(&self.tally.cells(*dyad, self.question.scope), days)).collect();
        let score = |row: &Truth| {
            let at = usize::try_from(row.on.since(days.first())).ok()?;
            trends.get(self.place(row.dyad))?.get(at).map(|point| point.severity().0 as f64)
        };
        self.rows.iter().map(|row| score(row).unwrap_or(0.0)).collect()
    }

    fn by_persistence(&self) -> Vec<f64> {
        let labels: BTreeMap<(Dyad, Day), bool> = self.rows.iter().map(|row| ((row.dyad, row.on), row.label)).collect();
        let before = |row: &Truth| labels.range((row.dyad, Day::FIRST)..(row.dyad, row.on)).next_back();
        self.rows.iter().map(|row| f64::from(u8::from(before(row).is_some_and(|(_, label)| *label)))).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of events are small")]
    fn by_count(&self) -> Vec<f64> {
        let count = |row: &Truth| {
            let counts = self.counts.get(self.place(row.dyad))?;
            let recent = |span: DateSpan| span.first() <= row.on && row.on.since(span.first()) < COUNT_DAYS;
            let events = counts.occurrences(self.question.scope).filter(|(span, _)| recent(*span));
            Some(events.map(|(_, count)| count).sum::<u64>() as f64)
        };
        self.rows.iter().map(|row| count(row).unwrap_or(0.0)).collect()
    }

    fn alarms_per_day(&self) -> Option<f64> {
        let days = self.days?;
        let profile: &Profile = self.question.model.profile();
        let mut alarms = 0_u32;
        for dyad in self.dyads {
            // The day before tells whether a surge of the first day began on it.
            let window = DateSpan::new(days.first().plus(-1), days.last())?;
            let surges = surges(&self.tally.cells(*dyad, self.question.scope), profile, window);
            let begins =
                surges.windows(2).filter(|pair| matches!(pair, [before, after] if !before.active && after.active));
            alarms += u32::try_from(begins.count()).unwrap_or(0);
        }
        Some(f64::from(alarms) / f64::from(days.days()))
    }

    fn ranked(&self, scores: &[f64]) -> Vec<Ranked> {
        let mut by_day: BTreeMap<Day, Vec<(usize, f64, bool)>> = BTreeMap::new();
        for (row, score) in self.rows.iter().zip(scores) {
            by_day.entry(row.on).or_default().push((self.place(row.dyad), *score, row.label));
        }
        by_day.into_values().filter(|rows| rows.iter().any(|row| row.2)).map(Ranked::new).collect()
    }

    fn within(&self, scores: &[f64]) -> Option<f64> {
        let mut by_dyad: BTreeMap<Dyad, Vec<(f64, bool)>> = BTreeMap::new();
        for (row, score) in self.rows.iter().zip(scores) {
            by_dyad.entry(row.dyad).or_default().push((*score, row.label));
        }
        mean(by_dyad.values().map(|rows| area(rows)))
    }

    fn judged(&self, scored: &[(String, Vec<f64>)], resamples: u32, seed: u32) -> Vec<Judgement> {
        let ranked: Vec<Vec<Ranked>> = scored.iter().map(|(_, scores)| self.ranked(scores)).collect();
        let figures = |weights: &[f64]| -> Vec<Option<f64>> {
            ranked.iter().map(|days| mean(days.iter().map(|day| day.average_precision(weights)))).collect()
        };
        let whole = figures(&vec![1.0; self.dyads.len()]);
        let mut random = Twister::new(seed);
        let count = u32::try_from(self.dyads.len()).unwrap_or(u32::MAX);
        let draws: Vec<Vec<Option<f64>>> = (0..if count == 0 { 0 } else { resamples })
            .map(|_| {
                let mut weights = vec![0.0; self.dyads.len()];
                for _ in 0..count {
                    if let Some(weight) = weights.get_mut(random.below(count)) {
                        *weight += 1.0;
                    }
                }
                figures(&weights)
            })
            .collect();
        let place = |name: &str| scored.iter().position(|(known, _)| known == name);
        let measured = |at: usize, less: Option<usize>| {
            let of = |figures: &[Option<f64>]| {
                let value = figures.get(at).copied().flatten()?;
                match less {
                    Some(less) => Some(value - figures.get(less).copied().flatten()?),
                    None => Some(value),
                }
            };
            Measured { value: of(&whole), interval: percentiles(draws.iter().filter_map(|draw| of(draw)).collect()) }
        };
        let judgement = |(at, (name, scores)): (usize, &(String, Vec<f64>))| Judgement {
            name: name.clone(),
            average_precision: measured(at, None),
            beyond_persistence: measured(at, place(PERSISTENCE)),
            beyond_count: measured(at, place(COUNT)),
            within: self.within(scores),
        };
        scored.iter().enumerate().map(judgement).collect()
    }
}

/// The 2.5 and 97.5 percentile.
fn percentiles(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some((*values.get(last * 25 / 1000)?, *values.get((last * 975).div_ceil(1000))?))
}
