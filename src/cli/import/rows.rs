//! `dyad import gdelt|icews|polecat|acled|ucdp|table`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::import_rows::{ImportPlan, ImportedFile, import_rows};
use crate::domain::{ContentHash, Seq};
use crate::intake::{Columns, Rejection};
use crate::report::{counted, json};

use super::super::advice::advised_import;
use super::super::exit::Exit;
use super::super::failure::{Ended, Failure, Stop};
use super::super::options::{Format, Global};
use super::super::sessions::Session;
use super::super::shell::Shell;

/// Rows of event data, plain or compressed with gzip; the same rows twice go in once.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad import icews events.tab --rejects rejected.tsv")]
pub struct RowsArgs {
    /// Files, plain or .gz
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Write every rejected line there: file, line, reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

/// Any table of tab- or comma-separated values
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad import table events.tsv --columns id,date,source,target,cameo,-,goldstein")]
pub struct TableArgs {
    #[command(flatten)]
    pub rows: RowsArgs,

    /// What the columns hold, for a table without a header; - passes one over
    #[arg(long, value_name = "NAMES")]
    pub columns: Option<Columns>,
}

#[derive(Serialize)]
struct Fields<'a> {
    file: &'a str,
    outcome: &'static str,
    dataset: ContentHash,
    coded: u64,
    known: u64,
    rejected: &'a BTreeMap<&'static str, u64>,
    seq: Option<[Seq; 2]>,
}

/// Imports every file in turn.
pub fn run(args: &RowsArgs, plan: &ImportPlan, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, jsonl").into());
    }
    let mut session = Session::to_create(global, shell)?;
    let mut rejects = args.rejects.as_deref().map(Rejects::to).transpose()?;
    for path in &args.files {
        let name = path.display().to_string();
        let mut failed = Ok(());
        let note = |line: u64, why: &Rejection| {
            if let (Some(rejects), Ok(())) = (&mut rejects, &failed) {
                failed = writeln!(rejects.out, "{name}\t{line}\t{}", crate::report::printable(&why.to_string()));
            }
        };
        let done = import_rows(session.log_mut(), path, plan, note, |_| {}).map_err(|error| advised_import(&error))?;
        failed.map_err(|error| unwritable(args.rejects.as_deref(), &error))?;
        tell(shell, format, &name, &done)?;
        shell.flush()?;
    }
    if let Some(mut rejects) = rejects {
        rejects.out.flush().map_err(|error| unwritable(args.rejects.as_deref(), &error))?;
    }
    Ok(Exit::Done)
}

/// Where rejected lines go.
struct Rejects {
    out: BufWriter<File>,
}

impl Rejects {
    fn to(path: &Path) -> Result<Self, Failure> {
        let out = File::create(path).map_err(|error| unwritable(Some(path), &error))?;
        Ok(Self { out: BufWriter::new(out) })
    }
}

fn unwritable(path: Option<&Path>, error: &io::Error) -> Failure {
    let failed = Failure::new(Exit::Failed, format!("cannot be written: {error}"));
    failed.at(path.unwrap_or_else(|| Path::new("--rejects")).display()).next("pass another file to --rejects")
}

fn tell(shell: &mut Shell, format: Format, file: &str, done: &ImportedFile) -> Result<(), Stop> {
    let seq = done.seqs.map(|(first, last)| [first, last]);
    if format != Format::Table {
        let (outcome, dataset, coded, known) = ("imported", done.dataset, done.coded, done.known);
        let fields = Fields { file, outcome, dataset, coded, known, rejected: &done.rejected, seq };
        return shell.data(json::text(&fields) + "\n");
    }
    let place = seq.map_or_else(|| "nothing new".to_owned(), |[first, last]| format!("{first}–{last}"));
    let known =
        if done.known > 0 { format!(", {} already in the log", counted(done.known, "row")) } else { String::new() };
    shell.data(format!("{file}: {place}, {}{known}\n", counted(done.coded, "interaction")))?;
    for (reason, count) in &done.rejected {
        shell.data(format!("  {} rejected: {reason}\n", counted(*count, "row")))?;
    }
    Ok(())
}
