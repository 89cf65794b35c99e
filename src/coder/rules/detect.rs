//! Which language a text is in, among those the coder reads.

use std::str::FromStr;

use crate::domain::Language;
use whatlang::{Detector, Lang};

/// ISO 639-1 code of each language whatlang knows by another name.
const NAMES: &[(&str, Lang)] = &[
    ("nl", Lang::Nld),
    ("en", Lang::Eng),
    ("de", Lang::Deu),
    ("fr", Lang::Fra),
    ("es", Lang::Spa),
    ("it", Lang::Ita),
    ("pt", Lang::Por),
    ("pl", Lang::Pol),
    ("ru", Lang::Rus),
    ("uk", Lang::Ukr),
    ("tr", Lang::Tur),
];

/// Bytes of a text that are looked at: enough for certainty, and no more work for a book.
const SAMPLE_BYTES: usize = 4096;

/// The language of a text; `None` where it is none the coder reads.
///
/// Two passes: among all languages, a sure answer outside the supported set means unsupported; otherwise the
/// best of the supported ones.
pub(super) fn detect(text: &str, supported: &[&str]) -> Option<Language> {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end)?;
    if sample.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    let any = Detector::new().detect(sample)?;
    let code_of = |lang: Lang| NAMES.iter().find(|(_, l)| *l == lang).map(|(code, _)| *code);
    let known = |code: &str| supported.contains(&code);
    if any.is_reliable() {
        return code_of(any.lang()).filter(|c| known(c)).and_then(|c| Language::from_str(c).ok());
    }
    let allowed: Vec<Lang> = NAMES.iter().filter(|(code, _)| known(code)).map(|(_, lang)| *lang).collect();
    let best = Detector::with_allowlist(allowed).detect(sample)?;
    code_of(best.lang()).and_then(|c| Language::from_str(c).ok())
}
