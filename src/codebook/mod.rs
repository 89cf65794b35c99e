//! Floor 1: the tables. What the codes mean, who can act, and what everybody is called in eleven languages.
//!
//! Every table is a file with its source, version, licence and date in its header, compiled in and read once.
//! Nothing here opens a file or knows an article.

pub mod actors;
pub mod cameo;
pub mod codes;
pub mod names;

pub use actors::{ActorEntry, ActorKind};
pub use cameo::Plover;
pub use names::{Case, Features, NameForm, NameKind, Resolution};

/// The rows of a table: every line that is neither empty nor a comment, cut at its tabs.
fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t'))
}
