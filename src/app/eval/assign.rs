//! Maximum-weight matching: who is paired with whom so that the sum is as large as it can be.

/// Pairs rows with columns, each at most once, so that the weights add up to the most; `None` is no pair at all.
///
/// Weights are positive. Equal sums are settled the same way every time. Returns (row, column), by column.
///
/// The Hungarian method with potentials: Kuhn 1955, Naval Research Logistics 2; O(rows² · columns).
#[expect(clippy::indexing_slicing, reason = "every index runs over a vector made here with that length")]
pub fn assign(weights: &[Vec<Option<i64>>]) -> Vec<(usize, usize)> {
    let rows = weights.len();
    let columns = weights.iter().map(Vec::len).max().unwrap_or(0);
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    // One private empty column per row, so that a row may stay alone. Row and column 0 are the method's own.
    let width = columns + rows;
    let cost = |row: usize, column: usize| -weights[row - 1].get(column - 1).copied().flatten().unwrap_or(0);
    let mut of_row = vec![0_i64; rows + 1];
    let mut of_column = vec![0_i64; width + 1];
    let mut row_at = vec![0_usize; width + 1];
    let mut came_from = vec![0_usize; width + 1];
    for row in 1..=rows {
        row_at[0] = row;
        let mut lowest = vec![i64::MAX; width + 1];
        let mut used = vec![false; width + 1];
        let mut at = 0;
        loop {
            used[at] = true;
            let (here, mut step, mut next) = (row_at[at], i64::MAX, 0);
            for column in (1..=width).filter(|column| !used[*column]) {
                let reduced = cost(here, column) - of_row[here] - of_column[column];
                if reduced < lowest[column] {
                    (lowest[column], came_from[column]) = (reduced, at);
                }
                if lowest[column] < step {
                    (step, next) = (lowest[column], column);
                }
            }
            for column in 0..=width {
                if used[column] {
                    of_row[row_at[column]] += step;
                    of_column[column] -= step;
                } else if column > 0 {
                    lowest[column] -= step;
                }
            }
            at = next;
            if row_at[at] == 0 {
                break;
            }
        }
        while at != 0 {
            let from = came_from[at];
            row_at[at] = row_at[from];
            at = from;
        }
    }
    let paired = |column: &usize| row_at[*column] > 0 && cost(row_at[*column], *column) != 0;
    (1..=columns).filter(paired).map(|column| (row_at[column] - 1, column - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best sum by trying every way to pair.
    fn brute(weights: &[Vec<Option<i64>>], free: &mut Vec<bool>) -> i64 {
        let Some((row, rest)) = weights.split_first() else { return 0 };
        let mut best = brute(rest, free);
        for (column, weight) in row.iter().enumerate() {
            if let Some(weight) = weight.filter(|_| free[column]) {
                free[column] = false;
                best = best.max(weight + brute(rest, free));
                free[column] = true;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_other_pairing_has_a_larger_sum(
            weights in (1_usize..5).prop_flat_map(|columns| {
                prop::collection::vec(prop::collection::vec(prop::option::of(1_i64..10), columns), 1..5)
            }),
        ) {
            let pairs = assign(&weights);
            let sum: i64 = pairs.iter().map(|(row, column)| weights[*row][*column].unwrap()).sum();
            prop_assert_eq!(sum, brute(&weights, &mut vec![true; weights[0].len()]));
            let mut rows: Vec<_> = pairs.iter().map(|(row, _)| row).collect();
            rows.sort();
            rows.dedup();
            prop_assert_eq!(rows.len(), pairs.len(), "a row is paired once");
        }
    }

    #[test]
    fn nothing_pairs_with_nothing() {
        assert!(assign(&[]).is_empty());
        assert!(assign(&[vec![], vec![]]).is_empty());
        assert!(assign(&[vec![None, None]]).is_empty());
    }
}
