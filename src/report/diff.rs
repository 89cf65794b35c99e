//! `diff`: what changed between two days, and which events changed it.

use serde::Serialize;

use crate::domain::{Day, Dyad, SeverityMicros};
use crate::tension::{PairChange, PairState};

use super::citation::{Citation, CitationFields};
use super::json::{Json, as_points, points, rounded};
use super::replay::signed;
use super::table::{Align, Table};
use super::{Basis, Csv, Page, Report, Screen};

/// Every pair that changed between two days.
#[derive(Debug, Clone)]
pub struct Diff {
    /// What the figures rest on.
    pub basis: Basis,
    /// The first day.
    pub before: Day,
    /// The second.
    pub after: Day,
    /// The pairs, the largest change first.
    pub pairs: Vec<PairDiff>,
    /// The largest number of events a screen shows for a pair.
    pub limit: usize,
}

/// One pair and the events behind its change.
#[derive(Debug, Clone)]
pub struct PairDiff {
    /// The pair on both days.
    pub change: PairChange,
    /// What each event adds to or takes from the severity, the largest first; they sum to the change. Empty where
    /// only the pairs were asked for.
    pub parts: Vec<PartDiff>,
}

/// What one event puts into a change.
#[derive(Debug, Clone)]
pub struct PartDiff {
    /// Severity after less severity before, in micro-units.
    pub micros: i64,
    /// The event.
    pub citation: Citation,
}

#[derive(Serialize)]
struct Fields {
    before: Day,
    after: Day,
}

#[derive(Serialize)]
struct PairFields<'a> {
    pair: Dyad,
    change: f64,
    severity_change: f64,
    before: Option<StateFields>,
    after: Option<StateFields>,
    parts: Vec<PartFields<'a>>,
}

#[derive(Serialize)]
struct StateFields {
    tension: f64,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    events: u64,
    sources: u64,
    thin: bool,
}

#[derive(Serialize)]
struct PartFields<'a> {
    severity: f64,
    #[serde(flatten)]
    citation: CitationFields<'a>,
}

impl From<PairState> for StateFields {
    fn from(state: PairState) -> Self {
        Self {
            tension: rounded(state.point.tension.points()),
            severity: state.point.severity(),
            events: state.evidence.events,
            sources: state.evidence.sources,
            thin: state.is_thin(),
        }
    }
}

impl PairDiff {
    /// Severity after less severity before, in micro-units.
    fn micros(&self) -> i64 {
        let micros = |state: Option<PairState>| {
            let severity = state.map_or(SeverityMicros::ZERO, |state| state.point.severity());
            i64::try_from(severity.0).expect("a severity is far below 2^63 micro-units")
        };
        micros(self.change.after) - micros(self.change.before)
    }

    fn fields(&self) -> PairFields<'_> {
        PairFields {
            pair: self.change.dyad,
            change: rounded(self.change.tension()),
            severity_change: signed_points(self.micros()),
            before: self.change.before.map(StateFields::from),
            after: self.change.after.map(StateFields::from),
            parts: self
                .parts
                .iter()
                .map(|part| PartFields { severity: signed_points(part.micros), citation: (&part.citation).into() })
                .collect(),
        }
    }
}

/// Signed micro-units as points, exact as printed.
fn signed_points(micros: i64) -> f64 {
    let size = as_points(SeverityMicros(micros.unsigned_abs()));
    if micros < 0 { -size } else { size }
}

impl Diff {
    fn table(&self, screen: Screen) -> String {
        let (before, after) = (self.before.to_string(), self.after.to_string());
        let mut table = Table::new([
            ("pair", Align::Left),
            ("before", Align::Right),
            ("after", Align::Right),
            ("change", Align::Right),
            ("severity", Align::Right),
        ]);
        let shown = |state: Option<PairState>| {
            state.map_or_else(|| "–".to_owned(), |state| format!("{:.1}", state.point.tension.points()))
        };
        for pair in &self.pairs {
            table.row([
                pair.change.dyad.to_string(),
                shown(pair.change.before),
                shown(pair.change.after),
                signed(pair.change.tension()),
                format!("{:+.2}", signed_points(pair.micros())),
            ]);
        }
        format!("Tension before ({before}) and after ({after}); – is nothing known\n\n{}", table.render(screen))
    }

    fn parts(&self, screen: Screen) -> String {
        const INDENT: &str = "          ";
        let mut page = Page::default();
        for pair in self.pairs.iter().filter(|pair| !pair.parts.is_empty()) {
            let (name, total) = (pair.change.dyad, pair.parts.len());
            let shown = total.min(self.limit);
            let change = signed_points(pair.micros());
            page.line(format!("\n{name}: severity {change:+.2}, the {shown} largest of {total} parts\n"));
            for part in pair.parts.iter().take(shown) {
                page.line(format!("{:>+8.2}  {}", signed_points(part.micros), part.citation.headline()));
                for quote in part.citation.quote_lines(screen.columns().saturating_sub(INDENT.len())) {
                    page.line(format!("{INDENT}{quote}"));
                }
            }
        }
        page.into_text()
    }
}

impl Report for Diff {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        if self.pairs.is_empty() {
            return format!("Nothing changed between {} and {}.\n\n{basis}\n", self.before, self.after);
        }
        format!("{}{}\n{basis}\n", self.table(screen), self.parts(screen))
    }

    fn json(&self) -> Json {
        let fields = Fields { before: self.before, after: self.after };
        Json::new("diff", &self.basis, &fields, "pairs", self.pairs.iter().map(PairDiff::fields))
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&["pair", "before", "after", "change", "severity_change"]);
        for pair in &self.pairs {
            let tension = |state: Option<PairState>| {
                state.map(|state| rounded(state.point.tension.points()).to_string()).unwrap_or_default()
            };
            csv.row([
                pair.change.dyad.to_string(),
                tension(pair.change.before),
                tension(pair.change.after),
                rounded(pair.change.tension()).to_string(),
                signed_points(pair.micros()).to_string(),
            ]);
        }
        Some(csv)
    }
}
