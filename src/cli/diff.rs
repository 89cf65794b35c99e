//! `dyad diff`.

use clap::Args;

use crate::app::Question;
use crate::app::diff::diff;
use crate::domain::Day;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{Format, Global, KnownArgs, ModelArgs};
use super::pairs::PairText;
use super::sessions::Session;
use super::shell::Shell;

/// What changed between two days, and which events changed it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad diff 2022-02-01 2022-03-01\n  dyad diff 2022-02-01 2022-03-01 RUS-UKR")]
pub struct DiffArgs {
    /// The first day
    #[arg(value_name = "D1")]
    before: Day,

    /// The second day
    #[arg(value_name = "D2")]
    after: Day,

    /// Only these pairs, and the events behind their change
    #[arg(value_name = "PAIR")]
    pairs: Vec<PairText>,

    /// How many events a screen shows for a pair; 0 for all
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 10)]
    count: usize,

    #[command(flatten)]
    cuts: KnownArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad diff`.
pub fn run(args: &DiffArgs, global: &Global, shell: &mut Shell) -> Ended {
    if args.after < args.before {
        return Err(super::advice::reversed(args.before, args.after).into());
    }
    let patterns = args.pairs.iter().map(PairText::pattern).collect::<Result<Vec<_>, Failure>>()?;
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let limit = if args.count == 0 { usize::MAX } else { args.count };
    let days = (args.before, args.after);
    let report = diff(session.log(), session.texts(), &question, days, &patterns, limit)?;
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}
