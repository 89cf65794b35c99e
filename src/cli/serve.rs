//! `dyad serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::log::store::WAIT_DEFAULT;
use crate::log::{Access, Store};
use crate::web::{self, Token};

use super::advice::unreadable;
use super::exit::Exit;
use super::failure::{Ended, Failure};
use super::options::Global;
use super::sessions::{Session, clock};
use super::shell::Shell;

/// A page and an API on this machine, to read the log with a browser
///
/// Listens on the loopback address unless told otherwise. Only a post of an article by who knows the token changes the log.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dyad serve --port 8080
  dyad serve --token-file token                      lets programs post articles to /api/v1/articles
  dyad serve --listen 0.0.0.0 --token-file token     for others, who all need the token")]
pub struct ServeArgs {
    /// Port of the address; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,

    /// Address to listen on; any but the loopback address needs --token-file
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,

    /// File with the secret that posts, and all requests from elsewhere, have to know
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

impl ServeArgs {
    fn token(&self) -> Result<Option<Token>, Failure> {
        let Some(path) = &self.token_file else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let short = || {
            Failure::usage("the token is shorter than 16 bytes").at(path.display()).next("openssl rand -hex 24 > token")
        };
        Token::of(&text).map(Some).ok_or_else(short)
    }
}

/// Runs `dyad serve`.
pub fn run(args: &ServeArgs, global: &Global, shell: &mut Shell) -> Ended {
    let token = args.token()?;
    if !args.listen.is_loopback() && token.is_none() {
        let exposed = format!("{} can be reached from elsewhere, and no token guards it", args.listen);
        return Err(Failure::usage(exposed).at("--listen").next("add --token-file FILE").into());
    }
    let dir = shell.environment.store(global.store.as_ref())?;
    // Fails here, in words, rather than at the first request.
    drop(Session::to_read(global, shell)?);
    let open = Arc::new(move |access: Access| Store::open(&dir, access, WAIT_DEFAULT, clock()));
    let mut told = Ok(());
    let address = SocketAddr::new(args.listen, args.port);
    let served = web::serve(address, token, open, |address| {
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
