//! Logs as JSON Lines: one event a line, what the log knows of it first, then the event as it is stored.
//!
//! ```text
//! {"seq":1,"id":"…","recorded":"2025-07-01T12:00:00.000000Z","commit":"…","kind":"article","codec":"json","count":3,"type":"article-ingested","v":1,…}
//! ```
//!
//! `count` is the number of events in the commit, so that a file that breaks off is noticed; `codec` is how they are
//! stored. The stored bytes of an event follow unchanged, or what the columns spell out and can be made again from, so a
//! log that is written out and read in again has the same hash chain.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Codec, Payload, Record, WireError};
use crate::domain::{CommitId, CommitKind, EventId, Recorded, Seq};

/// The longest line that is read, in bytes.
pub const LINE_LEN_MAX: usize = 16 << 20;

/// The most events a commit in an export may hold.
pub const COUNT_MAX: u64 = 1 << 24;

/// What stands before the event on a line, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Envelope {
    seq: Seq,
    id: EventId,
    recorded: Recorded,
    commit: CommitId,
    kind: CommitKind,
    codec: Codec,
    count: u64,
}

/// Writes every event of a record on a line of its own.
///
/// # Errors
/// When the payload is not a list of events, or the writer fails.
pub fn write(record: &Record, out: &mut impl Write) -> Result<(), WireError> {
    let objects = record.payload.objects()?;
    if objects.len() as u64 != record.count {
        return Err(WireError::Count { stated: record.count, found: objects.len() as u64 });
    }
    for (object, ordinal) in objects.into_iter().zip(0u32..) {
        let envelope = Envelope::at(record, ordinal);
        let head = serde_json::to_string(&envelope)
            .map_err(|source| WireError::Json { what: "the envelope of an event", source })?;
        let (head, tail) = (head.trim_end_matches('}'), object.trim_start_matches('{'));
        writeln!(out, "{head},{tail}")?;
    }
    Ok(())
}

/// Reads records from JSON Lines, commit by commit. An error ends the iteration.
pub fn read<R: BufRead>(input: R) -> Lines<R> {
    Lines { input, line: 0, ended: false }
}

/// Iterator over the records of an export; see [`read`].
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    line: u64,
    ended: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Record, WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let record = self.record().transpose();
        self.ended = !matches!(record, Some(Ok(_)));
        record
    }
}

impl<R: BufRead> Lines<R> {
    /// Line of the file that was read last, 1 for the first.
    pub fn line(&self) -> u64 {
        self.line
    }

    fn record(&mut self) -> Result<Option<Record>, WireError> {
        let Some((head, object)) = self.event()? else { return Ok(None) };
        if !(1..=COUNT_MAX).contains(&head.count) {
            return Err(self.misfit(format!("a commit of {} events", head.count)));
        }
        let Envelope { seq: first_seq, commit: id, kind, codec, recorded, count, .. } = head.clone();
        let payload = Payload { codec, bytes: Vec::new() };
        let mut record = Record { first_seq, count, id, kind, recorded, payload };
        self.check(&head, &record, 0)?;
        let mut objects = vec![object];
        for ordinal in (1u32..).take_while(|ordinal| u64::from(*ordinal) < count) {
            let Some((next, object)) = self.event()? else {
                let found = objects.len() as u64;
                return Err(WireError::CutOff { commit: id, first: first_seq, stated: count, found });
            };
            self.check(&next, &record, ordinal)?;
            objects.push(object);
        }
        record.payload = Payload::from_objects(codec, &objects)?;
        Ok(Some(record))
    }

    /// The next line that is not blank, as envelope and event object.
    fn event(&mut self) -> Result<Option<(Envelope, String)>, WireError> {
        loop {
            let Some(text) = self.next_line()? else { return Ok(None) };
            self.line += 1;
            let text = text.trim();
            if !text.is_empty() {
                return self.split(text).map(Some);
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<String>, WireError> {
        let mut bytes = Vec::new();
        let limit = LINE_LEN_MAX as u64 + 1;
        std::io::Read::take(&mut self.input, limit).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() > LINE_LEN_MAX {
            self.line += 1;
            return Err(self.misfit(format!("longer than {LINE_LEN_MAX} bytes")));
        }
        let text = String::from_utf8(bytes).map_err(|_| {
            self.line += 1;
            self.misfit("not UTF-8".to_owned())
        })?;
        Ok(Some(text))
    }

    fn split(&self, text: &str) -> Result<(Envelope, String), WireError> {
        let envelope: Envelope = serde_json::from_str(text).map_err(|e| self.misfit(e.to_string()))?;
        let head = serde_json::to_string(&envelope).map_err(|e| self.misfit(e.to_string()))?;
        let head = head.trim_end_matches('}');
        let object = match text.strip_prefix(head).and_then(|rest| rest.strip_prefix(',')) {
            Some(rest) => format!("{{{rest}"),
            None => self.reordered(text)?,
        };
        Ok((envelope, object))
    }

    /// The event object of a line that another program laid out in its own way.
    fn reordered(&self, text: &str) -> Result<String, WireError> {
        let mut object: std::collections::BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(text).map_err(|e| self.misfit(e.to_string()))?;
        for key in ["seq", "id", "recorded", "commit", "kind", "codec", "count"] {
            object.remove(key);
        }
        let text = serde_json::to_string(&object).map_err(|e| self.misfit(e.to_string()))?;
        super::encode_event(&super::decode_event(&text)?)
    }

    fn check(&self, head: &Envelope, record: &Record, ordinal: u32) -> Result<(), WireError> {
        let due = Envelope::at(record, ordinal);
        let differs = |what: &str, found: &dyn std::fmt::Display, due: &dyn std::fmt::Display| {
            Err(self.misfit(format!("{what} is {found} and should be {due}")))
        };
        if head.commit != due.commit {
            return differs("the commit", &head.commit, &due.commit);
        }
        if head.seq != due.seq {
            return differs("seq", &head.seq, &due.seq);
        }
        if head.id != due.id {
            return differs("the id", &head.id, &due.id);
        }
        if *head != due {
            return Err(
                self.misfit(format!("recorded, kind, codec or count differ from the first line of {}", due.commit))
            );
        }
        Ok(())
    }

    fn misfit(&self, why: String) -> WireError {
        WireError::Line { line: self.line, why }
    }
}

impl Envelope {
    fn at(record: &Record, ordinal: u32) -> Self {
        Self {
            seq: Seq(record.first_seq.0.saturating_add(u64::from(ordinal))),
            id: EventId::derive(record.id, ordinal),
            recorded: record.recorded,
            commit: record.id,
            kind: record.kind,
            codec: record.payload.codec,
            count: record.count,
        }
    }
}
