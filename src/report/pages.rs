//! The pages of `dyad serve`, from the same reports the terminal shows.

use crate::domain::SeverityMicros;

use super::html::{escaped, page, table};
use super::json::as_points;
use super::replay::{Replay, marks, signed};
use super::svg::steps;
use super::trend::Trend;
use super::why::{Part, Why};
use super::{Basis, Page};

/// Every pair on a day, with links to each. `query` keeps the cuts in the links.
pub fn ranking(replay: &Replay, query: &str) -> String {
    let mut body = Page::default();
    let Some(on) = replay.on.filter(|_| !replay.pairs.is_empty()) else {
        body.line("<h1>Nothing is known of any pair</h1>");
        body.line("<p>Type <code>dyad append FILE</code> to put articles in, or widen the cuts.</p>");
        body.block(basis(&replay.basis));
        return page("Tension", &body.into_text());
    };
    body.line(format!("<h1>Tension on {on}</h1>"));
    let rows: Vec<Vec<String>> = replay
        .pairs
        .iter()
        .map(|state| {
            let pair = state.dyad.to_string();
            vec![
                format!("<a href=\"/pair/{pair}{}\">{pair}</a>", escaped(query)),
                format!("{:.1}", state.point.tension.points()),
                signed(state.change_30d()),
                format!("{:.2}", as_points(state.point.severity())),
                state.evidence.events.to_string(),
                state.evidence.sources.to_string(),
                marks(state),
            ]
        })
        .collect();
    let header = ["pair", "tension", "30 days", "severity", "events", "sources", ""];
    let caption = "Tension runs from 0 to 100. Thin: rests on fewer than five effective cells.";
    body.block(table(caption, &header, &[1, 2, 3, 4, 5], &rows));
    body.block(basis(&replay.basis));
    page("Tension", &body.into_text())
}

/// One pair: its trend and the evidence behind its score.
pub fn pair(trend: &Trend, why: &Why) -> String {
    let mut body = Page::default();
    let name = why.name();
    body.line(format!("<h1>{name}</h1>"));
    let (Some(on), Some(tension)) = (why.on, why.tension) else {
        body.line(format!("<p>No article tells of {name} within these cuts.</p>"));
        body.block(basis(&why.basis));
        return page(&name, &body.into_text());
    };
    let severity = as_points(why.severity);
    body.line(format!("<p>Tension {:.1} on {on}, severity {severity:.2}.</p>", tension.points()));
    if let (Some(window), Some(line)) = (trend.window, trend.lines.first()) {
        let title = format!("Tension of {name} from {} to {}, by {}", window.first(), window.last(), trend.step);
        body.block(steps(&title, &line.columns(), window));
        body.line("<p><small>Solid: articles were read then. Dashed: none were, so the score only fades.</small></p>");
    }
    let rows: Vec<Vec<String>> =
        why.parts.iter().filter(|part| part.severity > SeverityMicros::ZERO).map(evidence).collect();
    let caption = format!("The events behind the severity on {on}; they sum to {severity:.2}");
    body.block(table(&caption, &["severity", "event", "source"], &[0], &rows));
    body.block(basis(&why.basis));
    page(&name, &body.into_text())
}

fn evidence(part: &Part) -> Vec<String> {
    let quote: Vec<String> = part.citation.quote_lines(usize::MAX);
    vec![
        format!("{:.2}", as_points(part.severity)),
        format!("{}<blockquote>{}</blockquote>", escaped(&part.citation.headline()), escaped(&quote.join(" "))),
        escaped(&part.citation.provenance()),
    ]
}

/// A page that says what went wrong and what to do.
pub fn problem(title: &str, detail: &str, next: Option<&str>) -> String {
    let next = next.map(|next| format!("<p>Next: {}</p>", escaped(next))).unwrap_or_default();
    page(title, &format!("<h1>{}</h1><p>{}</p>{next}", escaped(title), escaped(detail)))
}

fn basis(basis: &Basis) -> String {
    format!("<p class=\"basis\">{}</p>\n", escaped(&basis.line()))
}
