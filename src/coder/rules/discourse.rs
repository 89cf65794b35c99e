//! What the text before a sentence lends it: whom pronouns mean, who acts in an agentless passive, when.

use super::arguments::{Sentence, Side};
use super::conflicts;
use super::phrase::{Refers, Strength};
use super::reading::Reading;
use crate::coder::AbstainReason;
use crate::domain::{Actor, DateSpan};

/// Sentences after which a pair is no longer spoken of.
const PAIR_AGE_MAX: usize = 2;

/// Sentences after which an actor is no longer meant by a pronoun.
const ACTOR_AGE_MAX: usize = 3;

/// What the text has spoken of so far.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    /// Actors by the sentence that named them last.
    spoken: Vec<(Actor, usize)>,
    /// Who was asked for something last, by whom.
    asked: Option<(Actor, Actor, usize)>,
    /// Who acted last, and in which sentence.
    subject: Option<(Actor, usize)>,
    /// The last two sides, and in which sentence.
    pair: Option<(Actor, Actor, usize)>,
    /// Who wages war on whom, as the text says it.
    wars: Vec<(Actor, Actor)>,
    /// Whom persons named in the text act for: family name and actor.
    people: Vec<(String, Actor)>,
    /// The published date, for conflicts the tables know.
    published: Option<DateSpan>,
}

/// Two sides, found.
pub(super) struct Sides {
    pub source: Vec<Actor>,
    pub target: Vec<Actor>,
    /// Whether a side was taken from the text before.
    pub inferred: bool,
}

impl Discourse {
    /// Starts with nothing said.
    pub fn new(published: Option<DateSpan>) -> Self {
        Self { published, ..Self::default() }
    }

    /// Takes note of the actors of a sentence, after it was read.
    pub fn hear(&mut self, sentence: &Sentence<'_>, subjects: &[Actor], at: usize) {
        for phrase in &sentence.phrases {
            for (actor, strength) in &phrase.actors {
                if *strength >= Strength::Modifier {
                    self.spoken.retain(|(a, _)| a != actor);
                    self.spoken.push((*actor, at));
                }
            }
        }
        if let Some(actor) = subjects.last() {
            self.subject = Some((*actor, at));
        }
    }

    /// Whom a person the text introduced acts for.
    pub fn person(&self, name: &str) -> Option<Actor> {
        self.people.iter().rev().find(|(known, _)| known == name).map(|(_, actor)| *actor)
    }

    /// Takes note of a person: `the Dutch minister Koenders`.
    pub fn introduce(&mut self, name: String, actor: Actor) {
        self.people.push((name, actor));
    }

    /// Takes note of an interaction.
    pub fn record(&mut self, source: Actor, target: Actor, code_root: u8, at: usize) {
        self.pair = Some((source, target, at));
        if matches!(code_root, 2 | 10) {
            self.asked = Some((target, source, at));
        }
        if code_root == 19 && !self.wars.contains(&(source, target)) {
            self.wars.push((source, target));
        }
    }

