//! The pages: parameters in, the store read, a page out.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::app::listing::{Stretch, listing};
use crate::app::replay::{Choice, last_day, replay};
use crate::app::trend::{Window, trend};
use crate::app::why::why;
use crate::app::{Book, Question, compare, naming, reading_of};
use crate::coder::Coder;
use crate::domain::{Cut, DateSpan, Day, DyadPattern, Seq};
use crate::log::{EventLog, Kept, Store};
use crate::report::log::LogReport;
use crate::report::pages::pair::{Other, Sight};
use crate::report::pages::{self, View, Words};
use crate::report::replay::Ranking;
use crate::tension::model;

use super::Server;
use super::ask::{Asked, Misunderstood, Parameters};
use super::problem::Problem;
use super::routes::answer;

/// Pairs shown at once unless asked otherwise; as many as are drawn with their last months.
const PAIRS_SHOWN: usize = 60;

/// Commits shown at once.
const COMMITS_SHOWN: usize = 50;

/// Days before the last of the log that a slider reaches.
const SLIDER_DAYS: i32 = 730;

/// What a page knows of its address and its reader.
pub fn view(path: &str, parameters: &Parameters, headers: &HeaderMap) -> View {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let words = parameters.get("lang").map_or_else(|| Words::accepted(accepted), Words::of);
    View { words, query: parameters.pairs().to_vec(), path: path.to_owned() }
}

/// Answers with a page, or with a page that says what is wrong.
async fn page<F>(server: Server, path: String, query: Option<String>, headers: HeaderMap, make: F) -> Response
where
    F: FnOnce(&View, &Store, &Asked) -> Result<String, Problem> + Send + 'static,
{
    let read = Parameters::read(query.as_deref().unwrap_or_default());
    let parameters = match read {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).page(&view(&path, &Parameters::default(), &headers)),
    };
    let view = view(&path, &parameters, &headers);
    let seen = view.clone();
    match answer(server, parameters, move |store, asked| make(&seen, store, asked)).await {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::VARY, "accept-language")], page)
            .into_response(),
        Err(problem) => problem.page(&view),
    }
}

/// The days a slider goes over; `on` is the last day of what is shown, which is that of the log where nothing is cut.
fn days(store: &Store, asked: &Asked, on: Option<Day>, first: Option<DateSpan>) -> Result<Option<DateSpan>, Problem> {
    let last = if asked.cut == Cut::default() {
        on
    } else {
        last_day(Book::Store(store), &Question { cut: Cut::default(), ..asked.question() })?
    };
    let Some(last) = last else { return Ok(None) };
    let first = first.map_or(last.plus(-SLIDER_DAYS), |span| span.first().min(last));
    Ok(DateSpan::new(first, last))
}

/// `/`.
pub async fn ranking(State(server): State<Server>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let make = |view: &View, store: &Store, asked: &Asked| {
        let only: Vec<DyadPattern> = asked.with.into_iter().collect();
        let ranking = if asked.movers { Ranking::Movers } else { Ranking::Replay };
        let count = Some(asked.count.unwrap_or(PAIRS_SHOWN));
        let choice = Choice { ranking, only: &only, count, drawn: true };
        let replay = replay(Book::Store(store), &asked.question(), choice)?;
        Ok(pages::ranking::ranking(view, &replay, days(store, asked, replay.on, None)?))
    };
    page(server, "/".to_owned(), query, headers, make).await
}

/// `/matrix`.
pub async fn matrix(State(server): State<Server>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let make = |view: &View, store: &Store, asked: &Asked| {
        let choice = Choice { ranking: Ranking::Replay, only: &[], count: None, drawn: false };
        let replay = replay(Book::Store(store), &asked.question(), choice)?;
        Ok(pages::matrix::matrix(view, &replay, days(store, asked, replay.on, None)?))
    };
    page(server, "/matrix".to_owned(), query, headers, make).await
}

