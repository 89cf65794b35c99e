//! `dyad retract`.

use clap::Args;
use serde::Serialize;

use crate::app::retract::retract;
use crate::domain::{DateSpan, Event, Seq};
use crate::report::json;
use crate::report::log::described;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// Take a coded interaction back; nothing is erased, the log says why
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad retract '#12' --reason 'the article was about another country'")]
pub struct RetractArgs {
    /// The interaction: a position such as '#12', an event id, or the beginning of one
    #[arg(value_name = "ID")]
    id: String,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// When the correction became public, where a publisher made it [default: since the article was public]
    #[arg(long, value_name = "DATE")]
    published: Option<DateSpan>,
}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    outcome: &'static str,
    target: Seq,
    seq: Seq,
    reason: &'a str,
}

/// Runs `dyad retract`.
pub fn run(args: &RetractArgs, global: &Global, shell: &mut Shell) -> Ended {
    let reason = args.reason.trim();
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
            let fields = Fields { schema: "dyad/retract/v1", outcome: "retracted", target, seq, reason };
            shell.data(json::text(&fields) + "\n")?;
        }
        format @ Format::Csv => return Err(format.refused("table, json").into()),
    }
    Ok(Exit::Done)
}