    /// Fills both sides of a reading, or says what stays open.
    pub fn sides(&self, reading: &Reading, own: &[Actor], at: usize) -> Result<Sides, AbstainReason> {
        if reading.joint {
            return self.joint(reading, at);
        }
        let mut inferred = false;
        let mut source = self.resolve(&reading.source, &reading.target.actors, at, &mut inferred);
        let mut target = self.resolve(&reading.target, &source, at, &mut inferred);
        if reading.wager {
            target = target.into_iter().filter_map(|victim| self.wager(victim)).collect();
        }
        // `Russian-Azerbaijani concerts were banned`: by the one of the two who acted last.
        if source.is_empty()
            && reading.agentless
            && target.len() == 2
            && let Some((actor, _)) = self.subject.filter(|(a, _)| target.contains(a))
        {
            source = vec![actor];
            inferred = true;
        }
        if source.is_empty() && reading.agentless && !target.is_empty() {
            source = self.other_of_pair(&target, at).into_iter().collect();
            inferred = true;
        }
        let nobody = source.is_empty() && target.is_empty() && own.is_empty();
        if nobody
            && reading.agentless
            && let Some((a, b, _)) = self.pair.filter(|(.., said)| at.saturating_sub(*said) <= 1)
        {
            (source, target) = (vec![a], vec![b]);
            inferred = true;
        }
        let own_ground = target.iter().all(|t| source.contains(t)) && !target.is_empty();
        if own_ground && let Some(rival) = source.first().and_then(|s| self.rival(*s)) {
            target = vec![rival];
        }
        target.retain(|t| !source.contains(t));
        if target.is_empty() && !source.is_empty() {
            target = self.opposite(reading, &source, own, at).into_iter().collect();
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

    fn resolve(&self, side: &Side, other: &[Actor], at: usize, inferred: &mut bool) -> Vec<Actor> {
        if !side.actors.is_empty() {
            return side.actors.clone();
        }
        let Some(refers) = side.refers else { return Vec::new() };
        *inferred = true;
        match refers {
            Refers::One => self.one(other, at).into_iter().collect(),
            Refers::Two => self.two(at),
            Refers::Nothing => Vec::new(),
        }
    }

    /// Whom one pronoun means: who acted last, else who was named last.
    fn one(&self, other: &[Actor], at: usize) -> Option<Actor> {
        let near = |said: usize| at.saturating_sub(said) <= ACTOR_AGE_MAX;
        let subject = self.subject.filter(|(a, said)| near(*said) && !other.contains(a)).map(|(a, _)| a);
        subject
            .or_else(|| self.spoken.iter().rev().find(|(a, said)| near(*said) && !other.contains(a)).map(|(a, _)| *a))
    }

    fn two(&self, at: usize) -> Vec<Actor> {
        if let Some((a, b, _)) = self.pair.filter(|(.., said)| at.saturating_sub(*said) <= PAIR_AGE_MAX) {
            return vec![a, b];
        }
        let recent: Vec<Actor> = self.spoken.iter().rev().take(2).map(|(a, _)| *a).collect();
        if recent.len() == 2 { recent.into_iter().rev().collect() } else { Vec::new() }
    }

    fn other_of_pair(&self, known: &[Actor], at: usize) -> Option<Actor> {
        let (a, b, _) = self.pair.filter(|(.., said)| at.saturating_sub(*said) <= PAIR_AGE_MAX)?;
        match (known.contains(&a), known.contains(&b)) {
            (true, false) => Some(b),
            (false, true) => Some(a),
            _ => None,
        }
    }

    /// Whom an act without a target is aimed at: the other side of the pair spoken of, or of an open conflict.
    fn opposite(&self, reading: &Reading, source: &[Actor], own: &[Actor], at: usize) -> Option<Actor> {
        let root = reading.code.root().number();
        // Who was asked answers who asked.
        if let Some((asked, by, said)) = self.asked
            && matches!(root, 3 | 7 | 8 | 12)
            && source == [asked]
            && at.saturating_sub(said) <= 1
        {
            return Some(by);
        }
        if reading.target.own || matches!(root, 3 | 4 | 6..=9 | 15 | 18..=20) {
            return None;
        }
        if own.iter().any(|a| !source.contains(a)) {
            return None;
        }
        let (doer, done_to, said) = self.pair?;
        // A third party answers who acted; a party answers the other.
        let reacts = reading.reaction && reading.target.other && at.saturating_sub(said) <= PAIR_AGE_MAX;
        if reacts {
            return if source.contains(&doer) { Some(done_to) } else { Some(doer) };
        }
        self.other_of_pair(source, at)
    }

    /// Who wages war in or against a country.
    fn wager(&self, victim: Actor) -> Option<Actor> {
        let said = self.wars.iter().rev().find(|(_, v)| *v == victim).map(|(w, _)| *w);
        said.or_else(|| conflicts::attacker_of(victim, self.published))
    }

    /// The other party of an open conflict over a territory of this actor, when the text speaks of it.
    fn rival(&self, actor: Actor) -> Option<Actor> {
        let rivals = conflicts::rivals_of(actor, self.published);
        rivals.into_iter().find(|r| self.spoken.iter().any(|(a, _)| a == r))
    }
}
