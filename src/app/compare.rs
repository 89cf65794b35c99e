//! The same pair under two cuts: which events make the difference.

use std::collections::BTreeMap;

use crate::domain::{EventId, SeverityMicros};
use crate::report::diff::PartDiff;
use crate::report::why::{Part, Why};

/// What each event adds to the severity under the second cut, or takes from it; the largest first. They sum to the second
/// severity less the first, to the last micro-unit.
pub fn parts(first: &Why, second: &Why) -> Vec<PartDiff> {
    let mut both: BTreeMap<EventId, (Option<&Part>, Option<&Part>)> = BTreeMap::new();
    for part in &first.parts {
        both.entry(part.citation.event.id).or_default().0 = Some(part);
    }
    for part in &second.parts {
        both.entry(part.citation.event.id).or_default().1 = Some(part);
    }
    let amount = |part: Option<&Part>| signed(part.map_or(SeverityMicros::ZERO, |part| part.severity));
    let change = |(first, second): (Option<&Part>, Option<&Part>)| {
        let citation = second.or(first)?.citation.clone();
        let micros = amount(second) - amount(first);
        (micros != 0).then_some(PartDiff { micros, citation })
    };
    let mut parts: Vec<PartDiff> = both.into_values().filter_map(change).collect();
    parts.sort_by_key(|part| (std::cmp::Reverse(part.micros.unsigned_abs()), part.citation.event.seq));
    parts
}

fn signed(amount: SeverityMicros) -> i64 {
    i64::try_from(amount.0).expect("a severity is far below 2^63 micro-units")
}
