//! MIDB: participants of militarised interstate disputes, one row each, into pairs of opponents.
//!
//! Source of the layout: Correlates of War, Militarized Interstate Disputes 5.0 (Palmer and others 2022, Conflict
//! Management and Peace Science 39(4)). A pair has a dispute while both were in it on opposing sides. A missing day is
//! the first (or last) of its month, a missing end the end of the last year the file tells of.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::codebook::codes::{CodeSystem, resolve};
use crate::domain::{Actor, DateSpan, Day};

/// Columns that are read.
const NEEDED: [&str; 11] =
    ["dispnum", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "hiact", "hostlev"];

/// A dispute of two opponents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opponents {
    /// Number of the dispute and of the two rows: `2/0/1`.
    pub key: String,
    /// Line of the first of the two, from 1.
    pub line: u64,
    /// The side that began, and the other.
    pub sides: (Actor, Actor),
    /// When both were in it.
    pub occurred: DateSpan,
    /// The higher of the two hostility levels: 2 threat, 3 display, 4 use of force, 5 war; `None` where not known.
    pub hostility: Option<u8>,
}

/// What a file tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Pairs of opponents, in the order of the file.
    pub opponents: Vec<Opponents>,
    /// Rows that cannot be read, and why.
    pub rejected: Vec<(u64, String)>,
}

struct Participant {
    line: u64,
    code: String,
    began: bool,
    first: Day,
    last: Day,
    hostility: Option<u8>,
}

/// Reads a whole file.
///
/// # Errors
/// The columns that are missing, where it is no such file.
pub fn read(text: &str) -> Result<History, String> {
    let mut lines = text.lines().enumerate();
    let header = lines.next().map(|(_, line)| line).unwrap_or_default().trim_start_matches('\u{feff}');
    let names: Vec<&str> = header.split(',').map(clean).collect();
    let missing: Vec<&str> = NEEDED.into_iter().filter(|needed| !names.contains(needed)).collect();
    if !missing.is_empty() {
        return Err(missing.join(", "));
    }
    let rows: Vec<(u64, BTreeMap<&str, &str>)> = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| (at as u64 + 1, names.iter().copied().zip(line.split(',').map(clean)).collect()))
        .collect();
    let years = rows.iter().flat_map(|(_, row)| [number(row, "styear"), number(row, "endyear")]).flatten();
    let end = years.max().and_then(|year| Day::from_ymd(year, 12, 31)).unwrap_or(Day::LAST);
    let mut history = History::default();
    let mut disputes: BTreeMap<&str, Vec<Participant>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (line, row) in &rows {
        match participant(*line, row, end) {
            Ok(read) => {
                let dispute = row.get("dispnum").copied().unwrap_or_default();
                if !disputes.contains_key(dispute) {
                    order.push(dispute);
                }
                disputes.entry(dispute).or_default().push(read);
            }
            Err(why) => history.rejected.push((*line, why)),
        }
    }
    for dispute in order {
        pair_up(dispute, disputes.get(dispute).map(Vec::as_slice).unwrap_or_default(), &mut history);
    }
    Ok(history)
}

fn clean(field: &str) -> &str {
    field.trim().trim_matches('"')
}

/// A whole number; -9 is a missing one.
fn number(row: &BTreeMap<&str, &str>, name: &str) -> Option<i32> {
    row.get(name).and_then(|text| text.parse().ok()).filter(|number| *number != -9)
}

fn participant(line: u64, row: &BTreeMap<&str, &str>, end: Day) -> Result<Participant, String> {
    let year = number(row, "styear").ok_or("no year it began")?;
    let month = number(row, "stmon").unwrap_or(1);
    let first = day(year, month, number(row, "stday").unwrap_or(1)).ok_or("a day that does not exist")?;
    let last = match number(row, "endyear") {
        None => end,
        Some(year) => {
            let month = number(row, "endmon").unwrap_or(12);
            let last_of_month = u32::try_from(month).ok().and_then(|month| DateSpan::month(year, month));
            let named = number(row, "endday").and_then(|of_month| day(year, month, of_month));
            named.or(last_of_month.map(DateSpan::last)).ok_or("a day that does not exist")?
        }
    };
    let code = row.get("ccode").filter(|code| !code.is_empty()).ok_or("no country")?;
    let began = match row.get("sidea").copied() {
        Some("1") => true,
        Some("0") => false,
        _ => return Err("no side".to_owned()),
    };
    let hostility = number(row, "hostlev").and_then(|level| u8::try_from(level).ok());
    Ok(Participant { line, code: (*code).to_owned(), began, first, last, hostility })
}

