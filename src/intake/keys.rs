//! Which rows of a dataset are known: a bit to a few bytes a row, so that overlapping files add only what is new.

use std::collections::{BTreeMap, HashSet};

use sha2::{Digest, Sha256};

/// Numbers that share all but their last sixteen bits.
const CONTAINER_BITS: u32 = 16;

/// With more numbers than this a container is a bitmap.
const SPARSE_MAX: usize = 4096;

/// Known rows, by the dataset's own key and whatever else tells rows of the same key apart.
///
/// A key that begins with a number is kept as the number and 32 bits of a hash of the rest; other keys as 128 bits of
/// a hash. Two rows are taken for the same only if number and hash agree.
#[derive(Debug, Default)]
pub struct KnownRows {
    numbered: BTreeMap<u64, Container>,
    named: HashSet<u128>,
}

#[derive(Debug)]
enum Container {
    /// All rows have the same rest; the numbers in order.
    Sparse { rest: u32, numbers: Vec<u16> },
    /// All rows have the same rest; a bit a number.
    Dense { rest: u32, bits: Vec<u64> },
    /// Number and rest of each row, in order.
    Mixed(Vec<(u16, u32)>),
}

impl KnownRows {
    /// Adds a row; returns whether it is new. `detail` is what tells rows with the same key apart, where a key alone
    /// does not.
    pub fn insert(&mut self, key: &str, detail: u64) -> bool {
        let digits = key.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = key.split_at_checked(digits).unwrap_or(("", key));
        match number.parse::<u64>() {
            // Leading zeros are part of the key, so such a number is not told by its value alone.
            Ok(value) if !number.starts_with('0') || number.len() == 1 => {
                self.insert_number(value, narrow_hash(rest, detail))
            }
            _ => self.named.insert(wide_hash(key, detail)),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the end of the number is what is wanted")]
    fn insert_number(&mut self, number: u64, rest: u32) -> bool {
        let container = self.numbered.entry(number >> CONTAINER_BITS);
        let container = container.or_insert_with(|| Container::Sparse { rest, numbers: Vec::new() });
        container.insert(number as u16, rest)
    }
}

impl Container {
    fn insert(&mut self, number: u16, rest: u32) -> bool {
        match self {
            Self::Sparse { rest: only, .. } | Self::Dense { rest: only, .. } if *only != rest => {
                *self = Self::Mixed(self.rows());
                self.insert(number, rest)
            }
            Self::Sparse { numbers, .. } => {
                let Err(place) = place_of(numbers, &number) else { return false };
                numbers.insert(place, number);
                if numbers.len() > SPARSE_MAX {
                    *self = self.dense(rest);
                }
                true
            }
            Self::Dense { bits, .. } => {
                let Some(word) = bits.get_mut(usize::from(number / 64)) else { return false };
                let bit = 1 << (number % 64);
                let new = *word & bit == 0;
                *word |= bit;
                new
            }
            Self::Mixed(rows) => {
                let Err(place) = place_of(rows, &(number, rest)) else { return false };
                rows.insert(place, (number, rest));
                true
            }
        }
    }

    fn rows(&self) -> Vec<(u16, u32)> {
        match self {
            Self::Sparse { rest, numbers } => numbers.iter().map(|number| (*number, *rest)).collect(),
            Self::Dense { rest, bits } => {
                let has =
                    |number: &u16| bits.get(usize::from(number / 64)).is_some_and(|w| w >> (number % 64) & 1 == 1);
                (0..=u16::MAX).filter(has).map(|number| (number, *rest)).collect()
            }
            Self::Mixed(rows) => rows.clone(),
        }
    }

    fn dense(&self, rest: u32) -> Self {
        let mut bits = vec![0; 1 << (CONTAINER_BITS - 6)];
        for (number, _) in self.rows() {
            if let Some(word) = bits.get_mut(usize::from(number / 64)) {
                *word |= 1 << (number % 64);
            }
        }
        Self::Dense { rest, bits }
    }
}

/// Where a row is, or would be. Files are nearly in order, so the end is looked at first.
fn place_of<T: Ord>(rows: &[T], row: &T) -> Result<usize, usize> {
    if rows.last().is_none_or(|last| last < row) { Err(rows.len()) } else { rows.binary_search(row) }
}

fn wide_hash(text: &str, detail: u64) -> u128 {
    let digest: [u8; 32] = Sha256::new().chain_update(detail.to_le_bytes()).chain_update(text).finalize().into();
    let (first, _) = digest.split_first_chunk().expect("a digest of 32 bytes begins with 16");
    u128::from_le_bytes(*first)
}

/// Thirty-two bits for the rest of a key and the detail; nothing and zero are by far the most common.
#[expect(clippy::cast_possible_truncation, reason = "a hash is cut to what is kept of it")]
fn narrow_hash(rest: &str, detail: u64) -> u32 {
    let rest = if rest.is_empty() { 0 } else { wide_hash(rest, 0) as u64 };
    let mixed = (rest ^ detail).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_alone_does_not_name_a_row_whose_key_has_more() {
        let mut known = KnownRows::default();
        assert!(known.insert("7|2018-10-04", 0));
        assert!(known.insert("7|2018-10-05", 0));
        assert!(known.insert("7", 0));
        assert!(known.insert("07", 0));
        assert!(known.insert("ETH7", 0));
        assert!(known.insert("7", 9));
        for again in ["7|2018-10-04", "7|2018-10-05", "7", "07", "ETH7"] {
            assert!(!known.insert(again, 0), "{again}");
        }
    }

    proptest! {
        #[test]
        fn known_rows_are_a_set(rows in prop::collection::vec((0..200_000u64, 0..3u8), 0..3000), dense in any::<bool>()) {
            let mut known = KnownRows::default();
            let mut set = BTreeSet::new();
            for (number, rest) in rows {
                let key = if dense || rest == 0 { number.to_string() } else { format!("{number}|{rest}") };
                prop_assert_eq!(known.insert(&key, 0), set.insert(key));
            }
        }
    }

    #[test]
    fn a_full_container_stays_exact() {
        let mut known = KnownRows::default();
        assert!((0..100_000).all(|n: u32| known.insert(&n.to_string(), 0)));
        assert!((0..100_000).all(|n: u32| !known.insert(&n.to_string(), 0)));
        assert!(known.insert("5000", 9) && !known.insert("5000", 9) && !known.insert("5000", 0));
    }
}
