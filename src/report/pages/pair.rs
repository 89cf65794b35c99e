//! `/pair/ARM-AZE`: the trend, who acts on whom, the evidence, and the same under another cut.

use crate::domain::{DateSpan, SeverityMicros};
use crate::report::diff::PartDiff;
use crate::report::html::{escaped, table};
use crate::report::json::as_points;
use crate::report::svg::{Mark, Picture, Series};
use crate::report::trend::{Line, Trend};
use crate::report::why::{Part, Why};
use crate::report::{Citation, Page};
use crate::tension::{Coverage, PeriodPoint, Tension};

use super::{View, controls};

/// Most points of a chart that are listed below it.
const POINTS_MAX: usize = 400;

/// A pair under one cut.
#[derive(Debug)]
pub struct Sight {
    /// Over time.
    pub trend: Trend,
    /// On the last day.
    pub why: Why,
}

/// A pair under a second cut, and what differs.
#[derive(Debug)]
pub struct Other {
    /// The pair there.
    pub sight: Sight,
    /// What each event adds there or takes away; they sum to the difference in severity.
    pub parts: Vec<PartDiff>,
}

/// One pair: its trend and the evidence behind its score; beside it, if asked for, the same under another cut.
pub fn pair(view: &View, sight: &Sight, other: Option<&Other>, days: Option<DateSpan>) -> String {
    let mut body = Page::default();
    let name = sight.why.name();
    body.line(format!("<h1>{name}</h1>"));
    let steps = controls::choice(view, "by", "by", &[("day", "day"), ("week", "week"), ("month", "month")]);
    let more = format!("{}\n{steps}", controls::day(view, "from", "from", ""));
    let mut second = Page::default();
    second.line(format!(
        "<details{}><summary>{}</summary>",
        if other.is_some() { " open" } else { "" },
        view.word("compare")
    ));
    controls::clocks(view, &mut second, "b_", days, sight.why.basis.head.cursor.position(0).0);
    second.line("</details>");
    body.block(controls::cuts(view, &sight.why.basis, days, &(more + &second.into_text())));
    match other {
        None => body.block(seen(view, sight)),
        Some(other) => {
            body.line("<div class=\"beside\">");
            for (key, seen_there) in [("first_cut", sight), ("second_cut", &other.sight)] {
                let basis = escaped(&seen_there.why.basis.cuts());
                body.line(format!("<section><h2>{}: {basis}</h2>", view.word(key)));
                body.block(chart(view, seen_there));
                body.line("</section>");
            }
            body.line("</div>");
            body.block(difference(view, sight, other));
            body.block(evidence(view, &sight.why));
        }
    }
    view.page(&name, &body.into_text(), &sight.why.basis)
}

fn seen(view: &View, sight: &Sight) -> String {
    let mut body = Page::default();
    body.block(chart(view, sight));
    let Some(window) = sight.trend.window else { return body.into_text() };
    if let Some(line) = sight.trend.lines.first() {
        let [first, second] = line.dyad.directions().map(|directed| directed.to_string());
        let by = |which: usize| {
            line.points.iter().map(|p| as_points(p.point.directed.get(which).copied().unwrap_or_default())).collect()
        };
        let series = [Series { name: first, values: by(0) }, Series { name: second, values: by(1) }];
        let note = view.word("directions_note");
        body.line(format!("<h2>{}</h2><p><small>{note}</small></p>", view.word("directions")));
        body.block(Picture::small(note, window).lines(&series));
        let values = line.points.iter().map(|p| as_points(p.point.cooperation)).collect();
        let series = [Series { name: view.word("cooperation").to_owned(), values }];
        let note = view.word("cooperation_note");
        body.line(format!("<h2>{}</h2><p><small>{note}</small></p>", view.word("cooperation")));
        body.block(Picture::small(note, window).lines(&series));
        body.block(evidence(view, &sight.why));
        body.block(points(view, line));
    }
    body.into_text()
}

/// The level in words and the chart of it.
fn chart(view: &View, sight: &Sight) -> String {
    let mut body = Page::default();
    let (Some(on), Some(tension)) = (sight.why.on, sight.why.tension) else {
        body.line(format!("<p>{}</p>", view.word("no_articles")));
        return body.into_text();
    };
    let severity = as_points(sight.why.severity);
    let (says, weighs) = (view.word("tension"), view.word("severity"));
    body.line(format!("<p class=\"level\">{says} <b>{:.1}</b> · {on} · {weighs} {severity:.2}</p>", tension.points()));
    if let (Some(window), Some(line)) = (sight.trend.window, sight.trend.lines.first()) {
        let title = format!("{} {}, {}–{}", view.word("trend_of"), line.name(), window.first(), window.last());
        let marks: Vec<Mark> = sight.why.parts.iter().filter_map(|part| mark(view, &part.citation)).collect();
        body.block(Picture::large(&title, window).tension(&line.columns(), &band(line), &marks));
        body.line(format!("<p><small>{}</small></p>", view.word("legend")));
    }
    body.into_text()
}

