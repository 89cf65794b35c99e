//! PLOVER event types as the CAMEO code that says as much and no more.

use crate::domain::CameoCode;

/// The nearest CAMEO code of a PLOVER type and mode; roots where the mode says no more.
///
/// Source: the correspondence of CAMEO roots to PLOVER types in the PLOVER manual (2021); RETREAT and CONCEDE are
/// both parts of root 08.
const CODES: &[(&str, &str, &str)] = &[
    ("AGREE", "", "030"),
    ("CONSULT", "visit", "042"),
    ("CONSULT", "phone", "041"),
    ("CONSULT", "third-party", "045"),
    ("CONSULT", "multilateral", "046"),
    ("CONSULT", "", "040"),
    ("SUPPORT", "", "050"),
    ("COOPERATE", "", "060"),
    ("AID", "", "070"),
    ("CONCEDE", "", "080"),
    ("RETREAT", "", "087"),
    ("REQUEST", "", "100"),
    ("ACCUSE", "investigate", "090"),
    ("ACCUSE", "", "112"),
    ("REJECT", "", "120"),
    ("THREATEN", "", "130"),
    ("PROTEST", "", "140"),
    ("SANCTION", "expel", "166"),
    ("SANCTION", "", "160"),
    ("MOBILIZE", "", "150"),
    ("COERCE", "", "170"),
    ("ASSAULT", "", "190"),
];

/// The code of a type and mode, or `None` for a type PLOVER does not have.
pub fn cameo(kind: &str, mode: &str) -> Option<CameoCode> {
    let exact = CODES.iter().find(|(k, m, _)| *k == kind && *m == mode);
    let general = || CODES.iter().find(|(k, m, _)| *k == kind && m.is_empty());
    exact.or_else(general).and_then(|(_, _, code)| code.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_table_reads() {
        assert!(CODES.iter().all(|(kind, mode, code)| cameo(kind, mode).is_some_and(|c| c.as_str() == *code)));
        assert_eq!(cameo("CONSULT", "never heard of").unwrap().as_str(), "040");
        assert_eq!(cameo("FIGHT", ""), None);
    }
}
