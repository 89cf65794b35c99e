//! Pairs by calendar year or month: a panel for R, pandas and the like.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::domain::{DateSpan, Day, Dyad, SeverityMicros};
use crate::log::{EventLog, Head};
use crate::projection::{Cells, Counts, Disputes, Projection, Tally};
use crate::report::dyad_years::PanelRow;
use crate::tension::{Coverage, Risk, TrendPoint, YearFacts};

use super::question::each_commit;
use super::{AppError, Question};

/// How long a period of the panel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Period {
    fn of(self, day: Day) -> DateSpan {
        let date = day.date();
        let whole = match self {
            Self::Month => DateSpan::month(date.year(), date.month()),
            Self::Year => DateSpan::year(date.year()),
        };
        whole.unwrap_or_else(|| DateSpan::day(day))
    }

    /// The periods that touch the days, in order and whole.
    fn touching(self, days: DateSpan) -> Vec<DateSpan> {
        let first = self.of(days.first());
        let next = |period: &DateSpan| {
            (period.last() < days.last()).then(|| self.of(period.last().plus(1))).filter(|next| next != period)
        };
        std::iter::successors(Some(first), next).collect()
    }
}

/// What the panel is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PanelChoice<'a> {
    /// Years or months.
    pub period: Period,
    /// The days whose periods are wanted; all the log has where `None`.
    pub window: Option<DateSpan>,
    /// The model of years that scores each row; tension where there is none.
    pub risk: Option<&'a Risk>,
}

/// Hands the rows to `take`, pair by pair and in order of time, and says where the log stood.
///
/// A pair has a row for every period from its first event to the last day of the log, and for those whose past ten years
/// had a dispute; a pair that has none is not printed.
///
/// # Errors
/// When the log cannot be read to its end, and whatever `take` returns.
pub fn dyad_years<E: From<AppError>>(
    log: &dyn EventLog,
    question: &Question<'_>,
    choice: PanelChoice<'_>,
    mut take: impl FnMut(&PanelRow) -> Result<(), E>,
) -> Result<Head, E> {
    let mut tally = Tally::new(question.cut);
    let mut disputes = Disputes::new(question.cut);
    let head = each_commit(log, |commit| {
        tally.apply(commit);
        disputes.apply(commit);
    })
    .map_err(AppError::from)?;
    let disputes = disputes.years();
    let (Some(days), false) = (days_of(&tally, question, choice), tally.dyads().next().is_none()) else {
        return Ok(head);
    };
    let pairs: BTreeSet<Dyad> = tally.dyads().chain(disputes.keys().copied()).collect();
    let panel = Panel { tally: &tally, disputes: &disputes, question, choice, days };
    for dyad in pairs {
        panel.pair(dyad).iter().try_for_each(&mut take)?;
    }
    Ok(head)
}

/// The days of the panel: those asked for, else from the first day of any cell to the last the log knows.
fn days_of(tally: &Tally, question: &Question<'_>, choice: PanelChoice<'_>) -> Option<DateSpan> {
    if choice.window.is_some() {
        return choice.window;
    }
    let first = tally.dyads().filter_map(|dyad| tally.cells(dyad, question.scope).first_day()).min()?;
    DateSpan::new(first, question.day(tally)?)
}

struct Panel<'a> {
    tally: &'a Tally,
    disputes: &'a BTreeMap<Dyad, BTreeSet<i32>>,
    question: &'a Question<'a>,
    choice: PanelChoice<'a>,
    days: DateSpan,
}

impl Panel<'_> {
    fn pair(&self, dyad: Dyad) -> Vec<PanelRow> {
        let counts = self.tally.pair(dyad);
        let cells = counts.cells(self.question.scope);
        let last = self.question.cut.to.unwrap_or(Day::LAST).min(self.days.last());
        let periods = self.choice.period.touching(self.days);
        let window = periods.first().and_then(|period| DateSpan::new(period.first(), last));
        let daily = match window {
            Some(window) if !cells.is_empty() => self.question.model.trend(&cells, window),
            _ => Vec::new(),
        };
        let occurrences: Vec<(DateSpan, u64)> = counts.occurrences(self.question.scope).collect();
        let begun = occurrences.iter().map(|(span, _)| span.first()).min();
        let past = self.disputes.get(&dyad);
        let mut rows = Vec::new();
        for period in periods {
            let Some(seen) = DateSpan::new(period.first(), last.min(period.last())) else { continue };
            let past = past.map_or(0, |years| Disputes::past(years, period.first().date().year()));
            if begun.is_none_or(|begun| begun > seen.last()) && past == 0 {
                continue;
            }
            let touching = occurrences.iter().filter(|(span, _)| span.intersect(seen).is_some());
            let events = touching.map(|(_, count)| count).sum();
            let in_period: Vec<&TrendPoint> = daily.iter().filter(|point| seen.contains(point.day)).collect();
            rows.push(self.row(dyad, period, seen, (events, past), &in_period, acts(&cells, seen)));
        }
        rows
    }

    fn row(
        &self,
        dyad: Dyad,
        period: DateSpan,
        seen: DateSpan,
        (events, past): (u64, u32),
        daily: &[&TrendPoint],
        acts: [u64; 4],
    ) -> PanelRow {
        let tensions = daily.iter().map(|point| point.tension.points());
        let days = f64::from(u32::try_from(daily.len().max(1)).unwrap_or(1));
        let tension_mean = tensions.clone().sum::<f64>() / days;
        let last = daily.last();
        let coverage = match events {
            0 if self.tally.covers(seen) => Coverage::Quiet,
            0 => Coverage::Gap,
            _ => Coverage::Events,
        };
        let risk = self.choice.risk.map(|risk| risk.of(&YearFacts { acts: acts.map(whole), past }));
        PanelRow {
            dyad,
            period,
            is_year: self.choice.period == Period::Year,
            acts,
            events,
            coverage,
            tension: last.map_or(0.0, |point| point.tension.points()),
            tension_mean,
            tension_max: tensions.fold(0.0, f64::max),
            severity: last.map_or(SeverityMicros::ZERO, |point| point.severity()),
            directed: last.map_or([SeverityMicros::ZERO; 2], |point| point.directed),
            cooperation: last.map_or(SeverityMicros::ZERO, |point| point.cooperation),
            past_disputes: past,
            score: risk.unwrap_or(tension_mean),
        }
    }
}

/// Acts in millionths, as a number of acts.
fn whole(micros: u64) -> f64 {
    crate::report::json::as_points(SeverityMicros(micros))
}

/// Acts of the days by quad class, in millionths of one: an act of several days counts in each by its share.
fn acts(cells: &Cells, days: DateSpan) -> [u64; 4] {
    let mut acts = [0; 4];
    for cell in cells.iter().filter(|cell| days.contains(cell.key.day)) {
        let quad = usize::from(cell.key.root.quad().number().saturating_sub(1));
        if let Some(sum) = acts.get_mut(quad) {
            let share = |span_days: u32| SeverityMicros::POINT / u64::from(span_days.max(1));
            *sum += cell.counted().map(|counted| counted.count * share(counted.contribution.span_days)).sum::<u64>();
        }
    }
    acts
}
