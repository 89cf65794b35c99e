//! Charts as SVG: steps, not slopes, for a score holds until the next day; days nobody read about are drawn dashed.

use std::fmt::Write;

use crate::domain::{DateSpan, Day};

use super::chart::{Column, axis_top};
use super::html::escaped;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 40.0;
const BOTTOM: f64 = 36.0;
const TOP: f64 = 8.0;

/// Where a chart begins below the names of its lines.
const BELOW_NAMES: f64 = 30.0;

/// An event on a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day it is drawn on.
    pub day: Day,
    /// What is said of it.
    pub title: String,
    /// Where it leads, escaped already.
    pub link: Option<String>,
}

/// One of several lines with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Its values, evenly spread over the window.
    pub values: Vec<f64>,
}

/// A chart over a window. The title is read out where the picture is not seen.
#[derive(Debug, Clone)]
pub struct Picture<'a> {
    title: &'a str,
    window: DateSpan,
    height: f64,
}

impl<'a> Picture<'a> {
    /// A chart that stands by itself.
    pub fn large(title: &'a str, window: DateSpan) -> Self {
        Self { title, window, height: 280.0 }
    }

    /// A chart below another.
    pub fn small(title: &'a str, window: DateSpan) -> Self {
        Self { title, window, height: 150.0 }
    }

    /// One line of tension, its interval as a band, events as marks under it.
    pub fn tension(&self, columns: &[Column], band: &[Option<(f64, f64)>], marks: &[Mark]) -> String {
        let highest = band.iter().flatten().map(|(_, high)| *high);
        let top = axis_top(columns.iter().map(|column| column.value).chain(highest).fold(0.0, f64::max));
        let place = Place { columns: columns.len().max(1), top, height: self.height, begin: TOP };
        let mut drawn = String::new();
        let path = place.band(band);
        if !path.is_empty() {
            push(&mut drawn, &format!("<path class=\"band\" d=\"{path}\"/>"));
        }
        for (class, covered) in [("line", true), ("unseen", false)] {
            let path = place.path(columns, covered);
            if !path.is_empty() {
                push(&mut drawn, &format!("<path class=\"{class}\" d=\"{path}\"/>"));
            }
        }
        for mark in marks {
            push(&mut drawn, &self.mark(&place, mark));
        }
        self.framed(&place, &drawn)
    }

    /// Several lines, told apart by dashes and by name.
    pub fn lines(&self, series: &[Series]) -> String {
        let highest = series.iter().flat_map(|s| &s.values).copied().fold(0.0, f64::max);
        let columns = series.first().map_or(1, |s| s.values.len()).max(1);
        let place = Place { columns, top: axis_top_of_points(highest), height: self.height, begin: BELOW_NAMES };
        let mut drawn = String::new();
        for (at, series) in series.iter().enumerate() {
            let columns: Vec<Column> =
                series.values.iter().map(|value| Column { value: *value, covered: true }).collect();
            push(&mut drawn, &format!("<path class=\"line line-{at}\" d=\"{}\"/>", place.path(&columns, true)));
            let last = series.values.last().copied().unwrap_or(0.0);
            let x = LEFT + 6.0 + 300.0 * f64::from(u8::try_from(at).unwrap_or(u8::MAX));
            let key = format!("{} {last:.2}", series.name);
            push(&mut drawn, &format!("<path class=\"line line-{at}\" d=\"M{x:.1} 12h24\"/>"));
            push(&mut drawn, &format!("<text x=\"{:.1}\" y=\"17\">{}</text>", x + 30.0, escaped(&key)));
        }
        self.framed(&place, &drawn)
    }

    fn mark(&self, place: &Place, mark: &Mark) -> String {
        let days = f64::from(mark.day.since(self.window.first()));
        if !self.window.contains(mark.day) {
            return String::new();
        }
        let x = LEFT + (WIDTH - LEFT) * (days + 0.5) / f64::from(self.window.days());
        let (low, title) = (place.height - BOTTOM, escaped(&mark.title));
        let tick = format!("<path class=\"mark\" d=\"M{x:.1} {:.1}v10\"><title>{title}</title></path>", low + 1.0);
        match &mark.link {
            Some(link) => format!("<a href=\"{link}\" aria-label=\"{title}\">{tick}</a>"),
            None => tick,
        }
    }

    /// Axes and dates around what is drawn.
    fn framed(&self, place: &Place, drawn: &str) -> String {
        let (height, window) = (self.height, self.window);
        let mut svg = String::new();
        let mut add = |line: String| push(&mut svg, &line);
        add(format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-label=\"{}\">",
            escaped(self.title)
        ));
        for share in [0.0, 0.5, 1.0] {
            let (y, value) = (place.y(place.top * share), place.top * share);
            let shown = if place.top < 4.0 { format!("{value:.1}") } else { format!("{value:.0}") };
            add(format!("<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"));
            add(format!("<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{shown}</text>", LEFT - 6.0, y + 4.0));
        }
        add(drawn.trim_end().to_owned());
        let base = height - 6.0;
        let middle = window.first().plus(i32::try_from(window.days() / 2).unwrap_or(0));
        add(format!("<text x=\"{LEFT}\" y=\"{base}\">{}</text>", window.first()));
        add(format!(
            "<text x=\"{:.1}\" y=\"{base}\" text-anchor=\"middle\">{middle}</text>",
            f64::midpoint(LEFT, WIDTH)
        ));
        add(format!("<text x=\"{WIDTH}\" y=\"{base}\" text-anchor=\"end\">{}</text>", window.last()));
        add("</svg>".to_owned());
        svg
    }
}

