//! The surge test: far more conflict in a week than the sixty days before it led to expect. It alerts; it does not forecast.
//!
//! With f the number of conflictual cells of the last seven days and s seven times the daily mean of the sixty days
//! before those, z = (f - s) / sqrt(s + 0.5). A surge begins when z > 2 and f >= 1, and goes on until z < 1 or f = 0.
//! Computed in integers, so that no rounding decides an alert.

use crate::domain::{DateSpan, SeverityMicros};
use crate::projection::{Cells, Counted};

use super::profile::Profile;

const FAST_DAYS: usize = 7;
const SLOW_DAYS: usize = 60;

/// The surge test of a pair at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surge {
    /// Conflictual cells in the last seven days.
    pub cells_7d: u64,
    /// Conflictual cells in the sixty days before those.
    pub cells_60d: u64,
    /// Whether a surge is on.
    pub active: bool,
}

impl Surge {
    /// z of the test.
    #[expect(clippy::cast_precision_loss, reason = "counts of cells are small; the decision is made in integers")]
    pub fn z(&self) -> f64 {
        let expected = self.cells_60d as f64 * 7.0 / 60.0;
        (self.cells_7d as f64 - expected) / (expected + 0.5).sqrt()
    }

    fn after(self, cells_7d: u64, cells_60d: u64) -> Self {
        let seen = Self { cells_7d, cells_60d, active: false };
        let active = cells_7d >= 1 && if self.active { !seen.is_below_one() } else { seen.is_above_two() };
        Self { active, ..seen }
    }

    /// 60 (f - s), exact.
    fn excess(self) -> i128 {
        60 * i128::from(self.cells_7d) - 7 * i128::from(self.cells_60d)
    }

    /// 3600 (s + 0.5), exact: what the square of the excess is compared with.
    fn spread(self) -> i128 {
        420 * i128::from(self.cells_60d) + 1800
    }

    fn is_above_two(self) -> bool {
        self.excess() > 0 && self.excess().pow(2) > 4 * self.spread()
    }

    fn is_below_one(self) -> bool {
        self.excess() <= 0 || self.excess().pow(2) < self.spread()
    }
}

/// The surge test on every day of the window. Starts with the first cell, wherever the window begins.
pub fn surges(cells: &Cells, profile: &Profile, window: DateSpan) -> Vec<Surge> {
    let first = cells.first_day().map_or(window.first(), |day| day.min(window.first()));
    let Some(days) = DateSpan::new(first, window.last()) else { return Vec::new() };
    let per_day = conflictual_cells(cells, profile, days);
    let before = |at: usize, days: usize| at.checked_sub(days).and_then(|at| per_day.get(at)).copied().unwrap_or(0);
    let (mut fast, mut slow) = (0, 0);
    let mut surge = Surge::default();
    let mut points = Vec::with_capacity(window.days() as usize);
    for (at, (day, today)) in days.iter().zip(&per_day).enumerate() {
        let leaves_fast = before(at, FAST_DAYS);
        fast = fast + today - leaves_fast;
        slow = slow + leaves_fast - before(at, FAST_DAYS + SLOW_DAYS);
        surge = surge.after(fast, slow);
        if day >= window.first() {
            points.push(surge);
        }
    }
    points
}

/// Number of conflictual cells on every day.
fn conflictual_cells(cells: &Cells, profile: &Profile, days: DateSpan) -> Vec<u64> {
    let mut per_day = vec![0; days.days() as usize];
    let conflict = |counted: &Counted| {
        let contribution = counted.contribution;
        profile.weigh(contribution.severity(), contribution.status) > SeverityMicros::ZERO
    };
    for cell in cells.iter().filter(|cell| cell.counted().any(conflict)) {
        let place = usize::try_from(cell.key.day.since(days.first())).ok();
        if let Some(count) = place.and_then(|place| per_day.get_mut(place)) {
            *count += 1;
        }
    }
    per_day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_out_of_nowhere_is_no_surge_and_two_are() {
        assert!(!Surge::default().after(1, 0).active);
        assert!(Surge::default().after(2, 0).active);
    }

    #[test]
    fn a_surge_that_began_ends_lower_than_it_began() {
        let on = Surge { active: true, ..Surge::default() };
        assert!(on.after(1, 0).active, "z = 1.41 keeps a surge on");
        assert!(!Surge::default().after(1, 0).active, "and starts none");
        assert!(!on.after(1, 6).active, "z = 0.27 ends it");
        assert!(!on.after(0, 0).active);
    }

    #[test]
    fn the_integer_decision_is_the_formula() {
        for fast in 0..40 {
            for slow in 0..80 {
                let surge = Surge { cells_7d: fast, cells_60d: slow, active: false };
                assert_eq!(surge.is_above_two(), surge.z() > 2.0, "{surge:?}");
                assert_eq!(surge.is_below_one(), surge.z() < 1.0, "{surge:?}");
            }
        }
    }
}
