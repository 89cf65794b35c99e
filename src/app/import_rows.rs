//! Importing a file of event data: chunk by chunk, each a commit of its own, so that what was cut short goes on where it
//! stopped and nothing goes in twice.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::{CommitId, ContentHash, Event, Origin, Seq};
use crate::intake::{Chunks, Columns, Format, IntakeError, KnownRows, Rejection, Rows, detail, open};
use crate::log::{Cursor, EventLog, Expected, LogError};
use crate::wire::{Codec, Encoded, Record, columns};

/// Chunks made durable together: one sync for all of them.
const CHUNKS_TOGETHER: usize = 4;

/// Why a file could not be imported, or not to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("cannot read {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not what it should be, or its reading ended early. What was read before is in the log.
    #[error("{}", path.display())]
    Intake {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: IntakeError,
    },
    /// The log. What was appended before is in it.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl ImportError {
    /// The same about a file by the name the user gave it.
    #[must_use]
    pub fn named(self, name: &Path) -> Self {
        match self {
            Self::File { source, .. } => Self::File { path: name.to_owned(), source },
            Self::Intake { source, .. } => Self::Intake { path: name.to_owned(), source },
            log @ Self::Log(_) => log,
        }
    }
}

/// How to read a file.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// Its layout.
    pub format: Format,
    /// What its columns hold, for a table without a header.
    pub columns: Option<Columns>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Hash of the file.
    pub dataset: ContentHash,
    /// Rows that became interactions now.
    pub coded: u64,
    /// Rows that were in the log already, from this file or another of its format.
    pub known: u64,
    /// Rows that were rejected now, by reason.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Positions of the first and last event that were added; `None` where nothing was.
    pub seqs: Option<(Seq, Seq)>,
}

/// How far an import has come, told after every append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// Rows done, whatever became of them.
    pub rows: u64,
    /// Bytes of the file that were read; a little ahead of the rows.
    pub read: u64,
    /// Bytes of the whole file.
    pub length: u64,
}

/// Imports a file. `rejected` is told every line that is rejected, `progress` every step.
///
/// # Errors
/// [`ImportError`]; whatever was appended before stays, and the same call goes on from there.
pub fn import_rows(
    log: &mut dyn EventLog,
    path: &Path,
    plan: &ImportPlan,
    mut rejected: impl FnMut(u64, &Rejection),
    mut progress: impl FnMut(ImportProgress),
) -> Result<ImportedFile, ImportError> {
    let unreadable = |source| ImportError::File { path: path.to_owned(), source };
    let refused = |source| ImportError::Intake { path: path.to_owned(), source };
    let dataset = hash_of(path).map_err(unreadable)?;
    let source = open(path).map_err(|error| match error {
        IntakeError::Open(source) => unreadable(source),
        other => refused(other),
    })?;
    let read = source.progress;
    let rows = Rows::new(source.bytes, plan.format, plan.columns.clone()).map_err(refused)?;
    let mut chunks = Chunks::new(rows, plan.format, dataset).map_err(refused)?;
    let done = ImportedFile { dataset, coded: 0, known: 0, rejected: BTreeMap::new(), seqs: None };
    let mut import = Importing { log, plan, known: None, waiting: Vec::new(), done };
    let mut rows = 0;
    while let Some(id) = chunks.next_id() {
        let step = import.chunk(id, &mut chunks, &mut rejected);
        // What was read before an unreadable line is kept; the chunk it lies in is read again when the file is whole.
        if step.is_err() || import.waiting.len() >= CHUNKS_TOGETHER {
            import.append()?;
        }
        rows += step.map_err(|error| error.at(path))?;
        progress(ImportProgress { rows, read: read.read(), length: read.length() });
    }
    import.append()?;
    Ok(import.done)
}

struct Importing<'a> {
    log: &'a mut dyn EventLog,
    plan: &'a ImportPlan,
    known: Option<KnownRows>,
    waiting: Vec<Encoded>,
    done: ImportedFile,
}

enum ChunkError {
    Intake(IntakeError),
    Log(LogError),
}

impl ChunkError {
    fn at(self, path: &Path) -> ImportError {
        match self {
            Self::Intake(source) => ImportError::Intake { path: path.to_owned(), source },
            Self::Log(error) => ImportError::Log(error),
        }
    }
}

impl Importing<'_> {
    /// Reads the next chunk, or passes over it where it is in the log. One without anything new is not kept. Returns the number of its rows.
    fn chunk(
        &mut self,
        id: CommitId,
        chunks: &mut Chunks,
        rejected: &mut impl FnMut(u64, &Rejection),
    ) -> Result<u64, ChunkError> {
        if self.log.find(id).map_err(ChunkError::Log)?.is_some() {
            let rows = chunks.skip().map_err(ChunkError::Intake)?;
            self.done.known += rows;
            return Ok(rows);
        }
        let known = match &mut self.known {
            Some(known) => known,
            unread => unread.insert(rows_in(self.log, self.plan.format).map_err(ChunkError::Log)?),
        };
        let chunk = chunks.read(known).map_err(ChunkError::Intake)?;
        self.done.coded += chunk.coded;
        self.done.known += chunk.known;
        for (line, why) in &chunk.rejected {
            *self.done.rejected.entry(why.reason()).or_default() += 1;
            rejected(*line, why);
        }
        if chunk.coded > 0 {
            self.waiting.push(chunk.commit);
        }
        Ok(chunk.coded + chunk.known + chunk.rejected.len() as u64)
    }

    fn append(&mut self) -> Result<(), LogError> {
        for appended in self.log.append_encoded(std::mem::take(&mut self.waiting), Expected::Any)? {
            let (first, last) = appended.seqs();
            self.done.seqs = Some((self.done.seqs.map_or(first, |(first, _)| first), last));
        }
        Ok(())
    }
}

/// Hash of the bytes of a file as they lie on the disk, packed or not.
fn hash_of(path: &Path) -> io::Result<ContentHash> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        match buffer.get(..read) {
            Some(bytes) if read > 0 => hasher.update(bytes),
            _ => return Ok(ContentHash::from_bytes(hasher.finalize().into())),
        }
    }
}

/// Every row of this format that was ever in the log; one that was taken back is known too, and stays taken back.
fn rows_in(log: &dyn EventLog, format: Format) -> Result<KnownRows, LogError> {
    let mut known = KnownRows::default();
    for record in log.records(&Cursor::start())? {
        add_rows(&mut known, &record?, format)?;
    }
    Ok(known)
}

fn add_rows(known: &mut KnownRows, record: &Record, format: Format) -> Result<(), LogError> {
    let unreadable = |source| LogError::Unreadable { seq: record.first_seq, commit: record.id, source };
    if record.payload.codec == Codec::Columns && format != Format::Table {
        let bulk = columns::decode(&record.payload.bytes).map_err(|error| unreadable(error.into()))?;
        if bulk.shared.format == format.as_str() {
            for row in &bulk.rows {
                known.insert(&bulk.rows.key(row), 0);
            }
        }
        return Ok(());
    }
    let events = record.payload.decode().map_err(unreadable)?;
    let ours = |event: &Event| matches!(event, Event::DatasetImported(chunk) if chunk.format == format.as_str());
    if !events.first().is_some_and(ours) {
        return Ok(());
    }
    for event in &events {
        if let Event::InteractionCoded(coded) = event
            && let Origin::Row { key, .. } = &coded.origin
        {
            let act = &coded.interaction;
            known.insert(key, detail(format, act.parties, act.cameo, act.occurred));
        }
    }
    Ok(())
}
