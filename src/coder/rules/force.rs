//! Nouns of force where one who acts would stand: `a Turkish air strike killed`, `were killed by Russian shelling`.

use super::arguments::Side;
use super::binding::Binder;
use super::class::Class;
use super::frame::Frame;
use super::phrase::{PhraseId, Strength};

/// First root of acts that a noun of force can do: protest, then force.
const FORCE_FIRST: u8 = 14;

impl Binder<'_> {
    /// The side itself, or whose attack its phrase names where nobody stands there.
    pub(super) fn or_force(&self, side: Side, phrases: &[PhraseId], frame: &Frame) -> Side {
        if !side.is_open() || frame.code.root().number() < FORCE_FIRST {
            return side;
        }
        let force = |p: &&PhraseId| {
            self.sentence
                .phrases
                .get(**p)
                .and_then(|p| self.sentence.unit(p.head))
                .is_some_and(|u| u.has(Class::ActForce))
        };
        let Some(phrase) = phrases.iter().find(force) else { return side };
        let own = self.sentence.side(&[*phrase], Strength::Modifier);
        if !own.actors.is_empty() {
            return own;
        }
        // `shelling by X wounded`: who did it stands behind the noun.
        let by = |p: &super::phrase::Phrase| p.clause == self.id && self.sentence.prep_is(p, Class::By);
        let next = phrase + 1;
        if self.sentence.phrases.get(next).is_some_and(by) {
            return self.sentence.side(&self.sentence.group(next), Strength::Modifier);
        }
        side
    }
}
