//! Floor 3: folds over the log. A projection counts facts and holds no opinion; scores are made from it on floor 4.
//!
//! Reading order: [`facts`] says which events a cut sees, [`contribution`] how one act lies over its days,
//! [`cells`] what a model is given, [`pair`] what is
//! counted of a pair, [`tally`] counts all of it per pair, [`provenance`] keeps the events of one pair,
//! [`disputes`] keeps imported dispute history apart, [`packed`] keeps a tally as bytes, [`cache`] keeps those of a store.
//!
//! Every fold here is commutative and associative: any order of commits, and any way of splitting them and merging
//! the parts, gives equal values.

pub mod cache;
pub mod cells;
pub mod contribution;
pub mod disputes;
pub mod facts;
pub mod packed;
pub mod pair;
pub mod provenance;
pub mod tally;

pub use cells::{ActorScope, Cell, Cells, Counted};
pub use contribution::{CellKey, Contribution, Direction};
pub use disputes::Disputes;
pub use pair::{Counts, Evidence, Mention, PairCounts};
pub use provenance::{Provenance, Witnessed};
pub use tally::Tally;

use crate::domain::Commit;

/// A fold over commits.
pub trait Projection: Default {
    /// Its name, as caches and `verify` write it.
    const NAME: &'static str;
    /// Raised whenever the same commits would give another value.
    const VERSION: u32;

    /// Takes one commit in. The order of calls does not matter; the same commit must not be applied twice.
    fn apply(&mut self, commit: &Commit);
}

/// A fold whose parts can be put together.
pub trait Merge {
    /// Takes in what another fold of the same kind, over other commits and through the same cut, has counted.
    fn merge(&mut self, other: Self);
}
