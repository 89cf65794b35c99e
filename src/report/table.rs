//! Tables for people: aligned columns, no lines, as wide as the terminal allows.

use comfy_table::{CellAlignment, ContentArrangement, Table as Grid, presets};

use super::{Screen, printable};

/// On which side the cells of a column end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// Rows under a header.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(columns: impl IntoIterator<Item = (&'static str, Align)>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row, a cell per column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| printable(&cell)).collect());
    }

    /// The lines, each with its line end.
    pub fn render(&self, screen: Screen) -> String {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).force_no_tty();
        if let Some(width) = screen.width {
            grid.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        grid.set_header(self.columns.iter().map(|(name, _)| *name));
        grid.add_rows(&self.rows);
        for (at, (_, align)) in self.columns.iter().enumerate() {
            if let Some(column) = grid.column_mut(at) {
                column.set_padding((u16::from(at > 0), 1));
                column.set_cell_alignment(match align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                });
            }
        }
        grid.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_and_texts_begin_under_each_other() {
        let mut table = Table::new([("pair", Align::Left), ("tension", Align::Right), ("note", Align::Left)]);
        table.row(["ARM-AZE".into(), "61.3".into(), "thin".into()]);
        table.row(["CSTO-RUS".into(), "9.0".into(), String::new()]);
        assert_eq!(
            table.render(Screen::default()),
            "pair      tension  note\nARM-AZE      61.3  thin\nCSTO-RUS      9.0\n"
        );
    }

    #[test]
    fn a_narrow_terminal_folds_cells_and_loses_nothing() {
        let mut table = Table::new([("pair", Align::Left), ("note", Align::Left)]);
        table.row(["ARM-AZE".into(), "een lange opmerking die niet past".into()]);
        let narrow = table.render(Screen { width: Some(24) });
        assert!(narrow.lines().all(|line| line.chars().count() <= 24), "{narrow}");
        let words: Vec<&str> = narrow.split_whitespace().collect();
        assert!(["lange", "opmerking", "past"].iter().all(|word| words.contains(word)), "{narrow}");
    }
}
