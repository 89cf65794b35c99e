//! Which column holds which part of an interaction.

use std::collections::HashMap;

use crate::domain::{
    Actor, CameoCode, Confidence, DateSpan, Day, Goldstein, Interaction, InteractionCoded, Origin, ParseError, Parties,
    Party, Reporter, RuleId, Sector, Status,
};

use super::container::{Reader, Writer};
use super::{ColumnsError, Shared};

/// A row without its texts: small, copied freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkRow {
    /// Line of the file, from 1.
    pub line: u64,
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
    confidence: Confidence,
    /// Digits the key starts with, as a number.
    key_number: Option<u64>,
    key_rest: u32,
    reporter: Option<u32>,
    rule: u32,
}

/// The rows of a bulk commit and the texts they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRows {
    rows: Vec<BulkRow>,
    key_rests: Vec<String>,
    reporters: Vec<Reporter>,
    rules: Vec<RuleId>,
}

impl BulkRows {
    /// The rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, BulkRow> {
        self.rows.iter()
    }

    /// Whether this is the key of a row of these rows.
    fn key_is(&self, row: &BulkRow, key: &str) -> bool {
        let rest = self.key_rests.get(row.key_rest as usize).map_or("", String::as_str);
        let (number, other_rest) = split_key(key);
        rest == other_rest && number.and_then(|number| u64::try_from(number).ok()) == row.key_number
    }

    /// The dataset's own key of a row of these rows.
    pub fn key(&self, row: &BulkRow) -> String {
        let rest = self.key_rests.get(row.key_rest as usize).map_or("", String::as_str);
        row.key_number.map_or_else(|| rest.to_owned(), |number| format!("{number}{rest}"))
    }
}

impl<'a> IntoIterator for &'a BulkRows {
    type Item = &'a BulkRow;
    type IntoIter = std::slice::Iter<'a, BulkRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl BulkRow {
    /// Whether this is the event the row stands for.
    pub(super) fn stands_for(&self, coded: &InteractionCoded, shared: &Shared, rows: &BulkRows) -> bool {
        let InteractionCoded { interaction, origin, published, coder } = coded;
        let Interaction { parties, symmetric, cameo, goldstein, status, occurred, reported_by, confidence, rule } =
            interaction;
        let Origin::Row { dataset, line, key } = origin else { return false };
        let reporter = self.reporter.and_then(|place| rows.reporters.get(place as usize));
        (self.parties, self.symmetric, self.cameo, self.goldstein) == (*parties, *symmetric, *cameo, *goldstein)
            && (self.status, self.occurred, self.confidence) == (*status, *occurred, *confidence)
            && (self.line, self.published) == (*line, *published)
            && reporter == reported_by.as_ref()
            && rows.rules.get(self.rule as usize) == Some(rule)
            && (shared.dataset, &shared.coder) == (*dataset, coder)
            && rows.key_is(self, key)
    }

    /// The row as the event it stands for.
    pub(super) fn coded(&self, shared: &Shared, rows: &BulkRows) -> InteractionCoded {
        let rule = rows.rules.get(self.rule as usize).expect("decoding checked every key against its dictionary");
        let reporter = self.reporter.and_then(|key| rows.reporters.get(key as usize)).cloned();
        InteractionCoded {
            interaction: Interaction {
                parties: self.parties,
                symmetric: self.symmetric,
                cameo: self.cameo,
                goldstein: self.goldstein,
                status: self.status,
                occurred: self.occurred,
                reported_by: reporter,
                confidence: self.confidence,
                rule: rule.clone(),
            },
            origin: Origin::Row { dataset: shared.dataset, line: self.line, key: rows.key(self) },
            published: self.published,
            coder: shared.coder.clone(),
        }
    }
}

