//! Checkpoints of a store, and proofs against them.

use crate::domain::Seq;
use crate::log::checkpoint::{Note, SigningKey};
use crate::log::proof::{EventProof, ExtensionProof, Proof};
use crate::log::{Cursor, Depth, EventLog, Store};

use super::AppError;
use super::show::{Named, find};

/// Checks the whole store and keeps a checkpoint of it, signed where there is a key.
///
/// # Errors
/// [`AppError::EmptyLog`]; whatever the check finds; when the checkpoint cannot be kept.
pub fn checkpoint(store: &Store, key: Option<&SigningKey>) -> Result<Note, AppError> {
    let checked = store.verify(Depth::Full)?;
    let said = store.tree(checked.log.commits)?.checkpoint().ok_or(AppError::EmptyLog)?;
    let note = match key {
        Some(key) => Note::signed(said, key),
        None => Note::unsigned(said),
    };
    store.checkpoints().put(&note)?;
    Ok(note)
}

/// Proves that an event is in the log of the oldest checkpoint that covers it.
///
/// # Errors
/// When nothing or several things have the name, it is no event, or no checkpoint covers it yet.
pub fn prove(store: &Store, given: &str) -> Result<Proof, AppError> {
    let not_found = || AppError::NotFound { given: given.to_owned() };
    let seq = match find(&store.log, given)? {
        Named::Event(seq) => seq,
        Named::Article(article) => store.log.commits_about(article)?.first().ok_or_else(not_found)?.first_seq,
    };
    let notes = store.checkpoints().all()?;
    let covers = |note: &Note| note.checkpoint.head.seq() >= seq;
    let note = notes.into_iter().find(covers).ok_or(AppError::Uncovered { seq })?;
    let tree = store.tree(note.checkpoint.commits)?;
    let first = store.log.commit_at(seq)?.ok_or_else(not_found)?.first_seq;
    let mut index = 0;
    store.log.each_link(|last, _| index += u64::from(last < first))?;
    let at = tree.inclusion(index).ok_or_else(not_found)?;
    let before = if first.0 > 1 { Cursor::after(Seq(first.0 - 1)) } else { Cursor::start() };
    let record = store.log.records(&before)?.next().transpose()?.ok_or_else(not_found)?;
    Ok(Proof::Event(Box::new(EventProof { seq, record, at, note })))
}

/// Proves that the log holds everything it held at an older checkpoint, up to a newer one: the newest, unless another
/// is given.
///
/// # Errors
/// [`AppError::NoCheckpoint`] when there is none to prove against, [`AppError::NotOurs`] when this log never was as a
/// checkpoint says.
pub fn prove_growth(store: &Store, older: Note, newer: Option<Note>) -> Result<Proof, AppError> {
    let newer = match newer {
        Some(newer) => newer,
        None => store.checkpoints().newest()?.ok_or(AppError::NoCheckpoint)?,
    };
    for note in [&older, &newer] {
        if store.tree(note.checkpoint.commits)?.checkpoint().as_ref() != Some(&note.checkpoint) {
            return Err(AppError::NotOurs { commits: note.checkpoint.commits });
        }
    }
    if older.checkpoint.commits > newer.checkpoint.commits {
        let (older, newer) = (older.checkpoint.commits, newer.checkpoint.commits);
        return Err(AppError::NotOlder { older, newer });
    }
    let path = store.tree(newer.checkpoint.commits)?.extension(older.checkpoint.commits).unwrap_or_default();
    Ok(Proof::Extension(Box::new(ExtensionProof { older, newer, path })))
}
