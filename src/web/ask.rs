//! Query parameters, named like the options of the command line, into a question.

use serde::Deserialize;

use crate::app::naming::{NamingError, pattern};
use crate::domain::{Cut, Day, DyadPattern, KnownAt, ParseError};
use crate::projection::ActorScope;
use crate::tension::{HalfLife, Profile, Step, TensionError, TensionModel, model_named};

/// The parameters every answer takes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    to: Option<String>,
    published_by: Option<String>,
    known_at: Option<String>,
    model: Option<String>,
    profile: Option<String>,
    half_life: Option<String>,
    actors: Option<String>,
    pair: Option<String>,
    from: Option<String>,
    by: Option<String>,
    on: Option<String>,
    after: Option<String>,
    n: Option<String>,
}

/// What is asked, understood.
pub struct Asked {
    /// The cuts.
    pub cut: Cut,
    /// Whose acts.
    pub scope: ActorScope,
    /// The model.
    pub model: Box<dyn TensionModel>,
    /// The first day of a trend.
    pub from: Option<Day>,
    /// How far apart its points lie.
    pub step: Step,
    /// Events to start after.
    pub after: Option<crate::domain::Seq>,
    /// How many.
    pub count: Option<usize>,
    /// The pair.
    pub pair: Option<DyadPattern>,
}

/// Why a query cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum Misunderstood {
    /// A parameter is not what it should be.
    #[error("{name}: {source}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// Why.
        source: ParseError,
    },
    /// There is no such model or profile.
    #[error(transparent)]
    Model(#[from] TensionError),
    /// There is no such pair.
    #[error(transparent)]
    Pair(#[from] NamingError),
}

impl Parameters {
    /// What is asked.
    pub fn understood(&self) -> Result<Asked, Misunderstood> {
        let profile = Profile::named(self.profile.as_deref().unwrap_or(Profile::DEFAULT))?;
        let profile = match parsed::<HalfLife>("half_life", self.half_life.as_ref())? {
            Some(half_life) => profile.with_half_life(half_life),
            None => profile,
        };
        let on = parsed::<Day>("on", self.on.as_ref())?;
        let to = parsed::<Day>("to", self.to.as_ref())?;
        Ok(Asked {
            cut: Cut {
                to: on.or(to),
                published_by: parsed("published_by", self.published_by.as_ref())?,
                known_at: parsed::<KnownAt>("known_at", self.known_at.as_ref())?,
            },
            scope: self.scope()?,
            model: model_named(self.model.as_deref().unwrap_or("decayed-severity@1"), profile)?,
            from: parsed("from", self.from.as_ref())?,
            step: parsed("by", self.by.as_ref())?.unwrap_or_default(),
            after: parsed("after", self.after.as_ref())?,
            count: self.count()?,
            pair: self.pair.as_deref().map(pattern).transpose()?,
        })
    }

    fn scope(&self) -> Result<ActorScope, Misunderstood> {
        match self.actors.as_deref() {
            None | Some("official") => Ok(ActorScope::Official),
            Some("all") => Ok(ActorScope::All),
            Some(other) => Err(misunderstood("actors", ParseError::new("official or all", other))),
        }
    }

    fn count(&self) -> Result<Option<usize>, Misunderstood> {
        let Some(text) = &self.n else { return Ok(None) };
        text.parse().map(Some).map_err(|_| misunderstood("n", ParseError::new("a number", text)))
    }
}

fn parsed<T: std::str::FromStr<Err = ParseError>>(
    name: &'static str,
    text: Option<&String>,
) -> Result<Option<T>, Misunderstood> {
    text.map(|text| text.parse().map_err(|source| misunderstood(name, source))).transpose()
}

fn misunderstood(name: &'static str, source: ParseError) -> Misunderstood {
    Misunderstood::Parameter { name, source }
}
