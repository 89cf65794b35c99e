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

/// What was put back, and where the log says so.
#[derive(Debug, Clone)]
pub struct Reinstated {
    /// Position of the interaction that was taken back.
    pub target: Seq,
    /// What it said, and says again.
    pub coded: InteractionCoded,
    /// Position of it as put back.
    pub by: Seq,
    /// Whether this had been done before.
    pub before: bool,
}

/// Puts an interaction back that was taken back by mistake: it is coded once more, as it was.
///
/// Whoever looks at the log as it was known in between sees it taken back. A retraction with a published date of its own
/// is undone from that date on, so that no cut shows the interaction twice.
///
/// # Errors
/// When nothing or several things have the name, it is no interaction, or it was not taken back.
pub fn reinstate(log: &mut dyn EventLog, given: &str) -> Result<Reinstated, AppError> {
    let not_found = || AppError::NotFound { given: given.to_owned() };
    let target = match find(log, given)? {
        Named::Event(seq) => seq,
        Named::Article(_) => return Err(not_found()),
    };
    let commit = log.commit_at(target)?.ok_or_else(not_found)?;
    let stored = commit.stored_events().find(|stored| stored.seq == target).ok_or_else(not_found)?;
    if !matches!(stored.event, Event::InteractionCoded(_)) {
        return Err(AppError::NotAnInteraction { seq: target, kind: stored.event.kind() });
    }
    let by = retractions(log, &commit)?.get(&stored.id).copied().ok_or(AppError::NotRetracted { seq: target })?;
    let correction = log.commit_at(by)?.ok_or_else(not_found)?;
    let undone = correction.stored_events().find(|stored| stored.seq == by).ok_or_else(not_found)?;
    let Event::InteractionRetracted(back) = undone.event else { return Err(not_found()) };
    let coded = InteractionCoded { published: back.published.or(back.coded.published), ..back.coded.clone() };
    let id = CommitId::derive(CommitKind::Recode, &[b"reinstated", undone.id.uuid().as_bytes()]);
    let again = NewCommit::new(id, CommitKind::Recode, vec![Event::InteractionCoded(coded.clone())]);
    let appended = log.append(again.expect("it holds the interaction"), Expected::Any)?;
    Ok(Reinstated { target, coded, by: appended.seqs().0, before: !appended.is_new() })
}

fn commit_of(target: EventId, coded: &InteractionCoded, reason: &str, published: Option<DateSpan>) -> NewCommit {
    let id = CommitId::derive(CommitKind::Retract, &[target.uuid().as_bytes()]);
    let retracted = InteractionRetracted { target, coded: coded.clone(), published, reason: reason.to_owned() };
    NewCommit::new(id, CommitKind::Retract, vec![Event::InteractionRetracted(retracted)])
        .expect("it holds the retraction")
}
