//! `dyad serve`.

use std::sync::Arc;

use chrono::Utc;
use clap::Args;

use crate::domain::Recorded;
use crate::log::Store;
use crate::log::sqlite::Access;
use crate::log::store::WAIT_DEFAULT;
use crate::web;

use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::Global;
use super::sessions::Session;
use super::shell::Shell;

/// A page and an API on this machine, to read the log with a browser
///
/// Listens on the loopback address only, and never writes to the log.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dyad serve --port 8080")]
pub struct ServeArgs {
    /// Port of the loopback address; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
}

/// Runs `dyad serve`.
pub fn run(args: &ServeArgs, global: &Global, shell: &mut Shell) -> Ended {
    let dir = shell.environment.store(global.store.as_ref())?;
    // Fails here, in words, rather than at the first request.
    drop(Session::to_read(global, shell)?);
    let open = Arc::new(move || {
        let clock =
            Box::new(|| Recorded::from_micros(Utc::now().timestamp_micros()).expect("a year from 1970 to 2199"));
        Store::open(&dir, Access::Read, WAIT_DEFAULT, clock)
    });
    let mut told = Ok(());
    let served = web::serve(args.port, open, |address| {
        told = shell.data(format!("http://{address}/\n")).and_then(|()| shell.flush());
        shell.talk("serving until ctrl-c");
    });
    told?;
    served.map_err(|error| {
        Failure::new(Exit::Failed, format!("cannot serve: {error}"))
            .at(format!("port {}", args.port))
            .next("pass another --port, or 0 for a free one")
    })?;
    Ok(Exit::Done)
}
