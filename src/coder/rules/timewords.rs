//! The time words of a language, read from `time.txt`.

use super::data::lines;
use super::lexicon::Map;
use super::text::{Apostrophe, Tokens, tokenise};

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

/// A part of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
}

/// What a word says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeWord {
    /// Monday is 0.
    Weekday(u32),
    /// January is 1.
    Month(u32),
    /// Spring is 0.
    Season(u32),
    /// A unit counted from the published date: yesterday is day -1.
    Relative(Unit, i32),
    /// The night before.
    Night,
    /// Days after the date mentioned before.
    Same(i32),
    /// `begin`, `eind`.
    Part(Part),
    /// `vorige`, before a weekday, a month or a unit.
    Last,
    /// `komende`.
    Next,
    /// `sinds`.
    Since,
    /// `geleden`.
    Ago,
    /// `weken`.
    Unit(Unit),
    /// `twee`.
    Number(u32),
    /// Prepositions that open a time expression.
    Lead,
    /// Words between the parts of one: `of`, `de`.
    Filler,
    /// Words after one: `ochtend`.
    Tail,
    /// First year of a decade.
    Decade(i32),
    /// Not long ago.
    Recent,
}

/// The rest of a phrase after its first token, and what the phrase says.
type TimePhrase = (Vec<Box<str>>, TimeWord);

/// The time words of one language.
#[derive(Debug, Default)]
pub(super) struct TimeWords {
    words: Map<Box<str>, Vec<TimeWord>>,
    phrases: Map<Box<str>, Vec<TimePhrase>>,
    /// Expressions with the date they must resolve to.
    pub examples: Vec<TimeExample>,
}

/// `> text @published = first..last`
#[derive(Debug, Clone)]
pub struct TimeExample {
    /// Line in the file.
    pub line: usize,
    /// The sentence.
    pub text: &'static str,
    /// The published date.
    pub published: &'static str,
    /// The date it must resolve to.
    pub expected: &'static str,
}

type Failed = (usize, String);

impl TimeWords {
    /// Reads the file.
    pub fn read(text: &'static str, apostrophe: Apostrophe) -> Result<Self, Failed> {
        let mut out = Self::default();
        for (n, line) in lines(text) {
            if let Some(rest) = line.strip_prefix("> ") {
                out.examples
                    .push(example(n, rest).ok_or_else(|| (n, "expected `> text @published = date`".to_owned()))?);
                continue;
            }
            let (name, items) = line.split_once(':').ok_or_else(|| (n, "expected `name: word word`".to_owned()))?;
            let items: Vec<&str> = items.split_whitespace().collect();
            out.line(name, &items, apostrophe).map_err(|what| (n, what))?;
        }
        Ok(out)
    }

    fn line(&mut self, name: &str, items: &[&str], apostrophe: Apostrophe) -> Result<(), String> {
        if let Some(make) = numbered(name, items.len())? {
            for (n, item) in (0..).zip(items) {
                for form in item.split('|') {
                    self.add(form, make(n), apostrophe);
                }
            }
            return Ok(());
        }
        if name == "decade" {
            for item in items {
                let (form, year) = item.split_once('=').ok_or("expected `phrase=1960`")?;
                self.add(form, TimeWord::Decade(year.parse().map_err(|_| "expected a year")?), apostrophe);
            }
            return Ok(());
        }
        let word = single(name).ok_or_else(|| format!("`{name}` is no kind of time word"))?;
        for item in items {
            self.add(item, word, apostrophe);
        }
        Ok(())
    }

    fn add(&mut self, form: &str, word: TimeWord, apostrophe: Apostrophe) {
        let spaced = form.replace('_', " ");
        let tokens = tokenise(&spaced, apostrophe);
        let parts: Vec<Box<str>> = tokens.list.iter().map(|t| tokens.fold(t).into()).collect();
        match parts.as_slice() {
            [] => {}
            [one] => self.words.entry(one.clone()).or_default().push(word),
            [first, rest @ ..] => {
                let phrases = self.phrases.entry(first.clone()).or_default();
                phrases.push((rest.to_vec(), word));
                phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
            }
        }
    }

    /// What the token at this position can say.
    pub fn at(&self, tokens: &Tokens, at: usize) -> &[TimeWord] {
        self.words.get(tokens.fold_at(at)).map_or(&[], Vec::as_slice)
    }

    /// The longest phrase that starts here: number of tokens and what it says.
    pub fn phrase_at(&self, tokens: &Tokens, at: usize) -> Option<(usize, TimeWord)> {
        let phrases = self.phrases.get(tokens.fold_at(at))?;
        let fits = |rest: &[Box<str>]| rest.iter().enumerate().all(|(i, part)| **part == *tokens.fold_at(at + 1 + i));
        phrases.iter().find(|(rest, _)| fits(rest)).map(|(rest, word)| (rest.len() + 1, *word))
    }
}

/// Makes the n-th time word of a line whose entries stand in order.
type Numbered = fn(u32) -> TimeWord;

fn numbered(name: &str, given: usize) -> Result<Option<Numbered>, String> {
    let (count, make): (usize, Numbered) = match name {
        "weekday" => (7, TimeWord::Weekday),
        "month" => (12, |n| TimeWord::Month(n + 1)),
        "season" => (4, TimeWord::Season),
        "number" => (given, |n| TimeWord::Number(n + 1)),
        _ => return Ok(None),
    };
    if given == count {
        Ok(Some(make))
    } else {
        Err(format!("`{name}` needs {count} entries in order, with | between variants"))
    }
}

/// A word whose kind is in the name of its line: `day-1`, `since`, `unit.week`.
fn single(name: &str) -> Option<TimeWord> {
    let (base, offset) = match name.find(['+', '-']) {
        Some(at) => (name.get(..at)?, name.get(at..)?.parse().ok()?),
        None => (name, 0),
    };
    Some(match base {
        "day" => TimeWord::Relative(Unit::Day, offset),
        "week" => TimeWord::Relative(Unit::Week, offset),
        "weekend" => TimeWord::Relative(Unit::Weekend, offset),
        "month.rel" => TimeWord::Relative(Unit::Month, offset),
        "year" => TimeWord::Relative(Unit::Year, offset),
        "night" => TimeWord::Night,
        "same" => TimeWord::Same(offset),
        "early" => TimeWord::Part(Part::Early),
        "mid" => TimeWord::Part(Part::Mid),
        "late" => TimeWord::Part(Part::Late),
        "last" => TimeWord::Last,
        "next" => TimeWord::Next,
        "since" => TimeWord::Since,
        "ago" => TimeWord::Ago,
        "lead" => TimeWord::Lead,
        "filler" => TimeWord::Filler,
        "tail" => TimeWord::Tail,
        "recent" => TimeWord::Recent,
        "unit.day" => TimeWord::Unit(Unit::Day),
        "unit.week" => TimeWord::Unit(Unit::Week),
        "unit.month" => TimeWord::Unit(Unit::Month),
        "unit.year" => TimeWord::Unit(Unit::Year),
        _ => return None,
    })
}

fn example(line: usize, rest: &'static str) -> Option<TimeExample> {
    let (text, dates) = rest.rsplit_once('@')?;
    let (published, expected) = dates.split_once('=')?;
    Some(TimeExample { line, text: text.trim(), published: published.trim(), expected: expected.trim() })
}
