//! Addresses and what answers them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::app::AppError;
use crate::intake::article::LINE_LEN_MAX;
use crate::log::{Access, EventLog, Store};
use crate::report::html;

use super::ask::{Asked, Parameters};
use super::guard::guarded;
use super::problem::Problem;
use super::{Server, api, live, pages, post as posting};

/// The router of the whole server.
pub fn routes(server: Server) -> Router {
    Router::new()
        .route("/", get(pages::ranking))
        .route("/pair/{pair}", get(pages::pair))
        .route("/matrix", get(pages::matrix))
        .route("/country/{country}", get(pages::country))
        .route("/article/{article}", get(pages::article))
        .route("/log", get(pages::log))
        .route("/method", get(pages::method))
        .route("/events", get(live::events))
        .route("/api/v1/openapi.json", get(|| fixed("application/json", api::OPENAPI)))
        .route("/api/v1/articles", post(posting::article).layer(DefaultBodyLimit::max(LINE_LEN_MAX)))
        .route("/api/v1/{report}", get(api::report))
        .route("/style.css", get(|| fixed("text/css", html::STYLE)))
        .route("/dyad.js", get(|| fixed("text/javascript", html::SCRIPT)))
        .route("/icon.svg", get(|| fixed("image/svg+xml", html::ICON)))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(nowhere)
        .layer(from_fn_with_state(server.clone(), guarded))
        .with_state(server)
}

fn fixed(kind: &'static str, text: &'static str) -> std::future::Ready<Response> {
    std::future::ready(([(header::CONTENT_TYPE, kind)], text).into_response())
}

async fn nowhere(uri: Uri, headers: HeaderMap) -> Response {
    let problem = Problem::not_found();
    if uri.path().starts_with("/api/") {
        problem.json()
    } else {
        problem.page(&pages::view(uri.path(), &Parameters::default(), &headers))
    }
}

async fn health(State(server): State<Server>) -> Response {
    match answer(server, Parameters::default(), |store, _| Ok(store.log.head()?.seq().0)).await {
        Ok(seq) => format!("ok {seq}\n").into_response(),
        Err(problem) => problem.json(),
    }
}

/// The counts since the start, and the position of the log, as Prometheus reads them.
async fn metrics(State(server): State<Server>) -> Response {
    use std::sync::atomic::Ordering::Relaxed;
    let counted = &server.counted;
    let seq = server.heads.borrow().0;
    let rows = [
        ("dyad_requests_total", "counter", counted.requests.load(Relaxed)),
        ("dyad_requests_refused_total", "counter", counted.refused.load(Relaxed)),
        ("dyad_requests_failed_total", "counter", counted.failed.load(Relaxed)),
        ("dyad_articles_posted_total", "counter", counted.articles.load(Relaxed)),
        ("dyad_streams_opened_total", "counter", counted.streams.load(Relaxed)),
        ("dyad_log_seq", "gauge", seq),
    ];
    let lines: Vec<String> =
        rows.iter().map(|(name, kind, value)| format!("# TYPE {name} {kind}\n{name} {value}\n")).collect();
    let text = lines.concat();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Understands the parameters, opens the store to read and answers on a thread that may block.
pub async fn answer<T, F>(server: Server, parameters: Parameters, answer: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(&Store, &Asked) -> Result<T, Problem> + Send + 'static,
{
    let work = move || {
        let asked = parameters.understood()?;
        let store = (server.open)(Access::Read).map_err(AppError::from)?;
        answer(&store, &asked)
    };
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

/// A thread that broke off.
pub fn broken(error: tokio::task::JoinError) -> Problem {
    AppError::from(std::io::Error::other(error)).into()
}
