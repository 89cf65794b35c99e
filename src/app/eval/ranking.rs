//! How well scores rank: average precision with ties in one step, and areas under the curve.

/// A ranking on one day, prepared so that it can be weighed again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Runs of equal scores, the highest first: members, and the positive ones among them, as places of dyads.
    runs: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Ranked {
    /// Ranks (place of the dyad, score, label).
    pub fn new(mut rows: Vec<(usize, f64, bool)>) -> Self {
        rows.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let runs = rows.chunk_by(|one, other| one.1.total_cmp(&other.1).is_eq());
        let places = |run: &[(usize, f64, bool)], positive: bool| {
            run.iter().filter(|row| !positive || row.2).map(|row| row.0).collect()
        };
        Self { runs: runs.map(|run| (places(run, false), places(run, true))).collect() }
    }

    /// Average precision where each dyad counts as often as its weight says; `None` without a positive.
    ///
    /// Source: the step-wise sum of precision times the step in recall, ties in one step (Davis and Goadrich 2006).
    pub fn average_precision(&self, weights: &[f64]) -> Option<f64> {
        let weight = |places: &[usize]| places.iter().filter_map(|at| weights.get(*at)).sum::<f64>();
        let (mut seen, mut hits, mut sum) = (0.0, 0.0, 0.0);
        for (members, positive) in &self.runs {
            seen += weight(members);
            let hit = weight(positive);
            hits += hit;
            sum += if hit > 0.0 { hit * hits / seen } else { 0.0 };
        }
        (hits > 0.0).then(|| sum / hits)
    }
}

/// The mean of what there is.
pub fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let (sum, count) = values.flatten().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// How often a positive scores higher than a negative of the same dyad, a tie counting half; `None` without both.
///
/// Source: Mann and Whitney 1947.
pub fn area(rows: &[(f64, bool)]) -> Option<f64> {
    let of = |label: bool| rows.iter().filter(move |row| row.1 == label).map(|row| row.0);
    let against = |positive: f64| {
        of(false).map(move |negative| match positive.total_cmp(&negative) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
    };
    mean(of(true).flat_map(against).map(Some))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_precision_by_hand() {
        let ranked = Ranked::new(vec![(0, 3.0, true), (1, 2.0, false), (2, 1.0, true)]);
        assert!((ranked.average_precision(&[1.0; 3]).unwrap() - 5.0 / 6.0).abs() < 1e-12);
        assert_eq!(Ranked::new(vec![(0, 1.0, true), (1, 1.0, false)]).average_precision(&[1.0; 2]), Some(0.5));
        assert_eq!(ranked.average_precision(&[0.0, 1.0, 0.0]), None);
    }

    #[test]
    fn the_area_is_one_for_the_truth_and_a_half_for_a_constant() {
        assert_eq!(area(&[(1.0, true), (0.0, false)]), Some(1.0));
        assert_eq!(area(&[(1.0, true), (1.0, false)]), Some(0.5));
        assert_eq!(area(&[(1.0, true)]), None);
    }
}