fn day(year: i32, month: i32, day: i32) -> Option<Day> {
    Day::from_ymd(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

fn pair_up(dispute: &str, participants: &[Participant], history: &mut History) {
    for (n, one) in participants.iter().enumerate().filter(|(_, one)| one.began) {
        for (m, other) in participants.iter().enumerate().filter(|(_, other)| !other.began) {
            let Some(occurred) = DateSpan::new(one.first.max(other.first), one.last.min(other.last)) else { continue };
            let year = occurred.first().date().year();
            let country = |code: &str| resolve(CodeSystem::Cow, code, year);
            match (country(&one.code), country(&other.code)) {
                (Some(source), Some(target)) if source != target => history.opponents.push(Opponents {
                    key: format!("{dispute}/{n}/{m}"),
                    line: one.line,
                    sides: (source, target),
                    occurred,
                    hostility: one.hostility.max(other.hostility),
                }),
                (Some(_), Some(_)) => {}
                (None, _) => history.rejected.push((one.line, format!("no country {} in {year}", one.code))),
                (_, None) => history.rejected.push((other.line, format!("no country {} in {year}", other.code))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version\n";

    fn read_rows(rows: &str) -> History {
        read(&format!("{HEADER}{rows}")).unwrap()
    }

    #[test]
    fn opponents_meet_only_while_both_are_in_it() {
        let history = read_rows(
            "1,KEN,501,-9,7,1990,24,1,1992,1,0,0,0,0,0,7,3,1,5\n\
             1,UGA,500,1,1,1991,-9,2,1991,0,0,0,0,0,0,0,1,1,5\n\
             1,TAZ,510,1,1,1993,1,2,1993,0,0,0,0,0,0,0,1,1,5\n\
             1,ETH,530,1,1,1991,1,2,1991,1,0,0,0,0,0,0,1,1,5\n",
        );
        let found: Vec<String> =
            history.opponents.iter().map(|o| format!("{:?} {} {:?}", o.sides, o.occurred, o.hostility)).collect();
        assert_eq!(found, ["(KEN, UGA) 1991-01-01..1991-02-28 Some(3)", "(ETH, UGA) 1991-01-01..1991-02-01 Some(1)"]);
    }

    #[test]
    fn what_still_ran_ends_with_the_last_year_of_the_file() {
        let history = read_rows(
            "1,KEN,501,5,7,2007,-9,-9,-9,1,0,0,0,-9,-9,-9,-9,1,5\n1,UGA,500,5,7,2007,-9,-9,-9,0,0,0,0,-9,-9,-9,-9,1,5\n2,KEN,501,1,1,2008,2,1,2008,1,0,0,0,0,0,0,1,1,5\n",
        );
        assert_eq!(history.opponents[0].occurred.to_string(), "2007-07-05..2008-12-31");
        assert_eq!(history.opponents[0].hostility, None);
    }

    #[test]
    fn rows_that_cannot_be_read_are_rejected_and_a_file_of_something_else_is_refused() {
        let history = read_rows(
            "1,XXX,9999,5,7,2007,6,7,2007,1,0,0,0,0,0,0,1,1,5\n1,UGA,500,5,7,2007,6,7,2007,0,0,0,0,0,0,0,1,1,5\n1,UGA,500,35,7,2007,6,7,2007,0,0,0,0,0,0,0,1,1,5\n",
        );
        assert!(history.opponents.is_empty());
        assert_eq!(
            history.rejected,
            [(4, "a day that does not exist".to_owned()), (2, "no country 9999 in 2007".to_owned())]
        );
        assert!(read("a,b\n1,2\n").unwrap_err().contains("dispnum"));
    }
}
