//! GDELT events, 1.0 (57 or 58 columns) and 2.0 (61): tab separated, no header.

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::{ReadRow, Rejection};

/// Numbers of columns a GDELT file can have.
pub const COLUMNS: [usize; 3] = [57, 58, 61];

/// CAMEO actor types that act as the state.
const STATE_TYPES: &[&str] = &["GOV", "MIL", "COP", "LEG", "JUD", "SPY"];

/// Reads GDELT rows.
#[derive(Default)]
pub struct Gdelt {
    actors: ActorFields,
}

impl ReadRow for Gdelt {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
    }
}

impl Gdelt {
    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        if !COLUMNS.contains(&row.len()) {
            return Err(Rejection::ColumnCount(row.len()));
        }
        let field = |number: usize| row.get(number - 1).copied().unwrap_or_default();
        let date = field(2);
        let day = fields::compact_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let year = day.date().year();
        let added = field(if row.len() == 61 { 60 } else { 57 });
        let mut actor = |text| self.actors.read(text, &[CodeSystem::Cameo], year);
        let (source, target) = (actor(field(8))?, actor(field(18))?);
        Ok(RowFields {
            key: field(1).into(),
            source: (source, sector([field(13), field(14), field(15)], field(9))),
            target: (target, sector([field(23), field(24), field(25)], field(19))),
            symmetric: false,
            cameo: fields::cameo(field(27), Some(field(29)))?,
            goldstein: fields::goldstein(field(31))?,
            occurred: DateSpan::day(day),
            published: added.get(..8).and_then(fields::compact_day).map(DateSpan::day),
            reported_by: None,
        })
    }
}

/// The capacity of an actor by its type columns; a country without a type or a known group is the state.
fn sector(types: [&str; 3], group: &str) -> Sector {
    let [first, ..] = types;
    if types.contains(&"IGO") {
        Sector::Organisation
    } else if types.iter().any(|t| STATE_TYPES.contains(t)) || (first.is_empty() && group.is_empty()) {
        Sector::State
    } else {
        Sector::NonState
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(columns: usize) -> Vec<&'static str> {
        let mut row = vec![""; columns];
        let known =
            [(1, "41"), (2, "20201113"), (8, "KEN"), (18, "UGA"), (27, "42"), (28, "42"), (29, "4"), (31, "1.9")];
        for (number, text) in known {
            row[number - 1] = text;
        }
        row[if columns == 61 { 59 } else { 56 }] = if columns == 61 { "20201114001500" } else { "20201114" };
        row
    }

    #[test]
    fn all_three_widths_are_read_and_the_date_added_is_the_publication() {
        for columns in COLUMNS {
            let read = Gdelt::default().read(&row(columns)).unwrap();
            assert_eq!(read.cameo.as_str(), "042");
            assert_eq!(read.published.unwrap().to_string(), "2020-11-14");
        }
    }

    #[test]
    fn a_row_without_countries_has_no_actor() {
        let mut without = row(61);
        without[7] = "";
        assert_eq!(Gdelt::default().read(&without).unwrap_err(), Rejection::NoActor);
        let mut region = row(61);
        region[7] = "AFR";
        assert_eq!(Gdelt::default().read(&region).unwrap_err(), Rejection::UnknownActor("AFR".into()));
    }
}
