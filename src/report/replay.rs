//! `replay` and `top`: every pair on one day.

use serde::Serialize;

use crate::domain::{Day, Dyad, SeverityMicros};
use crate::tension::PairState;

use super::chart::{Column, sparkline};
use super::json::{Json, points, rounded};
use super::table::{Align, Table};
use super::{Basis, Csv, Report, Screen, counted};

/// In which order pairs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// By tension, as `replay` lists them all.
    Replay,
    /// By tension, the first few.
    Top,
    /// By change over thirty days, the first few.
    Movers,
}

/// Every pair on one day, in order.
#[derive(Debug, Clone)]
pub struct Replay {
    /// What the figures rest on.
    pub basis: Basis,
    /// Which command asks.
    pub ranking: Ranking,
    /// The day; `None` where the log knows no dated event at all.
    pub on: Option<Day>,
    /// The pairs to show.
    pub pairs: Vec<PairState>,
    /// How many pairs there are, shown or not.
    pub pairs_total: usize,
    /// A column per month before the day for each pair shown, to draw; empty where none is drawn.
    pub months: Vec<Vec<Column>>,
}

#[derive(Serialize)]
struct Fields {
    on: Option<Day>,
    pairs_total: usize,
}

/// A pair on a day as every JSON document writes it.
#[derive(Serialize)]
pub(super) struct PairFields {
    pair: Dyad,
    tension: f64,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    change_30d: f64,
    #[serde(serialize_with = "points")]
    cooperation: SeverityMicros,
    events: u64,
    unweighted: u64,
    unplaced: u64,
    cells: u64,
    sources: u64,
    n_eff: Option<f64>,
    interval: Option<[f64; 2]>,
    thin: bool,
    surge: SurgeFields,
    directed: Directed,
}

#[derive(Serialize)]
struct SurgeFields {
    active: bool,
    z: f64,
    cells_7d: u64,
    cells_60d: u64,
}

/// Severity per direction, keyed `ARM:AZE` and `AZE:ARM`.
pub(super) struct Directed(pub Dyad, pub [SeverityMicros; 2]);

impl Serialize for Directed {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let keys = self.0.directions().map(|directed| directed.to_string());
        out.collect_map(keys.into_iter().zip(self.1.map(super::json::as_points)))
    }
}

impl From<&PairState> for PairFields {
    fn from(state: &PairState) -> Self {
        let surge = state.surge;
        Self {
            pair: state.dyad,
            tension: rounded(state.point.tension.points()),
            severity: state.point.severity(),
            change_30d: rounded(state.change_30d()),
            cooperation: state.point.cooperation,
            events: state.evidence.events,
            unweighted: state.evidence.unweighted,
            unplaced: state.evidence.unplaced,
            cells: state.point.cells,
            sources: state.evidence.sources,
            n_eff: state.effective_cells.map(rounded),
            interval: state.interval.map(|(low, high)| [low, high].map(super::json::as_points)),
            thin: state.is_thin(),
            surge: SurgeFields {
                active: surge.active,
                z: rounded(surge.z()),
                cells_7d: surge.cells_7d,
                cells_60d: surge.cells_60d,
            },
            directed: Directed(state.dyad, state.point.directed),
        }
    }
}

impl Replay {
    fn title(&self, on: Day) -> String {
        let total = counted(self.pairs_total as u64, "pair");
        let shown = self.pairs.len();
        let day =
            if self.basis.cut.to.is_some() { String::new() } else { ", the last day anything was read of".to_owned() };
        match self.ranking {
            Ranking::Replay => format!("Tension on {on}{day}: {total}\n\n"),
            Ranking::Top => format!("Highest tension on {on}{day}: {shown} of {total}\n\n"),
            Ranking::Movers => format!("Largest change in the 30 days to {on}{day}: {shown} of {total}\n\n"),
        }
    }

    fn table(&self, screen: Screen) -> String {
        let drawn = !self.months.is_empty();
        let mut columns = vec![
            ("pair", Align::Left),
            ("tension", Align::Right),
            ("30 d", Align::Right),
            ("severity", Align::Right),
            ("events", Align::Right),
            ("sources", Align::Right),
        ];
        if drawn {
            columns.push(("12 months", Align::Left));
        }
        columns.push(("", Align::Left));
        let mut table = Table::new(columns);
        for (at, state) in self.pairs.iter().enumerate() {
            let mut row = vec![
                state.dyad.to_string(),
                format!("{:.1}", state.point.tension.points()),
                signed(state.change_30d()),
                format!("{:.2}", super::json::as_points(state.point.severity())),
                state.evidence.events.to_string(),
                state.evidence.sources.to_string(),
            ];
            if drawn {
                row.push(sparkline(self.months.get(at).map_or(&[], Vec::as_slice), 100.0));
            }
            row.push(marks(state));
            table.row(row);
        }
        table.render(screen)
    }
}

/// What a reader should know beside the numbers.
pub(super) fn marks(state: &PairState) -> String {
    let thin = state.is_thin().then_some("thin");
    let surge = state.surge.active.then_some("surge");
    [surge, thin].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A change with its sign, or `0.0`.
pub(super) fn signed(change: f64) -> String {
    let shown = format!("{change:+.1}");
    if matches!(shown.as_str(), "+0.0" | "-0.0") { "0.0".to_owned() } else { shown }
}

impl Report for Replay {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        let Some(on) = self.on else {
            return format!("No article or row with a known day, so no pair has a tension.\n\n{basis}\n");
        };
        if self.pairs.is_empty() {
            return format!("Nothing is known of any pair by {on}.\n\n{basis}\n");
        }
        let thin = self.pairs.iter().any(PairState::is_thin);
        let thin =
            if thin { "thin: rests on fewer than 5 effective cells; one more report could turn it\n" } else { "" };
        format!("{}{}\n{thin}{basis}\n", self.title(on), self.table(screen))
    }

    fn json(&self) -> Json {
        let schema = if self.ranking == Ranking::Replay { "replay" } else { "top" };
        let fields = Fields { on: self.on, pairs_total: self.pairs_total };
        Json::new(schema, &self.basis, &fields, "pairs", self.pairs.iter().map(PairFields::from))
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&Csv::SCORES);
        for state in &self.pairs {
            csv.score(self.on?, state);
        }
        Some(csv)
    }
}

impl Csv {
    /// The columns of scores.
    pub const SCORES: [&'static str; 10] =
        ["date", "a", "b", "tension", "severity", "severity_ab", "severity_ba", "cooperation", "events", "n_eff"];

    /// Adds a pair on a day under [`Csv::SCORES`].
    pub fn score(&mut self, on: Day, state: &PairState) {
        let [forward, reverse] = state.point.directed;
        self.row([
            on.to_string(),
            state.dyad.first().to_string(),
            state.dyad.second().to_string(),
            rounded(state.point.tension.points()).to_string(),
            state.point.severity().to_string(),
            forward.to_string(),
            reverse.to_string(),
            state.point.cooperation.to_string(),
            state.evidence.events.to_string(),
            state.effective_cells.map(|cells| rounded(cells).to_string()).unwrap_or_default(),
        ]);
    }
}
