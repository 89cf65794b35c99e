//! Floor 1: how events look as bytes. The only place that knows.
//!
//! A commit is stored as a [`Record`]: its columns and a [`Payload`], which is a JSON array with one object per event, or
//! [`columns`] for a chunk of an imported file. Every object names its `type` and the version `v` of that type. [`lines`]
//! writes and reads the same objects as JSON Lines, one event a line, for exports. Numbers are integers; a Goldstein
//! weight is text with one decimal, such as `"-5.0"`, so that no float is ever involved.
//!
//! What is written is canonical: fixed key order, no white space, absent values left out. An old version of a type is
//! read through [`upcast`] and never rewritten: a record keeps the bytes it was stored with.

mod coded;
pub mod columns;
pub mod error;
mod event;
pub mod lines;
mod payload;
mod record;
pub mod upcast;

pub use error::WireError;
pub use event::{decode_event, encode_event};
pub use payload::{Codec, Encoded, Payload};
pub use record::Record;
