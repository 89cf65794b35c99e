//! Addresses and what answers them.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::listing::{Stretch, listing};
use crate::app::replay::{Choice, replay};
use crate::app::trend::{Window, trend};
use crate::app::why::why;
use crate::app::{AppError, naming};
use crate::app::{Book, Question};
use crate::domain::{Cut, DyadPattern};
use crate::log::{EventLog, Store};
use crate::report::log::LogReport;
use crate::report::replay::Ranking;
use crate::report::{Report, html, pages};

use super::Open;
use super::ask::{Asked, Misunderstood, Parameters};
use super::guard::guarded;
use super::problem::Problem;

/// Most commits the log shows at once unless asked otherwise.
const COMMITS_SHOWN: usize = 100;

type Asking = Result<Query<Parameters>, QueryRejection>;

/// The router of the whole server.
pub fn routes(open: Open) -> Router {
    Router::new()
        .route("/", get(ranking_page))
        .route("/pair/{pair}", get(pair_page))
        .route("/api/v1/replay", get(replay_json))
        .route("/api/v1/trend", get(trend_json))
        .route("/api/v1/why", get(why_json))
        .route("/api/v1/log", get(log_json))
        .route("/style.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], html::STYLE) }))
        .route("/healthz", get(health))
        .fallback(nowhere)
        .layer(from_fn(guarded))
        .with_state(open)
}

async fn nowhere(uri: Uri) -> Response {
    let problem = Problem::not_found();
    if uri.path().starts_with("/api/") { problem.json() } else { problem.page() }
}

async fn health(State(open): State<Open>) -> Response {
    match answer(open, Ok(Query(Parameters::default())), |store, _| Ok(store.log.head()?.seq().0)).await {
        Ok(seq) => format!("ok {seq}\n").into_response(),
        Err(problem) => problem.json(),
    }
}

async fn ranking_page(State(open): State<Open>, RawQuery(query): RawQuery, asking: Asking) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let page = answer(open, asking, move |store, asked| {
        let choice = Choice { ranking: Ranking::Replay, only: &[], count: asked.count, drawn: false };
        Ok(pages::ranking(&replay(Book::Store(store), &asked.question(), choice)?, &query))
    });
    as_page(page.await)
}

async fn pair_page(State(open): State<Open>, Path(pair): Path<String>, asking: Asking) -> Response {
    let page = answer(open, asking, move |store, asked| {
        let pattern = naming::pattern(&pair).map_err(Misunderstood::from)?;
        let window = Window { from: asked.from, step: asked.step };
        let trend = trend(Book::Store(store), &asked.question(), &[pattern], window)?;
        let why = why(&store.log, &store.articles, &asked.question(), pattern, usize::MAX)?;
        Ok(pages::pair(&trend, &why))
    });
    as_page(page.await)
}

async fn replay_json(State(open): State<Open>, asking: Asking) -> Response {
    let report = answer(open, asking, |store, asked| {
        let choice = Choice { ranking: Ranking::Replay, only: &[], count: asked.count, drawn: false };
        Ok(replay(Book::Store(store), &asked.question(), choice)?.json().document())
    });
    as_json(report.await)
}

async fn trend_json(State(open): State<Open>, asking: Asking) -> Response {
    let report = answer(open, asking, |store, asked| {
        let pattern = asked.needed_pair()?;
        let window = Window { from: asked.from, step: asked.step };
        Ok(trend(Book::Store(store), &asked.question(), &[pattern], window)?.json().document())
    });
    as_json(report.await)
}

async fn why_json(State(open): State<Open>, asking: Asking) -> Response {
    let report = answer(open, asking, |store, asked| {
        let pattern = asked.needed_pair()?;
        Ok(why(&store.log, &store.articles, &asked.question(), pattern, usize::MAX)?.json().document())
    });
    as_json(report.await)
}

async fn log_json(State(open): State<Open>, asking: Asking) -> Response {
    let report = answer(open, asking, |store, asked| {
        let count = Some(asked.count.unwrap_or(COMMITS_SHOWN)).filter(|count| *count > 0);
        let listed = listing(&store.log, Stretch { after: asked.after, count })?;
        let question = Question { cut: Cut::default(), ..asked.question() };
        let basis = question.basis(listed.head);
        let report = LogReport { basis, commits: listed.entries, events: false, partial: listed.partial };
        Ok(report.json().document())
    });
    as_json(report.await)
}

/// Understands the parameters, opens the store and answers on a thread that may block.
async fn answer<T, F>(open: Open, asking: Asking, answer: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(&Store, &Asked) -> Result<T, Problem> + Send + 'static,
{
    let Query(parameters) = asking.map_err(|error| {
        Problem::bad(error.body_text(), "parameters are named like the options: to, published_by, known_at")
    })?;
    let work = move || {
        let asked = parameters.understood()?;
        let store = open().map_err(AppError::from)?;
        answer(&store, &asked)
    };
    let broken = |error: tokio::task::JoinError| AppError::from(std::io::Error::other(error));
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

fn as_page(page: Result<String, Problem>) -> Response {
    match page {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(problem) => problem.page(),
    }
}

fn as_json(report: Result<String, Problem>) -> Response {
    match report {
        Ok(report) => ([(header::CONTENT_TYPE, "application/json")], report).into_response(),
        Err(problem) => problem.json(),
    }
}

impl Asked {
    fn question(&self) -> Question<'_> {
        Question { cut: self.cut, scope: self.scope, model: self.model.as_ref() }
    }

    fn needed_pair(&self) -> Result<DyadPattern, Problem> {
        self.pair.ok_or_else(|| Problem::bad("no pair is named".to_owned(), "add ?pair=ARM-AZE"))
    }
}

impl From<crate::log::LogError> for Problem {
    fn from(error: crate::log::LogError) -> Self {
        AppError::from(error).into()
    }
}
