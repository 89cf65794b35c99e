//! An event as evidence: who did what to whom, and the words that say so.

use serde::Serialize;

use crate::domain::{
    Actor, ArticleId, CameoCode, CoderId, Confidence, ContentHash, DateSpan, Day, EventId, Goldstein, Origin, Reporter,
    RuleId, Seq, Status,
};
use crate::projection::Witnessed;

use super::{folded, printable};

/// The words of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quote {
    /// The passage itself.
    Text(String),
    /// The article's text was erased on purpose.
    Redacted,
    /// The article's text is not in this store.
    NotHere,
    /// The event is a row of a dataset and has no words.
    Row,
}

impl Quote {
    /// The words, where they are here.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Redacted | Self::NotHere | Self::Row => None,
        }
    }

    fn state(&self) -> &'static str {
        match self {
            Self::Text(_) => "here",
            Self::Redacted => "redacted",
            Self::NotHere => "text-not-here",
            Self::Row => "dataset-row",
        }
    }
}

/// An event with its words and where they stand.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The event.
    pub event: Witnessed,
    /// Its words.
    pub quote: Quote,
    /// What the code stands for, such as `Use conventional military force`.
    pub label: Option<&'static str>,
    /// Who published the article.
    pub publisher: Option<String>,
    /// Where it stands.
    pub url: Option<String>,
}

/// First and last day, as the coder's contract writes them.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SpanFields {
    first: Day,
    last: Day,
}

impl From<DateSpan> for SpanFields {
    fn from(span: DateSpan) -> Self {
        Self { first: span.first(), last: span.last() }
    }
}

/// A citation as every JSON document writes it.
#[derive(Serialize)]
pub(super) struct CitationFields<'a> {
    seq: Seq,
    id: EventId,
    occurred: Option<SpanFields>,
    source: Actor,
    target: Actor,
    symmetric: bool,
    cameo: CameoCode,
    quad: u8,
    goldstein: Option<f64>,
    status: Status,
    reported_by: Option<&'a Reporter>,
    quote: Option<&'a str>,
    quote_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<ArticleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataset: Option<ContentHash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    published: Option<DateSpan>,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
    rule: &'a RuleId,
    coder: &'a CoderId,
    confidence: f64,
}

impl<'a> From<&'a Citation> for CitationFields<'a> {
    fn from(citation: &'a Citation) -> Self {
        let coded = &citation.event.coded;
        let act = &coded.interaction;
        let (article, span, row) = match &coded.origin {
            Origin::Article { article, span } => (Some(*article), Some([span.start(), span.end()]), None),
            Origin::Row { dataset, line, key } => (None, None, Some((*dataset, *line, key.as_str()))),
        };
        Self {
            seq: citation.event.seq,
            id: citation.event.id,
            occurred: act.occurred.map(SpanFields::from),
            source: act.parties.source().actor,
            target: act.parties.target().actor,
            symmetric: act.symmetric,
            cameo: act.cameo,
            quad: act.cameo.quad().number(),
            goldstein: act.goldstein.map(weight),
            status: act.status,
            reported_by: act.reported_by.as_ref(),
            quote: citation.quote.text(),
            quote_state: citation.quote.state(),
            article,
            span,
            dataset: row.map(|(dataset, ..)| dataset),
            line: row.map(|(_, line, _)| line),
            key: row.map(|(.., key)| key),
            published: coded.published,
            publisher: citation.publisher.as_deref(),
            url: citation.url.as_deref(),
            rule: &act.rule,
            coder: &coded.coder,
            confidence: share(act.confidence),
        }
    }
}

/// A Goldstein weight as a number with one decimal.
pub fn weight(goldstein: Goldstein) -> f64 {
    f64::from(goldstein.tenths()) / 10.0
}

/// A confidence as a number from 0 to 1.
pub fn share(confidence: Confidence) -> f64 {
    f64::from(confidence.permille()) / 1000.0
}

impl Citation {
    /// `2022-09-13  AZE → ARM  190 Use conventional military force  (alleged, says ARM)`.
    pub fn headline(&self) -> String {
        let act = &self.event.coded.interaction;
        let occurred = act.occurred.map_or_else(|| "day unknown".to_owned(), |span| span.to_string());
        let arrow = if act.symmetric { "↔" } else { "→" };
        let label = self.label.map(|label| format!(" {}", printable(label))).unwrap_or_default();
        let status = (act.status != Status::Actual).then(|| act.status.to_string());
        let said = act.reported_by.as_ref().map(|by| format!("says {}", printable(&by.to_string())));
        let notes: Vec<String> = [status, said].into_iter().flatten().collect();
        let notes = if notes.is_empty() { String::new() } else { format!("  ({})", notes.join(", ")) };
        let (source, target) = (act.parties.source().actor, act.parties.target().actor);
        format!("{occurred}  {source} {arrow} {target}  {}{label}{notes}", act.cameo)
    }

    /// The quote in lines of bounded length, or why there is none.
    pub fn quote_lines(&self, columns: usize) -> Vec<String> {
        match &self.quote {
            Quote::Text(text) => folded(&format!("“{}”", printable(text)), columns),
            Quote::Redacted => vec!["[the article was redacted]".to_owned()],
            Quote::NotHere => vec!["[the article's text is not in this store]".to_owned()],
            Quote::Row => Vec::new(),
        }
    }

    /// Where it was read and by which rule: `#12 · Courant, 2022-09-15 · article 3fa29c01d4e5 · en/attack.shell`.
    pub fn provenance(&self) -> String {
        let coded = &self.event.coded;
        let place = match &coded.origin {
            Origin::Article { article, .. } => format!("article {}", article.short()),
            Origin::Row { dataset, line, .. } => format!("dataset {} line {line}", dataset.short()),
        };
        let published = coded.published.map(|span| span.to_string());
        let source: Vec<String> = [self.publisher.as_deref().map(printable), published].into_iter().flatten().collect();
        let source = if source.is_empty() { "undated".to_owned() } else { source.join(", ") };
        format!("{} · {source} · {place} · {}", self.event.seq, coded.interaction.rule)
    }
}
