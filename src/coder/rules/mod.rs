//! The rule coder: one engine, one folder of data a language, no model and no network.
//!
//! text -> tokens -> sentences -> units (names, dates, phrases) -> clauses -> noun phrases -> frames -> readings
//! (embedding, negation, modality, reporters) -> the text before (pronouns, agents, dates) -> interactions.
//! `docs/adding-a-language.md` describes the data.

#![expect(clippy::similar_names, reason = "owner and owned, inner and other: such pairs are what this code is about")]

mod ahead;
mod arguments;
mod attribute;
mod binding;
mod cased;
mod category;
mod class;
mod clause;
mod compose;
mod compound;
mod conflicts;
mod data;
mod dates;
mod detect;
mod discourse;
mod engine;
mod filled;
mod force;
mod frame;
mod guess;
mod homonym;
mod implied;
mod judgement;
mod lexicon;
mod merge;
mod modes;
mod names;
pub mod opinion;
mod owners;
mod participle;
mod particle;
mod people;
mod phrase;
mod reading;
mod seconded;
mod sentence;
mod sides;
mod speech;
mod tag;
mod text;
mod time;
mod timewords;
mod told;
mod verbs;
#[cfg(test)]
mod work;

use std::sync::OnceLock;

use super::trace::Trace;
use super::{AbstainReason, Abstention, Coder, Coding, lang};
use crate::codebook;
use crate::domain::{Article, ByteSpan, CoderId, ContentHash, Language};
use detect::Guess;
use engine::Engine;
use opinion::Opinion;

pub use data::{DataError, LanguageFiles};
pub use frame::Example;
pub use timewords::TimeExample;

/// Version of the engine: part of the coder's id, raised when the same data would code differently.
const ENGINE_VERSION: &str = "1";

/// Languages that are loaded to read a text too short to tell its language by its letters.
const CANDIDATES: usize = 2;

/// The rule coder for every language under `src/coder/lang`.
///
/// Languages are loaded on first use and kept.
#[derive(Debug)]
pub struct RulesCoder {
    languages: &'static [LanguageFiles],
    engines: Vec<OnceLock<Engine>>,
    id: OnceLock<CoderId>,
    opinion: Option<Opinion>,
}

impl Default for RulesCoder {
    fn default() -> Self {
        Self::new()
    }
}

impl RulesCoder {
    /// A coder that has loaded nothing yet.
    pub fn new() -> Self {
        Self::with(lang::LANGUAGES)
    }

    /// A coder of other data than what is shipped: for those who write it.
    pub fn with(languages: &'static [LanguageFiles]) -> Self {
        let engines = languages.iter().map(|_| OnceLock::new()).collect();
        Self { languages, engines, id: OnceLock::new(), opinion: Opinion::shipped() }
    }

    /// The same coder without its second opinion: what frames know and nothing else.
    #[must_use]
    pub fn without_opinion(self) -> Self {
        Self { opinion: None, ..Self::with(self.languages) }
    }

    /// The words of a text that are no names, times or numbers, as its language reads them; empty without a language.
    pub fn words(&self, article: &Article) -> Vec<String> {
        article.language.and_then(|l| self.engine(l)).map(|engine| engine.words(article)).unwrap_or_default()
    }

