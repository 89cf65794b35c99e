//! Proofs that are checked without the log: that an event is in it, or that it only grew.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, InclusionPath, Note, NoteError, VerifyingKey, verify_extension, verify_inclusion};
use crate::domain::{CommitId, CommitKind, ContentHash, Event, EventId, Recorded, Seq};
use crate::wire::{Codec, Payload, Record};

/// What the document says it is.
const SCHEMA: &str = "dyad/proof/v1";

/// A proof, as text a JSON document (`schemas/cli/proof.json`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// That an event is in the log a checkpoint stands for.
    Event(Box<EventProof>),
    /// That a log holds everything, in the same order, that it held at an older checkpoint.
    Extension(Box<ExtensionProof>),
}

/// That an event is in the log a checkpoint stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventProof {
    /// Its position.
    pub seq: Seq,
    /// The commit that holds it.
    pub record: Record,
    /// Where the commit hangs in the tree.
    pub at: InclusionPath,
    /// What the log was.
    pub note: Note,
}

/// That a log holds everything, in the same order, that it held at an older checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionProof {
    /// What it was.
    pub older: Note,
    /// What it is.
    pub newer: Note,
    /// Hashes of the tree, 32 bytes each.
    pub path: Vec<u8>,
}

/// What a proof that holds has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proven {
    /// The event is in the log.
    Event {
        /// Its position.
        seq: Seq,
        /// Its id.
        id: EventId,
        /// When the log took it.
        recorded: Recorded,
        /// The fact.
        event: Box<Event>,
        /// What the log was.
        checkpoint: Checkpoint,
    },
    /// The log only grew.
    Extension {
        /// What it was.
        older: Checkpoint,
        /// What it is.
        newer: Checkpoint,
    },
}

/// Why a proof shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The text is no proof.
    #[error("this is no proof: {what}")]
    Malformed {
        /// What is wrong with it.
        what: String,
    },
    /// The hashes do not lead from what is proved to the checkpoint.
    #[error("the proof does not hold: {what}")]
    Broken {
        /// What does not fit.
        what: &'static str,
    },
    /// A checkpoint in it is not signed as asked.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Proof {
    /// Checks the proof; with a key, also that every checkpoint in it is signed by it.
    ///
    /// # Errors
    /// [`ProofError::Broken`] when it shows nothing, [`ProofError::Note`] for a missing or wrong signature.
    pub fn verify(&self, key: Option<&VerifyingKey>) -> Result<Proven, ProofError> {
        let vouched = |note: &Note| key.map_or(Ok(()), |key| note.verify(key));
        match self {
            Self::Event(proof) => {
                vouched(&proof.note)?;
                proof.verify()
            }
            Self::Extension(proof) => {
                let ExtensionProof { older, newer, path } = proof.as_ref();
                vouched(older)?;
                vouched(newer)?;
                if !verify_extension(&older.checkpoint, &newer.checkpoint, path) {
                    return Err(ProofError::Broken { what: "the newer log does not begin with the older one" });
                }
                Ok(Proven::Extension { older: older.checkpoint.clone(), newer: newer.checkpoint.clone() })
            }
        }
    }

    /// Who signed the checkpoint that is to be trusted, by their own account.
    pub fn signers(&self) -> Vec<&str> {
        match self {
            Self::Event(proof) => proof.note.names().collect(),
            Self::Extension(proof) => proof.newer.names().collect(),
        }
    }

    /// Reads a proof.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn from_json(text: &[u8]) -> Result<Self, ProofError> {
        let document: Document =
            serde_json::from_slice(text).map_err(|error| ProofError::Malformed { what: error.to_string() })?;
        document.proof()
    }

    /// The proof as a JSON document on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&Document::of(self)).expect("strings and numbers can be written")
    }
}

