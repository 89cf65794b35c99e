//! `dyad why` and `dyad pair`.

use clap::Args;

use crate::app::Question;
use crate::app::breakdown::why_by;
use crate::app::pair::pair;
use crate::app::replay::{Choice, replay};
use crate::app::why::why;
use crate::domain::{Cut, Day, DyadPattern};
use crate::report::breakdown::By;
use crate::report::replay::Ranking;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{CutArgs, Format, Global, ModelArgs};
use super::pairs::PairText;
use super::sessions::Session;
use super::shell::Shell;

/// The sentences behind a score: parts that sum to it exactly
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad why ARM-AZE --on 2022-09-20\n  dyad why RUS:UKR --published-by 2022-02-28")]
pub struct WhyArgs {
    /// ARM-AZE, or one direction RUS:UKR; names in any shipped language
    #[arg(value_name = "PAIR")]
    pair: PairText,

    /// The day [default: that of --to, else the last anything was read of]
    #[arg(long, value_name = "DATE", conflicts_with = "to")]
    on: Option<Day>,

    /// How many parts a screen shows; 0 for all
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 10)]
    count: usize,

    /// Add the parts up by event, article, day or root (kind of act) instead of citing each
    #[arg(long, value_name = "GROUP")]
    by: Option<By>,

    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// One pair at a glance: level, change, direction, evidence
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad pair ARM-AZE\n  dyad pair 'RUS-*'")]
pub struct PairArgs {
    /// ARM-AZE, or 'RUS-*' for all pairs of a country; names in any shipped language
    #[arg(value_name = "PAIR")]
    pair: PairText,

    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad why`.
pub fn run(args: &WhyArgs, global: &Global, shell: &mut Shell) -> Ended {
    let pattern = args.pair.pattern()?;
    let model = args.model.model()?;
    let cut = Cut { to: args.on.or(args.cuts.to), ..args.cuts.cut() };
    let question = Question { cut, scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    if let Some(by) = args.by {
        let report = why_by(session.log(), &question, pattern, by)?;
        shell.report(&report, global.format.unwrap_or(Format::Table))?;
        return Ok(Exit::Done);
    }
    let limit = if args.count == 0 { usize::MAX } else { args.count };
    let report = why(session.log(), session.texts(), &question, pattern, limit)?;
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}

/// Runs `dyad pair`.
pub fn run_pair(args: &PairArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    let pattern = args.pair.pattern()?;
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    match pattern {
        DyadPattern::AnyWith(_) => {
            let drawn = format == Format::Table;
            let choice = Choice { ranking: Ranking::Replay, only: &[pattern], count: None, drawn };
            shell.report(&replay(session.book(), &question, choice)?, format)?;
        }
        DyadPattern::Pair(dyad) => shell.report(&pair(session.log(), session.texts(), &question, dyad)?, format)?,
        DyadPattern::Directed(directed) => {
            let dyad = directed.undirected();
            shell.report(&pair(session.log(), session.texts(), &question, dyad)?, format)?;
        }
    }
    Ok(Exit::Done)
}
