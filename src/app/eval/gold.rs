//! The files a coder is judged with: right answers, and predictions, as JSON Lines.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::EvalError;
use crate::domain::{Article, DateSpan, Language};

/// A text with its right answers.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDocument {
    /// Names the document; unique in its file.
    pub id: String,
    /// The language, where the set says it.
    #[serde(default)]
    pub lang: Option<String>,
    /// When the text was published: a day, a month or a year.
    #[serde(default)]
    pub published: Option<DateSpan>,
    /// The part of its set it belongs to, such as `dev` or `heldout`.
    #[serde(default)]
    pub split: Option<String>,
    /// The text.
    pub text: String,
    /// What a careful coder would code.
    #[serde(default, deserialize_with = "null_as_default")]
    pub interactions: Vec<GoldInteraction>,
    /// Passages that look like an interaction and are none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub decoys: Vec<Decoy>,
}

impl GoldDocument {
    /// The document as an article, for a coder that is to be judged.
    pub fn article(&self) -> Article {
        let language = self.lang.as_deref().and_then(|lang| lang.parse::<Language>().ok());
        Article { published: self.published, language, ..Article::from_text(self.text.clone()) }
    }
}

/// One right answer. The alternates count as right too.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldInteraction {
    /// Who acts.
    pub source: String,
    /// Who is acted on.
    pub target: String,
    /// Others who may count as the source.
    #[serde(default, deserialize_with = "null_as_default")]
    pub alt_source: Vec<String>,
    /// Others who may count as the target.
    #[serde(default, deserialize_with = "null_as_default")]
    pub alt_target: Vec<String>,
    /// Whether either order of the parties is right.
    #[serde(default, deserialize_with = "null_as_default")]
    pub symmetric: bool,
    /// The CAMEO code.
    pub cameo: String,
    /// Other codes, or two-digit roots, that are right.
    #[serde(default, deserialize_with = "null_as_default")]
    pub alt_cameo: Vec<String>,
    /// The quad class, where it is not the one of the code.
    #[serde(default)]
    pub quad: Option<u8>,
    /// The status, where it is to be judged.
    #[serde(default)]
    pub status: Option<String>,
    /// When it happened, where that is to be judged.
    #[serde(default)]
    pub occurred: Option<DatePair>,
    /// The words that say it.
    #[serde(default)]
    pub quote: Option<String>,
    /// Where the words stand, where they stand more than once.
    #[serde(default)]
    pub span: Option<[u64; 2]>,
    /// `core` must be found; anything else is neither rewarded nor punished.
    #[serde(default)]
    pub tier: Option<String>,
}

impl GoldInteraction {
    /// Whether a careful coder must find it.
    pub fn is_core(&self) -> bool {
        self.tier.as_deref().is_none_or(|tier| tier == "core")
    }
}

/// A passage that is no interaction.
#[derive(Debug, Clone, Deserialize)]
pub struct Decoy {
    /// The words.
    pub quote: String,
}

/// The ends of an interval as written: full or partial ISO dates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DatePair {
    /// The first day, or the month or year it lies in.
    #[serde(default)]
    pub first: Option<String>,
    /// The last day, or the month or year it lies in.
    #[serde(default)]
    pub last: Option<String>,
}

/// What a coder made of a document: a line of `dyad code --format jsonl`.
#[derive(Debug, Clone, Deserialize)]
pub struct PredictedDocument {
    /// The document it is about.
    pub id: String,
    /// What the coder read.
    #[serde(default, deserialize_with = "null_as_default")]
    pub interactions: Vec<Prediction>,
}

/// One interaction as predicted.
#[derive(Debug, Clone, Deserialize)]
pub struct Prediction {
    /// Who acts.
    pub source: String,
    /// Who is acted on.
    pub target: String,
    /// The CAMEO code.
    #[serde(default)]
    pub cameo: Option<String>,
    /// The quad class as printed; judged against the code, never believed.
    #[serde(default)]
    pub quad: Option<u8>,
    /// The status.
    #[serde(default)]
    pub status: Option<String>,
    /// When it happened.
    #[serde(default)]
    pub occurred: Option<DatePair>,
    /// Bytes of the text that say it.
    #[serde(default)]
    pub span: Option<[u64; 2]>,
    /// The words at the span.
    #[serde(default)]
    pub quote: Option<String>,
}

impl Prediction {
    /// The first two characters of the code; empty where there is no code.
    pub fn root(&self) -> &str {
        root_of(self.cameo.as_deref().unwrap_or_default())
    }
}

/// The first two characters of a code.
pub(super) fn root_of(code: &str) -> &str {
    code.char_indices().nth(2).map_or(code, |(at, _)| code.get(..at).unwrap_or(code))
}

/// The quad class of a root as two digits: 1 to 4, or 0 where it is no root.
pub(super) fn quad_of(root: &str) -> u8 {
    root.parse().map_or(0, |root: crate::domain::Root| root.quad().number())
}

/// Absence, `null` and the empty value are the same in these files.
fn null_as_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

/// Reads right answers, one document a line.
///
/// # Errors
/// Names the line that is not a gold document, or the id that occurs twice.
pub fn read_gold(lines: &str) -> Result<Vec<GoldDocument>, EvalError> {
    read(lines, |document: &GoldDocument| &document.id)
}

/// Reads predictions, one document a line.
///
/// # Errors
/// Names the line that is not a prediction, or the id that occurs twice.
pub fn read_predictions(lines: &str) -> Result<Vec<PredictedDocument>, EvalError> {
    read(lines, |document: &PredictedDocument| &document.id)
}

fn read<T: DeserializeOwned>(lines: &str, id: impl Fn(&T) -> &String) -> Result<Vec<T>, EvalError> {
    let mut documents = Vec::new();
    let mut seen = HashSet::new();
    for (number, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let document: T = serde_json::from_str(line).map_err(|source| EvalError::Line { line: number, source })?;
        if !seen.insert(id(&document).clone()) {
            return Err(EvalError::Twice { line: number, id: id(&document).clone() });
        }
        documents.push(document);
    }
    Ok(documents)
}
