//! A truth file: what happened between which pair when, to judge scores by.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::codebook::actors::lookup;
use crate::domain::{DateSpan, Day, Dyad};

/// A row that can be judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// The pair.
    pub dyad: Dyad,
    /// The day whose score is judged: the date, or the eve of the month or year.
    pub on: Day,
    /// Whether it happened.
    pub label: bool,
}

/// A truth file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TruthFile {
    /// The rows, in the order of the file.
    pub rows: Vec<Truth>,
    /// Pairs that are no two known actors, and in how many rows each stands. They are left out.
    pub unknown: BTreeMap<String, u64>,
}

/// Why a truth file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TruthError {
    /// A column is missing.
    #[error("there is no column {0}")]
    Column(&'static str),
    /// A field cannot be read.
    #[error("line {line}: {text:?} is no {what}")]
    Field {
        /// The line, from 1.
        line: usize,
        /// What it should be.
        what: &'static str,
        /// What stands there.
        text: String,
    },
}

/// Reads a CSV with a pair (`pair`, or `a` and `b`), a `date`, `month` or `year`, and a `label` of 0 or 1.
///
/// # Errors
/// When a column is missing or a field cannot be read.
pub fn read_truth(text: &str) -> Result<TruthFile, TruthError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split(',').map(clean).collect()).unwrap_or_default();
    let place = |name: &str| header.iter().position(|column| *column == name);
    let pair = match (place("pair"), place("a").zip(place("b"))) {
        (Some(at), _) => (at, None),
        (None, Some((a, b))) => (a, Some(b)),
        (None, None) => return Err(TruthError::Column("pair")),
    };
    let when = ["date", "month", "year"].into_iter().find_map(|name| Some((name, place(name)?)));
    let (kind, when) = when.ok_or(TruthError::Column("date"))?;
    let label = place("label").ok_or(TruthError::Column("label"))?;
    let mut file = TruthFile::default();
    for (at, line) in lines {
        let cells: Vec<&str> = line.split(',').map(clean).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let field = |what, text: &str| TruthError::Field { line: at + 1, what, text: text.to_owned() };
        let on = day_of(kind, cell(when)).ok_or_else(|| field(kind, cell(when)))?;
        let label = match cell(label) {
            "1" | "1.0" | "true" => true,
            "0" | "0.0" | "false" => false,
            other => return Err(field("label of 0 or 1", other)),
        };
        let name = match pair {
            (pair, None) => cell(pair).to_owned(),
            (a, Some(b)) => format!("{}-{}", cell(a), cell(b)),
        };
        match known(&name) {
            Some(dyad) => file.rows.push(Truth { dyad, on, label }),
            None => *file.unknown.entry(name).or_default() += 1,
        }
    }
    Ok(file)
}

fn clean(field: &str) -> &str {
    field.trim().trim_matches('"')
}

/// A pair of two actors that the codebook knows.
fn known(name: &str) -> Option<Dyad> {
    let dyad: Dyad = name.parse().ok()?;
    (lookup(dyad.first()).is_some() && lookup(dyad.second()).is_some()).then_some(dyad)
}

fn day_of(kind: &str, text: &str) -> Option<Day> {
    match kind {
        "date" => text.parse().ok(),
        "month" => {
            let span: DateSpan = text.parse().ok()?;
            (text.len() == 7).then(|| span.first().plus(-1))
        }
        _ => {
            let span = text.parse().ok().and_then(DateSpan::year)?;
            (span.first().date().year() > 1800).then(|| span.first().plus(-1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_judged_by_its_eve_and_a_date_by_itself() {
        let file = read_truth("pair,month,label\nARM-AZE,2020-10,1\nXXA-AZE,2020-10,0\nXXA-AZE,2020-11,0\n").unwrap();
        assert_eq!(file.rows.len(), 1);
        assert_eq!(file.rows[0].on.to_string(), "2020-09-30");
        assert_eq!(file.unknown, BTreeMap::from([("XXA-AZE".to_owned(), 2)]));
        let file = read_truth("b,a,label,date\nARM,AZE,0,2020-10-05\n").unwrap();
        assert_eq!((file.rows[0].on.to_string().as_str(), file.rows[0].label), ("2020-10-05", false));
        assert_eq!(read_truth("a,b,year,label\nARM,AZE,2020,1\n").unwrap().rows[0].on.to_string(), "2019-12-31");
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = |text: &str| read_truth(text).unwrap_err().to_string();
        assert_eq!(error("x,y\n"), "there is no column pair");
        assert_eq!(error("pair,label\n"), "there is no column date");
        assert_eq!(error("pair,date\n"), "there is no column label");
        assert_eq!(error("pair,date,label\nARM-AZE,2020-02-30,1\n"), "line 2: \"2020-02-30\" is no date");
        assert_eq!(error("pair,date,label\n\nARM-AZE,2020-02-03,?\n"), "line 3: \"?\" is no label of 0 or 1");
    }
}
