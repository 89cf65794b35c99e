//! Noun phrases put together: coordinations, and compounds that end in a possessed head.

use super::class::{CaseSet, Class, Tags};
use super::data::LanguageData;
use super::lexicon::Order;
use super::names::Meaning;
use super::phrase::{HEADS, Phrase, STATE};
use super::tag::{Cat, Unit};
use super::text::Gap;

/// Where the noun phrase ends with its possessed head (`Rusya Devlet Başkanı`, `Rus askerleri`): a bare name
/// goes on only towards such a head, and a head that acts or shows a case ends the phrase.
pub(super) fn goes_on(units: &[Unit], last: usize) -> bool {
    let (Some(unit), Some(next)) = (units.get(last), units.get(last + 1)) else { return false };
    let is = |u: &Unit, meaning: Meaning| u.mention.as_ref().is_some_and(|m| m.is(meaning));
    let opens = matches!(unit.cat, Cat::Det | Cat::Poss | Cat::Number | Cat::Punct('-'));
    let adjective = is(unit, Meaning::Adjective) && !is(unit, Meaning::Actor);
    if next.cat == Cat::Name {
        return opens || adjective || (unit.has(Class::Person) && is(next, Meaning::Leader));
    }
    if opens || adjective || next.gap == Gap::Glued {
        return true;
    }
    if unit.cat == Cat::Name {
        let words = units.get(last + 1..).unwrap_or_default().iter().take(4);
        return words.take_while(|u| u.cat == Cat::Word).any(|u| u.classes.any(HEADS));
    }
    let shows_case = !CaseSet::of(unit.classes).is_empty();
    !shows_case && (!unit.classes.any(STATE) || next.classes.any(STATE))
}

/// Groups `X, Y and Z`: later members take the preposition of the first.
pub(super) fn coordinate(data: &LanguageData, units: &[Unit], phrases: &mut [Phrase]) {
    for i in 0..phrases.len() {
        if let Some(phrase) = phrases.get_mut(i) {
            phrase.group = i;
        }
        let Some(previous) = (0..i).rev().find(|p| phrases.get(*p).is_some_and(|p| p.owner_of.is_none_or(|o| o > i)))
        else {
            continue;
        };
        let (Some(left), Some(right)) = (phrases.get(previous), phrases.get(i)) else { continue };
        let chain_end = phrases.get(i - 1).map_or(left.last, |p| p.last.max(left.last));
        let start = right.prep.filter(|p| *p < right.first).unwrap_or(right.first);
        let between = units.get(chain_end + 1..start).unwrap_or_default();
        let joint = matches!(between, [u] if matches!(u.cat, Cat::Coord | Cat::Punct(',')))
            || matches!(between, [c, u] if c.cat == Cat::Punct(',') && u.cat == Cat::Coord);
        // `X ile Y arasında`: with stands for and.
        let with = data.settings.postpositions
            && matches!(between, [u] if u.has(Class::With))
            && right.prep.and_then(|p| units.get(p)).is_some_and(|u| u.has(Class::Between));
        let joint = joint || with;
        let both = !left.actors.is_empty() && !right.actors.is_empty() && left.clause == right.clause;
        let comma_only = matches!(between, [u] if u.cat == Cat::Punct(','));
        let same_prep = right.prep.is_none() || left.prep.map(|p| units.get(p).map(|u| u.token)).is_some();
        if !(joint && both && same_prep)
            || (comma_only && !list_goes_on(units, phrases, i) && !headline(data, units, left, right))
        {
            continue;
        }
        let (group, prep) = (left.group, left.prep);
        if data.settings.postpositions {
            // The suffix and the postposition of the last member hold for all.
            let (cases, prep) = (right.cases, right.prep);
            for phrase in phrases.iter_mut().take(i).filter(|p| p.group == group) {
                phrase.cases = cases;
                phrase.prep = prep;
            }
            if let Some(phrase) = phrases.get_mut(i) {
                phrase.group = group;
            }
            continue;
        }
        if let Some(phrase) = phrases.get_mut(i) {
            phrase.group = group;
            phrase.prep = phrase.prep.or(prep);
        }
    }
}

/// `Iran, US trade barbs`: a headline that opens with two states and goes on with their verb.
fn headline(data: &LanguageData, units: &[Unit], left: &Phrase, right: &Phrase) -> bool {
    let bare = |p: &Phrase| p.prep.is_none() && p.first == p.last && p.is_agent();
    let verb = units.get(right.last + 1).is_some_and(|u| u.cat == Cat::Verb && u.tags.any(Tags::F));
    data.settings.order == Order::Svo && left.first == 0 && bare(left) && bare(right) && verb
}

/// Whether a comma stands inside a list that a coordinator ends: `X, Y and Z`.
fn list_goes_on(units: &[Unit], phrases: &[Phrase], i: usize) -> bool {
    let mut at = i;
    while let (Some(this), Some(next)) = (phrases.get(at), phrases.get(at + 1)) {
        let between = units.get(this.last + 1..next.first).unwrap_or_default();
        match between {
            [u] if u.cat == Cat::Coord => return !next.actors.is_empty(),
            [c, u] if c.cat == Cat::Punct(',') && u.cat == Cat::Coord => return !next.actors.is_empty(),
            [u] if u.cat == Cat::Punct(',') && !next.actors.is_empty() => at += 1,
            _ => return false,
        }
    }
    false
}
