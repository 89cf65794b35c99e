//! Clauses with two sides and no act that a frame knows: the second opinion is asked for the root.

use super::arguments::{Sentence, Side};
use super::binding::Act;
use super::class::{Class, Classes};
use super::clause::ClauseId;
use super::opinion::Opinion;
use super::phrase::Strength;
use super::reading::Reader;
use super::tag::Cat;

/// Units between a verb and its target at most: what stands further off is seldom what the verb acts on.
const FAR: usize = 8;

/// A frame or pattern that is none.
pub(super) const NO_FRAME: u32 = u32::MAX;

/// Words of units that are no names, no times and no numbers, in lower case.
pub(super) fn words(sentence: &Sentence<'_>, units: impl IntoIterator<Item = usize>) -> Vec<String> {
    let plain = |u: &usize| {
        sentence.unit(*u).is_some_and(|u| {
            u.mention.is_none() && u.time.is_none() && !matches!(u.cat, Cat::Punct(_) | Cat::Number | Cat::Time)
        })
    };
    let text = |u: usize| sentence.unit(u).and_then(|u| sentence.text.get(u.start..u.end));
    let found = units.into_iter().filter(plain).filter_map(text);
    found.flat_map(|t| t.split_whitespace().map(str::to_lowercase)).collect()
}

impl Reader<'_> {
    /// Asks for the root of what two actors do in clauses where no frame found anything.
    pub(super) fn second(&mut self, opinion: Opinion, language: &str) {
        for id in 0..self.sentence.clauses.list.len() {
            let known = self.acts.iter().any(|a| a.clause == id) || self.out.dropped.iter().any(|(c, ..)| *c == id);
            if known {
                continue;
            }
            let Some(act) = self.unknown_act(id) else { continue };
            let units = self.sentence.clause(id).map(|c| c.units.clone()).unwrap_or_default();
            let Some(code) = opinion.of(language, &words(self.sentence, units)) else { continue };
            self.emit(&act, code, None);
        }
    }

    /// What the clause's subject does to somebody named, whatever it is.
    fn unknown_act(&self, id: ClauseId) -> Option<Act> {
        let clause = self.sentence.clause(id)?;
        let head = clause.verb.main?;
        let reports = [Class::Say, Class::Deny, Class::Fail, Class::Light, Class::Stop];
        if reports.iter().any(|class| self.sentence.verb_is(clause, *class)) || clause.verb.senses.is_empty() {
            return None;
        }
        if clause.verb.aux.any(Classes::of(&[Class::Can, Class::Must])) {
            return None;
        }
        let arguments = self.arguments.get(id)?;
        let side = |phrases: &[usize]| self.sentence.side(phrases, Strength::Agent);
        let (source, target) = if arguments.passive {
            (side(&arguments.agent), side(&arguments.subject))
        } else {
            let bare = side(&arguments.objects);
            let others = || arguments.prepositional.iter().map(|p| side(&[*p])).find(|s| !s.actors.is_empty());
            (side(&arguments.subject), if bare.actors.is_empty() { others()? } else { bare })
        };
        // Pronouns and lists were tried: they found twice as many acts, and half of those between the wrong two.
        let one = source.actors.len() == 1 && !target.actors.is_empty();
        if !one || target.actors.iter().any(|a| source.actors.contains(a)) {
            return None;
        }
        let of = |side: &Side| side.units.unwrap_or((head, head));
        if of(&target).0.abs_diff(head).min(of(&target).1.abs_diff(head)) > FAR {
            return None;
        }
        let units = (head.min(of(&source).0).min(of(&target).0), head.max(of(&source).1).max(of(&target).1));
        Some(Act {
            frame: NO_FRAME,
            pattern: NO_FRAME,
            clause: id,
            head,
            nominal: false,
            carried: false,
            source,
            target,
            joint: false,
            units,
            score: 0,
        })
    }
}
