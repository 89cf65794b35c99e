//! Text to tokens: words, numbers and punctuation with their bytes in the article as given.
//!
//! Nothing is copied or rewritten: line wraps, doubled spaces and typographic quotes only change what lies
//! between tokens, so every span points into the original.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, possibly with digits.
    Word,
    /// Starts with a digit.
    Number,
    /// One character of punctuation, quotes and dashes normalised.
    Punct(char),
}

/// How a token is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// No capital first.
    Lower,
    /// A capital first.
    Capital,
    /// Two letters or more, all capitals.
    Upper,
}

/// What lies before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    Glued,
    /// White space, at most one line break.
    Space,
    /// A blank line, or the start of the text.
    Paragraph,
}

/// How a language writes the apostrophe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Apostrophe {
    /// What follows is a suffix: `Russia's`, `Rusya'nın`.
    #[default]
    Suffix,
    /// What precedes is a shortened word: `l'Ukraine`, `dell'Iran`.
    Elision,
    /// It is a letter: `об'єкт`.
    Letter,
}

/// A token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte in the article.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Where the folded form lies in [`Tokens::folded`].
    fold: (usize, usize),
    /// What it is.
    pub kind: Kind,
    /// How it is capitalised.
    pub shape: Shape,
    /// What lies before it.
    pub gap: Gap,
}

/// The tokens of a text and their folded forms: lower case, NFC, plain apostrophes.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// The tokens in order.
    pub list: Vec<Token>,
    folded: String,
}

impl Tokens {
    /// The folded form of a token; empty for one of another text.
    pub fn fold(&self, token: &Token) -> &str {
        #[cfg(test)]
        super::work::visit();
        self.folded.get(token.fold.0..token.fold.1).unwrap_or_default()
    }

    /// The folded form of the token at this position; empty past the end.
    pub fn fold_at(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |t| self.fold(t))
    }
}

/// The folded form of a piece of text.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    let lower = |c: char, out: &mut String| match c {
        '’' | '‘' | 'ʼ' | '′' | '`' => out.push('\''),
        '\u{ad}' | '\u{200b}' | '\u{307}' | '\u{301}' => {}
        'İ' => out.push('i'),
        // Russian prints both, mostly without the dots.
        'ё' | 'Ё' => out.push('е'),
        _ => out.extend(c.to_lowercase()),
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| lower(c, out));
    } else {
        text.nfc().for_each(|c| lower(c, out));
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '′' | '`')
}

fn is_letter(c: char) -> bool {
    // Cyrillic is looked up slowly by the standard library, and stands in whole texts.
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
        || c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

/// Cuts a text into tokens.
pub(super) fn tokenise(text: &str, apostrophe: Apostrophe) -> Tokens {
    let mut out = Tokens { list: Vec::with_capacity(text.len() / 5), folded: String::with_capacity(text.len()) };
    let mut gap = Gap::Paragraph;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}' {
            let run = text.get(at..).unwrap_or_default();
            let end = run.find(|c: char| !(c.is_whitespace() || c.is_control())).unwrap_or(run.len()).max(c.len_utf8());
            let lines = run.get(..end).unwrap_or_default().matches('\n').count();
            gap = if lines > 1 { Gap::Paragraph } else { gap.max(Gap::Space) };
            at += end;
            continue;
        }
        let (end, kind) = if c.is_numeric() {
            (number_end(text, at), Kind::Number)
        } else if is_letter(c) {
            (word_end(text, at, apostrophe), Kind::Word)
        } else if is_apostrophe(c) && gap == Gap::Glued && apostrophe == Apostrophe::Suffix {
            suffix(text, at, c)
        } else {
            (at + c.len_utf8(), Kind::Punct(plain(c)))
        };
        push(&mut out, text, (at, end), kind, gap);
        gap = Gap::Glued;
        at = end;
    }
    out
}

/// A suffix after an apostrophe stands with it as one token; a closing quote stays punctuation.
fn suffix(text: &str, at: usize, c: char) -> (usize, Kind) {
    let from = at + c.len_utf8();
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    let short = rest.get(..length).unwrap_or_default().chars().count();
    if (1..=6).contains(&short) { (from + length, Kind::Word) } else { (from, Kind::Punct(plain(c))) }
}