impl EventProof {
    fn verify(&self) -> Result<Proven, ProofError> {
        let broken = |what| ProofError::Broken { what };
        if !verify_inclusion(&self.note.checkpoint, &self.record, &self.at) {
            return Err(broken("the commit is not in the log of the checkpoint"));
        }
        let commit = self.record.decode().map_err(|_| broken("the commit is not readable by this program"))?;
        let stored = commit.stored_events().find(|stored| stored.seq == self.seq);
        let stored = stored.ok_or(broken("the commit holds no event at this position"))?;
        let checkpoint = self.note.checkpoint.clone();
        let (seq, id, recorded) = (stored.seq, stored.id, stored.recorded);
        Ok(Proven::Event { seq, id, recorded, event: Box::new(stored.event.clone()), checkpoint })
    }
}

/// The document, field by field.
#[derive(Serialize, Deserialize)]
#[serde(tag = "proves", rename_all = "lowercase", deny_unknown_fields)]
enum Document {
    Event {
        schema: String,
        seq: u64,
        commit: CommitFields,
        index: u64,
        previous: ContentHash,
        path: Vec<ContentHash>,
        checkpoint: String,
    },
    Extension {
        schema: String,
        older: String,
        newer: String,
        path: Vec<ContentHash>,
    },
}

/// The columns of a commit that its hash is over.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommitFields {
    first_seq: u64,
    count: u64,
    id: CommitId,
    kind: CommitKind,
    recorded: Recorded,
    codec: Codec,
    payload: String,
}

impl Document {
    fn of(proof: &Proof) -> Self {
        let schema = SCHEMA.to_owned();
        match proof {
            Proof::Event(proof) => Self::Event {
                schema,
                seq: proof.seq.0,
                commit: CommitFields::of(&proof.record),
                index: proof.at.index,
                previous: proof.at.previous,
                path: hashes(&proof.at.path),
                checkpoint: proof.note.to_string(),
            },
            Proof::Extension(proof) => {
                let (older, newer) = (proof.older.to_string(), proof.newer.to_string());
                Self::Extension { schema, older, newer, path: hashes(&proof.path) }
            }
        }
    }

    fn proof(self) -> Result<Proof, ProofError> {
        let (Self::Event { schema, .. } | Self::Extension { schema, .. }) = &self;
        if schema != SCHEMA {
            return Err(ProofError::Malformed { what: format!("its schema is {schema:?}, not {SCHEMA:?}") });
        }
        Ok(match self {
            Self::Event { seq, commit, index, previous, path, checkpoint, .. } => Proof::Event(Box::new(EventProof {
                seq: Seq(seq),
                record: commit.record()?,
                at: InclusionPath { index, previous, path: bytes(&path) },
                note: checkpoint.parse()?,
            })),
            Self::Extension { older, newer, path, .. } => {
                let (older, newer) = (older.parse()?, newer.parse()?);
                Proof::Extension(Box::new(ExtensionProof { older, newer, path: bytes(&path) }))
            }
        })
    }
}

impl CommitFields {
    fn of(record: &Record) -> Self {
        Self {
            first_seq: record.first_seq.0,
            count: record.count,
            id: record.id,
            kind: record.kind,
            recorded: record.recorded,
            codec: record.payload.codec,
            payload: BASE64.encode(&record.payload.bytes),
        }
    }

    fn record(self) -> Result<Record, ProofError> {
        let malformed = |what: String| ProofError::Malformed { what };
        let bytes = BASE64.decode(&self.payload).map_err(|error| malformed(format!("the payload: {error}")))?;
        let in_range = self.count > 0 && self.first_seq > 0 && self.first_seq.checked_add(self.count).is_some();
        if !in_range || i64::try_from(self.first_seq + self.count).is_err() {
            return Err(malformed("a position is out of range".to_owned()));
        }
        Ok(Record {
            first_seq: Seq(self.first_seq),
            count: self.count,
            id: self.id,
            kind: self.kind,
            recorded: self.recorded,
            payload: Payload { codec: self.codec, bytes },
        })
    }
}

fn hashes(bytes: &[u8]) -> Vec<ContentHash> {
    bytes.as_chunks::<32>().0.iter().map(|hash| ContentHash::from_bytes(*hash)).collect()
}

fn bytes(hashes: &[ContentHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}
