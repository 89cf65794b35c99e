//! From acts to readings: embedding, negation, modality, tense and attribution.

use super::arguments::{Arguments, Sentence, Side};
use super::binding::{Act, is_bare_infinitive};
use super::class::Class;
use super::clause::{Clause, ClauseId, Link};
use super::compose::{accusation, compose};
use super::frame::{Frame, Mode};
use super::opinion::Opinion;
use super::phrase::{Refers, STATE, Strength};
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
    /// Whether it answers the act before: `in return`.
    pub answers: bool,
    /// Whether its target is a pronoun for a thing, which may be an act.
    pub it: bool,
    /// Whether it is done to each other.
    pub mutual: bool,
    /// The state whose office is searched or whose people are held, where nobody is named who does it.
    pub host: Side,
    /// Whose office or people they are.
    pub guest: Side,
    /// The one place the sentence names, where the act takes its scene as target.
    pub scene: Side,
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

/// Reads the acts of a sentence; the second opinion of a language is asked for what no frame knows.
pub(super) fn readings(
    sentence: &Sentence<'_>,
    arguments: &[Arguments],
    acts: &[Act],
    second: Option<(Opinion, &str)>,
) -> Readings {
    let mut reader = Reader { sentence, arguments, acts, consumed: vec![false; acts.len()], out: Readings::default() };
    for i in reader.outer_first() {
        reader.embed(i);
    }
    for i in 0..acts.len() {
        reader.plain(i);
    }
    reader.modal_demands();
    if let Some((opinion, language)) = second {
        reader.second(opinion, language);
    }
    reader.out
}

pub(super) struct Reader<'a> {
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) arguments: &'a [Arguments],
    pub(super) acts: &'a [Act],
    consumed: Vec<bool>,
    pub(super) out: Readings,
}

impl<'a> Reader<'a> {
    pub(super) fn frame(&self, act: &Act) -> Option<&'a Frame> {
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

    pub(super) fn depth(&self, mut clause: ClauseId) -> usize {
        let mut depth = 0;
        while let Some(parent) = self.sentence.clause(clause).and_then(|c| c.parent).filter(|_| depth < 20) {
            clause = parent;
            depth += 1;
        }
        depth
    }

