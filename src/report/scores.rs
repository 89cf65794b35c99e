//! `export scores`: every pair on many days, as one JSON document.

use serde::Serialize;

use crate::domain::{Actor, Day, SeverityMicros};
use crate::tension::PairState;

use super::Basis;
use super::json::{Json, NoFields, points, rounded};

/// Rows of scores.
#[derive(Debug, Default)]
pub struct ScoresJson {
    rows: Vec<Row>,
}

/// The columns of the CSV, as fields.
#[derive(Debug, Serialize)]
struct Row {
    date: Day,
    a: Actor,
    b: Actor,
    tension: f64,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    #[serde(serialize_with = "points")]
    severity_ab: SeverityMicros,
    #[serde(serialize_with = "points")]
    severity_ba: SeverityMicros,
    #[serde(serialize_with = "points")]
    cooperation: SeverityMicros,
    events: u64,
    n_eff: Option<f64>,
}

impl ScoresJson {
    /// Adds a pair on a day.
    pub fn add(&mut self, on: Day, state: &PairState) {
        let [forward, reverse] = state.point.directed;
        self.rows.push(Row {
            date: on,
            a: state.dyad.first(),
            b: state.dyad.second(),
            tension: rounded(state.point.tension.points()),
            severity: state.point.severity(),
            severity_ab: forward,
            severity_ba: reverse,
            cooperation: state.point.cooperation,
            events: state.evidence.events,
            n_eff: state.effective_cells.map(rounded),
        });
    }

    /// The document with what the scores rest on.
    pub fn json(&self, basis: &Basis) -> Json {
        Json::new("scores", basis, &NoFields {}, "scores", &self.rows)
    }
}
