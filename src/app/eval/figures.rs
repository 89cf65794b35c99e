//! Counts to figures, and the interval around each.

use super::Options;
use super::counts::Counts;
use super::twister::Twister;

/// A share of something, 0 to 1; `None` where there is nothing to be a share of.
pub type Share = Option<f64>;

/// How many figures there are: three a level, the status, four about time.
const FIGURES: usize = 14;

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LevelFigures<T> {
    /// Matched core over predictions that were not ignored.
    pub precision: T,
    /// Matched core over core.
    pub recall: T,
    /// The harmonic mean.
    pub f1: T,
}

/// How well the intervals agree.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OccurredFigures<T> {
    /// Both ends equal.
    pub exact: T,
    /// The prediction lies inside the right interval.
    pub inside: T,
    /// They share a day.
    pub overlap: T,
    /// Mean of shared days over days of the union.
    pub jaccard: T,
}

/// Everything that is measured, as shares or as the intervals around them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures<T> {
    /// One set a level: dyad, dyad+quad, dyad+root.
    pub levels: [LevelFigures<T>; 3],
    /// Statuses that are right.
    pub status: T,
    /// Intervals.
    pub occurred: OccurredFigures<T>,
}

impl<T: Copy + Default> Figures<T> {
    fn from_array(cells: [T; FIGURES]) -> Self {
        let [p1, r1, f1, p2, r2, f2, p3, r3, f3, status, exact, inside, overlap, jaccard] = cells;
        let level = |precision, recall, f1| LevelFigures { precision, recall, f1 };
        Self {
            levels: [level(p1, r1, f1), level(p2, r2, f2), level(p3, r3, f3)],
            status,
            occurred: OccurredFigures { exact, inside, overlap, jaccard },
        }
    }
}

impl Figures<Share> {
    /// The figures of these counts.
    pub fn of(counts: &Counts) -> Self {
        Self::from_array(shares(counts))
    }
}

impl Figures<Option<[f64; 2]>> {
    /// 95 % percentile bootstrap over documents; `None` where there is one document only or no figure.
    pub fn intervals(documents: &[Counts], options: &Options) -> Self {
        let mut draws: [Vec<f64>; FIGURES] = Default::default();
        let count = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        let mut stream = Twister::new(options.seed);
        for _ in 0..if count > 1 { options.resamples } else { 0 } {
            let mut sum = Counts::default();
            for _ in 0..count {
                if let Some(document) = documents.get(stream.below(count)) {
                    sum += document;
                }
            }
            for (draws, share) in draws.iter_mut().zip(shares(&sum)) {
                draws.extend(share);
            }
        }
        Self::from_array(draws.map(percentiles))
    }
}

/// The 2.5th and 97.5th percentile.
fn percentiles(mut draws: Vec<f64>) -> Option<[f64; 2]> {
    draws.sort_by(f64::total_cmp);
    let last = draws.len().checked_sub(1)?;
    // 0.025 and 0.975 of the last index, in fortieths: rounded down below, to the nearest above (ties to even).
    let low = last / 40;
    let (whole, rest) = (last * 39 / 40, last * 39 % 40);
    let high = whole + usize::from(rest > 20 || (rest == 20 && whole % 2 == 1));
    Some([*draws.get(low)?, *draws.get(high)?])
}

fn shares(counts: &Counts) -> [Share; FIGURES] {
    let ratio = |part: u32, whole: u32| (whole > 0).then(|| f64::from(part) / f64::from(whole));
    let [dyad, quad, root] = counts.levels.map(|level| {
        let judged = counts.predictions - level.ignored;
        [ratio(level.hit, judged), ratio(level.hit, counts.core), ratio(2 * level.hit, judged + counts.core)]
    });
    let [judged, right] = counts.status;
    let [exact, inside, overlap] = counts.occurred_right.map(|right| ratio(right, counts.occurred));
    let jaccard = (counts.occurred > 0).then(|| counts.occurred_jaccard / f64::from(counts.occurred));
    let [[p1, r1, f1], [p2, r2, f2], [p3, r3, f3]] = [dyad, quad, root];
    [p1, r1, f1, p2, r2, f2, p3, r3, f3, ratio(right, judged), exact, inside, overlap, jaccard]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_a_thousand_draws_are_the_24th_and_the_974th() {
        let draws: Vec<f64> = (0..1000).rev().map(f64::from).collect();
        assert_eq!(percentiles(draws), Some([24.0, 974.0]));
        assert_eq!(percentiles(vec![0.5]), Some([0.5, 0.5]));
        assert_eq!(percentiles(Vec::new()), None);
    }

    #[test]
    fn a_share_of_nothing_is_no_share() {
        let figures = Figures::of(&Counts { core: 2, ..Counts::default() });
        assert_eq!(figures.levels[0], LevelFigures { precision: None, recall: Some(0.0), f1: Some(0.0) });
        assert_eq!(figures.status, None);
    }
}
