//! Fields that several layouts share: dates, codes, weights, actors.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::RandomState;

use crate::codebook::codes::{self, CodeSystem};
use crate::domain::{Actor, CameoCode, DateSpan, Day, Goldstein, Parties, Party, Reporter, Sector};

use super::{ImportedRow, Outcome, Rejection};

/// Reads `YYYYMMDD`, digits only.
pub fn compact_day(text: &str) -> Option<Day> {
    let digits: &[u8; 8] = text.as_bytes().try_into().ok()?;
    let number = digits
        .iter()
        .try_fold(0u32, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))?;
    Day::from_ymd(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100)
}

/// Reads the day of `YYYY-MM-DD`, whatever time of day follows.
pub fn iso_day(text: &str) -> Option<Day> {
    let day = text.get(..10)?;
    let rest_is_time = matches!(text.as_bytes().get(10), None | Some(b' ' | b'T'));
    day.parse().ok().filter(|_| rest_is_time)
}

/// Reads `17 March 2022`, ISO, or compact.
pub fn any_day(text: &str) -> Option<Day> {
    let written = || chrono::NaiveDate::parse_from_str(text, "%d %B %Y").ok().and_then(Day::from_date);
    compact_day(text).or_else(|| iso_day(text)).or_else(written)
}

/// Reads a CAMEO code, giving back a leading zero another tool lost where only one reading is possible.
///
/// With the row's own root the reading that has this root counts. Without it, a code that is valid as it stands
/// is taken as it stands.
pub fn cameo(text: &str, root: Option<&str>) -> Result<CameoCode, Rejection> {
    let fail = || Rejection::UnreadableCode(text.to_owned());
    let text = text.trim_matches('"');
    let as_given: Option<CameoCode> = text.parse().ok();
    let with_zero = || -> Option<CameoCode> { format!("0{text}").parse().ok() };
    let root: Option<u8> = root.and_then(|r| r.trim_matches('"').parse().ok());
    match root {
        Some(root) => {
            let fits = |code: &CameoCode| code.root().number() == root;
            as_given.filter(fits).or_else(|| with_zero().filter(fits)).ok_or_else(fail)
        }
        None => as_given.or_else(with_zero).ok_or_else(fail),
    }
}

/// Reads a weight; an empty field is a missing weight. Digits after the first decimal are rounded, half away from zero.
pub fn goldstein(text: &str) -> Result<Option<Goldstein>, Rejection> {
    let text = text.trim_matches('"').trim();
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    let fail = || Rejection::UnreadableWeight(text.to_owned());
    if let Ok(weight) = text.parse() {
        return Ok(Some(weight));
    }
    let points: f64 = text.parse().map_err(|_| fail())?;
    let tenths = (points * 10.0).round();
    if !(-100.0..=100.0).contains(&tenths) {
        return Err(fail());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
    Goldstein::from_tenths(tenths as i16).map(Some).ok_or_else(fail)
}

/// Country fields seen before, so that each name is looked up once.
#[derive(Debug, Default)]
pub struct ActorFields {
    seen: HashMap<String, Option<Actor>, RandomState>,
}

impl ActorFields {
    /// The actor a field names in one of the systems, tried in order, in a year.
    ///
    /// Codes whose meaning depends on the year are looked up each time.
    pub fn read(&mut self, text: &str, systems: &[CodeSystem], year: i32) -> Result<Actor, Rejection> {
        let text = text.trim_matches('"').trim();
        if text.is_empty() || text == "NA" || text == "None" || text == "---" {
            return Err(Rejection::NoActor);
        }
        let known = self.seen.get(text).copied();
        let actor = known.unwrap_or_else(|| {
            let found = systems.iter().find_map(|system| codes::resolve(*system, text, year));
            let dated = systems.iter().any(|s| matches!(s, CodeSystem::Cow | CodeSystem::GleditschWard));
            if !dated {
                self.seen.insert(text.to_owned(), found);
            }
            found
        });
        actor.ok_or_else(|| Rejection::UnknownActor(text.to_owned()))
    }
}

/// What a layout read in a row, before it is known to be an interaction between two different actors.
#[derive(Debug)]
pub struct RowFields {
    /// The dataset's own key.
    pub key: CompactString,
    /// Who acts, in what capacity.
    pub source: (Actor, Sector),
    /// Who is acted on, in what capacity.
    pub target: (Actor, Sector),
    /// Whether it stands for both directions.
    pub symmetric: bool,
    /// The code.
    pub cameo: CameoCode,
    /// The weight.
    pub goldstein: Option<Goldstein>,
    /// When it happened.
    pub occurred: DateSpan,
    /// When it was published.
    pub published: Option<DateSpan>,
    /// Who reports it.
    pub reported_by: Option<Reporter>,
}

impl RowFields {
    /// The interaction, unless the key is missing or both sides are the same actor.
    fn into_outcome(self) -> Outcome {
        if self.key.is_empty() {
            return Outcome::Rejected(Rejection::NoKey);
        }
        let party = |(actor, sector)| Party { actor, sector };
        let Some(parties) = Parties::new(party(self.source), party(self.target)) else {
            return Outcome::Rejected(Rejection::SameActor);
        };
        Outcome::Coded(ImportedRow {
            key: self.key,
            parties,
            symmetric: self.symmetric,
            cameo: self.cameo,
            goldstein: self.goldstein,
            occurred: self.occurred,
            reported_by: self.reported_by,
            published: self.published,
        })
    }
}

/// Turns a reader's result into an outcome.
pub fn outcome(read: Result<RowFields, Rejection>) -> Outcome {
    read.map_or_else(Outcome::Rejected, RowFields::into_outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_zero_is_given_back_only_where_one_reading_fits() {
        let read = |text, root| cameo(text, root).map(|c| c.to_string());
        assert_eq!(read("42", Some("4")), Ok("042".into()));
        assert_eq!(read("20", Some("2")), Ok("020".into()));
        assert_eq!(read("20", Some("20")), Ok("20".into()));
        assert_eq!(read("256", None), Ok("0256".into()));
        assert_eq!(read("190", None), Ok("190".into()));
        assert!(read("42", Some("19")).is_err());
        assert!(read("9", None).is_ok_and(|c| c == "09"));
        assert!(read("", None).is_err());
        assert!(read("abc", None).is_err());
    }

    #[test]
    fn a_missing_weight_is_missing_and_a_wrong_one_is_refused() {
        assert_eq!(goldstein(""), Ok(None));
        assert_eq!(goldstein("-5.0").unwrap().unwrap().tenths(), -50);
        assert_eq!(goldstein("3.40000009536743").unwrap().unwrap().tenths(), 34);
        assert!(goldstein("12").is_err());
        assert!(goldstein("NaN").is_err());
        assert!(goldstein("x").is_err());
    }

    #[test]
    fn days_are_read_only_where_they_exist() {
        assert_eq!(compact_day("20201113").unwrap().to_string(), "2020-11-13");
        assert!(compact_day("20200230").is_none());
        assert!(compact_day("+2020111").is_none());
        assert_eq!(any_day("17 March 2022").unwrap().to_string(), "2022-03-17");
        assert_eq!(iso_day("2022-03-17 00:00:00.000").unwrap().to_string(), "2022-03-17");
        assert!(iso_day("2022-03-171").is_none());
    }
}
