//! What this program is made of: everything a result depends on besides the log.

use serde::Serialize;

use crate::codebook;
use crate::coder::{Coder, RulesCoder};
use crate::tension::{Profile, model};

/// The versions of everything a result depends on.
#[derive(Debug, Clone, Serialize)]
pub struct Release {
    /// Of the program.
    pub version: &'static str,
    /// Which coder, in which state of its data.
    pub coder: String,
    /// The default model.
    pub model: String,
    /// The default profile.
    pub profile: String,
    /// The tables of the codebook.
    pub tables: Vec<Table>,
    /// The library that stores the log.
    pub sqlite: &'static str,
}

/// A table of the codebook.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// Which version of it.
    pub version: &'static str,
}

/// The versions of this program.
pub fn current() -> Release {
    Release {
        version: env!("CARGO_PKG_VERSION"),
        coder: RulesCoder::new().id().to_string(),
        model: model::MODELS.first().map(|(id, _)| id.to_string()).unwrap_or_default(),
        profile: Profile::default().to_string(),
        tables: tables(),
        sqlite: rusqlite::version(),
    }
}

/// The tables whose versions a result depends on, each named `name@version`.
fn tables() -> Vec<Table> {
    let named = [codebook::cameo::TABLE_ID];
    named.into_iter().filter_map(|id| id.split_once('@')).map(|(name, version)| Table { name, version }).collect()
}
