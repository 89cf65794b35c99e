//! How far a severity could be off if its cells were chance: the Gamma-Poisson interval of a weighted count.
//!
//! A severity is a sum of cells with unequal weights. Fay and Feuer (1997, Statistics in Medicine 16, 791-801) give
//! its interval when each weight's count is Poisson: quantiles of gamma distributions with the sum's mean and variance,
//! the upper one with one more cell of the largest weight. Chi-square quantiles by Wilson and Hilferty (1931, PNAS 17,
//! 684-688), which is off by at most a few percent here and needs no iteration.

use crate::domain::SeverityMicros;

/// Standard normal quantile of 0.95: the interval leaves five percent on either side.
const Z: f64 = 1.644_853_626_951_472_2;

/// Sums over the decayed weights of the cells behind a severity, in micro-units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WeightSums {
    /// Sum of the weights.
    pub sum: u64,
    /// Sum of their squares.
    pub squares: u128,
    /// The largest.
    pub largest: u64,
}

impl WeightSums {
    /// Effective number of equal cells, (sum w)^2 / sum w^2 (Kish 1965); `None` where there is no weight.
    pub fn effective_cells(&self) -> Option<f64> {
        (self.squares > 0).then(|| {
            let sum = double(u128::from(self.sum));
            sum * sum / double(self.squares)
        })
    }

    /// The ninety percent interval of the severity; `None` where there is no weight.
    pub fn interval(&self) -> Option<(SeverityMicros, SeverityMicros)> {
        if self.squares == 0 {
            return None;
        }
        let (mean, variance) = (double(u128::from(self.sum)), double(self.squares));
        let largest = double(u128::from(self.largest));
        let low = gamma_quantile(mean, variance, -Z);
        let high = gamma_quantile(mean + largest, variance + largest * largest, Z);
        Some((micros(low.min(mean)), micros(high.max(mean))))
    }
}

/// Quantile of the gamma distribution with this mean and variance at a standard normal deviate.
fn gamma_quantile(mean: f64, variance: f64, deviate: f64) -> f64 {
    // A gamma is a scaled chi-square with k = 2 mean^2 / variance degrees of freedom.
    let ninth = variance / (9.0 * mean * mean);
    let root = (1.0 - ninth + deviate * ninth.sqrt()).max(0.0);
    mean * root * root * root
}

#[expect(clippy::cast_precision_loss, reason = "an interval is a judgement; the nearest double is exact enough")]
fn double(amount: u128) -> f64 {
    amount as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative and far below 2^53")]
fn micros(amount: f64) -> SeverityMicros {
    SeverityMicros(amount as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal weights make it the exact Poisson interval (Garwood 1936): for 10 of weight 1, 5.4254 to 16.9622.
    #[test]
    fn equal_cells_give_nearly_the_exact_poisson_interval() {
        let one = SeverityMicros::POINT;
        let ten = WeightSums { sum: 10 * one, squares: 10 * u128::from(one).pow(2), largest: one };
        let (low, high) = ten.interval().unwrap();
        assert!(low.0.abs_diff(5_425_400) < 15_000, "{low}");
        assert!(high.0.abs_diff(16_962_200) < 15_000, "{high}");
        assert!((ten.effective_cells().unwrap() - 10.0).abs() < 1e-12);
    }

    #[test]
    fn one_heavy_cell_counts_for_about_one_however_many_light_ones_there_are() {
        let sums = WeightSums { sum: 1_000_100, squares: 1_000_000_000_000 + 100, largest: 1_000_000 };
        assert!(sums.effective_cells().unwrap() < 1.01);
        let (low, high) = sums.interval().unwrap();
        assert!(low.0 < 100_000 && high.0 > 4_000_000, "{low}..{high}");
    }

    #[test]
    fn no_weight_has_no_interval() {
        assert_eq!(WeightSums::default().interval(), None);
        assert_eq!(WeightSums::default().effective_cells(), None);
    }
}
