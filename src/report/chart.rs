//! Charts in text: a line of blocks, or bars over a dated axis. What was not looked at is never drawn as calm.

/// One column of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The value, not negative.
    pub value: f64,
    /// Whether anything was read about the time it stands for.
    pub covered: bool,
}

/// Stands for a time about which nothing was read.
const GAP: char = '·';

/// A bar over a time about which nothing was read: the score only fades there.
const FADING: char = '░';

const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A character a column, from nothing to `top`; gaps are dots, and nothing is the lowest block, so that it is not taken
/// for a gap.
pub fn sparkline(columns: &[Column], top: f64) -> String {
    columns
        .iter()
        .map(|column| match eighths(column.value, top, 1) {
            _ if !column.covered => GAP,
            0 => '▁',
            filled => EIGHTHS.get(filled - 1).copied().unwrap_or('█'),
        })
        .collect()
}

/// Puts neighbouring columns together until at most `columns_max` are left. A column keeps the highest value of those
/// it stands for, and is covered when one of them is. Returns how many each stands for beside them.
pub fn condensed(columns: &[Column], columns_max: usize) -> (Vec<Column>, usize) {
    let each = columns.len().div_ceil(columns_max.max(1)).max(1);
    let highest = |group: &[Column]| {
        // Where some of the group was covered, only that is shown: what was seen, not what faded unseen.
        let covered = group.iter().any(|column| column.covered);
        let seen = group.iter().filter(|column| column.covered == covered);
        Column { value: seen.map(|column| column.value).fold(0.0, f64::max), covered }
    };
    (columns.chunks(each).map(highest).collect(), each)
}

/// Bars of the given height, without axis; the first line is the top.
pub fn bars(columns: &[Column], top: f64, height: usize) -> Vec<String> {
    (0..height)
        .rev()
        .map(|row| {
            let line: String = columns.iter().map(|column| bar_at(*column, top, row, height)).collect();
            line.trim_end().to_owned()
        })
        .collect()
}

fn bar_at(column: Column, top: f64, row: usize, height: usize) -> char {
    let filled = eighths(column.value, top, height).saturating_sub(row * 8);
    match (column.covered, filled) {
        (false, 0..4) if row == 0 => GAP,
        (_, 0) | (false, 0..4) => ' ',
        (false, _) => FADING,
        (true, 8..) => '█',
        (true, filled) => EIGHTHS.get(filled - 1).copied().unwrap_or(' '),
    }
}

/// How many eighths of a character a bar is high; what prints as more than 0.0 is never drawn as nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 8 times the height")]
#[expect(clippy::cast_precision_loss, reason = "a chart is a few characters high")]
fn eighths(value: f64, top: f64, height: usize) -> usize {
    // What prints as 0.0 is drawn as nothing.
    if value < 0.05 || top <= 0.0 {
        return 0;
    }
    let full = (height * 8) as f64;
    ((value / top * full).round().clamp(1.0, full)) as usize
}

/// A round number not below the value, to end an axis at.
pub fn axis_top(value: f64) -> f64 {
    [4.0, 10.0, 20.0, 40.0, 60.0, 80.0].into_iter().find(|top| value <= *top).unwrap_or(100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(values: &[(f64, bool)]) -> Vec<Column> {
        values.iter().map(|&(value, covered)| Column { value, covered }).collect()
    }

    #[test]
    fn a_gap_is_not_calm() {
        let drawn = columns(&[(0.0, true), (50.0, true), (50.0, false), (100.0, true), (0.1, true)]);
        assert_eq!(sparkline(&drawn, 100.0), "▁▄·█▁");
    }

    #[test]
    fn bars_rise_row_by_row_and_fade_unseen() {
        let drawn = columns(&[(100.0, true), (75.0, true), (100.0, false), (0.0, false), (0.0, true)]);
        assert_eq!(bars(&drawn, 100.0, 2), ["█▄░", "██░·"]);
    }

    #[test]
    fn condensing_keeps_peaks_and_coverage() {
        let wide = columns(&[(10.0, false), (60.0, true), (90.0, false), (5.0, false), (4.0, false)]);
        assert_eq!(condensed(&wide, 3), (columns(&[(60.0, true), (90.0, false), (4.0, false)]), 2));
        assert_eq!(condensed(&wide, 10).1, 1);
    }
}