/// Splits a key into the number it starts with, where that number prints as the same digits, and the rest.
fn split_key(key: &str) -> (Option<i64>, &str) {
    let digits = key.bytes().take_while(u8::is_ascii_digit).count().min(18);
    let (number, rest) = key.split_at_checked(digits).unwrap_or(("", key));
    let canonical = number == "0" || (!number.is_empty() && !number.starts_with('0'));
    let continues = rest.bytes().next().is_some_and(|b| b.is_ascii_digit());
    if canonical && !continues { (number.parse().ok(), rest) } else { (None, key) }
}

/// Where a row stands and the two parts of its key.
struct RowKey<'a> {
    line: i64,
    number: Option<i64>,
    rest: &'a str,
}

fn row_key(coded: &InteractionCoded) -> Option<RowKey<'_>> {
    let Origin::Row { line, key, .. } = &coded.origin else { return None };
    let (number, rest) = split_key(key);
    Some(RowKey { line: i64::try_from(*line).ok()?, number, rest })
}

/// Writes the rows as columns, or `None` when a number does not fit its column.
pub fn write(coded: &[&InteractionCoded], to: &mut Writer) -> Option<()> {
    let keys: Vec<RowKey<'_>> = coded.iter().map(|c| row_key(c)).collect::<Option<_>>()?;
    to.push_steps("line_step", keys.iter().map(|key| key.line));
    // A key without a number repeats the number before, so that the steps stay small.
    let mut before = 0;
    let numbers = keys.iter().map(|key| {
        before = key.number.unwrap_or(before);
        before
    });
    to.push_steps("key_step", numbers);
    to.push("key_numbered", &each(&keys, |key| Some(i64::from(key.number.is_some()))), None);
    texts(to, "key_rest", keys.iter().map(|key| Some(key.rest)));
    write_act(coded, to);
    write_dates(coded, to);
    let reporters: Vec<Option<String>> =
        coded.iter().map(|c| c.interaction.reported_by.as_ref().map(ToString::to_string)).collect();
    texts(to, "reported_by", reporters.iter().map(Option::as_deref));
    texts(to, "rule", coded.iter().map(|c| Some(c.interaction.rule.as_str())));
    Some(())
}

/// Adds a column of texts: each different text once, and which of them each row has.
fn texts<'a>(to: &mut Writer, name: &str, rows: impl Iterator<Item = Option<&'a str>>) {
    let mut known: HashMap<&'a str, i64> = HashMap::new();
    let mut values = Vec::new();
    let keys: Vec<Option<i64>> = rows
        .map(|text| {
            let text = text?;
            Some(*known.entry(text).or_insert_with(|| {
                values.push(text.to_owned());
                i64::try_from(values.len()).unwrap_or(i64::MAX) - 1
            }))
        })
        .collect();
    to.push(name, &keys, Some(values));
}

fn each<T>(items: &[T], value: impl Fn(&T) -> Option<i64>) -> Vec<Option<i64>> {
    items.iter().map(value).collect()
}

fn write_act(coded: &[&InteractionCoded], to: &mut Writer) {
    let parties: Vec<Parties> = coded.iter().map(|c| c.interaction.parties).collect();
    let sources: Vec<Actor> = parties.iter().map(|p| p.source().actor).collect();
    let targets: Vec<Actor> = parties.iter().map(|p| p.target().actor).collect();
    texts(to, "source", sources.iter().map(|a| Some(a.as_str())));
    texts(to, "target", targets.iter().map(|a| Some(a.as_str())));
    to.push("source_sector", &each(&parties, |p| Some(place(&Sector::ALL, p.source().sector))), None);
    to.push("target_sector", &each(&parties, |p| Some(place(&Sector::ALL, p.target().sector))), None);
    to.push("symmetric", &each(coded, |c| Some(i64::from(c.interaction.symmetric))), None);
    texts(to, "cameo", coded.iter().map(|c| Some(c.interaction.cameo.as_str())));
    to.push("goldstein_tenths", &each(coded, |c| c.interaction.goldstein.map(|g| i64::from(g.tenths()))), None);
    to.push("status", &each(coded, |c| Some(place(&Status::ALL, c.interaction.status))), None);
    to.push("confidence_permille", &each(coded, |c| Some(i64::from(c.interaction.confidence.permille()))), None);
}

