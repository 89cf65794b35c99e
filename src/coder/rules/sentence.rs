//! Tokens to sentences.

use super::class::Class;
use super::lexicon::Lexicon;
use super::text::{Gap, Kind, Shape, Tokens};
use super::timewords::{TimeWord, TimeWords};

/// Most tokens a sentence may have: beyond it the text is cut, so that no text makes the work grow faster than itself.
const SENTENCE_TOKENS_MAX: usize = 240;

/// First token and token after the last of every sentence.
pub(super) fn sentences(lexicon: &Lexicon, time: &TimeWords, tokens: &Tokens) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..tokens.list.len() {
        let Some(token) = tokens.list.get(at) else { break };
        if at < start {
            continue;
        }
        let paragraph = at > start && token.gap == Gap::Paragraph;
        if paragraph || at - start >= SENTENCE_TOKENS_MAX {
            found.push((start, at));
            start = at;
        }
        if ends(lexicon, time, tokens, at) {
            let end = after_closing(tokens, at + 1);
            if end > start {
                found.push((start, end));
            }
            start = end;
        }
    }
    if start < tokens.list.len() {
        found.push((start, tokens.list.len()));
    }
    found
}

/// First token after a dateline: `KYIV (AP) - Russian jets`, at the start of a paragraph.
pub(super) fn after_dateline(tokens: &Tokens, from: usize, to: usize) -> usize {
    let line = tokens.list.get(from..to.min(from + DATELINE_TOKENS_MAX)).unwrap_or_default();
    let opens = line.first().is_some_and(|t| t.gap == Gap::Paragraph && t.shape != Shape::Lower);
    let dash = line.iter().position(|t| matches!(t.kind, Kind::Punct('-' | '–')) && t.gap == Gap::Space);
    let Some(dash) = dash.filter(|d| opens && *d > 0) else { return from };
    let place = line.get(..dash).unwrap_or_default().iter().all(|t| match t.kind {
        Kind::Word => t.shape != Shape::Lower,
        Kind::Number => true,
        Kind::Punct(c) => matches!(c, ',' | '/' | '(' | ')' | '.'),
    });
    if place { from + dash + 1 } else { from }
}

/// Most tokens a dateline has.
const DATELINE_TOKENS_MAX: usize = 10;

/// Whether the sentence ends with this token.
fn ends(lexicon: &Lexicon, time: &TimeWords, tokens: &Tokens, at: usize) -> bool {
    let Some(token) = tokens.list.get(at) else { return false };
    match token.kind {
        Kind::Punct('!' | '?' | '…') => opens_after(tokens, at),
        Kind::Punct('.') => {
            !is_abbreviation(lexicon, tokens, at) && !is_ordinal(time, tokens, at) && opens_after(tokens, at)
        }
        _ => false,
    }
}

/// Whether what follows can open a sentence: a capital, a number, a quote, or nothing at all.
fn opens_after(tokens: &Tokens, at: usize) -> bool {
    let next = after_closing(tokens, at + 1);
    let Some(token) = tokens.list.get(next) else { return true };
    let spaced = token.gap != Gap::Glued;
    let opens = match token.kind {
        Kind::Word => token.shape != Shape::Lower,
        Kind::Number => true,
        Kind::Punct(c) => matches!(c, '"' | '\'' | '–' | '(' | '[' | '¿' | '¡' | '-' | '•'),
    };
    spaced && opens
}

/// Skips closing quotes and brackets that stand right after the point.
fn after_closing(tokens: &Tokens, mut at: usize) -> usize {
    while tokens
        .list
        .get(at)
        .is_some_and(|t| t.gap == Gap::Glued && matches!(t.kind, Kind::Punct('"' | '\'' | ')' | ']' | '.' | '!' | '?')))
    {
        at += 1;
    }
    at
}

/// A point that makes a day of a month of the number before it: `17. März`.
fn is_ordinal(time: &TimeWords, tokens: &Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.list.get(before));
    let is_month = |word: &TimeWord| matches!(word, TimeWord::Month(_));
    before.is_some_and(|t| t.kind == Kind::Number) && time.at(tokens, at + 1).iter().any(is_month)
}

/// A point after an abbreviation of the language, or after a single capital, ends nothing.
fn is_abbreviation(lexicon: &Lexicon, tokens: &Tokens, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|b| tokens.list.get(b)) else { return false };
    let glued = tokens.list.get(at).is_some_and(|t| t.gap == Gap::Glued);
    let form = tokens.fold(before);
    let listed =
        lexicon.exact(form).and_then(|id| lexicon.entry(id)).is_some_and(|e| e.classes.has(Class::Abbreviation));
    let initial = before.kind == Kind::Word
        && before.shape != Shape::Lower
        && before.end - before.start <= 2
        && form.chars().count() == 1;
    glued && (listed || initial)
}

#[cfg(test)]
mod tests {
    use super::super::text::{Apostrophe, tokenise};
    use super::*;

    #[test]
    fn closing_quotes_and_further_points_belong_to_the_sentence_they_end() {
        let tokens = tokenise("Hij zei: 'Nee...') Toen ging hij.\" Zij bleef.", Apostrophe::Suffix);
        let spans = sentences(&Lexicon::default(), &TimeWords::default(), &tokens);
        assert!(spans.windows(2).all(|pair| pair[0].1 == pair[1].0 && pair[0].0 < pair[0].1), "{spans:?}");
        assert_eq!(spans.len(), 3, "{spans:?}");
    }
}
