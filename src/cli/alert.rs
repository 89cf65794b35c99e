//! `dyad alert`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::{Args, Subcommand};

use crate::app::Question;
use crate::app::alerts::{AlertBook, Crossing, Kept, crossings};
use crate::domain::{Cut, Day};
use crate::report::{Json, json};

use super::advice::{reversed, unreadable};
use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{CutArgs, Format, Global, ModelArgs};
use super::sessions::Session;
use super::shell::Shell;

/// Watch pairs: each crossing fires once, and what fired is kept
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad alert add 'ARM-AZE > 60'
  dyad alert add 'RUS-* +10 in 7d'
  dyad alert add '* surge'
  dyad alert check --hook 'mail -s dyad me'     exit code 10 when something fired")]
pub struct AlertArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Keep an alert: PAIR > 60, PAIR < 20, PAIR +10 in 7d, or PAIR surge
    Add(AddArgs),
    /// The alerts, and what they fired
    List,
    Check(CheckArgs),
    /// Take an alert out; what it fired is kept
    Rm(RmArgs),
}

#[derive(Debug, Args)]
struct AddArgs {
    /// The expression, quoted
    #[arg(value_name = "EXPRESSION")]
    expression: String,
}

#[derive(Debug, Args)]
struct RmArgs {
    /// The number that `alert list` shows
    #[arg(value_name = "NUMBER")]
    alert: u32,
}

/// Fire what began to hold in the thirty days to the day asked about, each crossing once; exit code 10 when any fired
#[derive(Debug, Args)]
struct CheckArgs {
    /// Look from this day on
    #[arg(long, value_name = "DATE")]
    from: Option<Day>,

    /// Show every crossing of these days, fired before or not, and record nothing
    #[arg(long, conflicts_with = "hook")]
    replay: bool,

    /// Run this shell command for each crossing, with the crossing as a line of JSON on its stdin
    #[arg(long, value_name = "CMD")]
    hook: Option<String>,

    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad alert`.
pub fn run(args: &AlertArgs, global: &Global, shell: &mut Shell) -> Ended {
    match &args.what {
        What::Add(args) => {
            let mut kept = Shelf::open(Session::to_create(global, shell)?)?;
            let number = kept.book.add(&args.expression).map_err(|error| {
                Failure::usage(error.to_string()).next("dyad alert --help shows the forms of an expression")
            })?;
            kept.save()?;
            shell.data(format!("alert {number}: {}\n", args.expression))?;
            Ok(Exit::Done)
        }
        What::Rm(args) => {
            let mut kept = Shelf::open(Session::to_write(global, shell)?)?;
            if !kept.book.remove(args.alert) {
                let what = format!("there is no alert {}", args.alert);
                return Err(Failure::new(Exit::NotFound, what).next("dyad alert list").into());
            }
            kept.save()?;
            Ok(Exit::Done)
        }
        What::List => list(global, shell),
        What::Check(args) => check(args, global, shell),
    }
}

fn list(global: &Global, shell: &mut Shell) -> Ended {
    let kept = Shelf::open(Session::to_read(global, shell)?)?;
    match global.format.unwrap_or(Format::Table) {
        Format::Table => {
            let mut text = String::new();
            for alert in &kept.book.alerts {
                text.push_str(&kept_line(alert));
            }
            text += if kept.book.alerts.is_empty() { "no alerts\n" } else { "" };
            for fired in &kept.book.fired {
                text += &line(fired);
            }
            shell.data(text)?;
        }
        Format::Csv => return Err(Format::Csv.refused("table, json").into()),
        _ => shell.data(json::text(&kept.book) + "\n")?,
    }
    Ok(Exit::Done)
}

fn kept_line(alert: &Kept) -> String {
    format!("{:>4}  {}\n", alert.alert, alert.expression)
}

fn line(crossing: &Crossing) -> String {
    format!("{}  {}  alert {}: {}\n", crossing.on, crossing.pair, crossing.alert, crossing.expression)
}

fn check(args: &CheckArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json, jsonl").into());
    }
    if let (Some(from), Some(to)) = (args.from, args.cuts.to)
        && to < from
    {
        return Err(reversed(from, to).into());
    }
    let model = args.model.model()?;
    let question = Question { cut: Cut { ..args.cuts.cut() }, scope: args.model.scope(), model: model.as_ref() };
    let access = if args.replay { Session::to_read(global, shell)? } else { Session::to_write(global, shell)? };
    let mut kept = Shelf::open(access)?;
    let (mut found, head) = crossings(kept.session.log(), &question, &kept.book, args.from)?;
    if !args.replay {
        found.retain(|crossing| !kept.book.has_fired(crossing));
    }
    let mut unheard = 0;
    for crossing in found.iter().filter(|_| !args.replay) {
        match args.hook.as_deref().map_or(Ok(()), |hook| call(hook, crossing)) {
            Ok(()) => kept.book.fired.push(crossing.clone()),
            Err(failure) => {
                unheard += 1;
                shell.complain(&failure);
            }
        }
    }
    if !args.replay {
        kept.save()?;
    }
    match format {
        Format::Table => shell.data(found.iter().map(line).collect::<String>())?,
        _ => {
            shell
                .json(&Json::new("alert-check", &question.basis(head), &json::NoFields {}, "fired", &found), format)?;
        }
    }
    Ok(match (unheard, found.is_empty()) {
        (0, true) => Exit::Done,
        (0, false) => Exit::Fired,
        _ => Exit::Partly,
    })
}

/// Runs the hook. A crossing whose hook fails is not recorded, so that the next check fires it again.
fn call(hook: &str, crossing: &Crossing) -> Result<(), Failure> {
    let failed = |what: String| Failure::new(Exit::Partly, what).at("--hook").next("the next check fires it again");
    let child = Command::new("sh").arg("-c").arg(hook).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut child = child.map_err(|error| failed(format!("cannot be run: {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A hook that reads nothing is no failure; its exit code says how it went.
        let _ = writeln!(stdin, "{}", json::text(crossing));
    }
    let status = child.wait().map_err(|error| failed(format!("cannot be waited for: {error}")))?;
    if status.success() { Ok(()) } else { Err(failed(format!("it ended with {status}"))) }
}

/// The book of a store, in its file `alerts.json`.
struct Shelf {
    session: Session,
    path: PathBuf,
    book: AlertBook,
}

impl Shelf {
    fn open(session: Session) -> Result<Self, Stop> {
        let path = session.store().dir().join("alerts.json");
        let book: AlertBook = match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| {
                Failure::new(Exit::Failed, format!("is no book of alerts: {error}"))
                    .at(path.display())
                    .next("repair it, or move it away to begin a new one")
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => AlertBook::default(),
            Err(error) => return Err(unreadable(&path, &error).into()),
        };
        if let Err(error) = book.readable() {
            let failed = Failure::new(Exit::Failed, format!("holds an alert that cannot be read: {error}"));
            return Err(failed.at(path.display()).next("repair it, or move it away to begin a new one").into());
        }
        Ok(Self { session, path, book })
    }

    fn save(&self) -> Result<(), Stop> {
        let part = self.path.with_extension("part");
        let written = fs::write(&part, json::text(&self.book) + "\n").and_then(|()| fs::rename(&part, &self.path));
        let failed = |error| Failure::new(Exit::Failed, format!("cannot be written: {error}")).at(self.path.display());
        Ok(written.map_err(|error: std::io::Error| failed(error).next("make room, or make the store writable"))?)
    }
}