    /// Whether a clause hangs on another as what is asked, said or done.
    pub(super) fn is_under(&self, mut clause: ClauseId, top: ClauseId) -> bool {
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
            if here && self.is_setting(outer, act) {
                return false;
            }
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
            let embedded = self.acts.get(*j)?;
            let inner_code = self.inner_code(embedded)?;
            let code = match mode {
                Mode::Accuse => accusation(inner_code).unwrap_or(frame.code),
                Mode::Tell => inner_code,
                Mode::Intent | Mode::Threat if Self::is_of_another(act, embedded) => return None,
                Mode::Demand | Mode::Appeal if self.is_decided(act, embedded) => inner_code,
                Mode::Intent => self.meant(act, embedded, inner_code)?,
                _ => compose(mode, inner_code)?,
            };
            Some((*j, code))
        });
        self.mark(i);
        let Some((j, code)) = composed else {
            let others = |j: &usize| self.acts.get(*j).is_some_and(|inner| Self::is_of_another(act, inner));
            let foretold =
                matches!(mode, Mode::Threat | Mode::Intent) && act.target.is_open() && inner.iter().any(others);
            if frame.needs_inner || foretold {
                self.release(i);
            } else {
                let mut act = act.clone();
                if act.target.is_open() && mode != Mode::Tell {
                    act.target = self.subject_below(&act);
                }
                self.emit(&act, frame.code, None);
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
            Mode::Demand | Mode::Appeal if self.is_decided(act, embedded) => self.tell(act, embedded, code),
            _ => self.composed(act, embedded, code, mode),
        }
    }

    /// Who is asked or accused where the act itself is none we know: the subject of the clause below.
    fn subject_below(&self, act: &Act) -> Side {
        let below = |c: &Clause| c.parent == Some(act.clause) && matches!(c.link, Link::Content | Link::Infinitive);
        let at = self.sentence.clauses.list.iter().position(below);
        let subject = at.and_then(|at| self.arguments.get(at)).map(|a| a.subject.as_slice()).unwrap_or_default();
        let mut side = self.sentence.side(subject, Strength::Agent);
        // Without a verb that is known, whoever stands first.
        let verbless = at
            .and_then(|at| self.sentence.clause(at))
            .is_some_and(|c| c.verb.finite.is_none() && c.link == Link::Content);
        if let Some(first) = at.filter(|_| verbless).and_then(|at| self.first_phrase(at)) {
            side = self.sentence.side(&self.sentence.group(first), Strength::Agent);
        }
        if side.actors.iter().any(|a| act.source.actors.contains(a)) { Side::default() } else { side }
    }

    /// The phrase a clause opens with, where no preposition governs it.
    fn first_phrase(&self, clause: ClauseId) -> Option<usize> {
        let at = self.sentence.phrases.iter().position(|p| p.clause == clause && p.owner_of.is_none())?;
        self.sentence.phrases.get(at).filter(|p| p.prep.is_none()).map(|_| at)
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
            let below = if asked { self.subject_below(outer) } else { Side::default() };
            let first = if asked { &inner.source } else { &inner.target };
            let second = if asked { &inner.target } else { &inner.source };
            act.target = [&below, first, second].into_iter().find(|s| other(s)).cloned().unwrap_or_default();
            act.joint = act.target.is_open() && inner.joint && outer.source == inner.source;
        }
        self.emit(&act, code, None);
    }

    fn accuse(&mut self, outer: &Act, first: &Act, code: CameoCode, inner: &[usize]) {
        let mut accusing = outer.clone();
        if accusing.target.is_open() && !accusing.target.own && !first.source.actors.is_empty() {
            // `denounced that X bombed`: who did it is who is accused.
            accusing.target = first.source.clone();
        }
        let outer = &accusing;
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
            // To arm or to help somebody unnamed is nothing done to the accuser.
            if alleged.target.is_open() && code.root().number() <= 8 {
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
        if self.frame(act).is_some_and(|f| f.said) {
            return self.speech(act, code);
        }
        if act.nominal && !act.carried && !(act.joint || (!act.source.is_open() && !act.target.is_open())) {
            return;
        }
        let Some(clause) = self.sentence.clause(act.clause) else { return };
        if !act.nominal && is_bare_infinitive(self.sentence, clause) {
            self.out.dropped.push((act.clause, act.units, AbstainReason::Hypothetical));
            return;
        }
        let quoted = if matches!(code.root().number(), 11..=13) { self.quoted(act) } else { None };
        match quoted {
            Some(target) => self.emit(&Act { target, ..act.clone() }, code, None),
            None => self.emit(act, code, None),
        }
    }

    /// Judges an act by its clause and keeps or drops it.
    pub(super) fn emit(&mut self, act: &Act, code: CameoCode, status: Option<Status>) {
        match self.judge(act, code) {
            Err(reason) => {
                if !self.demanded(act, code) {
                    self.out.dropped.push((act.clause, act.units, reason));
                }
            }
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

    /// `X said Y must withdraw`: a demand of the one who speaks.
    fn demanded(&mut self, act: &Act, code: CameoCode) -> bool {
        let must = self.sentence.clause(act.clause).is_some_and(|c| c.verb.aux.has(Class::Must));
        let (true, Some(Reporter::Actor(speaker))) = (must, self.reporter(act.clause)) else { return false };
        let to = if act.source.actors.contains(&speaker) { &act.target } else { &act.source };
        let Some(code) = compose(Mode::Demand, code).filter(|_| !to.is_open()) else { return false };
        let mut demand = act.clone();
        demand.target = to.clone();
        demand.source = Side { actors: vec![speaker], ..Side::default() };
        self.push(&demand, code, Status::Actual, None);
        true
    }

    /// `Moscow said it had withdrawn`: the reporter speaks of itself through a pronoun.
    fn speaks_itself(act: &Act) -> bool {
        act.source.actors.is_empty() && matches!(act.source.refers, Some(Refers::One | Refers::Speaker))
    }

    pub(super) fn push(&mut self, act: &Act, code: CameoCode, status: Status, reporter: Option<Reporter>) {
        let source = self.subject_above(act).or_else(|| self.speaker(act)).unwrap_or_else(|| act.source.clone());
        let speaks = act.source.refers == Some(Refers::Speaker) && act.target.is_open();
        let target = if speaks { self.addressee(act.clause) } else { None }.unwrap_or_else(|| act.target.clone());
        let symmetric = act.joint || self.frame(act).is_some_and(|f| f.symmetric);
        let clause = self.sentence.clause(act.clause);
        let agentless = self.arguments.get(act.clause).is_some_and(|a| {
            let nameless = |p: &usize| self.sentence.phrases.get(*p).is_some_and(|p| p.classes.any(STATE));
            a.passive && a.agent.iter().all(nameless)
        });
        let (host, guest) = self.host(act, code);
        self.out.found.push(Reading {
            frame: act.frame,
            code,
            clause: act.clause,
            head: act.head,
            source,
            target,
            joint: act.joint,
            symmetric,
            status,
            reporter,
            units: act.units,
            nominal: act.nominal && !act.carried && self.frame(act).is_none_or(|f| f.mode.is_none() || !f.needs_inner),
            agentless: agentless && act.source.is_open(),
            also: self.has(act.clause, Class::Also),
            answers: self.has(act.clause, Class::InReturn),
            it: self.is_thing(&act.target),
            mutual: self.is_mutual(act),
            host,
            guest,
            scene: self.scene(act),
            reaction: matches!(code.root().number(), 1 | 5 | 11 | 12),
            wager: self.frame(act).is_some_and(|f| f.wager),
            prior: clause.is_some_and(|c| c.link == Link::Sub(Class::After)),
        });
    }
}
