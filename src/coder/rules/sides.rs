//! Who acts on whom: the sides of a reading, filled from the text before where the sentence leaves them open.

use super::arguments::Side;
use super::discourse::Discourse;
use super::phrase::Refers;
use super::reading::Reading;
use super::told::Deed;
use crate::coder::AbstainReason;
use crate::domain::Actor;

/// Two sides, found.
pub(super) struct Sides {
    pub source: Vec<Actor>,
    pub target: Vec<Actor>,
    /// Whether a side was taken from the text before.
    pub inferred: bool,
}

impl Discourse {
    /// Fills both sides of a reading, or says what stays open.
    pub fn sides(&self, reading: &Reading, own: &[Actor], at: usize) -> Result<Sides, AbstainReason> {
        if reading.joint {
            return self.joint(reading, at);
        }
        let spoken_of = reading.symmetric && reading.source.refers == Some(Refers::Two) && reading.target.is_open();
        if reading.mutual || spoken_of {
            return self.mutual(reading, at);
        }
        let mut inferred = false;
        let mut source = self.resolve(&reading.source, &reading.target.actors, at, &mut inferred);
        let mut target = self.resolve(&reading.target, &source, at, &mut inferred);
        self.referred(reading, &source, &mut target, at, &mut inferred);
        if reading.wager {
            target = target.into_iter().filter_map(|victim| self.wager(victim)).collect();
        }
        if source.is_empty() && (reading.agentless || !reading.host.actors.is_empty()) {
            inferred |= self.unnamed_agent(reading, own, at, &mut source, &mut target);
        }
        let own_ground = target.iter().all(|t| source.contains(t)) && !target.is_empty();
        if own_ground && let Some(rival) = source.first().and_then(|s| self.rival(*s)) {
            target = vec![rival];
        }
        target.retain(|t| !source.contains(t));
        if target.is_empty() && !source.is_empty() {
            target = self.opposite(reading, &source, own, at);
            inferred = true;
        }
        if source.is_empty() {
            return Err(AbstainReason::NoSource);
        }
        if target.is_empty() {
            let domestic = reading.target.actors.iter().any(|t| source.contains(t));
            return Err(if domestic { AbstainReason::Domestic } else { AbstainReason::NoTarget });
        }
        Ok(Sides { source, target, inferred })
    }

    fn joint(&self, reading: &Reading, at: usize) -> Result<Sides, AbstainReason> {
        let actors = match reading.source.refers {
            Some(Refers::Two) => self.two(at),
            _ => reading.source.actors.clone(),
        };
        match actors.split_first() {
            Some((first, rest)) if !rest.is_empty() => {
                Ok(Sides { source: vec![*first], target: rest.to_vec(), inferred: reading.source.refers.is_some() })
            }
            _ => Err(AbstainReason::NoTarget),
        }
    }

    /// `They accused each other`: each the other; what both do together is one act.
    fn mutual(&self, reading: &Reading, at: usize) -> Result<Sides, AbstainReason> {
        let mut inferred = false;
        let both = self.resolve(&reading.source, &[], at, &mut inferred);
        match both.split_first() {
            Some((first, rest)) if !rest.is_empty() && reading.symmetric => {
                Ok(Sides { source: vec![*first], target: rest.to_vec(), inferred })
            }
            Some((_, rest)) if !rest.is_empty() => Ok(Sides { source: both.clone(), target: both, inferred }),
            _ => Err(AbstainReason::NoTarget),
        }
    }

    fn resolve(&self, side: &Side, other: &[Actor], at: usize, inferred: &mut bool) -> Vec<Actor> {
        if !side.actors.is_empty() {
            return side.actors.clone();
        }
        let Some(refers) = side.refers else { return Vec::new() };
        *inferred = true;
        match refers {
            Refers::One => self.one(other, at).into_iter().collect(),
            Refers::Two => self.two(at),
            Refers::Several => self.acts.several(at),
            Refers::Speaker => self.speaker(at).into_iter().collect(),
            Refers::Nothing | Refers::Deed(_) => Vec::new(),
        }
    }

    /// `X called the move illegal`, `X condemned it`: an answer to an act has those who acted as its target.
    fn referred(&self, reading: &Reading, source: &[Actor], target: &mut Vec<Actor>, at: usize, inferred: &mut bool) {
        let Some(deed) = reading.target.deed().or(reading.it.then_some(Deed::Last)) else { return };
        if !reading.reaction || source.is_empty() || !reading.target.actors.is_empty() {
            return;
        }
        let doers = self.acts.doers(deed, source, at);
        if !doers.is_empty() {
            *target = doers;
            *inferred = true;
        }
    }

    /// Who does what a passive tells without naming him. Whether anybody was found.
    fn unnamed_agent(
        &self,
        reading: &Reading,
        own: &[Actor],
        at: usize,
        source: &mut Vec<Actor>,
        target: &mut Vec<Actor>,
    ) -> bool {
        if !reading.host.actors.is_empty() {
            source.clone_from(&reading.host.actors);
            target.clone_from(&reading.guest.actors);
            return true;
        }
        // `Russian-Azerbaijani concerts were banned`: by the one of the two who acted last.
        if target.len() == 2
            && let Some(actor) = self.subject(at).filter(|a| target.contains(a))
        {
            *source = vec![actor];
            return true;
        }
        if !target.is_empty() {
            *source = self.other_of_pair(target, at).into_iter().collect();
            return true;
        }
        if own.is_empty()
            && let Some((a, b)) = self.fresh_pair(at)
        {
            (*source, *target) = (vec![a], vec![b]);
            return true;
        }
        false
    }

    /// Whom an act without a target is aimed at: the other side of the pair spoken of, or of an open conflict.
    fn opposite(&self, reading: &Reading, source: &[Actor], own: &[Actor], at: usize) -> Vec<Actor> {
        let root = reading.code.root().number();
        // Who was asked answers who asked.
        if let Some(by) = self.asked_by(source, at).filter(|_| matches!(root, 3 | 7 | 8 | 12)) {
            return vec![by];
        }
        if !reading.scene.actors.is_empty() {
            return reading.scene.actors.clone();
        }
        if reading.answers {
            return self.acts.doers(Deed::Any, source, at);
        }
        if reading.target.own || matches!(root, 3 | 4 | 6..=9 | 15 | 18..=20) {
            return Vec::new();
        }
        let mut others = own.iter().filter(|a| !source.contains(a));
        if let Some(other) = others.next() {
            // `barred X's planes and demanded a release`: of the only other one the sentence is about.
            let between = self.fresh_pair(at).is_some_and(|(a, b)| [a, b].iter().all(|x| x == other || source == [*x]));
            let alone = others.next().is_none() && between && root == 10;
            return if alone { vec![*other] } else { Vec::new() };
        }
        // `Also Switzerland joined the sanctions`: on whom the last such act was.
        if reading.also
            && let Some(target) = self.acts.last_alike(root, source, at)
        {
            return target;
        }
        let Some((doer, done_to)) = self.last_pair() else { return Vec::new() };
        // A third party answers who acted; a party answers the other.
        let answers = reading.target.other && reading.target.deed().is_none();
        let reacts = reading.reaction && answers && self.pair(at).is_some();
        if reacts {
            return vec![if source.contains(&doer) { done_to } else { doer }];
        }
        self.other_of_pair(source, at).into_iter().collect()
    }
}
