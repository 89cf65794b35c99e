//! The tally: signed counts of every contribution to every cell, and the evidence beside them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use crate::domain::{Commit, ContentHash, Cut, DateSpan, Day, Dyad, EventId, InteractionCoded, Origin, StoredEvent};

use super::cells::{ActorScope, Cells};
use super::contribution::{CellKey, Contribution, contributions};
use super::facts::{Fact, fact, facts};
use super::pair::{Counts, Evidence, Mention, PairCounts};
use super::{Merge, Projection};

/// What the log says about every pair, through one cut, before any opinion.
///
/// Counts are signed, so that a retraction may arrive before what it takes back. A count that comes to zero leaves no
/// trace, so that equal facts give equal tallies whatever the way they came in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    cut: Cut,
    dyads: BTreeMap<Dyad, DyadTally>,
    covered: BTreeSet<Day>,
    retracted: BTreeMap<EventId, InteractionCoded>,
    /// Taken back in what this tally continues.
    known_retracted: BTreeSet<EventId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct DyadTally {
    cells: BTreeMap<(CellKey, Contribution), i64>,
    sources: BTreeMap<ContentHash, BTreeMap<Mention, i64>>,
}

impl Tally {
    /// An empty tally that counts what the cut sees.
    pub fn new(cut: Cut) -> Self {
        Self { cut, ..Self::default() }
    }

    /// The tally of these commits through the cut.
    ///
    /// # Errors
    /// The first error among the commits; a log that cannot be read to its end has no tally.
    pub fn of<E>(commits: impl IntoIterator<Item = Result<Commit, E>>, cut: Cut) -> Result<Self, E> {
        let mut tally = Self::new(cut);
        commits.into_iter().try_for_each(|commit| commit.map(|commit| tally.apply(&commit)))?;
        Ok(tally)
    }

    /// An empty tally that takes these events for taken back before.
    pub(super) fn knowing(retracted: impl IntoIterator<Item = EventId>) -> Self {
        Self { known_retracted: retracted.into_iter().collect(), ..Self::default() }
    }

    /// Every event that is taken back.
    pub(super) fn retracted_ids(&self) -> impl Iterator<Item = EventId> {
        self.known_retracted.iter().chain(self.retracted.keys()).copied()
    }

    /// Every day something was published on.
    pub(super) fn covered_days(&self) -> &BTreeSet<Day> {
        &self.covered
    }

    /// The cut this was counted through.
    pub fn cut(&self) -> Cut {
        self.cut
    }

    /// Every pair something is known of, alphabetically.
    pub fn dyads(&self) -> impl Iterator<Item = Dyad> {
        self.dyads.keys().copied()
    }

    /// The counts of one pair; empty for a pair nothing is known of.
    pub fn pair(&self, dyad: Dyad) -> PairCounts {
        let Some(tally) = self.dyads.get(&dyad) else { return PairCounts::default() };
        let cells = tally.cells.iter().map(|(&(key, contribution), &count)| (key, contribution, count));
        let mentions =
            |known: &BTreeMap<Mention, i64>| known.iter().map(|(&mention, &count)| (mention, count)).collect();
        PairCounts {
            cells: cells.collect(),
            sources: tally.sources.iter().map(|(&source, known)| (source, mentions(known))).collect(),
        }
    }

    /// The cells of one pair; empty for a pair nothing is known of.
    pub fn cells(&self, dyad: Dyad, scope: ActorScope) -> Cells {
        self.pair(dyad).cells(scope)
    }

    /// What is known of the pair by a day, that day included.
    pub fn evidence(&self, dyad: Dyad, scope: ActorScope, by: Day) -> Evidence {
        self.pair(dyad).evidence(scope, by)
    }

    /// When events of the pair happened and how many happened exactly then, in no particular order.
    pub fn occurrences(&self, dyad: Dyad, scope: ActorScope) -> impl Iterator<Item = (DateSpan, u64)> + use<> {
        self.pair(dyad).occurrences(scope).collect::<Vec<_>>().into_iter()
    }

