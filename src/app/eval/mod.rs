//! Judges coded interactions against right answers.
//!
//! The rules, so that figures can be compared with any other scorer that keeps them:
//!
//! * In each document predictions and gold interactions are matched one to one, as many core ones as can be, then
//!   optional ones; ties go to the pair whose words overlap, then to the same CAMEO code, then to the earlier prediction.
//! * dyad: source and target agree; dyad+quad: and the quad class; dyad+root: and the CAMEO root. Each level is matched
//!   on its own. Alternates count as right. Symmetric gold takes either order; a prediction that calls itself symmetric
//!   gains nothing by it.
//! * Optional gold is neither rewarded nor punished: P = matched core / (predictions - ignored), R = matched core / core.
//! * Status and interval are judged on the core pairs of the dyad+root level, where the gold has them.
//! * A decoy hit is a prediction whose words lie inside a decoy's.
//! * Intervals: 95 % percentile bootstrap over documents.

mod assign;
mod counts;
mod dates;
mod figures;
mod gold;
mod json;
mod predict;
mod ranking;
pub mod tension;
mod text;
pub mod truth;
mod twister;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use counts::{Confusion, Counts, Judged, Level, Matches};
pub use figures::{Figures, LevelFigures, OccurredFigures, Share};
pub use gold::{
    DatePair, Decoy, GoldDocument, GoldInteraction, PredictedDocument, Prediction, read_gold, read_predictions,
};
pub use predict::predicted;

/// Why a file cannot be used to judge.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// A line is not what the format says.
    #[error("line {line} is not a document of the format")]
    Line {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Two lines are about the same document.
    #[error("line {line}: the id {id:?} occurs twice")]
    Twice {
        /// The second line, counted from 1.
        line: usize,
        /// The id.
        id: String,
    },
}

/// How to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Treat optional gold as core.
    pub all_core: bool,
    /// Leave out, on both sides, whatever involves an actor that is no country.
    pub states_only: bool,
    /// Resamples behind each interval; 0 for no intervals.
    pub resamples: u32,
    /// Where the resampling starts.
    pub seed: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { all_core: false, states_only: false, resamples: 1000, seed: 1 }
    }
}

/// Figures over some documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The counts, confusions included.
    pub judged: Judged,
    /// The figures.
    pub figures: Figures<Share>,
    /// The interval around each figure.
    pub intervals: Figures<Option<[f64; 2]>>,
}

impl Block {
    fn of<'a>(judged: impl Iterator<Item = &'a Judged>, options: &Options) -> Self {
        let mut sum = Judged::default();
        let mut documents = Vec::new();
        for one in judged {
            sum.add(one);
            documents.push(one.counts);
        }
        let figures = Figures::of(&sum.counts);
        Self { judged: sum, figures, intervals: Figures::intervals(&documents, options) }
    }
}

/// The verdict on a set of predictions.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Over all documents.
    pub all: Block,
    /// Over the documents of each language; `?` where the gold does not say.
    pub languages: BTreeMap<String, Block>,
    /// Gold documents without a line of predictions; they count as documents with none.
    pub missing_documents: usize,
    /// Predicted documents that the gold does not know.
    pub unknown_documents: usize,
}

/// Judges the predictions.
pub fn evaluate(gold: &[GoldDocument], predicted: &[PredictedDocument], options: &Options) -> Evaluation {
    let by_id: HashMap<&str, &PredictedDocument> = predicted.iter().map(|p| (p.id.as_str(), p)).collect();
    let known: HashSet<&str> = gold.iter().map(|g| g.id.as_str()).collect();
    let judged: Vec<(&str, Judged)> = gold
        .iter()
        .map(|document| {
            let lang = document.lang.as_deref().filter(|lang| !lang.is_empty()).unwrap_or("?");
            (lang, counts::judge(document, by_id.get(document.id.as_str()).copied(), options))
        })
        .collect();
    let languages: BTreeMap<String, Block> = judged
        .iter()
        .map(|(lang, _)| *lang)
        .collect::<HashSet<_>>()
        .into_iter()
        .map(|lang| {
            let of_language = judged.iter().filter(|(l, _)| *l == lang).map(|(_, judged)| judged);
            (lang.to_owned(), Block::of(of_language, options))
        })
        .collect();
    Evaluation {
        all: Block::of(judged.iter().map(|(_, judged)| judged), options),
        languages,
        missing_documents: gold.iter().filter(|g| !by_id.contains_key(g.id.as_str())).count(),
        unknown_documents: predicted.iter().filter(|p| !known.contains(p.id.as_str())).count(),
    }
}

#[cfg(test)]
mod tests;
