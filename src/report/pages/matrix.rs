//! `/matrix`: countries against countries, shaded by tension.

use std::collections::BTreeMap;

use crate::domain::{Actor, DateSpan, Dyad};
use crate::report::Page;
use crate::report::replay::Replay;
use crate::tension::PairState;

use super::{View, controls};

/// Most countries in the grid.
const ACTORS_MAX: usize = 28;

/// Shades from no tension to the highest.
const SHADES: f64 = 8.0;

/// A grid of the countries with most severity; each cell leads to its pair.
pub fn matrix(view: &View, replay: &Replay, days: Option<DateSpan>) -> String {
    let mut body = Page::default();
    let Some(on) = replay.on.filter(|_| !replay.pairs.is_empty()) else {
        body.line(format!("<h1>{}</h1><p>{}</p>", view.word("nothing"), view.word("nothing_next")));
        body.block(controls::cuts(view, &replay.basis, days, ""));
        return view.page(view.word("matrix"), &body.into_text(), &replay.basis);
    };
    body.line(format!("<h1>{} {on}</h1>", view.word("matrix_of")));
    body.block(controls::cuts(view, &replay.basis, days, ""));
    let states: BTreeMap<Dyad, &PairState> = replay.pairs.iter().map(|state| (state.dyad, state)).collect();
    let order = grouped(&replay.pairs);
    body.line(format!(
        "<div class=\"wide\"><table class=\"matrix\"><caption>{}</caption><thead><tr><td></td>",
        view.word("matrix_note")
    ));
    for actor in &order {
        body.line(format!("<th scope=\"col\">{}</th>", view.country_link(&actor.to_string())));
    }
    body.line("</tr></thead><tbody>");
    for row in &order {
        let cells: Vec<String> = order.iter().map(|column| cell(view, &states, *row, *column)).collect();
        body.line(format!("<tr><th scope=\"row\">{}</th>{}</tr>", view.country_link(&row.to_string()), cells.concat()));
    }
    body.line("</tbody></table></div>");
    view.page(view.word("matrix"), &body.into_text(), &replay.basis)
}

fn cell(view: &View, states: &BTreeMap<Dyad, &PairState>, row: Actor, column: Actor) -> String {
    let Some(dyad) = Dyad::new(row, column) else { return "<td class=\"self\"></td>".to_owned() };
    let Some(state) = states.get(&dyad) else { return "<td></td>".to_owned() };
    let tension = state.point.tension.points();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
    let shade = (tension / 100.0 * SHADES).ceil() as u8;
    let link = view.link(&format!("/pair/{dyad}"));
    format!("<td class=\"shade-{shade}\"><a href=\"{link}\" title=\"{dyad} {tension:.1}\">{tension:.0}</a></td>")
}

/// The countries with most severity, each beside those it has most to do with: the next is always the one with the
/// strongest tie to those placed already.
fn grouped(states: &[PairState]) -> Vec<Actor> {
    let mut totals: BTreeMap<Actor, u64> = BTreeMap::new();
    for state in states {
        for actor in [state.dyad.first(), state.dyad.second()] {
            *totals.entry(actor).or_default() += state.point.severity().0;
        }
    }
    let mut left: Vec<(Actor, u64)> = totals.into_iter().collect();
    left.sort_by_key(|(actor, total)| (std::cmp::Reverse(*total), *actor));
    left.truncate(ACTORS_MAX);
    let mut order: Vec<Actor> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let tie = |actor: Actor| {
            let recent = order.iter().rev().take(3);
            let with = |other: &Actor| {
                let dyad = Dyad::new(actor, *other);
                states.iter().filter(|s| Some(s.dyad) == dyad).map(|s| s.point.severity().0).sum::<u64>()
            };
            recent.map(with).max().unwrap_or(0)
        };
        let ranked = left.iter().enumerate().max_by_key(|(at, (actor, _))| (tie(*actor), std::cmp::Reverse(*at)));
        let Some(at) = ranked.map(|(at, _)| at) else { break };
        order.push(left.remove(at).0);
    }
    order
}
