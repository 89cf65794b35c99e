//! What every score is asked with: a cut, whose acts, a model. And the one pass over the log that answers it.

use crate::domain::{Commit, Cut, Day};
use crate::log::{Cursor, EventLog, Head, LogError};
use crate::projection::{ActorScope, Projection, Tally};
use crate::report::Basis;
use crate::tension::TensionModel;

use super::AppError;

/// What is asked, apart from the pair.
pub struct Question<'a> {
    /// Which part of the past.
    pub cut: Cut,
    /// Whose acts.
    pub scope: ActorScope,
    /// By which model.
    pub model: &'a dyn TensionModel,
}

impl Question<'_> {
    /// What the answer rests on.
    pub fn basis(&self, head: Head) -> Basis {
        Basis {
            model: self.model.id().to_string(),
            profile: self.model.profile().to_string(),
            scope: self.scope,
            cut: self.cut,
            head,
        }
    }

    /// Counts the log through the cut, and says where the log stood.
    ///
    /// # Errors
    /// When the log cannot be read to its end.
    pub fn tally(&self, log: &dyn EventLog) -> Result<(Tally, Head), AppError> {
        let mut tally = Tally::new(self.cut);
        let head = each_commit(log, |commit| tally.apply(commit))?;
        Ok((tally, head))
    }

    /// The day that is asked about: that of the cut, else the last one anything occurred on.
    ///
    /// Never today's date: the same log gives the same answer on any day it is asked.
    pub fn day(&self, tally: &Tally) -> Option<Day> {
        let last = |dyad| tally.occurrences(dyad, self.scope).map(|(span, _)| span.last()).max();
        self.cut.to.or_else(|| tally.dyads().filter_map(last).max())
    }
}

/// Reads every commit up to where the log stands now, and says where that is. A commit that another process appends
/// meanwhile is not among them.
///
/// # Errors
/// When the log cannot be read to its end.
pub fn each_commit(log: &dyn EventLog, mut take: impl FnMut(&Commit)) -> Result<Head, LogError> {
    let head = log.head()?;
    for commit in log.read(&Cursor::start())? {
        let commit = commit?;
        if commit.first_seq > head.cursor.position(0) {
            break;
        }
        take(&commit);
    }
    Ok(head)
}