/// A line of steps without axes, as high as a line of text; days nobody read about are left out.
pub fn sparkline(columns: &[Column]) -> String {
    let place = Place { columns: columns.len().max(1), top: 100.0, height: 100.0, begin: TOP };
    let paths: Vec<String> = [("line", true), ("unseen", false)]
        .into_iter()
        .map(|(class, covered)| (class, place.path(columns, covered)))
        .filter(|(_, path)| !path.is_empty())
        .map(|(class, path)| format!("<path class=\"{class}\" d=\"{path}\"/>"))
        .collect();
    format!(
        "<svg class=\"spark\" viewBox=\"{LEFT} 0 {} 70\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{}</svg>",
        WIDTH - LEFT,
        paths.concat()
    )
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// A round number not below an amount of points, to end an axis at.
fn axis_top_of_points(value: f64) -> f64 {
    let mut decade = 1.0;
    loop {
        for top in [decade, 2.0 * decade, 5.0 * decade] {
            if top >= value || top >= 1e12 {
                return top;
            }
        }
        decade *= 10.0;
    }
}

struct Place {
    columns: usize,
    top: f64,
    height: f64,
    begin: f64,
}

impl Place {
    #[expect(clippy::cast_precision_loss, reason = "a chart has far fewer columns than 2^53")]
    fn x(&self, column: usize) -> f64 {
        LEFT + (WIDTH - LEFT) * column as f64 / self.columns as f64
    }

    fn y(&self, value: f64) -> f64 {
        self.begin + (self.height - self.begin - BOTTOM) * (1.0 - value / self.top)
    }

    /// The stretches of one kind, each a step of its own from its first to its last column.
    fn path(&self, columns: &[Column], covered: bool) -> String {
        let mut path = String::new();
        let mut drawing = false;
        for (at, column) in columns.iter().enumerate() {
            if column.covered != covered {
                drawing = false;
                continue;
            }
            let (x, y) = (self.x(at), self.y(column.value));
            let command = if drawing { format!("V{y:.1}") } else { format!("M{x:.1} {y:.1}") };
            write!(path, "{command}H{:.1}", self.x(at + 1)).expect("a String takes every text");
            drawing = true;
        }
        path
    }

    /// A box a column, from the lower to the upper end.
    fn band(&self, band: &[Option<(f64, f64)>]) -> String {
        let mut path = String::new();
        for (at, ends) in band.iter().enumerate() {
            let Some((low, high)) = ends else { continue };
            let (left, right) = (self.x(at), self.x(at + 1));
            let (low, high) = (self.y(*low), self.y(*high));
            write!(path, "M{left:.1} {low:.1}V{high:.1}H{right:.1}V{low:.1}z").expect("a String takes every text");
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line_and_slopes_are_never_drawn() {
        let column = |value: f64, covered: bool| Column { value, covered };
        let columns = [column(10.0, true), column(20.0, true), column(20.0, false), column(5.0, true)];
        let window = "2022-01-01..2022-01-04".parse().unwrap();
        let svg = Picture::large("ARM-AZE", window).tension(&columns, &[], &[]);
        let line = svg.lines().find(|line| line.contains("class=\"line\"")).unwrap();
        assert_eq!(line.matches('M').count(), 2, "{line}");
        assert!(!line.contains('L'), "{line}");
        assert!(svg.contains("class=\"unseen\""));
    }

    #[test]
    fn the_same_columns_give_the_same_bytes() {
        let columns = [Column { value: 1.0 / 3.0, covered: true }];
        let window = "2022-01-01".parse().unwrap();
        let drawn = || Picture::large("a", window).tension(&columns, &[None], &[]);
        assert_eq!(drawn(), drawn());
    }

    #[test]
    fn an_axis_ends_at_a_round_number_not_below_the_highest_value() {
        for (value, top) in
            [(0.0, 1.0), (1.5, 2.0), (3.0, 5.0), (6.0, 10.0), (11.0, 20.0), (21.0, 50.0), (300.0, 500.0)]
        {
            assert!((axis_top_of_points(value) - top).abs() < 1e-9, "{value}: {}", axis_top_of_points(value));
        }
    }

    #[test]
    fn a_mark_outside_the_window_is_not_drawn_and_no_title_becomes_markup() {
        let window = "2022-01-01..2022-01-31".parse().unwrap();
        let mark = |day: &str| Mark { day: day.parse().unwrap(), title: "<script>".to_owned(), link: None };
        let svg = Picture::large("a", window).tension(&[], &[], &[mark("2022-01-05"), mark("2021-01-05")]);
        assert_eq!(svg.matches("class=\"mark\"").count(), 1);
        assert!(!svg.contains("<script>"));
    }
}