fn write_dates(coded: &[&InteractionCoded], to: &mut Writer) {
    let first = |span: Option<DateSpan>| span.map(|s| i64::from(s.first().epoch_days()));
    let days = |span: Option<DateSpan>| span.map(|s| i64::from(s.days()));
    to.push("occurred_first", &each(coded, |c| first(c.interaction.occurred)), None);
    to.push("occurred_days", &each(coded, |c| days(c.interaction.occurred)), None);
    to.push("published_first", &each(coded, |c| first(c.published)), None);
    to.push("published_days", &each(coded, |c| days(c.published)), None);
}

/// Position of a value in the list of all values of its type.
fn place<T: PartialEq + Copy>(all: &[T], value: T) -> i64 {
    all.iter().copied().zip(0..).find(|(candidate, _)| *candidate == value).map_or(0, |(_, at)| at)
}

/// Numbers of a column, and the values they stand for.
type Keyed<T> = (Vec<T>, Vec<Option<i64>>);

/// The columns, read and not yet put together.
struct Read {
    lines: Vec<i64>,
    key_numbers: Vec<i64>,
    key_numbered: Vec<Option<i64>>,
    key_rests: Keyed<String>,
    sources: Keyed<Actor>,
    targets: Keyed<Actor>,
    source_sectors: Vec<Option<i64>>,
    target_sectors: Vec<Option<i64>>,
    symmetric: Vec<Option<i64>>,
    cameo: Keyed<CameoCode>,
    goldstein: Vec<Option<i64>>,
    status: Vec<Option<i64>>,
    confidence: Vec<Option<i64>>,
    occurred: (Vec<Option<i64>>, Vec<Option<i64>>),
    published: (Vec<Option<i64>>, Vec<Option<i64>>),
    reporters: Keyed<Reporter>,
    rules: Keyed<RuleId>,
}

/// Reads what [`write()`] wrote, in the same order.
pub fn read(from: &mut Reader<'_>) -> Result<BulkRows, ColumnsError> {
    let read = Read {
        lines: from.steps("line_step")?,
        key_numbers: from.steps("key_step")?,
        key_numbered: from.column("key_numbered")?.0,
        key_rests: keyed_texts(from, "key_rest")?,
        sources: parsed(from, "source")?,
        targets: parsed(from, "target")?,
        source_sectors: from.column("source_sector")?.0,
        target_sectors: from.column("target_sector")?.0,
        symmetric: from.column("symmetric")?.0,
        cameo: parsed(from, "cameo")?,
        goldstein: from.column("goldstein_tenths")?.0,
        status: from.column("status")?.0,
        confidence: from.column("confidence_permille")?.0,
        occurred: (from.column("occurred_first")?.0, from.column("occurred_days")?.0),
        published: (from.column("published_first")?.0, from.column("published_days")?.0),
        reporters: parsed(from, "reported_by")?,
        rules: parsed(from, "rule")?,
    };
    let rows: Result<Vec<BulkRow>, &'static str> = (0..from.rows).map(|at| read.row(at)).collect();
    let rows = rows.map_err(ColumnsError::Range)?;
    let Read { key_rests, reporters, rules, .. } = read;
    Ok(BulkRows { rows, key_rests: key_rests.0, reporters: reporters.0, rules: rules.0 })
}

fn keyed_texts(from: &mut Reader<'_>, name: &'static str) -> Result<Keyed<String>, ColumnsError> {
    let (keys, texts) = from.column(name)?;
    let texts = texts.ok_or(ColumnsError::Missing(name))?;
    let inside = |key: &Option<i64>| key.is_none_or(|k| usize::try_from(k).is_ok_and(|k| k < texts.len()));
    if keys.iter().all(inside) { Ok((texts, keys)) } else { Err(ColumnsError::Range(name)) }
}

