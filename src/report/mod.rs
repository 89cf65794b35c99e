//! Floor 5: values become a table, a chart, JSON, CSV or a page. Everything is returned; nothing is printed here.
//!
//! Reading order: [`basis`] is what every printed score carries, [`json`], [`csv`], [`table`] and [`chart`] are the
//! forms, and the rest are the reports, one file each, named like the command that prints them.

pub mod append;
pub mod basis;
pub mod breakdown;
pub mod chart;
pub mod citation;
pub mod coding;
pub mod csv;
pub mod diff;
pub mod dyad_years;
pub mod html;
pub mod json;
pub mod log;
pub mod pages;
pub mod pair;
pub mod replay;
pub mod scores;
pub mod show;
pub mod svg;
pub mod table;
pub mod tension_eval;
pub mod trend;
pub mod why;

pub use basis::Basis;
pub use citation::{Citation, Quote};
pub use csv::Csv;
pub use json::Json;
pub use table::Table;

/// What a screen can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Screen {
    /// Columns of the terminal; `None` where there is none, and lines may be as long as they are.
    pub width: Option<u16>,
}

impl Screen {
    /// Columns to draw a chart or fold a text in: those of the terminal, or 100 where there is none.
    pub fn columns(self) -> usize {
        self.width.map_or(100, usize::from).clamp(40, 160)
    }
}

/// Something that can be shown in every format.
pub trait Report {
    /// For people, with a line end.
    fn screen(&self, screen: Screen) -> String;

    /// For programs.
    fn json(&self) -> Json;

    /// As rows, where it has some.
    fn csv(&self) -> Option<Csv>;
}

/// Text that grows line by line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page(String);

impl Page {
    /// Adds a line; white space at its end is dropped.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref().trim_end());
        self.0.push('\n');
    }

    /// Adds text that has its line ends already.
    pub fn block(&mut self, text: impl AsRef<str>) {
        self.0.push_str(text.as_ref());
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// The text in one line, without control characters, which would otherwise steer the terminal.
pub fn printable(text: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(shown).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 event`, `2 events`.
pub fn counted(number: u64, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => match one.strip_suffix('y') {
            Some(stem) => format!("{number} {stem}ies"),
            None => format!("{number} {one}s"),
        },
    }
}

/// Breaks a text into lines of at most so many characters, at spaces.
pub fn folded(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > columns {
            lines.push(word.to_owned());
        } else {
            let gap = if line.is_empty() { "" } else { " " };
            line.push_str(gap);
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_from_outside_cannot_steer_the_terminal() {
        assert_eq!(printable("a\x1b[31mred\r\nb\u{9b}c"), "a [31mred b c");
    }

    #[test]
    fn folding_keeps_every_word() {
        let text = "een twee drie vier vijf";
        let lines = folded(text, 9);
        assert_eq!(lines, ["een twee", "drie vier", "vijf"]);
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn plurals_are_english() {
        assert_eq!(
            (counted(1, "entry"), counted(0, "entry"), counted(2, "event")),
            ("1 entry".to_owned(), "0 entries".to_owned(), "2 events".to_owned())
        );
    }
}
