//! `dyad backup` and `dyad restore`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::domain::{ContentHash, Seq};
use crate::log::{Access, Head, Store};
use crate::report::json;

use super::exit::Exit;
use super::failure::{Ended, Failure, Stop};
use super::options::{Format, Global};
use super::sessions::{Session, clock};
use super::shell::Shell;

/// Copy the store into another directory, also while others append; the same again brings the copy up to date
///
/// The copy holds the same hash chain, checkpoints and texts, and is checked in full. Texts that were redacted here are
/// erased there.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad backup /mnt/backup/dyad")]
pub struct BackupArgs {
    /// Directory of the copy
    #[arg(value_name = "DEST")]
    to: PathBuf,
}

/// Copy a backup into this store; refused where this store holds a longer log or another
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad restore /mnt/backup/dyad")]
pub struct RestoreArgs {
    /// Directory of the backup
    #[arg(value_name = "SRC")]
    from: PathBuf,
}

#[derive(Serialize)]
struct Fields<'a> {
    schema: &'static str,
    outcome: &'static str,
    from: &'a Path,
    to: &'a Path,
    seq: Seq,
    hash: ContentHash,
}

/// Runs `dyad backup`.
pub fn run(args: &BackupArgs, global: &Global, shell: &mut Shell) -> Ended {
    let session = Session::to_read(global, shell)?;
    copy(session.store(), &args.to, "dyad/backup/v1", global, shell)
}

/// Runs `dyad restore`.
pub fn run_restore(args: &RestoreArgs, global: &Global, shell: &mut Shell) -> Ended {
    let to = shell.environment.store(global.store.as_ref())?;
    let from = Store::open(&args.from, Access::Read, wait(global), clock())?;
    copy(&from, &to, "dyad/restore/v1", global, shell)
}

fn wait(global: &Global) -> Duration {
    Duration::from_secs(global.wait.into())
}

fn copy(from: &Store, to: &Path, schema: &'static str, global: &Global, shell: &mut Shell) -> Ended {
    let format = global.format.unwrap_or(Format::Table);
    if format == Format::Csv {
        return Err(format.refused("table, json").into());
    }
    if same_place(from.dir(), to) {
        return Err(Failure::usage("the two are the same directory").at(to.display()).next("name another one").into());
    }
    let head: Head = from.copy_to(to, wait(global), clock()).map_err(Stop::from)?;
    let (seq, hash) = (head.seq(), head.hash);
    if format == Format::Table {
        shell.data(format!("{} copied and checked\nhead      {seq} {hash}\n", to.display()))?;
    } else {
        let fields = Fields { schema, outcome: "copied", from: from.dir(), to, seq, hash };
        shell.data(json::text(&fields) + "\n")?;
    }
    Ok(Exit::Done)
}

fn same_place(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}
