//! Options that several commands share, and what they mean.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::{Cut, Day, KnownAt};
use crate::projection::ActorScope;
use crate::tension::{HalfLife, Profile, Risk, TensionModel, model_named};

use super::failure::{Failure, Stop};

/// Options every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Directory of the store [default: `$DYAD_STORE`, else dyad in the user's data directory]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub store: Option<PathBuf>,

    /// How long to wait for another process that writes to the store, in seconds
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, help_heading = "Everywhere")]
    pub wait: u16,

    /// Form of the output
    #[arg(long, global = true, value_enum, value_name = "FORMAT", help_heading = "Everywhere")]
    pub format: Option<Format>,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One document
    Json,
    /// One document a line
    Jsonl,
    /// Comma-separated values
    Csv,
}

impl Format {
    /// That the command has no such format.
    pub fn refused(self, there_are: &str) -> Failure {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        Failure::usage(format!("this command has no format {name}"))
            .at("--format")
            .next(format!("use one of: {there_are}"))
    }
}

/// The three cuts.
#[derive(Debug, Clone, Default, Args)]
pub struct CutArgs {
    /// Only what had occurred by this day
    #[arg(long, value_name = "DATE", help_heading = "Cuts")]
    pub to: Option<Day>,

    #[command(flatten)]
    known: KnownArgs,
}

/// The two cuts that limit what is read.
#[derive(Debug, Clone, Default, Args)]
pub struct KnownArgs {
    /// Only what had been published by this day; leaves out everything of unknown date
    #[arg(long, value_name = "DATE", help_heading = "Cuts")]
    published_by: Option<Day>,

    /// Only what this log knew then: a date, a time, or a position such as '#41'
    #[arg(long, value_name = "WHEN", help_heading = "Cuts")]
    known_at: Option<KnownAt>,
}

impl CutArgs {
    /// The cut.
    pub fn cut(&self) -> Cut {
        Cut { to: self.to, ..self.known.cut() }
    }
}

impl KnownArgs {
    /// The cut, open at the day.
    pub fn cut(&self) -> Cut {
        Cut { to: None, published_by: self.published_by, known_at: self.known_at }
    }
}

/// Which model, with which constants, and whose acts.
#[derive(Debug, Clone, Args)]
pub struct ModelArgs {
    /// Model of tension
    #[arg(long, value_name = "NAME", default_value = "decayed-severity@1", help_heading = "Model")]
    model: String,

    /// Named constants of the model, for the kind of log
    #[arg(long, value_name = "NAME", default_value = Profile::DEFAULT, help_heading = "Model")]
    profile: String,

    /// Days after which an act weighs half, 7 to 120 [default: the profile's]
    #[arg(long, value_name = "DAYS", help_heading = "Model")]
    half_life: Option<HalfLife>,

    /// Whose acts count: states and their organisations, or everybody's
    #[arg(long, value_enum, default_value = "official", help_heading = "Model")]
    actors: Actors,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Actors {
    /// Acts between states and organisations of states
    Official,
    /// All acts
    All,
}

impl ModelArgs {
    /// The model.
    ///
    /// # Errors
    /// When there is no model or profile of the name.
    pub fn model(&self) -> Result<Box<dyn TensionModel>, Stop> {
        Ok(model_named(&self.model, self.profile()?)?)
    }

    /// Another model with the same constants; the same model where no name is given.
    ///
    /// # Errors
    /// As [`ModelArgs::model`].
    pub fn other_model(&self, name: Option<&str>) -> Result<Box<dyn TensionModel>, Stop> {
        Ok(model_named(name.unwrap_or(&self.model), self.profile()?)?)
    }

    /// The model of years, where it is the one that was named.
    pub fn risk(&self) -> Option<Risk> {
        Risk::is_named(&self.model).then(Risk::default)
    }

    /// The model of tension: the one that was named, or the default beside the model of years.
    ///
    /// # Errors
    /// As [`ModelArgs::model`].
    pub fn model_beside_risk(&self) -> Result<Box<dyn TensionModel>, Stop> {
        let name = if Risk::is_named(&self.model) { "decayed-severity" } else { self.model.as_str() };
        Ok(model_named(name, self.profile()?)?)
    }

    fn profile(&self) -> Result<Profile, Stop> {
        let profile = Profile::named(&self.profile)?;
        Ok(match self.half_life {
            Some(half_life) => profile.with_half_life(half_life),
            None => profile,
        })
    }

    /// Whose acts count.
    pub fn scope(&self) -> ActorScope {
        match self.actors {
            Actors::Official => ActorScope::Official,
            Actors::All => ActorScope::All,
        }
    }
}
