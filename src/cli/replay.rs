//! `dyad replay` and `dyad top`.

use clap::Args;

use crate::app::Question;
use crate::app::replay::{Choice, replay};
use crate::report::replay::Ranking;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{CutArgs, Format, Global, ModelArgs};
use super::pairs::PairText;
use super::sessions::Session;
use super::shell::Shell;

/// Every pair's tension on a day
///
/// Without --to, the day is the last one anything was read of, never today: the same log gives the same answer.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad replay --to 2022-03-31 --published-by 2022-03-31")]
pub struct ReplayArgs {
    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,

    /// Compute it a second time, from single events, and fail when the two differ
    #[arg(long)]
    verify: bool,
}

/// The pairs with the highest tension, or the largest change
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad top -n 5 --movers")]
pub struct TopArgs {
    /// Only pairs under these patterns, such as 'RUS-*'
    #[arg(value_name = "PAIR")]
    pairs: Vec<PairText>,

    /// How many pairs; 0 for all
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 10)]
    count: usize,

    /// By change over thirty days, not by level
    #[arg(long)]
    movers: bool,

    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad replay`.
pub fn run(args: &ReplayArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let choice = Choice { ranking: Ranking::Replay, only: &[], count: None, drawn: format == Format::Table };
    let report = replay(session.book(), &question, choice)?;
    if args.verify {
        crate::app::replay::verify(session.log(), &question, &report)?;
        shell.talk(format!("verified: {} computed twice, with the same result", report.pairs_total));
    }
    shell.report(&report, format)?;
    Ok(Exit::Done)
}

/// Runs `dyad top`.
pub fn run_top(args: &TopArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    let only = args.pairs.iter().map(PairText::pattern).collect::<Result<Vec<_>, _>>()?;
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let ranking = if args.movers { Ranking::Movers } else { Ranking::Top };
    let count = (args.count > 0).then_some(args.count);
    let choice = Choice { ranking, only: &only, count, drawn: format == Format::Table };
    shell.report(&replay(session.book(), &question, choice)?, format)?;
    Ok(Exit::Done)
}
