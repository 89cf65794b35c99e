//! Decaying sums over cells, and `decayed-severity@1`, the default model.
//!
//! Per direction H(t) = floor(H(t-1) * D) + s(t), where s(t) is the sum over the day's cells of the largest worth in each,
//! once, D = 2^(-1/half-life), and H is kept to 2^-20 of a micro-unit. As zero decays to zero, the day one starts from
//! does not matter. Severity is H in whole micro-units; both directions are summed and put on the scale.

use std::cmp::Reverse;

use crate::domain::{DateSpan, Day, SeverityMicros};
use crate::projection::{ActorScope, Cell, CellKey, Cells, Contribution, Counted, Direction, PairCounts};

use super::decay::{Decay, Decaying, DecayingSquares};
use super::interval::WeightSums;
use super::model::{Additive, ModelId, Repeats, TensionModel};
use super::profile::Profile;
use super::score::{Tension, TrendPoint};

/// `decayed-severity@1`: the largest severity of each cell once, halved every half-life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecayedSeverity {
    profile: Profile,
    decay: Decay,
}

impl DecayedSeverity {
    /// The name and version of the formula.
    pub const ID: ModelId = ModelId::new("decayed-severity", 1);

    /// The model with these constants.
    pub fn new(profile: Profile) -> Self {
        let decay = Decay::new(profile.half_life);
        Self { profile, decay }
    }
}

impl DecayedSeverity {
    /// The severities of both directions on every day of the window: what [`TensionModel::trend`] gives, without all
    /// that stands beside it, for callers who want the whole trend of every pair.
    pub fn severities(&self, counts: &PairCounts, scope: ActorScope, window: DateSpan) -> Vec<[SeverityMicros; 2]> {
        let mut cells =
            counts.cells.iter().filter(|(_, act, count)| *count > 0 && scope.admits(act.official)).peekable();
        let mut days = Vec::with_capacity(window.days() as usize);
        let mut levels = [Decaying::default(); 2];
        let first = cells.peek().map_or(window.first(), |(key, ..)| key.day.min(window.first()));
        // Whole numbers instead of days: this loop is most of the time of a replay of everything.
        for today in first.epoch_days()..=window.last().epoch_days() {
            let mut sums = [0; 2];
            while let Some((key, act, _)) = cells.next_if(|(key, ..)| key.day.epoch_days() == today) {
                let mut largest = self.worth(*key, act).0;
                while let Some((_, act, _)) = cells.next_if(|(other, ..)| other == key) {
                    largest = largest.max(self.worth(*key, act).0);
                }
                let [forward, reverse] = &mut sums;
                *(if key.direction == Direction::Forward { forward } else { reverse }) += largest;
            }
            let [forward, reverse] = levels;
            let [new_forward, new_reverse] = sums;
            levels = [forward.next_day(self.decay, new_forward), reverse.next_day(self.decay, new_reverse)];
            if today >= window.first().epoch_days() {
                days.push(levels.map(|level| SeverityMicros(level.micros())));
            }
        }
        days
    }
}

impl TensionModel for DecayedSeverity {
    fn id(&self) -> ModelId {
        Self::ID
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn trend(&self, cells: &Cells, window: DateSpan) -> Vec<TrendPoint> {
        decayed_trend(self, &self.profile, cells, window)
    }

    fn additive(&self) -> Option<&dyn Additive> {
        Some(self)
    }
}

impl Additive for DecayedSeverity {
    fn worth(&self, _: CellKey, contribution: &Contribution) -> SeverityMicros {
        self.profile.weigh(contribution.severity(), contribution.status)
    }

    fn repeats(&self) -> Repeats {
        Repeats::CountOnce
    }

