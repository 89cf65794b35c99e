//! ICEWS events: tab separated, a header, 20 columns.

use chrono::Datelike;
use compact_str::format_compact;

use crate::codebook::codes::CodeSystem;
use crate::domain::{DateSpan, Sector};

use super::fields::{self, ActorFields, RowFields};
use super::{ReadRow, Rejection};

/// Number of columns.
pub const COLUMNS: usize = 20;

/// The first columns of the header.
pub const HEADER: [&str; 3] = ["Event ID", "Event Date", "Source Name"];

/// ICEWS sectors that act as the state.
const STATE_SECTORS: &[&str] = &["Government", "Military", "Police", "Legislative / Parliamentary", "Judicial"];

/// ICEWS sectors of intergovernmental organisations.
const ORGANISATION_SECTORS: &[&str] = &["International Government Organization", "Global Diplomatic IGOs"];

/// Reads ICEWS rows.
#[derive(Default)]
pub struct Icews {
    actors: ActorFields,
}

impl ReadRow for Icews {
    fn read(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        self.row(row)
    }
}

impl Icews {
    fn row(&mut self, row: &[&str]) -> Result<RowFields, Rejection> {
        let &[
            id,
            date,
            source,
            source_sectors,
            source_country,
            _,
            code,
            intensity,
            target,
            target_sectors,
            target_country,
            ..,
        ] = row
        else {
            return Err(Rejection::ColumnCount(row.len()));
        };
        if id.is_empty() {
            return Err(Rejection::NoKey);
        }
        let day = fields::iso_day(date).ok_or_else(|| Rejection::UnreadableDate(date.to_owned()))?;
        let year = day.date().year();
        let mut actor = |text| self.actors.read(text, &[CodeSystem::IcewsName], year);
        Ok(RowFields {
            key: format_compact!("{id}|{day}"),
            source: (actor(source_country)?, sector(source, source_sectors, source_country)),
            target: (actor(target_country)?, sector(target, target_sectors, target_country)),
            symmetric: false,
            cameo: fields::cameo(code, None)?,
            goldstein: fields::goldstein(intensity)?,
            occurred: DateSpan::day(day),
            // A row carries no publication date; events are dated by their stories, so the event's day stands for it.
            published: Some(DateSpan::day(day)),
            reported_by: None,
        })
    }
}

/// The capacity of an actor: the country by its own name is the state, else its sectors decide.
fn sector(name: &str, sectors: &str, country: &str) -> Sector {
    let has = |list: &[&str]| sectors.split(',').any(|sector| list.contains(&sector));
    if has(ORGANISATION_SECTORS) {
        Sector::Organisation
    } else if has(STATE_SECTORS) || (sectors.is_empty() && (!name.contains('(') || name == country)) {
        Sector::State
    } else {
        Sector::NonState
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    fn row<'a>(country: &'a str, date: &'a str, code: &'a str) -> Vec<&'a str> {
        let mut row = vec![""; COLUMNS];
        let known = [
            (0, "7"),
            (1, date),
            (2, "Police (Kenya)"),
            (3, "Government,Police"),
            (4, country),
            (6, code),
            (7, "-9.0"),
            (8, "Uganda"),
            (10, "Uganda"),
        ];
        for (column, text) in known {
            row[column] = text;
        }
        row
    }

    fn outcome(row: &[&str]) -> Outcome {
        fields::outcome(Icews::default().read(row))
    }

    #[test]
    fn a_whole_row_becomes_an_interaction_keyed_by_id_and_date() {
        let Outcome::Coded(read) = outcome(&row("Kenya", "2018-11-25", "190")) else { panic!("rejected") };
        assert_eq!(read.key, "7|2018-11-25");
        assert_eq!(read.parties.directed().to_string(), "KEN:UGA");
        assert!(read.parties.are_official());
        assert_eq!(read.goldstein.unwrap().tenths(), -90);
    }

    #[test]
    fn what_cannot_be_read_is_rejected_with_its_reason() {
        let reason = |row: Vec<&str>| match outcome(&row) {
            Outcome::Rejected(why) => why.reason(),
            Outcome::Coded(_) => "coded",
        };
        assert_eq!(reason(row("Atlantis", "2018-11-25", "190")), "unknown actor");
        assert_eq!(reason(row("", "2018-11-25", "190")), "no actor");
        assert_eq!(reason(row("Uganda", "2018-11-25", "190")), "same actor on both sides");
        assert_eq!(reason(row("Kenya", "2018-11-31", "190")), "unreadable date");
        assert_eq!(reason(row("Kenya", "2018-11-25", "300x")), "unreadable code");
        assert_eq!(reason(vec!["1", "2"]), "wrong number of columns");
    }

    #[test]
    fn parties_and_rebels_are_not_the_state() {
        assert_eq!(sector("Some Party", "Elite,Parties", "Kenya"), Sector::NonState);
        assert_eq!(sector("Kenya", "", "Kenya"), Sector::State);
        assert_eq!(sector("Citizen (Kenya)", "", "Kenya"), Sector::NonState);
    }
}
