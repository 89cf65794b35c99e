//! Which column holds which part of an interaction.

use crate::domain::{
    Actor, CameoCode, Confidence, DateSpan, Day, Goldstein, Interaction, InteractionCoded, Origin, ParseError, Parties,
    Party, Reporter, RuleId, Sector, Status,
};

use super::container::{Numbers, Reader};
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
pub(super) fn split_key(key: &str) -> (Option<i64>, &str) {
    let digits = key.bytes().take_while(u8::is_ascii_digit).count().min(18);
    let (number, rest) = key.split_at_checked(digits).unwrap_or(("", key));
    let canonical = number == "0" || (!number.is_empty() && !number.starts_with('0'));
    let continues = rest.bytes().next().is_some_and(|b| b.is_ascii_digit());
    if canonical && !continues { (number.parse().ok(), rest) } else { (None, key) }
}

/// Numbers of a column, and the values they stand for.
type Keyed<'a, T> = (Vec<T>, Numbers<'a>);

/// The columns, read and not yet put together.
struct Read<'a> {
    lines: Vec<i64>,
    key_numbers: Vec<i64>,
    key_numbered: Numbers<'a>,
    key_rests: Keyed<'a, String>,
    sources: Keyed<'a, Actor>,
    targets: Keyed<'a, Actor>,
    source_sectors: Numbers<'a>,
    target_sectors: Numbers<'a>,
    symmetric: Numbers<'a>,
    cameo: Keyed<'a, CameoCode>,
    goldstein: Numbers<'a>,
    status: Numbers<'a>,
    confidence: Numbers<'a>,
    occurred: (Numbers<'a>, Numbers<'a>),
    published: (Numbers<'a>, Numbers<'a>),
    reporters: Keyed<'a, Reporter>,
    rules: Keyed<'a, RuleId>,
}

/// Reads what [`super::Builder`] wrote, in the same order.
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

fn keyed_texts<'a>(from: &mut Reader<'a>, name: &'static str) -> Result<Keyed<'a, String>, ColumnsError> {
    let (keys, texts) = from.column(name)?;
    let texts = texts.ok_or(ColumnsError::Missing(name))?;
    let inside = |key: Option<i64>| key.is_none_or(|k| usize::try_from(k).is_ok_and(|k| k < texts.len()));
    if (0..from.rows).all(|at| inside(keys.get(at))) { Ok((texts, keys)) } else { Err(ColumnsError::Range(name)) }
}

/// A column of texts, each different text parsed once.
fn parsed<'a, T>(from: &mut Reader<'a>, name: &'static str) -> Result<Keyed<'a, T>, ColumnsError>
where
    T: std::str::FromStr<Err = ParseError>,
{
    let (texts, keys) = keyed_texts(from, name)?;
    let parse = |text: &String| text.parse().map_err(|source| ColumnsError::Value { column: name, source });
    Ok((texts.iter().map(parse).collect::<Result<_, _>>()?, keys))
}

impl Read<'_> {
    /// The row at a position, or the name of the column that does not fit.
    fn row(&self, at: usize) -> Result<BulkRow, &'static str> {
        let source =
            Party { actor: keyed(&self.sources, at).ok_or("source")?, sector: sector(self.source_sectors, at)? };
        let target =
            Party { actor: keyed(&self.targets, at).ok_or("target")?, sector: sector(self.target_sectors, at)? };
        let flag = |column: Numbers<'_>| {
            column.get(at).and_then(|n| match n {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            })
        };
        let goldstein = self.goldstein.get(at);
        let goldstein = goldstein
            .map(|tenths| i16::try_from(tenths).ok().and_then(Goldstein::from_tenths).ok_or("goldstein_tenths"));
        let confidence =
            self.confidence.get(at).and_then(|n| u16::try_from(n).ok()).and_then(Confidence::from_permille);
        let numbered = flag(self.key_numbered).ok_or("key_numbered")?;
        let key_number = self.key_numbers.get(at).and_then(|n| u64::try_from(*n).ok()).ok_or("key_step")?;
        Ok(BulkRow {
            line: self.lines.get(at).and_then(|n| u64::try_from(*n).ok()).ok_or("line_step")?,
            parties: Parties::new(source, target).ok_or("target")?,
            symmetric: flag(self.symmetric).ok_or("symmetric")?,
            cameo: keyed(&self.cameo, at).ok_or("cameo")?,
            goldstein: goldstein.transpose()?,
            status: self.status.get(at).and_then(|n| nth(&Status::ALL, n)).ok_or("status")?,
            occurred: span(self.occurred, at).map_err(|()| "occurred_days")?,
            published: span(self.published, at).map_err(|()| "published_days")?,
            confidence: confidence.ok_or("confidence_permille")?,
            key_number: numbered.then_some(key_number),
            key_rest: key(self.key_rests.1, at).ok_or("key_rest")?,
            reporter: key(self.reporters.1, at),
            rule: key(self.rules.1, at).ok_or("rule")?,
        })
    }
}

fn nth<T: Copy>(all: &[T], at: i64) -> Option<T> {
    usize::try_from(at).ok().and_then(|at| all.get(at)).copied()
}

fn sector(column: Numbers<'_>, at: usize) -> Result<Sector, &'static str> {
    column.get(at).and_then(|n| nth(&Sector::ALL, n)).ok_or("sector")
}

/// Position of a row's text in its list.
fn key(keys: Numbers<'_>, at: usize) -> Option<u32> {
    keys.get(at).and_then(|key| u32::try_from(key).ok())
}

fn keyed<T: Copy>((values, keys): &Keyed<'_, T>, at: usize) -> Option<T> {
    keys.get(at).and_then(|key| nth(values, key))
}

/// The span of a first day and a number of days, `None` where both are missing; an error where they contradict.
fn span((first, days): (Numbers<'_>, Numbers<'_>), at: usize) -> Result<Option<DateSpan>, ()> {
    match (first.get(at), days.get(at)) {
        (None, None) => Ok(None),
        (Some(first), Some(days)) => {
            let day = |n: i64| i32::try_from(n).ok().and_then(Day::from_epoch_days);
            let last = first.checked_add(days).and_then(|n| n.checked_sub(1)).and_then(day);
            day(first).zip(last).and_then(|(first, last)| DateSpan::new(first, last)).map(Some).ok_or(())
        }
        _ => Err(()),
    }
}
