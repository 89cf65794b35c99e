//! One event as a JSON object. The structs here fix the keys and their order; `schemas/events/` describes them.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::coded::CodedBody;
use super::{WireError, upcast};
use crate::domain::{
    ArticleId, ArticleIngested, ArticleRedacted, ContentHash, DatasetImported, DateSpan, Event, EventId,
    InteractionRetracted, Language,
};

/// The type and version of an event object; the body is read once they are known.
#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    v: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IngestedBody {
    #[serde(rename = "type", skip_serializing)]
    _kind: IgnoredAny,
    #[serde(rename = "v", skip_serializing)]
    _version: IgnoredAny,
    article: ArticleId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<DateSpan>,
    length_bytes: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportedBody {
    #[serde(rename = "type", skip_serializing)]
    _kind: IgnoredAny,
    #[serde(rename = "v", skip_serializing)]
    _version: IgnoredAny,
    format: String,
    dataset: ContentHash,
    chunk: u32,
    rows: u64,
    skipped: u64,
}

/// The retracted interaction stands inside as a whole event object, with a version of its own.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RetractedBody {
    #[serde(rename = "type", skip_serializing)]
    _kind: IgnoredAny,
    #[serde(rename = "v", skip_serializing)]
    _version: IgnoredAny,
    target: EventId,
    reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<DateSpan>,
    coded: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedactedBody {
    #[serde(rename = "type", skip_serializing)]
    _kind: IgnoredAny,
    #[serde(rename = "v", skip_serializing)]
    _version: IgnoredAny,
    article: ArticleId,
    reason: String,
}

/// Writes an event in the current version of its type: one JSON object without white space.
///
/// # Errors
/// None for events whose text fields hold what JSON can hold, which is every Rust string.
pub fn encode_event(event: &Event) -> Result<String, WireError> {
    let kind = event.kind();
    match event {
        Event::ArticleIngested(e) => tagged(kind, &IngestedBody::from(e)),
        Event::DatasetImported(e) => tagged(kind, &ImportedBody::from(e)),
        Event::InteractionCoded(e) => tagged(kind, &CodedBody::from(e)),
        Event::InteractionRetracted(e) => {
            let coded = tagged("interaction-coded", &CodedBody::from(&e.coded))?;
            let coded = RawValue::from_string(coded).map_err(|source| unwritable(kind, source))?;
            let (target, reason, published) = (e.target, e.reason.clone(), e.published);
            tagged(kind, &RetractedBody { _kind: IgnoredAny, _version: IgnoredAny, target, reason, published, coded })
        }
        Event::ArticleRedacted(e) => tagged(kind, &RedactedBody::from(e)),
    }
}

/// Reads an event object of any known type and version.
///
/// # Errors
/// When the type or version is not known, a key is missing, unknown or twice there, or a value is not what it should be.
pub fn decode_event(text: &str) -> Result<Event, WireError> {
    let tag: Tag = serde_json::from_str(text).map_err(|source| WireError::Json { what: "an event", source })?;
    let (kind, current) = upcast::known(&tag.kind)?;
    if tag.v == current {
        return decode_current(kind, text);
    }
    let unreadable = |source| WireError::Json { what: kind, source };
    let object = serde_json::from_str(text).map_err(unreadable)?;
    let lifted = upcast::lift(upcast::LIFTS, kind, tag.v, current, object)?;
    decode_current(kind, &serde_json::to_string(&lifted).map_err(unreadable)?)
}

fn decode_current(kind: &'static str, text: &str) -> Result<Event, WireError> {
    Ok(match kind {
        "article-ingested" => Event::ArticleIngested(body::<IngestedBody>(kind, text)?.into()),
        "dataset-imported" => Event::DatasetImported(body::<ImportedBody>(kind, text)?.into()),
        "interaction-coded" => Event::InteractionCoded(body::<CodedBody>(kind, text)?.try_into()?),
        "interaction-retracted" => Event::InteractionRetracted(body::<RetractedBody>(kind, text)?.try_into()?),
        "article-redacted" => Event::ArticleRedacted(body::<RedactedBody>(kind, text)?.into()),
        _ => return Err(WireError::UnknownType { found: kind.to_owned() }),
    })
}

fn body<B: DeserializeOwned>(kind: &'static str, text: &str) -> Result<B, WireError> {
    serde_json::from_str(text).map_err(|source| WireError::Json { what: kind, source })
}

/// Writes a body behind its type and version.
fn tagged(kind: &'static str, body: &impl Serialize) -> Result<String, WireError> {
    let (_, version) = upcast::known(kind)?;
    let body = serde_json::to_string(body).map_err(|source| unwritable(kind, source))?;
    let rest = body.strip_prefix('{').unwrap_or(&body);
    Ok(format!(r#"{{"type":"{kind}","v":{version},{rest}"#))
}

fn unwritable(kind: &'static str, source: serde_json::Error) -> WireError {
    WireError::Json { what: kind, source }
}

impl From<&ArticleIngested> for IngestedBody {
    fn from(e: &ArticleIngested) -> Self {
        Self {
            _kind: IgnoredAny,
            _version: IgnoredAny,
            article: e.article,
            publisher: e.publisher.clone(),
            url: e.url.clone(),
            language: e.language,
            published: e.published,
            length_bytes: e.length_bytes,
        }
    }
}

impl From<IngestedBody> for ArticleIngested {
    fn from(b: IngestedBody) -> Self {
        Self {
            article: b.article,
            publisher: b.publisher,
            url: b.url,
            language: b.language,
            published: b.published,
            length_bytes: b.length_bytes,
        }
    }
}

impl From<&DatasetImported> for ImportedBody {
    fn from(e: &DatasetImported) -> Self {
        Self {
            _kind: IgnoredAny,
            _version: IgnoredAny,
            format: e.format.clone(),
            dataset: e.dataset,
            chunk: e.chunk,
            rows: e.rows,
            skipped: e.skipped,
        }
    }
}

impl From<ImportedBody> for DatasetImported {
    fn from(b: ImportedBody) -> Self {
        Self { format: b.format, dataset: b.dataset, chunk: b.chunk, rows: b.rows, skipped: b.skipped }
    }
}

impl TryFrom<RetractedBody> for InteractionRetracted {
    type Error = WireError;

    fn try_from(b: RetractedBody) -> Result<Self, WireError> {
        match decode_event(b.coded.get())? {
            Event::InteractionCoded(coded) => {
                Ok(Self { target: b.target, coded, published: b.published, reason: b.reason })
            }
            _ => Err(WireError::Contradiction {
                kind: "interaction-retracted",
                why: "takes back something that is no interaction",
            }),
        }
    }
}

impl From<&ArticleRedacted> for RedactedBody {
    fn from(e: &ArticleRedacted) -> Self {
        Self { _kind: IgnoredAny, _version: IgnoredAny, article: e.article, reason: e.reason.clone() }
    }
}

impl From<RedactedBody> for ArticleRedacted {
    fn from(b: RedactedBody) -> Self {
        Self { article: b.article, reason: b.reason }
    }
}
