//! From acts to readings: embedding, negation, modality, tense and attribution.

use super::arguments::{Arguments, Sentence, Side};
use super::binding::{Act, is_bare_infinitive};
use super::class::{Class, Classes, Tags};
use super::clause::{ClauseId, Link};
use super::compose::{accusation, compose};
use super::frame::{Frame, Mode};
use super::phrase::{Refers, Strength};
use super::tag::Cat;
use crate::coder::AbstainReason;
use crate::domain::{CameoCode, Reporter, Status};

/// An act as the sentence has it, before the rest of the text fills what is open.
#[expect(clippy::struct_excessive_bools, reason = "independent findings about one act, each read by name")]
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub frame: u32,
    pub code: CameoCode,
    pub clause: ClauseId,
    pub head: usize,
    pub source: Side,
    pub target: Side,
    pub joint: bool,
    pub symmetric: bool,
    pub status: Status,
    pub reporter: Option<Reporter>,
    pub units: (usize, usize),
    /// Whether its clause links it to the act before: `also`.
    pub also: bool,
    /// Whether the act answers what somebody did: praise, blame, a refusal.
    pub reaction: bool,
    /// Whether only a noun says it, outside any verb that carries it.
    pub nominal: bool,
    /// Whether the verb is passive and names no agent.
    pub agentless: bool,
    /// Whether the target is the victim of a war, and who wages it is meant.
    pub wager: bool,
    /// Whether the act came before the one its clause hangs on.
    pub prior: bool,
}

impl Reading {
    /// Whether its noun is one the reader is taken to know: `the invasion`, not `an invasion`.
    pub fn is_given(&self, sentence: &Sentence<'_>) -> bool {
        let phrase = sentence.phrase_of(self.head).and_then(|p| sentence.phrases.get(p));
        let opener = phrase.and_then(|p| sentence.unit(p.first));
        self.nominal && !self.joint && opener.is_some_and(|u| !u.has(Class::Generic) && u.cat != Cat::Number)
    }
}

/// An act that is no interaction, and why.
pub(super) type Dropped = (ClauseId, (usize, usize), AbstainReason);

/// What a sentence says.
#[derive(Debug, Default)]
pub(super) struct Readings {
    pub found: Vec<Reading>,
    pub dropped: Vec<Dropped>,
}

/// Reads the acts of a sentence.
pub(super) fn readings(sentence: &Sentence<'_>, arguments: &[Arguments], acts: &[Act]) -> Readings {
    let mut reader = Reader { sentence, arguments, acts, consumed: vec![false; acts.len()], out: Readings::default() };
    for i in reader.outer_first() {
        reader.embed(i);
    }
    for i in 0..acts.len() {
        reader.plain(i);
    }
    reader.out
}

struct Reader<'a> {
    sentence: &'a Sentence<'a>,
    arguments: &'a [Arguments],
    acts: &'a [Act],
    consumed: Vec<bool>,
    out: Readings,
}

