//! A coded interaction as a flat JSON object: the act, where it was read, and by whom.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::WireError;
use crate::domain::{
    Actor, ArticleId, ByteSpan, CameoCode, CoderId, Confidence, ContentHash, DateSpan, Goldstein, Interaction,
    InteractionCoded, Origin, Parties, Party, Reporter, RuleId, Sector, Status,
};

const KIND: &str = "interaction-coded";

/// Either `article` and `span` are there, or `dataset`, `line` and `key`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodedBody {
    #[serde(rename = "type", skip_serializing)]
    _kind: IgnoredAny,
    #[serde(rename = "v", skip_serializing)]
    _version: IgnoredAny,
    source: Actor,
    source_sector: Sector,
    target: Actor,
    target_sector: Sector,
    symmetric: bool,
    cameo: CameoCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    goldstein: Option<Goldstein>,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    occurred: Option<DateSpan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<DateSpan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reported_by: Option<Reporter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article: Option<ArticleId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    span: Option<[u64; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dataset: Option<ContentHash>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    confidence_permille: u16,
    rule: RuleId,
    coder: CoderId,
}

impl From<&InteractionCoded> for CodedBody {
    fn from(e: &InteractionCoded) -> Self {
        let act = &e.interaction;
        let (source, target) = (act.parties.source(), act.parties.target());
        let mut body = Self {
            _kind: IgnoredAny,
            _version: IgnoredAny,
            source: source.actor,
            source_sector: source.sector,
            target: target.actor,
            target_sector: target.sector,
            symmetric: act.symmetric,
            cameo: act.cameo,
            goldstein: act.goldstein,
            status: act.status,
            occurred: act.occurred,
            published: e.published,
            reported_by: act.reported_by.clone(),
            article: None,
            span: None,
            dataset: None,
            line: None,
            key: None,
            confidence_permille: act.confidence.permille(),
            rule: act.rule.clone(),
            coder: e.coder.clone(),
        };
        match &e.origin {
            Origin::Article { article, span } => {
                body.article = Some(*article);
                body.span = Some([span.start() as u64, span.end() as u64]);
            }
            Origin::Row { dataset, line, key } => {
                body.dataset = Some(*dataset);
                body.line = Some(*line);
                body.key = Some(key.clone());
            }
        }
        body
    }
}

impl TryFrom<CodedBody> for InteractionCoded {
    type Error = WireError;

    fn try_from(b: CodedBody) -> Result<Self, WireError> {
        let refuse = |why| WireError::Contradiction { kind: KIND, why };
        let source = Party { actor: b.source, sector: b.source_sector };
        let target = Party { actor: b.target, sector: b.target_sector };
        let origin = match (b.article, b.span, b.dataset, b.line, b.key) {
            (Some(article), Some(span), None, None, None) => {
                Origin::Article { article, span: byte_span(span).ok_or_else(|| refuse("has an empty span"))? }
            }
            (None, None, Some(dataset), Some(line), Some(key)) => Origin::Row { dataset, line, key },
            _ => return Err(refuse("must name either an article and a span or a dataset, a line and a key")),
        };
        let interaction = Interaction {
            parties: Parties::new(source, target).ok_or_else(|| refuse("has the same actor on both sides"))?,
            symmetric: b.symmetric,
            cameo: b.cameo,
            goldstein: b.goldstein,
            status: b.status,
            occurred: b.occurred,
            reported_by: b.reported_by,
            confidence: Confidence::from_permille(b.confidence_permille)
                .ok_or_else(|| refuse("has a confidence above 1000"))?,
            rule: b.rule,
        };
        Ok(Self { interaction, origin, published: b.published, coder: b.coder })
    }
}

fn byte_span([start, end]: [u64; 2]) -> Option<ByteSpan> {
    ByteSpan::new(usize::try_from(start).ok()?, usize::try_from(end).ok()?)
}
