//! Bulk commits as columns: a JSON header and the bytes of each column.
//!
//! A chunk of an imported file holds thousands of interactions that share their file and their coder. As columns they
//! take a fifteenth of the bytes of JSON. Only a commit of that shape can be encoded: one `dataset-imported`, then
//! interactions that come from rows of that dataset.
//!
//! Numbers are stored as the difference from the smallest of the column in the narrowest width; a column that never
//! changes takes no bytes. `line_step` and `key_step` are differences from the row before. Texts are lists in order of
//! first appearance, and positions in them. The bytes are a function of the events alone, so an exported log can be
//! rebuilt bit for bit. `docs/format.md` draws the layout; the decision is `docs/adr/0004`.

mod build;
mod container;
mod rows;

use crate::domain::{CoderId, ContentHash, DatasetImported, Event, InteractionCoded, Origin, ParseError};

pub use build::{Builder, RowSaid};
pub use container::{MAGIC, ROWS_MAX};
pub use rows::{BulkRow, BulkRows};

/// Why bytes are not the columns they should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// The bytes do not begin as columns do.
    #[error("the payload does not begin with DYC1")]
    Magic,
    /// The bytes end too early.
    #[error("the payload ends inside {0:?}")]
    Cut(&'static str),
    /// The header is not what it should be.
    #[error("the header of the columns is not readable")]
    Header(#[source] serde_json::Error),
    /// A column is not where it should be.
    #[error("there is no column {0:?} where it should stand")]
    Missing(&'static str),
    /// A value is outside the range of its column.
    #[error("column {0:?} holds a value outside its range")]
    Range(&'static str),
    /// A text is not the value it should be.
    #[error("column {column:?}: {source}")]
    Value {
        /// The column.
        column: &'static str,
        /// What is wrong with it.
        source: ParseError,
    },
}

/// What all rows of a bulk commit share.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// The layout of the file.
    pub format: String,
    /// Hash of the whole file.
    pub dataset: ContentHash,
    /// Which chunk of the file, from 0.
    pub chunk: u32,
    /// Rows of the chunk that became interactions, as the event states them.
    pub coded: u64,
    /// Rows of the chunk that were rejected.
    pub skipped: u64,
    /// Who coded the rows.
    pub coder: CoderId,
}

/// A bulk commit, decoded but not yet spelled out as events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// What all rows share.
    pub shared: Shared,
    /// The rows.
    pub rows: BulkRows,
}

/// Encodes the events as columns, or `None` when they are no bulk commit.
///
/// ```
/// use dyad::wire::columns;
/// assert!(columns::encode(&[]).is_none());
/// ```
pub fn encode(events: &[Event]) -> Option<Vec<u8>> {
    let (shared, coded) = bulk_shape(events)?;
    let mut builder = Builder::default();
    for coded in coded {
        builder.push(&RowSaid::of(coded)?)?;
    }
    Some(builder.finish(shared))
}

/// Decodes columns.
///
/// # Errors
/// [`ColumnsError`] when the bytes are not what [`encode`] writes.
pub fn decode(bytes: &[u8]) -> Result<Bulk, ColumnsError> {
    let mut reader = container::Reader::new(bytes)?;
    let rows = rows::read(&mut reader)?;
    Ok(Bulk { rows, shared: reader.finish()? })
}

impl Bulk {
    /// The chunk of the file, as an event.
    pub fn dataset(&self) -> DatasetImported {
        let Shared { format, dataset, chunk, coded, skipped, .. } = &self.shared;
        DatasetImported { format: format.clone(), dataset: *dataset, chunk: *chunk, rows: *coded, skipped: *skipped }
    }

    /// Whether these are the events the commit stands for: the same as comparing with [`Bulk::events`], without
    /// spelling them out.
    pub fn stands_for(&self, events: &[Event]) -> bool {
        let Some((Event::DatasetImported(first), rest)) = events.split_first() else { return false };
        let is = |(row, event): (&BulkRow, &Event)| matches!(event, Event::InteractionCoded(coded) if row.stands_for(coded, &self.shared, &self.rows));
        *first == self.dataset() && rest.len() == self.rows.iter().len() && self.rows.iter().zip(rest).all(is)
    }

    /// Spells the commit out as the events it was encoded from.
    pub fn events(&self) -> Vec<Event> {
        let first = Event::DatasetImported(self.dataset());
        let coded = self.rows.iter().map(|row| Event::InteractionCoded(row.coded(&self.shared, &self.rows)));
        std::iter::once(first).chain(coded).collect()
    }
}

/// The shared part and the rows, when the events have the shape of a bulk commit.
fn bulk_shape(events: &[Event]) -> Option<(Shared, Vec<&InteractionCoded>)> {
    let (Event::DatasetImported(chunk), rest) = events.split_first()? else { return None };
    let rows: Vec<&InteractionCoded> = rest.iter().map(coded_of).collect::<Option<_>>()?;
    let shared = Shared {
        format: chunk.format.clone(),
        dataset: chunk.dataset,
        chunk: chunk.chunk,
        coded: chunk.rows,
        skipped: chunk.skipped,
        coder: rows.first()?.coder.clone(),
    };
    let ours = |c: &&InteractionCoded| {
        c.coder == shared.coder && matches!(&c.origin, Origin::Row { dataset, .. } if *dataset == shared.dataset)
    };
    let bulk = rows.len() <= ROWS_MAX && rows.iter().all(ours);
    bulk.then_some((shared, rows))
}

fn coded_of(event: &Event) -> Option<&InteractionCoded> {
    if let Event::InteractionCoded(coded) = event { Some(coded) } else { None }
}