impl<'a> Reader<'a> {
    fn frame(&self, act: &Act) -> Option<&'a Frame> {
        self.sentence.data.frames.frames.get(act.frame as usize)
    }

    fn code(&self, act: &Act) -> Option<CameoCode> {
        self.frame(act).map(|f| f.code)
    }

    /// Acts that can hold another, outermost clause first.
    fn outer_first(&self) -> Vec<usize> {
        let mut outer: Vec<usize> = (0..self.acts.len())
            .filter(|i| self.acts.get(*i).and_then(|a| self.frame(a)).is_some_and(|f| f.mode.is_some()))
            .collect();
        outer.sort_by_key(|i| self.acts.get(*i).map(|a| (self.depth(a.clause), a.nominal)));
        outer
    }

    fn depth(&self, mut clause: ClauseId) -> usize {
        let mut depth = 0;
        while let Some(parent) = self.sentence.clause(clause).and_then(|c| c.parent).filter(|_| depth < 20) {
            clause = parent;
            depth += 1;
        }
        depth
    }

    /// Whether a clause hangs on another as what is asked, said or done.
    fn is_under(&self, mut clause: ClauseId, top: ClauseId) -> bool {
        for _ in 0..8 {
            let Some(this) = self.sentence.clause(clause) else { return false };
            match this.link {
                Link::Infinitive | Link::Content | Link::Participle if this.parent == Some(top) => return true,
                Link::Coord(sibling) if sibling != top && this.parent.is_some() => clause = sibling,
                Link::Infinitive | Link::Content | Link::Participle => match this.parent {
                    Some(parent) => clause = parent,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Acts embedded in this one, nearest first.
    fn inner(&self, i: usize) -> Vec<usize> {
        let Some(outer) = self.acts.get(i) else { return Vec::new() };
        let fits = |j: &usize| {
            let Some(act) = self.acts.get(*j).filter(|_| *j != i) else { return false };
            if self.consumed.get(*j) == Some(&true) {
                return false;
            }
            let here = act.clause == outer.clause && act.nominal && act.head != outer.head && !outer.nominal;
            here || self.is_under(act.clause, outer.clause)
        };
        let mut inner: Vec<usize> = (0..self.acts.len()).filter(fits).collect();
        inner.sort_by_key(|j| self.acts.get(*j).map(|a| (a.nominal, self.depth(a.clause), a.head)));
        inner
    }

    /// Composes an act with those embedded in it.
    fn embed(&mut self, i: usize) {
        let Some(act) = self.acts.get(i).filter(|_| self.consumed.get(i) != Some(&true)) else { return };
        let Some((frame, mode)) = self.frame(act).and_then(|f| f.mode.map(|m| (f, m))) else { return };
        let inner = self.inner(i);
        let composed = inner.iter().find_map(|j| {
            let act = self.acts.get(*j)?;
            let inner_code = self.inner_code(act)?;
            let code = match mode {
                Mode::Accuse => accusation(inner_code).unwrap_or(frame.code),
                Mode::Tell => inner_code,
                _ => compose(mode, inner_code)?,
            };
            Some((*j, code))
        });
        self.mark(i);
        let Some((j, code)) = composed else {
            if frame.needs_inner {
                self.release(i);
            } else {
                self.emit(act, frame.code, None);
            }
            return;
        };
        for j in &inner {
            self.mark(*j);
        }
        let Some(embedded) = self.acts.get(j) else { return };
        match mode {
            Mode::Accuse => self.accuse(act, embedded, code, &inner),
            Mode::Tell => self.tell(act, embedded, code),
            _ => self.composed(act, embedded, code, mode),
        }
    }

    fn mark(&mut self, i: usize) {
        if let Some(flag) = self.consumed.get_mut(i) {
            *flag = true;
        }
    }

    /// An outer act without the inner one it needs is nothing; it stays marked so that nobody codes it.
    fn release(&mut self, i: usize) {
        if let Some(act) = self.acts.get(i) {
            self.out.dropped.push((act.clause, act.units, AbstainReason::NoFrame));
        }
    }

    /// The code of an embedded act, ended or wanted as its own clause says.
    fn inner_code(&self, act: &Act) -> Option<CameoCode> {
        let code = self.code(act)?;
        let clause = self.sentence.clause(act.clause)?;
        if act.nominal && self.sentence.verb_is(clause, Class::Stop) {
            return compose(Mode::Stop, code);
        }
        Some(code)
    }

    fn composed(&mut self, outer: &Act, inner: &Act, code: CameoCode, mode: Mode) {
        let mut act = outer.clone();
        act.units = (outer.units.0.min(inner.units.0), outer.units.1.max(inner.units.1));
        let other = |side: &Side| !side.is_open() && side.actors.iter().all(|a| !outer.source.actors.contains(a));
        if act.target.is_open() {
            let asked = matches!(mode, Mode::Appeal | Mode::Demand);
            let first = if asked { &inner.source } else { &inner.target };
            let second = if asked { &inner.target } else { &inner.source };
            act.target = [first, second].into_iter().find(|s| other(s)).cloned().unwrap_or_default();
            act.joint = act.target.is_open() && inner.joint && outer.source == inner.source;
        }
        self.emit(&act, code, None);
    }

    fn accuse(&mut self, outer: &Act, first: &Act, code: CameoCode, inner: &[usize]) {
        self.emit(outer, code, None);
        let reporter = outer.source.actors.first().map(|a| Reporter::Actor(*a));
        for j in inner {
            let Some(act) = self.acts.get(*j) else { continue };
            let Some(code) = self.inner_code(act) else { continue };
            if act.clause != first.clause && !self.is_under(act.clause, outer.clause) {
                continue;
            }
            let mut alleged = act.clone();
            if alleged.source.actors.is_empty() || alleged.source == outer.source {
                alleged.source = outer.target.clone();
            }
            let same = alleged.target.actors == alleged.source.actors;
            if alleged.target.own {
                continue;
            }
            if alleged.target.is_open() || same {
                alleged.target = outer.source.clone();
            }
            self.push(&alleged, code, Status::Alleged, reporter.clone());
        }
    }

    /// A frame that only carries its inner act: `guilty of violations`.
    fn tell(&mut self, outer: &Act, inner: &Act, code: CameoCode) {
        let mut act = inner.clone();
        if act.source.is_open() {
            act.source = outer.source.clone();
        }
        if act.target.is_open() {
            act.target = outer.target.clone();
        }
        act.clause = outer.clause;
        act.nominal = false;
        act.units = (outer.units.0.min(inner.units.0), outer.units.1.max(inner.units.1));
        let reporter = self.reporter(outer.clause);
        self.emit(&act, code, None);
        let Some(Reporter::Actor(accuser)) = reporter else { return };
        if act.source.actors.contains(&accuser) {
            return;
        }
        let Some(accused) = accusation(code).or_else(|| "112".parse().ok()) else { return };
        let mut accusing = outer.clone();
        accusing.target = act.source.clone();
        accusing.source = Side { actors: vec![accuser], ..Side::default() };
        self.push(&accusing, accused, Status::Actual, None);
        // The inner act is alleged against the accuser unless it says otherwise.
        if let Some(reading) = self.out.found.iter_mut().rev().nth(1).filter(|r| r.target.is_open()) {
            reading.target = Side { actors: vec![accuser], ..Side::default() };
        }
    }

    fn plain(&mut self, i: usize) {
        if self.consumed.get(i) == Some(&true) {
            return;
        }
        let Some(act) = self.acts.get(i) else { return };
        let Some(code) = self.inner_code(act) else { return };
        if act.nominal && !act.carried && !(act.joint || (!act.source.is_open() && !act.target.is_open())) {
            return;
        }
        let Some(clause) = self.sentence.clause(act.clause) else { return };
        if !act.nominal && is_bare_infinitive(self.sentence, clause) {
            self.out.dropped.push((act.clause, act.units, AbstainReason::Hypothetical));
            return;
        }
        self.emit(act, code, None);
    }

    /// Judges an act by its clause and keeps or drops it.
    fn emit(&mut self, act: &Act, code: CameoCode, status: Option<Status>) {
        match self.judge(act, code) {
            Err(reason) => self.out.dropped.push((act.clause, act.units, reason)),
            Ok(code) => {
                let reporter = self.reporter(act.clause);
                let claimed = match &reporter {
                    Some(Reporter::Actor(who)) => !act.source.actors.contains(who) && !Self::speaks_itself(act),
                    _ => self.has(act.clause, Class::Allegedly),
                };
                let background = self.is_background(act);
                let judged = match (claimed, background) {
                    (true, _) => Status::Alleged,
                    (false, true) => Status::Background,
                    (false, false) => Status::Actual,
                };
                self.push(act, code, status.unwrap_or(judged), reporter);
            }
        }
    }

    /// `Moscow said it had withdrawn`: the reporter speaks of itself through a pronoun.
    fn speaks_itself(act: &Act) -> bool {
        act.source.actors.is_empty() && act.source.refers == Some(Refers::One)
    }

    fn push(&mut self, act: &Act, code: CameoCode, status: Status, reporter: Option<Reporter>) {
        let source = self.subject_above(act).unwrap_or_else(|| act.source.clone());
        let symmetric = act.joint || self.frame(act).is_some_and(|f| f.symmetric);
        let clause = self.sentence.clause(act.clause);
        let agentless = self.arguments.get(act.clause).is_some_and(|a| a.passive && a.agent.is_empty());
        self.out.found.push(Reading {
            frame: act.frame,
            code,
            clause: act.clause,
            head: act.head,
            source,
            target: act.target.clone(),
            joint: act.joint,
            symmetric,
            status,
            reporter,
            units: act.units,
            nominal: act.nominal && !act.carried,
            agentless: agentless && act.source.is_open(),
            also: self.has(act.clause, Class::Also),
            reaction: matches!(code.root().number(), 1 | 5 | 11 | 12),
            wager: self.frame(act).is_some_and(|f| f.wager),
            prior: clause.is_some_and(|c| c.link == Link::Sub(Class::After)),
        });
    }

    /// `X said its forces had`: what refers back inside a sentence means the subject of a clause above.
    fn subject_above(&self, act: &Act) -> Option<Side> {
        if act.source.refers != Some(Refers::One) {
            return None;
        }
        let mut clause = act.clause;
        for _ in 0..8 {
            let this = self.sentence.clause(clause)?;
            clause = match this.link {
                Link::Coord(sibling) => sibling,
                _ => this.parent?,
            };
            let side = self.sentence.side(&self.arguments.get(clause)?.subject, Strength::Agent);
            if side.actors.iter().any(|a| !act.target.actors.contains(a)) {
                return Some(side);
            }
        }
        None
    }

    fn has(&self, clause: ClauseId, class: Class) -> bool {
        let units = self.sentence.clause(clause).map(|c| c.units.as_slice()).unwrap_or_default();
        units.iter().any(|u| self.sentence.unit(*u).is_some_and(|u| u.has(class) && u.mention.is_none()))
    }

    /// The code an act keeps under the modality of its clause, or why it is none.
    fn judge(&self, act: &Act, code: CameoCode) -> Result<CameoCode, AbstainReason> {
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
        let meant = aux.any(Classes::of(&[Class::Want, Class::Will])) || tags.any(Tags::FUT);
        if negated {
            let refused =
                compose(Mode::Refuse, code).filter(|_| friendly && aux.any(Classes::of(&[Class::Want, Class::Will])));
            return refused.ok_or(AbstainReason::Negated);
        }
        if meant && code.root().number() != 3 {
            return compose(Mode::Intent, code).filter(|_| friendly).ok_or(AbstainReason::Hypothetical);
        }
        let unreal = tags.any(Tags::COND)
            && !tags.any(Tags::F.with(Tags::P))
            && !matches!(clause.link, Link::Sub(Class::After) | Link::Relative(..));
        if aux.has(Class::Would) || unreal {
            let told = self.is_told(act.clause) && friendly;
            return compose(Mode::Intent, code).filter(|_| told).ok_or(AbstainReason::Hypothetical);
        }
        let guess = aux.has(Class::Can) || aux.has(Class::Must) || self.has(act.clause, Class::Perhaps);
        if guess { Err(AbstainReason::Hypothetical) } else { Ok(code) }
    }

    /// Conditions and denials in the clauses above.
    fn judge_above(&self, mut clause: ClauseId) -> Result<(), AbstainReason> {
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

    fn is_question(&self) -> bool {
        self.sentence.units.iter().rev().take(3).any(|u| u.cat == Cat::Punct('?'))
    }

    /// Negations of the clause: one that is part of the frame itself, and one that is not.
    fn negations(&self, act: &Act) -> (bool, bool) {
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

    fn is_background(&self, act: &Act) -> bool {
        let Some(clause) = self.sentence.clause(act.clause) else { return false };
        let past = clause.verb.aux.has(Class::Had) && clause.verb.tags().any(Tags::PP);
        let prior = clause.link == Link::Sub(Class::After);
        let verbal = !act.nominal || act.carried;
        (verbal && (past || self.has(act.clause, Class::Earlier))) || prior
    }

    /// Who reports what stands in the clause, where the sentence says so.
    fn reporter(&self, clause: ClauseId) -> Option<Reporter> {
        self.reporter_by_preposition(clause).or_else(|| self.reporter_by_verb(clause))
    }

    fn reporter_by_preposition(&self, clause: ClauseId) -> Option<Reporter> {
        let per = self.sentence.phrases.iter().enumerate().find(|(_, p)| self.sentence.prep_is(p, Class::Per));
        let (at, phrase) = per?;
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
        let side = self.sentence.side(phrases, Strength::Agent);
        if let Some(actor) = side.actors.first() {
            return Some(Reporter::Actor(*actor));
        }
        let phrase = self.sentence.phrases.get(*phrases.first()?)?;
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
