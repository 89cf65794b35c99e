//! Whom a phrase stands for: `four Saudi men`, `President Kassym-Jomart Tokayev`, `an American destroyer`.

use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::{NameForm, NameKind, forms, languages};
use crate::domain::{Actor, Day};

/// Longest form in words that is looked for.
const WORDS_MAX: usize = 8;

/// A word of a phrase: as written, and folded.
struct Word {
    text: String,
    folded: String,
}

fn folded(text: &str) -> String {
    let plain = |c: &char| c.is_alphanumeric() || *c == ' ';
    let spaced = text.nfd().map(|c| if c == '-' { ' ' } else { c });
    spaced.filter(plain).flat_map(char::to_lowercase).collect()
}

/// Folded forms of all languages, in the order of the languages.
fn index() -> &'static HashMap<String, Vec<&'static NameForm>> {
    static INDEX: OnceLock<HashMap<String, Vec<&'static NameForm>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: HashMap<String, Vec<&'static NameForm>> = HashMap::new();
        for language in languages() {
            for form in forms(language).unwrap_or_default() {
                let key: Vec<String> = words(form.text).into_iter().map(|word| word.folded).collect();
                index.entry(key.join(" ")).or_default().push(form);
            }
        }
        index
    })
}

/// The words of a phrase, possessive endings and punctuation left out.
fn words(phrase: &str) -> Vec<Word> {
    phrase
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | ';' | '(' | ')' | '"'))
        .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(|word| Word { text: word.to_owned(), folded: folded(word) })
        .collect()
}

/// How well a kind of form settles whom a phrase is about; larger is better.
fn weight(form: &NameForm) -> u32 {
    let kind = match form.kind {
        NameKind::Leader if form.features.is_family_name => 2,
        NameKind::Leader | NameKind::Organisation => 6,
        NameKind::Name | NameKind::Short => 5,
        NameKind::Adjective | NameKind::Demonym | NameKind::Seat => 4,
        NameKind::Capital | NameKind::Region => 3,
        NameKind::Group => 2,
        NameKind::City => 1,
    };
    kind * 2 - u32::from(form.features.is_ambiguous || form.features.needs_context)
}

/// Whether the form fits the words as they are written: small words never name anybody.
fn fits(form: &NameForm, words: &[Word]) -> bool {
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let written = words.iter().any(|word| capital(&word.text));
    let exact = !form.features.is_exact || words.len() > 1 || words.iter().all(|w| w.text == form.text);
    exact && (written || !capital(form.text))
}

/// The actor a phrase stands for, as of a day, or `None` where it names nobody.
///
/// Reads all shipped languages. A longer form wins over a shorter one, a clear form over an unclear one, the earlier
/// over the later. Offices are dated: where two people share a name, the one in office on that day is meant, else
/// the last one before it.
///
/// ```
/// use dyad::codebook::names::resolve_phrase;
/// assert_eq!(resolve_phrase("four Saudi men", None), "SAU".parse().ok());
/// assert_eq!(resolve_phrase("two men", None), None);
/// ```
pub fn resolve_phrase(phrase: &str, day: Option<Day>) -> Option<Actor> {
    let words = words(phrase);
    let mut best: Option<((u32, usize), Actor)> = None;
    let mut start = 0;
    while start < words.len() {
        let longest = (1..=WORDS_MAX.min(words.len() - start)).rev().find_map(|len| {
            let span = words.get(start..start + len)?;
            let form = pick(span, day)?;
            Some((len, form))
        });
        if let Some((len, form)) = longest {
            let rank = (weight(form), len);
            if best.is_none_or(|(kept, _)| rank > kept) {
                best = Some((rank, form.actor));
            }
            start += len;
        } else {
            start += 1;
        }
    }
    best.map(|(_, actor)| actor)
}

/// The form these words are, where one fits.
fn pick(span: &[Word], day: Option<Day>) -> Option<&'static NameForm> {
    let key = span.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
    let known = index().get(&key)?;
    let fitting = known.iter().copied().filter(|form| fits(form, span));
    // Of several, the one in office then; of those out of office, the one whose term is nearest.
    fitting.min_by_key(|form| (u32::MAX - weight(form), days_out(form, day)))
}

/// Days between a day and the time in which the form held; 0 inside, and where either is unknown.
fn days_out(form: &NameForm, day: Option<Day>) -> u32 {
    match (form.valid, day) {
        (Some((first, _)), Some(day)) if day < first => first.since(day).unsigned_abs().saturating_mul(2),
        (Some((_, last)), Some(day)) if day > last => day.since(last).unsigned_abs(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_stands_for_the_state_it_names() {
        for (phrase, code) in [
            ("an American destroyer", "USA"),
            ("Britain’s Defense Ministry", "GBR"),
            ("two Chinese warplanes", "CHN"),
            ("het Russische leger", "RUS"),
            ("the Pentagon", "USA"),
            ("TEHRAN", "IRN"),
            ("the North Atlantic Treaty Organization", "NATO"),
            ("Nagorno-Karabakh", "AZE"),
        ] {
            assert_eq!(resolve_phrase(phrase, None).map(|a| a.to_string()).as_deref(), Some(code), "{phrase}");
        }
    }

    #[test]
    fn words_that_name_nobody_stand_for_nobody() {
        for phrase in
            ["", "he", "two men", "they told us", "the turkey", "a group of tourists", "20 men", "polish the car"]
        {
            assert_eq!(resolve_phrase(phrase, None), None, "{phrase}");
        }
    }
}
