//! POLECAT events: tab separated, a header with 40 names, PLOVER types instead of CAMEO codes.

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::layout::Header;
use super::{ReadRow, Rejection, plover};

/// Columns the reader needs.
pub const NEEDED: &[&str] =
    &["Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country", "Intensity", "Publication Date"];

/// POLECAT sectors that act as the state.
const STATE_SECTORS: &[&str] = &["GOV", "MIL", "COP", "LEG", "JUD", "SPY"];

/// Reads POLECAT rows by the names in the header; trailing empty columns do no harm.
pub struct Polecat {
    header: Header,
    actors: ActorFields,
}

impl Polecat {
    /// A reader for a file with this header.
    pub fn new(header: Header) -> Self {
        Self { header, actors: ActorFields::default() }
    }

    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        let field = |name| self.header.field(row, name).ok_or(Rejection::ColumnCount(row.len()));
        let date = field("Event Date")?;
        let day = fields::iso_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let published = field("Publication Date")?;
        let published = fields::iso_day(published).ok_or_else(|| Rejection::UnreadableDate(published.to_owned()))?;
        let kind = field("Event Type")?;
        let mode = self.header.field(row, "Event Mode").unwrap_or_default();
        let cameo = plover::cameo(kind, mode).ok_or_else(|| Rejection::NoCameo(kind.to_owned()))?;
        let systems = [CodeSystem::Cameo, CodeSystem::IcewsName];
        let year = day.date().year();
        let sectors = |name| sector(self.header.field(row, name).unwrap_or_default());
        let capacities = (sectors("Actor Sectors"), sectors("Recipient Sectors"));
        Ok(RowFields {
            key: field("Event ID")?.into(),
            source: (self.actors.read(field("Actor Country")?, &systems, year)?, capacities.0),
            target: (self.actors.read(field("Recipient Country")?, &systems, year)?, capacities.1),
            symmetric: false,
            cameo,
            goldstein: fields::goldstein(field("Intensity")?)?,
            occurred: DateSpan::day(day),
            published: Some(DateSpan::day(published)),
            reported_by: None,
        })
    }
}

impl ReadRow for Polecat {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
    }
}

fn sector(sectors: &str) -> Sector {
    let has = |wanted: &[&str]| sectors.split([',', ';', ' ']).any(|s| wanted.contains(&s));
    if has(&["IGO"]) {
        Sector::Organisation
    } else if sectors.is_empty() || sectors == "None" || has(STATE_SECTORS) {
        Sector::State
    } else {
        Sector::NonState
    }
}
