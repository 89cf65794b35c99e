//! Floor 4: opinion. Models turn the cells of a pair into a tension trend; they are pure and read no clock, file or feed.
//!
//! ```text
//! Tally::of(commits, cut)                        projection: count once per cut
//!   replay(&tally, model, to, scope)             every pair on a day, by tension          -> Vec<PairState>
//!   trend(&tally, dyad, model, window, step, scope)  one pair over days, weeks or months  -> Vec<PeriodPoint>
//!   movers(states), diff(before, after)          what changed                             -> Vec<PairState>, Vec<PairChange>
//! Provenance::of(commits, dyad, cut)             projection: the events of one pair
//!   why(&provenance, dyad, model, on, scope)     which events make up the severity        -> Explanation
//!   why_change(&before, &after)                  which events make up a change            -> Vec<PartChange>
//! ```
//!
//! A model is made by [`model_named`] from its id and a [`Profile`]. Scores come as [`Tension`] (0 to 100) beside the
//! severity they were made from, in integer micro-units, and everything needed to doubt them.
//!
//! Reading order: [`profile`] the constants, [`decay`] the arithmetic, [`model`] the port and the registry,
//! [`decayed`] the decaying sums behind `decayed-severity@1`, [`rivals`] what others use, then the questions: [`mod@replay`], [`mod@trend`], [`mod@why`],
//! with [`surge`] and [`interval`] beside them; [`risk`] scores years and stands apart.

pub mod alert;
pub mod decay;
pub mod decayed;
pub mod interval;
pub mod model;
pub mod profile;
pub mod replay;
pub mod risk;
pub mod rivals;
pub mod score;
pub mod surge;
pub mod trend;
pub mod why;

pub use alert::{Alert, AlertError};
pub use model::{Additive, MODELS, ModelId, Repeats, TensionModel, card, id_named, ids, model_named};
pub use profile::{HalfLife, Profile};
pub use replay::{PairChange, PairState, diff, movers, replay, replay_counts};
pub use risk::{Risk, YearFacts};
pub use score::{Tension, TrendPoint};
pub use surge::Surge;
pub use trend::{Coverage, PeriodPoint, Step, trend, trend_counts};
pub use why::{Explanation, Part, PartChange, why, why_change};

/// Why a score cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TensionError {
    /// No shipped profile has this name.
    #[error("there is no profile {given:?}; there are {known}")]
    UnknownProfile {
        /// The name as given.
        given: String,
        /// The names there are.
        known: String,
    },
    /// No model has this name.
    #[error("there is no model {given:?}; there are {known}")]
    UnknownModel {
        /// The name as given.
        given: String,
        /// The names there are.
        known: String,
    },
    /// The model scores years, not days.
    #[error("{model} scores years, not days")]
    Yearly {
        /// The model asked.
        model: ModelId,
    },
    /// The model's score is no sum over events.
    #[error("the score of {model} is not a sum over events, so it has no parts to show")]
    NotAdditive {
        /// The model asked.
        model: ModelId,
    },
}
