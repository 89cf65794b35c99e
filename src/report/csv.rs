//! Comma-separated values after RFC 4180, with `\n` line ends.

/// Rows under a header, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csv(String);

impl Csv {
    /// Only a header.
    pub fn new(header: &[&str]) -> Self {
        let mut csv = Self(String::new());
        csv.row(header.iter().map(|name| (*name).to_owned()));
        csv
    }

    /// Nothing, to be written under a header that is out already.
    pub fn without_header() -> Self {
        Self(String::new())
    }

    /// Adds a row.
    pub fn row(&mut self, fields: impl IntoIterator<Item = String>) {
        let fields: Vec<String> = fields.into_iter().map(quoted).collect();
        self.0.push_str(&fields.join(","));
        self.0.push('\n');
    }

    /// The text, header included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn quoted(field: String) -> String {
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_need_quotes_have_them() {
        let mut csv = Csv::new(&["pair", "quote"]);
        csv.row(["ARM-AZE".to_owned(), "\"ja\", zei\nhij".to_owned()]);
        assert_eq!(csv.as_str(), "pair,quote\nARM-AZE,\"\"\"ja\"\", zei\nhij\"\n");
    }
}