    /// The languages it reads, as ISO 639-1 codes.
    pub fn languages(&self) -> impl Iterator<Item = &'static str> {
        self.languages.iter().map(|l| l.code)
    }

    /// Reads an article and tells line by line what it saw.
    pub fn explain(&self, article: &Article) -> (Coding, Vec<String>) {
        let mut trace = Trace::listening();
        let coding = self.read(article, &mut trace);
        (coding, trace.into_lines())
    }

    fn read(&self, article: &Article, trace: &mut Trace) -> Coding {
        let supported: Vec<&str> = self.languages().collect();
        let given = article.language.filter(|l| supported.contains(&l.as_str()));
        let language = match article.language {
            Some(_) => given,
            None => match detect::detect(&article.text, &supported) {
                Guess::Unsupported => None,
                Guess::Sure(language) => Some(language),
                Guess::Unsure(language) => Some(self.best_known(&article.text, language)),
            },
        };
        trace.note(|| format!("language: {}", language.map_or_else(|| "none".to_owned(), |l| l.to_string())));
        let Some(engine) = language.and_then(|l| self.engine(l)) else {
            let whole = ByteSpan::new(0, article.text.len());
            let reason = AbstainReason::UnsupportedLanguage;
            return Coding {
                language: None,
                interactions: Vec::new(),
                abstained: whole.map(|span| Abstention { span, reason }).into_iter().collect(),
            };
        };
        let output = engine.code(article, trace);
        Coding { language, interactions: output.interactions, abstained: output.abstained }
    }

    /// The language that knows most words of a short text; of equals, the one its letters suggest.
    ///
    /// Only the few languages are loaded whose commonest words the text has most of.
    fn best_known(&self, text: &str, suggested: Language) -> Language {
        let common = |files: &LanguageFiles| detect::common_words(text, files.files.iter().map(|(_, text)| *text));
        let mut ranked: Vec<(usize, Language)> =
            self.languages.iter().filter_map(|files| Some((common(files), files.code.parse().ok()?))).collect();
        ranked.sort_by_key(|(count, language)| (std::cmp::Reverse(*count), *language != suggested));
        ranked.truncate(CANDIDATES);
        let known = |language: Language| self.engine(language).map_or(0, |engine| engine.knows(text));
        let best = ranked.into_iter().rev().map(|(_, language)| language);
        best.max_by_key(|language| (known(*language), *language == suggested)).unwrap_or(suggested)
    }

    fn engine(&self, language: Language) -> Option<&Engine> {
        let at = self.languages.iter().position(|l| l.code == language.as_str())?;
        let files = self.languages.get(at)?;
        let load = || load(files, self.opinion).expect("shipped language data is checked by tests");
        Some(self.engines.get(at)?.get_or_init(load))
    }
}

impl Coder for RulesCoder {
    fn id(&self) -> CoderId {
        let make = || {
            let mut all = String::from(ENGINE_VERSION);
            for (name, text) in self.languages.iter().flat_map(|l| l.files) {
                all.push_str(name);
                all.push_str(text);
            }
            let mut all = all.into_bytes();
            all.extend(self.opinion.map(Opinion::bytes).unwrap_or_default());
            let hash = ContentHash::of(&all).short();
            format!("rules@{ENGINE_VERSION}+{hash}").parse().expect("the id is short and visible ASCII")
        };
        self.id.get_or_init(make).clone()
    }

    fn code(&self, article: &Article) -> Coding {
        self.read(article, &mut Trace::silent())
    }
}

/// Reads the data of a language and builds its engine.
fn load(files: &LanguageFiles, opinion: Option<Opinion>) -> Result<Engine, DataError> {
    let data = data::load(files)?;
    let forms = files.code.parse().ok().and_then(codebook::names::forms).unwrap_or_default();
    let gazetteer = names::Gazetteer::build(forms, data.settings.apostrophe);
    Ok(Engine { data, gazetteer, language: files.code, opinion })
}

/// Checks that the data of a language can be read.
///
/// # Errors
/// The first line that cannot.
pub fn check(files: &LanguageFiles) -> Result<(), DataError> {
    load(files, None).map(|_| ())
}

/// The examples of every frame of a language, with the frame's name.
///
/// # Errors
/// The first line of the data that cannot be read.
pub fn examples(files: &LanguageFiles) -> Result<Vec<(String, Example)>, DataError> {
    let data = data::load(files)?;
    let of = |f: &frame::Frame| f.examples.iter().map(|e| (f.name.clone(), e.clone())).collect::<Vec<_>>();
    Ok(data.frames.frames.iter().flat_map(of).collect())
}

/// The time expressions of a language with the dates they must resolve to.
///
/// # Errors
/// The first line of the data that cannot be read.
pub fn time_examples(files: &LanguageFiles) -> Result<Vec<TimeExample>, DataError> {
    data::load(files).map(|data| data.time.examples)
}
