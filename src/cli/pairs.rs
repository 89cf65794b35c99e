//! Pairs as arguments.

use std::convert::Infallible;
use std::str::FromStr;

use crate::app::naming::{NamingError, pattern};
use crate::domain::DyadPattern;

use super::exit::Exit;
use super::failure::Failure;

/// A pair as it was typed. Names are looked up when the command runs, so that `--help` and `version` read no table.
#[derive(Debug, Clone)]
pub struct PairText(String);

impl FromStr for PairText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl PairText {
    /// What is meant.
    ///
    /// # Errors
    /// When it is no pair, or a name in it is nobody's.
    pub fn pattern(&self) -> Result<DyadPattern, Failure> {
        pattern(&self.0).map_err(|error| self.advised(&error))
    }

    fn advised(&self, error: &NamingError) -> Failure {
        match error {
            NamingError::Unknown { nearest, corrected, .. } => {
                let failed = Failure::new(Exit::NotFound, error.to_string()).at(&self.0);
                let named: Vec<String> = nearest.iter().map(|s| format!("{} ({})", s.actor, s.name)).collect();
                match corrected {
                    Some(pair) => failed.next(format!("did you mean {}? type {pair}", named.join(", "))),
                    None => failed.next("write ISO codes such as ARM-AZE, or names such as Armenië-Azerbeidzjan"),
                }
            }
            NamingError::NoPair { .. } | NamingError::Same { .. } => Failure::usage(error.to_string())
                .next("write ARM-AZE, one direction RUS:UKR, or 'RUS-*' for all pairs of a country"),
        }
    }
}
