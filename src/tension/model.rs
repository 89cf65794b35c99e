//! The port every model implements, and the registry that `--model` looks in.

use std::fmt;

use crate::domain::{DateSpan, SeverityMicros};
use crate::projection::{CellKey, Cells, Contribution};

use super::TensionError;
use super::decay::Decay;
use super::decayed::DecayedSeverity;
use super::profile::Profile;
use super::risk::Risk;
use super::rivals::{GoldsteinMean, MaterialCount, VerbalShare};
use super::score::TrendPoint;

/// Names a model and the version of its formula: `decayed-severity@1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId {
    name: &'static str,
    version: u32,
}

impl ModelId {
    /// The id of a model in this crate.
    pub(super) const fn new(name: &'static str, version: u32) -> Self {
        Self { name, version }
    }

    /// The name without the version.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}@{}", self.name, self.version))
    }
}

/// A model: cells of one pair in, a point per day out. Pure.
pub trait TensionModel {
    /// Which model, in which version.
    fn id(&self) -> ModelId;

    /// The constants it runs with.
    fn profile(&self) -> &Profile;

    /// A point for every day of the window, in order. Nothing after a day matters to its point, and where the window
    /// begins matters to none.
    fn trend(&self, cells: &Cells, window: DateSpan) -> Vec<TrendPoint>;

    /// The model as a sum over cells, where it is one; only then can a score be taken apart into events.
    fn additive(&self) -> Option<&dyn Additive> {
        None
    }
}

/// What a model makes of several acts in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// The largest worth counts, once: a repeated report changes nothing.
    CountOnce,
    /// Every act counts: the score follows attention.
    CountEach,
}

/// A model whose severity is a sum over acts, decayed by age.
pub trait Additive {
    /// What one contribution would be worth in its cell on its day.
    fn worth(&self, key: CellKey, contribution: &Contribution) -> SeverityMicros;

    /// What it makes of several acts in one cell.
    fn repeats(&self) -> Repeats;

    /// What a cell keeps from one day to the next.
    fn decay(&self) -> Decay;
}

/// Builds a model with a profile.
pub type Build = fn(Profile) -> Box<dyn TensionModel>;

/// Every model there is, the default first.
pub const MODELS: [(ModelId, Build); 4] = [
    (DecayedSeverity::ID, |profile| Box::new(DecayedSeverity::new(profile))),
    (MaterialCount::ID, |profile| Box::new(MaterialCount::new(profile))),
    (GoldsteinMean::ID, |profile| Box::new(GoldsteinMean::new(profile))),
    (VerbalShare::ID, |profile| Box::new(VerbalShare::new(profile))),
];

/// Every id there is: the models of tension, then what stands apart from them.
pub fn ids() -> Vec<ModelId> {
    MODELS.iter().map(|(id, _)| *id).chain([Risk::ID]).collect()
}

/// The id a text names, as `decayed-severity` or `decayed-severity@1`.
///
/// # Errors
/// [`TensionError::UnknownModel`], which names those there are.
pub fn id_named(name: &str) -> Result<ModelId, TensionError> {
    let known = || ids().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let found = ids().into_iter().find(|id| id.name() == name || id.to_string() == name);
    found.ok_or_else(|| TensionError::UnknownModel { given: name.to_owned(), known: known() })
}

/// A model's card: formula, constants, sources and known weaknesses, as Markdown.
pub fn card(id: ModelId) -> &'static str {
    match id.name() {
        "material-count" => include_str!("cards/material-count.md"),
        "goldstein-mean" => include_str!("cards/goldstein-mean.md"),
        "risk" => include_str!("cards/risk.md"),
        "verbal-share" => include_str!("cards/verbal-share.md"),
        _ => include_str!("cards/decayed-severity.md"),
    }
}

/// The model of this name, as `decayed-severity` or `decayed-severity@1`, with a profile.
///
/// # Errors
/// [`TensionError::UnknownModel`], which names those there are, and [`TensionError::Yearly`] for a model of years.
pub fn model_named(name: &str, profile: Profile) -> Result<Box<dyn TensionModel>, TensionError> {
    let id = id_named(name)?;
    let found = MODELS.iter().find(|(known, _)| *known == id);
    found.map(|(_, build)| build(profile)).ok_or(TensionError::Yearly { model: id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registered_model_is_found_under_the_id_it_gives_itself() {
        for (id, build) in MODELS {
            assert_eq!(build(Profile::default()).id(), id);
            assert_eq!(model_named(id.name(), Profile::default()).unwrap().id(), id);
            assert_eq!(model_named(&id.to_string(), Profile::default()).unwrap().id(), id);
            assert!(card(id).starts_with(&format!("# `{id}`\n")), "the card of {id} names another model");
        }
        assert!(card(Risk::ID).starts_with("# `risk@1`\n"));
        assert!(matches!(model_named("risk", Profile::default()), Err(TensionError::Yearly { .. })));
        assert!(model_named("decayed-severity@2", Profile::default()).is_err());
    }
}
