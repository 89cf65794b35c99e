//! The Goldstein weight and the severity derived from it, both as integers.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::str::FromStr;

use super::{ParseError, serde_as_text};

/// Goldstein weight in tenths of a point, -100..=100. Negative is conflict.
///
/// Source: Goldstein 1992, Journal of Conflict Resolution 36(2), as assigned to CAMEO codes by GDELT and
/// ICEWS. A code without a weight has `None`, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Goldstein(i8);

impl Goldstein {
    /// The weight of this many tenths, or `None` outside -100..=100.
    pub fn from_tenths(tenths: i16) -> Option<Self> {
        i8::try_from(tenths).ok().filter(|t| (-100..=100).contains(t)).map(Self)
    }

    /// Tenths of a point, -100..=100.
    pub fn tenths(self) -> i16 {
        i16::from(self.0)
    }

    /// Severity of a conflictual weight, `max(0, -g)^2 / 10`: 0 to 10 points, in micro-units.
    pub fn severity(self) -> SeverityMicros {
        Self::squared(-self.tenths())
    }

    /// The same measure on the other side, `max(0, g)^2 / 10`: how strong the cooperation is.
    pub fn cooperation(self) -> SeverityMicros {
        Self::squared(self.tenths())
    }

    /// tenths² / 1000 points = tenths² * 1000 micro-points; exact in integers.
    fn squared(tenths: i16) -> SeverityMicros {
        let tenths = u64::from(tenths.max(0).unsigned_abs());
        SeverityMicros(tenths * tenths * 1000)
    }
}

impl fmt::Display for Goldstein {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}.{}", tenths / 10, tenths % 10))
    }
}

impl FromStr for Goldstein {
    type Err = ParseError;

    /// Reads `-10.0`, `3.4`, `5`; a second decimal must be zero.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fail = || ParseError::new("a Goldstein weight (-10.0 to 10.0, one decimal)", text);
        let (negative, digits) = match text.as_bytes().first() {
            Some(b'-') => (true, text.get(1..).unwrap_or_default()),
            Some(b'+') => (false, text.get(1..).unwrap_or_default()),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let tail_is_zero = fraction.bytes().skip(1).all(|b| b == b'0');
        if !all_digits(whole) || !all_digits(fraction) || whole.len() > 2 || !tail_is_zero {
            return Err(fail());
        }
        let whole: i16 = whole.parse().map_err(|_| fail())?;
        let tenth = i16::from(fraction.bytes().next().unwrap_or(b'0') - b'0');
        let tenths = whole * 10 + tenth;
        Self::from_tenths(if negative { -tenths } else { tenths }).ok_or_else(fail)
    }
}

serde_as_text!(Goldstein);

/// An amount of severity (or of cooperation) in millionths of a point, never negative.
///
/// One act weighs at most 10 points; sums over cells and days stay far inside `u64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SeverityMicros(pub u64);

impl SeverityMicros {
    /// No severity at all.
    pub const ZERO: Self = Self(0);
    /// One point in micro-units.
    pub const POINT: u64 = 1_000_000;
}

impl Add for SeverityMicros {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for SeverityMicros {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for SeverityMicros {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for SeverityMicros {
    /// Prints points with as many decimals as are not zero, at least one: `9.0`, `0.290323`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:06}", self.0 % Self::POINT);
        let shown = fraction.trim_end_matches('0');
        f.pad(&format!("{}.{}", self.0 / Self::POINT, if shown.is_empty() { "0" } else { shown }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_tenths_agree_over_the_whole_range() {
        for tenths in -100..=100 {
            let weight = Goldstein::from_tenths(tenths).unwrap();
            assert_eq!(weight.to_string().parse::<Goldstein>().unwrap(), weight);
        }
        assert!(Goldstein::from_tenths(101).is_none());
        for bad in ["", "-", "10.1", "-11", "1.25", "1.", ".5", "1e1", "NaN", "--1", "999"] {
            assert!(bad.parse::<Goldstein>().is_err(), "{bad:?}");
        }
        assert_eq!("-5.50".parse::<Goldstein>().unwrap().tenths(), -55);
    }

    #[test]
    fn severity_squares_conflict_and_ignores_cooperation() {
        let weight = |text: &str| text.parse::<Goldstein>().unwrap();
        assert_eq!(weight("-10").severity().to_string(), "10.0");
        assert_eq!(weight("-0.4").severity(), SeverityMicros(16_000));
        assert_eq!(weight("7.4").severity(), SeverityMicros::ZERO);
        assert_eq!(weight("7.4").cooperation().to_string(), "5.476");
    }
}
