//! Taking a coded interaction back. Nothing is edited: the retraction is a fact of its own.

use crate::domain::{
    CommitId, CommitKind, DateSpan, Event, EventId, InteractionCoded, InteractionRetracted, NewCommit, Seq,
};
use crate::log::{EventLog, Expected};

use super::AppError;
use super::show::{Named, find, retractions};

/// What was taken back, and where the log says so.
#[derive(Debug, Clone)]
pub struct Retracted {
    /// Position of the interaction.
    pub target: Seq,
    /// What it said.
    pub coded: InteractionCoded,
    /// Position of the retraction.
    pub by: Seq,
}

/// Takes an interaction back for a reason.
///
/// `published` says when the correction became public; without it, it corrects our own reading, which was wrong from
/// the moment the article was public.
///
/// # Errors
/// When nothing or several things have the name, it is no interaction, or it was taken back before.
pub fn retract(
    log: &mut dyn EventLog,
    given: &str,
    reason: &str,
    published: Option<DateSpan>,
) -> Result<Retracted, AppError> {
    let not_found = || AppError::NotFound { given: given.to_owned() };
    let target = match find(log, given)? {
        Named::Event(seq) => seq,
        Named::Article(_) => return Err(not_found()),
    };
    let commit = log.commit_at(target)?.ok_or_else(not_found)?;
    let stored = commit.stored_events().find(|stored| stored.seq == target).ok_or_else(not_found)?;
    let Event::InteractionCoded(coded) = stored.event else {
        return Err(AppError::NotAnInteraction { seq: target, kind: stored.event.kind() });
    };
    if let Some(&by) = retractions(log, &commit)?.get(&stored.id) {
        return Err(AppError::AlreadyRetracted { seq: target, by });
    }
    let (by, _) = log.append(commit_of(stored.id, coded, reason, published), Expected::Any)?.seqs();
    Ok(Retracted { target, coded: coded.clone(), by })
}

fn commit_of(target: EventId, coded: &InteractionCoded, reason: &str, published: Option<DateSpan>) -> NewCommit {
    let id = CommitId::derive(CommitKind::Retract, &[target.uuid().as_bytes()]);
    let retracted = InteractionRetracted { target, coded: coded.clone(), published, reason: reason.to_owned() };
    NewCommit::new(id, CommitKind::Retract, vec![Event::InteractionRetracted(retracted)])
        .expect("it holds the retraction")
}
