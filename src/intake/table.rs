//! Any TSV or CSV whose columns are named by the user or by a header.

use std::str::FromStr;

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::{IntakeError, ReadRow, Rejection};

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

    fn place(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|c| *c == Some(column))
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
    width: usize,
    places: Places,
    actors: ActorFields,
}

/// Where the columns stand in a row.
#[derive(Clone, Copy)]
struct Places {
    id: Option<usize>,
    date: Option<usize>,
    source: Option<usize>,
    target: Option<usize>,
    cameo: Option<usize>,
    goldstein: Option<usize>,
    published: Option<usize>,
}

impl Table {
    /// A reader for rows with these columns.
    pub fn new(columns: &Columns) -> Self {
        let place = |column| columns.place(column);
        let places = Places {
            id: place(Column::Id),
            date: place(Column::Date),
            source: place(Column::Source),
            target: place(Column::Target),
            cameo: place(Column::Cameo),
            goldstein: place(Column::Goldstein),
            published: place(Column::Published),
        };
        Self { width: columns.0.len(), places, actors: ActorFields::default() }
    }

    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        if row.len() < self.width {
            return Err(Rejection::ColumnCount(row.len()));
        }
        let Places { id, date, source, target, cameo, goldstein, published } = self.places;
        let field = |place: Option<usize>| place.and_then(|place| row.get(place)).copied().unwrap_or_default();
        let date = field(date);
        let day = fields::any_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let systems = [CodeSystem::Cameo, CodeSystem::IcewsName, CodeSystem::Iso2];
        let year = day.date().year();
        let published = published.map(|_| field(published));
        let published = published.map(|p| fields::any_day(p).ok_or_else(|| Rejection::UnreadableDate(p.to_owned())));
        Ok(RowFields {
            key: field(id).into(),
            source: (self.actors.read(field(source), &systems, year)?, Sector::State),
            target: (self.actors.read(field(target), &systems, year)?, Sector::State),
            symmetric: false,
            cameo: fields::cameo(field(cameo), None)?,
            goldstein: fields::goldstein(field(goldstein))?,
            occurred: DateSpan::day(day),
            published: published.transpose()?.map(DateSpan::day),
            reported_by: None,
        })
    }
}

impl ReadRow for Table {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
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
        let mut table = Table::new(&"id,date,source,target,cameo,-,goldstein".parse().unwrap());
        let read = table.read(&["1", "2020-01-05", "KEN", "UGA", "190", "x", "-10.0", "more"]).unwrap();
        assert_eq!((read.key.as_str(), read.cameo.as_str()), ("1", "190"));
        assert_eq!(table.read(&["1", "2020-01-05"]).unwrap_err(), Rejection::ColumnCount(2));
    }
}
