//! A store: the directory with `log.db`, `log.head`, `articles.db` and `cache/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::sqlite::Access;
use super::{ArticleStore, Clock, LogError, SqliteLog};

const LOG: &str = "log.db";
const ARTICLES: &str = "articles.db";
const CACHE: &str = "cache";

/// How long an opened store waits for another writer, unless told otherwise.
pub const WAIT_DEFAULT: Duration = Duration::from_secs(30);

/// An open store. The log and the articles are used side by side, so both are public.
pub struct Store {
    /// The events.
    pub log: SqliteLog,
    /// The texts they were read in.
    pub articles: ArticleStore,
    dir: PathBuf,
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
        Ok(Self { log, articles, dir: dir.to_owned() })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
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
