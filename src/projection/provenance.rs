//! Provenance: which events stand behind the cells of one pair.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Commit, Cut, Dyad, EventId, InteractionCoded, Recorded, Seq};

use super::cells::{ActorScope, Cells};
use super::contribution::contributions;
use super::facts::{Fact, facts};
use super::{Merge, Projection};

/// The events of one pair that count through a cut, with all that is known of each.
///
/// The default watches every pair and sees everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    cut: Cut,
    only: Option<Dyad>,
    coded: BTreeMap<EventId, Witnessed>,
    retracted: BTreeSet<EventId>,
}

/// A coded interaction and where the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// Its position.
    pub seq: Seq,
    /// Its id.
    pub id: EventId,
    /// When the log took it.
    pub recorded: Recorded,
    /// What it says.
    pub coded: InteractionCoded,
}

impl Provenance {
    /// An empty provenance of one pair through the cut.
    pub fn new(dyad: Dyad, cut: Cut) -> Self {
        Self { cut, only: Some(dyad), ..Self::default() }
    }

    /// The provenance of one pair in these commits through the cut.
    ///
    /// # Errors
    /// The first error among the commits.
    pub fn of<E>(commits: impl IntoIterator<Item = Result<Commit, E>>, dyad: Dyad, cut: Cut) -> Result<Self, E> {
        let mut provenance = Self::new(dyad, cut);
        commits.into_iter().try_for_each(|commit| commit.map(|commit| provenance.apply(&commit)))?;
        Ok(provenance)
    }

    /// Events that count and are in scope, in the order the log took them.
    pub fn events(&self, scope: ActorScope) -> Vec<&Witnessed> {
        let standing = self.coded.values().filter(|event| !self.retracted.contains(&event.id));
        let admitted = standing.filter(|event| scope.admits(event.coded.interaction.parties.are_official()));
        let mut events: Vec<&Witnessed> = admitted.collect();
        events.sort_unstable_by_key(|event| (event.seq, event.id));
        events
    }

    /// The cells of one pair as these events make them: the same that the tally gives.
    pub fn cells(&self, dyad: Dyad, scope: ActorScope) -> Cells {
        let mut counts = BTreeMap::new();
        for event in self.events(scope) {
            if event.coded.interaction.parties.directed().undirected() == dyad {
                contributions(&event.coded.interaction).for_each(|cell| *counts.entry(cell).or_insert(0) += 1);
            }
        }
        Cells::new(counts.into_iter().map(|((key, contribution), count)| (key, contribution, count)))
    }

    fn watches(&self, coded: &InteractionCoded) -> bool {
        self.only.is_none_or(|dyad| coded.interaction.parties.directed().undirected() == dyad)
    }
}

impl Projection for Provenance {
    const NAME: &'static str = "provenance";
    const VERSION: u32 = 1;

    fn apply(&mut self, commit: &Commit) {
        for fact in facts(commit, self.cut) {
            self.take(fact);
        }
    }
}

impl Provenance {
    /// Takes a commit into the provenance of every pair it says something about, each event once.
    pub fn apply_to_each(all: &mut BTreeMap<Dyad, Self>, cut: Cut, commit: &Commit) {
        for fact in facts(commit, cut) {
            let (Fact::Coded(_, coded) | Fact::TakenBack { coded, .. }) = fact else { continue };
            let dyad = coded.interaction.parties.directed().undirected();
            all.entry(dyad).or_insert_with(|| Self::new(dyad, cut)).take(fact);
        }
    }

    fn take(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Coded(stored, coded) if self.watches(coded) => {
                let (seq, id, recorded) = (stored.seq, stored.id, stored.recorded);
                self.coded.insert(id, Witnessed { seq, id, recorded, coded: coded.clone() });
            }
            Fact::TakenBack { target, coded } if self.watches(coded) => {
                self.retracted.insert(target);
            }
            Fact::Read(_) | Fact::Coded(..) | Fact::TakenBack { .. } => {}
        }
    }
}

impl Merge for Provenance {
    fn merge(&mut self, other: Self) {
        debug_assert_eq!((self.cut, self.only), (other.cut, other.only), "parts look at one pair through one cut");
        self.coded.extend(other.coded);
        self.retracted.extend(other.retracted);
    }
}
