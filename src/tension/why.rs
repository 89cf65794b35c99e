//! Why a score is what it is: the severity taken apart into events, to the last micro-unit.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::{DateSpan, Day, Dyad, EventId, SeverityMicros};
use crate::projection::contribution::contributions;
use crate::projection::{ActorScope, CellKey, Direction, Provenance, Witnessed};

use super::TensionError;
use super::model::{Additive, ModelId, Repeats, TensionModel};
use super::score::TrendPoint;

/// The severity of a pair on a day, event by event. The parts sum to it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The pair.
    pub dyad: Dyad,
    /// Which model was taken apart.
    pub model: ModelId,
    /// The score that is explained.
    pub point: TrendPoint,
    /// Every event that had begun by the day: the largest part first, then in the order of the log. An event that
    /// repeats what another says in the same cells has part zero: it is further evidence.
    pub parts: Vec<Part>,
    /// Events without a known day, which are in no score.
    pub unplaced: Vec<Witnessed>,
}

/// What one event puts into a severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How much of the severity it carries.
    pub severity: SeverityMicros,
    /// The event.
    pub event: Witnessed,
    /// The cells it carries, in order, and what each holds of the severity.
    pub cells: Vec<(CellKey, SeverityMicros)>,
}

/// What one event puts into a change of severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// Severity after less severity before, in micro-units. All of them sum to the change exactly.
    pub micros: i64,
    /// The event.
    pub event: Witnessed,
}

/// Takes the severity of a pair at the end of a day apart.
///
/// Where repeats count once, a cell goes to the event that sets its severity; of equals, to the one the log took first.
///
/// # Errors
/// [`TensionError::NotAdditive`] when the model's severity is no sum over cells.
pub fn why(
    provenance: &Provenance,
    dyad: Dyad,
    model: &dyn TensionModel,
    on: Day,
    scope: ActorScope,
) -> Result<Explanation, TensionError> {
    let additive = model.additive().ok_or(TensionError::NotAdditive { model: model.id() })?;
    let points = model.trend(&provenance.cells(dyad, scope), DateSpan::day(on));
    let point = *points.first().expect("a window of one day has one point");
    let of_pair = |event: &&Witnessed| event.coded.interaction.parties.directed().undirected() == dyad;
    let (placed, unplaced): (Vec<&Witnessed>, Vec<&Witnessed>) =
        provenance.events(scope).into_iter().filter(of_pair).partition(|e| e.coded.interaction.occurred.is_some());
    let begun = |event: &&Witnessed| event.coded.interaction.occurred.is_some_and(|span| span.first() <= on);
    let events: Vec<&Witnessed> = placed.into_iter().filter(begun).collect();
    let mut carried = carried_cells(&events, additive, on, point.directed);
    let mut parts: Vec<Part> = (0..)
        .zip(events)
        .map(|(index, event)| {
            let cells = carried.remove(&index).unwrap_or_default();
            let severity = cells.iter().map(|&(_, part)| part).sum();
            Part { severity, event: event.clone(), cells }
        })
        .collect();
    parts.sort_by_key(|part| Reverse(part.severity));
    Ok(Explanation { dyad, model: model.id(), point, parts, unplaced: unplaced.into_iter().cloned().collect() })
}

/// The events behind a change from one explanation to another, the largest change either way first, then in the order
/// of the log. Events that change nothing are left out.
pub fn why_change(before: &Explanation, after: &Explanation) -> Vec<PartChange> {
    let mut changes: BTreeMap<EventId, PartChange> = BTreeMap::new();
    for (explanation, sign) in [(before, -1), (after, 1)] {
        for part in &explanation.parts {
            let micros = i64::try_from(part.severity.0).expect("a severity is far below 2^63 micro-units");
            let event = &part.event;
            let change = changes.entry(event.id).or_insert_with(|| PartChange { micros: 0, event: event.clone() });
            change.micros += sign * micros;
        }
    }
    let mut changes: Vec<PartChange> = changes.into_values().filter(|change| change.micros != 0).collect();
    changes.sort_by_key(|change| (Reverse(change.micros.abs()), change.event.seq, change.event.id));
    changes
}

/// A cell, the event that carries it, and its decayed severity in micro-units and in 2^-64 of one.
struct Carried {
    key: CellKey,
    event: usize,
    whole: u64,
    rest: u64,
}

