//! What every score is asked with: a cut, whose acts, a model. And where the answer comes from.

use crate::domain::{Commit, Cut, Day};
use crate::log::{Cursor, EventLog, Head, LogError, Store};
use crate::projection::pair::certain;
use crate::projection::{ActorScope, Counts, Projection, Tally, cache};
use crate::report::Basis;
use crate::tension::TensionModel;

use super::AppError;

/// How often a cache that other processes append behind is asked again before the log itself is.
const LOOKS: u32 = 3;

/// What is asked, apart from the pair.
pub struct Question<'a> {
    /// Which part of the past.
    pub cut: Cut,
    /// Whose acts.
    pub scope: ActorScope,
    /// By which model.
    pub model: &'a dyn TensionModel,
}

/// Where an answer comes from.
#[derive(Clone, Copy)]
pub enum Book<'a> {
    /// A log, counted from its beginning.
    Log(&'a dyn EventLog),
    /// A store, whose cache may know the counts already.
    Store(&'a Store),
}

impl<'a> Book<'a> {
    /// The log.
    pub fn log(self) -> &'a dyn EventLog {
        match self {
            Self::Log(log) => log,
            Self::Store(store) => &store.log,
        }
    }
}

/// Something that counts can answer, wherever they are kept.
pub(super) trait Ask {
    /// What the answer is.
    type Answer;

    /// Answers from counts.
    fn ask<C: Counts>(&self, counts: &C) -> Result<Self::Answer, C::Error>;
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

    /// Answers from the counts through the cut, and says where the log stood.
    ///
    /// # Errors
    /// When the log cannot be read to its end.
    pub(super) fn answered<A: Ask>(&self, book: Book<'_>, asked: &A) -> Result<(A::Answer, Head), AppError> {
        let open = self.cut.published_by.is_none() && self.cut.known_at.is_none();
        if let (Book::Store(store), true) = (book, open) {
            for _ in 0..LOOKS {
                let head = store.log.head()?;
                let answer = cache::ask(store, |packed| asked.ask(packed))?;
                if store.log.head()? == head {
                    return Ok((answer, head));
                }
            }
        }
        let (tally, head) = self.tally(book.log())?;
        Ok((certain(asked.ask(&tally)), head))
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

    /// The day that is asked about: that of the cut, else the last one the log read anything of.
    ///
    /// Never today's date: the same log gives the same answer on any day it is asked.
    pub(super) fn day(&self, counts: &impl Counts) -> Option<Day> {
        self.cut.to.or_else(|| counts.last_day())
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
