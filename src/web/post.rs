//! `POST /api/v1/articles`: one article in, what was understood out. The only request that can change the log.

use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::AppError;
use crate::app::append::Appender;
use crate::coder::{Coder, RulesCoder};
use crate::intake::article::{Dating, parse_row};
use crate::log::Access;
use crate::report::append::{Fate, Taken};

use super::Server;
use super::ask::Parameters;
use super::problem::Problem;
use super::routes::broken;

/// Takes an article as the command line takes a row of JSON Lines. Sent twice it is stored once; `dryRun` stores nothing.
pub async fn article(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match taken(server, query, &headers, body).await {
        Ok((status, line)) => (status, [(header::CONTENT_TYPE, "application/json")], line).into_response(),
        Err(problem) => problem.json(),
    }
}

async fn taken(
    server: Server,
    query: Option<String>,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, String), Problem> {
    if !server.guard.takes_articles() {
        let detail = "this server only reads".to_owned();
        return Err(Problem::forbidden(detail, "dyad serve --token-file FILE lets articles in"));
    }
    if !server.guard.knows_token(headers) {
        return Err(Problem::unauthorized());
    }
    let parameters = Parameters::read(query.as_deref().unwrap_or_default())?;
    let dry_run = match parameters.get("dryRun") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::bad("dryRun is true or false".to_owned(), "leave it out to store")),
    };
    let body = body.map_err(|error| Problem::unprocessable(error.to_string(), "send at most 16 MiB"))?;
    let counted = std::sync::Arc::clone(&server.counted);
    let work = move || stored(&server, &body, dry_run);
    let answer = tokio::task::spawn_blocking(work).await.map_err(broken)??;
    counted.articles.fetch_add(1, Ordering::Relaxed);
    Ok(answer)
}

fn stored(server: &Server, body: &[u8], dry_run: bool) -> Result<(StatusCode, String), Problem> {
    let shape = r#"send {"text","published"?,"lang"?,"source"?,"url"?,"title"?}"#;
    let draft = parse_row(body).map_err(|error| Problem::unprocessable(error.to_string(), shape))?.draft;
    if draft.dating == Dating::Missing {
        let next = r#"add "published": a day, a month, or "unknown""#;
        return Err(Problem::unprocessable("nothing says when it was published".to_owned(), next));
    }
    let (dated_by, other_dates) = (draft.dated_by, draft.other_dates.clone());
    let article = draft.into_article();
    let mut coder: &RulesCoder = &server.coder;
    let told = if dry_run {
        Taken::of(&article).understood(coder.code(&article))
    } else {
        let mut store = (server.open)(Access::Create).map_err(AppError::from)?;
        Appender::default().append(&mut store.log, &mut store.articles, &mut coder, &article)?.told(&article)
    };
    let status = if matches!(told.fate, Fate::Stored(..)) { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Taken { file: "-".to_owned(), dated_by, other_dates, ..told }.line()))
}
