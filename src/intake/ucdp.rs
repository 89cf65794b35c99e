//! UCDP georeferenced events: comma separated, read by header name. Interstate where both sides have a
//! Gleditsch and Ward number.

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::layout::Header;
use super::{ReadRow, Rejection};

/// Columns the reader needs.
pub const NEEDED: &[&str] = &["id", "type_of_violence", "date_start", "date_end", "gwnoa", "gwnob"];

/// Goldstein weight of CAMEO 190, use of conventional military force.
const FORCE_WEIGHT: &str = "-10.0";

/// Reads UCDP rows.
pub struct Ucdp {
    header: Header,
    actors: ActorFields,
}

impl Ucdp {
    /// A reader for a file with this header.
    pub fn new(header: Header) -> Self {
        Self { header, actors: ActorFields::default() }
    }

    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        let field = |name| self.header.field(row, name).ok_or(Rejection::ColumnCount(row.len()));
        let day = |text: &str| fields::iso_day(text).ok_or_else(|| Rejection::UnreadableDate(text.to_owned()));
        let (first, last) = (day(field("date_start")?)?, day(field("date_end")?)?);
        let occurred =
            DateSpan::new(first, last).ok_or_else(|| Rejection::UnreadableDate(format!("{first}..{last}")))?;
        let year = first.date().year();
        let mut side = |text: &str| self.actors.read(whole(text), &[CodeSystem::GleditschWard], year);
        let (source, target) = (side(field("gwnoa")?)?, side(field("gwnob")?)?);
        let published = self.header.field(row, "source_date").and_then(fields::iso_day);
        Ok(RowFields {
            key: field("id")?.into(),
            source: (source, Sector::State),
            target: (target, Sector::State),
            symmetric: true,
            cameo: fields::cameo("190", None)?,
            goldstein: fields::goldstein(FORCE_WEIGHT)?,
            occurred,
            published: published.map(DateSpan::day),
            reported_by: None,
        })
    }
}

/// A whole number that another tool wrote as a float: `365.0`.
fn whole(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}

impl ReadRow for Ucdp {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
    }
}
