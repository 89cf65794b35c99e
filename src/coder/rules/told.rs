//! Acts the text has told, and which of them a noun or a pronoun refers to: `the move`, `the attack`, `the offer`.

use super::class::{Class, Classes};
use crate::domain::Actor;

/// Sentences after which an act is no longer meant by a noun for it, and by one that fits few acts.
const ACT_AGE_MAX: usize = 3;
const KIND_AGE_MAX: usize = 2;

/// Sentences between acts that one noun takes together: `Four states left. Two more closed their ports. He regretted the step.`
const TOGETHER_MAX: usize = 1;

/// What kind of act a noun refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// The last, whatever it was: `it`.
    Last,
    /// Any: `the move`, `the decision`.
    Any,
    /// Words: `the remarks`, `the accusation`.
    Said,
    /// Force: `the attack`.
    Force,
    /// What was offered, asked or planned: `the proposal`.
    Asked,
}

impl Deed {
    /// What a noun of these classes refers to.
    pub fn of(classes: Classes) -> Option<Self> {
        let kinds = [
            (Class::ActForce, Self::Force),
            (Class::ActSaid, Self::Said),
            (Class::ActAsked, Self::Asked),
            (Class::Act, Self::Any),
        ];
        kinds.into_iter().find(|(class, _)| classes.has(*class)).map(|(_, deed)| deed)
    }

    /// Whether an act of this root can be meant.
    fn fits(self, root: u8) -> bool {
        match self {
            Self::Any | Self::Last => true,
            Self::Said => matches!(root, 1..=3 | 5 | 9..=13),
            Self::Force => matches!(root, 14 | 15 | 17..=20),
            Self::Asked => matches!(root, 2 | 3 | 10 | 13),
        }
    }
}

/// An act the text told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub source: Vec<Actor>,
    pub target: Vec<Actor>,
    pub root: u8,
    pub sentence: usize,
    /// Whether the text only recalls it.
    pub recalled: bool,
}

/// Most acts remembered, so that a long text costs no more a sentence than a short one.
const ACTS_MAX: usize = 512;

/// The acts of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Acts(Vec<Told>);

impl Acts {
    /// Takes note of an act.
    pub fn tell(&mut self, act: Told) {
        if self.0.len() >= ACTS_MAX {
            self.0.drain(..ACTS_MAX / 2);
        }
        self.0.push(act);
    }

    /// Three or more who acted together last, or to whom something was done together.
    pub fn several(&self, at: usize) -> Vec<Actor> {
        let mut recent = self.0.iter().rev().filter(|act| at.saturating_sub(act.sentence) <= ACT_AGE_MAX);
        let many = |act: &Told| [&act.source, &act.target].into_iter().find(|side| side.len() > 2).cloned();
        recent.find_map(many).unwrap_or_default()
    }

    /// To whom others did an act of this root last.
    pub fn last_alike(&self, root: u8, source: &[Actor], at: usize) -> Option<Vec<Actor>> {
        let near = |act: &&Told| at.saturating_sub(act.sentence) <= KIND_AGE_MAX && act.root == root;
        let other = |act: &&Told| !act.source.iter().chain(&act.target).any(|a| source.contains(a));
        self.0.iter().rev().filter(near).find(other).map(|act| act.target.clone())
    }

    /// Who did what a noun refers to, where not the one who answers it: those whose acts were aimed at him rather than
    /// others, taken together where they did the same.
    pub fn doers(&self, deed: Deed, answering: &[Actor], at: usize) -> Vec<Actor> {
        let age = if deed == Deed::Any { ACT_AGE_MAX } else { KIND_AGE_MAX };
        let fits = |act: &&Told| {
            at.saturating_sub(act.sentence) <= age
                && !act.recalled
                && deed.fits(act.root)
                && act.source.iter().any(|a| !answering.contains(a))
        };
        let hit = |act: &&Told| act.target.iter().any(|a| answering.contains(a));
        let candidates = || self.0.iter().rev().filter(fits);
        // A move is done rather than said, where the text told of both.
        let done = |act: &&Told| deed != Deed::Any || !Deed::Said.fits(act.root);
        let Some(last) = candidates().find(done).or_else(|| candidates().next()) else { return Vec::new() };
        let near = |act: &&Told| last.sentence.saturating_sub(act.sentence) <= TOGETHER_MAX;
        let chosen = candidates().filter(near).filter(done).find(hit).unwrap_or(last);
        let mut doers: Vec<Actor> = Vec::new();
        let alike = |act: &&Told| {
            act.root == chosen.root
                && act.target == chosen.target
                && chosen.sentence.saturating_sub(act.sentence) <= TOGETHER_MAX
        };
        let mut together: Vec<&Told> = candidates().filter(alike).collect();
        together.reverse();
        for actor in together.iter().flat_map(|act| &act.source) {
            if !answering.contains(actor) && !doers.contains(actor) {
                doers.push(*actor);
            }
        }
        doers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actors(text: &str) -> Vec<Actor> {
        text.split(' ').map(|a| a.parse().unwrap()).collect()
    }

    fn acts(told: &[(&str, &str, u8, usize)]) -> Acts {
        let mut acts = Acts::default();
        for (source, target, root, sentence) in told {
            let (source, target) = (actors(source), actors(target));
            acts.tell(Told { source, target, root: *root, sentence: *sentence, recalled: false });
        }
        acts
    }

    #[test]
    fn a_noun_means_the_act_aimed_at_him_who_answers() {
        let acts = acts(&[("SAU BHR", "QAT", 16, 0), ("TUR", "SYR", 16, 1)]);
        assert_eq!(acts.doers(Deed::Any, &actors("QAT"), 1), actors("SAU BHR"));
    }

    #[test]
    fn an_attack_is_no_remark() {
        let acts = acts(&[("RUS", "UKR", 19, 0), ("UKR", "RUS", 11, 1)]);
        assert_eq!(acts.doers(Deed::Force, &actors("DEU"), 2), actors("RUS"));
        assert_eq!(acts.doers(Deed::Said, &actors("DEU"), 2), actors("UKR"));
    }

    #[test]
    fn a_move_is_done_rather_than_said() {
        let acts = acts(&[("USA", "IRN", 16, 0), ("IRN", "USA", 13, 1)]);
        assert_eq!(acts.doers(Deed::Any, &actors("ISR"), 2), actors("USA"));
        assert_eq!(acts.doers(Deed::Last, &actors("ISR"), 2), actors("IRN"));
    }

    #[test]
    fn several_are_those_who_acted_together() {
        let acts = acts(&[("USA GBR FRA", "SYR", 19, 0), ("RUS", "USA", 11, 1)]);
        assert_eq!(acts.several(2), actors("USA GBR FRA"));
        assert!(acts.several(9).is_empty());
    }

    #[test]
    fn an_act_long_past_is_not_meant() {
        let acts = acts(&[("RUS", "UKR", 19, 0)]);
        assert!(acts.doers(Deed::Force, &actors("DEU"), 3).is_empty());
    }
}
