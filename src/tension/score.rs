//! What a model says of one pair on one day.

use std::cmp::Ordering;

use crate::domain::{Day, SeverityMicros};

use super::interval::WeightSums;

/// Tension of a pair: 0 (nothing known) to 100 (the profile's reference severity or more).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tension(f64);

impl Tension {
    /// The highest there is.
    pub const MAX: Self = Self(100.0);

    /// Tension at this severity: `min(100, 100 ln(1 + H) / ln(1 + H_ref))`, H in points.
    pub fn of(severity: SeverityMicros, reference_points: u32) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a severity stays below 2^53 micro-units")]
        let points = severity.0 as f64 / SeverityMicros::POINT as f64;
        Self::clamped(100.0 * libm::log1p(points) / libm::log1p(f64::from(reference_points)))
    }

    /// The value cut to 0..=100.
    pub(super) fn clamped(value: f64) -> Self {
        Self(value.clamp(0.0, 100.0))
    }

    /// The value, 0 to 100.
    pub fn points(self) -> f64 {
        self.0
    }
}

impl Eq for Tension {}

impl PartialOrd for Tension {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tension {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// A pair at the end of one day, as a model sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendPoint {
    /// The day; everything that occurred on it is in.
    pub day: Day,
    /// The score.
    pub tension: Tension,
    /// What each direction is worth alone, forward (first acts on second) before reverse. In an additive model the two
    /// sum to the severity; in a mean or a share they do not.
    pub directed: [SeverityMicros; 2],
    /// The second series: decayed cooperation of both directions. Never subtracted.
    pub cooperation: SeverityMicros,
    /// Cells with any severity by that day, both directions.
    pub cells: u64,
    /// Sums over the decayed weights of what the model counts.
    pub weights: WeightSums,
    pub(super) severity: SeverityMicros,
}

impl TrendPoint {
    /// Both directions together: what the tension is computed from.
    pub fn severity(&self) -> SeverityMicros {
        self.severity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_zero_the_reference_is_a_hundred_and_more_is_no_more() {
        let at = |points: u64| Tension::of(SeverityMicros(points * SeverityMicros::POINT), 220).points();
        assert_eq!(Tension::of(SeverityMicros::ZERO, 220), Tension::default());
        assert!((at(220) - 100.0).abs() < 1e-12);
        assert_eq!(Tension::of(SeverityMicros(u64::from(u32::MAX) * 1000), 220), Tension::MAX);
        assert!((at(10) - 44.42).abs() < 0.01, "one act of full severity, fresh: {}", at(10));
    }
}
