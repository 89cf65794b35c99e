//! JSON documents: a head of fields, then one list. Rounded numbers, one item a line, no trailing commas.

use std::fmt::Write;

use serde::{Serialize, Serializer};

use crate::domain::SeverityMicros;

use super::Basis;

/// A JSON object whose last field is a list, kept apart so that it can also be written a line an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json {
    head: String,
    list: &'static str,
    items: Vec<String>,
}

impl Json {
    /// A document of this schema with further fields before its list.
    pub fn new<T: Serialize>(
        schema: &str,
        basis: &Basis,
        fields: &impl Serialize,
        list: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::from_heads(&[inner(&basis.envelope(schema)), inner(fields)], list, items)
    }

    /// A document that rests on no log: only its schema and its fields before the list.
    pub fn without_basis<T: Serialize>(
        schema: &str,
        fields: &impl Serialize,
        list: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let schema = format!("\"schema\":\"dyad/{schema}/v1\"");
        Self::from_heads(&[schema, inner(fields)], list, items)
    }

    fn from_heads<T: Serialize>(heads: &[String], list: &'static str, items: impl IntoIterator<Item = T>) -> Self {
        let heads: Vec<&str> = heads.iter().map(String::as_str).filter(|head| !head.is_empty()).collect();
        Self { head: heads.join(","), list, items: items.into_iter().map(|item| text(&item)).collect() }
    }

    /// The whole document, an item a line; an empty list is `[]`.
    pub fn document(&self) -> String {
        let items = if self.items.is_empty() { String::new() } else { format!("\n{}\n", self.items.join(",\n")) };
        format!("{{{},\"{}\":[{items}]}}\n", self.head, self.list)
    }

    /// A document a line, each with one item of the list.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for item in &self.items {
            writeln!(lines, "{{{},\"{}\":[{item}]}}", self.head, self.list).expect("a String takes every line");
        }
        lines
    }
}

/// No fields beside the basis.
#[derive(Serialize)]
pub struct NoFields {}

/// The value as JSON text.
pub fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("reports are plain structs with text keys, which always serialise")
}

/// The fields of an object, without its braces.
fn inner(value: &impl Serialize) -> String {
    let object = text(value);
    object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default().to_owned()
}

/// Severity in points, exact to the micro-unit: `9.0`, `0.290323`.
///
/// # Errors
/// When the serialiser fails.
pub fn points<S: Serializer>(amount: &SeverityMicros, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64(as_points(*amount))
}

/// The points of an amount as the nearest double, which prints as the amount itself.
#[expect(clippy::cast_precision_loss, reason = "sums stay below 2^53 micro-units")]
pub fn as_points(amount: SeverityMicros) -> f64 {
    amount.0 as f64 / SeverityMicros::POINT as f64
}

/// A number rounded to three decimals, never minus zero.
pub fn rounded(number: f64) -> f64 {
    let rounded = (number * 1000.0).round() / 1000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::super::basis::tests::basis;
    use super::*;

    #[derive(Serialize)]
    struct Item {
        #[serde(serialize_with = "points")]
        severity: SeverityMicros,
    }

    fn json(items: &[u64]) -> Json {
        let items = items.iter().map(|micros| Item { severity: SeverityMicros(*micros) });
        Json::new("replay", &basis(), &NoFields {}, "pairs", items)
    }

    #[test]
    fn documents_and_lines_hold_the_same_items() {
        let whole: serde_json::Value = serde_json::from_str(&json(&[9_000_000, 290_323]).document()).unwrap();
        let lines = json(&[9_000_000, 290_323]).lines();
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(whole["pairs"][0], lines[0]["pairs"][0]);
        assert_eq!(whole["pairs"][1]["severity"], 0.290_323);
        assert_eq!(whole["head"], lines[1]["head"]);
    }

    #[test]
    fn nothing_is_an_empty_list() {
        assert!(json(&[]).document().ends_with("\"pairs\":[]}\n"));
        assert_eq!(json(&[]).lines(), "");
    }

    #[test]
    fn every_micro_unit_prints_as_itself() {
        for micros in [0, 1, 290_323, 999_999, 1_000_001, 123_456_789_012_345] {
            let printed: f64 = text(&as_points(SeverityMicros(micros))).parse().unwrap();
            assert_eq!(printed.to_string(), SeverityMicros(micros).to_string().trim_end_matches(".0"));
        }
        assert_eq!(text(&rounded(-0.000_4)), "0.0");
    }
}