    fn decay(&self) -> Decay {
        self.decay
    }
}

/// What one day's cells bring.
#[derive(Debug, Clone, Copy, Default)]
struct DaySums {
    directed: [u64; 2],
    cooperation: u64,
    cells: u64,
    squares: u128,
    largest: u64,
}

impl DaySums {
    fn of(cells: &[Cell<'_>], model: &dyn Additive, profile: &Profile) -> Self {
        let mut sums = Self::default();
        for cell in cells {
            sums.take(cell, model, profile);
        }
        sums
    }

    fn take(&mut self, cell: &Cell<'_>, model: &dyn Additive, profile: &Profile) {
        let worths = cell.counted().map(|counted| (model.worth(cell.key, &counted.contribution).0, counted.count));
        let severity = match model.repeats() {
            Repeats::CountOnce => worths.clone().map(|(worth, _)| worth).max().unwrap_or(0),
            Repeats::CountEach => worths.clone().map(|(worth, count)| worth * count).sum(),
        };
        self.cooperation += cooperation(cell, profile);
        let [forward, reverse] = &mut self.directed;
        match cell.key.direction {
            Direction::Forward => *forward += severity,
            Direction::Reverse => *reverse += severity,
        }
        self.cells += u64::from(severity > 0);
        // An act spread over n days makes n cells and is one piece of evidence: its squares are counted n times.
        let spread = |counted: &Counted| {
            let worth = model.worth(cell.key, &counted.contribution).0;
            (worth, Reverse(counted.contribution.span_days))
        };
        let span_days = cell.counted().map(spread).max().map_or(1, |(_, Reverse(days))| days);
        self.squares += match model.repeats() {
            Repeats::CountOnce => square(severity) * u128::from(span_days),
            Repeats::CountEach => worths.clone().map(|(worth, count)| square(worth) * u128::from(count)).sum(),
        };
        let single = worths.map(|(worth, _)| worth).max().unwrap_or(0);
        self.largest = self.largest.max(single);
    }
}

fn square(amount: u64) -> u128 {
    u128::from(amount) * u128::from(amount)
}

/// The largest cooperation in a cell, once: the second series of every model.
pub(super) fn cooperation(cell: &Cell<'_>, profile: &Profile) -> u64 {
    let worth = |c: &Contribution| profile.weigh(c.cooperation(), c.status).0;
    cell.counted().map(|counted| worth(&counted.contribution)).max().unwrap_or(0)
}

/// The state of a pair at the end of a day.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    directed: [Decaying; 2],
    cooperation: Decaying,
    cells: u64,
    squares: DecayingSquares,
    largest: Decaying,
}

impl Level {
    fn next_day(self, day: DaySums, decay: Decay, decay_squared: Decay) -> Self {
        let [forward, reverse] = self.directed;
        let [new_forward, new_reverse] = day.directed;
        Self {
            directed: [forward.next_day(decay, new_forward), reverse.next_day(decay, new_reverse)],
            cooperation: self.cooperation.next_day(decay, day.cooperation),
            cells: self.cells + day.cells,
            squares: self.squares.next_day(decay_squared, day.squares),
            largest: self.largest.next_day_largest(decay, day.largest),
        }
    }

    fn point(self, day: Day, profile: &Profile) -> TrendPoint {
        let directed = self.directed.map(|level| SeverityMicros(level.micros()));
        let severity: SeverityMicros = directed.into_iter().sum();
        TrendPoint {
            day,
            tension: Tension::of(severity, profile.reference_points),
            directed,
            cooperation: SeverityMicros(self.cooperation.micros()),
            cells: self.cells,
            weights: WeightSums { sum: severity.0, squares: self.squares.squares(), largest: self.largest.micros() },
            severity,
        }
    }
}

/// The trend of any additive model.
pub(super) fn decayed_trend(
    model: &dyn Additive,
    profile: &Profile,
    cells: &Cells,
    window: DateSpan,
) -> Vec<TrendPoint> {
    let decay = model.decay();
    let squared = decay.squared();
    let next = |level: Level, cells: &[Cell<'_>]| level.next_day(DaySums::of(cells, model, profile), decay, squared);
    day_by_day(cells, window, next, |level, day| level.point(day, profile))
}

/// Folds the cells of a pair day by day, from the first that is known, and makes a point of every day of the window.
pub(super) fn day_by_day<L: Copy + Default>(
    cells: &Cells,
    window: DateSpan,
    next_day: impl Fn(L, &[Cell<'_>]) -> L,
    point: impl Fn(L, Day) -> TrendPoint,
) -> Vec<TrendPoint> {
    let mut cells = cells.iter().peekable();
    let first = cells.peek().map_or(window.first(), |cell| cell.key.day.min(window.first()));
    let mut level = L::default();
    let mut today = Vec::new();
    let mut points = Vec::with_capacity(window.days() as usize);
    for day in DateSpan::new(first, window.last()).into_iter().flat_map(DateSpan::iter) {
        today.clear();
        today.extend(std::iter::from_fn(|| cells.next_if(|cell| cell.key.day == day)));
        level = next_day(level, &today);
        if day >= window.first() {
            points.push(point(level, day));
        }
    }
    points
}
