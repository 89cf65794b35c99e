//! `dyad eval`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::app::Reader;
use crate::app::eval::{
    EvalError, GoldDocument, Options, PredictedDocument, evaluate, predicted, read_gold, read_predictions,
};

use super::advice::unreadable;
use super::coders::CoderArgs;
use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::shell::Shell;

mod tension;

/// Judge a coder against right answers: precision and recall a pair, a quad class and a root, with intervals
///
/// GOLD is JSON Lines: {"id","text","published"?,"lang"?,"interactions":[{"source","target","cameo",...}],"decoys"?}. Without --pred the
/// built-in coder reads the texts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad eval gold.jsonl
  dyad eval tension truth.csv                        the scores, by what happened
  dyad eval tests/gold/*.jsonl --split heldout --format json
  dyad code --format jsonl gold.jsonl > coded.jsonl; dyad eval gold.jsonl --pred coded.jsonl")]
#[command(args_conflicts_with_subcommands = true)]
pub struct EvalArgs {
    #[command(subcommand)]
    what: Option<What>,

    /// Files of right answers, judged together
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,

    /// Judge these predictions, as `dyad code --format jsonl` prints them, instead of the built-in coder
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,

    /// Only documents of this part of the set, such as dev or heldout
    #[arg(long, value_name = "NAME")]
    split: Option<String>,

    /// Count optional gold interactions as core
    #[arg(long)]
    all_core: bool,

    /// Leave out, on both sides, what involves an organisation
    #[arg(long)]
    states_only: bool,

    /// Resamples behind each interval; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000)]
    boot: u32,

    /// Where the resampling starts
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u32,

    #[command(flatten)]
    coder: CoderArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    Tension(tension::TensionArgs),
}

/// Runs `dyad eval`.
pub fn run(args: &EvalArgs, global: &Global, shell: &mut Shell) -> Ended {
    if let Some(What::Tension(args)) = &args.what {
        return tension::run(args, global, shell);
    }
    let format = global.format.unwrap_or(Format::Table);
    if !matches!(format, Format::Table | Format::Json) {
        return Err(format.refused("table, json").into());
    }
    let gold = gold(args)?;
    let predicted = match &args.pred {
        Some(path) => read_predictions(&text(path)?).map_err(|error| advised(path, &error))?,
        None => read_all(args, &gold, global, shell)?,
    };
    let options =
        Options { all_core: args.all_core, states_only: args.states_only, resamples: args.boot, seed: args.seed };
    let verdict = evaluate(&gold, &predicted, &options);
    shell.data(match format {
        Format::Json => format!("{:#}\n", verdict.to_json()),
        _ => verdict.to_text(),
    })?;
    Ok(Exit::Done)
}

/// What the coder reads in every document. One that could not be read is said, and counts as missing.
fn read_all(
    args: &EvalArgs,
    gold: &[GoldDocument],
    global: &Global,
    shell: &mut Shell,
) -> Result<Vec<PredictedDocument>, Stop> {
    let mut reader: Box<dyn Reader> = args.coder.reader(global, shell)?;
    let mut read = Vec::new();
    for document in gold {
        match reader.read(&document.article()).map_err(Stop::from) {
            Ok(coding) => read.push(predicted(document, &coding.interactions)),
            Err(Stop::Failed(failure)) if failure.is_about_this() => shell.complain(&failure.at(&document.id)),
            Err(stop) => return Err(stop),
        }
    }
    if let Some(account) = reader.account() {
        shell.talk(account);
    }
    Ok(read)
}

/// The documents of all files, those of the split only.
fn gold(args: &EvalArgs) -> Result<Vec<GoldDocument>, Stop> {
    let mut gold: Vec<GoldDocument> = Vec::new();
    for path in &args.gold {
        let read = read_gold(&text(path)?).map_err(|error| advised(path, &error))?;
        if let Some(again) = read.iter().find(|one| gold.iter().any(|other| other.id == one.id)) {
            let what = format!("the id {:?} is in another file too", again.id);
            return Err(Failure::new(Exit::Failed, what).at(path.display()).next("judge the files one by one").into());
        }
        gold.extend(read);
    }
    gold.retain(|document| args.split.is_none() || document.split == args.split);
    match (gold.is_empty(), &args.split) {
        (false, _) => Ok(gold),
        (true, Some(split)) => {
            Err(Failure::new(Exit::NotFound, format!("no document belongs to {split:?}")).at("--split").into())
        }
        (true, None) => Err(Failure::new(Exit::Failed, "there is no document to judge by").into()),
    }
}

fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn advised(path: &Path, error: &EvalError) -> Failure {
    let detail = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    Failure::new(Exit::Failed, format!("{error}{detail}")).at(path.display())
}