/// The interval of each point, as tension; nothing where the model has none or one direction is asked for.
fn band(line: &Line) -> Vec<Option<(f64, f64)>> {
    let of = |amount: SeverityMicros| Tension::of(amount, line.reference_points).points();
    let interval = |point: &PeriodPoint| {
        let interval = point.point.weights.interval().filter(|_| line.direction.is_none())?;
        (point.coverage != Coverage::Gap).then(|| (of(interval.0), of(interval.1)))
    };
    line.points.iter().map(interval).collect()
}

fn mark(view: &View, citation: &Citation) -> Option<Mark> {
    let day = citation.event.coded.interaction.occurred?.first();
    let quote = citation.quote_lines(usize::MAX).join(" ");
    let title = format!("{} {quote} {}", citation.headline(), citation.provenance());
    Some(Mark { day, title, link: source_link(view, citation) })
}

/// Where the words of an event can be read.
fn source_link(view: &View, citation: &Citation) -> Option<String> {
    match &citation.event.coded.origin {
        crate::domain::Origin::Article { article, .. } => {
            Some(format!("{}#e{}", view.link(&format!("/article/{article}")), citation.event.seq.0))
        }
        crate::domain::Origin::Row { .. } => None,
    }
}

fn evidence(view: &View, why: &Why) -> String {
    let parts: Vec<&Part> = why.parts.iter().filter(|part| part.severity > SeverityMicros::ZERO).collect();
    let row = |part: &&Part| row(view, format!("{:.2}", as_points(part.severity)), &part.citation);
    let rows: Vec<Vec<String>> = parts.iter().map(row).collect();
    let caption = format!("{} {:.2}", view.word("evidence"), as_points(why.severity));
    table(&caption, &[view.word("severity"), view.word("event"), view.word("source")], &[0], &rows)
}

fn row(view: &View, amount: String, citation: &Citation) -> Vec<String> {
    let quote = citation.quote_lines(usize::MAX).join(" ");
    let source = escaped(&citation.provenance());
    let source = source_link(view, citation).map_or(source.clone(), |link| format!("<a href=\"{link}\">{source}</a>"));
    vec![amount, format!("{}<blockquote>{}</blockquote>", escaped(&citation.headline()), escaped(&quote)), source]
}

fn difference(view: &View, sight: &Sight, other: &Other) -> String {
    let mut body = Page::default();
    let there = |sight: &Sight| (sight.why.tension.map_or(0.0, Tension::points), as_points(sight.why.severity));
    let ((a_tension, a_severity), (b_tension, b_severity)) = (there(sight), there(&other.sight));
    body.line(format!(
        "<h2>{}</h2><p class=\"level\">{} {a_tension:.1} → {b_tension:.1} ({:+.1}) · {} {a_severity:.2} → {b_severity:.2} ({:+.2})</p>",
        view.word("difference"),
        view.word("tension"),
        b_tension - a_tension,
        view.word("severity"),
        b_severity - a_severity,
    ));
    if other.parts.is_empty() {
        body.line(format!("<p>{}</p>", view.word("same")));
        return body.into_text();
    }
    #[expect(clippy::cast_precision_loss, reason = "micro-units of a severity stay far below 2^53")]
    let amount = |part: &PartDiff| format!("{:+.2}", part.micros as f64 / 1e6);
    let rows: Vec<Vec<String>> = other.parts.iter().map(|part| row(view, amount(part), &part.citation)).collect();
    body.block(table(
        view.word("difference_note"),
        &[view.word("severity"), view.word("event"), view.word("source")],
        &[0],
        &rows,
    ));
    body.into_text()
}

/// The points of the chart, the newest first.
fn points(view: &View, line: &Line) -> String {
    let of = |amount: SeverityMicros| Tension::of(amount, line.reference_points).points();
    let row = |point: &PeriodPoint| {
        let interval = point.point.weights.interval().map(|(low, high)| format!("{:.1}–{:.1}", of(low), of(high)));
        let gap = point.coverage == Coverage::Gap;
        vec![
            point.period.last().to_string(),
            format!("{:.1}", line.tension(point)),
            interval.filter(|_| line.direction.is_none()).unwrap_or_default(),
            format!("{:.2}", as_points(point.point.severity())),
            if gap { view.word("none_read").to_owned() } else { point.events.to_string() },
        ]
    };
    let rows: Vec<Vec<String>> = line.points.iter().rev().take(POINTS_MAX).map(row).collect();
    let header = ["date", "tension", "interval", "severity", "events"].map(|key| view.word(key));
    let table = table(view.word("points_table"), &header, &[1, 2, 3, 4], &rows);
    format!("<details><summary>{}</summary>{table}</details>", view.word("points_table"))
}
