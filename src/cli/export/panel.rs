//! `dyad export dyad-years` and `dyad-months`.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use crate::app::Question;
use crate::app::dyad_years::{PanelChoice, Period, dyad_years};
use crate::app::risk_table::{RiskTableError, score_table};
use crate::domain::{DateSpan, Day};
use crate::report::Csv;
use crate::report::dyad_years::{COLUMNS, PanelFields, PanelRow, json};
use crate::tension::Risk;

use super::super::advice::{reversed, unreadable};
use super::super::exit::Exit;
use super::super::failure::{Ended, Failure, Stop};
use super::super::options::{Format, Global, KnownArgs, ModelArgs};
use super::super::sessions::Session;
use super::super::shell::Shell;

/// Every pair by calendar year, for R and pandas: acts, tension, codes of ISO, COW and Gleditsch-Ward
///
/// Columns: a and b (ISO 3166 alpha-3, or an organisation), iso3, cow and gw of each in that year, year, month, vc mc vx mx (acts of verbal
/// and material cooperation and conflict, both directions), events, coverage, tension (at the end, the mean, the highest), severity (a on b, b on
/// a), cooperation, `past_disputes` (years with a dispute among the ten before), score (the mean tension, or the risk).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad export dyad-years > years.csv
  dyad import mid MIDB.csv; dyad export dyad-years --model risk@1
  dyad export dyad-years --counts counts.csv --model risk@1     score a table of your own")]
pub struct PanelArgs {
    /// First day; its whole year or month is in [default: the first of the log]
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<Day>,

    /// Last day; nothing after it counts
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<Day>,

    /// Score the pairs and years of this CSV (d1,d2,year,vc,mc,vx,mx,past10) with --model risk@1, without a log
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    counts: Option<PathBuf>,

    #[command(flatten)]
    cuts: KnownArgs,

    #[command(flatten)]
    model: ModelArgs,
}

/// Runs either command.
pub fn run(args: &PanelArgs, period: Period, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Csv);
    if format == Format::Table {
        return Err(format.refused("csv, json, jsonl").into());
    }
    let risk = args.model.risk();
    if let (Some(_), Period::Month) = (&risk, period) {
        return Err(Failure::usage(format!("{} scores years, not months", Risk::ID))
            .at("--model")
            .next("dyad export dyad-years --model risk@1")
            .into());
    }
    if let Some(path) = &args.counts {
        return counts(path, risk.as_ref(), format, shell);
    }
    let model = args.model.model_beside_risk()?;
    let window = match (args.from, args.to) {
        (Some(from), Some(to)) => Some(DateSpan::new(from, to).ok_or_else(|| reversed(from, to))?),
        _ => None,
    };
    let cut = crate::domain::Cut { to: args.to, ..args.cuts.cut() };
    let question = Question { cut, scope: args.model.scope(), model: model.as_ref() };
    let session = Session::to_read(global, shell)?;
    let choice = PanelChoice { period, window, risk: risk.as_ref() };
    if format == Format::Csv {
        shell.data(Csv::new(&COLUMNS).as_str())?;
        dyad_years(session.log(), &question, choice, |row: &PanelRow| {
            let mut csv = Csv::without_header();
            csv.panel(&row.fields());
            shell.data(csv.as_str())
        })?;
        return Ok(Exit::Done);
    }
    let mut rows: Vec<PanelFields> = Vec::new();
    let head = dyad_years(session.log(), &question, choice, |row: &PanelRow| -> Result<(), Stop> {
        rows.push(row.fields());
        Ok(())
    })?;
    let mut basis = question.basis(head);
    if risk.is_some() {
        basis.model = Risk::ID.to_string();
    }
    shell.json(&json(&basis, period == Period::Year, &rows), format)?;
    Ok(Exit::Done)
}

/// Scores a table of counts, without a log.
fn counts(path: &PathBuf, risk: Option<&Risk>, format: Format, shell: &mut Shell) -> Ended {
    let Some(risk) = risk else {
        return Err(Failure::usage("only risk@1 scores a table of counts")
            .at("--counts")
            .next("add --model risk@1")
            .into());
    };
    if format != Format::Csv {
        return Err(format.refused("csv, with --counts").into());
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let scored = score_table(&text, risk).map_err(|error| advised(path, &error))?;
    let mut out = String::from("a,b,year,score\n");
    for row in scored {
        writeln!(out, "{},{},{},{:.9}", row.a, row.b, row.year, row.score).expect("a String takes every line");
    }
    shell.data(out)?;
    Ok(Exit::Done)
}

fn advised(path: &std::path::Path, error: &RiskTableError) -> Failure {
    Failure::new(Exit::Failed, error.to_string())
        .at(path.display())
        .next("the columns are d1,d2,year,vc,mc,vx,mx,past10, numbers from 0")
}
