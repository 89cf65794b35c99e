//! What others use: rivals that every score can be compared with. Their cards say what each gets wrong.

use crate::domain::{DateSpan, Day, QuadClass, Root, SeverityMicros};
use crate::projection::{Cell, CellKey, Cells, Contribution, Counted};

use super::decay::{Decay, Decaying, DecayingSquares};
use super::decayed::{cooperation, day_by_day, decayed_trend};
use super::interval::WeightSums;
use super::model::{Additive, ModelId, Repeats, TensionModel};
use super::profile::Profile;
use super::score::{Tension, TrendPoint};

/// `material-count@1`: the number of material conflict acts (roots 14 to 20), every report counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialCount {
    profile: Profile,
    decay: Decay,
}

impl MaterialCount {
    /// The name and version of the formula.
    pub const ID: ModelId = ModelId::new("material-count", 1);

    /// The model with these constants.
    pub fn new(profile: Profile) -> Self {
        let decay = Decay::new(profile.half_life);
        Self { profile, decay }
    }
}

impl TensionModel for MaterialCount {
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

impl Additive for MaterialCount {
    fn worth(&self, key: CellKey, contribution: &Contribution) -> SeverityMicros {
        let material = key.root.quad() == QuadClass::MaterialConflict;
        let share = if material { one_act(contribution) } else { 0 };
        self.profile.weigh(SeverityMicros(share), contribution.status)
    }

    fn repeats(&self) -> Repeats {
        Repeats::CountEach
    }

    fn decay(&self) -> Decay {
        self.decay
    }
}

/// One act, spread over its days, in micro-units.
fn one_act(contribution: &Contribution) -> u64 {
    SeverityMicros::POINT / u64::from(contribution.span_days)
}

/// `goldstein-mean@1`: the mean Goldstein weight of all acts, its sign turned so that conflict is high.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldsteinMean {
    profile: Profile,
}

impl GoldsteinMean {
    /// The name and version of the formula.
    pub const ID: ModelId = ModelId::new("goldstein-mean", 1);

    /// The model with these constants.
    pub fn new(profile: Profile) -> Self {
        Self { profile }
    }
}

impl TensionModel for GoldsteinMean {
    fn id(&self) -> ModelId {
        Self::ID
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn trend(&self, cells: &Cells, window: DateSpan) -> Vec<TrendPoint> {
        let rated = |_: Root, contribution: &Contribution| {
            contribution.goldstein.map(|weight| {
                let tenths = weight.tenths();
                let against = u64::from((-tenths).max(0).unsigned_abs());
                (against, u64::from(tenths.max(0).unsigned_abs()))
            })
        };
        // A mean of -10 is the most conflict there is: 100.
        ratio_trend(&self.profile, cells, window, rated, SeverityMicros::POINT / 10)
    }
}

/// `verbal-share@1`: the share of verbal conflict (roots 09 to 13) in all acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbalShare {
    profile: Profile,
}

impl VerbalShare {
    /// The name and version of the formula.
    pub const ID: ModelId = ModelId::new("verbal-share", 1);

    /// The model with these constants.
    pub fn new(profile: Profile) -> Self {
        Self { profile }
    }
}

impl TensionModel for VerbalShare {
    fn id(&self) -> ModelId {
        Self::ID
    }

    fn profile(&self) -> &Profile {
        &self.profile
    }

    fn trend(&self, cells: &Cells, window: DateSpan) -> Vec<TrendPoint> {
        let rated = |root: Root, _: &Contribution| Some((u64::from(root.quad() == QuadClass::VerbalConflict), 0));
        // A share of 1 is shown as ten points, so that severity has the range of the other models.
        ratio_trend(&self.profile, cells, window, rated, 10 * SeverityMicros::POINT)
    }
}

/// Decayed sums over acts: how many, what speaks for conflict and what against it.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    acts: Decaying,
    conflict: Decaying,
    peace: Decaying,
}

impl Sums {
    fn next_day(self, acts: u64, conflict: u64, peace: u64, decay: Decay) -> Self {
        Self {
            acts: self.acts.next_day(decay, acts),
            conflict: self.conflict.next_day(decay, conflict),
            peace: self.peace.next_day(decay, peace),
        }
    }

    /// (conflict - peace) / acts in units of `unit` micro-units, not below zero; zero without acts.
    fn ratio(self, unit: u64) -> SeverityMicros {
        let excess = self.conflict.micros().saturating_sub(self.peace.micros());
        let scaled = u128::from(excess) * u128::from(unit);
        SeverityMicros(u64::try_from(scaled.checked_div(u128::from(self.acts.micros())).unwrap_or(0)).unwrap_or(0))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct RatioLevel {
    directed: [Sums; 2],
    both: Sums,
    cooperation: Decaying,
    cells: u64,
    squares: DecayingSquares,
}

/// The trend of a ratio of decayed sums: what an act says for and against conflict, over the number of acts.
/// Acts for which `rated` has no answer are left out of both.
fn ratio_trend(
    profile: &Profile,
    cells: &Cells,
    window: DateSpan,
    rated: impl Fn(Root, &Contribution) -> Option<(u64, u64)>,
    unit: u64,
) -> Vec<TrendPoint> {
    let decay = Decay::new(profile.half_life);
    let of_squares = decay.squared();
    let next = |level: RatioLevel, cells: &[Cell<'_>]| {
        let (mut sums, mut squares, mut conflicts) = ([[0_u64; 3]; 2], 0_u128, 0);
        for cell in cells {
            let mut conflictual = false;
            for Counted { contribution, count, .. } in cell.counted() {
                let Some((conflict, peace)) = rated(cell.key.root, contribution) else { continue };
                let weight = profile.weigh(SeverityMicros(one_act(contribution)), contribution.status).0;
                if let Some([acts, against, towards]) = sums.get_mut(cell.key.direction.index()) {
                    *acts += weight * count;
                    *against += weight * count * conflict;
                    *towards += weight * count * peace;
                }
                squares += u128::from(weight) * u128::from(weight) * u128::from(*count);
                conflictual |= conflict > 0;
            }
            conflicts += u64::from(conflictual);
        }
        let [forward, reverse] = level.directed;
        let [[f_acts, f_conflict, f_peace], [r_acts, r_conflict, r_peace]] = sums;
        RatioLevel {
            directed: [
                forward.next_day(f_acts, f_conflict, f_peace, decay),
                reverse.next_day(r_acts, r_conflict, r_peace, decay),
            ],
            both: level.both.next_day(f_acts + r_acts, f_conflict + r_conflict, f_peace + r_peace, decay),
            cooperation: level.cooperation.next_day(decay, cells.iter().map(|cell| cooperation(cell, profile)).sum()),
            cells: level.cells + conflicts,
            squares: level.squares.next_day(of_squares, squares),
        }
    };
    day_by_day(cells, window, next, |level, day| ratio_point(&level, unit, day))
}

fn ratio_point(level: &RatioLevel, unit: u64, day: Day) -> TrendPoint {
    let severity = level.both.ratio(unit);
    #[expect(clippy::cast_precision_loss, reason = "at most ten points")]
    let tension = Tension::clamped(severity.0 as f64 / (SeverityMicros::POINT as f64 / 10.0));
    TrendPoint {
        day,
        tension,
        directed: level.directed.map(|sums| sums.ratio(unit)),
        cooperation: SeverityMicros(level.cooperation.micros()),
        cells: level.cells,
        weights: WeightSums { sum: level.both.acts.micros(), squares: level.squares.squares(), largest: 0 },
        severity,
    }
}
