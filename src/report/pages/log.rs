//! `/log`: the newest commits, and new ones as they come.

use crate::domain::{CommitKind, Event, Seq};
use crate::report::Page;
use crate::report::html::{escaped, table};
use crate::report::log::{LogReport, described, to_the_second};

use super::View;

/// Most events named of one commit.
const EVENTS_MAX: usize = 12;

/// The commits, newest first. `earlier` is where an earlier page would start after, if there is one.
pub fn log(view: &View, report: &LogReport, earlier: Option<Seq>) -> String {
    let mut body = Page::default();
    body.line(format!("<h1>{}</h1>", view.word("log")));
    if report.commits.is_empty() {
        body.line(format!("<p>{}</p>", view.word("empty_log")));
    }
    let row = |entry: &crate::report::log::Entry| {
        let commit = &entry.commit;
        let mut told: Vec<String> = commit.events.iter().take(EVENTS_MAX).map(|event| linked(view, event)).collect();
        if commit.events.len() > EVENTS_MAX {
            told.push(format!("… {}", commit.events.len()));
        }
        let kind = match commit.kind {
            CommitKind::Article => "article",
            CommitKind::Import => "import",
            CommitKind::Recode => "recode",
            CommitKind::Retract => "retract",
            CommitKind::Redact => "redact",
        };
        vec![
            format!("{}–{}", commit.first_seq, commit.last_seq()),
            to_the_second(commit.recorded),
            format!("{kind}<br>{}", told.join("<br>")),
        ]
    };
    let rows: Vec<Vec<String>> = report.commits.iter().rev().map(row).collect();
    if !rows.is_empty() {
        body.block(table(view.word("commits"), &["#", view.word("recorded"), view.word("what")], &[], &rows));
    }
    let newest = view.with("after", None);
    let earlier = earlier.map(|seq| view.with("after", Some(&seq.0.to_string())));
    let earlier = earlier.map(|link| format!(" <a href=\"{link}\">{}</a>", view.word("earlier"))).unwrap_or_default();
    body.line(format!(
        "<p><a href=\"{newest}\">{}</a>{earlier}</p><p><small>{}</small></p>",
        view.word("newest"),
        view.word("page_reads")
    ));
    view.page(view.word("log"), &body.into_text(), &report.basis)
}

/// An event in a few words, with a link to its article or pair.
fn linked(view: &View, event: &Event) -> String {
    let words = escaped(&described(event));
    let path = match event {
        Event::ArticleIngested(article) => format!("/article/{}", article.article),
        Event::ArticleRedacted(redacted) => format!("/article/{}", redacted.article),
        Event::InteractionCoded(coded) => format!("/pair/{}", coded.interaction.parties.directed().undirected()),
        Event::InteractionRetracted(back) => {
            format!("/pair/{}", back.coded.interaction.parties.directed().undirected())
        }
        Event::DatasetImported(_) => return words,
    };
    format!("<a href=\"{}\">{words}</a>", view.link(&path))
}
