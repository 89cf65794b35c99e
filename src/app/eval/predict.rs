//! A coder's own reading as predictions, so that it is judged like anybody else's.

use super::gold::{DatePair, GoldDocument, PredictedDocument, Prediction};
use crate::coder::CodedInteraction;

/// What a coder read in one document. Spans are the coder's, quotes the text at them.
pub fn predicted(document: &GoldDocument, read: &[CodedInteraction]) -> PredictedDocument {
    let interactions = read.iter().map(|coded| prediction(coded, &document.text)).collect();
    PredictedDocument { id: document.id.clone(), interactions }
}

fn prediction(coded: &CodedInteraction, text: &str) -> Prediction {
    let act = &coded.interaction;
    let date = |day: crate::domain::Day| Some(day.to_string());
    Prediction {
        source: act.parties.source().actor.to_string(),
        target: act.parties.target().actor.to_string(),
        cameo: Some(act.cameo.to_string()),
        quad: Some(act.cameo.quad().number()),
        status: Some(act.status.to_string()),
        occurred: act.occurred.map(|span| DatePair { first: date(span.first()), last: date(span.last()) }),
        span: Some([coded.span.start() as u64, coded.span.end() as u64]),
        quote: coded.span.of(text).map(str::to_owned),
    }
}
