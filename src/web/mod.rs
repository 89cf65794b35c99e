//! Floor 7: `dyad serve`. Reads a store and never writes to it; answers with the CLI's own reports. Tokio lives here.
//!
//! Everything is rendered on this side: no script, no request to another host, nothing stored in the browser.

mod ask;
mod guard;
mod problem;
mod routes;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::log::{LogError, Store};

/// Opens the store for one request, to read it.
pub type Open = Arc<dyn Fn() -> Result<Store, LogError> + Send + Sync>;

/// Serves a store on a port of the loopback address until the process is told to stop; 0 takes any free port.
///
/// # Errors
/// When the port cannot be had or serving breaks off.
pub fn serve(port: u16, open: Open, ready: impl FnOnce(SocketAddr) + Send) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async move {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        ready(listener.local_addr()?);
        let stop = async {
            // Without signals the server runs until it is killed.
            let _ = tokio::signal::ctrl_c().await;
        };
        axum::serve(listener, routes::routes(open)).with_graceful_shutdown(stop).await
    })
}