/// `/country/ARM`.
pub async fn country(
    State(server): State<Server>,
    Path(country): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/country/{country}");
    let make = move |view: &View, store: &Store, asked: &Asked| {
        let pattern = naming::pattern(&format!("{country}-*")).map_err(Misunderstood::from)?;
        let DyadPattern::AnyWith(actor) = pattern else {
            return Err(Problem::bad(format!("{country:?} is no country"), "a country is written ARM"));
        };
        let choice = Choice { ranking: Ranking::Replay, only: &[pattern], count: Some(PAIRS_SHOWN), drawn: true };
        let replay = replay(Book::Store(store), &asked.question(), choice)?;
        Ok(pages::country::country(view, actor, &replay, days(store, asked, replay.on, None)?))
    };
    page(server, path, query, headers, make).await
}

/// `/pair/ARM-AZE`.
pub async fn pair(
    State(server): State<Server>,
    Path(pair): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/pair/{pair}");
    let make = move |view: &View, store: &Store, asked: &Asked| {
        let pattern = naming::pattern(&pair).map_err(Misunderstood::from)?;
        let sight = sight(store, &asked.question(), pattern, asked)?;
        let other = match asked.other {
            None => None,
            Some(cut) => {
                let there = self::sight(store, &Question { cut, ..asked.question() }, pattern, asked)?;
                let parts = compare::parts(&sight.why, &there.why);
                Some(Other { sight: there, parts })
            }
        };
        let days = days(store, asked, sight.why.on, sight.trend.window)?;
        Ok(pages::pair::pair(view, &sight, other.as_ref(), days))
    };
    page(server, path, query, headers, make).await
}

fn sight(store: &Store, question: &Question<'_>, pattern: DyadPattern, asked: &Asked) -> Result<Sight, Problem> {
    let window = Window { from: asked.from, step: asked.step };
    let trend = trend(Book::Store(store), question, &[pattern], window)?;
    let why = why(&store.log, &store.articles, question, pattern, usize::MAX)?;
    Ok(Sight { trend, why })
}

/// `/article/HASH`.
pub async fn article(
    State(server): State<Server>,
    Path(article): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/article/{article}");
    let coder = std::sync::Arc::clone(&server.coder);
    let make = move |view: &View, store: &Store, asked: &Asked| {
        let (told, kept) = reading_of::reading_of(&store.log, &store.articles, &article)?;
        let abstained = match &kept {
            Some(Kept::Whole(article)) => coder.code(article).abstained,
            _ => Vec::new(),
        };
        let basis = asked.question().basis(store.log.head()?);
        Ok(pages::article::article(view, &basis, &told, kept.as_ref(), &abstained))
    };
    page(server, path, query, headers, make).await
}

/// `/log`.
pub async fn log(State(server): State<Server>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let make = |view: &View, store: &Store, asked: &Asked| {
        let listed = listing(&store.log, Stretch { after: asked.after, count: Some(COMMITS_SHOWN) })?;
        let question = Question { cut: Cut::default(), ..asked.question() };
        let basis = question.basis(listed.head);
        let first = listed.entries.first().map(|entry| entry.commit.first_seq.0).filter(|first| *first > 1);
        let earlier = first.map(|first| Seq(first.saturating_sub(1 + COMMITS_SHOWN as u64 * 4)));
        let report = LogReport { basis, commits: listed.entries, events: false, partial: listed.partial };
        Ok(pages::log::log(view, &report, earlier))
    };
    page(server, "/log".to_owned(), query, headers, make).await
}

/// `/method`.
pub async fn method(State(server): State<Server>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let make = |view: &View, store: &Store, asked: &Asked| {
        let basis = asked.question().basis(store.log.head()?);
        let constants = asked.model.profile().constants();
        Ok(pages::method::method(view, &basis, model::card(asked.model.id()), &constants))
    };
    page(server, "/method".to_owned(), query, headers, make).await
}
