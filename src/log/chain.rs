//! The hash chain: every commit is sealed over the commit before it and over every column of its own.

use sha2::{Digest, Sha256};

use crate::domain::ContentHash;
use crate::wire::Record;

/// A stored commit as plain column values, as the hash sees them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'a> {
    pub first_seq: i64,
    pub count: i64,
    pub id: &'a [u8],
    pub kind: &'a [u8],
    pub recorded: i64,
    pub codec: &'a [u8],
    pub payload: &'a [u8],
}

impl<'a> Columns<'a> {
    pub fn of(record: &'a Record) -> Self {
        Self {
            first_seq: record.first_seq.0.cast_signed(),
            count: record.count.cast_signed(),
            id: record.id.as_bytes(),
            kind: record.kind.as_str().as_bytes(),
            recorded: record.recorded.micros(),
            codec: record.payload.codec.as_str().as_bytes(),
            payload: &record.payload.bytes,
        }
    }

    /// SHA-256 over the previous hash and the columns in order, each behind its length as eight big-endian bytes.
    /// Integers are eight big-endian bytes.
    pub fn seal(&self, previous: &ContentHash) -> ContentHash {
        let mut hasher = Sha256::new();
        let mut feed = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        feed(previous.as_bytes());
        feed(&self.first_seq.to_be_bytes());
        feed(&self.count.to_be_bytes());
        feed(self.id);
        feed(self.kind);
        feed(&self.recorded.to_be_bytes());
        feed(self.codec);
        feed(self.payload);
        ContentHash::from_bytes(hasher.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_the_previous_hash_are_sealed() {
        let base = Columns { first_seq: 1, count: 2, id: b"id", kind: b"ab", recorded: 3, codec: b"c", payload: b"[]" };
        let start = ContentHash::from_bytes([0; 32]);
        let variants = [
            Columns { first_seq: 2, ..base },
            Columns { count: 3, ..base },
            Columns { id: b"ix", ..base },
            Columns { kind: b"a", codec: b"bc", ..base },
            Columns { recorded: 4, ..base },
            Columns { codec: b"d", ..base },
            Columns { payload: b"[ ]", ..base },
        ];
        let mut seals: Vec<ContentHash> = variants.iter().map(|columns| columns.seal(&start)).collect();
        seals.push(base.seal(&start));
        seals.push(base.seal(&ContentHash::from_bytes([1; 32])));
        let all = seals.len();
        seals.sort();
        seals.dedup();
        assert_eq!(seals.len(), all);
    }
}
