//! `append`: what became of each document.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::coder::Coding;
use crate::domain::{Article, ArticleId, DateSpan, Dyad, Language, Seq};
use crate::intake::article::DateOrigin;

use super::{counted, json, printable};

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the log now, at these positions.
    Stored(Seq, Seq),
    /// It was in the log already, at these positions.
    Duplicate(Seq, Seq),
    /// It was only read.
    Previewed,
    /// It could not be taken.
    Failed(String),
}

impl Fate {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Stored(..) => "stored",
            Self::Duplicate(..) => "duplicate",
            Self::Previewed => "previewed",
            Self::Failed(_) => "failed",
        }
    }
}

/// A document and what became of it.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The file, with the line where it holds many documents.
    pub file: String,
    /// What became of it.
    pub fate: Fate,
    /// The hash of its text, where there is a text.
    pub article: Option<ArticleId>,
    /// The language it was read as.
    pub language: Option<Language>,
    /// When it was published.
    pub published: Option<DateSpan>,
    /// What gave that date; `None` where nothing did.
    pub dated_by: Option<DateOrigin>,
    /// What says another day, and which.
    pub other_dates: Vec<(DateOrigin, DateSpan)>,
    /// What was understood; `None` where nothing was read this time.
    pub coding: Option<Coding>,
}

#[derive(Serialize)]
struct OtherDate {
    by: &'static str,
    date: DateSpan,
}

#[derive(Serialize)]
struct Fields<'a> {
    file: &'a str,
    outcome: &'static str,
    article: Option<ArticleId>,
    seq: Option<[Seq; 2]>,
    lang: Option<Language>,
    published: Option<DateSpan>,
    dated_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_dates: Vec<OtherDate>,
    interactions: Option<usize>,
    abstained: Option<usize>,
    pairs: Option<Vec<Dyad>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

impl Taken {
    /// An article that was only read so far, and of which nothing was understood yet.
    pub fn of(article: &Article) -> Self {
        Self {
            file: String::new(),
            fate: Fate::Previewed,
            article: Some(article.id()),
            language: article.language,
            published: article.published,
            dated_by: None,
            other_dates: Vec::new(),
            coding: None,
        }
    }

    /// The same with what was understood.
    #[must_use]
    pub fn understood(self, coding: Coding) -> Self {
        Self { language: coding.language, coding: Some(coding), ..self }
    }

    /// A document that could not be taken.
    pub fn failed(file: String, why: String) -> Self {
        let (dated_by, other_dates) = (None, Vec::new());
        let fate = Fate::Failed(why);
        Self { file, fate, article: None, language: None, published: None, dated_by, other_dates, coding: None }
    }

    /// Whether it could not be taken.
    pub fn is_failed(&self) -> bool {
        matches!(self.fate, Fate::Failed(_))
    }

    /// The pairs its interactions are about, alphabetically.
    fn pairs(&self) -> Option<Vec<Dyad>> {
        let acts = self.coding.as_ref()?.interactions.iter();
        let pairs: BTreeSet<Dyad> = acts.map(|coded| coded.interaction.parties.directed().undirected()).collect();
        Some(pairs.into_iter().collect())
    }

    /// The document in one line, as programs read it.
    pub fn line(&self) -> String {
        let seq = match self.fate {
            Fate::Stored(first, last) | Fate::Duplicate(first, last) => Some([first, last]),
            Fate::Previewed | Fate::Failed(_) => None,
        };
        let error = if let Fate::Failed(why) = &self.fate { Some(why.as_str()) } else { None };
        let fields = Fields {
            file: &self.file,
            outcome: self.fate.as_str(),
            article: self.article,
            seq,
            lang: self.language,
            published: self.published,
            dated_by: self.dated_by.map(DateOrigin::as_str),
            other_dates: self.other_dates.iter().map(|(by, date)| OtherDate { by: by.as_str(), date: *date }).collect(),
            interactions: self.coding.as_ref().map(|coding| coding.interactions.len()),
            abstained: self.coding.as_ref().map(|coding| coding.abstained.len()),
            pairs: self.pairs(),
            error,
        };
        json::text(&fields) + "\n"
    }

    /// What gave the date, where the reader did not write it into the document or the call, and what disagrees with it.
    fn dating(&self) -> String {
        let plain = |origin: &DateOrigin| matches!(origin, DateOrigin::Flag | DateOrigin::Field | DateOrigin::Text);
        let by = self.dated_by.filter(|origin| !plain(origin) || !self.other_dates.is_empty());
        let by = by.into_iter().map(|origin| format!("by {origin}"));
        let others = self.other_dates.iter().map(|(origin, date)| format!("{origin} says {date}"));
        let notes: Vec<String> = by.chain(others).collect();
        if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) }
    }

    /// The document in one line for people.
    pub fn summary(&self) -> String {
        let position =
            |first: Seq, last: Seq| if first == last { first.to_string() } else { format!("{first}–{last}") };
        let file = printable(&self.file);
        let fate = match &self.fate {
            Fate::Stored(first, last) => position(*first, *last),
            Fate::Duplicate(first, _) => return format!("{file}: already in the log, {first}"),
            Fate::Previewed => "not stored (dry run)".to_owned(),
            Fate::Failed(why) => return format!("{file}: {why}"),
        };
        let language =
            self.language.map_or_else(|| "language not supported".to_owned(), |language| language.to_string());
        let published = self.published.map_or_else(|| "date unknown".to_owned(), |span| span.to_string());
        let published = published + &self.dating();
        let acts = self.coding.as_ref().map_or(0, |coding| coding.interactions.len()) as u64;
        let pairs = self.pairs().unwrap_or_default();
        let pairs = match pairs.as_slice() {
            [] => String::new(),
            pairs if pairs.len() <= 4 => {
                format!(": {}", pairs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
            }
            pairs => {
                let first: Vec<String> = pairs.iter().take(3).map(ToString::to_string).collect();
                format!(": {} and {} more", first.join(" "), pairs.len() - 3)
            }
        };
        format!("{file}: {fate}, {language}, {published}, {}{pairs}", counted(acts, "interaction"))
    }
}
