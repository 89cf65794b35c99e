//! Units to clauses: each clause has at most one verb group, and knows what it hangs on.

use super::ahead::{ahead, finite_ahead, infinitive_ahead, next_is_gerund};
use super::class::{Class, Classes, Tags};
use super::data::LanguageData;
use super::lexicon::{Order, Side, WordId};
use super::particle;
use super::tag::{Cat, Unit};
use super::text::Tokens;

/// Position of a clause in its sentence.
pub(super) type ClauseId = usize;

/// How a clause hangs together with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// The sentence's own.
    Main,
    /// On the same level as another, which may lend it its subject.
    Coord(ClauseId),
    /// What is said, thought or asked.
    Content,
    /// A relative clause; the unit it belongs to.
    Relative(Option<usize>, Class),
    /// Another subordinate clause.
    Sub(Class),
    /// An infinitive clause.
    Infinitive,
    /// A participle clause.
    Participle,
    /// In brackets.
    Bracket,
}

/// The verb of a clause, with its auxiliaries.
#[derive(Debug, Clone, Default)]
pub(super) struct VerbGroup {
    /// Unit of the full verb.
    pub main: Option<usize>,
    /// Unit of the finite verb, which may be the full verb.
    pub finite: Option<usize>,
    /// Classes of the auxiliaries.
    pub aux: Classes,
    /// Whether a participle of an auxiliary stands there: `been`, `geworden`.
    pub aux_participle: bool,
    /// Unit of a separated particle.
    pub particle: Option<usize>,
    /// What the full verb can be, with the form it has.
    pub senses: Vec<(WordId, Tags)>,
}

impl VerbGroup {
    /// All forms the full verb can be.
    pub fn tags(&self) -> Tags {
        self.senses.iter().fold(Tags::NONE, |all, (_, tags)| all.with(*tags))
    }
}

/// A clause.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// Its units in order, without those of clauses inside it.
    pub units: Vec<usize>,
    pub link: Link,
    pub parent: Option<ClauseId>,
    pub verb: VerbGroup,
}

/// The clauses of a sentence.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    pub list: Vec<Clause>,
    /// The clause of each unit.
    pub of: Vec<ClauseId>,
}

/// Cuts a sentence into clauses.
pub(super) fn clauses(data: &LanguageData, tokens: &Tokens, units: &[Unit]) -> Clauses {
    let mut cutter =
        Cutter { data, tokens, units, list: Vec::new(), of: vec![0; units.len()], open: Vec::new(), since_verb: 0 };
    cutter.push(Link::Main, None);
    for i in 0..units.len() {
        cutter.take(i);
    }
    let (mut list, of) = (cutter.list, cutter.of);
    for (i, clause) in of.iter().enumerate() {
        if let Some(clause) = list.get_mut(*clause) {
            clause.units.push(i);
        }
    }
    for clause in &mut list {
        particle::complete(data, tokens, units, clause);
    }
    Clauses { list, of }
}

pub(super) struct Cutter<'a> {
    pub(super) data: &'a LanguageData,
    pub(super) tokens: &'a Tokens,
    pub(super) units: &'a [Unit],
    pub(super) list: Vec<Clause>,
    pub(super) of: Vec<ClauseId>,
    pub(super) open: Vec<ClauseId>,
    /// First unit that a clause found late may still claim.
    pub(super) since_verb: usize,
}

