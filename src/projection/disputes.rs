//! Disputes: which pairs had a militarised dispute in which years. Apart from the tally, so that no tension counts them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::domain::{Commit, Cut, DateSpan, Dyad, Event, EventId};

use super::{Merge, Projection};

/// Years of the past that [`Disputes::past`] looks at.
pub const PAST_YEARS: i32 = 10;

/// The disputes of every pair that a cut sees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disputes {
    cut: Cut,
    spells: BTreeMap<EventId, (Dyad, DateSpan)>,
    retracted: BTreeSet<EventId>,
}

impl Disputes {
    /// No disputes yet, through the cut.
    pub fn new(cut: Cut) -> Self {
        Self { cut, ..Self::default() }
    }

    /// The years in which a dispute between the two was under way, for every pair that had one.
    pub fn years(&self) -> BTreeMap<Dyad, BTreeSet<i32>> {
        let mut years: BTreeMap<Dyad, BTreeSet<i32>> = BTreeMap::new();
        for (_, (dyad, span)) in self.spells.iter().filter(|(id, _)| !self.retracted.contains(id)) {
            years.entry(*dyad).or_default().extend(span.first().date().year()..=span.last().date().year());
        }
        years
    }

    /// How many of the ten years before a year had a dispute, 0 to 10.
    pub fn past(years: &BTreeSet<i32>, year: i32) -> u32 {
        u32::try_from(years.range(year - PAST_YEARS..year).count()).unwrap_or(0)
    }
}

impl Projection for Disputes {
    const NAME: &'static str = "disputes";
    const VERSION: u32 = 1;

    fn apply(&mut self, commit: &Commit) {
        for stored in commit.stored_events().filter(|stored| self.cut.knows(stored)) {
            match stored.event {
                Event::InteractionCoded(coded) if coded.is_dispute() && self.cut.had_read(coded.published) => {
                    let act = &coded.interaction;
                    let Some(span) = act.occurred else { continue };
                    self.spells.insert(stored.id, (act.parties.directed().undirected(), span));
                }
                Event::InteractionRetracted(retracted) if retracted.coded.is_dispute() => {
                    self.retracted.insert(retracted.target);
                }
                _ => {}
            }
        }
    }
}

impl Merge for Disputes {
    fn merge(&mut self, other: Self) {
        debug_assert_eq!(self.cut, other.cut, "parts look through one cut");
        self.spells.extend(other.spells);
        self.retracted.extend(other.retracted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_the_ten_years_before_and_not_the_year_itself() {
        let years: BTreeSet<i32> = [1997, 1998, 2004, 2008].into();
        assert_eq!(Disputes::past(&years, 2008), 2);
        assert_eq!(Disputes::past(&years, 2007), 3);
        assert_eq!(Disputes::past(&years, 2030), 0);
    }
}
