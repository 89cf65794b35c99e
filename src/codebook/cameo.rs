//! What a CAMEO code means: label, Goldstein weight, PLOVER type.

use std::fmt;
use std::sync::OnceLock;

use super::rows;
use crate::domain::{CameoCode, Goldstein, Root};

/// Name and version of the table, part of every model and coder id that rests on it.
pub const TABLE_ID: &str = "cameo@1.1b3+1";

/// A type of PLOVER 2021.
///
/// Source: openeventdata/PLOVER 5e0c24f. Roots 01 and 02 of CAMEO have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plover {
    /// Intends to cooperate.
    Agree,
    /// Meets, talks, negotiates.
    Consult,
    /// Supports in words or by signature.
    Support,
    /// Cooperates in deeds.
    Cooperate,
    /// Gives aid.
    Aid,
    /// Gives in politically.
    Concede,
    /// Gives back, lifts, withdraws.
    Retreat,
    /// Demands.
    Request,
    /// Criticises, accuses or investigates.
    Accuse,
    /// Refuses.
    Reject,
    /// Threatens.
    Threaten,
    /// Protests.
    Protest,
    /// Cuts relations.
    Sanction,
    /// Readies forces.
    Mobilize,
    /// Seizes, restricts, arrests.
    Coerce,
    /// Uses violence.
    Assault,
}

impl Plover {
    /// All types.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Cooperate,
        Self::Aid,
        Self::Concede,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The word used in every format: capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Concede => "CONCEDE",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plover| plover.as_str() == word)
    }
}

impl fmt::Display for Plover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What the table says of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: CameoCode,
    /// What the source does, as a verb phrase in our own words: `gives military aid`.
    pub label: &'static str,
    /// The weight; `None` where nobody published one, which is not zero.
    pub goldstein: Option<Goldstein>,
    /// The PLOVER type; `None` for roots 01 and 02.
    pub plover: Option<Plover>,
}

const TABLE: &str = include_str!("cameo.tsv");

fn entry(mut cells: std::str::Split<'static, char>) -> Option<Entry> {
    let code = cells.next()?.parse().ok()?;
    let label = cells.next()?;
    let goldstein = cells.next().and_then(|tenths| Goldstein::from_tenths(tenths.parse().ok()?));
    let plover = cells.next().and_then(Plover::from_word);
    Some(Entry { code, label, goldstein, plover })
}

/// Every code of the table, in order.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| rows(TABLE).filter_map(entry).collect())
}

/// The entry of exactly this code, or `None` where the table has no such code.
///
/// ```
/// use dyad::codebook::cameo;
/// let entry = cameo::lookup("072".parse().unwrap()).unwrap();
/// assert_eq!(entry.label, "gives military aid");
/// assert_eq!(entry.goldstein.unwrap().to_string(), "8.3");
/// ```
pub fn lookup(code: CameoCode) -> Option<&'static Entry> {
    let all = entries();
    let at = all.binary_search_by(|entry| entry.code.cmp(&code)).ok()?;
    all.get(at)
}

/// The entry of the code or else of the nearest code above it: `1714` falls back to `171`, then to `17`.
///
/// For imports, whose sources know codes of their own. `None` never happens for a code with a root in the table.
pub fn lookup_or_parent(code: CameoCode) -> Option<&'static Entry> {
    let text = code.as_str();
    (2..=text.len()).rev().find_map(|len| lookup(text.get(..len)?.parse().ok()?))
}

/// The weight of the code itself or, where it has none, of the nearest code above it that has one.
///
/// The six codes without a published weight (1214, 155, 176, 1834, 1951, 1952) take that of their parent here and only
/// here: an entry never claims a weight nobody gave. Whether a model may use it is the model's choice.
pub fn goldstein_or_parent(code: CameoCode) -> Option<Goldstein> {
    let text = code.as_str();
    (2..=text.len()).rev().find_map(|len| lookup(text.get(..len)?.parse().ok()?)?.goldstein)
}

/// The label of a root: `fights` for 19.
pub fn root_label(root: Root) -> &'static str {
    root.to_string().parse().ok().and_then(lookup).map_or("", |entry| entry.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CameoCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_is_read_and_in_order() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((entries().len(), lines), (318, 318));
        assert!(entries().windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(TABLE.contains(TABLE_ID));
    }

    #[test]
    fn labels_tell_codes_apart() {
        let mut labels: Vec<_> = entries().iter().map(|entry| entry.label).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), entries().len());
    }

    #[test]
    fn a_code_nobody_weighed_has_no_weight() {
        for text in ["1214", "155", "176", "1834", "1951", "1952"] {
            assert_eq!(lookup(code(text)).unwrap().goldstein, None, "{text}");
        }
        let without = entries().iter().filter(|entry| entry.goldstein.is_none()).count();
        assert_eq!(without, 6);
        assert_eq!(goldstein_or_parent(code("1952")), lookup(code("195")).unwrap().goldstein);
        assert_eq!(goldstein_or_parent(code("176")), lookup(code("17")).unwrap().goldstein);
    }

    #[test]
    fn disputed_weights_follow_icews() {
        for (text, tenths) in [("016", -50), ("022", 34), ("164", -65), ("165", -70)] {
            assert_eq!(lookup(code(text)).unwrap().goldstein.map(Goldstein::tenths), Some(tenths), "{text}");
        }
    }

    #[test]
    fn an_unknown_code_falls_back_to_the_code_above_it() {
        assert_eq!(lookup(code("1719")), None);
        assert_eq!(lookup_or_parent(code("1719")).unwrap().code, code("171"));
        assert_eq!(lookup_or_parent(code("2099")).unwrap().code, code("20"));
        assert_eq!(lookup_or_parent(code("190")).unwrap().code, code("190"));
    }

    #[test]
    fn plover_types_are_known_words_and_only_roots_01_and_02_lack_one() {
        for entry in entries() {
            assert_eq!(entry.plover.is_none(), entry.code.root().number() <= 2, "{}", entry.code);
        }
        assert_eq!(lookup(code("163")).unwrap().plover, Some(Plover::Coerce));
        assert_eq!(lookup(code("0813")).unwrap().plover, Some(Plover::Retreat));
    }
}
