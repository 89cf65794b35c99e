//! Bytes as rows: line lengths, text encoding, headers.

use std::io::{self, BufRead, Read};

use super::layout::{Format, Layout};
use super::{Columns, IntakeError, Outcome, Rejection};

/// Longest line that is read, in bytes; a longer one is rejected and memory stays flat.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// A line number and what became of the row there.
pub type RowRead = Result<(u64, Outcome), IntakeError>;

/// The rows of a file, each with its line number from 1. A header is no row.
pub struct Rows<R> {
    from: R,
    layout: Layout,
    header: Option<String>,
    /// The first line, when it is a row.
    first: Option<String>,
    line: u64,
    buffer: Vec<u8>,
    failed: bool,
}

impl<R: BufRead> Rows<R> {
    /// Reads the first line and binds the layout to it.
    ///
    /// # Errors
    /// [`IntakeError::Empty`], [`IntakeError::Layout`] when the file has another layout than the one named, and
    /// whatever keeps the first line from being read.
    pub fn new(mut from: R, format: Format, columns: Option<Columns>) -> Result<Self, IntakeError> {
        let mut buffer = Vec::new();
        let read = |source| IntakeError::Read { line: 1, source };
        let found = read_line(&mut from, &mut buffer).map_err(read)?;
        let refuse = |found: &str| IntakeError::Layout { named: format, found: found.to_owned() };
        let first = match found {
            Line::End => return Err(IntakeError::Empty),
            Line::TooLong => return Err(refuse("its first line is longer than a mebibyte")),
            Line::Whole => {
                String::from_utf8(std::mem::take(&mut buffer)).map_err(|_| refuse("it is not UTF-8 text"))?
            }
        };
        let first = first.trim_start_matches('\u{feff}').to_owned();
        let layout = Layout::bind(format, columns, &first)?;
        let (header, first) = if layout.has_header { (Some(first), None) } else { (None, Some(first)) };
        Ok(Self { from, layout, header, first, line: 0, buffer, failed: false })
    }

    fn row(&mut self, text: &str) -> Outcome {
        if self.header.as_deref() == Some(text) {
            return Outcome::Rejected(Rejection::RepeatedHeader);
        }
        self.layout.read(text)
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = RowRead;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        if let Some(first) = self.first.take() {
            self.line = 1;
            return Some(Ok((1, self.row(&first))));
        }
        if self.line == 0 {
            self.line = 1;
        }
        loop {
            self.line += 1;
            let mut buffer = std::mem::take(&mut self.buffer);
            let outcome = match read_line(&mut self.from, &mut buffer) {
                Err(source) => {
                    self.failed = true;
                    return Some(Err(IntakeError::Read { line: self.line, source }));
                }
                Ok(Line::End) => return None,
                Ok(Line::TooLong) => Outcome::Rejected(Rejection::LineTooLong),
                Ok(Line::Whole) if buffer.is_empty() => {
                    self.buffer = buffer;
                    continue;
                }
                Ok(Line::Whole) => match std::str::from_utf8(&buffer) {
                    Ok(text) => self.row(text),
                    Err(_) => Outcome::Rejected(Rejection::NotUtf8),
                },
            };
            self.buffer = buffer;
            return Some(Ok((self.line, outcome)));
        }
    }
}

enum Line {
    End,
    Whole,
    TooLong,
}

/// Reads a line without its end into the buffer; of a line that is too long the rest is passed over.
fn read_line(from: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<Line> {
    buffer.clear();
    let limit = LINE_BYTES_MAX as u64 + 1;
    if from.by_ref().take(limit).read_until(b'\n', buffer)? == 0 {
        return Ok(Line::End);
    }
    let whole = buffer.last() == Some(&b'\n');
    if !whole && buffer.len() > LINE_BYTES_MAX {
        skip_line(from)?;
        return Ok(Line::TooLong);
    }
    if whole {
        buffer.pop();
    }
    if buffer.last() == Some(&b'\r') {
        buffer.pop();
    }
    Ok(Line::Whole)
}

fn skip_line(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = from.fill_buf()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let end = bytes.iter().position(|b| *b == b'\n');
        let used = end.map_or(bytes.len(), |at| at + 1);
        from.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &str = "id,date,source,target,cameo,-,goldstein";
    const ROW: &str = "1\t2020-01-05\tKEN\tUGA\t190\t\t-10.0";

    fn outcomes(bytes: &[u8]) -> Vec<(u64, &'static str)> {
        let rows = Rows::new(bytes, Format::Table, Some(COLUMNS.parse().unwrap())).unwrap();
        rows.map(|row| {
            let (line, outcome) = row.unwrap();
            (line, if let Outcome::Rejected(why) = outcome { why.reason() } else { "coded" })
        })
        .collect()
    }

    #[test]
    fn line_numbers_are_those_of_the_file() {
        let text = format!("{ROW}\r\n\n{ROW}\nshort\n{ROW}");
        let expected = [(1, "coded"), (3, "coded"), (4, "wrong number of columns"), (5, "coded")];
        assert_eq!(outcomes(text.as_bytes()), expected);
    }

    #[test]
    fn a_line_too_long_and_one_in_latin_1_cost_only_themselves() {
        let mut bytes = format!("{ROW}\n{}\n", "x".repeat(LINE_BYTES_MAX + 9)).into_bytes();
        bytes.extend_from_slice(b"2\t2020-01-05\tC\xf4te\tUGA\t190\t\t\n");
        bytes.extend_from_slice(ROW.as_bytes());
        assert_eq!(outcomes(&bytes), [(1, "coded"), (2, "line too long"), (3, "not UTF-8"), (4, "coded")]);
    }

    #[test]
    fn an_empty_file_and_a_header_alone_are_told_apart() {
        assert!(matches!(Rows::new(&b""[..], Format::Icews, None), Err(IntakeError::Empty)));
        let header = "id,date,source,target,cameo\n";
        assert_eq!(Rows::new(header.as_bytes(), Format::Table, None).unwrap().count(), 0);
    }
}
