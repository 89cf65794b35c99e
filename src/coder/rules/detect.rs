//! Which language a text is in, among those the coder reads.

use std::collections::HashSet;
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

/// What can be told of the language of a text from its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// None the coder reads.
    Unsupported,
    /// This one.
    Sure(Language),
    /// This one more than the others, but the text is too short to tell.
    Unsure(Language),
}

/// Guesses the language of a text.
///
/// Two passes: among all languages, a sure answer outside the supported set means unsupported; otherwise the
/// best of the supported ones.
pub(super) fn detect(text: &str, supported: &[&str]) -> Guess {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = text.get(..end).unwrap_or_default();
    let code_of = |lang: Lang| NAMES.iter().find(|(_, l)| *l == lang).map(|(code, _)| *code);
    let known = |code: &&str| supported.contains(code);
    let read = |lang: Lang| code_of(lang).filter(known).and_then(|c| Language::from_str(c).ok());
    if sample.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return Guess::Unsupported;
    }
    match Detector::new().detect(sample) {
        None => return Guess::Unsupported,
        Some(any) if any.is_reliable() => return read(any.lang()).map_or(Guess::Unsupported, Guess::Sure),
        Some(_) => {}
    }
    let allowed: Vec<Lang> = NAMES.iter().filter(|(code, _)| known(code)).map(|(_, lang)| *lang).collect();
    let best = Detector::with_allowlist(allowed).detect(sample);
    best.and_then(|best| read(best.lang())).map_or(Guess::Unsupported, Guess::Unsure)
}

/// How many words of a short text stand as they are in the data of a language: its closed classes, its commonest nouns
/// and the lemmas of its verbs. Reads the data as text, which is much faster than to load it.
pub(super) fn common_words<'d>(text: &str, data: impl Iterator<Item = &'d str>) -> usize {
    let mut wanted: HashSet<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let all = wanted.len();
    for line in data.flat_map(str::lines).filter(|line| !line.starts_with(['#', '>'])) {
        for word in line.split([' ', '/', '|']) {
            wanted.remove(word);
        }
    }
    all - wanted.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_once_and_examples_and_comments_not_at_all() {
        let data = "# rusland valt\n> Rusland valt Oekraïne aan.\nprep: aan op\nreg: vallen/valt\n";
        assert_eq!(common_words("Rusland valt aan, valt op.", [data].into_iter()), 3);
        assert_eq!(common_words("", [data].into_iter()), 0);
    }
}
