//! `export dyad-years` and `dyad-months`: a row a pair and period, with the codes other datasets join by.

use chrono::Datelike;
use serde::Serialize;

use crate::codebook::actors::is_organisation;
use crate::codebook::codes::{CodeSystem, code_of};
use crate::domain::{Actor, DateSpan, Dyad, SeverityMicros};
use crate::tension::Coverage;

use super::json::{Json, NoFields, points, rounded};
use super::{Basis, Csv};

/// A pair in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelRow {
    /// The pair.
    pub dyad: Dyad,
    /// The whole year or month.
    pub period: DateSpan,
    /// Whether it is a year.
    pub is_year: bool,
    /// Acts by quad class, both directions, in millionths.
    pub acts: [u64; 4],
    /// Events that touch the period.
    pub events: u64,
    /// Whether none means calm or no articles.
    pub coverage: Coverage,
    /// At the end of the period, 0 to 100.
    pub tension: f64,
    /// Mean over its days.
    pub tension_mean: f64,
    /// Highest of its days.
    pub tension_max: f64,
    /// At the end of the period.
    pub severity: SeverityMicros,
    /// Of the first on the second and of the second on the first, at the end.
    pub directed: [SeverityMicros; 2],
    /// At the end of the period.
    pub cooperation: SeverityMicros,
    /// Years with a dispute among the ten before.
    pub past_disputes: u32,
    /// What the model asked for says of the period: a risk from 0 to 1, or the mean tension.
    pub score: f64,
}

/// The columns, as fields; the order is that of the CSV.
#[derive(Debug, Serialize)]
pub struct PanelFields {
    /// First actor.
    pub a: Actor,
    /// Second actor.
    pub b: Actor,
    /// ISO 3166-1 alpha-3 of the first; `None` for an organisation.
    pub iso3_a: Option<Actor>,
    /// The same of the second.
    pub iso3_b: Option<Actor>,
    /// Correlates of War number of the first in that year.
    pub cow_a: Option<&'static str>,
    /// Of the second.
    pub cow_b: Option<&'static str>,
    /// Gleditsch and Ward number of the first in that year.
    pub gw_a: Option<&'static str>,
    /// Of the second.
    pub gw_b: Option<&'static str>,
    /// The year.
    pub year: i32,
    /// The month, 1 to 12; `None` in a panel of years.
    pub month: Option<u32>,
    #[serde(serialize_with = "micros")]
    vc: u64,
    #[serde(serialize_with = "micros")]
    mc: u64,
    #[serde(serialize_with = "micros")]
    vx: u64,
    #[serde(serialize_with = "micros")]
    mx: u64,
    events: u64,
    coverage: &'static str,
    tension: f64,
    tension_mean: f64,
    tension_max: f64,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    #[serde(serialize_with = "points")]
    severity_ab: SeverityMicros,
    #[serde(serialize_with = "points")]
    severity_ba: SeverityMicros,
    #[serde(serialize_with = "points")]
    cooperation: SeverityMicros,
    past_disputes: u32,
    score: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
fn micros<S: serde::Serializer>(acts: &u64, out: S) -> Result<S::Ok, S::Error> {
    points(&SeverityMicros(*acts), out)
}

impl PanelRow {
    /// The row with the codes of both sides in its year.
    pub fn fields(&self) -> PanelFields {
        let date = self.period.first().date();
        let code = |system, actor| code_of(system, actor, date.year());
        let iso = |actor| (!is_organisation(actor)).then_some(actor);
        let (a, b) = (self.dyad.first(), self.dyad.second());
        let [vc, mc, vx, mx] = self.acts;
        let [severity_ab, severity_ba] = self.directed;
        PanelFields {
            a,
            b,
            iso3_a: iso(a),
            iso3_b: iso(b),
            cow_a: code(CodeSystem::Cow, a),
            cow_b: code(CodeSystem::Cow, b),
            gw_a: code(CodeSystem::GleditschWard, a),
            gw_b: code(CodeSystem::GleditschWard, b),
            year: date.year(),
            month: (!self.is_year).then(|| date.month()),
            vc,
            mc,
            vx,
            mx,
            events: self.events,
            coverage: self.coverage.as_str(),
            tension: rounded(self.tension),
            tension_mean: rounded(self.tension_mean),
            tension_max: rounded(self.tension_max),
            severity: self.severity,
            severity_ab,
            severity_ba,
            cooperation: self.cooperation,
            past_disputes: self.past_disputes,
            score: (self.score * 1e9).round() / 1e9,
        }
    }
}

/// The columns of the CSV.
pub const COLUMNS: [&str; 25] = [
    "a",
    "b",
    "iso3_a",
    "iso3_b",
    "cow_a",
    "cow_b",
    "gw_a",
    "gw_b",
    "year",
    "month",
    "vc",
    "mc",
    "vx",
    "mx",
    "events",
    "coverage",
    "tension",
    "tension_mean",
    "tension_max",
    "severity",
    "severity_ab",
    "severity_ba",
    "cooperation",
    "past_disputes",
    "score",
];

impl Csv {
    /// Adds a row under [`COLUMNS`].
    pub fn panel(&mut self, row: &PanelFields) {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let iso = |value: Option<Actor>| value.map(|actor| actor.to_string()).unwrap_or_default();
        let acts = |micros: u64| SeverityMicros(micros).to_string().trim_end_matches(".0").to_owned();
        self.row([
            row.a.to_string(),
            row.b.to_string(),
            iso(row.iso3_a),
            iso(row.iso3_b),
            text(row.cow_a),
            text(row.cow_b),
            text(row.gw_a),
            text(row.gw_b),
            row.year.to_string(),
            row.month.map(|month| month.to_string()).unwrap_or_default(),
            acts(row.vc),
            acts(row.mc),
            acts(row.vx),
            acts(row.mx),
            row.events.to_string(),
            row.coverage.to_owned(),
            row.tension.to_string(),
            row.tension_mean.to_string(),
            row.tension_max.to_string(),
            row.severity.to_string(),
            row.severity_ab.to_string(),
            row.severity_ba.to_string(),
            row.cooperation.to_string(),
            row.past_disputes.to_string(),
            row.score.to_string(),
        ]);
    }
}

/// The panel as one document.
pub fn json(basis: &Basis, is_year: bool, rows: &[PanelFields]) -> Json {
    Json::new(if is_year { "dyad-years" } else { "dyad-months" }, basis, &NoFields {}, "rows", rows)
}
