//! `dyad eval tension`.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::app::Question;
use crate::app::eval::tension::{Measured, judge};
use crate::app::eval::truth::read_truth;
use crate::report::tension_eval::{ScoreRow, TensionEval};

use super::super::advice::unreadable;
use super::super::exit::Exit;
use super::super::failure::{Ended, Failure};
use super::super::options::{Format, Global, KnownArgs, ModelArgs};
use super::super::sessions::Session;
use super::super::shell::Shell;

/// Judge the scores of the log by what happened: every model beside persistence and raw counts
///
/// TRUTH is a CSV with pair (or a and b), date (or month, or year) and label (0 or 1). The score at the end of the date is judged; for a month or
/// a year, that of its eve. Average precision of the ranking of a day, the mean over days; intervals by bootstrap over pairs.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad eval tension truth.csv --actors all")]
pub struct TensionArgs {
    /// The file of what happened
    #[arg(value_name = "TRUTH")]
    truth: PathBuf,

    /// Resamples behind each interval; 0 for none
    #[arg(long, value_name = "N", default_value_t = 200)]
    boot: u32,

    /// Where the resampling starts
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u32,

    #[command(flatten)]
    cuts: KnownArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs `dyad eval tension`.
pub fn run(args: &TensionArgs, global: &Global, shell: &mut Shell) -> Ended {
    let text = fs::read_to_string(&args.truth).map_err(|error| unreadable(&args.truth, &error))?;
    let truth = read_truth(&text).map_err(|error| {
        Failure::new(Exit::Failed, error.to_string())
            .at(args.truth.display())
            .next("the columns are pair (or a, b), date (or month, year) and label (0 or 1)")
    })?;
    if let Some((pair, rows)) = truth.unknown.iter().next() {
        let pairs = truth.unknown.len();
        shell.talk(format!(
            "{}: {pairs} pairs of no known actors are left out, {pair} ({rows} rows) first",
            args.truth.display()
        ));
    }
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let verdict = judge(session.log(), &question, truth, args.boot, args.seed)?;
    let figure = |measured: Measured| (measured.value, measured.interval);
    let row = |score: &crate::app::eval::tension::Judgement| ScoreRow {
        name: score.name.clone(),
        average_precision: figure(score.average_precision),
        beyond_persistence: figure(score.beyond_persistence),
        beyond_count: figure(score.beyond_count),
        within: score.within,
    };
    let report = TensionEval {
        basis: question.basis(verdict.head),
        days: verdict.days.map(|days| (days.first(), days.last())),
        rows: verdict.rows,
        pairs: verdict.pairs,
        positives: verdict.positives,
        without_events: verdict.without_events,
        unknown: verdict.unknown,
        scores: verdict.scores.iter().map(row).collect(),
        alarms_per_day: verdict.alarms_per_day,
    };
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}
