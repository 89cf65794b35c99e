//! `/api/v1`: the reports of the command line as JSON, or as CSV where `Accept` asks for it.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::diff::diff;
use crate::app::listing::{Stretch, listing};
use crate::app::pair::pair;
use crate::app::replay::{Choice, last_day, replay};
use crate::app::show::show;
use crate::app::trend::{Window, trend};
use crate::app::why::{one_pair, why};
use crate::app::{Book, Question};
use crate::domain::{ContentHash, Cut, DyadPattern};
use crate::log::{EventLog, Store};
use crate::report::Report;
use crate::report::log::LogReport;
use crate::report::replay::Ranking;

use super::Server;
use super::ask::{Asked, Parameters};
use super::problem::Problem;
use super::routes::answer;

/// What is served, described for programs.
pub const OPENAPI: &str = include_str!("openapi.json");

/// Most commits the log shows at once unless asked otherwise.
const COMMITS_SHOWN: usize = 100;

/// Pairs that `top` shows unless asked otherwise.
const TOP_SHOWN: usize = 20;

/// `/api/v1/REPORT`.
pub async fn report(
    State(server): State<Server>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let csv = accepts.contains("text/csv");
    let asked = Parameters::read(query.as_deref().unwrap_or_default());
    let made = match asked {
        Ok(parameters) => answer(server, parameters, move |store, asked| made(&name, store, asked, csv)).await,
        Err(error) => Err(error.into()),
    };
    match made {
        Ok(body) => tagged(body, csv, &headers),
        Err(problem) => problem.json(),
    }
}

/// The answer under a tag made of all it says, its head and model among it; nothing but the tag where the caller has it already.
fn tagged(body: String, csv: bool, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", ContentHash::of(body.as_bytes()).short());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let kind = if csv { "text/csv; charset=utf-8" } else { "application/json" };
    let told = [(header::ETAG, tag.as_str()), (header::VARY, "accept"), (header::CONTENT_TYPE, kind)];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    (told, body).into_response()
}

fn made(name: &str, store: &Store, asked: &Asked, csv: bool) -> Result<String, Problem> {
    match name {
        "replay" | "top" => {
            let only: Vec<DyadPattern> = asked.with.into_iter().collect();
            let (ranking, count) = match (name, asked.movers) {
                ("replay", _) => (Ranking::Replay, asked.count),
                (_, true) => (Ranking::Movers, Some(asked.count.unwrap_or(TOP_SHOWN))),
                (_, false) => (Ranking::Top, Some(asked.count.unwrap_or(TOP_SHOWN))),
            };
            let choice = Choice { ranking, only: &only, count, drawn: false };
            written(&replay(Book::Store(store), &asked.question(), choice)?, csv)
        }
        "trend" => {
            let window = Window { from: asked.from, step: asked.step };
            written(&trend(Book::Store(store), &asked.question(), &[needed(asked)?], window)?, csv)
        }
        "why" => written(&why(&store.log, &store.articles, &asked.question(), needed(asked)?, usize::MAX)?, csv),
        "pair" => {
            let dyad = one_pair(needed(asked)?)?;
            written(&pair(&store.log, &store.articles, &asked.question(), dyad)?, csv)
        }
        "diff" => {
            let before = asked
                .before
                .ok_or_else(|| Problem::bad("no first day is named".to_owned(), "add ?before=2025-07-01"))?;
            let after = last_day(Book::Store(store), &asked.question())?.unwrap_or(before);
            let only: Vec<DyadPattern> = asked.pair.into_iter().collect();
            let question = Question { cut: Cut { to: None, ..asked.cut }, ..asked.question() };
            written(&diff(&store.log, &store.articles, &question, (before, after), &only, usize::MAX)?, csv)
        }
        "log" => {
            let count = Some(asked.count.unwrap_or(COMMITS_SHOWN)).filter(|count| *count > 0);
            let listed = listing(&store.log, Stretch { after: asked.after, count })?;
            let question = Question { cut: Cut::default(), ..asked.question() };
            let basis = question.basis(listed.head);
            let report = LogReport { basis, commits: listed.entries, events: false, partial: listed.partial };
            written(&report, csv)
        }
        "show" => {
            let id = asked.id.as_deref().ok_or_else(|| Problem::bad("nothing is named".to_owned(), "add ?id=%2312"))?;
            let question = Question { cut: Cut::default(), ..asked.question() };
            written(&show(&store.log, &store.articles, question.basis(store.log.head()?), id)?, csv)
        }
        _ => Err(Problem::not_found()),
    }
}

fn written(report: &impl Report, csv: bool) -> Result<String, Problem> {
    if csv {
        return report.csv().map(|csv| csv.as_str().to_owned()).ok_or_else(Problem::not_acceptable);
    }
    Ok(report.json().document())
}

fn needed(asked: &Asked) -> Result<DyadPattern, Problem> {
    asked.pair.ok_or_else(|| Problem::bad("no pair is named".to_owned(), "add ?pair=ARM-AZE"))
}
