//! `/country/ARM`: one country's pairs, and who acts on whom.

use crate::domain::{Actor, DateSpan, SeverityMicros};
use crate::report::Page;
use crate::report::html::table;
use crate::report::json::as_points;
use crate::report::replay::{Replay, marks, signed};
use crate::report::svg::sparkline;
use crate::tension::PairState;

use super::{View, controls};

/// The pairs of a country on a day.
pub fn country(view: &View, actor: Actor, replay: &Replay, days: Option<DateSpan>) -> String {
    let mut body = Page::default();
    let on = replay.on.map(|on| format!(" · {on}")).unwrap_or_default();
    body.line(format!("<h1>{} {actor}{on}</h1>", view.word("country")));
    body.block(controls::cuts(view, &replay.basis, days, ""));
    if replay.pairs.is_empty() {
        body.line(format!("<p>{}</p>", view.word("country_none")));
        return view.page(&actor.to_string(), &body.into_text(), &replay.basis);
    }
    let points = |amount: SeverityMicros| format!("{:.2}", as_points(amount));
    let row = |(at, state): (usize, &PairState)| {
        let [forward, reverse] = state.point.directed;
        // Forward: the first of the pair acts on the second.
        let (acts, suffers) = if state.dyad.first() == actor { (forward, reverse) } else { (reverse, forward) };
        vec![
            view.pair_link(&state.dyad.to_string()),
            format!("{:.1}", state.point.tension.points()),
            signed(state.change_30d()),
            points(suffers),
            points(acts),
            points(state.point.cooperation),
            replay.months.get(at).map(|months| sparkline(months)).unwrap_or_default(),
            marks(state),
        ]
    };
    let rows: Vec<Vec<String>> = replay.pairs.iter().enumerate().map(row).collect();
    let keys = ["pair", "tension", "change", "acts_on", "is_acted_on", "cooperation", "year", "remarks"];
    let header: Vec<&str> = keys.into_iter().map(|key| view.word(key)).collect();
    body.block(table(view.word("scale"), &header, &[1, 2, 3, 4, 5], &rows));
    view.page(&actor.to_string(), &body.into_text(), &replay.basis)
}
