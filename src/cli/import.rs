//! `dyad import`.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::app::exchange::{Imported, import, import_exact};
use crate::app::import_rows::ImportPlan;
use crate::app::merge::{Merged, merge};
use crate::intake::Format as Layout;
use crate::report::{counted, json};

use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;
use rows::{RowsArgs, TableArgs};

mod mid;
mod rows;

/// Coded events of other logs
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Jsonl(JsonlArgs),
    /// GDELT 1.0 or 2.0 event files
    Gdelt(RowsArgs),
    /// ICEWS event files
    Icews(RowsArgs),
    /// POLECAT event files
    Polecat(RowsArgs),
    /// ACLED exports
    Acled(RowsArgs),
    /// UCDP georeferenced events
    Ucdp(RowsArgs),
    Table(TableArgs),
    Mid(mid::MidArgs),
}

/// Events as `dyad export events` writes them; adds nothing twice
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad import jsonl events.jsonl\n  dyad import jsonl --exact events.jsonl --store copy\n  dyad import jsonl --merge colleague.jsonl"
)]
struct JsonlArgs {
    /// Files, or - for stdin
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Copy positions and recorded times too, so that the head hash is the same; needs a log that goes on from here
    #[arg(long)]
    exact: bool,

    /// Join two logs: an article both have read counts by the reading here, a row both hold counts once
    #[arg(long, conflicts_with = "exact")]
    merge: bool,
}

#[derive(Serialize)]
struct Fields<'a> {
    file: &'a str,
    outcome: &'static str,
    commits: u64,
    events: u64,
    duplicates: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Runs `dyad import`.
pub fn run(args: &ImportArgs, global: &Global, shell: &mut Shell) -> Ended {
    let plan = |format| ImportPlan { format, columns: None };
    match &args.what {
        What::Jsonl(args) => run_jsonl(args, global, shell),
        What::Gdelt(args) => rows::run(args, &plan(Layout::Gdelt), global, shell),
        What::Icews(args) => rows::run(args, &plan(Layout::Icews), global, shell),
        What::Polecat(args) => rows::run(args, &plan(Layout::Polecat), global, shell),
        What::Acled(args) => rows::run(args, &plan(Layout::Acled), global, shell),
        What::Ucdp(args) => rows::run(args, &plan(Layout::Ucdp), global, shell),
        What::Mid(args) => mid::run(args, global, shell),
        What::Table(args) => {
            let plan = ImportPlan { format: Layout::Table, columns: args.columns.clone() };
            rows::run(&args.rows, &plan, global, shell)
        }
    }
}

fn run_jsonl(args: &JsonlArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, jsonl").into());
    }
    let mut session = Session::to_create(global, shell)?;
    let mut failures = 0;
    for path in &args.files {
        let name = path.display().to_string();
        match import_file(&mut session, path, args) {
            Ok(merged) => {
                tell(shell, format, &name, merged.imported, None)?;
                tell_passed_over(shell, merged);
            }
            Err(Stop::Failed(failure)) if args.files.len() > 1 => {
                failures += 1;
                tell(shell, format, &name, Imported::default(), Some(failure.line()))?;
                shell.complain(&failure.at(&name));
            }
            Err(Stop::Failed(failure)) => return Err(failure.at(&name).into()),
            Err(closed) => return Err(closed),
        }
    }
    Ok(match failures {
        0 => Exit::Done,
        n if n == args.files.len() => Exit::Failed,
        _ => Exit::Partly,
    })
}

fn import_file(session: &mut Session, path: &Path, args: &JsonlArgs) -> Result<Merged, Stop> {
    let from: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| super::advice::unreadable(path, &error))?;
        if path.is_dir() {
            return Err(Failure::usage("this is a directory").next("name the file in it").into());
        }
        Box::new(BufReader::new(file))
    };
    let log = session.log_mut();
    if args.merge {
        return Ok(merge(log, from)?);
    }
    let imported = if args.exact { import_exact(log, from)? } else { import(log, from)? };
    Ok(Merged { imported, ..Merged::default() })
}

/// Says what a merge did not take, and why.
fn tell_passed_over(shell: &mut Shell, merged: Merged) {
    let said = [
        (merged.read_here, "article", "read here by another coder, whose reading stands"),
        (merged.rows_here, "row", "here already from another file"),
        (merged.corrections, "correction", "of what does not stand here"),
    ];
    for (count, what, why) in said {
        if count > 0 {
            shell.talk(format!("passed over {}: {why}", counted(count, what)));
        }
    }
}

fn tell(shell: &mut Shell, format: Format, file: &str, imported: Imported, error: Option<String>) -> Result<(), Stop> {
    let Imported { commits, events, duplicates } = imported;
    if format != Format::Table {
        let outcome = if error.is_some() { "failed" } else { "imported" };
        return shell.data(json::text(&Fields { file, outcome, commits, events, duplicates, error }) + "\n");
    }
    if error.is_some() {
        return Ok(());
    }
    let already =
        if duplicates > 0 { format!(", {} already here", counted(duplicates, "commit")) } else { String::new() };
    shell.data(format!("{file}: {} in {}{already}\n", counted(events, "event"), counted(commits, "commit")))
}
