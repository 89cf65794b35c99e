//! Charts as SVG: steps, not slopes, for a score holds until the next day; days nobody read about are drawn dashed.

use std::fmt::Write;

use crate::domain::DateSpan;

use super::chart::{Column, axis_top};
use super::html::escaped;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 36.0;
const BOTTOM: f64 = 24.0;
const TOP: f64 = 8.0;

/// One line over a window. The title is read out where the picture is not seen.
pub fn steps(title: &str, columns: &[Column], window: DateSpan) -> String {
    let top = axis_top(columns.iter().map(|column| column.value).fold(0.0, f64::max));
    let place = Place { columns: columns.len().max(1), top };
    let mut svg = String::new();
    let mut add = |line: String| {
        svg.push_str(&line);
        svg.push('\n');
    };
    add(format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">", escaped(title)));
    for share in [0.0, 0.5, 1.0] {
        let (y, value) = (place.y(top * share), top * share);
        add(format!("<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"));
        add(format!("<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value:.0}</text>", LEFT - 6.0, y + 4.0));
    }
    for (class, covered) in [("line", true), ("unseen", false)] {
        let path = place.path(columns, covered);
        if !path.is_empty() {
            add(format!("<path class=\"{class}\" d=\"{path}\"/>"));
        }
    }
    let base = HEIGHT - 6.0;
    let middle = window.first().plus(i32::try_from(window.days() / 2).unwrap_or(0));
    add(format!("<text x=\"{LEFT}\" y=\"{base}\">{}</text>", window.first()));
    add(format!("<text x=\"{:.1}\" y=\"{base}\" text-anchor=\"middle\">{middle}</text>", f64::midpoint(LEFT, WIDTH)));
    add(format!("<text x=\"{WIDTH}\" y=\"{base}\" text-anchor=\"end\">{}</text>", window.last()));
    add("</svg>".to_owned());
    svg
}

struct Place {
    columns: usize,
    top: f64,
}

impl Place {
    #[expect(clippy::cast_precision_loss, reason = "a chart has far fewer columns than 2^53")]
    fn x(&self, column: usize) -> f64 {
        LEFT + (WIDTH - LEFT) * column as f64 / self.columns as f64
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / self.top)
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line_and_slopes_are_never_drawn() {
        let column = |value: f64, covered: bool| Column { value, covered };
        let columns = [column(10.0, true), column(20.0, true), column(20.0, false), column(5.0, true)];
        let svg = steps("ARM-AZE", &columns, "2022-01-01..2022-01-04".parse().unwrap());
        let line = svg.lines().find(|line| line.contains("class=\"line\"")).unwrap();
        assert_eq!(line.matches('M').count(), 2, "{line}");
        assert!(!line.contains('L'), "{line}");
        assert!(svg.contains("class=\"unseen\""));
    }

    #[test]
    fn the_same_columns_give_the_same_bytes() {
        let columns = [Column { value: 1.0 / 3.0, covered: true }];
        let window = "2022-01-01".parse().unwrap();
        assert_eq!(steps("a", &columns, window), steps("a", &columns, window));
    }
}
