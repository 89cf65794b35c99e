//! An opened store, for as long as a command runs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;

use crate::app::Book;
use crate::coder::RulesCoder;
use crate::domain::{Cut, Recorded};
use crate::log::sqlite::Access;
use crate::log::store::WAIT_DEFAULT;
use crate::log::{ArticleStore, Clock, EventLog, Head, Store};
use crate::projection::ActorScope;
use crate::report::Basis;
use crate::tension::{Profile, model};

use super::failure::Stop;
use super::options::Global;
use super::shell::Shell;

/// An opened store.
pub struct Session {
    store: Store,
    is_new: bool,
}

impl Session {
    /// Opens the store to read it.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn to_read(global: &Global, shell: &Shell) -> Result<Self, Stop> {
        Self::open(global, shell, Access::Read)
    }

    /// Opens the store to write to it.
    ///
    /// # Errors
    /// When there is none, or it cannot be written.
    pub fn to_write(global: &Global, shell: &Shell) -> Result<Self, Stop> {
        Self::open(global, shell, Access::Write)
    }

    /// Opens the store to write to it, and makes it where there is none.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn to_create(global: &Global, shell: &Shell) -> Result<Self, Stop> {
        Self::open(global, shell, Access::Create)
    }

    /// Opens or makes the store in a directory, with a clock of its own.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn in_directory(dir: &Path, clock: Clock) -> Result<Self, Stop> {
        let is_new = !Store::is_at(dir);
        let store = Store::open(dir, Access::Create, WAIT_DEFAULT, clock)?;
        Ok(Self { store, is_new })
    }

    fn open(global: &Global, shell: &Shell, access: Access) -> Result<Self, Stop> {
        let dir: PathBuf = shell.environment.store(global.store.as_ref())?;
        let is_new = !Store::is_at(&dir);
        let store = Store::open(&dir, access, Duration::from_secs(global.wait.into()), clock())?;
        Ok(Self { store, is_new })
    }

    /// Whether the store was made just now.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The store itself.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Where scores come from.
    pub fn book(&self) -> Book<'_> {
        Book::Store(&self.store)
    }

    /// The log.
    pub fn log(&self) -> &dyn EventLog {
        &self.store.log
    }

    /// The log, to append to.
    pub fn log_mut(&mut self) -> &mut dyn EventLog {
        &mut self.store.log
    }

    /// The article texts.
    pub fn texts(&self) -> &ArticleStore {
        &self.store.articles
    }

    /// The log to append to, beside the texts to read.
    pub fn parts(&mut self) -> (&mut dyn EventLog, &ArticleStore) {
        (&mut self.store.log, &self.store.articles)
    }

    /// Both, to write to.
    pub fn parts_mut(&mut self) -> (&mut dyn EventLog, &mut ArticleStore) {
        (&mut self.store.log, &mut self.store.articles)
    }
}

/// The time of this machine.
pub fn clock() -> Clock {
    Box::new(|| Recorded::from_micros(Utc::now().timestamp_micros()).expect("the clock says a year from 1970 to 2199"))
}

/// The coder of this program.
pub fn coder() -> RulesCoder {
    RulesCoder::new()
}

/// The basis of what only shows the log: the default model stands in every document, no cut is made.
pub fn basis_of_log(head: Head) -> Basis {
    Basis {
        model: model::MODELS.first().map(|(id, _)| id.to_string()).unwrap_or_default(),
        profile: Profile::default().to_string(),
        scope: ActorScope::default(),
        cut: Cut::default(),
        head,
    }
}
