//! `eval tension`: how well each score ranked what happened.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Day, Dyad};

use super::json::{Json, rounded};
use super::table::{Align, Table};
use super::{Basis, Csv, Report, Screen};

/// A figure and its interval.
pub type Figure = (Option<f64>, Option<(f64, f64)>);

/// One score and how it did.
#[derive(Debug, Clone)]
pub struct ScoreRow {
    /// Model or rival.
    pub name: String,
    /// Average precision.
    pub average_precision: Figure,
    /// Less that of persistence.
    pub beyond_persistence: Figure,
    /// Less that of the count.
    pub beyond_count: Figure,
    /// Area under the curve within pairs.
    pub within: Option<f64>,
}

/// The verdict.
#[derive(Debug, Clone)]
pub struct TensionEval {
    /// What the figures rest on; the models are those of the rows.
    pub basis: Basis,
    /// First and last day judged.
    pub days: Option<(Day, Day)>,
    /// Rows judged.
    pub rows: u64,
    /// Pairs judged.
    pub pairs: u64,
    /// Rows whose label is 1.
    pub positives: u64,
    /// Pairs the log holds nothing of.
    pub without_events: Vec<Dyad>,
    /// Pairs that are no known actors, and their rows.
    pub unknown: BTreeMap<String, u64>,
    /// The scores.
    pub scores: Vec<ScoreRow>,
    /// Surges that begin, a day.
    pub alarms_per_day: Option<f64>,
}

#[derive(Serialize)]
struct Fields<'a> {
    from: Option<Day>,
    until: Option<Day>,
    rows: u64,
    pairs: u64,
    positives: u64,
    without_events: &'a [Dyad],
    unknown: &'a BTreeMap<String, u64>,
    alarms_per_day: Option<f64>,
}

#[derive(Serialize)]
struct RowFields<'a> {
    score: &'a str,
    average_precision: FigureFields,
    beyond_persistence: FigureFields,
    beyond_count: FigureFields,
    within_pair_auc: Option<f64>,
}

#[derive(Serialize)]
struct FigureFields {
    value: Option<f64>,
    ci95: Option<[f64; 2]>,
}

impl From<Figure> for FigureFields {
    fn from((value, interval): Figure) -> Self {
        Self { value: value.map(rounded), ci95: interval.map(|(low, high)| [rounded(low), rounded(high)]) }
    }
}

fn shown((value, interval): Figure, signed: bool) -> String {
    let number = |value: f64| if signed { format!("{value:+.3}") } else { format!("{value:.3}") };
    match (value, interval) {
        (Some(value), Some((low, high))) => format!("{} ({} to {})", number(value), number(low), number(high)),
        (Some(value), None) => number(value),
        (None, _) => "–".to_owned(),
    }
}

impl Report for TensionEval {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        let Some((from, until)) = self.days else { return format!("There is nothing to judge by.\n\n{basis}\n") };
        let mut table = Table::new([
            ("score", Align::Left),
            ("average precision", Align::Right),
            ("beyond persistence", Align::Right),
            ("beyond the count", Align::Right),
            ("AUC in pairs", Align::Right),
        ]);
        for row in &self.scores {
            table.row([
                row.name.clone(),
                shown(row.average_precision, false),
                shown(row.beyond_persistence, true),
                shown(row.beyond_count, true),
                row.within.map_or_else(|| "–".to_owned(), |area| format!("{area:.3}")),
            ]);
        }
        let alarms = self.alarms_per_day.map(|alarms| format!("{alarms:.2} alarms a day; ")).unwrap_or_default();
        format!(
            "{} rows of {} pairs, {from} to {until}, {} positive; {alarms}{} pairs without events score 0\n\n{}\n{basis}\n",
            self.rows,
            self.pairs,
            self.positives,
            self.without_events.len(),
            table.render(screen)
        )
    }

    fn json(&self) -> Json {
        let fields = Fields {
            from: self.days.map(|days| days.0),
            until: self.days.map(|days| days.1),
            rows: self.rows,
            pairs: self.pairs,
            positives: self.positives,
            without_events: &self.without_events,
            unknown: &self.unknown,
            alarms_per_day: self.alarms_per_day.map(rounded),
        };
        let rows = self.scores.iter().map(|row| RowFields {
            score: &row.name,
            average_precision: row.average_precision.into(),
            beyond_persistence: row.beyond_persistence.into(),
            beyond_count: row.beyond_count.into(),
            within_pair_auc: row.within.map(rounded),
        });
        Json::new("eval-tension", &self.basis, &fields, "scores", rows)
    }

    fn csv(&self) -> Option<Csv> {
        None
    }
}
