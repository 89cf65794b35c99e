//! `dyad log`.

use clap::Args;

use crate::app::listing::{Stretch, listing};
use crate::domain::Seq;
use crate::report::log::LogReport;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::sessions::Session;
use super::shell::Shell;

/// The commits of the log, in the order they were taken
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad log -n 5\n  dyad log --after '#41' --events --format jsonl")]
pub struct LogArgs {
    /// Only what comes after this event
    #[arg(long, value_name = "#N")]
    after: Option<Seq>,

    /// How many commits: the first after --after, else the last; 0 for all
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 20)]
    count: usize,

    /// An event a line rather than a commit
    #[arg(long)]
    events: bool,
}

/// Runs `dyad log`.
pub fn run(args: &LogArgs, global: &Global, shell: &mut Shell) -> Ended {
    let session = Session::to_read(global, shell)?;
    let stretch = Stretch { after: args.after, count: (args.count > 0).then_some(args.count) };
    let listed = listing(session.log(), stretch)?;
    let report = LogReport {
        basis: super::sessions::basis_of_log(listed.head),
        commits: listed.entries,
        events: args.events,
        partial: listed.partial,
    };
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}
