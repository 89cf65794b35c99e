//! `dyad import mid`.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::app::import_mid::{ImportedHistory, import_mid};
use crate::domain::ContentHash;
use crate::intake::mid::read;
use crate::report::{counted, json};

use super::super::advice::unreadable;
use super::super::exit::Exit;
use super::super::failure::{Ended, Failure};
use super::super::options::{Format, Global};
use super::super::sessions::Session;
use super::super::shell::Shell;

/// Militarised interstate disputes (MIDB 5.0, participants), for the risk model; no tension counts them
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad import mid MIDB_5.0.csv; dyad export dyad-years --model risk@1")]
pub struct MidArgs {
    /// The file of participants: dispnum, ccode, stday, stmon, styear, endday, endmon, endyear, sidea, hiact, hostlev ...
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Fields {
    file: String,
    outcome: &'static str,
    dataset: ContentHash,
    disputes: u64,
    known: u64,
    rejected: u64,
}

/// Runs `dyad import mid`.
pub fn run(args: &MidArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, jsonl").into());
    }
    let text = fs::read_to_string(&args.file).map_err(|error| unreadable(&args.file, &error))?;
    let file = args.file.display().to_string();
    let history = read(&text).map_err(|missing| {
        Failure::new(Exit::Failed, format!("this is no file of dispute participants: there is no column {missing}"))
            .at(&file)
            .next("dyad import mid reads the MIDB file of the Correlates of War project, with its header")
    })?;
    let dataset = ContentHash::of(text.as_bytes());
    let mut session = Session::to_create(global, shell)?;
    let ImportedHistory { disputes, known, rejected } = import_mid(session.log_mut(), &history, dataset)?;
    if format != Format::Table {
        let fields = Fields { file, outcome: "imported", dataset, disputes, known, rejected };
        shell.data(json::text(&fields) + "\n")?;
        return Ok(Exit::Done);
    }
    let already = if known > 0 { format!(", {known} already in the log") } else { String::new() };
    shell.data(format!("{file}: {}{already}\n", counted(disputes, "opposing pair")))?;
    for (line, why) in history.rejected.iter().take(5) {
        shell.talk(format!("{file}:{line}: left out, {why}"));
    }
    if rejected > 5 {
        shell.talk(format!("... and {} more left out", rejected - 5));
    }
    Ok(Exit::Done)
}
