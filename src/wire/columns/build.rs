//! Columns in the making: rows come in one at a time and leave as bytes.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::container::Writer;
use super::rows::split_key;
use super::{ROWS_MAX, Shared};
use crate::domain::{
    Actor, CameoCode, Confidence, DateSpan, Goldstein, Interaction, InteractionCoded, Origin, Parties, Reporter,
    RuleId, Sector, Status,
};

/// What a row says, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct RowSaid<'a> {
    /// Line of the file, from 1.
    pub line: u64,
    /// The dataset's own key.
    pub key: &'a str,
    /// Who did it to whom.
    pub parties: Parties,
    /// Whether it stands for both directions.
    pub symmetric: bool,
    /// What was done.
    pub cameo: CameoCode,
    /// The weight.
    pub goldstein: Option<Goldstein>,
    /// How the source stands to it.
    pub status: Status,
    /// When it happened.
    pub occurred: Option<DateSpan>,
    /// When it was published.
    pub published: Option<DateSpan>,
    /// Who says so.
    pub reported_by: Option<&'a Reporter>,
    /// How sure the coder is.
    pub confidence: Confidence,
    /// Which rule coded it.
    pub rule: &'a RuleId,
}

impl<'a> RowSaid<'a> {
    /// What an event says, where it comes from a row.
    pub fn of(coded: &'a InteractionCoded) -> Option<Self> {
        let Origin::Row { line, key, .. } = &coded.origin else { return None };
        let Interaction { parties, symmetric, cameo, goldstein, status, occurred, reported_by, confidence, rule } =
            &coded.interaction;
        Some(Self {
            line: *line,
            key,
            parties: *parties,
            symmetric: *symmetric,
            cameo: *cameo,
            goldstein: *goldstein,
            status: *status,
            occurred: *occurred,
            published: coded.published,
            reported_by: reported_by.as_ref(),
            confidence: *confidence,
            rule,
        })
    }
}

/// A bulk commit in the making.
#[derive(Debug, Default)]
pub struct Builder {
    line_steps: Numbers<i64>,
    key_steps: Numbers<i64>,
    key_numbered: Numbers<u8>,
    key_rests: Texts<String>,
    sources: Texts<Actor>,
    targets: Texts<Actor>,
    source_sectors: Numbers<u8>,
    target_sectors: Numbers<u8>,
    symmetric: Numbers<u8>,
    cameo: Texts<CameoCode>,
    goldstein: Numbers<i16>,
    status: Numbers<u8>,
    confidence: Numbers<u16>,
    occurred: (Numbers<i32>, Numbers<u32>),
    published: (Numbers<i32>, Numbers<u32>),
    reporters: Texts<Reporter>,
    rules: Texts<RuleId>,
    last_line: i64,
    last_key: i64,
    rows: usize,
}

impl Builder {
    /// How many rows it holds.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row; `None`, and nothing added, when it does not fit the columns.
    pub fn push(&mut self, row: &RowSaid<'_>) -> Option<()> {
        let line = i64::try_from(row.line).ok().filter(|_| self.rows < ROWS_MAX)?;
        let (number, rest) = split_key(row.key);
        self.line_steps.push(Some(line.wrapping_sub(std::mem::replace(&mut self.last_line, line))));
        // A key without a number repeats the number before, so that the steps stay small.
        let key = number.unwrap_or(self.last_key);
        self.key_steps.push(Some(key.wrapping_sub(std::mem::replace(&mut self.last_key, key))));
        self.key_numbered.push(Some(u8::from(number.is_some())));
        self.key_rests.push_text(rest);
        let (source, target) = (row.parties.source(), row.parties.target());
        self.sources.push(Some(&source.actor));
        self.targets.push(Some(&target.actor));
        self.source_sectors.push(Some(place(&Sector::ALL, source.sector)));
        self.target_sectors.push(Some(place(&Sector::ALL, target.sector)));
        self.symmetric.push(Some(u8::from(row.symmetric)));
        self.cameo.push(Some(&row.cameo));
        self.goldstein.push(row.goldstein.map(Goldstein::tenths));
        self.status.push(Some(place(&Status::ALL, row.status)));
        self.confidence.push(Some(row.confidence.permille()));
        for ((first, days), span) in [(&mut self.occurred, row.occurred), (&mut self.published, row.published)] {
            first.push(span.map(|span| span.first().epoch_days()));
            days.push(span.map(DateSpan::days));
        }
        self.reporters.push(row.reported_by);
        self.rules.push(Some(row.rule));
        self.rows += 1;
        Some(())
    }

