//! `/`: every pair on a day.

use crate::domain::DateSpan;
use crate::report::Page;
use crate::report::html::{escaped, table};
use crate::report::json::as_points;
use crate::report::replay::{Ranking, Replay, marks, signed};
use crate::report::svg::sparkline;

use super::{View, controls};

/// Every pair on a day, with links to each.
pub fn ranking(view: &View, replay: &Replay, days: Option<DateSpan>) -> String {
    let mut body = Page::default();
    let Some(on) = replay.on.filter(|_| replay.pairs_total > 0 || view.value("with").is_some()) else {
        body.line(format!("<h1>{}</h1><p>{}</p>", view.word("nothing"), view.word("nothing_next")));
        body.block(controls::cuts(view, &replay.basis, days, ""));
        return view.page(view.word("ranking"), &body.into_text(), &replay.basis);
    };
    body.line(format!("<h1>{} {on}</h1>", view.word("tension_on")));
    let more = controls::choice(view, "ranking", "order", &[("tension", "by_tension"), ("movers", "movers")])
        + &format!(
            "<label>{} <input name=\"with\" value=\"{}\" size=\"8\"></label>\n",
            view.word("only_country"),
            escaped(view.value("with").unwrap_or_default())
        );
    body.block(controls::cuts(view, &replay.basis, days, &more));
    let drawn = !replay.months.is_empty();
    let rows: Vec<Vec<String>> = replay
        .pairs
        .iter()
        .enumerate()
        .map(|(at, state)| {
            let spark = replay.months.get(at).map(|months| sparkline(months)).unwrap_or_default();
            let cells = [
                view.pair_link(&state.dyad.to_string()),
                format!("{:.1}", state.point.tension.points()),
                signed(state.change_30d()),
                format!("{:.2}", as_points(state.point.severity())),
                state.evidence.events.to_string(),
                state.evidence.sources.to_string(),
                spark,
                marks(state),
            ];
            cells.into_iter().enumerate().filter(|(at, _)| drawn || *at != 6).map(|(_, cell)| cell).collect()
        })
        .collect();
    let keys = ["pair", "tension", "change", "severity", "events", "sources", "year", "remarks"];
    let header: Vec<&str> = keys.into_iter().filter(|key| drawn || *key != "year").map(|key| view.word(key)).collect();
    body.block(table(view.word("scale"), &header, &[1, 2, 3, 4, 5], &rows));
    let shown = replay.pairs.len();
    if shown < replay.pairs_total || view.value("n").is_some() {
        let all = view.with("n", Some(&replay.pairs_total.to_string()));
        let counts = format!("{shown} {} {} {}", view.word("of"), replay.pairs_total, view.word("pairs_shown"));
        body.line(format!("<p>{counts}. <a href=\"{all}\">{}</a></p>", view.word("show_all")));
    }
    let title = if replay.ranking == Ranking::Movers { view.word("movers") } else { view.word("ranking") };
    view.page(title, &body.into_text(), &replay.basis)
}
