//! `dyad init`.

use clap::Args;
use serde::Serialize;

use crate::report::json;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Make an empty store; append and import do so by themselves
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad init --store tensions")]
pub struct InitArgs {}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    store: &'a str,
    outcome: &'static str,
}

/// Runs `dyad init`.
pub fn run(_: &InitArgs, global: &Global, shell: &mut Shell) -> Ended {
    let path = shell.environment.store(global.store.as_ref())?;
    let session = Session::to_create(global, shell)?;
    let store = path.display().to_string();
    let seq = session.log().head()?.seq();
    match global.format.unwrap_or(Format::Table) {
        Format::Table if session.is_new() => shell.data(format!("made an empty store in {store}\n"))?,
        Format::Table => shell.data(format!("{store} is a store already, with events up to {seq}\n"))?,
        Format::Json | Format::Jsonl => {
            let outcome = if session.is_new() { "created" } else { "exists" };
            shell.data(json::text(&Fields { schema: "dyad/init/v1", store: &store, outcome }) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}
