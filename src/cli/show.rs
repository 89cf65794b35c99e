//! `dyad show`.

use clap::Args;

use crate::app::show::show;

use super::exit::Exit;
use super::failure::Ended;
use super::options::{Format, Global};
use super::sessions::{Session, basis_of_log};
use super::shell::Shell;

/// One event, or an article and everything the log says of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  dyad show '#12'\n  dyad show 3fa29c01")]
pub struct ShowArgs {
    /// A position such as '#12', an event id, an article's hash, or the beginning of one
    #[arg(value_name = "ID")]
    id: String,
}

/// Runs `dyad show`.
pub fn run(args: &ShowArgs, global: &Global, shell: &mut Shell) -> Ended {
    let session = Session::to_read(global, shell)?;
    let basis = basis_of_log(session.log().head()?);
    let report = show(session.log(), session.texts(), basis, &args.id)?;
    shell.report(&report, global.format.unwrap_or(Format::Table))?;
    Ok(Exit::Done)
}
