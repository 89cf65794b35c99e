//! `dyad version`.

use clap::Args;
use serde::Serialize;

use crate::app::release;
use crate::report::{Page, json};

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::shell::Shell;

/// The versions of everything a result depends on
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad version --format json")]
pub struct VersionArgs {}

#[derive(Serialize)]
struct Fields {
    schema: &'static str,
    #[serde(flatten)]
    release: release::Release,
}

/// Runs `dyad version`.
pub fn run(_: &VersionArgs, global: &Global, shell: &mut Shell) -> Ended {
    let release = release::current();
    match global.format.unwrap_or(Format::Table) {
        Format::Table => {
            let mut page = Page::default();
            page.line(format!("dyad {}", release.version));
            page.line(format!("coder    {}", release.coder));
            page.line(format!("model    {} with profile {}", release.model, release.profile));
            for table in &release.tables {
                page.line(format!("table    {} {}", table.name, table.version));
            }
            page.line(format!("SQLite   {}", release.sqlite));
            shell.data(page.into_text())?;
        }
        Format::Json | Format::Jsonl => {
            let fields = Fields { schema: "dyad/version/v1", release };
            shell.data(json::text(&fields) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}
