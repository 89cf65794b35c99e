//! ACLED events: comma separated, read by header name. Interstate where both actors are forces of a state.

use chrono::Datelike;

use crate::codebook::codes::CodeSystem;
use crate::domain::{Actor, DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::layout::Header;
use super::{ReadRow, Rejection};

/// Columns the reader needs.
pub const NEEDED: &[&str] = &["event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2"];

/// ACLED's kinds of event with the CAMEO code and weight that say as much: kind, sub-kind, code, Goldstein.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("Battles", "", "190", "-10.0"),
    ("Explosions/Remote violence", "Air/drone strike", "195", "-10.0"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", "194", "-10.0"),
    ("Explosions/Remote violence", "", "183", "-10.0"),
    ("Violence against civilians", "", "180", "-9.0"),
    ("Strategic developments", "Agreement", "057", "8.0"),
    ("Strategic developments", "Non-violent transfer of territory", "087", "9.0"),
];

/// Reads ACLED rows.
pub struct Acled {
    header: Header,
    actors: ActorFields,
}

impl Acled {
    /// A reader for a file with this header.
    pub fn new(header: Header) -> Self {
        Self { header, actors: ActorFields::default() }
    }

    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        let field = |name| self.header.field(row, name).ok_or(Rejection::ColumnCount(row.len()));
        let date = field("event_date")?;
        let day = fields::any_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let (kind, sub) = (field("event_type")?, field("sub_event_type")?);
        let matches = |k: &str, s: &str| k == kind && (s == sub || s.is_empty());
        let (_, _, code, weight) = KINDS
            .iter()
            .find(|(k, s, ..)| matches(k, s))
            .ok_or_else(|| Rejection::NoCameo(format!("{kind} / {sub}")))?;
        let (source, target) = (field("actor1")?, field("actor2")?);
        let year = day.date().year();
        // The timestamp is the Unix time of the last change, the first day a reader of this file could have known.
        let changed = self.header.field(row, "timestamp").and_then(|t| t.parse::<i64>().ok());
        let published = changed.and_then(|t| crate::domain::Day::from_epoch_days(i32::try_from(t / 86_400).ok()?));
        Ok(RowFields {
            key: field("event_id_cnty")?.into(),
            source: (self.state(source, year)?, Sector::State),
            target: (self.state(target, year)?, Sector::State),
            symmetric: kind == "Battles",
            cameo: fields::cameo(code, None)?,
            goldstein: fields::goldstein(weight)?,
            occurred: DateSpan::day(day),
            published: published.map(DateSpan::day),
            reported_by: None,
        })
    }

    /// The country of `Military Forces of Kenya (2013-2022)`; other actors are no states.
    fn state(&mut self, name: &str, year: i32) -> Result<Actor, Rejection> {
        if name.is_empty() {
            return Err(Rejection::NoActor);
        }
        let forces = ["Military Forces of ", "Police Forces of ", "Government of "];
        let country = forces.iter().find_map(|prefix| name.strip_prefix(prefix));
        let country = country.ok_or_else(|| Rejection::UnknownActor(name.to_owned()))?;
        let country = country.split(" (").next().unwrap_or(country);
        self.actors.read(country, &[CodeSystem::IcewsName], year)
    }
}

impl ReadRow for Acled {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
    }
}