/// The cells that each event (by its position) carries, with parts that sum to the severities per direction.
fn carried_cells(
    events: &[&Witnessed],
    model: &dyn Additive,
    on: Day,
    directed: [SeverityMicros; 2],
) -> BTreeMap<usize, Vec<(CellKey, SeverityMicros)>> {
    let worths = match model.repeats() {
        Repeats::CountOnce => largest_worths(events, model, on),
        Repeats::CountEach => worths(events, model, on).collect(),
    };
    let oldest = worths.iter().map(|worth| on.since(worth.key.day).unsigned_abs()).max().unwrap_or(0);
    let left = left_after_each(model, oldest);
    let mut by_event: BTreeMap<usize, Vec<(CellKey, SeverityMicros)>> = BTreeMap::new();
    for (direction, total) in Direction::ALL.into_iter().zip(directed) {
        let one_way = worths.iter().filter(|worth| worth.key.direction == direction);
        let mut cells: Vec<Carried> = one_way.map(|worth| worth.decayed(&left, on)).collect();
        allot(&mut cells, total);
        for cell in cells {
            by_event.entry(cell.event).or_default().push((cell.key, SeverityMicros(cell.whole)));
        }
    }
    for cells in by_event.values_mut() {
        cells.sort_unstable();
    }
    by_event
}

/// What an event (by its position) is worth in a cell, on the cell's day.
#[derive(Debug, Clone, Copy)]
struct Worth {
    key: CellKey,
    event: usize,
    severity: SeverityMicros,
}

impl Worth {
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a product below 2^128")]
    fn decayed(self, left: &[u128], on: Day) -> Carried {
        let age = on.since(self.key.day).unsigned_abs() as usize;
        let exact = u128::from(self.severity.0) * left.get(age).copied().unwrap_or(0);
        Carried { key: self.key, event: self.event, whole: (exact >> 64) as u64, rest: exact as u64 }
    }
}

fn worths(events: &[&Witnessed], model: &dyn Additive, on: Day) -> impl Iterator<Item = Worth> {
    let of_event = move |(event, witnessed): (usize, &&Witnessed)| {
        let cells: Vec<Worth> = contributions(&witnessed.coded.interaction)
            .map(|(key, contribution)| Worth { key, event, severity: model.worth(key, &contribution) })
            .collect();
        cells
    };
    let by_then = move |worth: &Worth| worth.key.day <= on && worth.severity > SeverityMicros::ZERO;
    events.iter().enumerate().flat_map(of_event).filter(by_then)
}

fn largest_worths(events: &[&Witnessed], model: &dyn Additive, on: Day) -> Vec<Worth> {
    let mut largest: BTreeMap<CellKey, Worth> = BTreeMap::new();
    for worth in worths(events, model, on) {
        let kept = largest.entry(worth.key).or_insert(worth);
        // Events come in the order of the log, so an equal does not displace the first.
        if worth.severity > kept.severity {
            *kept = worth;
        }
    }
    largest.into_values().collect()
}

/// What is left of a whole at every age up to the oldest, in 2^-64.
fn left_after_each(model: &dyn Additive, oldest: u32) -> Vec<u128> {
    let decay = model.decay();
    let first = decay.left_after(0);
    std::iter::successors(Some(first), |&left| Some(decay.apply_wide(left))).take(oldest as usize + 1).collect()
}

/// Largest remainders: hands out the micro-units that rounding down left over, the largest remainder first, of equals
/// to the first event. The total is itself rounded down day by day; should it lie below the sum, the smallest
/// remainders give back.
fn allot(cells: &mut [Carried], total: SeverityMicros) {
    let sum: u64 = cells.iter().map(|cell| cell.whole).sum();
    cells.sort_by_key(|cell| (Reverse(cell.rest), cell.event, cell.key));
    let mut missing = total.0.saturating_sub(sum);
    let mut excess = sum.saturating_sub(total.0);
    while missing > 0 && !cells.is_empty() {
        for cell in cells.iter_mut() {
            let unit = missing.min(1);
            cell.whole += unit;
            missing -= unit;
        }
    }
    while excess > 0 {
        for cell in cells.iter_mut().rev() {
            let unit = excess.min(1).min(cell.whole);
            cell.whole -= unit;
            excess -= unit;
        }
    }
}
