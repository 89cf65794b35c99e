//! Lines of a stream, each of bounded length, so that one endless line does not take the memory.

use std::io::{self, BufRead, Read};

/// One line of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The bytes, without the line end.
    Whole(Vec<u8>),
    /// The line had more bytes than allowed and was passed over.
    TooLong,
}

/// Numbered lines of a stream; 1 for the first. A line end may be `\n` or `\r\n`.
pub struct BoundedLines<R> {
    from: R,
    len_max: usize,
    number: u64,
}

impl<R: BufRead> BoundedLines<R> {
    /// The lines of a stream, each at most this many bytes.
    pub fn new(from: R, len_max: usize) -> Self {
        Self { from, len_max, number: 0 }
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let limit = self.len_max as u64 + 2;
        if self.from.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let ended = line.last() == Some(&b'\n');
        if ended {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        if line.len() <= self.len_max {
            return Ok(Some(Line::Whole(line)));
        }
        if !ended {
            self.pass_over()?;
        }
        Ok(Some(Line::TooLong))
    }

    /// Reads on to the end of the line and keeps nothing.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let seen = self.from.fill_buf()?;
            let end = seen.iter().position(|b| *b == b'\n');
            let used = end.map_or(seen.len(), |at| at + 1);
            self.from.consume(used);
            if end.is_some() || used == 0 {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Iterator for BoundedLines<R> {
    type Item = io::Result<(u64, Line)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.number += 1;
        self.read_line().transpose().map(|line| line.map(|line| (self.number, line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, len_max: usize) -> Vec<(u64, Line)> {
        BoundedLines::new(io::BufReader::with_capacity(3, text.as_bytes()), len_max).map(Result::unwrap).collect()
    }

    #[test]
    fn a_line_that_is_too_long_costs_only_itself() {
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            lines("abcd\r\nabcdefghij\n\nabcde\nxy", 4),
            [(1, whole("abcd")), (2, Line::TooLong), (3, whole("")), (4, Line::TooLong), (5, whole("xy"))]
        );
    }

    #[test]
    fn no_line_is_lost_at_the_end() {
        assert_eq!(lines("", 4), []);
        assert_eq!(lines("abcdef", 4), [(1, Line::TooLong)]);
        assert_eq!(lines("\n", 4), [(1, Line::Whole(vec![]))]);
    }
}
