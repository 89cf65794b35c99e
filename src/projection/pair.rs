//! The counts of one pair, wherever they are kept, and the port that hands them out.

use std::convert::Infallible;

use crate::domain::{ContentHash, DateSpan, Day, Dyad};

use super::cells::{ActorScope, Cells};
use super::contribution::{CellKey, Contribution};

/// Where counts of pairs are kept: the tally in memory, or the same in packed bytes.
///
/// All keepers of the same log give equal answers.
pub trait Counts {
    /// Why counts cannot be had.
    type Error;

    /// Every pair something is known of, alphabetically. A pair all of whose events were taken back may be among them.
    fn dyads(&self) -> Vec<Dyad>;

    /// The counts of a pair; empty for a pair nothing is known of.
    ///
    /// # Errors
    /// When they cannot be read.
    fn pair(&self, dyad: Dyad) -> Result<PairCounts, Self::Error>;

    /// Whether the log holds anything, about whatever pair, that was published within these days.
    ///
    /// Tells a pair nobody wrote about from days nobody read. An interaction without a published date stands for the
    /// days it occurred on.
    fn covers(&self, days: DateSpan) -> bool;

    /// The last of the days that [`Counts::covers`] knows; `None` where it knows none.
    fn last_day(&self) -> Option<Day>;
}

/// Takes the value of what cannot fail.
pub fn certain<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// What one event is to the evidence, apart from its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// When the act happened, where that is known.
    pub occurred: Option<DateSpan>,
    /// Whether its code has a weight.
    pub weighted: bool,
    /// Whether both sides act as states or organisations of states.
    pub official: bool,
}

/// All that is counted of one pair, in order. Counts are signed and never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairCounts {
    /// What lies in its cells.
    pub cells: Vec<(CellKey, Contribution, i64)>,
    /// Events per source they were read in (article or dataset file).
    pub sources: Vec<(ContentHash, Vec<(Mention, i64)>)>,
}

/// What a score of one pair rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Events that had begun by the day asked for, weighted or not.
    pub events: u64,
    /// Distinct articles and dataset files these were read in.
    pub sources: u64,
    /// Those of the events whose code has no weight: shown, not scored.
    pub unweighted: u64,
    /// Further events without a known day: shown, in no score.
    pub unplaced: u64,
}

impl PairCounts {
    /// The cells, as a model wants them.
    pub fn cells(&self, scope: ActorScope) -> Cells {
        Cells::from_ordered(
            self.cells.iter().copied().filter(|(_, contribution, _)| scope.admits(contribution.official)),
        )
    }

    /// These counts and others of the same pair, added up. Both must be in order.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        if other == Self::default() {
            return self;
        }
        self.cells.extend(other.cells);
        self.sources.extend(other.sources);
        self.in_order()
    }

    /// The same counts in order, equal ones added up and those that come to zero left out.
    #[must_use]
    pub(super) fn in_order(mut self) -> Self {
        self.cells.sort_by_key(|&(key, contribution, _)| (key, contribution));
        self.cells.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            first.2 += if same { later.2 } else { 0 };
            same
        });
        self.cells.retain(|&(_, _, count)| count != 0);
        self.sources.sort_by_key(|&(source, _)| source);
        self.sources.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1.append(&mut later.1);
            }
            same
        });
        for (_, mentions) in &mut self.sources {
            mentions.sort_by_key(|&(mention, _)| mention);
            mentions.dedup_by(|later, first| {
                let same = later.0 == first.0;
                first.1 += if same { later.1 } else { 0 };
                same
            });
            mentions.retain(|&(_, count)| count != 0);
        }
        self.sources.retain(|(_, mentions)| !mentions.is_empty());
        self
    }

    /// What is known of the pair by a day, that day included.
    pub fn evidence(&self, scope: ActorScope, by: Day) -> Evidence {
        let mut evidence = Evidence::default();
        for (_, mentions) in &self.sources {
            let mut events = 0;
            for (mention, count) in mentions.iter().filter(|(mention, _)| scope.admits(mention.official)) {
                let count = u64::try_from(*count).unwrap_or(0);
                match mention.occurred {
                    None => evidence.unplaced += count,
                    Some(span) if span.first() <= by => {
                        events += count;
                        evidence.unweighted += if mention.weighted { 0 } else { count };
                    }
                    Some(_) => {}
                }
            }
            evidence.events += events;
            evidence.sources += u64::from(events > 0);
        }
        evidence
    }

    /// When events happened and how many happened exactly then, in no particular order.
    pub fn occurrences(&self, scope: ActorScope) -> impl Iterator<Item = (DateSpan, u64)> {
        let mentions = self.sources.iter().flat_map(|(_, mentions)| mentions);
        mentions.filter_map(move |(mention, count)| {
            let count = u64::try_from(*count).ok().filter(|&count| count > 0 && scope.admits(mention.official))?;
            mention.occurred.map(|span| (span, count))
        })
    }
}
