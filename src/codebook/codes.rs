//! Country codes of other systems: FIPS, Correlates of War, Gleditsch and Ward, CAMEO, ICEWS names.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::domain::Actor;

const TABLE: &str = include_str!("codes.tsv");

/// A system of country codes other than ISO 3166-1 alpha-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeSystem {
    /// ISO 3166-1 alpha-2.
    Iso2,
    /// FIPS 10-4, as in GDELT's geography columns.
    Fips,
    /// Correlates of War number.
    Cow,
    /// Correlates of War letters.
    CowLetters,
    /// Gleditsch and Ward number.
    GleditschWard,
    /// CAMEO's three letters, as in GDELT's actor columns.
    Cameo,
    /// Country names as ICEWS writes them.
    IcewsName,
}

impl CodeSystem {
    /// The name of the system in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Iso2 => "iso2",
            Self::Fips => "fips",
            Self::Cow => "cow",
            Self::CowLetters => "cowc",
            Self::GleditschWard => "gw",
            Self::Cameo => "cameo",
            Self::IcewsName => "icews",
        }
    }
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A code and the years in which it stands for the country, both inclusive.
struct Row {
    code: &'static str,
    actor: Actor,
    first_year: i32,
    last_year: i32,
}

/// The table by system, in file order.
static ROWS: LazyLock<HashMap<&'static str, Vec<Row>>> = LazyLock::new(|| {
    let mut systems: HashMap<&'static str, Vec<Row>> = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (system, code, iso, from, to) = (next(), next(), next(), next(), next());
        let actor = iso.parse().expect("every row of codes.tsv names an actor (tested)");
        let year = |text: &str, default| if text.is_empty() { Some(default) } else { text.parse().ok() };
        let first_year = year(from, i32::MIN).expect("years of codes.tsv are numbers (tested)");
        let last_year = year(to, i32::MAX).expect("years of codes.tsv are numbers (tested)");
        systems.entry(system).or_default().push(Row { code, actor, first_year, last_year });
    }
    systems
});

/// The country a code stands for in a year, or `None` where the system has no such code then.
///
/// Where two rows of a code overlap in a year, the first of the table counts.
///
/// ```
/// use dyad::codebook::codes::{CodeSystem, resolve};
/// assert_eq!(resolve(CodeSystem::IcewsName, "Russian Federation", 2018).unwrap().as_str(), "RUS");
/// assert_eq!(resolve(CodeSystem::Cow, "260", 1970).unwrap().as_str(), "DEU");
/// assert!(resolve(CodeSystem::Cow, "260", 2018).is_none());
/// ```
pub fn resolve(system: CodeSystem, code: &str, year: i32) -> Option<Actor> {
    let rows = ROWS.get(system.as_str())?;
    let stands = |row: &&Row| row.code == code && (row.first_year..=row.last_year).contains(&year);
    rows.iter().find(stands).map(|row| row.actor)
}

/// The code of a country in a year, or `None` where the system has none for it then.
pub fn code_of(system: CodeSystem, actor: Actor, year: i32) -> Option<&'static str> {
    let rows = ROWS.get(system.as_str())?;
    let stands = |row: &&Row| row.actor == actor && (row.first_year..=row.last_year).contains(&year);
    rows.iter().find(stands).map(|row| row.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_can_stand_for_a_country_at_some_times_only() {
        let cow = |code, year| resolve(CodeSystem::Cow, code, year).map(|a| a.to_string());
        assert_eq!(cow("678", 1980).as_deref(), Some("YEM"));
        assert_eq!(cow("678", 2000), None);
        assert_eq!(cow("679", 2000).as_deref(), Some("YEM"));
        assert_eq!(code_of(CodeSystem::GleditschWard, "SRB".parse().unwrap(), 2000), Some("345"));
        assert_eq!(code_of(CodeSystem::GleditschWard, "SRB".parse().unwrap(), 2010), Some("340"));
    }

    #[test]
    fn every_row_is_whole() {
        let rows: usize = ROWS.values().map(Vec::len).sum();
        assert_eq!(rows, TABLE.lines().filter(|l| !l.starts_with('#')).count() - 1);
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(line.split('\t').count(), 5, "{line}");
        }
    }

    #[test]
    fn no_code_stands_for_two_countries_in_one_year() {
        for (system, rows) in ROWS.iter() {
            for (i, one) in rows.iter().enumerate() {
                for other in &rows[i + 1..] {
                    let overlap = one.first_year <= other.last_year && other.first_year <= one.last_year;
                    assert!(!(one.code == other.code && one.actor != other.actor && overlap), "{system} {}", one.code);
                }
            }
        }
    }
}
