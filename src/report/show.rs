//! `show`: one event, or an article and everything the log says of it.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::{ArticleId, Seq};

use super::citation::Quote;
use super::json::Json;
use super::{Basis, Csv, Page, Report, Screen, counted, folded, printable};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An event.
    Event,
    /// An article.
    Article(ArticleId),
}

/// Events with their words.
#[derive(Debug)]
pub struct Show {
    /// Which log, in which state.
    pub basis: Basis,
    /// What was asked for.
    pub subject: Subject,
    /// The events.
    pub events: Vec<Shown>,
}

/// An event with its words.
#[derive(Debug)]
pub struct Shown {
    /// The event as exported.
    pub line: Box<RawValue>,
    /// In a few words.
    pub described: String,
    /// Its words, where it is an interaction.
    pub quote: Option<Quote>,
    /// What its code stands for.
    pub label: Option<&'static str>,
    /// Where it was taken back, if it was.
    pub retracted: Option<Seq>,
}

#[derive(Serialize)]
struct Fields {
    article: Option<ArticleId>,
}

#[derive(Serialize)]
struct ShownFields<'a> {
    event: &'a RawValue,
    quote: Option<&'a str>,
    retracted: Option<Seq>,
}

impl Show {
    fn event_page(shown: &Shown, screen: Screen) -> String {
        let mut page = Page::default();
        page.line(printable(&shown.described));
        page.line("");
        let fields = serde_json::from_str::<Value>(shown.line.get()).unwrap_or_default();
        let mut flat = Vec::new();
        flatten(&mut flat, String::new(), &fields);
        let widest = flat.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
        for (key, value) in flat {
            page.line(format!("{key:<widest$}  {}", printable(&value)));
        }
        if let Some(label) = shown.label {
            page.line(format!("{:<widest$}  {label}", "meaning"));
        }
        if let Some(seq) = shown.retracted {
            page.line(format!("{:<widest$}  taken back by {seq}", "retracted"));
        }
        let mut name = "quote";
        for line in quoted(shown, screen.columns().saturating_sub(widest + 2)) {
            page.line(format!("{name:<widest$}  {line}"));
            name = "";
        }
        page.into_text()
    }

    fn article_page(&self, article: ArticleId, screen: Screen) -> String {
        let mut page = Page::default();
        page.line(format!("article {article}: {}", counted(self.events.len() as u64, "event")));
        for shown in &self.events {
            let back = shown.retracted.map(|seq| format!("  [taken back by {seq}]")).unwrap_or_default();
            page.line("");
            page.line(format!("{}{back}", printable(&shown.described)));
            for line in quoted(shown, screen.columns() - 4) {
                page.line(format!("    {line}"));
            }
        }
        page.into_text()
    }
}

fn quoted(shown: &Shown, columns: usize) -> Vec<String> {
    let text = match &shown.quote {
        None | Some(Quote::Row) => return Vec::new(),
        Some(Quote::Text(text)) => format!("“{}”", printable(text)),
        Some(Quote::Redacted) => "[the article was redacted]".to_owned(),
        Some(Quote::NotHere) => "[the article's text is not in this store]".to_owned(),
    };
    folded(&text, columns)
}

/// Every leaf of a JSON value with its path, in order.
fn flatten(into: &mut Vec<(String, String)>, path: String, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                flatten(into, if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value);
            }
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(leaf).collect();
            into.push((path, items.join(" ")));
        }
        _ => into.push((path, leaf(value))),
    }
}

fn leaf(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

impl Report for Show {
    fn screen(&self, screen: Screen) -> String {
        let pages = match self.subject {
            Subject::Article(article) => self.article_page(article, screen),
            Subject::Event => {
                let pages: Vec<String> = self.events.iter().map(|shown| Self::event_page(shown, screen)).collect();
                pages.join("\n")
            }
        };
        format!("{pages}\n{}\n", self.basis.log())
    }

    fn json(&self) -> Json {
        let article = if let Subject::Article(article) = self.subject { Some(article) } else { None };
        let events = self.events.iter().map(|shown| ShownFields {
            event: &shown.line,
            quote: shown.quote.as_ref().and_then(Quote::text),
            retracted: shown.retracted,
        });
        Json::new("show", &self.basis, &Fields { article }, "events", events)
    }

    fn csv(&self) -> Option<Csv> {
        None
    }
}
