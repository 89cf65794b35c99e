//! A store: the directory with `log.db`, `log.head`, `articles.db` and `cache/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::anchor::Anchor;
use super::sqlite::{Access, Verified};
use super::{ArticleStore, Clock, EventLog, Head, LogError, SqliteLog};

const LOG: &str = "log.db";
const ARTICLES: &str = "articles.db";
const CACHE: &str = "cache";
const VERIFIED: &str = "verified";

/// Commits copied and synced together.
const COPY_BATCH: usize = 1000;

/// How long an opened store waits for another writer, unless told otherwise.
pub const WAIT_DEFAULT: Duration = Duration::from_secs(30);

/// How much of a log a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    Full,
    /// What came after the last check, and that what was checked then still ends as it did. Sees a history that was
    /// rewritten with new hashes or cut, and not a bit that rotted in a part checked before.
    SinceLast,
}

/// An open store. The log and the articles are used side by side, so both are public.
pub struct Store {
    /// The events.
    pub log: SqliteLog,
    /// The texts they were read in.
    pub articles: ArticleStore,
    dir: PathBuf,
    access: Access,
}

impl Store {
    /// Whether a store is there. Says nothing about its state.
    pub fn is_at(dir: &Path) -> bool {
        dir.join(LOG).exists()
    }

    /// Opens the store in a directory; with [`Access::Create`] makes what is missing.
    ///
    /// A directory that holds other things and no log is not made a store.
    ///
    /// # Errors
    /// When there is no store, it is newer, locked or damaged, contradicts its anchor, or cannot be read or written.
    pub fn open(dir: &Path, access: Access, wait: Duration, clock: Clock) -> Result<Self, LogError> {
        if access == Access::Create {
            prepare(dir)?;
        } else if !Self::is_at(dir) {
            let why = if dir.is_dir() { "it holds no log.db" } else { "the directory is not there" };
            return Err(LogError::NotAStore { path: dir.to_owned(), why: why.to_owned() });
        }
        let log = SqliteLog::open(&dir.join(LOG), access, wait, clock)?;
        let articles = ArticleStore::open(&dir.join(ARTICLES), access, wait)?;
        Ok(Self { log, articles, dir: dir.to_owned(), access })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Checks the log, and remembers in `cache/` how far it was found whole, unless the store was opened for reading.
    ///
    /// # Errors
    /// As [`SqliteLog::verify`]; [`LogError::Io`] when the memory of it cannot be written.
    pub fn verify(&self, depth: Depth) -> Result<Verified, LogError> {
        let mut memory = Anchor::at(self.cache_dir().join(VERIFIED));
        let since = match depth {
            Depth::Full => None,
            // What cannot be read in the cache is made again.
            Depth::SinceLast => memory.read().ok(),
        };
        let verified = self.log.verify(since.as_ref())?;
        if self.access.writes() {
            let written = fs::create_dir_all(self.cache_dir())
                .and_then(|()| memory.write(verified.head.seq(), &verified.head.hash));
            written.map_err(LogError::io(memory.path()))?;
        }
        Ok(verified)
    }

    /// Copies this store into another directory, or brings an earlier copy there up to date, while others append.
    ///
    /// The copy holds the same hash chain up to the head at the time of the call, and the same article texts; texts that
    /// were erased here are erased there. It serves as backup, and called on a backup, to restore it.
    ///
    /// # Errors
    /// [`LogError::Diverged`] when the directory holds a log that is longer than this one or another; then it is left as
    /// it is. What fails midway leaves an earlier copy that a repeated call completes.
    pub fn copy_to(&self, dir: &Path, wait: Duration, clock: Clock) -> Result<Head, LogError> {
        let head = self.log.head()?;
        let mut copy = Self::open(dir, Access::Create, wait, clock)?;
        let there = copy.log.head()?;
        if !self.log.has_been_at(&there)? {
            return Err(LogError::Diverged { path: dir.to_owned(), there: there.seq(), here: head.seq() });
        }
        let mut records = self.log.records(&there.cursor)?;
        loop {
            let batch = records.by_ref().take(COPY_BATCH).collect::<Result<Vec<_>, LogError>>()?;
            if batch.is_empty() {
                break;
            }
            copy.log.replicate(batch)?;
        }
        // Texts are stored before the events that cite them, so texts copied last are never too few.
        self.articles.copy_to(&mut copy.articles)?;
        Ok(copy.verify(Depth::Full)?.head)
    }

    /// Where projections may keep what they can make again.
    pub fn cache_dir(&self) -> PathBuf {
        self.dir.join(CACHE)
    }
}

/// Makes the directory, unless something else lives there.
fn prepare(dir: &Path) -> Result<(), LogError> {
    if !Store::is_at(dir) && dir.exists() {
        let mut entries = fs::read_dir(dir).map_err(LogError::io(dir))?;
        let ours = |name: &str| name.starts_with("log.") || name.starts_with("articles.db") || name == CACHE;
        let other = entries.find_map(|entry| {
            let name = entry.ok()?.file_name().to_string_lossy().into_owned();
            (!ours(&name)).then_some(name)
        });
        if let Some(name) = other {
            let why = format!("the directory holds other things, such as {name}");
            return Err(LogError::NotAStore { path: dir.to_owned(), why });
        }
    }
    let cache = dir.join(CACHE);
    fs::create_dir_all(&cache).map_err(LogError::io(&cache))
}
