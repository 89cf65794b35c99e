//! Who can act: countries and intergovernmental organisations, with their ISO codes. Codes of other schemes are in `codes`.

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
        parent: cell(4).and_then(|code| code.parse().ok()),
        english: cell(5)?,
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
    entries().iter().find(|entry| entry.alpha2 == Some(code)).map(|entry| entry.actor)
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
    fn iso_codes_name_one_country_each() {
        let schemes: [fn(&ActorEntry) -> Option<&'static str>; 2] = [|e| e.alpha2, |e| e.numeric];
        for scheme in schemes {
            let mut codes: Vec<&str> = entries().iter().filter_map(scheme).collect();
            let all = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), all);
        }
    }

    #[test]
    fn well_known_codes_agree() {
        assert_eq!(by_alpha2("AM"), Some(actor("ARM")));
        assert_eq!(by_alpha2("XK"), Some(actor("XKX")));
        assert!(is_organisation(actor("CSTO")));
        assert!(!is_organisation(actor("ARM")));
        assert_eq!(lookup(actor("HKG")).unwrap().parent, Some(actor("CHN")));
        assert_eq!(lookup(actor("ZZZ")), None);
    }
}
