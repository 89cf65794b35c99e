//! Alerts: which are kept, which crossings the log holds, and which of these fired before.

use serde::{Deserialize, Serialize};

use crate::domain::{DateSpan, Day, Dyad};
use crate::log::{EventLog, Head};
use crate::tension::{Alert, AlertError};

use super::naming::pattern;
use super::{AppError, Question};

/// Days to the day asked about in which crossings are looked for.
pub const LOOK_BACK_DAYS: i32 = 30;

/// The alerts of a store and what they did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertBook {
    /// The number the last alert that was added got; numbers are never given twice.
    pub last: u32,
    /// The alerts.
    pub alerts: Vec<Kept>,
    /// What fired, in the order it did.
    pub fired: Vec<Crossing>,
}

/// An alert that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Its number.
    pub alert: u32,
    /// What it says.
    pub expression: String,
}

/// An alert that begins to hold for a pair on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// The day.
    pub on: Day,
    /// The pair.
    pub pair: Dyad,
    /// Number of the alert.
    pub alert: u32,
    /// What it says.
    pub expression: String,
}

impl AlertBook {
    /// Adds an alert, and gives its number: a new one unless the same is kept already.
    ///
    /// # Errors
    /// [`AlertError`] at the character that cannot be read.
    pub fn add(&mut self, expression: &str) -> Result<u32, AlertError> {
        read(expression)?;
        if let Some(known) = self.alerts.iter().find(|kept| kept.expression == expression) {
            return Ok(known.alert);
        }
        self.last += 1;
        self.alerts.push(Kept { alert: self.last, expression: expression.to_owned() });
        Ok(self.last)
    }

    /// Whether every alert can be read; a book edited by hand may hold one that cannot.
    ///
    /// # Errors
    /// The first [`AlertError`].
    pub fn readable(&self) -> Result<(), AlertError> {
        self.alerts.iter().try_for_each(|kept| read(&kept.expression).map(drop))
    }

    /// Takes an alert out; says whether there was one of the number. What it fired stays.
    pub fn remove(&mut self, alert: u32) -> bool {
        let before = self.alerts.len();
        self.alerts.retain(|kept| kept.alert != alert);
        self.alerts.len() < before
    }

    /// Whether the crossing fired before.
    pub fn has_fired(&self, crossing: &Crossing) -> bool {
        self.fired.contains(crossing)
    }
}

fn read(expression: &str) -> Result<Alert, AlertError> {
    Alert::parse(expression, |name| pattern(name).ok())
}

/// Every crossing of the kept alerts in the window (or the thirty days to the day asked about), by day, pair and number.
/// The same log, cut and model give the same ones whenever they are asked for.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn crossings(
    log: &dyn EventLog,
    question: &Question<'_>,
    book: &AlertBook,
    from: Option<Day>,
) -> Result<(Vec<Crossing>, Head), AppError> {
    let (tally, head) = question.tally(log)?;
    let window = question.day(&tally).and_then(|on| DateSpan::new(from.unwrap_or(on.plus(1 - LOOK_BACK_DAYS)), on));
    let mut found = Vec::new();
    let Some(window) = window else { return Ok((found, head)) };
    for kept in &book.alerts {
        let alert = read(&kept.expression).expect("callers ask first whether the book is readable");
        for pair in tally.dyads().filter(|dyad| alert.watched.matches(*dyad)) {
            let cells = tally.cells(pair, question.scope);
            let crossing = |on| Crossing { on, pair, alert: kept.alert, expression: kept.expression.clone() };
            found.extend(alert.crossings(&cells, question.model, window).into_iter().map(crossing));
        }
    }
    found.sort_by_key(|crossing| (crossing.on, crossing.pair, crossing.alert));
    Ok((found, head))
}
