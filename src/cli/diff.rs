//! `dyad diff`.

use clap::Args;

use crate::app::Question;
use crate::app::breakdown::diff_by;
use crate::app::diff::diff;
use crate::domain::{Cut, Day, DyadPattern, KnownAt};
use crate::report::breakdown::By;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::{Format, Global, KnownArgs, ModelArgs};
use super::pairs::PairText;
use super::sessions::Session;
use super::shell::Shell;

/// What changed between two days, and which events changed it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dyad diff 2022-02-01 2022-03-01\n  dyad diff 2022-02-01 2022-03-01 RUS-UKR --by root\n  dyad diff 2022-03-01 2022-03-01 RUS-UKR --before-model material-count\n  dyad diff 2022-03-01 2022-03-01 RUS-UKR --before-published-by 2022-02-25"
)]
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

    /// Add the parts of one pair's change up by event, article, day or root (kind of act)
    #[arg(long, value_name = "GROUP")]
    by: Option<By>,

    /// Compare with another model's severity on the first day
    #[arg(long, value_name = "NAME", help_heading = "Of the first day")]
    before_model: Option<String>,

    /// Compare with what had been published by this day
    #[arg(long, value_name = "DATE", help_heading = "Of the first day")]
    before_published_by: Option<Day>,

    /// Compare with what this log knew then
    #[arg(long, value_name = "WHEN", help_heading = "Of the first day")]
    before_known_at: Option<KnownAt>,

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
    if args.is_grouped() {
        return grouped(args, &question, &patterns, &session, global, shell);
    }
    let limit = if args.count == 0 { usize::MAX } else { args.count };
    let days = (args.before, args.after);
    let report = diff(session.log(), session.texts(), &question, days, &patterns, limit)?;
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}

impl DiffArgs {
    /// Whether one pair's change is to be added up.
    fn is_grouped(&self) -> bool {
        let other_side = self.before_published_by.is_some() || self.before_known_at.is_some();
        self.by.is_some() || self.before_model.is_some() || other_side
    }
}

/// One pair's change, between two days and perhaps two cuts or two models.
fn grouped(
    args: &DiffArgs,
    after: &Question<'_>,
    patterns: &[DyadPattern],
    session: &Session,
    global: &Global,
    shell: &mut Shell,
) -> Ended {
    let &[pattern] = patterns else {
        return Err(Failure::usage("a change is added up for one pair")
            .next("dyad diff D1 D2 ARM-AZE --by root")
            .into());
    };
    let model = args.model.other_model(args.before_model.as_deref())?;
    let cut = Cut {
        to: Some(args.before),
        published_by: args.before_published_by.or(after.cut.published_by),
        known_at: args.before_known_at.or(after.cut.known_at),
    };
    let before = Question { cut, scope: after.scope, model: model.as_ref() };
    let after = Question { cut: Cut { to: Some(args.after), ..after.cut }, ..*after };
    let report = diff_by(session.log(), &before, &after, pattern, args.by.unwrap_or(By::Event))?;
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}
