//! What an embedded act becomes: to ask for aid is an appeal for aid, to end a strike is to de-escalate.

use std::sync::OnceLock;

use super::frame::Mode;
use crate::domain::CameoCode;

const TABLE: &str = include_str!("compose.tsv");

struct Row {
    inner: &'static str,
    /// Appeal, demand, intent, threat, refuse, stop.
    codes: [Option<CameoCode>; 6],
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect())
}

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    let inner = cells.next()?;
    let mut codes = [None; 6];
    for (code, cell) in codes.iter_mut().zip(cells) {
        *code = cell.parse().ok();
    }
    Some(Row { inner, codes })
}

/// The code of an act of this mode about an act of that code; `None` where the two make no act of their own.
pub(super) fn compose(mode: Mode, inner: CameoCode) -> Option<CameoCode> {
    let column = match mode {
        Mode::Appeal => 0,
        Mode::Demand => 1,
        Mode::Intent => 2,
        Mode::Threat => 3,
        Mode::Refuse => 4,
        Mode::Stop => 5,
        Mode::Accuse | Mode::Tell => return None,
    };
    let fitting = rows().iter().filter(|r| inner.as_str().starts_with(r.inner));
    fitting.max_by_key(|r| r.inner.len()).and_then(|r| r.codes.get(column).copied().flatten())
}

/// The accusation of this act: of aggression, of abuses, of war crimes, of crime.
pub(super) fn accusation(inner: CameoCode) -> Option<CameoCode> {
    let code = match inner.root().number() {
        14 | 15 | 19 => "1123",
        17 | 18 => "1122",
        20 => "1124",
        _ => return None,
    };
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CameoCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_longest_prefix_decides() {
        assert_eq!(compose(Mode::Appeal, code("0874")), Some(code("0256")));
        assert_eq!(compose(Mode::Intent, code("0711")).map(|c| c.root()), Some(code("03").root()));
        assert_eq!(compose(Mode::Threat, code("163")), Some(code("1312")));
        assert_eq!(compose(Mode::Stop, code("190")), Some(code("0871")));
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let written = TABLE.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(rows().len(), written);
        assert!(rows().iter().all(|r| r.inner.parse::<CameoCode>().is_ok()));
    }
}
