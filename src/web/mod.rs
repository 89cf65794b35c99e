//! Floor 7: `dyad serve`. Answers with the CLI's own reports; only the one post writes to the log. Tokio lives here.
//!
//! Pages are rendered on this side and whole without a script; no request goes to another host, and nothing is stored in
//! the browser.

mod api;
mod ask;
mod guard;
mod live;
mod pages;
mod post;
mod problem;
mod routes;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::net::TcpListener;

use crate::coder::RulesCoder;
use crate::log::{Access, LogError, Store};

pub use guard::Token;

/// Opens the store for one request.
pub type Open = Arc<dyn Fn(Access) -> Result<Store, LogError> + Send + Sync>;

/// What every request needs.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) open: Open,
    pub(crate) coder: Arc<RulesCoder>,
    pub(crate) heads: live::Heads,
    pub(crate) guard: Arc<guard::Guard>,
    pub(crate) counted: Arc<Counted>,
}

/// What is counted since the start, for `/metrics`.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) requests: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) articles: AtomicU64,
    pub(crate) streams: AtomicU64,
}

/// Serves a store at an address until the process is told to stop; port 0 takes any free port. With a token, articles can be
/// posted; at an address that is not this machine's own, every request needs it.
///
/// # Errors
/// When the address cannot be had or serving breaks off.
pub fn serve(
    address: SocketAddr,
    token: Option<Token>,
    open: Open,
    ready: impl FnOnce(SocketAddr) + Send,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async move {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        let (heads, watching) = live::watch(Arc::clone(&open));
        let server = Server {
            open,
            coder: Arc::new(RulesCoder::new()),
            heads,
            guard: Arc::new(guard::Guard::new(bound, token)),
            counted: Arc::default(),
        };
        ready(bound);
        let stop = async move {
            // Without signals the server runs until it is killed.
            let _ = tokio::signal::ctrl_c().await;
            watching.stop();
        };
        axum::serve(listener, routes::routes(server)).with_graceful_shutdown(stop).await
    })
}
