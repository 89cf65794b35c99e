//! `dyad profile`.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::app::Question;
use crate::app::profile_fit::profile_fit;
use crate::domain::{Day, Dyad};
use crate::report::Json;
use crate::report::json::as_points;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{CutArgs, Format, Global, ModelArgs};
use super::sessions::Session;
use super::shell::Shell;

/// The constants of the scale; `dyad method list` shows the shipped ones
#[derive(Debug, Args)]
pub struct ProfileArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Fit(FitArgs),
}

/// Propose a reference severity from the log; nothing is applied
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad profile fit --to 2022-12-31")]
struct FitArgs {
    #[command(flatten)]
    cuts: CutArgs,

    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Serialize)]
struct Fields {
    reference_severity: Option<u64>,
    current_reference: u32,
}

#[derive(Serialize)]
struct HighestFields {
    pair: Dyad,
    on: Day,
    severity: f64,
}

/// Runs `dyad profile`.
pub fn run(args: &ProfileArgs, global: &Global, shell: &mut Shell) -> Ended {
    let What::Fit(args) = &args.what;
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json, jsonl").into());
    }
    let model = args.model.model()?;
    let question = Question { cut: args.cuts.cut(), scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let fitted = profile_fit(session.log(), &question)?;
    let basis = question.basis(fitted.head);
    let current_reference = model.profile().reference_points;
    if format != Format::Table {
        let fields = Fields { reference_severity: fitted.reference_points, current_reference };
        let highest =
            fitted.highest.map(|(pair, on, severity)| HighestFields { pair, on, severity: as_points(severity) });
        shell.json(&Json::new("profile-fit", &basis, &fields, "highest", highest), format)?;
        return Ok(Exit::Done);
    }
    let text = match (fitted.highest, fitted.reference_points) {
        (Some((pair, on, severity)), Some(proposed)) => format!(
            "Highest severity: {:.2}, {pair} on {on}\nProposed: tension 100 at {proposed} (profile {} has {current_reference})\n\
             Nothing is changed. A scale is chosen once: with another reference, old scores do not compare.\n",
            as_points(severity),
            basis.profile
        ),
        _ => "The log has no severity to propose anything from.\n".to_owned(),
    };
    shell.data(format!("{text}\n{}\n", basis.line()))?;
    Ok(Exit::Done)
}
