//! Any TSV or CSV whose columns are named by the user or by a header.

use std::str::FromStr;

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::{IntakeError, Outcome, ReadRow, Rejection};

/// What each column of a table holds, in order.
///
/// ```
/// use dyad::intake::Columns;
/// let columns: Columns = "id,date,source,target,cameo,-,goldstein".parse().unwrap();
/// assert!("id,date,source".parse::<Columns>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Option<Column>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Date,
    Source,
    Target,
    Cameo,
    Goldstein,
    Published,
}

/// Names a column may have: what `--columns` takes and what headers use.
const NAMES: &[(&str, Column)] = &[
    ("id", Column::Id),
    ("event_id", Column::Id),
    ("date", Column::Date),
    ("event_date", Column::Date),
    ("occurred", Column::Date),
    ("source", Column::Source),
    ("source_country", Column::Source),
    ("target", Column::Target),
    ("target_country", Column::Target),
    ("cameo", Column::Cameo),
    ("cameo_code", Column::Cameo),
    ("code", Column::Cameo),
    ("goldstein", Column::Goldstein),
    ("intensity", Column::Goldstein),
    ("published", Column::Published),
];

const NEEDED: &[(&str, Column)] = &[
    ("id", Column::Id),
    ("date", Column::Date),
    ("source", Column::Source),
    ("target", Column::Target),
    ("cameo", Column::Cameo),
];

impl Columns {
    /// Takes a header for the list of columns; names it does not know are left out.
    ///
    /// # Errors
    /// When a needed column is missing or a column stands twice.
    pub fn from_header(fields: &[&str]) -> Result<Self, IntakeError> {
        let known = |field: &&str| {
            let name = field.trim().trim_matches('"').to_lowercase().replace(' ', "_");
            NAMES.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
        };
        Self::checked(fields.iter().map(known).collect())
    }

    fn checked(columns: Vec<Option<Column>>) -> Result<Self, IntakeError> {
        for (name, column) in NEEDED {
            if !columns.contains(&Some(*column)) {
                return Err(IntakeError::Columns(format!("there is no column {name}")));
            }
        }
        for (name, column) in NAMES {
            if columns.iter().filter(|c| **c == Some(*column)).count() > 1 {
                return Err(IntakeError::Columns(format!("column {name} stands twice")));
            }
        }
        Ok(Self(columns))
    }

    fn field<'a>(&self, row: &[&'a str], column: Column) -> Option<&'a str> {
        let position = self.0.iter().position(|c| *c == Some(column))?;
        row.get(position).copied()
    }
}

impl FromStr for Columns {
    type Err = IntakeError;

    /// Reads `id,date,source,target,cameo,-,goldstein`; `-` and names it does not know are columns that are left out.
    fn from_str(text: &str) -> Result<Self, IntakeError> {
        Self::from_header(&text.split(',').collect::<Vec<_>>())
    }
}

/// Reads the rows of a table.
pub struct Table {
    columns: Columns,
    actors: ActorFields,
}

impl Table {
    /// A reader for rows with these columns.
    pub fn new(columns: Columns) -> Self {
        Self { columns, actors: ActorFields::default() }
    }

    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        if row.len() < self.columns.0.len() {
            return Err(Rejection::ColumnCount(row.len()));
        }
        let field = |column| self.columns.field(row, column).unwrap_or_default();
        let date = field(Column::Date);
        let day = fields::any_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let systems = [CodeSystem::Cameo, CodeSystem::IcewsName, CodeSystem::Iso2];
        let year = day.date().year();
        let published = self.columns.field(row, Column::Published);
        let published = published.map(|p| fields::any_day(p).ok_or_else(|| Rejection::UnreadableDate(p.to_owned())));
        Ok(RowFields {
            key: field(Column::Id).to_owned(),
            source: (self.actors.read(field(Column::Source), &systems, year)?, Sector::State),
            target: (self.actors.read(field(Column::Target), &systems, year)?, Sector::State),
            symmetric: false,
            cameo: fields::cameo(field(Column::Cameo), None)?,
            goldstein: fields::goldstein(field(Column::Goldstein))?,
            occurred: DateSpan::day(day),
            published: published.transpose()?.map(DateSpan::day),
            reported_by: None,
            rule: "table",
        })
    }
}

impl ReadRow for Table {
    fn read(&mut self, row: &[&str]) -> Outcome {
        fields::outcome(self.row(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_checked_before_any_row() {
        let error = |text: &str| text.parse::<Columns>().unwrap_err().to_string();
        assert_eq!(error("id,date,source,cameo"), "the columns cannot be used: there is no column target");
        assert_eq!(error("id,id,date,source,target,cameo"), "the columns cannot be used: column id stands twice");
    }

    #[test]
    fn a_row_is_read_by_position_and_extra_fields_are_left_alone() {
        let mut table = Table::new("id,date,source,target,cameo,-,goldstein".parse().unwrap());
        let Outcome::Coded(read) = table.read(&["1", "2020-01-05", "KEN", "UGA", "190", "x", "-10.0", "more"]) else {
            panic!("rejected")
        };
        assert_eq!((read.key.as_str(), read.interaction.cameo.as_str()), ("1", "190"));
        assert_eq!(table.read(&["1", "2020-01-05"]), Outcome::Rejected(Rejection::ColumnCount(2)));
    }
}
