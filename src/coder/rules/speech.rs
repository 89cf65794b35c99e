//! Quotations that are acts: `"Russia is lying," said X` blames Russia, whoever else the words may be about.

use super::arguments::Side;
use super::binding::Act;
use super::class::Class;
use super::clause::{ClauseId, Link};
use super::phrase::Strength;
use super::reading::Reader;
use super::tag::Cat;
use crate::coder::AbstainReason;
use crate::domain::{CameoCode, Reporter, Status};

impl Reader<'_> {
    /// An act that is done by saying so: the one who speaks is its source, the one spoken of its target.
    pub(super) fn speech(&mut self, act: &Act, code: CameoCode) {
        let verdict = self.spoken(act);
        match verdict {
            Ok(spoken) => self.push(&spoken, code, Status::Actual, None),
            Err(reason) => self.out.dropped.push((act.clause, act.units, reason)),
        }
    }

    fn spoken(&self, act: &Act) -> Result<Act, AbstainReason> {
        if self.is_question() {
            return Err(AbstainReason::Question);
        }
        self.judge_above(act.clause)?;
        if self.negations(act).1 {
            return Err(AbstainReason::Negated);
        }
        let Some(Reporter::Actor(speaker)) = self.reporter(act.clause) else { return Err(AbstainReason::NoSource) };
        // `X said it violated the treaty`: a thing, of which nothing tells whose it is.
        let known = |side: &Side| (!side.is_open() && !self.is_thing(side)) || side.deed().is_some();
        let others = |side: &&Side| known(side) && !side.actors.contains(&speaker);
        let target = [&act.source, &act.target].into_iter().find(others).cloned().ok_or(AbstainReason::NoTarget)?;
        let source = Side { actors: vec![speaker], ..Side::default() };
        Ok(Act { source, target, joint: false, ..act.clone() })
    }

    /// `"We will never accept this," X told Y`: whom the one who speaks addresses.
    pub(super) fn addressee(&self, clause: ClauseId) -> Option<Side> {
        let says = |(id, c): &(usize, &super::clause::Clause)| {
            *id != clause && self.sentence.verb_is(c, Class::Say) && matches!(c.link, Link::Coord(_) | Link::Main)
        };
        let (id, _) = self.sentence.clauses.list.iter().enumerate().find(says)?;
        let side = self.sentence.side(&self.arguments.get(id)?.objects, Strength::Agent);
        (!side.actors.is_empty()).then_some(side)
    }

    /// `"Russia will be held to account," X warned`: whom the words are about, where the verb of saying names nobody.
    pub(super) fn quoted(&self, act: &Act) -> Option<Side> {
        let clause = self.sentence.clause(act.clause)?;
        let Link::Coord(before) = clause.link else { return None };
        let quote = self.sentence.units.iter().any(|u| u.cat == Cat::Punct('"'));
        let opens = clause.units.iter().all(|u| self.sentence.unit(*u).is_some_and(|u| u.cat != Cat::Coord));
        if act.nominal || !act.target.is_open() || act.source.is_open() || !quote || !opens {
            return None;
        }
        let mut side = Side::default();
        let about = |p: &&super::phrase::Phrase| p.clause == before || self.is_under(p.clause, before);
        for phrase in self.sentence.phrases.iter().filter(about) {
            for (actor, strength) in &phrase.actors {
                let new = !side.actors.contains(actor) && !act.source.actors.contains(actor);
                if *strength >= Strength::Modifier && new {
                    side.actors.push(*actor);
                }
            }
        }
        (side.actors.len() == 1).then_some(side)
    }
}
