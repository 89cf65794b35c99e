//! Open conflicts between states, with dates: whom "the war in Ukraine" is waged by.

use std::sync::OnceLock;

use crate::domain::{Actor, DateSpan};

const TABLE: &str = include_str!("conflicts.tsv");

struct Row {
    war: bool,
    first: Actor,
    second: Actor,
    span: DateSpan,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect())
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.split('\t');
    let war = cells.next()? == "war";
    let (first, second) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let span = DateSpan::new(cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)?;
    Some(Row { war, first, second, span })
}

fn open(row: &Row, published: Option<DateSpan>) -> bool {
    published.is_none_or(|p| row.span.intersect(p).is_some())
}

/// Who wages war against this country at the time; the latest war where no date is known.
pub(super) fn attacker_of(victim: Actor, published: Option<DateSpan>) -> Option<Actor> {
    rows().iter().find(|r| r.war && r.second == victim && open(r, published)).map(|r| r.first)
}

/// Who disputes a territory with this country at the time.
pub(super) fn rivals_of(actor: Actor, published: Option<DateSpan>) -> Vec<Actor> {
    rows().iter().filter(|r| !r.war && r.first == actor && open(r, published)).map(|r| r.second).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(rows().len(), TABLE.lines().filter(|l| !l.starts_with('#')).count());
    }

    #[test]
    fn a_war_counts_only_in_its_time() {
        let ukraine: Actor = "UKR".parse().unwrap();
        assert_eq!(attacker_of(ukraine, "2022-03".parse().ok()).map(|a| a.to_string()), Some("RUS".to_owned()));
        assert_eq!(attacker_of(ukraine, "2010-03".parse().ok()), None);
    }
}
