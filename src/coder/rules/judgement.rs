//! How a sentence stands to an act: negated, asked, conditional, meant, recalled, and who reports it.

use super::binding::Act;
use super::class::{Class, Tags};
use super::clause::{ClauseId, Link};
use super::compose::compose;
use super::frame::Mode;
use super::phrase::{Phrase, Strength};
use super::reading::Reader;
use super::tag::Cat;
use crate::coder::AbstainReason;
use crate::domain::{CameoCode, Reporter};

impl Reader<'_> {
    pub(super) fn has(&self, clause: ClauseId, class: Class) -> bool {
        let units = self.sentence.clause(clause).map(|c| c.units.as_slice()).unwrap_or_default();
        units.iter().any(|u| self.sentence.unit(*u).is_some_and(|u| u.has(class) && u.mention.is_none()))
    }

    /// The code an act keeps under the modality of its clause, or why it is none.
    pub(super) fn judge(&self, act: &Act, code: CameoCode) -> Result<CameoCode, AbstainReason> {
        let Some(clause) = self.sentence.clause(act.clause) else { return Err(AbstainReason::NoFrame) };
        if self.is_question() {
            return Err(AbstainReason::Question);
        }
        self.judge_above(act.clause)?;
        if act.nominal && !act.carried {
            return Ok(code);
        }
        let aux = clause.verb.aux;
        let tags = clause.verb.tags();
        let friendly = code.root().number() <= 8;
        let (own, other) = self.negations(act);
        if own && !other {
            return Ok(code);
        }
        let negated = other || tags.any(Tags::NEG);
        let due = self.is_due(act.clause) || (aux.has(Class::Will) && !self.is_present_passive(clause));
        let meant = due || aux.has(Class::Want) || tags.any(Tags::FUT);
        if negated {
            let refused = compose(Mode::Refuse, code).filter(|_| friendly && (due || aux.has(Class::Want)));
            return refused.ok_or(AbstainReason::Negated);
        }
        if meant && code.root().number() != 3 {
            return self.future(act, code).ok_or(AbstainReason::Hypothetical);
        }
        let unreal = tags.any(Tags::COND)
            && !tags.any(Tags::F.with(Tags::P))
            && !matches!(clause.link, Link::Sub(Class::After) | Link::Relative(..));
        if aux.has(Class::Would) || unreal {
            let told = self.is_told(act.clause);
            return self.future(act, code).filter(|_| told).ok_or(AbstainReason::Hypothetical);
        }
        let guess = aux.has(Class::Can) || aux.has(Class::Must) || self.has(act.clause, Class::Perhaps);
        if guess { Err(AbstainReason::Hypothetical) } else { Ok(code) }
    }

    /// Conditions and denials in the clauses above.
    pub(super) fn judge_above(&self, mut clause: ClauseId) -> Result<(), AbstainReason> {
        for _ in 0..8 {
            let Some(this) = self.sentence.clause(clause) else { return Ok(()) };
            if this.link == Link::Sub(Class::If) {
                return Err(AbstainReason::Hypothetical);
            }
            let Some(up) = this.parent else { return Ok(()) };
            let Some(parent) = self.sentence.clause(up) else { return Ok(()) };
            let embedded = matches!(this.link, Link::Content | Link::Infinitive | Link::Participle);
            if embedded && self.sentence.verb_is(parent, Class::Deny) {
                return Err(AbstainReason::Denied);
            }
            if embedded && self.sentence.verb_is(parent, Class::Fail) {
                return Err(AbstainReason::Negated);
            }
            clause = up;
        }
        Ok(())
    }

    pub(super) fn is_question(&self) -> bool {
        self.sentence.units.iter().rev().take(3).any(|u| u.cat == Cat::Punct('?'))
    }

    /// Negations of the clause: one that is part of the frame itself, and one that is not.
    pub(super) fn negations(&self, act: &Act) -> (bool, bool) {
        let lexicon = &self.sentence.data.lexicon;
        let pattern = self.sentence.data.frames.patterns.get(act.pattern as usize);
        let own = |unit: usize| {
            let fills = |e: &u32| self.sentence.unit(unit).is_some_and(|u| u.fills(lexicon, *e));
            pattern.is_some_and(|p| p.needs.iter().any(fills))
        };
        let units = self.sentence.clause(act.clause).map(|c| c.units.as_slice()).unwrap_or_default();
        let negations = || units.iter().filter(|u| self.sentence.unit(**u).is_some_and(|x| x.cat == Cat::Neg));
        (negations().any(|u| own(*u)), negations().any(|u| !own(*u)))
    }

    fn is_told(&self, clause: ClauseId) -> bool {
        let this = self.sentence.clause(clause);
        let parent = this.and_then(|c| c.parent).and_then(|p| self.sentence.clause(p));
        this.is_some_and(|c| c.link == Link::Content) && parent.is_some_and(|p| self.sentence.verb_is(p, Class::Say))
    }

    pub(super) fn is_background(&self, act: &Act) -> bool {
        let Some(clause) = self.sentence.clause(act.clause) else { return false };
        let past = clause.verb.aux.has(Class::Had) && clause.verb.tags().any(Tags::PP);
        let verbal = !act.nominal || act.carried;
        verbal && (past || self.has(act.clause, Class::Earlier))
    }

    /// Who reports what stands in the clause, where the sentence says so.
    pub(super) fn reporter(&self, clause: ClauseId) -> Option<Reporter> {
        self.reporter_by_preposition(clause).or_else(|| self.reporter_by_verb(clause))
    }

    fn reporter_by_preposition(&self, clause: ClauseId) -> Option<Reporter> {
        let account = |p: &Phrase| p.prep.is_some() && p.classes.has(Class::PerNoun);
        let per = |(_, p): &(usize, &Phrase)| self.sentence.prep_is(p, Class::Per) || account(p);
        let (at, phrase) = self.sentence.phrases.iter().enumerate().find(per)?;
        let near = phrase.clause == clause || self.is_under(clause, phrase.clause) || self.depth(phrase.clause) == 0;
        if near { self.named(&[at]) } else { None }
    }

    fn reporter_by_verb(&self, clause: ClauseId) -> Option<Reporter> {
        let mut at = clause;
        for _ in 0..8 {
            let this = self.sentence.clause(at)?;
            let Some(up) = this.parent else { break };
            let parent = self.sentence.clause(up)?;
            if matches!(this.link, Link::Content) && self.sentence.verb_is(parent, Class::Say) {
                return self.named(&self.arguments.get(up)?.subject);
            }
            at = up;
        }
        let says = |(id, c): &(usize, &super::clause::Clause)| {
            *id != at
                && self.sentence.verb_is(c, Class::Say)
                && matches!(c.link, Link::Coord(_))
                && !self.sentence.clauses.list.iter().any(|x| x.parent == Some(*id) && x.link == Link::Content)
        };
        let (id, _) = self.sentence.clauses.list.iter().enumerate().find(says)?;
        self.named(&self.arguments.get(id)?.subject)
    }

    /// The reporter some phrases name: an actor, or a medium by its name.
    fn named(&self, phrases: &[usize]) -> Option<Reporter> {
        let first = self.sentence.phrases.get(*phrases.first()?)?;
        let account = first.prep.is_some() && first.classes.has(Class::PerNoun);
        let side = self.sentence.side(phrases, if account { Strength::Modifier } else { Strength::Agent });
        if let Some(actor) = side.actors.first() {
            return Some(Reporter::Actor(*actor));
        }
        let phrase = first;
        let medium = (phrase.first..=phrase.last).any(|u| self.sentence.unit(u).is_some_and(|u| u.has(Class::Media)));
        if !medium {
            return None;
        }
        let from = self.sentence.unit(phrase.first)?.start;
        let to = self.sentence.unit(phrase.last)?.end;
        let words: Vec<&str> = self.sentence.text.get(from..to)?.split_whitespace().collect();
        words.join(" ").parse().ok()
    }
}
