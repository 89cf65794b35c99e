//! Articles as files: bytes become a [`Draft`], an article whose open questions are still visible; nothing is guessed.
//!
//! Pure: no file is opened and no clock is read here.

pub mod dates;
pub mod dating;
pub mod document;
pub mod html;
pub mod jsonl;
pub mod lines;
mod linked;

pub use dates::{DateOrigin, Dates};
pub use dating::Dating;
pub use document::{Draft, markdown, plain_text};
pub use jsonl::{Row, parse_row};
pub use lines::{BoundedLines, Line};

use crate::domain::ParseError;

/// Most bytes an article may have. The longest newspaper pieces have some 100 kB.
pub const ARTICLE_LEN_MAX: usize = 8 * 1024 * 1024;

/// Most bytes a line of a JSON Lines file may have.
pub const LINE_LEN_MAX: usize = 16 * 1024 * 1024;

/// Why bytes are no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArticleError {
    /// Nothing is there, or only white space.
    #[error("there is no text in it")]
    Empty,
    /// A NUL byte: a binary file, or a damaged one.
    #[error("it holds a NUL byte at byte {at}, as binary files do")]
    Nul {
        /// Offset of the first NUL.
        at: usize,
    },
    /// The signature of a known binary format.
    #[error("it is {kind}, not text")]
    Binary {
        /// What it is, with its article.
        kind: &'static str,
    },
    /// Bytes that are not UTF-8.
    #[error("it is not valid UTF-8: the first wrong byte is byte {at}")]
    NotUtf8 {
        /// Offset of the first byte that cannot be read.
        at: usize,
    },
    /// More bytes than an article has.
    #[error("it is longer than an article can be ({max} bytes at most)")]
    TooLong {
        /// The limit in bytes.
        max: usize,
    },
    /// A page or file whose main text cannot be told.
    #[error("{why}")]
    NoMainText {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A line that is no JSON object of the expected shape.
    #[error("it is not a JSON object with a text: {0}")]
    Row(String),
    /// A date, language or name that is none.
    #[error("{field}: {source}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What is wrong with it.
        #[source]
        source: ParseError,
    },
}

/// Reads bytes as the text of an article, kept exactly as given.
///
/// # Errors
/// When the bytes are empty, binary, too many, or not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, ArticleError> {
    if bytes.len() > ARTICLE_LEN_MAX {
        return Err(ArticleError::TooLong { max: ARTICLE_LEN_MAX });
    }
    if let Some(kind) = binary_kind(&bytes) {
        return Err(ArticleError::Binary { kind });
    }
    let text = String::from_utf8(bytes).map_err(|e| ArticleError::NotUtf8 { at: e.utf8_error().valid_up_to() })?;
    check_text(&text)?;
    Ok(text)
}

/// Refuses a text that cannot be an article.
///
/// # Errors
/// When it is empty, too long or holds NUL bytes.
pub fn check_text(text: &str) -> Result<(), ArticleError> {
    if text.len() > ARTICLE_LEN_MAX {
        return Err(ArticleError::TooLong { max: ARTICLE_LEN_MAX });
    }
    if let Some(at) = text.bytes().position(|b| b == 0) {
        return Err(ArticleError::Nul { at });
    }
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(ArticleError::Empty);
    }
    Ok(())
}

/// The binary format whose signature the bytes start with.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\xff\xfe", "UTF-16 text (save it as UTF-8)"),
    ];
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err();
        assert_eq!(refused(b""), ArticleError::Empty);
        assert_eq!(refused("\u{feff} \r\n\t".as_bytes()), ArticleError::Empty);
        assert_eq!(refused(b"abc\0def"), ArticleError::Nul { at: 3 });
        assert_eq!(refused(b"caf\xe9 au lait"), ArticleError::NotUtf8 { at: 3 });
        assert!(matches!(refused(b"%PDF-1.7 ..."), ArticleError::Binary { kind: "a PDF" }));
        assert!(matches!(refused(&vec![b'a'; ARTICLE_LEN_MAX + 1]), ArticleError::TooLong { .. }));
    }

    #[test]
    fn text_is_kept_byte_for_byte() {
        let text = "\u{feff}Eerste regel\r\n\r\nTweede  regel\r\n";
        assert_eq!(decode(text.as_bytes().to_vec()).unwrap(), text);
    }
}
