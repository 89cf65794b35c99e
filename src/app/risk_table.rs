//! Scoring a table of a user's own counts with the risk model.

use crate::tension::{Risk, YearFacts};

/// A scored row.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredYear {
    /// One of the pair, as the table writes it.
    pub a: String,
    /// The other.
    pub b: String,
    /// The year.
    pub year: i32,
    /// The risk, 0 to 1.
    pub score: f64,
}

/// Why a table cannot be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RiskTableError {
    /// A column is missing.
    #[error("there is no column {0}")]
    Column(&'static str),
    /// A field is no number, or below zero.
    #[error("line {line}: {column} is {text:?}")]
    Field {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
}

const COLUMNS: [&str; 8] = ["d1", "d2", "year", "vc", "mc", "vx", "mx", "past10"];

/// Scores every row.
///
/// # Errors
/// When a column is missing or a field cannot be read.
pub fn score_table(text: &str, risk: &Risk) -> Result<Vec<ScoredYear>, RiskTableError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split(',').map(str::trim).collect()).unwrap_or_default();
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = header.iter().position(|name| *name == column).ok_or(RiskTableError::Column(column))?;
    }
    lines.map(|(at, line)| score_line(at + 1, line, &places, risk)).collect()
}

fn score_line(line: usize, text: &str, places: &[usize], risk: &Risk) -> Result<ScoredYear, RiskTableError> {
    let cells: Vec<&str> = text.split(',').map(str::trim).collect();
    let mut fields =
        COLUMNS.iter().zip(places).map(|(column, at)| (*column, cells.get(*at).copied().unwrap_or_default()));
    let mut next = || fields.next().unwrap_or_default();
    let bad = |(column, text): (&'static str, &str)| RiskTableError::Field { line, column, text: text.to_owned() };
    let (a, b) = (next().1.to_owned(), next().1.to_owned());
    let mut number = || {
        let field = next();
        let read = field.1.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        read.ok_or_else(|| bad(field))
    };
    let year = number()?;
    let facts = YearFacts { acts: [number()?, number()?, number()?, number()?], past: small(number()?) };
    Ok(ScoredYear { a, b, year: i32::try_from(small(year)).unwrap_or(0), score: risk.of(&facts) })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative; a cast stops at the ends")]
fn small(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_bad_fields_by_line() {
        let risk = Risk::default();
        let scored = score_table("year,d1,d2,vc,mc,vx,mx,past10,y\n2005,KEN,UGA,1,0,2.0,3,4,1\n", &risk).unwrap();
        let facts = YearFacts { acts: [1.0, 0.0, 2.0, 3.0], past: 4 };
        assert_eq!(scored, [ScoredYear { a: "KEN".into(), b: "UGA".into(), year: 2005, score: risk.of(&facts) }]);
        let missing = score_table("d1,d2,year\n", &risk).unwrap_err();
        assert_eq!(missing.to_string(), "there is no column vc");
        let bad = score_table("d1,d2,year,vc,mc,vx,mx,past10\nKEN,UGA,2005,1,0,-1,3,4\n", &risk).unwrap_err();
        assert_eq!(bad.to_string(), "line 2: vx is \"-1\"");
    }
}
