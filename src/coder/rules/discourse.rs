//! What the text before a sentence lends it: who was spoken of, who acted, between whom, who speaks.

use std::collections::HashMap;

use super::arguments::Sentence;
use super::class::Class;
use super::conflicts;
use super::phrase::Strength;
use super::tag::Cat;
use super::told::{Acts, Told};
use crate::domain::{Actor, DateSpan};

/// Sentences after which a pair is no longer spoken of.
const PAIR_AGE_MAX: usize = 2;

/// Sentences after which an actor is no longer meant by a pronoun.
const ACTOR_AGE_MAX: usize = 3;

/// Sentences after which `we` no longer means who spoke.
const SPEAKER_AGE_MAX: usize = 1;

/// What the text has spoken of so far.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    /// Actors by the sentence that named them last.
    spoken: Vec<(Actor, usize)>,
    /// Who was asked for something last, by whom.
    asked: Option<(Actor, Actor, usize)>,
    /// Who acted last, and in which sentence.
    subject: Option<(Actor, usize)>,
    /// Who said something last, and in which sentence.
    speaker: Option<(Actor, usize)>,
    /// The last two sides, and in which sentence.
    pair: Option<(Actor, Actor, usize)>,
    /// What the text told.
    pub acts: Acts,
    /// Who wages war on whom, as the text says it.
    wars: Vec<(Actor, Actor)>,
    /// Whom persons named in the text act for: family name and actor.
    people: HashMap<String, Actor>,
    /// The published date, for conflicts the tables know.
    published: Option<DateSpan>,
}

impl Discourse {
    /// Starts with nothing said.
    pub fn new(published: Option<DateSpan>) -> Self {
        Self { published, ..Self::default() }
    }

    /// Takes note of the actors of a sentence, after it was read.
    pub fn hear(&mut self, sentence: &Sentence<'_>, subjects: &[Actor], speakers: &[Actor], at: usize) {
        for phrase in &sentence.phrases {
            for (actor, strength) in &phrase.actors {
                if *strength >= Strength::Modifier {
                    self.spoken.retain(|(a, _)| a != actor);
                    self.spoken.push((*actor, at));
                }
            }
            // `Both countries` keeps the two in mind; `they` may be anybody.
            let both = sentence.unit(phrase.head).is_some_and(|u| u.cat == Cat::Pron(Class::Both));
            if let (true, [a, b]) = (both, self.two(at).as_slice()) {
                self.pair = Some((*a, *b, at));
            }
        }
        if let Some(actor) = subjects.last() {
            self.subject = Some((*actor, at));
        }
        if let Some(actor) = speakers.last() {
            self.speaker = Some((*actor, at));
        }
    }

    /// Whom a person the text introduced acts for.
    pub fn person(&self, name: &str) -> Option<Actor> {
        self.people.get(name).copied()
    }

    /// Takes note of a person: `the Dutch minister Koenders`.
    pub fn introduce(&mut self, name: String, actor: Actor) {
        self.people.insert(name, actor);
    }

    /// Takes note of an act.
    pub fn tell(&mut self, act: Told) {
        for source in &act.source {
            for target in act.target.iter().filter(|t| *t != source) {
                self.pair = Some((*source, *target, act.sentence));
                if matches!(act.root, 2 | 10) {
                    self.asked = Some((*target, *source, act.sentence));
                }
                if act.root == 19 && !self.wars.contains(&(*source, *target)) {
                    self.wars.push((*source, *target));
                }
            }
        }
        self.acts.tell(act);
    }

    /// Whom one pronoun means: who acted last, else who was named last.
    pub fn one(&self, other: &[Actor], at: usize) -> Option<Actor> {
        let near = |said: usize| at.saturating_sub(said) <= ACTOR_AGE_MAX;
        let subject = self.subject(at).filter(|a| !other.contains(a));
        subject
            .or_else(|| self.spoken.iter().rev().find(|(a, said)| near(*said) && !other.contains(a)).map(|(a, _)| *a))
    }

    /// The two that are spoken of.
    pub fn two(&self, at: usize) -> Vec<Actor> {
        if let Some((a, b)) = self.pair(at) {
            return vec![a, b];
        }
        let recent: Vec<Actor> = self.spoken.iter().rev().take(2).map(|(a, _)| *a).collect();
        if recent.len() == 2 { recent.into_iter().rev().collect() } else { Vec::new() }
    }

    /// Who acted last.
    pub fn subject(&self, at: usize) -> Option<Actor> {
        self.subject.filter(|(_, said)| at.saturating_sub(*said) <= ACTOR_AGE_MAX).map(|(a, _)| a)
    }

    /// Who spoke last.
    pub fn speaker(&self, at: usize) -> Option<Actor> {
        self.speaker.filter(|(_, said)| at.saturating_sub(*said) <= SPEAKER_AGE_MAX).map(|(a, _)| a)
    }

    /// Who was asked last, if this is him, in the sentence before or this one: by whom.
    pub fn asked_by(&self, asked: &[Actor], at: usize) -> Option<Actor> {
        let last = self.asked.filter(|(who, _, said)| asked == [*who] && at.saturating_sub(*said) <= 1);
        last.map(|(_, by, _)| by)
    }

    /// The two sides of the last act, who acted first.
    pub fn pair(&self, at: usize) -> Option<(Actor, Actor)> {
        self.pair.filter(|(.., said)| at.saturating_sub(*said) <= PAIR_AGE_MAX).map(|(a, b, _)| (a, b))
    }

    /// The two sides of the last act, however long ago.
    pub fn last_pair(&self) -> Option<(Actor, Actor)> {
        self.pair.map(|(a, b, _)| (a, b))
    }

    /// The two sides of the act in this sentence or the one before.
    pub fn fresh_pair(&self, at: usize) -> Option<(Actor, Actor)> {
        self.pair.filter(|(.., said)| at.saturating_sub(*said) <= 1).map(|(a, b, _)| (a, b))
    }

    /// The other of the two sides of the last act.
    pub fn other_of_pair(&self, known: &[Actor], at: usize) -> Option<Actor> {
        let (a, b) = self.pair(at)?;
        match (known.contains(&a), known.contains(&b)) {
            (true, false) => Some(b),
            (false, true) => Some(a),
            _ => None,
        }
    }

    /// Who wages war in or against a country.
    pub fn wager(&self, victim: Actor) -> Option<Actor> {
        let said = self.wars.iter().rev().find(|(_, v)| *v == victim).map(|(w, _)| *w);
        said.or_else(|| conflicts::attacker_of(victim, self.published))
    }

    /// The other party of an open conflict over a territory of this actor, when the text speaks of it.
    pub fn rival(&self, actor: Actor) -> Option<Actor> {
        let rivals = conflicts::rivals_of(actor, self.published);
        rivals.into_iter().find(|r| self.spoken.iter().any(|(a, _)| a == r))
    }
}
