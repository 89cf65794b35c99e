//! Cells: what a model is given of one pair.

use crate::domain::Day;

use super::contribution::{CellKey, Contribution};

/// Whose acts count: a selection made when scores are computed, not when facts are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ActorScope {
    /// Only acts in which both sides act as states or organisations of states.
    #[default]
    Official,
    /// All acts.
    All,
}

impl ActorScope {
    /// Whether an act between official sides (or not) is in scope.
    pub fn admits(self, official: bool) -> bool {
        official || self == Self::All
    }
}

/// Equal contributions to one cell and how often they are there, at least once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counted {
    /// The cell.
    pub key: CellKey,
    /// What was put into it.
    pub contribution: Contribution,
    /// How many interactions put exactly this there.
    pub count: u64,
}

/// All present contributions to the cells of one pair, ordered by day, direction and root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(Vec<Counted>);

impl Cells {
    /// The cells made of these contributions, in any order. Contributions that are not there (a count of zero or less)
    /// are left out.
    pub fn new(signed: impl IntoIterator<Item = (CellKey, Contribution, i64)>) -> Self {
        let mut cells = Self::from_ordered(signed.into_iter());
        cells.0.sort_unstable();
        cells
    }

    /// The same from contributions that are in order.
    pub(super) fn from_ordered(signed: impl Iterator<Item = (CellKey, Contribution, i64)>) -> Self {
        let present = |(key, contribution, count): (CellKey, Contribution, i64)| {
            let count = u64::try_from(count).ok().filter(|&count| count > 0)?;
            Some(Counted { key, contribution, count })
        };
        Self(signed.filter_map(present).collect())
    }

    /// Every cell in order, each with what is in it.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        self.0.chunk_by(|a, b| a.key == b.key).filter_map(|counted| {
            let first = counted.first()?;
            Some(Cell { key: first.key, counted })
        })
    }

    /// The first day anything is known of.
    pub fn first_day(&self) -> Option<Day> {
        self.0.first().map(|counted| counted.key.day)
    }

    /// The last day anything is known of.
    pub fn last_day(&self) -> Option<Day> {
        self.0.last().map(|counted| counted.key.day)
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One cell and what is in it, never empty.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// Day, direction and root.
    pub key: CellKey,
    counted: &'a [Counted],
}

impl<'a> Cell<'a> {
    /// The distinct contributions, in a fixed order.
    pub fn counted(&self) -> impl Iterator<Item = &'a Counted> + Clone + use<'a> {
        self.counted.iter()
    }

    /// How many interactions touch the cell.
    pub fn events(&self) -> u64 {
        self.counted.iter().map(|counted| counted.count).sum()
    }
}
