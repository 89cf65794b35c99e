//! The verdict as JSON (`dyad/eval/v1`).

use serde_json::{Map, Value, json};

use super::{Block, Confusion, Evaluation, Level, Share};

impl Evaluation {
    /// The verdict as JSON. Figures that do not exist are `null`.
    pub fn to_json(&self) -> Value {
        let languages: Map<String, Value> =
            self.languages.iter().map(|(lang, block)| (lang.clone(), block_json(block))).collect();
        json!({
            "schema": "dyad/eval/v1",
            "all": block_json(&self.all),
            "by_lang": languages,
            "missing_documents": self.missing_documents,
            "unknown_documents": self.unknown_documents,
        })
    }
}

fn cell(value: Share, interval: Option<[f64; 2]>) -> Value {
    json!({ "value": value, "ci95": interval })
}

fn cell_of(value: Share, interval: Option<[f64; 2]>, judged: u32) -> Value {
    json!({ "value": value, "ci95": interval, "n": judged })
}

fn block_json(block: &Block) -> Value {
    let (counts, figures, intervals) = (&block.judged.counts, &block.figures, &block.intervals);
    let levels: Map<String, Value> = Level::ALL
        .into_iter()
        .zip(counts.levels)
        .zip(figures.levels.iter().zip(&intervals.levels))
        .map(|((level, matches), (value, interval))| {
            let cells = json!({
                "matched": matches.hit,
                "ignored": matches.ignored,
                "P": cell(value.precision, interval.precision),
                "R": cell(value.recall, interval.recall),
                "F1": cell(value.f1, interval.f1),
            });
            (level.as_str().to_owned(), cells)
        })
        .collect();
    let [status_judged, _] = counts.status;
    let (when, when_interval) = (&figures.occurred, &intervals.occurred);
    json!({
        "documents": counts.documents,
        "predictions": counts.predictions,
        "core": counts.core,
        "optional": counts.optional,
        "levels": levels,
        "status": cell_of(figures.status, intervals.status, status_judged),
        "status_confusion": confusion_json(&block.judged.statuses, "None"),
        "occurred": {
            "exact": cell_of(when.exact, when_interval.exact, counts.occurred),
            "inside": cell_of(when.inside, when_interval.inside, counts.occurred),
            "overlap": cell_of(when.overlap, when_interval.overlap, counts.occurred),
            "jaccard": cell_of(when.jaccard, when_interval.jaccard, counts.occurred),
        },
        "decoys": counts.decoys,
        "decoy_hits": counts.decoy_hits,
        "span_errors": counts.span_errors,
        "quad_field_wrong": counts.quad_field_wrong,
        "self_pairs": counts.self_pairs,
        "root_confusion": confusion_json(&block.judged.roots, "-"),
    })
}

/// `right->predicted` to how often.
fn confusion_json(confusion: &Confusion, nothing: &str) -> Map<String, Value> {
    let name = |side: &Option<String>| side.clone().unwrap_or_else(|| nothing.to_owned());
    confusion.iter().map(|((right, guess), n)| (format!("{}->{}", name(right), name(guess)), json!(n))).collect()
}
