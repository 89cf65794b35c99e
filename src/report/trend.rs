//! `trend`: pairs over time.

use serde::Serialize;

use crate::domain::{DateSpan, Day, Dyad, DyadPattern, SeverityMicros};
use crate::projection::Direction;
use crate::tension::{Coverage, PeriodPoint, Step, Tension};

use super::chart::{Column, axis_top, bars, condensed, sparkline};
use super::json::{Json, as_points, points, rounded};
use super::replay::Directed;
use super::table::{Align, Table};
use super::{Basis, Csv, Page, Report, Screen, counted};

/// Pairs over a window, a point per period.
#[derive(Debug, Clone)]
pub struct Trend {
    /// What the figures rest on.
    pub basis: Basis,
    /// The days shown; `None` where nothing is known of the pairs.
    pub window: Option<DateSpan>,
    /// How far apart the points lie.
    pub step: Step,
    /// The pairs, in the order asked for.
    pub lines: Vec<Line>,
}

/// One pair, or one direction of it, over the window.
#[derive(Debug, Clone)]
pub struct Line {
    /// The pair.
    pub dyad: Dyad,
    /// The one direction that was asked for.
    pub direction: Option<Direction>,
    /// The severity, in points, at which tension reads 100.
    pub reference_points: u32,
    /// A point per period.
    pub points: Vec<PeriodPoint>,
}

impl Line {
    /// The pair, or the direction, as it was asked for.
    pub fn name(&self) -> String {
        match self.direction {
            Some(direction) => DyadPattern::Directed(direction.within(self.dyad)).to_string(),
            None => self.dyad.to_string(),
        }
    }

    fn severity(&self, point: &PeriodPoint) -> SeverityMicros {
        let [forward, reverse] = point.point.directed;
        match self.direction {
            Some(Direction::Forward) => forward,
            Some(Direction::Reverse) => reverse,
            None => point.point.severity(),
        }
    }

    /// Tension of the pair, or what it would be if only the one direction counted.
    pub(super) fn tension(&self, point: &PeriodPoint) -> f64 {
        let whole = point.point.tension;
        let shown = self.direction.map_or(whole, |_| Tension::of(self.severity(point), self.reference_points));
        shown.points()
    }

    /// A column per point, to draw.
    pub fn columns(&self) -> Vec<Column> {
        let column =
            |point: &PeriodPoint| Column { value: self.tension(point), covered: point.coverage != Coverage::Gap };
        self.points.iter().map(column).collect()
    }
}

#[derive(Serialize)]
struct Fields {
    from: Option<Day>,
    to: Option<Day>,
    by: &'static str,
}

#[derive(Serialize)]
struct LineFields {
    pair: String,
    points: Vec<PointFields>,
}

#[derive(Serialize)]
struct PointFields {
    date: Day,
    tension: f64,
    #[serde(serialize_with = "points")]
    severity: SeverityMicros,
    #[serde(serialize_with = "points")]
    cooperation: SeverityMicros,
    /// Events that touch the period, in either direction.
    events: u64,
    n_eff: Option<f64>,
    coverage: &'static str,
    surge: bool,
    directed: Directed,
}

impl Trend {
    fn point_fields(line: &Line, point: &PeriodPoint) -> PointFields {
        PointFields {
            date: point.period.last(),
            tension: rounded(line.tension(point)),
            severity: line.severity(point),
            cooperation: point.point.cooperation,
            events: point.events,
            n_eff: point.point.weights.effective_cells().map(rounded),
            coverage: point.coverage.as_str(),
            surge: point.surge.active,
            directed: Directed(line.dyad, point.point.directed),
        }
    }
}

impl Report for Trend {
    fn screen(&self, screen: Screen) -> String {
        let basis = self.basis.line();
        let (Some(window), [first, ..]) = (self.window, self.lines.as_slice()) else {
            return format!("Nothing is known of what was asked for.\n\n{basis}\n");
        };
        let title = |names: &str| format!("{names}, {} to {}, by {}\n\n", window.first(), window.last(), self.step);
        match self.lines.len() {
            1 => format!("{}{}{basis}\n", title(&first.name()), chart(first, window, self.step, screen)),
            n => {
                let title = title(&counted(n as u64, "pair"));
                format!("{title}{}\n{LEGEND}\n{basis}\n", overview(&self.lines, screen))
            }
        }
    }

    fn json(&self) -> Json {
        let fields = Fields {
            from: self.window.map(DateSpan::first),
            to: self.window.map(DateSpan::last),
            by: self.step.as_str(),
        };
        let lines = self.lines.iter().map(|line| LineFields {
            pair: line.name(),
            points: line.points.iter().map(|point| Self::point_fields(line, point)).collect(),
        });
        Json::new("trend", &self.basis, &fields, "pairs", lines)
    }

