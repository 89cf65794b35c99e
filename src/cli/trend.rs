//! `dyad trend`.

use clap::Args;

use crate::app::Question;
use crate::app::trend::{Window, trend};
use crate::domain::Day;
use crate::tension::Step;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{CutArgs, Format, Global, ModelArgs};
use super::pairs::PairText;
use super::sessions::Session;
use super::shell::Shell;

/// Pairs over time
///
/// From the first event of the pairs to the day of --to. Days nobody wrote about are shown as gaps, not as calm.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad trend ARM-AZE --by month\n  dyad trend 'RUS-*' --from 2022-01-01 --format csv"
)]
pub struct TrendArgs {
    /// ARM-AZE, one direction RUS:UKR, or 'RUS-*'; names in any shipped language
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<PairText>,

    /// First day shown [default: that of the first event]
    #[arg(long, value_name = "DATE")]
    from: Option<Day>,

    /// How far apart the points lie: day, week, month
    #[arg(long, value_name = "STEP", default_value = "day")]
    by: Step,

    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad trend`.
pub fn run(args: &TrendArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if let (Some(from), Some(to)) = (args.from, args.cuts.to)
        && to < from
    {
        return Err(super::advice::reversed(from, to).into());
    }
    let patterns = args.pairs.iter().map(PairText::pattern).collect::<Result<Vec<_>, Failure>>()?;
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let report = trend(session.book(), &question, &patterns, Window { from: args.from, step: args.by })?;
    for pattern in &patterns {
        if !report.lines.iter().any(|line| pattern.matches(line.dyad)) {
            shell.talk(format!("note: no article tells of {pattern}"));
        }
    }
    shell.report(&report, format)?;
    Ok(Exit::Done)
}
