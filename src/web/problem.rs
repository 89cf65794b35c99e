//! What went wrong, as `application/problem+json` (RFC 9457) or as a page.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::AppError;
use crate::report::{json, pages};

use super::ask::Misunderstood;

/// Why a request has no answer.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    next: Option<&'static str>,
}

#[derive(Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    next: Option<&'static str>,
}

impl Problem {
    /// A request that cannot be understood.
    pub fn bad(detail: String, next: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, title: "The request cannot be understood", detail, next: Some(next) }
    }

    /// A path that leads nowhere.
    pub fn not_found() -> Self {
        let detail = "nothing is served under this address".to_owned();
        Self { status: StatusCode::NOT_FOUND, title: "Not found", detail, next: Some("start at /") }
    }

    /// The problem as JSON.
    pub fn json(&self) -> Response {
        let fields = Fields {
            r#type: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            next: self.next,
        };
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], json::text(&fields)).into_response()
    }

    /// The problem as a page.
    pub fn page(&self) -> Response {
        let page = pages::problem(self.title, &self.detail, self.next);
        (self.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
    }
}

impl From<Misunderstood> for Problem {
    fn from(error: Misunderstood) -> Self {
        let next = match &error {
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
            AppError::EmptyWindow { .. } | AppError::ManyPairs { .. } => Self::bad(detail, "see dyad --help"),
            _ => {
                let (status, title) = (StatusCode::SERVICE_UNAVAILABLE, "The log cannot be read");
                Self { status, title, detail, next: Some("dyad verify") }
            }
        }
    }
}
