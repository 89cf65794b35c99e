//! Articles as JSON Lines: one object a line.

use serde::Deserialize;
use serde_json::Value;

use super::dates::DateOrigin;
use super::dating::Dating;
use super::document::{Draft, parse_language};
use super::{ArticleError, check_text};

/// One line of a JSON Lines file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the file calls the document: a text or a number, or null.
    pub id: Value,
    /// The article.
    pub draft: Draft,
}

#[derive(Deserialize)]
struct RawRow {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    published: Value,
    #[serde(alias = "language")]
    lang: Option<String>,
    #[serde(alias = "publisher")]
    source: Option<String>,
    url: Option<String>,
    title: Option<String>,
}

/// Reads `{"id","text","published"?,"lang"?,"source"?,"url"?,"title"?}`; other fields are ignored.
///
/// `published` is a day, a month, a year (as text or number), `"unknown"`, or null.
///
/// # Errors
/// When the line is not such an object, or a field of it cannot be.
pub fn parse_row(line: &[u8]) -> Result<Row, ArticleError> {
    let text = std::str::from_utf8(line).map_err(|e| ArticleError::NotUtf8 { at: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: RawRow = serde_json::from_str(text).map_err(|error| ArticleError::Row(without_line(&error)))?;
    if !(raw.id.is_string() || raw.id.is_number() || raw.id.is_null()) {
        return Err(ArticleError::Row("`id` is neither a text nor a number".to_owned()));
    }
    check_text(&raw.text)?;
    let dating = match &raw.published {
        Value::Null => Dating::Missing,
        Value::String(text) => date(text)?,
        Value::Number(year) => date(&year.to_string())?,
        _ => return Err(ArticleError::Row("`published` is neither a text nor a year".to_owned())),
    };
    let language = raw.lang.as_deref().map(parse_language).transpose();
    let language = language.map_err(|source| ArticleError::Field { field: "lang", source })?;
    let dated_by = (dating != Dating::Missing).then_some(DateOrigin::Field);
    let (publisher, url, title) = (raw.source, raw.url, raw.title);
    let draft = Draft { text: raw.text, dating, dated_by, language, publisher, url, title, ..Draft::default() };
    Ok(Row { id: raw.id, draft })
}

fn date(text: &str) -> Result<Dating, ArticleError> {
    Dating::parse(text).map_err(|source| ArticleError::Field { field: "published", source })
}

/// The parser's message with its column and without its line, which is always 1.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cut = message.find(" at line ").and_then(|at| message.get(..at));
    format!("{} (column {})", cut.unwrap_or(&message), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_needs_a_text_and_nothing_else() {
        let row = parse_row(br#"{"text":"Tekst."}"#).unwrap();
        assert_eq!((row.id, row.draft.dating), (Value::Null, Dating::Missing));
        let row = parse_row(br#"{"id":7,"text":"Tekst.","published":2022,"lang":"en-GB","extra":[1]}"#).unwrap();
        assert_eq!(row.draft.dating, Dating::Known("2022".parse().unwrap()));
        assert_eq!(row.draft.language, Some("en".parse().unwrap()));
    }

    #[test]
    fn malformed_rows_say_where_and_why() {
        let wrong = |line: &str| parse_row(line.as_bytes()).unwrap_err().to_string();
        assert!(wrong(r#"{"text":"#).contains("column"), "{}", wrong(r#"{"text":"#));
        assert!(wrong("[]").contains("not a JSON object"));
        assert!(wrong(r#"{"id":"a"}"#).contains("missing field `text`"));
        assert!(wrong(r#"{"text":"a","published":"2025-02-30"}"#).contains("2025-02-30"));
        assert!(wrong(r#"{"text":"a\u0000b"}"#).contains("NUL"));
        assert!(wrong(r#"{"text":" "}"#).contains("no text"));
    }
}
