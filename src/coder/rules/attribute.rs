//! What stands before the noun it belongs to: attributes with a participle (`die von der EU verhängten Sanktionen`), and
//! arguments in languages with postpositions.

use super::arguments::{Sentence, Side};
use super::binding::Binder;
use super::class::{Class, Tags};
use super::data::LanguageData;
use super::frame::Slot;
use super::lexicon::Order;
use super::phrase::{PhraseId, Strength};
use super::tag::{Cat, Unit};
use super::text::Shape;

/// Most units between the article and the participle.
const ATTRIBUTE_UNITS_MAX: usize = 10;

/// Where verbs come second, an article right before a preposition opens an attribute; the participle that closes it,
/// right before its noun, is an adjective and not the verb of the clause.
pub(super) fn attributes(data: &LanguageData, units: &mut [Unit]) {
    if data.settings.order != Order::V2 {
        return;
    }
    for i in 1..units.len() {
        let opens = units.get(i).is_some_and(|u| u.cat == Cat::Prep)
            && units.get(i - 1).is_some_and(|u| u.has(Class::Det) || u.has(Class::Poss));
        if let Some(unit) = closing(units, i).filter(|_| opens).and_then(|at| units.get_mut(at)) {
            unit.cat = Cat::Word;
        }
    }
}

/// The participle, or a past that looks like one, that closes the attribute opened here.
fn closing(units: &[Unit], from: usize) -> Option<usize> {
    let inside = |u: &Unit| !matches!(u.cat, Cat::Punct(_) | Cat::Open(_) | Cat::Aux | Cat::Inf);
    let ahead = (from + 1..).zip(units.get(from + 1..)?).take(ATTRIBUTE_UNITS_MAX).take_while(|(_, u)| inside(u));
    let (at, verb) = ahead.into_iter().find(|(_, u)| u.cat == Cat::Verb)?;
    let noun = units.get(at + 1).is_some_and(|u| u.cat == Cat::Word);
    (noun && verb.shape == Shape::Lower && verb.tags.any(Tags::PP.with(Tags::P)) && at > from + 1).then_some(at)
}

impl Sentence<'_> {
    /// The phrases inside the attribute that stands between this noun phrase and its article: `der EU`.
    pub(super) fn attribute_phrases(&self, noun: PhraseId) -> Vec<PhraseId> {
        let mut found = Vec::new();
        let Some(mut start) = self.phrases.get(noun).map(|p| p.first) else { return found };
        if self.data.settings.order != Order::V2 {
            return found;
        }
        for at in (noun.saturating_sub(4)..noun).rev() {
            let inside = self.phrases.get(at).filter(|p| p.last + 1 == start);
            let Some(prep) = inside.and_then(|p| p.prep).filter(|p| *p > 0) else { break };
            found.push(at);
            start = prep;
            if self.unit(start - 1).is_some_and(|u| u.has(Class::Det) || u.has(Class::Poss)) {
                return found;
            }
        }
        Vec::new()
    }
}

impl Binder<'_> {
    /// The side a slot of a noun finds in the attribute before the noun.
    pub(super) fn in_attribute(&self, slot: &Slot, noun: PhraseId, least: Strength) -> Option<Side> {
        let fits = |p: &PhraseId| self.sentence.phrases.get(*p).is_some_and(|x| self.slot_fits(slot, x));
        let found = self.sentence.attribute_phrases(noun).into_iter().find(fits)?;
        Some(self.sentence.side(&self.sentence.group(found), least))
    }

    /// The side a slot of a noun finds where arguments precede their noun: `Rusya'nın Ukrayna'ya saldırısı`.
    pub(super) fn noun_slot_before(&self, slot: &Slot, here: PhraseId, least: Strength) -> Option<Side> {
        (here.saturating_sub(4)..here).rev().find_map(|p| {
            let phrase = self.sentence.phrases.get(p)?;
            let shown = slot.prep.is_some() || slot.case.is_some_and(|case| phrase.cases.shows(case));
            let owned = phrase.owner_of.is_some_and(|o| o != here);
            let fits = shown && !owned && phrase.clause == self.id && self.slot_fits(slot, phrase);
            let side = self.sentence.side(&self.sentence.group(p), least);
            (fits && !side.is_open()).then_some(side)
        })
    }
}
