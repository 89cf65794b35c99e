//! What can go wrong with a log, by what the caller can do about it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::{CommitId, Seq};
use crate::wire::WireError;

/// Why a log or store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The directory or file is no dyad store.
    #[error("{path} is not a dyad store: {why}")]
    NotAStore {
        /// What was opened.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The store was written by a newer program.
    #[error("{path} has format {found}, newer than format {supported}, the last this program reads")]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program reads.
        supported: i64,
    },
    /// Another process kept the store locked for as long as we were told to wait.
    #[error("{path} is locked by {holder}, after waiting {waited:?}")]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who holds it, as far as the system tells: process id and command.
        holder: String,
        /// How long we waited.
        waited: Duration,
    },
    /// The store can be read and not be written.
    #[error("{path} is read-only")]
    ReadOnly {
        /// The file or directory.
        path: PathBuf,
    },
    /// There is no room left. Nothing of the commit was stored.
    #[error("no room left on the disk that holds {path}")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The store lies on a network file system, where file locks cannot be trusted.
    #[error("{path} lies on a network file system ({kind}), where two writers could damage the log")]
    NetworkFilesystem {
        /// The directory.
        path: PathBuf,
        /// The type of file system.
        kind: String,
    },
    /// The program was built with an SQLite that has a known corruption bug.
    #[error("this program was built with SQLite {found}; the log needs {needed} or later")]
    SqliteTooOld {
        /// The version it was built with.
        found: String,
        /// The oldest version that is safe.
        needed: &'static str,
    },
    /// The commit is there already, with other events. Nothing was stored.
    #[error("commit {id} is already in the log at {first}, with other content")]
    Conflict {
        /// The commit.
        id: CommitId,
        /// Position of its first event.
        first: Seq,
    },
    /// The log does not end where the caller took it to end. Nothing was stored.
    #[error("the log ends at {found}, not at {expected}")]
    Moved {
        /// Where the caller took it to end.
        expected: Seq,
        /// Where it ends.
        found: Seq,
    },
    /// A copied commit does not follow on what is there. Nothing was stored.
    #[error("commit {id} cannot be copied to {due}: {why}")]
    DoesNotFollow {
        /// The commit.
        id: CommitId,
        /// The next free position.
        due: Seq,
        /// What does not fit.
        why: String,
    },
    /// A copy was to be written over a log that is no earlier state of the one being copied. Nothing was changed.
    #[error("{path} holds another log or a longer one: it ends at {there}, the one to copy at {here}")]
    Diverged {
        /// The directory.
        path: PathBuf,
        /// Where the log there ends.
        there: Seq,
        /// Where the log to copy ends.
        here: Seq,
    },
    /// The log was altered or damaged.
    #[error("{path} is damaged at {seq}: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Position of the first event that is concerned.
        seq: Seq,
        /// The commit that is concerned, where it can still be named.
        commit: Option<CommitId>,
        /// What disagrees.
        what: String,
    },
    /// The log and its anchor contradict each other: the log was cut, replaced or rewritten.
    #[error("{path} contradicts the log: {what}")]
    Anchor {
        /// The anchor file.
        path: PathBuf,
        /// What disagrees.
        what: String,
    },
    /// The log and a checkpoint that was kept contradict each other, or the checkpoint was altered.
    #[error("{path} contradicts the log: {what}")]
    Checkpoint {
        /// The checkpoint.
        path: PathBuf,
        /// What disagrees.
        what: String,
    },
    /// The commit is stored, but the anchor could not follow.
    #[error("the commit is stored, but its anchor {path} could not be written: {source}")]
    Unanchored {
        /// The anchor file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A stored commit cannot be read by this program.
    #[error("commit {commit} at {seq} cannot be read: {source}")]
    Unreadable {
        /// Position of its first event.
        seq: Seq,
        /// The commit.
        commit: CommitId,
        /// Why.
        source: WireError,
    },
    /// The events cannot be stored so that they read back as they are. Nothing was stored.
    #[error("the commit cannot be stored: {0}")]
    Unwritable(#[from] WireError),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite refused for a reason of its own.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

impl LogError {
    /// Whether stored facts were found lost or altered, which is more than something that did not work.
    pub fn is_integrity(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Anchor { .. } | Self::Checkpoint { .. })
    }

    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }
}
