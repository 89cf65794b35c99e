//! Every pair on one day, and what changed between two.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::{DateSpan, Day, Dyad, SeverityMicros};
use crate::projection::pair::certain;
use crate::projection::{ActorScope, Counts, Evidence, PairCounts, Tally};

use super::model::TensionModel;
use super::score::{Tension, TrendPoint};
use super::surge::{Surge, surges};

/// Days that [`PairState::change_30d`] looks back.
const CHANGE_DAYS: i32 = 30;

/// Below this effective number of cells a score is thin.
const THIN_BELOW: f64 = 5.0;

/// A pair on a day: the score and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairState {
    /// The pair.
    pub dyad: Dyad,
    /// The score and the severity behind it, at the end of the day.
    pub point: TrendPoint,
    /// The score thirty days before.
    pub tension_30d_ago: Tension,
    /// Events, sources, and what is known but not in the score.
    pub evidence: Evidence,
    /// Effective number of cells, (sum w)^2 / sum w^2; `None` where there is no severity.
    pub effective_cells: Option<f64>,
    /// Ninety percent interval of the severity; `None` where there is none or the model is no sum.
    pub interval: Option<(SeverityMicros, SeverityMicros)>,
    /// The surge test.
    pub surge: Surge,
}

impl PairState {
    /// Tension now less tension thirty days before, -100 to 100.
    pub fn change_30d(&self) -> f64 {
        self.point.tension.points() - self.tension_30d_ago.points()
    }

    /// Whether the score rests on so little that one more report could turn it.
    pub fn is_thin(&self) -> bool {
        self.effective_cells.is_none_or(|cells| cells < THIN_BELOW)
    }

    /// The state of one pair at the end of a day, or `None` where nothing about it had begun by then.
    pub fn at(tally: &Tally, dyad: Dyad, model: &dyn TensionModel, to: Day, scope: ActorScope) -> Option<Self> {
        Self::from_counts(&tally.pair(dyad), dyad, model, to, scope)
    }

    /// The same from the pair's counts.
    pub fn from_counts(
        counts: &PairCounts,
        dyad: Dyad,
        model: &dyn TensionModel,
        to: Day,
        scope: ActorScope,
    ) -> Option<Self> {
        let evidence = counts.evidence(scope, to);
        if evidence.events == 0 {
            return None;
        }
        let cells = counts.cells(scope);
        let window = DateSpan::new(to.plus(-CHANGE_DAYS), to)?;
        let points = model.trend(&cells, window);
        let (then, point) = (points.first()?, *points.last()?);
        Some(Self {
            dyad,
            point,
            tension_30d_ago: then.tension,
            evidence,
            effective_cells: point.weights.effective_cells(),
            interval: model.additive().and_then(|_| point.weights.interval()),
            surge: surges(&cells, model.profile(), DateSpan::day(to)).last().copied().unwrap_or_default(),
        })
    }
}

/// Every pair about which anything had begun by the end of a day, by tension from high to low, then by name.
pub fn replay(tally: &Tally, model: &dyn TensionModel, to: Day, scope: ActorScope) -> Vec<PairState> {
    certain(replay_counts(tally, model, to, scope))
}

/// The same wherever the counts are kept.
///
/// # Errors
/// When the counts cannot be read.
pub fn replay_counts<C: Counts>(
    counts: &C,
    model: &dyn TensionModel,
    to: Day,
    scope: ActorScope,
) -> Result<Vec<PairState>, C::Error> {
    let mut states = Vec::new();
    for dyad in counts.dyads() {
        states.extend(PairState::from_counts(&counts.pair(dyad)?, dyad, model, to, scope));
    }
    states.sort_by_key(|state| (Reverse(state.point.tension), Reverse(state.point.severity()), state.dyad));
    Ok(states)
}

/// The same states by the size of their change over thirty days, the largest first, then by name.
pub fn movers(mut states: Vec<PairState>) -> Vec<PairState> {
    states.sort_by(|a, b| b.change_30d().abs().total_cmp(&a.change_30d().abs()).then_with(|| a.dyad.cmp(&b.dyad)));
    states
}

/// A pair in two states: on two days, through two cuts or under two models. Absent where nothing was known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairChange {
    /// The pair.
    pub dyad: Dyad,
    /// It in the first states.
    pub before: Option<PairState>,
    /// It in the second.
    pub after: Option<PairState>,
}

impl PairChange {
    /// Tension after less tension before; nothing known counts as no tension.
    pub fn tension(&self) -> f64 {
        let points = |state: Option<PairState>| state.map_or(0.0, |state| state.point.tension.points());
        points(self.after) - points(self.before)
    }
}

/// The pairs whose state differs, by the size of the change in tension, then by name.
pub fn diff(before: &[PairState], after: &[PairState]) -> Vec<PairChange> {
    let mut pairs: BTreeMap<Dyad, PairChange> = BTreeMap::new();
    let change = |dyad| PairChange { dyad, before: None, after: None };
    for &state in before {
        pairs.entry(state.dyad).or_insert_with(|| change(state.dyad)).before = Some(state);
    }
    for &state in after {
        pairs.entry(state.dyad).or_insert_with(|| change(state.dyad)).after = Some(state);
    }
    let mut changes: Vec<PairChange> = pairs.into_values().filter(|change| change.before != change.after).collect();
    changes.sort_by(|a, b| b.tension().abs().total_cmp(&a.tension().abs()).then_with(|| a.dyad.cmp(&b.dyad)));
    changes
}