impl Cutter<'_> {
    pub(super) fn top(&self) -> ClauseId {
        self.open.last().copied().unwrap_or(0)
    }

    pub(super) fn clause(&self, id: ClauseId) -> Option<&Clause> {
        self.list.get(id)
    }

    pub(super) fn verb(&mut self) -> Option<&mut VerbGroup> {
        let top = self.top();
        self.list.get_mut(top).map(|c| &mut c.verb)
    }

    pub(super) fn push(&mut self, link: Link, parent: Option<ClauseId>) -> ClauseId {
        let id = self.list.len();
        self.list.push(Clause { units: Vec::new(), link, parent, verb: VerbGroup::default() });
        self.open.push(id);
        id
    }

    pub(super) fn assign(&mut self, unit: usize) {
        let top = self.top();
        if let Some(of) = self.of.get_mut(unit) {
            *of = top;
        }
    }

    /// Gives the units from here up to `to` that belong to the clause `from` to the open clause.
    pub(super) fn claim(&mut self, start: usize, to: usize, from: ClauseId) {
        let top = self.top();
        for of in self.of.iter_mut().take(to).skip(start).filter(|of| **of == from) {
            *of = top;
        }
    }

    pub(super) fn take(&mut self, i: usize) {
        let Some(unit) = self.units.get(i) else { return };
        match unit.cat {
            Cat::Punct(',' | '–') => self.comma(i),
            Cat::Punct(';') => self.restart(i),
            Cat::Punct(':') => self.colon(i),
            Cat::Punct('(') => {
                let parent = self.top();
                self.push(Link::Bracket, Some(parent));
                self.assign(i);
            }
            Cat::Punct(')') => self.close_bracket(i),
            Cat::Coord => self.coordinator(i),
            Cat::Open(class) => self.opener(i, class),
            Cat::Inf => self.infinitive_marker(i),
            Cat::Aux => self.auxiliary(i),
            Cat::Verb => self.full_verb(i),
            Cat::Adv | Cat::Prep if unit.has(Class::InfOpen) && infinitive_ahead(self.units, i) => {
                self.embed(i, Link::Infinitive);
            }
            Cat::Prep if next_is_gerund(self.units, i) => self.embed(i, Link::Participle),
            _ => self.assign(i),
        }
    }

    pub(super) fn embed(&mut self, i: usize, link: Link) {
        let parent = self.top();
        self.push(link, Some(parent));
        self.assign(i);
        self.since_verb = i + 1;
    }

    pub(super) fn restart(&mut self, i: usize) {
        self.assign(i);
        let sibling = self.open.first().copied().unwrap_or(0);
        self.open.clear();
        self.push(Link::Coord(sibling), None);
        self.since_verb = i + 1;
    }

    pub(super) fn colon(&mut self, i: usize) {
        self.assign(i);
        let parent = self.open.first().copied().unwrap_or(0);
        self.open.truncate(1);
        self.push(Link::Content, Some(parent));
        self.since_verb = i + 1;
    }

    pub(super) fn close_bracket(&mut self, i: usize) {
        self.assign(i);
        let at = self.open.iter().rposition(|id| self.clause(*id).is_some_and(|c| c.link == Link::Bracket));
        if let Some(at) = at.filter(|at| *at > 0) {
            self.open.truncate(at);
        }
    }

    pub(super) fn comma(&mut self, i: usize) {
        while self.open.len() > 1 && self.is_complete(self.top()) && !self.is_bracket(self.top()) {
            self.open.pop();
        }
        self.assign(i);
        let next = self.units.get(i + 1).map(|u| u.cat);
        let opens = matches!(next, Some(Cat::Open(_) | Cat::Coord));
        if self.is_complete(self.top()) && !opens && finite_ahead(self.units, i + 1) && !self.participle_awaited(i + 1)
        {
            self.sibling();
        }
        self.since_verb = i + 1;
    }

    /// Opens a clause beside the top one.
    pub(super) fn sibling(&mut self) {
        let top = self.top();
        let parent = self.clause(top).and_then(|c| c.parent);
        if self.open.len() > 1 {
            self.open.pop();
        }
        if parent.is_none() {
            self.open.clear();
        }
        self.push(Link::Coord(top), parent);
    }

    pub(super) fn coordinator(&mut self, i: usize) {
        while self.open.len() > 1
            && self.is_complete(self.top())
            && finite_ahead(self.units, i + 1)
            && self.clause(self.top()).is_some_and(|c| match c.link {
                Link::Relative(..) => self.previous_is_comma(i),
                Link::Participle => self.data.settings.adjective == Side::After,
                _ => false,
            })
        {
            self.open.pop();
        }
        self.rise_to(i + 1);
        let infinitive =
            self.clause(self.top()).is_some_and(|c| c.link == Link::Infinitive) && infinitive_ahead(self.units, i);
        if self.is_complete(self.top()) && self.shares_auxiliary(i + 1) {
            let aux = self.clause(self.top()).map(|c| (c.verb.aux, c.verb.finite)).unwrap_or_default();
            self.sibling();
            self.since_verb = i + 1;
            if let Some(verb) = self.verb() {
                verb.aux = aux.0;
            }
        } else if self.is_complete(self.top())
            && (finite_ahead(self.units, i + 1) || infinitive)
            && !self.participle_awaited(i + 1)
        {
            self.sibling();
            self.since_verb = i + 1;
        }
        self.assign(i);
    }

    /// Whether the open clause has an auxiliary and waits for the participle that comes next.
    pub(super) fn participle_awaited(&self, from: usize) -> bool {
        let next = ahead(self.units, from).find(|u| u.cat == Cat::Verb || u.cat == Cat::Aux);
        self.awaits_verb(self.top()) && next.is_some_and(|u| u.tags.any(Tags::PP)) && !self.speaks_next(from)
    }

    /// `"X is behind this," said Y`, `X was behind this, Y said`: the verb that comes next closes what was said.
    fn speaks_next(&self, from: usize) -> bool {
        let quote = |at: Option<usize>| at.and_then(|at| self.units.get(at)).is_some_and(|u| u.cat == Cat::Punct('"'));
        let found = (from..self.units.len()).find(|at| self.units.get(*at).is_some_and(|u| u.cat == Cat::Verb));
        let Some(verb) = found.filter(|_| self.data.settings.order == Order::Svo) else { return false };
        let finite = self.units.get(verb).is_some_and(|u| u.tags.any(Tags::FINITE));
        let quoted = quote(Some(from)) || quote(from.checked_sub(2));
        let ends = self.units.get(verb + 1).is_none_or(|u| matches!(u.cat, Cat::Punct(_) | Cat::Time));
        let subject = self.units.get(from..verb).unwrap_or_default().iter().any(Unit::is_nominal);
        finite && self.says(verb) && (quoted || (ends && subject))
    }

    /// `had sought ties and signed a treaty`: the second participle has the first one's auxiliary.
    pub(super) fn shares_auxiliary(&self, from: usize) -> bool {
        let mut verbs = ahead(self.units, from).filter(|u| u.cat == Cat::Verb || u.cat == Cat::Aux);
        let participle =
            verbs.next().is_some_and(|u| u.cat == Cat::Verb && u.tags.any(Tags::PP) && !u.tags.any(Tags::FINITE));
        let perfect = |c: &Clause| {
            let main = c.verb.main.and_then(|m| self.units.get(m));
            !c.verb.aux.is_empty() && main.is_some_and(|u| u.tags.any(Tags::PP))
        };
        participle && verbs.next().is_none() && self.clause(self.top()).is_some_and(perfect)
    }

    /// A conjunct that opens with its finite verb goes on with the clause whose verb it resembles: where verbs come last
    /// in embedded clauses the one they hang on, else the nearest of the same tense.
    pub(super) fn rise_to(&mut self, next: usize) {
        let Some(unit) = self.units.get(next).filter(|u| matches!(u.cat, Cat::Verb) && u.tags.any(Tags::FINITE)) else {
            return;
        };
        let embedded = |c: &Clause| matches!(c.link, Link::Content | Link::Sub(_) | Link::Relative(..));
        if self.data.settings.order == Order::V2 {
            while self.open.len() > 1 && self.is_complete(self.top()) && self.clause(self.top()).is_some_and(embedded) {
                self.open.pop();
            }
            return;
        }
        let tense = |c: &Clause| {
            let tags = c.verb.finite.and_then(|f| self.units.get(f)).map_or(Tags::NONE, |u| u.tags);
            tags.any(Tags::P) == unit.tags.any(Tags::P)
        };
        let fits = |id: &&ClauseId| self.clause(**id).is_some_and(|c| self.is_complete(**id) && tense(c));
        let Some(at) = self.open.iter().rev().find(fits).copied() else { return };
        if let Some(position) = self.open.iter().position(|id| *id == at) {
            self.open.truncate(position + 1);
        }
    }

    pub(super) fn previous_is_comma(&self, i: usize) -> bool {
        i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|u| u.cat == Cat::Punct(','))
    }

    pub(super) fn opener(&mut self, i: usize, class: Class) {
        let relative = matches!(class, Class::Rel | Class::RelPlace);
        if !relative && self.open.len() > 1 && self.is_complete(self.top()) && self.previous_is_comma(i) {
            self.open.pop();
        }
        let parent = self.top();
        let before = |skip: usize| i.checked_sub(skip).filter(|p| self.units.get(*p).is_some_and(Unit::is_nominal));
        let antecedent = before(1).or_else(|| before(2));
        let link = match class {
            Class::Comp => Link::Content,
            Class::Rel | Class::RelPlace => Link::Relative(antecedent, class),
            other => Link::Sub(other),
        };
        self.push(link, Some(parent));
        self.assign(i);
        self.since_verb = i + 1;
    }

    pub(super) fn is_bracket(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| c.link == Link::Bracket)
    }

    /// Whether a clause has its full verb, and its finite one where it needs one.
    pub(super) fn is_complete(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| match c.link {
            Link::Infinitive | Link::Participle => c.verb.main.is_some(),
            _ => c.verb.finite.is_some(),
        })
    }

    pub(super) fn awaits_verb(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| c.verb.main.is_none() && !c.verb.aux.is_empty())
    }
}
