//! Verbs the lexicon does not know, told by their endings where a clause still lacks its verb.
//!
//! A guessed verb opens no frame. It is there so that two clauses are not read as one.

use super::category::{AUXILIARY, Context};
use super::class::{Class, Tags};
use super::lexicon::Order;
use super::tag::{Cat, Unit};
use super::text::{Gap, Kind, Shape};

/// Least letters of a verb told by its ending.
const LETTERS_MIN: usize = 5;

/// The endings that regular verbs of a language have and hardly any other word does, with the forms they show.
#[derive(Debug, Default)]
pub(super) struct Endings(Vec<(Box<str>, Tags)>);

impl Endings {
    /// Declares an ending.
    pub fn add(&mut self, ending: &str, tags: Tags) {
        self.0.push((ending.into(), tags));
    }

    /// The forms that the longest ending of a word shows.
    pub fn of(&self, form: &str) -> Tags {
        if self.0.is_empty() || form.chars().count() < LETTERS_MIN {
            return Tags::NONE;
        }
        let shown = self.0.iter().filter(|(ending, _)| form.ends_with(&**ending));
        shown.max_by_key(|(ending, _)| ending.len()).map_or(Tags::NONE, |(_, tags)| *tags)
    }
}

impl Context<'_> {
    /// The forms an unknown word stands for where it is read as a verb.
    pub(super) fn guessed(&self, unit: &Unit) -> Option<Tags> {
        let unknown = unit.cat == Cat::Word && unit.shape == Shape::Lower && unit.kind == Kind::Word;
        if unit.guess.is_none() || !unknown || self.is_hyphened(unit) {
            return None;
        }
        if unit.guess.any(Tags::PP) && self.participle_wanted() {
            return Some(unit.guess);
        }
        let finite = unit.guess.any(Tags::FINITE) && self.subject_waits() && !self.finite_near();
        finite.then_some(unit.guess)
    }

    fn is_hyphened(&self, unit: &Unit) -> bool {
        let hyphen = |u: &Unit| matches!(u.kind, Kind::Punct('-')) && u.gap == Gap::Glued;
        unit.gap == Gap::Glued || self.after.first().is_some_and(hyphen)
    }

    /// Whether an auxiliary waits for a participle here: right before it, or anywhere where clauses end in their verb.
    fn participle_wanted(&self) -> bool {
        if self.data.settings.order == Order::V2 {
            return self.closes() && self.segment_before().any(|u| u.cat == Cat::Aux);
        }
        let passing = |u: &&Unit| matches!(u.cat, Cat::Adv | Cat::Neg);
        self.before.iter().rev().find(|u| !passing(u)).is_some_and(|u| u.cat == Cat::Aux)
    }

    /// Whether what stands before can be a subject, and what follows can follow a finite verb.
    fn subject_waits(&self) -> bool {
        let passing = |u: &&Unit| matches!(u.cat, Cat::Adv | Cat::Neg | Cat::Pron(_) | Cat::Punct('"' | '»' | '”'));
        let nominal = self.segment_before().any(|u| u.is_nominal() || matches!(u.cat, Cat::Pron(_)));
        let before = self.before.iter().rev().find(|u| !passing(u));
        let follows =
            before.is_none_or(|u| u.is_nominal() || matches!(u.cat, Cat::Time | Cat::Coord | Cat::Punct(',')));
        match self.data.settings.order {
            Order::Svo => nominal && follows && !self.after.first().is_some_and(|u| u.has(Class::By)),
            Order::Free => follows,
            Order::Sov => self.closes(),
            Order::V2 => self.closes() || (nominal && follows && self.argument_next()),
        }
    }

    /// Whether the next unit opens a phrase: an adjective stands right before its noun.
    fn argument_next(&self) -> bool {
        self.after.first().is_none_or(|u| {
            let closed = !u.classes.is_empty() && !u.classes.any(super::category::NOUNS);
            closed || u.mention.is_some() || u.time.is_some() || u.kind != Kind::Word
        })
    }

    /// Whether the clause ends here.
    fn closes(&self) -> bool {
        self.after.first().is_none_or(|u| {
            let verbal = u.classes.any(AUXILIARY) || u.tags.any(Tags::I.with(Tags::PP));
            matches!(u.kind, Kind::Punct(_)) || u.has(Class::Coord) || verbal
        })
    }

    /// Units before, up to where a clause can begin.
    fn segment_before(&self) -> impl Iterator<Item = &Unit> {
        let stop =
            |u: &&Unit| !matches!(u.cat, Cat::Punct(',' | ';' | ':' | '(' | ')' | '–') | Cat::Coord | Cat::Open(_));
        self.before.iter().rev().take_while(stop)
    }

    /// Whether the stretch between two commas has a finite verb already.
    fn finite_near(&self) -> bool {
        let before = self.segment_before().any(|u| match u.cat {
            Cat::Verb => u.tags.any(Tags::FINITE),
            Cat::Aux => !u.has(Class::AuxParticiple),
            _ => false,
        });
        let stop =
            |u: &&Unit| !matches!(u.kind, Kind::Punct(',' | ';' | ':' | '(' | ')' | '–' | '.')) && !u.has(Class::Coord);
        // A present form may be a noun (`talks`); a past or an auxiliary is none.
        let sure = match self.data.settings.order {
            Order::Svo => Tags::P.with(Tags::FUT),
            _ => Tags::FINITE,
        };
        let verb = |u: &Unit| {
            let aux = u.classes.any(AUXILIARY) && !u.has(Class::AuxParticiple) && !u.has(Class::Poss);
            u.mention.is_none() && (aux || (u.tags.any(sure) && u.shape == Shape::Lower))
        };
        before || self.after.iter().take_while(stop).any(verb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_of_a_long_word_tells_its_forms() {
        let mut endings = Endings::default();
        endings.add("ed", Tags::P.with(Tags::PP));
        endings.add("eed", Tags::NONE);
        assert!(endings.of("clobbered").any(Tags::P));
        assert!(endings.of("agreed").is_none());
        assert!(endings.of("shed").is_none());
    }
}