fn push(out: &mut Tokens, text: &str, (start, end): (usize, usize), kind: Kind, gap: Gap) {
    let raw = text.get(start..end).unwrap_or_default();
    let from = out.folded.len();
    match kind {
        Kind::Punct(c) => out.folded.push(c),
        Kind::Word | Kind::Number if raw.contains('\n') => {
            let joined: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
            fold_into(&joined, &mut out.folded);
        }
        Kind::Word | Kind::Number => fold_into(raw, &mut out.folded),
    }
    out.list.push(Token { start, end, fold: (from, out.folded.len()), kind, shape: shape(raw), gap });
}

fn shape(raw: &str) -> Shape {
    let Some(first) = raw.chars().next().filter(|c| c.is_uppercase()) else { return Shape::Lower };
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let lower = first.is_lowercase() || raw.chars().any(char::is_lowercase);
    if letters > 1 && !lower { Shape::Upper } else { Shape::Capital }
}

/// A number keeps points, commas, colons, slashes and hyphens between digits: `1,5`, `2022-03-17`, `12:30`.
fn number_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut chars = text.get(at..).unwrap_or_default().chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, '.' | ',' | ':' | '/' | '-') && chars.peek().is_some_and(char::is_ascii_digit);
        if !(c.is_alphanumeric() || joins) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// A word; dotted capitals (`U.S.`) and a word broken by a hyphen at the end of a line are one word.
fn word_end(text: &str, at: usize, apostrophe: Apostrophe) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(length) = dotted(rest) {
        return at + length;
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if is_letter(c) || c.is_numeric() {
            end = i + c.len_utf8();
            continue;
        }
        let next_is_letter = chars.peek().is_some_and(|(_, n)| is_letter(*n));
        match apostrophe {
            // At the very end it closes an entry of the data: `l'`.
            Apostrophe::Elision if is_apostrophe(c) && (next_is_letter || chars.peek().is_none()) && end <= 8 => {
                end = i + c.len_utf8();
            }
            Apostrophe::Letter if is_apostrophe(c) && next_is_letter => continue,
            _ => {}
        }
        if c == '-'
            && let Some(more) = broken(rest.get(i + 1..).unwrap_or_default())
        {
            end = i + 1 + more;
        }
        break;
    }
    at + end
}

/// Length of `\n` plus the rest of a word that was broken here, when it goes on in lower case.
fn broken(after: &str) -> Option<usize> {
    let line = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'))?;
    let skipped = after.len() - line.len();
    let length = line.find(|c: char| !is_letter(c)).unwrap_or(line.len());
    (length > 1 && line.starts_with(char::is_lowercase)).then_some(skipped + length)
}

/// Length of a run such as `U.S.` or `U.N.`: capitals each followed by a point, at least two.
fn dotted(rest: &str) -> Option<usize> {
    let mut end = 0;
    let mut pairs = 0;
    let mut chars = rest.char_indices();
    while let (Some((_, c)), Some((i, '.'))) = (chars.next(), chars.next()) {
        if !c.is_uppercase() {
            break;
        }
        pairs += 1;
        end = i + 1;
    }
    (pairs > 1).then_some(end)
}

/// Punctuation with its typographic variants folded together.
fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '′' => '\'',
        '–' | '—' | '―' | '−' => '–',
        '‐' | '‑' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, apostrophe: Apostrophe) -> Vec<String> {
        let tokens = tokenise(text, apostrophe);
        tokens.list.iter().map(|t| tokens.fold(t).to_owned()).collect()
    }

    #[test]
    fn apostrophes_follow_the_language() {
        assert_eq!(words("Russia’s Azeri's", Apostrophe::Suffix), ["russia", "'s", "azeri", "'s"]);
        assert_eq!(words("l’Ukraine dell'Iran", Apostrophe::Elision), ["l'", "ukraine", "dell'", "iran"]);
        assert_eq!(words("près d'", Apostrophe::Elision), ["près", "d'"]);
        assert_eq!(words("об'єкт", Apostrophe::Letter), ["об'єкт"]);
    }

    #[test]
    fn dotted_capitals_and_numbers_stay_whole() {
        assert_eq!(
            words("U.S. on 2022-03-17, 1,5 at 12:30.", Apostrophe::Suffix),
            ["u.s.", "on", "2022-03-17", ",", "1,5", "at", "12:30", "."]
        );
    }

    #[test]
    fn a_word_broken_at_the_end_of_a_line_is_one_word() {
        assert_eq!(words("Oekra-\nïne nu", Apostrophe::Suffix), ["oekraïne", "nu"]);
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "De  „Azeri’s”\n\nspraken.";
        for token in tokenise(text, Apostrophe::Suffix).list {
            assert!(text.get(token.start..token.end).is_some_and(|s| !s.is_empty()));
        }
    }
}