    fn count(&mut self, coded: &InteractionCoded, sign: i64) {
        let interaction = &coded.interaction;
        let dyad = interaction.parties.directed().undirected();
        let tally = self.dyads.entry(dyad).or_default();
        for (key, contribution) in contributions(interaction) {
            add(&mut tally.cells, (key, contribution), sign);
        }
        let source = match &coded.origin {
            Origin::Article { article, .. } => *article,
            Origin::Row { dataset, .. } => *dataset,
        };
        let mention = Mention {
            occurred: interaction.occurred,
            weighted: interaction.goldstein.is_some(),
            official: interaction.parties.are_official(),
        };
        let mentions = tally.sources.entry(source).or_default();
        add(mentions, mention, sign);
        if mentions.is_empty() {
            tally.sources.remove(&source);
        }
        if tally.cells.is_empty() && tally.sources.is_empty() {
            self.dyads.remove(&dyad);
        }
    }

    /// Takes in one event.
    pub(super) fn apply_one(&mut self, stored: &StoredEvent<'_>) {
        if let Some(fact) = fact(*stored, self.cut) {
            self.take_in(fact);
        }
    }

    fn take_in(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Read(article) => self.cover(article.published),
            Fact::Coded(_, coded) => {
                self.cover(coded.published.or(coded.interaction.occurred));
                self.count(coded, 1);
            }
            Fact::TakenBack { target, coded } => self.take_back(target, coded),
        }
    }

    /// A fact can be taken back once only, however often that is said.
    fn take_back(&mut self, target: EventId, coded: &InteractionCoded) {
        if self.known_retracted.contains(&target) {
            return;
        }
        if let Entry::Vacant(place) = self.retracted.entry(target) {
            place.insert(coded.clone());
            self.count(coded, -1);
        }
    }

    fn cover(&mut self, span: Option<DateSpan>) {
        self.covered.extend(span.into_iter().flat_map(DateSpan::iter));
    }
}

impl Counts for Tally {
    type Error = Infallible;

    fn dyads(&self) -> Vec<Dyad> {
        self.dyads().collect()
    }

    fn pair(&self, dyad: Dyad) -> Result<PairCounts, Infallible> {
        Ok(self.pair(dyad))
    }

    fn covers(&self, days: DateSpan) -> bool {
        self.covered.range(days.first()..=days.last()).next().is_some()
    }

    fn last_day(&self) -> Option<Day> {
        self.covered.last().copied()
    }
}

impl Projection for Tally {
    const NAME: &'static str = "tally";
    const VERSION: u32 = 1;

    fn apply(&mut self, commit: &Commit) {
        facts(commit, self.cut).for_each(|fact| self.take_in(fact));
    }
}

impl Merge for Tally {
    fn merge(&mut self, other: Self) {
        debug_assert_eq!(self.cut, other.cut, "parts of one tally look through one cut");
        for (dyad, part) in other.dyads {
            let whole = self.dyads.entry(dyad).or_default();
            for (cell, count) in part.cells {
                add(&mut whole.cells, cell, count);
            }
            for (source, mentions) in part.sources {
                let known = whole.sources.entry(source).or_default();
                for (mention, count) in mentions {
                    add(known, mention, count);
                }
            }
            whole.sources.retain(|_, mentions| !mentions.is_empty());
            if whole.cells.is_empty() && whole.sources.is_empty() {
                self.dyads.remove(&dyad);
            }
        }
        self.covered.extend(other.covered);
        self.known_retracted.extend(other.known_retracted);
        for (target, coded) in other.retracted {
            match self.retracted.entry(target) {
                Entry::Vacant(place) => {
                    place.insert(coded);
                }
                // Both parts took it back; once is enough.
                Entry::Occupied(_) => self.count(&coded, 1),
            }
        }
    }
}

/// Adds to a signed count and forgets it when it comes to zero.
fn add<K: Ord>(counts: &mut BTreeMap<K, i64>, key: K, amount: i64) {
    match counts.entry(key) {
        Entry::Vacant(place) => {
            place.insert(amount);
        }
        Entry::Occupied(mut place) => {
            *place.get_mut() += amount;
            if *place.get() == 0 {
                place.remove();
            }
        }
    }
}
