//! `dyad import gdelt|icews|polecat|acled|ucdp|table`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::import_rows::{ImportPlan, ImportProgress, ImportedFile, import_rows};
use crate::domain::{ContentHash, Seq};
use crate::intake::{Columns, Rejection};
use crate::report::{counted, json};

use super::super::advice::advised_import;
use super::super::exit::Exit;
use super::super::failure::{Ended, Failure, Stop};
use super::super::options::{Format, Global};
use super::super::progress::Progress;
use super::super::sessions::Session;
use super::super::shell::Shell;

/// Rows of event data, plain or compressed; the same rows twice go in once.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad import icews events.tab --rejects rejected.tsv\n  dyad import gdelt 2022*.export.CSV.zip\n  curl ... | dyad import gdelt -"
)]
pub struct RowsArgs {
    /// Files, plain, .gz or .zip, or - for stdin
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

/// Imports every file in turn; one that fails does not keep the others out.
pub fn run(args: &RowsArgs, plan: &ImportPlan, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, jsonl").into());
    }
    let mut session = Session::to_create(global, shell)?;
    let mut rejects = args.rejects.as_deref().map(Rejects::to).transpose()?;
    let mut failures = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        match import_file(&mut session, path, plan, rejects.as_mut()) {
            Ok(done) => tell(shell, format, &name, &done)?,
            Err(failure) if args.files.len() > 1 => {
                shell.complain(&failure);
                failures.push(failure.exit);
            }
            Err(failure) => return Err(failure.into()),
        }
        shell.flush()?;
    }
    if let Some(mut rejects) = rejects {
        rejects.out.flush().map_err(|error| unwritable(&rejects.path, &error))?;
    }
    Ok(match failures.first() {
        None => Exit::Done,
        Some(first) if failures.len() == args.files.len() => *first,
        Some(_) => Exit::Partly,
    })
}

fn import_file(
    session: &mut Session,
    path: &Path,
    plan: &ImportPlan,
    mut rejects: Option<&mut Rejects>,
) -> Result<ImportedFile, Failure> {
    let spool = if path.as_os_str() == "-" { Some(Spool::of_stdin(&session.store().cache_dir())?) } else { None };
    let name = path.display().to_string();
    let file = spool.as_ref().map_or(path, |spool| spool.path.as_path());
    let mut failed = Ok(());
    let note = |line: u64, why: &Rejection| {
        if let (Some(rejects), Ok(())) = (&mut rejects, &failed) {
            failed = writeln!(rejects.out, "{name}\t{line}\t{}", crate::report::printable(&why.to_string()));
        }
    };
    let mut progress = Progress::of(&name);
    let told = |at: ImportProgress| progress.tell(at.read, at.length, at.rows);
    let done = import_rows(session.log_mut(), file, plan, note, told);
    let done = done.map_err(|error| advised_import(&error.named(path)));
    if let (Some(rejects), Err(error)) = (rejects, failed) {
        return Err(unwritable(&rejects.path, &error));
    }
    done
}

/// What came in on stdin, as a file: it is hashed before it is read.
struct Spool {
    path: PathBuf,
}

impl Spool {
    fn of_stdin(dir: &Path) -> Result<Self, Failure> {
        let spool = Self { path: dir.join(format!("stdin-{}.part", std::process::id())) };
        let copied = File::create(&spool.path).and_then(|mut file| io::copy(&mut io::stdin().lock(), &mut file));
        copied.map_err(|error| {
            Failure::new(Exit::Failed, format!("cannot be kept while it is read: {error}"))
                .at("-")
                .next("make room, or pass the name of a file")
        })?;
        Ok(spool)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // What is left behind lies in the cache, which may be deleted at any time.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Where rejected lines go.
struct Rejects {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Rejects {
    fn to(path: &Path) -> Result<Self, Failure> {
        let out = File::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::new(out) })
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let failed = Failure::new(Exit::Failed, format!("cannot be written: {error}"));
    failed.at(path.display()).next("pass another file to --rejects")
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