    fn csv(&self) -> Option<Csv> {
        let mut csv = Csv::new(&["date", "pair", "tension", "severity", "cooperation", "events", "n_eff", "coverage"]);
        for line in &self.lines {
            for point in &line.points {
                csv.row([
                    point.period.last().to_string(),
                    line.name(),
                    rounded(line.tension(point)).to_string(),
                    line.severity(point).to_string(),
                    point.point.cooperation.to_string(),
                    point.events.to_string(),
                    point.point.weights.effective_cells().map(|n| rounded(n).to_string()).unwrap_or_default(),
                    point.coverage.as_str().to_owned(),
                ]);
            }
        }
        Some(csv)
    }
}

const LEGEND: &str = "█ articles were read then   ░ · none were: the score only fades there";

/// Lines a chart is high.
const HEIGHT: usize = 6;

/// Most rows of the table under a chart.
const ROWS_MAX: usize = 24;

/// One line as bars over a dated axis, and under it the periods in which something happened.
fn chart(line: &Line, window: DateSpan, step: Step, screen: Screen) -> String {
    let (columns, each) = condensed(&line.columns(), screen.columns() - 8);
    // Few columns are drawn wider, so that a year by month is not a stub.
    let wide = ((screen.columns() - 8) / columns.len().max(1)).clamp(1, 4);
    let drawn: Vec<Column> = columns.iter().flat_map(|column| std::iter::repeat_n(*column, wide)).collect();
    let top = axis_top(columns.iter().map(|column| column.value).fold(0.0, f64::max));
    let mut page = Page::default();
    for (at, bar) in bars(&drawn, top, HEIGHT).into_iter().enumerate() {
        let label = match at {
            0 => format!("{top:>5.0}"),
            _ if at == HEIGHT / 2 => format!("{:>5.0}", top / 2.0),
            _ => " ".repeat(5),
        };
        page.line(format!("{label} │{bar}"));
    }
    page.line(format!("    0 └{}", "─".repeat(drawn.len())));
    page.line(axis(window, drawn.len()));
    page.line("");
    page.line(LEGEND);
    if each > 1 {
        page.line(format!("a column is {each} {step}s and shows the highest of them"));
    }
    page.line("");
    page.block(happenings(line, screen));
    page.into_text()
}

/// First and last day under the ends of an axis, and the middle where there is room.
fn axis(window: DateSpan, columns: usize) -> String {
    let (first, last) = (window.first().to_string(), window.last().to_string());
    let middle = window.first().plus(i32::try_from(window.days() / 2).unwrap_or(0)).to_string();
    if columns < first.len() + last.len() + 2 {
        return format!("      {first}..{last}");
    }
    let room = columns - first.len() - last.len();
    if room < middle.len() + 4 {
        return format!("      {first}{}{last}", " ".repeat(room));
    }
    let before = columns / 2 - middle.len() / 2 - first.len();
    let after = room - before - middle.len();
    format!("      {first}{}{middle}{}{last}", " ".repeat(before), " ".repeat(after))
}

/// The periods with events: all of them, or the last where they are many.
fn happenings(line: &Line, screen: Screen) -> String {
    let with_events: Vec<&PeriodPoint> = line.points.iter().filter(|point| point.events > 0).collect();
    let left_out = with_events.len().saturating_sub(ROWS_MAX);
    let mut table = Table::new([
        ("date", Align::Left),
        ("tension", Align::Right),
        ("severity", Align::Right),
        ("events", Align::Right),
        ("", Align::Left),
    ]);
    for point in with_events.into_iter().skip(left_out) {
        let thin = point.point.weights.effective_cells().is_none_or(|cells| cells < 5.0);
        let marks = [point.surge.active.then_some("surge"), thin.then_some("thin")];
        table.row([
            point.period.last().to_string(),
            format!("{:.1}", line.tension(point)),
            format!("{:.2}", as_points(line.severity(point))),
            point.events.to_string(),
            marks.into_iter().flatten().collect::<Vec<_>>().join(", "),
        ]);
    }
    let more = if left_out > 0 { format!("({left_out} earlier ones are in --format csv)\n") } else { String::new() };
    format!("{}{more}\n", table.render(screen))
}

/// Several lines as a sparkline each, on one scale.
fn overview(lines: &[Line], screen: Screen) -> String {
    let mut table = Table::new([
        ("pair", Align::Left),
        ("first", Align::Right),
        ("highest", Align::Right),
        ("last", Align::Right),
        ("", Align::Left),
    ]);
    for line in lines {
        let columns = line.columns();
        let value = |column: Option<&Column>| column.map(|c| format!("{:.1}", c.value)).unwrap_or_default();
        let highest = columns.iter().max_by(|a, b| a.value.total_cmp(&b.value));
        let (drawn, _) = condensed(&columns, screen.columns().saturating_sub(46));
        table.row([
            line.name(),
            value(columns.first()),
            value(highest),
            value(columns.last()),
            sparkline(&drawn, 100.0),
        ]);
    }
    table.render(screen)
}
