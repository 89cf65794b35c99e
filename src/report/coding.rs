//! What a coder understood: the line `dyad code` prints, and the same for people.

use serde::Serialize;
use serde_json::Value;

use crate::codebook;
use crate::codebook::Plover;
use crate::coder::{Abstention, CodedInteraction, Coding};
use crate::domain::{Actor, ByteSpan, CameoCode, Language, Reporter, RuleId, Status};

use super::citation::{SpanFields, share, weight};
use super::{Page, counted, folded, json, printable};

/// A document and what was understood of it.
#[derive(Debug, Clone, Copy)]
pub struct CodedDocument<'a> {
    /// What the input calls it; null where it has no name.
    pub id: &'a Value,
    /// The text as given.
    pub text: &'a str,
    /// What the coder said.
    pub coding: &'a Coding,
}

#[derive(Serialize)]
struct DocumentFields<'a> {
    id: &'a Value,
    lang: Option<Language>,
    interactions: Vec<InteractionFields<'a>>,
    abstained: Vec<AbstentionFields<'a>>,
}

#[derive(Serialize)]
struct InteractionFields<'a> {
    source: Actor,
    target: Actor,
    symmetric: bool,
    cameo: CameoCode,
    plover: Option<&'static str>,
    quad: u8,
    goldstein: Option<f64>,
    status: Status,
    occurred: Option<SpanFields>,
    reported_by: Option<&'a Reporter>,
    span: [usize; 2],
    quote: &'a str,
    confidence: f64,
    rule: &'a RuleId,
}

#[derive(Serialize)]
struct AbstentionFields<'a> {
    span: [usize; 2],
    quote: &'a str,
    reason: String,
}

impl CodedDocument<'_> {
    /// The document in one line, as programs read it.
    pub fn line(&self) -> String {
        let fields = DocumentFields {
            id: self.id,
            lang: self.coding.language,
            interactions: self.coding.interactions.iter().map(|coded| self.interaction(coded)).collect(),
            abstained: self.coding.abstained.iter().map(|abstained| self.abstention(abstained)).collect(),
        };
        json::text(&fields) + "\n"
    }

    fn interaction<'a>(&'a self, coded: &'a CodedInteraction) -> InteractionFields<'a> {
        let act = &coded.interaction;
        InteractionFields {
            source: act.parties.source().actor,
            target: act.parties.target().actor,
            symmetric: act.symmetric,
            cameo: act.cameo,
            plover: codebook::cameo::lookup_or_parent(act.cameo).and_then(|entry| entry.plover).map(Plover::as_str),
            quad: act.cameo.quad().number(),
            goldstein: act.goldstein.map(weight),
            status: act.status,
            occurred: act.occurred.map(SpanFields::from),
            reported_by: act.reported_by.as_ref(),
            span: [coded.span.start(), coded.span.end()],
            quote: coded.span.of(self.text).unwrap_or_default(),
            confidence: share(act.confidence),
            rule: &act.rule,
        }
    }

    fn abstention<'a>(&'a self, abstained: &Abstention) -> AbstentionFields<'a> {
        AbstentionFields {
            span: [abstained.span.start(), abstained.span.end()],
            quote: abstained.span.of(self.text).unwrap_or_default(),
            reason: abstained.reason.to_string(),
        }
    }

    /// The document for people: its name, what was understood, and every passage that was not, with the reason.
    pub fn page(&self, name: &str, columns: usize) -> String {
        let mut page = Page::default();
        let language = self.coding.language.map_or_else(|| "language not supported".to_owned(), |l| l.to_string());
        page.line(format!("{name}: {language}, {}", counted(self.coding.interactions.len() as u64, "interaction")));
        page.block(self.acts(columns));
        for abstained in &self.coding.abstained {
            page.line(format!("  not coded: {}", abstained.reason));
            page.block(self.quote(abstained.span, columns));
        }
        page.into_text()
    }

    /// What was understood, with quotes, for people; every line is indented.
    pub fn understood(&self, columns: usize) -> String {
        let mut page = Page::default();
        page.block(self.acts(columns));
        let abstained = self.coding.abstained.len() as u64;
        if abstained > 0 {
            page.line(format!("  {} not coded (dyad code shows each with its reason)", counted(abstained, "passage")));
        }
        page.into_text()
    }

    fn acts(&self, columns: usize) -> String {
        let mut page = Page::default();
        for coded in &self.coding.interactions {
            page.line(format!("  {}", act_line(coded)));
            page.block(self.quote(coded.span, columns));
        }
        page.into_text()
    }

    fn quote(&self, span: ByteSpan, columns: usize) -> String {
        let quote = printable(span.of(self.text).unwrap_or_default());
        let lines = folded(&format!("“{quote}”"), columns.saturating_sub(6));
        lines.iter().fold(String::new(), |page, line| page + "      " + line + "\n")
    }
}

/// `ARM → AZE  190 Use conventional military force  2022-09-13  (alleged, says ARM)`.
fn act_line(coded: &CodedInteraction) -> String {
    let act = &coded.interaction;
    let arrow = if act.symmetric { "↔" } else { "→" };
    let label =
        codebook::cameo::lookup_or_parent(act.cameo).map(|entry| format!(" {}", entry.label)).unwrap_or_default();
    let occurred = act.occurred.map_or_else(|| "day unknown".to_owned(), |span| span.to_string());
    let status = (act.status != Status::Actual).then(|| act.status.to_string());
    let said = act.reported_by.as_ref().map(|by| format!("says {}", printable(&by.to_string())));
    let notes: Vec<String> = [status, said].into_iter().flatten().collect();
    let notes = if notes.is_empty() { String::new() } else { format!("  ({})", notes.join(", ")) };
    let (source, target) = (act.parties.source().actor, act.parties.target().actor);
    format!("{source} {arrow} {target}  {}{label}  {occurred}{notes}", act.cameo)
}
