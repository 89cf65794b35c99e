//! Documents out of files: text, Markdown, JSON Lines, directories of them, or a stream.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::intake::article::{
    ARTICLE_LEN_MAX, ArticleError, BoundedLines, Draft, LINE_LEN_MAX, Line, Row, decode, html, markdown, parse_row,
    plain_text,
};

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// It is no article.
    #[error(transparent)]
    NoArticle(#[from] ArticleError),
    /// A line has more bytes than a document can have.
    #[error("the line is longer than {max} bytes")]
    LineTooLong {
        /// The limit.
        max: usize,
    },
    /// A kind of file that is known and not read.
    #[error("{kind} files are not read")]
    Kind {
        /// What kind.
        kind: &'static str,
    },
    /// A directory without any file that is read.
    #[error("there is no .txt, .md, .html or .jsonl file in this directory")]
    NothingInside,
}

/// A document, or why there is none, and where it stood.
#[derive(Debug)]
pub struct Document {
    /// The file, with the line where it holds many documents.
    pub place: String,
    /// The article as far as the document says.
    pub draft: Result<Draft, DocumentError>,
}

/// Hands every document of a path to `take`, in order of the names. A directory is walked; what is hidden, or neither
/// text, Markdown, HTML nor JSON Lines, or called README, is passed over in it.
///
/// # Errors
/// Only what `take` returns: a document that cannot be read is handed over as such, and the others go on.
pub fn each_document<E>(path: &Path, take: &mut dyn FnMut(Document) -> Result<(), E>) -> Result<(), E> {
    if !path.is_dir() {
        return file(path, take);
    }
    let mut found = Vec::new();
    let failed = |draft| Document { place: path.display().to_string(), draft: Err(draft) };
    if let Err(error) = walk(path, &mut found) {
        return take(failed(DocumentError::Unreadable(error)));
    }
    if found.is_empty() {
        return take(failed(DocumentError::NothingInside));
    }
    found.iter().try_for_each(|path| file(path, take))
}

/// Hands every document of a stream to `take`: JSON Lines when it begins with `{`, else one plain text.
///
/// # Errors
/// Only what `take` returns.
pub fn each_document_in<E>(
    from: impl Read,
    place: &str,
    take: &mut dyn FnMut(Document) -> Result<(), E>,
) -> Result<(), E> {
    let mut from = BufReader::new(from);
    let begins = from.fill_buf().map(|bytes| (bytes.trim_ascii_start().first().copied(), html::is_page(bytes)));
    match begins {
        Ok((Some(b'{'), _)) => json_lines(from, place, take),
        Ok((_, true)) => take(Document { place: place.to_owned(), draft: page(from) }),
        Ok(_) => take(Document { place: place.to_owned(), draft: whole(from).and_then(|text| Ok(plain_text(text)?)) }),
        Err(error) => take(Document { place: place.to_owned(), draft: Err(error.into()) }),
    }
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            walk(&path, found)?;
        } else if matches!(extension(&path).as_str(), "txt" | "md" | "jsonl" | "html" | "htm" | "xhtml")
            && !name.starts_with("readme")
        {
            found.push(path);
        }
    }
    Ok(())
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn file<E>(path: &Path, take: &mut dyn FnMut(Document) -> Result<(), E>) -> Result<(), E> {
    let place = path.display().to_string();
    let extension = extension(path);
    let kind = match extension.as_str() {
        "pdf" => Some("PDF"),
        "doc" | "docx" | "odt" | "rtf" => Some("word processor"),
        "zip" | "gz" | "tar" => Some("archive"),
        _ => None,
    };
    if let Some(kind) = kind {
        return take(Document { place, draft: Err(DocumentError::Kind { kind }) });
    }
    let opened = match File::open(path) {
        Ok(opened) => opened,
        Err(error) => return take(Document { place, draft: Err(error.into()) }),
    };
    match extension.as_str() {
        "html" | "htm" | "xhtml" => take(Document { place, draft: page(opened) }),
        "jsonl" | "ndjson" => json_lines(BufReader::new(opened), &place, take),
        "md" | "markdown" => take(Document { place, draft: whole(opened).and_then(|text| Ok(markdown(text)?)) }),
        _ => take(Document { place, draft: whole(opened).and_then(|text| Ok(plain_text(text)?)) }),
    }
}

/// A whole stream as a web page.
fn page(from: impl Read) -> Result<Draft, DocumentError> {
    Ok(html::page(&bytes(from)?, None)?)
}

/// A whole stream as text; one that is longer than an article is not read to its end.
fn whole(from: impl Read) -> Result<String, DocumentError> {
    Ok(decode(bytes(from)?)?)
}

fn bytes(from: impl Read) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    from.take(ARTICLE_LEN_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn json_lines<E>(from: impl BufRead, place: &str, take: &mut dyn FnMut(Document) -> Result<(), E>) -> Result<(), E> {
    each_row(from, &mut |line, row| {
        take(Document { place: format!("{place}:{line}"), draft: row.map(|row| row.draft) })
    })
}

/// Hands every row of JSON Lines to `take` with its line number; empty lines are passed over.
///
/// # Errors
/// Only what `take` returns.
pub fn each_row<E>(
    from: impl BufRead,
    take: &mut dyn FnMut(u64, Result<Row, DocumentError>) -> Result<(), E>,
) -> Result<(), E> {
    let mut last = 0;
    for line in BoundedLines::new(from, LINE_LEN_MAX) {
        match line {
            Ok((number, Line::Whole(bytes))) => {
                last = number;
                if !bytes.trim_ascii().is_empty() {
                    take(number, parse_row(&bytes).map_err(DocumentError::from))?;
                }
            }
            Ok((number, Line::TooLong)) => {
                last = number;
                take(number, Err(DocumentError::LineTooLong { max: LINE_LEN_MAX }))?;
            }
            // What follows cannot be told apart from what was lost, so reading ends here.
            Err(error) => return take(last + 1, Err(error.into())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(String, bool)> {
        let mut found = Vec::new();
        each_document_in(text.as_bytes(), "-", &mut |document| {
            found.push((document.place, document.draft.is_ok()));
            Ok::<(), ()>(())
        })
        .unwrap();
        found
    }

    #[test]
    fn a_stream_that_begins_with_an_object_is_read_line_by_line() {
        let text = "{\"text\":\"Een.\"}\n\nkapot\n{\"text\":\"Twee.\"}";
        assert_eq!(places(text), [("-:1".into(), true), ("-:3".into(), false), ("-:4".into(), true)]);
        assert_eq!(places("Een tekst {met haken}."), [("-".to_owned(), true)]);
        assert_eq!(places(""), [("-".to_owned(), false)]);
    }
}
