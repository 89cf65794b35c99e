//! What went wrong, as `application/problem+json` (RFC 9457) or as a page.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::AppError;
use crate::report::json;
use crate::report::pages::{self, View};

use super::ask::Misunderstood;

/// Why a request has no answer.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    next: Option<&'static str>,
    /// The exit code the command line gives to the same.
    code: u8,
}

#[derive(Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: u8,
    next: Option<&'static str>,
}

impl Problem {
    /// A request that cannot be understood.
    pub fn bad(detail: String, next: &'static str) -> Self {
        let title = "The request cannot be understood";
        Self { status: StatusCode::BAD_REQUEST, title, detail, next: Some(next), code: 2 }
    }

    /// A request that may not be made.
    pub fn forbidden(detail: String, next: &'static str) -> Self {
        Self { status: StatusCode::FORBIDDEN, title: "Not allowed", detail, next: Some(next), code: 2 }
    }

    /// A caller who does not know the token.
    pub fn unauthorized() -> Self {
        let (title, detail) =
            ("The token is missing or wrong", "articles are taken from who knows the token".to_owned());
        let next = Some("send Authorization: Bearer TOKEN");
        Self { status: StatusCode::UNAUTHORIZED, title, detail, next, code: 2 }
    }

    /// A body that is no article.
    pub fn unprocessable(detail: String, next: &'static str) -> Self {
        let title = "This is no article";
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, title, detail, next: Some(next), code: 1 }
    }

    /// Something that is not in the log.
    pub fn missing(detail: String, next: &'static str) -> Self {
        Self { status: StatusCode::NOT_FOUND, title: "Not found", detail, next: Some(next), code: 3 }
    }

    /// A path that leads nowhere.
    pub fn not_found() -> Self {
        Self::missing("nothing is served under this address".to_owned(), "start at /")
    }

    /// A form the answer does not come in.
    pub fn not_acceptable() -> Self {
        let (title, detail) = ("Not in this form", "this answer has no rows, so that it is no CSV".to_owned());
        Self { status: StatusCode::NOT_ACCEPTABLE, title, detail, next: Some("ask for application/json"), code: 2 }
    }

    /// The problem as JSON.
    pub fn json(&self) -> Response {
        let fields = Fields {
            r#type: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            code: self.code,
            next: self.next,
        };
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], json::text(&fields)).into_response()
    }

    /// The problem as a page.
    pub fn page(&self, view: &View) -> Response {
        let page = pages::problem(view, self.title, &self.detail, self.next);
        (self.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
    }
}

impl From<Misunderstood> for Problem {
    fn from(error: Misunderstood) -> Self {
        let next = match &error {
            Misunderstood::Unknown { .. } => "parameters are named like the options: to, published_by, known_at",
            Misunderstood::Twice { .. } | Misunderstood::TooLong => "give each parameter once",
            Misunderstood::Parameter { .. } => "dates are written 2025-07-01",
            Misunderstood::Model(_) => "leave model and profile out for the defaults",
            Misunderstood::Pair(_) => "pairs are written ARM-AZE",
        };
        Self::bad(error.to_string(), next)
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let detail = error.to_string();
        match error {
            AppError::EmptyWindow { .. } => Self::bad(detail, "swap from and to"),
            AppError::ManyPairs { .. } => Self::bad(detail, "name one pair, such as ARM-AZE"),
            AppError::Tension(_) => Self::bad(detail, "choose another model"),
            AppError::Ambiguous { .. } => Self::bad(detail, "give more of the name"),
            AppError::NotFound { .. } => Self::missing(detail, "see /log for what is there"),
            AppError::OtherFacts { .. } => {
                let title = "The log says otherwise";
                Self { status: StatusCode::CONFLICT, title, detail, next: Some("send what the log says"), code: 1 }
            }
            _ => {
                let (status, title) = (StatusCode::SERVICE_UNAVAILABLE, "The log cannot be read");
                Self { status, title, detail, next: Some("dyad verify"), code: 1 }
            }
        }
    }
}

impl From<crate::log::LogError> for Problem {
    fn from(error: crate::log::LogError) -> Self {
        AppError::from(error).into()
    }
}