/// A column of texts, each different text parsed once.
fn parsed<T>(from: &mut Reader<'_>, name: &'static str) -> Result<Keyed<T>, ColumnsError>
where
    T: std::str::FromStr<Err = ParseError>,
{
    let (texts, keys) = keyed_texts(from, name)?;
    let parse = |text: &String| text.parse().map_err(|source| ColumnsError::Value { column: name, source });
    Ok((texts.iter().map(parse).collect::<Result<_, _>>()?, keys))
}

impl Read {
    /// The row at a position, or the name of the column that does not fit.
    fn row(&self, at: usize) -> Result<BulkRow, &'static str> {
        let source =
            Party { actor: keyed(&self.sources, at).ok_or("source")?, sector: sector(&self.source_sectors, at)? };
        let target =
            Party { actor: keyed(&self.targets, at).ok_or("target")?, sector: sector(&self.target_sectors, at)? };
        let flag = |column: &[Option<i64>]| {
            number(column, at).and_then(|n| match n {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            })
        };
        let goldstein = number(&self.goldstein, at);
        let goldstein = goldstein
            .map(|tenths| i16::try_from(tenths).ok().and_then(Goldstein::from_tenths).ok_or("goldstein_tenths"));
        let confidence =
            number(&self.confidence, at).and_then(|n| u16::try_from(n).ok()).and_then(Confidence::from_permille);
        let numbered = flag(&self.key_numbered).ok_or("key_numbered")?;
        let key_number = self.key_numbers.get(at).and_then(|n| u64::try_from(*n).ok()).ok_or("key_step")?;
        Ok(BulkRow {
            line: self.lines.get(at).and_then(|n| u64::try_from(*n).ok()).ok_or("line_step")?,
            parties: Parties::new(source, target).ok_or("target")?,
            symmetric: flag(&self.symmetric).ok_or("symmetric")?,
            cameo: keyed(&self.cameo, at).ok_or("cameo")?,
            goldstein: goldstein.transpose()?,
            status: number(&self.status, at).and_then(|n| nth(&Status::ALL, n)).ok_or("status")?,
            occurred: span(&self.occurred, at).map_err(|()| "occurred_days")?,
            published: span(&self.published, at).map_err(|()| "published_days")?,
            confidence: confidence.ok_or("confidence_permille")?,
            key_number: numbered.then_some(key_number),
            key_rest: key(&self.key_rests.1, at).ok_or("key_rest")?,
            reporter: key(&self.reporters.1, at),
            rule: key(&self.rules.1, at).ok_or("rule")?,
        })
    }
}

fn number(column: &[Option<i64>], at: usize) -> Option<i64> {
    column.get(at).copied().flatten()
}

fn nth<T: Copy>(all: &[T], at: i64) -> Option<T> {
    usize::try_from(at).ok().and_then(|at| all.get(at)).copied()
}

fn sector(column: &[Option<i64>], at: usize) -> Result<Sector, &'static str> {
    number(column, at).and_then(|n| nth(&Sector::ALL, n)).ok_or("sector")
}

/// Position of a row's text in its list.
fn key(keys: &[Option<i64>], at: usize) -> Option<u32> {
    number(keys, at).and_then(|key| u32::try_from(key).ok())
}

fn keyed<T: Copy>((values, keys): &Keyed<T>, at: usize) -> Option<T> {
    number(keys, at).and_then(|key| nth(values, key))
}

/// The span of a first day and a number of days, `None` where both are missing; an error where they contradict.
fn span((first, days): &(Vec<Option<i64>>, Vec<Option<i64>>), at: usize) -> Result<Option<DateSpan>, ()> {
    match (number(first, at), number(days, at)) {
        (None, None) => Ok(None),
        (Some(first), Some(days)) => {
            let day = |n: i64| i32::try_from(n).ok().and_then(Day::from_epoch_days);
            let last = first.checked_add(days).and_then(|n| n.checked_sub(1)).and_then(day);
            day(first).zip(last).and_then(|(first, last)| DateSpan::new(first, last)).map(Some).ok_or(())
        }
        _ => Err(()),
    }
}