    /// The payload.
    pub fn finish(self, shared: Shared) -> Vec<u8> {
        let mut to = Writer::default();
        self.line_steps.write(&mut to, "line_step", None);
        self.key_steps.write(&mut to, "key_step", None);
        self.key_numbered.write(&mut to, "key_numbered", None);
        self.key_rests.write(&mut to, "key_rest");
        self.sources.write(&mut to, "source");
        self.targets.write(&mut to, "target");
        self.source_sectors.write(&mut to, "source_sector", None);
        self.target_sectors.write(&mut to, "target_sector", None);
        self.symmetric.write(&mut to, "symmetric", None);
        self.cameo.write(&mut to, "cameo");
        self.goldstein.write(&mut to, "goldstein_tenths", None);
        self.status.write(&mut to, "status", None);
        self.confidence.write(&mut to, "confidence_permille", None);
        self.occurred.0.write(&mut to, "occurred_first", None);
        self.occurred.1.write(&mut to, "occurred_days", None);
        self.published.0.write(&mut to, "published_first", None);
        self.published.1.write(&mut to, "published_days", None);
        self.reporters.write(&mut to, "reported_by");
        self.rules.write(&mut to, "rule");
        to.finish(shared, self.rows)
    }
}

/// Position of a value in the list of all values of its type, which is short.
fn place<T: PartialEq + Copy>(all: &[T], value: T) -> u8 {
    all.iter().zip(0..).find(|(candidate, _)| **candidate == value).map_or(0, |(_, at)| at)
}

/// A column of numbers; a missing one holds zero and its bit is not set.
#[derive(Debug)]
struct Numbers<T> {
    values: Vec<T>,
    present: Vec<u8>,
    absent: usize,
    least: i64,
    most: i64,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { values: Vec::new(), present: Vec::new(), absent: 0, least: i64::MAX, most: i64::MIN }
    }
}

impl<T: Copy + Default + Into<i64>> Numbers<T> {
    fn push(&mut self, value: Option<T>) {
        let at = self.values.len() % 8;
        if at == 0 {
            self.present.push(0);
        }
        if let Some(value) = value {
            let wide = value.into();
            self.least = self.least.min(wide);
            self.most = self.most.max(wide);
            if let Some(bits) = self.present.last_mut() {
                *bits |= 1 << at;
            }
        } else {
            self.absent += 1;
        }
        self.values.push(value.unwrap_or_default());
    }

    fn write(self, to: &mut Writer, name: &str, texts: Option<Vec<String>>) {
        let (base, most) = if self.absent == self.values.len() { (0, 0) } else { (self.least, self.most) };
        if self.absent == 0 {
            let above = self.values.iter().map(|value| (*value).into().abs_diff(base));
            to.push(name, (base, most.abs_diff(base)), None, above, texts);
            return;
        }
        let present = |at: usize| self.present.get(at / 8).is_some_and(|bits| bits >> (at % 8) & 1 == 1);
        let above = self.values.iter().enumerate();
        let above = above.map(|(at, value)| if present(at) { (*value).into().abs_diff(base) } else { 0 });
        to.push(name, (base, most.abs_diff(base)), Some(&self.present), above, texts);
    }
}

/// A column of texts: each different one once, in order of first appearance, and which of them each row has.
#[derive(Debug)]
struct Texts<K> {
    known: HashMap<K, u32, RandomState>,
    values: Vec<String>,
    keys: Numbers<u32>,
    last: Option<(K, u32)>,
}

impl<K> Default for Texts<K> {
    fn default() -> Self {
        Self { known: HashMap::default(), values: Vec::new(), keys: Numbers::default(), last: None }
    }
}

impl<K: Hash + Eq + Clone + ToString> Texts<K> {
    fn push(&mut self, value: Option<&K>) {
        let Some(value) = value else { return self.keys.push(None) };
        if let Some((_, key)) = self.last.as_ref().filter(|(before, _)| before == value) {
            return self.keys.push(Some(*key));
        }
        let key = match self.known.get(value) {
            Some(key) => *key,
            None => self.learn(value.clone()),
        };
        self.last = Some((value.clone(), key));
        self.keys.push(Some(key));
    }

    fn learn(&mut self, value: K) -> u32 {
        let key = u32::try_from(self.values.len()).expect("a commit holds at most a million rows");
        self.values.push(value.to_string());
        self.known.insert(value, key);
        key
    }

    fn write(self, to: &mut Writer, name: &str) {
        self.keys.write(to, name, Some(self.values));
    }
}

impl Texts<String> {
    fn push_text(&mut self, text: &str) {
        if let Some((_, key)) = self.last.as_ref().filter(|(before, _)| before == text) {
            return self.keys.push(Some(*key));
        }
        let key = match self.known.get(text) {
            Some(key) => *key,
            None => self.learn(text.to_owned()),
        };
        self.last = Some((text.to_owned(), key));
        self.keys.push(Some(key));
    }
}
