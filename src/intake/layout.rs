//! Which layout a file has: named by the user, checked against its first line.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use smallvec::SmallVec;

use crate::domain::ParseError;

use super::acled::{self, Acled};
use super::gdelt::{self, Gdelt};
use super::icews::{self, Icews};
use super::polecat::{self, Polecat};
use super::table::{Columns, Table};
use super::ucdp::{self, Ucdp};
use super::{IntakeError, Outcome, ReadRow, fields};

/// A layout `dyad import` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// GDELT 1.0 or 2.0 events.
    Gdelt,
    /// ICEWS events.
    Icews,
    /// POLECAT events.
    Polecat,
    /// ACLED events.
    Acled,
    /// UCDP georeferenced events.
    Ucdp,
    /// Any TSV or CSV with named columns.
    Table,
}

impl Format {
    /// All layouts, in the order help shows them.
    pub const ALL: [Self; 6] = [Self::Gdelt, Self::Icews, Self::Polecat, Self::Acled, Self::Ucdp, Self::Table];

    /// The name on the command line and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gdelt => "gdelt",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Acled => "acled",
            Self::Ucdp => "ucdp",
            Self::Table => "table",
        }
    }

    /// What a first line looks like, where it looks like anything.
    pub fn guess(line: &str) -> Option<Self> {
        let tabs: Vec<&str> = line.split('\t').collect();
        let commas = split_csv(line);
        let has = |fields: &[&str], needed: &[&str]| needed.iter().all(|n| fields.iter().any(|f| unquoted(f) == *n));
        if has(&tabs, polecat::NEEDED) {
            Some(Self::Polecat)
        } else if tabs.len() >= icews::COLUMNS && has(&tabs, &icews::HEADER) {
            Some(Self::Icews)
        } else if gdelt::COLUMNS.contains(&tabs.len()) {
            Some(Self::Gdelt)
        } else if has(&commas, acled::NEEDED) {
            Some(Self::Acled)
        } else if has(&commas, ucdp::NEEDED) {
            Some(Self::Ucdp)
        } else if Columns::from_header(&tabs).is_ok() || Columns::from_header(&commas).is_ok() {
            Some(Self::Table)
        } else {
            None
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| ParseError::new("a layout (gdelt, icews, polecat, acled, ucdp, table)", text))
    }
}

/// The names of a header and where each stands.
pub struct Header(HashMap<String, usize>);

impl Header {
    fn new(fields: &[&str]) -> Self {
        Self(fields.iter().enumerate().map(|(at, name)| (unquoted(name).to_owned(), at)).collect())
    }

    /// The field under a name, or `None` where the header or the row has none.
    pub fn field<'a>(&self, row: &[&'a str], name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(|at| row.get(*at)).copied().map(unquoted)
    }
}

/// The fields of a line. Rows of the widest layout have 61.
pub type Fields<'a> = SmallVec<[&'a str; 64]>;

/// What separates the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// Tabs, no quoting.
    Tab,
    /// Commas, fields may be quoted.
    Comma,
}

impl Separator {
    /// The fields of a line; quotes around a field stay.
    pub fn split(self, line: &str) -> Fields<'_> {
        match self {
            Self::Tab => split_at(line, memchr::memchr_iter(b'\t', line.as_bytes())),
            Self::Comma => split_csv(line),
        }
    }
}

/// A file's layout, ready to read rows.
pub struct Layout {
    /// What separates its fields.
    pub separator: Separator,
    /// Whether the first line is a header and no row.
    pub has_header: bool,
    reader: Box<dyn ReadRow>,
}

impl Layout {
    /// Binds a named layout to a file by its first line.
    pub fn bind(format: Format, columns: Option<Columns>, first: &str) -> Result<Self, IntakeError> {
        let tab = first.contains('\t');
        let separator = match format {
            Format::Acled | Format::Ucdp => Separator::Comma,
            Format::Table if !tab => Separator::Comma,
            _ => Separator::Tab,
        };
        if let (Format::Table, Some(columns)) = (format, columns) {
            return Ok(Self { separator, has_header: false, reader: Box::new(Table::new(&columns)) });
        }
        let fields = separator.split(first);
        let guessed = Format::guess(first);
        if format != Format::Table && guessed != Some(format) {
            return Err(IntakeError::Layout { named: format, found: describe(first, guessed) });
        }
        let reader: Box<dyn ReadRow> = match format {
            Format::Gdelt => Box::new(Gdelt::default()),
            Format::Icews => Box::new(Icews::default()),
            Format::Polecat => Box::new(Polecat::new(Header::new(&fields))),
            Format::Acled => Box::new(Acled::new(Header::new(&fields))),
            Format::Ucdp => Box::new(Ucdp::new(Header::new(&fields))),
            Format::Table => Box::new(Table::new(&Columns::from_header(&fields)?)),
        };
        Ok(Self { separator, has_header: format != Format::Gdelt, reader })
    }

    /// Reads a line that is no header.
    pub fn read(&mut self, line: &str) -> Outcome {
        fields::outcome(self.reader.read(&self.separator.split(line)))
    }
}

fn describe(line: &str, guessed: Option<Format>) -> String {
    let (tabs, commas) = (line.split('\t').count(), split_csv(line).len());
    match guessed {
        Some(format) => format!("it looks like {format}"),
        None if tabs >= commas => format!("its first line has {tabs} tab-separated columns"),
        None => format!("its first line has {commas} comma-separated columns"),
    }
}

/// The text between a pair of quotes, or the text.
fn unquoted(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text)
}

/// Splits at commas outside quotes; quotes around a field stay, a line break inside quotes is not supported.
fn split_csv(line: &str) -> Fields<'_> {
    let mut quoted = false;
    let bytes = line.as_bytes();
    let marks = memchr::memchr2_iter(b'"', b',', bytes);
    split_at(
        line,
        marks.filter(|at| {
            let is_quote = bytes.get(*at) == Some(&b'"');
            quoted ^= is_quote;
            !is_quote && !quoted
        }),
    )
}

/// Splits at these bytes, which are characters of their own.
fn split_at(line: &str, separators: impl Iterator<Item = usize>) -> Fields<'_> {
    let (mut fields, mut start) = (Fields::new(), 0);
    for at in separators {
        fields.push(line.get(start..at).unwrap_or_default());
        start = at + 1;
    }
    fields.push(line.get(start..).unwrap_or_default());
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_quotes_do_not_split() {
        assert_eq!(split_csv(r#"1,"a, b",,c"#).as_slice(), ["1", r#""a, b""#, "", "c"]);
        assert_eq!(unquoted(r#""a, b""#), "a, b");
    }

    #[test]
    fn a_file_of_another_layout_is_refused_with_what_it_looks_like() {
        let gdelt = vec![""; 61].join("\t");
        let refused = Layout::bind(Format::Icews, None, &gdelt).err().unwrap().to_string();
        assert_eq!(refused, "this is no icews file: it looks like gdelt");
        let refused = Layout::bind(Format::Gdelt, None, "a,b,c").err().unwrap().to_string();
        assert_eq!(refused, "this is no gdelt file: its first line has 3 comma-separated columns");
    }
}
