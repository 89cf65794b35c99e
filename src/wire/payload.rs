//! The events of a commit as one value: an encoding and its bytes.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde_json::value::RawValue;

use super::columns::{Builder, Shared};
use super::{WireError, columns, decode_event, encode_event};
use crate::domain::{CommitId, CommitKind, Event, NewCommit};

/// How the events of a commit are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// A JSON array with one object per event, in UTF-8.
    Json,
    /// The columns of [`columns`], for a chunk of an imported file.
    Columns,
}

/// A chunk of an imported file with fewer events than this stays JSON, readable in any SQLite shell.
const COLUMNS_COUNT_MIN: usize = 64;

impl Codec {
    /// The word in the `codec` column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Columns => "columns",
        }
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Codec {
    type Err = WireError;

    fn from_str(text: &str) -> Result<Self, WireError> {
        match text {
            "json" => Ok(Self::Json),
            "columns" => Ok(Self::Columns),
            _ => Err(WireError::UnknownCodec { found: text.chars().take(80).collect() }),
        }
    }
}

impl serde::Serialize for Codec {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Codec {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A commit whose events are written and that waits for its place in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// What it is about.
    pub id: CommitId,
    /// Why its events arrived together.
    pub kind: CommitKind,
    /// How many events it holds, at least 1.
    pub count: u64,
    /// The events.
    pub payload: Payload,
}

impl Encoded {
    /// Writes the events of a commit.
    ///
    /// # Errors
    /// As [`Payload::encode`].
    pub fn of(commit: &NewCommit) -> Result<Self, WireError> {
        let payload = Payload::encode(commit.id(), commit.events())?;
        Ok(Self { id: commit.id(), kind: commit.kind(), count: commit.events().len() as u64, payload })
    }

    /// A chunk of a file from rows that were written as they were read; a short one becomes JSON, as [`Encoded::of`]
    /// would make it.
    ///
    /// # Errors
    /// As [`Payload::encode`].
    pub fn bulk(id: CommitId, rows: Builder, shared: Shared) -> Result<Self, WireError> {
        let count = rows.rows() as u64 + 1;
        let bytes = rows.finish(shared);
        let payload = if count < COLUMNS_COUNT_MIN as u64 {
            Payload::encode(id, &columns::decode(&bytes)?.events())?
        } else {
            Payload { codec: Codec::Columns, bytes }
        };
        Ok(Self { id, kind: CommitKind::Import, count, payload })
    }
}

/// The events of a commit as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// How they are written.
    pub codec: Codec,
    /// The written events.
    pub bytes: Vec<u8>,
}

impl Payload {
    /// Writes the events of a commit and reads them back, so that nothing unreadable is ever stored.
    ///
    /// # Errors
    /// [`WireError::Unfaithful`] when an event would not read back as it is.
    pub fn encode(commit: CommitId, events: &[Event]) -> Result<Self, WireError> {
        if events.len() >= COLUMNS_COUNT_MIN
            && let Some(payload) = Self::as_columns(events)
        {
            return Ok(payload);
        }
        let mut text = String::with_capacity(events.len() * 420 + 2);
        let mut separator = '[';
        for (ordinal, event) in events.iter().enumerate() {
            let encoded = encode_event(event)?;
            let unfaithful = |why| WireError::Unfaithful { commit, ordinal, why };
            match decode_event(&encoded) {
                Ok(read) if read == *event => {}
                Ok(_) => return Err(unfaithful(format!("{} reads back as another event", event.kind()))),
                Err(error) => return Err(unfaithful(error.to_string())),
            }
            text.push(separator);
            text.push_str(&encoded);
            separator = ',';
        }
        text.push(']');
        Ok(Self { codec: Codec::Json, bytes: text.into_bytes() })
    }

    /// The events as columns, where they have that shape and read back as they are.
    fn as_columns(events: &[Event]) -> Option<Self> {
        let bytes = columns::encode(events)?;
        let reads_back = columns::decode(&bytes).is_ok_and(|bulk| bulk.stands_for(events));
        reads_back.then_some(Self { codec: Codec::Columns, bytes })
    }

    /// Reads the events.
    ///
    /// # Errors
    /// When the bytes are not events this program knows.
    pub fn decode(&self) -> Result<Vec<Event>, WireError> {
        match self.codec {
            Codec::Json => match self.raw()?.as_slice() {
                [] => Err(WireError::NoEvents),
                objects => objects.iter().map(|object| decode_event(object.get())).collect(),
            },
            Codec::Columns => Ok(columns::decode(&self.bytes)?.events()),
        }
    }

    /// One JSON object per event: the stored ones, byte for byte, or what the columns spell out.
    pub(super) fn objects(&self) -> Result<Vec<Cow<'_, str>>, WireError> {
        match self.codec {
            Codec::Json => Ok(self.raw()?.into_iter().map(|object| Cow::Borrowed(object.get())).collect()),
            Codec::Columns => self.decode()?.iter().map(|event| encode_event(event).map(Cow::Owned)).collect(),
        }
    }

    fn raw(&self) -> Result<Vec<&RawValue>, WireError> {
        serde_json::from_slice(&self.bytes)
            .map_err(|source| WireError::Json { what: "the payload of a commit", source })
    }

    /// What [`Payload::objects`] was taken from.
    pub(super) fn from_objects(codec: Codec, objects: &[String]) -> Result<Self, WireError> {
        let json = Self { codec: Codec::Json, bytes: format!("[{}]", objects.join(",")).into_bytes() };
        match codec {
            Codec::Json => Ok(json),
            Codec::Columns => Self::as_columns(&json.decode()?).ok_or(WireError::NotColumns),
        }
    }
}
