//! Words that are two things in one language: `que`, `se`, `la`, `a` of the Romance languages.

use super::category::{AUXILIARY, Context, NAMED, NOUNS};
use super::class::{Class, Tags};
use super::lexicon::Side;
use super::names::Meaning;
use super::tag::{Cat, Mention, Unit};
use super::text::{Kind, Shape};

impl Context<'_> {
    /// Whether a word that is complementiser and relative at once (`que`, `che`) completes a verb: after a date,
    /// after a verb of saying still without its content, or before a subjunctive.
    pub(super) fn completes(&self, unit: &Unit) -> bool {
        if !(unit.has(Class::Rel) && unit.has(Class::Comp)) || unit.has(Class::Demo) {
            return false;
        }
        let lexicon = &self.data.lexicon;
        let open = |u: &&Unit| !matches!(u.cat, Cat::Open(_) | Cat::Punct(_));
        let says =
            |u: &Unit| u.cat == Cat::Verb && u.verbs(lexicon).any(|(w, _)| lexicon.classes_of(w).has(Class::Say));
        let verb = |u: &&Unit| u.classes.any(AUXILIARY) || (!u.tags.is_none() && u.mention.is_none());
        let unreal = |u: &Unit| u.tags.any(Tags::COND) && !u.tags.any(Tags::F.with(Tags::P));
        self.previous().is_some_and(|u| u.cat == Cat::Time)
            || self.before.iter().rev().take_while(open).any(says)
            || self.after.iter().find(verb).is_some_and(unreal)
    }

    /// Whether a word that is both `if` and the reflexive (`se`) stands right before its verb, or hangs on one.
    pub(super) fn is_reflexive_rather(&self, unit: &Unit) -> bool {
        let hangs = self.previous().is_some_and(|u| u.cat == Cat::Punct('-'));
        let inside = self.previous().is_some_and(|u| !matches!(u.cat, Cat::Punct(_)));
        let forms = Tags::F.with(Tags::P).with(Tags::G).with(Tags::I);
        let verb = |u: &Unit| u.mention.is_none() && (u.tags.any(forms) || u.classes.any(AUXILIARY));
        unit.has(Class::Reflexive) && (hangs || (inside && self.after.first().is_some_and(verb)))
    }

    /// A noun of the frames that is also a participle or a subjunctive (`negoziati`), right after a full verb.
    pub(super) fn is_object_rather(&self, unit: &Unit) -> bool {
        let bare = Tags::F.with(Tags::P).with(Tags::I).with(Tags::G);
        let after = self.data.settings.adjective == Side::After;
        after && !unit.tags.any(bare) && unit.elems(&self.data.lexicon).next().is_some()
    }

    /// An article that is also an object pronoun (`la`, `le`, `lo`), right before a verb.
    pub(super) fn is_clitic(&self, unit: &Unit) -> bool {
        let aux = |u: &Unit| u.classes.any(AUXILIARY) && !u.classes.any(NOUNS) && !u.has(Class::AuxParticiple);
        let verb = |u: &Unit| {
            u.tags.any(Tags::F.with(Tags::P))
                && !u.tags.any(Tags::PP)
                && u.classes.is_empty()
                && u.elems(&self.data.lexicon).next().is_none()
                && u.shape == Shape::Lower
        };
        let next = self.after.first().filter(|u| u.mention.is_none());
        unit.has(Class::Det) && unit.has(Class::It) && next.is_some_and(|u| aux(u) || verb(u))
    }

    /// An article that could be an object pronoun and is none.
    pub(super) fn is_plain_article(&self, unit: &Unit) -> bool {
        let after = self.data.settings.adjective == Side::After;
        after && unit.has(Class::Det) && unit.has(Class::It) && !unit.has(Class::Demo)
    }

    /// A word that is both article and preposition (Portuguese `a`): a preposition before an infinitive, a capital,
    /// a person, a pronoun, another article, or a name that takes no article.
    pub(super) fn is_article_rather(&self, unit: &Unit) -> bool {
        if !(unit.has(Class::Det) && unit.has(Class::Prep)) {
            return false;
        }
        let bare = |m: &Mention| m.readings.iter().any(|(_, x)| matches!(x, Meaning::Capital | Meaning::Leader));
        self.after.first().is_some_and(|u| {
            let open = u.classes.without(NOUNS).without(NAMED).is_empty() && u.kind == Kind::Word;
            let noun = open && (!u.tags.any(Tags::I) || u.elems(&self.data.lexicon).next().is_some());
            u.mention.as_ref().map_or(noun, |mention| !bare(mention) && !u.has(Class::Bare))
        })
    }
}
