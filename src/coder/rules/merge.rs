//! The same act said twice is one interaction.

use crate::coder::CodedInteraction;
use crate::domain::{CameoCode, DateSpan};

/// Bytes between two mentions beyond which they are two acts of a kind.
const REPEAT_BYTES_MAX: usize = 600;

/// Interactions back to which a repeat is looked for: more do not fit into that many bytes but by sheer lists of names.
const REPEATS_BACK_MAX: usize = 1024;

/// Keeps one of those that agree on sides, code, status and reporter and whose dates meet: the surest, then the first.
pub(super) fn merge(interactions: &mut Vec<CodedInteraction>) {
    let mut kept: Vec<CodedInteraction> = Vec::with_capacity(interactions.len());
    for coded in interactions.drain(..) {
        let near = kept.len().saturating_sub(REPEATS_BACK_MAX);
        match kept.iter_mut().skip(near).find(|k| same(k, &coded)) {
            Some(known) if better(&coded, known) => *known = coded,
            Some(_) => {}
            None => kept.push(coded),
        }
    }
    kept.sort_by_key(|c| (c.span.start(), c.span.end()));
    *interactions = kept;
}

fn same(a: &CodedInteraction, b: &CodedInteraction) -> bool {
    let (x, y) = (&a.interaction, &b.interaction);
    let sides = |i: &crate::domain::Interaction| (i.parties.source().actor, i.parties.target().actor);
    let (xs, ys) = (sides(x), sides(y));
    let parties = xs == ys || ((x.symmetric || y.symmetric) && xs == (ys.1, ys.0));
    parties && repeats(a, b) && x.status == y.status && x.reported_by == y.reported_by && meet(x.occurred, y.occurred)
}

/// Whether one code says more or less closely what the other says, near enough to it. A visit and the talks held on it
/// are one.
fn repeats(a: &CodedInteraction, b: &CodedInteraction) -> bool {
    let nested = |x: CameoCode, y: CameoCode| y.as_str().starts_with(x.as_str().trim_end_matches('0'));
    let (x, y) = (a.interaction.cameo, b.interaction.cameo);
    let gap = b.span.start().saturating_sub(a.span.end()).max(a.span.start().saturating_sub(b.span.end()));
    let consult = x.root().number() == 4;
    x.root() == y.root() && (consult || nested(x, y) || nested(y, x)) && gap <= REPEAT_BYTES_MAX
}

fn meet(a: Option<DateSpan>, b: Option<DateSpan>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.intersect(b).is_some(),
        _ => true,
    }
}

fn better(new: &CodedInteraction, known: &CodedInteraction) -> bool {
    let days = |c: &CodedInteraction| c.interaction.occurred.map_or(u32::MAX, DateSpan::days);
    let rank = |c: &CodedInteraction| (c.interaction.confidence, std::cmp::Reverse(days(c)));
    rank(new) > rank(known)
}

#[cfg(test)]
mod tests {
    use crate::coder::{Coder, RulesCoder};
    use crate::domain::Article;

    fn codes(text: &str) -> Vec<String> {
        let mut article = Article::from_text(text);
        article.language = "en".parse().ok();
        article.published = "2024-05-16".parse().ok();
        let coding = RulesCoder::new().code(&article);
        coding.interactions.iter().map(|c| c.interaction.cameo.to_string()).collect()
    }

    #[test]
    fn the_general_and_the_special_code_of_one_act_are_one() {
        assert_eq!(codes("Russia attacked Ukraine. Russia bombed Ukraine.").len(), 1);
    }

    #[test]
    fn two_kinds_of_one_root_are_two_acts() {
        let found = codes("Armenia summoned the Azerbaijani ambassador. Armenia criticised Azerbaijan.");
        assert_eq!(found, ["114", "111"]);
    }

    #[test]
    fn the_same_act_far_apart_in_the_text_is_told_twice() {
        let between = "The weather was mild and the markets were calm. ".repeat(14);
        assert_eq!(codes(&format!("Russia bombed Ukraine. {between}Russia bombed Ukraine.")).len(), 2);
    }
}
