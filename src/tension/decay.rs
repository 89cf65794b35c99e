//! Exponential decay in integers: the same bits on every machine, from whatever day one starts.

use super::profile::HalfLife;

/// Binary digits kept below the micro-unit while decaying.
const FRACTION_BITS: u32 = 20;

/// What a quantity keeps from one day to the next, as a fraction of 2^64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decay(u64);

impl Decay {
    /// A factor of 2^(-1 / half-life) a day, rounded to the nearest double and then exact.
    pub fn new(half_life: HalfLife) -> Self {
        let factor = libm::exp2(-1.0 / f64::from(half_life.days()));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0.9 and 1, times 2^64")]
        Self((factor * TWO_TO_64) as u64)
    }

    /// The same a day for squares.
    #[must_use]
    pub fn squared(self) -> Self {
        Self(self.apply(self.0))
    }

    /// The quantity a day later, rounded down.
    pub fn apply(self, quantity: u64) -> u64 {
        ((u128::from(quantity) * u128::from(self.0)) >> 64) as u64
    }

    /// The same for a wide quantity.
    pub fn apply_wide(self, quantity: u128) -> u128 {
        let (high, low) = (quantity >> 64, quantity & u128::from(u64::MAX));
        high * u128::from(self.0) + ((low * u128::from(self.0)) >> 64)
    }

    /// What is left of a whole after so many days, as a fraction of 2^64; after no day all of it.
    pub fn left_after(self, days: u32) -> u128 {
        (0..days).fold(1 << 64, |left, _| self.apply_wide(left))
    }
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

/// A decaying amount of micro-units, kept to 2^-20 of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Decaying(u64);

impl Decaying {
    /// The amount a day later, with what that day adds (in micro-units).
    #[must_use]
    pub fn next_day(self, decay: Decay, added: u64) -> Self {
        Self(decay.apply(self.0) + (added << FRACTION_BITS))
    }

    /// The amount a day later, or what that day brings if that is larger.
    #[must_use]
    pub fn next_day_largest(self, decay: Decay, brought: u64) -> Self {
        Self(decay.apply(self.0).max(brought << FRACTION_BITS))
    }

    /// Whole micro-units, rounded down.
    pub fn micros(self) -> u64 {
        self.0 >> FRACTION_BITS
    }

    /// Whether nothing is left, so that only a new amount can change it.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A decaying sum of squares of micro-units, kept to 2^-20 of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct DecayingSquares(u128);

impl DecayingSquares {
    /// The sum a day later, with what that day adds; `decay` is the squared one.
    #[must_use]
    pub fn next_day(self, decay: Decay, added: u128) -> Self {
        Self(decay.apply_wide(self.0) + (added << FRACTION_BITS))
    }

    /// Whole squared micro-units, rounded down.
    pub fn squares(self) -> u128 {
        self.0 >> FRACTION_BITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decay(days: u32) -> Decay {
        Decay::new(HalfLife::from_days(days).unwrap())
    }

    #[test]
    fn half_is_left_after_the_half_life() {
        for days in HalfLife::RANGE_DAYS {
            let left = decay(days).left_after(days);
            let off = left.abs_diff(1 << 63);
            assert!(off < u128::from(days) * 4096, "{days} days leave {off} too much or too little of 2^64");
        }
    }

    #[test]
    fn wide_and_narrow_decay_agree() {
        for quantity in [0, 1, 2, 1 << 20, u64::MAX / 3, u64::MAX] {
            assert_eq!(decay(30).apply_wide(u128::from(quantity)), u128::from(decay(30).apply(quantity)));
        }
        let wide = u128::from(u64::MAX) << 40;
        let expected = (u128::from(u64::MAX) * u128::from(decay(30).0)) >> 24;
        assert_eq!(decay(30).apply_wide(wide), expected);
    }

    #[test]
    fn no_day_leaves_everything_and_each_day_less() {
        assert_eq!(decay(30).left_after(0), 1 << 64);
        let left: Vec<u128> = (0..100).map(|days| decay(30).left_after(days)).collect();
        assert!(left.is_sorted_by(|a, b| a > b));
    }
}
