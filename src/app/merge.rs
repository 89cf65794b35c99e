//! Joining two logs without counting anything twice: an article that both have read counts by the reading of this one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use crate::domain::{ArticleId, Commit, CommitId, CommitKind, Event, EventId, NewCommit, Origin};
use crate::intake::{Format, KnownRows, detail};
use crate::log::{Cursor, EventLog, Expected};
use crate::wire::lines;

use super::AppError;
use super::exchange::Imported;

/// How many commits are made durable together.
const BATCH: usize = 256;

/// What a merge added, and what it passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// What was added, and what was here as it is.
    pub imported: Imported,
    /// Articles that were read here by another coder; the reading that is here stands.
    pub read_here: u64,
    /// Rows of datasets that were here already, from another file.
    pub rows_here: u64,
    /// Corrections of readings that do not stand here.
    pub corrections: u64,
}

/// What this log holds, as far as it decides what to take.
#[derive(Default)]
struct Here {
    articles: BTreeSet<ArticleId>,
    redacted: BTreeSet<ArticleId>,
    /// Interactions read in articles that nobody took back.
    standing: BTreeSet<EventId>,
    /// What was taken back, of rows too.
    taken_back: BTreeSet<EventId>,
    /// Rows of datasets, by layout.
    rows: BTreeMap<&'static str, KnownRows>,
}

/// Appends what another log says and this one does not. It is recorded now.
///
/// Done again it adds nothing. What is passed over is counted, never dropped unseen.
///
/// # Errors
/// When a line cannot be read or the log cannot be written. What was appended before stays, and the same merge again
/// goes on from there.
pub fn merge(log: &mut dyn EventLog, from: impl BufRead) -> Result<Merged, AppError> {
    let mut here = Here::default();
    for commit in log.read(&Cursor::start())? {
        let commit = commit?;
        here.note_rows(&commit.events);
        here.note(commit.id, &commit.events);
    }
    let mut merged = Merged::default();
    let mut batch = Vec::new();
    for record in lines::read(from) {
        let commit = record?.decode()?;
        if log.find(commit.id)?.is_some() {
            merged.imported.duplicates += 1;
            continue;
        }
        let corrects_rows = commit.events.iter().any(is_correction_of_row);
        if corrects_rows || batch.len() >= BATCH {
            log.append_many(std::mem::take(&mut batch), Expected::Any)?;
        }
        if let Some(new) = here.take(log, commit, &mut merged)? {
            here.note(new.id(), new.events());
            merged.imported.commits += 1;
            merged.imported.events += new.events().len() as u64;
            batch.push(new);
        }
    }
    log.append_many(batch, Expected::Any)?;
    Ok(merged)
}

fn is_correction_of_row(event: &Event) -> bool {
    matches!(event, Event::InteractionRetracted(back) if matches!(back.coded.origin, Origin::Row { .. }))
}

/// The layout the rows of a commit came in, where it holds any.
fn layout_of(events: &[Event]) -> Option<Format> {
    events.iter().find_map(|event| match event {
        Event::DatasetImported(imported) => imported.format.parse().ok(),
        _ => None,
    })
}

impl Here {
    fn note(&mut self, id: CommitId, events: &[Event]) {
        for (event, ordinal) in events.iter().zip(0u32..) {
            match event {
                Event::ArticleIngested(ingested) => {
                    self.articles.insert(ingested.article);
                }
                Event::ArticleRedacted(redacted) => {
                    self.redacted.insert(redacted.article);
                }
                Event::InteractionRetracted(back) => {
                    self.standing.remove(&back.target);
                    self.taken_back.insert(back.target);
                }
                Event::InteractionCoded(coded) if matches!(coded.origin, Origin::Article { .. }) => {
                    self.standing.insert(EventId::derive(id, ordinal));
                }
                Event::InteractionCoded(_) | Event::DatasetImported(_) => {}
            }
        }
    }

    fn note_rows(&mut self, events: &[Event]) {
        let Some(format) = layout_of(events) else { return };
        for event in events {
            self.is_new_row(format, event);
        }
    }

    /// Whether the event is no row, or one that was not here; it is from now on.
    fn is_new_row(&mut self, format: Format, event: &Event) -> bool {
        let Event::InteractionCoded(coded) = event else { return true };
        let Origin::Row { key, .. } = &coded.origin else { return true };
        let act = &coded.interaction;
        let told = detail(format, act.parties, act.cameo, act.occurred);
        self.rows.entry(format.as_str()).or_default().insert(key, told)
    }

    /// The part of a commit that is to be appended; `None` where nothing is.
    fn take(&mut self, log: &dyn EventLog, commit: Commit, merged: &mut Merged) -> Result<Option<NewCommit>, AppError> {
        let is_known = commit.events.iter().any(|event| match event {
            Event::ArticleIngested(ingested) => self.articles.contains(&ingested.article),
            Event::ArticleRedacted(redacted) => self.redacted.contains(&redacted.article),
            _ => false,
        });
        let passed_over = match commit.kind {
            CommitKind::Article if is_known => &mut merged.read_here,
            CommitKind::Redact if is_known => &mut merged.imported.duplicates,
            // A correction is taken whole, and only where everything it takes back stands here.
            CommitKind::Recode | CommitKind::Retract if !self.corrects_what_stands(log, &commit)? => {
                &mut merged.corrections
            }
            CommitKind::Import => return Ok(self.take_rows(commit, merged)),
            _ => return Ok(NewCommit::new(commit.id, commit.kind, commit.events)),
        };
        *passed_over += 1;
        Ok(None)
    }

    fn corrects_what_stands(&self, log: &dyn EventLog, commit: &Commit) -> Result<bool, AppError> {
        for event in &commit.events {
            let Event::InteractionRetracted(back) = event else { continue };
            let stands = match back.coded.origin {
                Origin::Article { .. } => self.standing.contains(&back.target),
                Origin::Row { .. } => {
                    let is_here = !log.events_named(&back.target.to_string())?.is_empty();
                    is_here && !self.taken_back.contains(&back.target)
                }
            };
            if !stands {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The rows of a chunk that are new here. A chunk that loses rows is another commit than it was.
    fn take_rows(&mut self, commit: Commit, merged: &mut Merged) -> Option<NewCommit> {
        let Some(format) = layout_of(&commit.events) else {
            return NewCommit::new(commit.id, commit.kind, commit.events);
        };
        let before = commit.events.len();
        let mut kept = commit.events;
        kept.retain(|event| self.is_new_row(format, event));
        let dropped = (before - kept.len()) as u64;
        merged.rows_here += dropped;
        if dropped == 0 {
            return NewCommit::new(commit.id, commit.kind, kept);
        }
        let rows = kept.iter().filter(|event| matches!(event, Event::InteractionCoded(_))).count() as u64;
        for event in &mut kept {
            if let Event::DatasetImported(imported) = event {
                imported.skipped += imported.rows.saturating_sub(rows);
                imported.rows = rows;
            }
        }
        let id = CommitId::derive(CommitKind::Import, &[commit.id.as_bytes(), b"merged"]);
        NewCommit::new(id, commit.kind, kept).filter(|_| rows > 0)
    }
}
