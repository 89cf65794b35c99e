//! Who can act: countries and intergovernmental organisations, with their codes in other schemes.

use std::sync::OnceLock;

use super::rows;
use crate::domain::Actor;

/// Country or organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A country or territory of ISO 3166-1, and Kosovo.
    Country,
    /// An intergovernmental organisation: an actor of its own, never the sum of its members.
    Organisation,
}

/// What is known of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorEntry {
    /// The actor.
    pub actor: Actor,
    /// Country or organisation.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub alpha2: Option<&'static str>,
    /// ISO 3166-1 numeric, three digits.
    pub numeric: Option<&'static str>,
    /// FIPS 10-4, where CLDR has it and it differs from alpha-2.
    pub fips: Option<&'static str>,
    /// Correlates of War country code.
    pub cow: Option<u16>,
    /// Gleditsch-Ward country code.
    pub gleditsch_ward: Option<u16>,
    /// CAMEO country code.
    pub cameo: Option<&'static str>,
    /// The state a dependent territory belongs to.
    pub parent: Option<Actor>,
    /// The English name.
    pub english: &'static str,
}

const TABLE: &str = include_str!("actors.tsv");

fn entry(cells: std::str::Split<'static, char>) -> Option<ActorEntry> {
    let cells: Vec<&'static str> = cells.collect();
    let cell = |at: usize| cells.get(at).copied().filter(|text| !text.is_empty());
    Some(ActorEntry {
        actor: cell(0)?.parse().ok()?,
        kind: if cell(1)? == "country" { ActorKind::Country } else { ActorKind::Organisation },
        alpha2: cell(2),
        numeric: cell(3),
        fips: cell(4),
        cow: cell(5).and_then(|code| code.parse().ok()),
        gleditsch_ward: cell(6).and_then(|code| code.parse().ok()),
        cameo: cell(7),
        parent: cell(8).and_then(|code| code.parse().ok()),
        english: cell(9)?,
    })
}

/// Every actor, alphabetically by code.
pub fn entries() -> &'static [ActorEntry] {
    static ENTRIES: OnceLock<Vec<ActorEntry>> = OnceLock::new();
    ENTRIES.get_or_init(|| rows(TABLE).filter_map(entry).collect())
}

/// What is known of the actor, or `None` where the code names nobody.
pub fn lookup(actor: Actor) -> Option<&'static ActorEntry> {
    let all = entries();
    let at = all.binary_search_by(|entry| entry.actor.cmp(&actor)).ok()?;
    all.get(at)
}

/// Whether the code names an organisation of states.
pub fn is_organisation(actor: Actor) -> bool {
    lookup(actor).is_some_and(|entry| entry.kind == ActorKind::Organisation)
}

/// The country with this ISO 3166-1 alpha-2 code.
pub fn by_alpha2(code: &str) -> Option<Actor> {
    by(|entry| entry.alpha2 == Some(code))
}

/// The country with this FIPS 10-4 code; alpha-2 codes that FIPS shares are found too.
pub fn by_fips(code: &str) -> Option<Actor> {
    by(|entry| entry.fips == Some(code)).or_else(|| by(|entry| entry.fips.is_none() && entry.alpha2 == Some(code)))
}

/// The country with this Correlates of War code.
pub fn by_cow(code: u16) -> Option<Actor> {
    by(|entry| entry.cow == Some(code))
}

/// The country with this Gleditsch-Ward code.
pub fn by_gleditsch_ward(code: u16) -> Option<Actor> {
    by(|entry| entry.gleditsch_ward == Some(code))
}

/// The country with this CAMEO code.
pub fn by_cameo(code: &str) -> Option<Actor> {
    by(|entry| entry.cameo == Some(code))
}

fn by(matches: impl Fn(&ActorEntry) -> bool) -> Option<Actor> {
    entries().iter().find(|entry| matches(entry)).map(|entry| entry.actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(code: &str) -> Actor {
        code.parse().unwrap()
    }

    #[test]
    fn every_line_is_read_and_in_order() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(entries().len(), lines);
        assert!(entries().windows(2).all(|pair| pair[0].actor < pair[1].actor));
        assert!(entries().iter().filter(|e| e.kind == ActorKind::Country).count() >= 249);
    }

    #[test]
    fn codes_of_other_schemes_name_one_country_each() {
        let schemes: [fn(&ActorEntry) -> Option<String>; 5] = [
            |e| e.alpha2.map(str::to_owned),
            |e| e.numeric.map(str::to_owned),
            |e| e.cow.map(|c| c.to_string()),
            |e| e.gleditsch_ward.map(|c| c.to_string()),
            |e| e.cameo.map(str::to_owned),
        ];
        for scheme in schemes {
            let mut codes: Vec<String> = entries().iter().filter_map(scheme).collect();
            let all = codes.len();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), all);
        }
    }

    #[test]
    fn well_known_codes_agree() {
        assert_eq!(by_alpha2("AM"), Some(actor("ARM")));
        assert_eq!(by_cow(255), Some(actor("DEU")));
        assert_eq!(by_gleditsch_ward(260), Some(actor("DEU")));
        assert_eq!(by_cameo("ROM"), Some(actor("ROU")));
        assert_eq!(by_fips("RS"), Some(actor("RUS")));
        assert_eq!(by_alpha2("XK"), Some(actor("XKX")));
        assert!(is_organisation(actor("CSTO")));
        assert!(!is_organisation(actor("ARM")));
        assert_eq!(lookup(actor("HKG")).unwrap().parent, Some(actor("CHN")));
        assert_eq!(lookup(actor("ZZZ")), None);
    }
}
