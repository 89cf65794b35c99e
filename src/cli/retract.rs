//! `dyad retract`.

use clap::Args;
use serde::Serialize;

use crate::app::retract::{reinstate, retract};
use crate::domain::{DateSpan, Event, Seq};
use crate::report::json;
use crate::report::log::described;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Take a coded interaction back, or put it back; nothing is erased, the log says why
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad retract '#12' --reason 'the article was about another country'
  dyad retract '#12' --undo                   it stands again, from now on")]
pub struct RetractArgs {
    /// The interaction: a position such as '#12', an event id, or the beginning of one
    #[arg(value_name = "ID")]
    id: String,

    /// Why
    #[arg(long, value_name = "TEXT", required_unless_present = "undo")]
    reason: Option<String>,

    /// When the correction became public, where a publisher made it [default: since the article was public]
    #[arg(long, value_name = "DATE")]
    published: Option<DateSpan>,

    /// Put it back, where it was taken back by mistake
    #[arg(long, conflicts_with_all = ["reason", "published"])]
    undo: bool,
}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    outcome: &'static str,
    target: Seq,
    seq: Seq,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// Runs `dyad retract`.
pub fn run(args: &RetractArgs, global: &Global, shell: &mut Shell) -> Ended {
    if args.undo {
        return undo(&args.id, global, shell);
    }
    let reason = args.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() {
        return Err(Failure::usage("a retraction needs a reason").at("--reason").next("say why in a few words").into());
    }
    let mut session = Session::to_write(global, shell)?;
    let done = retract(session.log_mut(), &args.id, reason, args.published)?;
    match global.format.unwrap_or(Format::Table) {
        Format::Table => {
            let said = described(&Event::InteractionCoded(done.coded));
            shell.data(format!("{} taken back by {}: {said}\n", done.target, done.by))?;
        }
        Format::Json | Format::Jsonl => {
            let (target, seq) = (done.target, done.by);
            let (outcome, reason) = ("retracted", Some(reason));
            let fields = Fields { schema: "dyad/retract/v1", outcome, target, seq, reason };
            shell.data(json::text(&fields) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}

fn undo(id: &str, global: &Global, shell: &mut Shell) -> Ended {
    let mut session = Session::to_write(global, shell)?;
    let done = reinstate(session.log_mut(), id)?;
    match global.format.unwrap_or(Format::Table) {
        Format::Table => {
            let said = described(&Event::InteractionCoded(done.coded));
            let before = if done.before { " already" } else { "" };
            shell.data(format!("{} put back{before} by {}: {said}\n", done.target, done.by))?;
        }
        Format::Json | Format::Jsonl => {
            let (target, seq) = (done.target, done.by);
            let outcome = "reinstated";
            let fields = Fields { schema: "dyad/retract/v1", outcome, target, seq, reason: None };
            shell.data(json::text(&fields) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}
