//! `dyad export`.

use clap::{Args, Subcommand};

use crate::app::Question;
use crate::app::dyad_years::Period;
use crate::app::exchange::export;
use crate::app::replay::{last_day, scores};
use crate::domain::{Cut, DateSpan, Day};
use crate::report::Csv;
use crate::report::scores::ScoresJson;
use crate::tension::Step;

use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global, KnownArgs, ModelArgs};
use super::sessions::Session;
use super::shell::Shell;

mod panel;

/// The log or the scores, for other programs
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Events(EventsArgs),
    Scores(ScoresArgs),
    DyadYears(panel::PanelArgs),
    /// Every pair by calendar month, with the columns of dyad-years
    DyadMonths(panel::PanelArgs),
}

/// Every event as JSON Lines, to be read by `dyad import jsonl`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad export events > events.jsonl")]
struct EventsArgs {}

/// Every pair's score on one or more days, as CSV or JSON
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad export scores --at 2022-03-31,2022-06-30\n  dyad export scores --from 2022-01-01 --to 2022-12-31 --by month"
)]
struct ScoresArgs {
    /// The days, separated by commas [default: the last day anything was read of]
    #[arg(long, value_name = "DATE", value_delimiter = ',', conflicts_with_all = ["from", "to"])]
    at: Vec<Day>,

    /// First day of a window
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<Day>,

    /// Last day of a window
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<Day>,

    /// How far apart the days of a window lie: day, week, month; each period counts by its last day
    #[arg(long, value_name = "STEP", default_value = "day")]
    by: Step,

    #[command(flatten)]
    cuts: KnownArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad export`.
pub fn run(args: &ExportArgs, global: &Global, shell: &mut Shell) -> Ended {
    match &args.what {
        What::Events(_) => events(global, shell),
        What::Scores(args) => run_scores(args, global, shell),
        What::DyadYears(args) => panel::run(args, Period::Year, global, shell),
        What::DyadMonths(args) => panel::run(args, Period::Month, global, shell),
    }
}

fn events(global: &Global, shell: &mut Shell) -> Ended {
    if let Some(format @ (Format::Table | Format::Json | Format::Csv)) = global.format {
        return Err(format.refused("jsonl").into());
    }
    let session = Session::to_read(global, shell)?;
    export(session.log(), shell.data_out())?;
    Ok(Exit::Done)
}

fn run_scores(args: &ScoresArgs, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Csv);
    if format == Format::Table {
        return Err(format.refused("csv, json, jsonl").into());
    }
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let window = args.window()?;
    let session = Session::to_read(global, shell)?;
    let days = match window {
        Some(days) => days,
        None => last_day(session.book(), &question)?.into_iter().collect(),
    };
    if format == Format::Csv {
        shell.data(Csv::new(&Csv::SCORES).as_str())?;
        scores(session.book(), &question, &days, |day, states| {
            let mut csv = Csv::without_header();
            for state in states {
                csv.score(day, state);
            }
            shell.data(csv.as_str())
        })?;
        return Ok(Exit::Done);
    }
    let to = days.last().copied();
    let mut document = ScoresJson::default();
    let head = scores(session.book(), &question, &days, |day, states| -> Result<(), Stop> {
        for state in states {
            document.add(day, state);
        }
        Ok(())
    })?;
    let basis = Question { cut: Cut { to, ..question.cut }, ..question }.basis(head);
    shell.json(&document.json(&basis), format)?;
    Ok(Exit::Done)
}

impl ScoresArgs {
    /// The days asked for; `None` where the log has to say.
    fn window(&self) -> Result<Option<Vec<Day>>, Failure> {
        if !self.at.is_empty() {
            let mut days = self.at.clone();
            days.sort_unstable();
            days.dedup();
            return Ok(Some(days));
        }
        let (Some(from), Some(to)) = (self.from, self.to) else { return Ok(None) };
        let window = DateSpan::new(from, to).ok_or_else(|| super::advice::reversed(from, to))?;
        Ok(Some(self.by.periods(window).into_iter().map(DateSpan::last).collect()))
    }
}
