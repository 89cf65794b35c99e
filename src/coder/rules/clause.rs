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
    tokens: &'a Tokens,
    pub(super) units: &'a [Unit],
    list: Vec<Clause>,
    of: Vec<ClauseId>,
    open: Vec<ClauseId>,
    /// First unit that a clause found late may still claim.
    since_verb: usize,
}

impl Cutter<'_> {
    pub(super) fn top(&self) -> ClauseId {
        self.open.last().copied().unwrap_or(0)
    }

    pub(super) fn clause(&self, id: ClauseId) -> Option<&Clause> {
        self.list.get(id)
    }

    fn verb(&mut self) -> Option<&mut VerbGroup> {
        let top = self.top();
        self.list.get_mut(top).map(|c| &mut c.verb)
    }

    pub(super) fn push(&mut self, link: Link, parent: Option<ClauseId>) -> ClauseId {
        let id = self.list.len();
        self.list.push(Clause { units: Vec::new(), link, parent, verb: VerbGroup::default() });
        self.open.push(id);
        id
    }

    fn assign(&mut self, unit: usize) {
        let top = self.top();
        if let Some(of) = self.of.get_mut(unit) {
            *of = top;
        }
    }

    /// Gives the units from here up to `to` that belong to the clause `from` to the open clause.
    fn claim(&mut self, start: usize, to: usize, from: ClauseId) {
        let top = self.top();
        for of in self.of.iter_mut().take(to).skip(start).filter(|of| **of == from) {
            *of = top;
        }
    }

    fn take(&mut self, i: usize) {
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

    fn embed(&mut self, i: usize, link: Link) {
        let parent = self.top();
        self.push(link, Some(parent));
        self.assign(i);
        self.since_verb = i + 1;
    }

    fn restart(&mut self, i: usize) {
        self.assign(i);
        let sibling = self.open.first().copied().unwrap_or(0);
        self.open.clear();
        self.push(Link::Coord(sibling), None);
        self.since_verb = i + 1;
    }

    fn colon(&mut self, i: usize) {
        self.assign(i);
        let parent = self.open.first().copied().unwrap_or(0);
        self.open.truncate(1);
        self.push(Link::Content, Some(parent));
        self.since_verb = i + 1;
    }

    fn close_bracket(&mut self, i: usize) {
        self.assign(i);
        let at = self.open.iter().rposition(|id| self.clause(*id).is_some_and(|c| c.link == Link::Bracket));
        if let Some(at) = at.filter(|at| *at > 0) {
            self.open.truncate(at);
        }
    }

    fn comma(&mut self, i: usize) {
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
    fn sibling(&mut self) {
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

    fn coordinator(&mut self, i: usize) {
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
    fn participle_awaited(&self, from: usize) -> bool {
        let next = ahead(self.units, from).find(|u| u.cat == Cat::Verb || u.cat == Cat::Aux);
        self.awaits_verb(self.top()) && next.is_some_and(|u| u.tags.any(Tags::PP))
    }

    /// `had sought ties and signed a treaty`: the second participle has the first one's auxiliary.
    fn shares_auxiliary(&self, from: usize) -> bool {
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
    fn rise_to(&mut self, next: usize) {
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

    fn previous_is_comma(&self, i: usize) -> bool {
        i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|u| u.cat == Cat::Punct(','))
    }

    fn opener(&mut self, i: usize, class: Class) {
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

    fn is_bracket(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| c.link == Link::Bracket)
    }

    /// Whether a clause has its full verb, and its finite one where it needs one.
    fn is_complete(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| match c.link {
            Link::Infinitive | Link::Participle => c.verb.main.is_some(),
            _ => c.verb.finite.is_some(),
        })
    }

    fn awaits_verb(&self, id: ClauseId) -> bool {
        self.clause(id).is_some_and(|c| c.verb.main.is_none() && !c.verb.aux.is_empty())
    }

    /// `te`, `to`: the infinitive clause begins here, or after the last verb where verbs come last.
    fn infinitive_marker(&mut self, i: usize) {
        let top = self.top();
        if self.clause(top).is_some_and(|c| c.link == Link::Infinitive && c.verb.main.is_none()) {
            self.assign(i);
            return;
        }
        let from = self.after_own_particle(top, i);
        self.push(Link::Infinitive, Some(top));
        if matches!(self.data.settings.order, Order::V2) {
            self.claim(from, i, top);
        }
        self.assign(i);
    }

    /// First unit an infinitive clause may claim: after the particle of the verb it hangs on.
    fn after_own_particle(&self, id: ClauseId, i: usize) -> usize {
        let lexicon = &self.data.lexicon;
        let main = self.clause(id).and_then(|c| c.verb.main).and_then(|m| self.units.get(m));
        let takes = |form: &str| {
            main.is_some_and(|u| u.verbs(lexicon).any(|(w, _)| lexicon.separable(w).iter().any(|(p, _)| **p == *form)))
        };
        let next = self.units.get(i + 1..).unwrap_or_default().iter().find(|u| u.cat == Cat::Verb);
        let own = i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|p| {
            let form = self.tokens.fold_at(p.token);
            let takes = |w: WordId| lexicon.separable(w).iter().any(|(p, _)| **p == *form);
            next.is_some_and(|u| u.verbs(lexicon).any(|(w, _)| takes(w)))
        });
        let mut range = self.since_verb..if own { i.saturating_sub(1) } else { i };
        let found = range.find(|at| {
            self.units
                .get(*at)
                .is_some_and(|u| u.mention.is_none() && u.tokens == 1 && takes(self.tokens.fold_at(u.token)))
        });
        found.map_or(self.since_verb, |at| at + 1)
    }

    fn auxiliary(&mut self, i: usize) {
        let Some(unit) = self.units.get(i) else { return };
        let participle = unit.has(Class::AuxParticiple);
        let bare = participle || self.follows_infinitive_marker(i);
        if !bare && self.clause(self.top()).is_some_and(|c| c.verb.finite.is_some() && self.closed_before(c, i)) {
            self.next_clause(i);
        }
        self.assign(i);
        let fresh = |verb: &VerbGroup| verb.finite.is_none() && !bare;
        if let Some(verb) = self.verb() {
            if fresh(verb) {
                verb.finite = Some(i);
            }
            verb.aux.join(unit.classes);
            verb.aux_participle |= participle;
        }
        self.since_verb = i + 1;
    }

    fn follows_infinitive_marker(&self, i: usize) -> bool {
        i.checked_sub(1).and_then(|p| self.units.get(p)).is_some_and(|u| u.cat == Cat::Inf)
    }

    /// Whether an auxiliary here cannot belong to the clause: its verb group is closed.
    fn closed_before(&self, clause: &Clause, i: usize) -> bool {
        let last = clause.verb.main.max(clause.verb.finite).unwrap_or(0);
        let cluster = self.units.get(last + 1..i).unwrap_or_default();
        let adjacent = cluster.iter().all(|u| matches!(u.cat, Cat::Adv | Cat::Neg | Cat::Inf | Cat::Aux | Cat::Verb));
        !adjacent && (clause.verb.main.is_some() || self.units.get(i).is_some_and(|u| !u.tags.any(Tags::I)))
    }

    fn full_verb(&mut self, i: usize) {
        let Some(unit) = self.units.get(i) else { return };
        let top = self.top();
        let tags = unit.tags;
        let Some(clause) = self.clause(top) else { return };
        let has_main = clause.verb.main.is_some();
        let aux = !clause.verb.aux.is_empty();
        let nonfinite = tags.any(Tags::I.with(Tags::PP).with(Tags::G).with(Tags::ZU));
        if has_main {
            return self.second_verb(i, tags);
        }
        if aux && nonfinite && (self.data.settings.order != Order::V2 || !self.must_be_finite(i)) {
            return self.set_main(i, false);
        }
        let marked = matches!(clause.link, Link::Infinitive | Link::Participle);
        if aux && !marked {
            // The auxiliary was a full verb (`is`, `has`), and this one is finite: another clause.
            self.next_clause(i);
            return self.set_main(i, true);
        }
        if tags.any(Tags::ZU) && !marked {
            let from = top;
            self.push(Link::Infinitive, Some(top));
            self.claim(self.since_verb, i, from);
            return self.set_main(i, false);
        }
        let only_nonfinite = !tags.any(Tags::FINITE) && !marked;
        if self.declines(tags) {
            return self.reduced_relative(i);
        }
        let participle = tags.any(Tags::G) || (tags.any(Tags::PP) && !aux && self.after_noun(i));
        if only_nonfinite && participle && matches!(self.data.settings.order, Order::Svo | Order::Free) {
            self.push(Link::Participle, Some(top));
            return self.set_main(i, false);
        }
        self.set_main(i, tags.any(Tags::FINITE) && !marked);
    }

    /// In a language with clusters, a form that is only finite never follows an auxiliary.
    fn must_be_finite(&self, i: usize) -> bool {
        self.units.get(i).is_some_and(|u| !u.tags.any(Tags::I.with(Tags::PP).with(Tags::G).with(Tags::ZU)))
    }

    /// A full verb where the clause already has one.
    fn second_verb(&mut self, i: usize, tags: Tags) {
        let top = self.top();
        let cluster = self.in_cluster(top, i);
        let parent_waits =
            self.open.len().checked_sub(2).and_then(|p| self.open.get(p)).is_some_and(|p| self.awaits_verb(*p));
        let nonfinite = tags.any(Tags::I.with(Tags::PP));
        if cluster && tags.any(Tags::I) && self.data.settings.order == Order::V2 {
            return self.assign(i);
        }
        if nonfinite && parent_waits && self.is_complete(top) {
            self.open.pop();
            return self.set_main(i, false);
        }
        if tags.any(Tags::FINITE) && !(tags.any(Tags::PP) && self.agent_follows(i)) {
            let reduced = self.is_reduced(top);
            if reduced && let Some(clause) = self.list.get_mut(top) {
                // `troops deployed to Y attacked`: the first form was a participle.
                clause.verb = VerbGroup::default();
                return self.set_main(i, true);
            }
            self.next_clause(i);
            return self.set_main(i, true);
        }
        if self.declines(tags) {
            return self.reduced_relative(i);
        }
        let infinitive = tags.any(Tags::I) && !tags.any(Tags::PP.with(Tags::G));
        self.push(if infinitive { Link::Infinitive } else { Link::Participle }, Some(top));
        self.set_main(i, false);
    }

    /// A finite verb that cannot belong to the open clause: goes back to one that waits, or opens another.
    fn next_clause(&mut self, i: usize) {
        let top = self.top();
        let waits = |id: &ClauseId| self.clause(*id).is_some_and(|c| c.verb.finite.is_none());
        if let Some(at) = self.open.iter().rposition(|id| *id != top && waits(id)) {
            self.open.truncate(at + 1);
            return;
        }
        let says = self.clause(top).and_then(|c| c.verb.main).is_some_and(|m| self.says(m));
        let from = self.since_verb;
        if says {
            self.push(Link::Content, Some(top));
        } else {
            self.sibling();
        }
        self.claim(from, i, top);
    }

    fn says(&self, unit: usize) -> bool {
        let lexicon = &self.data.lexicon;
        self.units.get(unit).is_some_and(|u| u.verbs(lexicon).any(|(word, _)| lexicon.classes_of(word).has(Class::Say)))
    }

    pub(super) fn set_main(&mut self, i: usize, finite: bool) {
        self.assign(i);
        if let Some(verb) = self.verb() {
            verb.main = Some(i);
            if finite && verb.finite.is_none() {
                verb.finite = Some(i);
            }
        }
        self.since_verb = i + 1;
        self.after_particle(i);
    }

    /// A particle or an announcing adverb soon after the verb still belongs to the verb's clause.
    fn after_particle(&mut self, i: usize) {
        let clause = ahead(self.units, i + 1).take(12);
        let last = clause.enumerate().filter(|(_, u)| u.has(Class::Announce)).map(|(n, _)| n).last();
        if let Some(n) = last {
            self.since_verb = i + 2 + n;
        }
    }
}
