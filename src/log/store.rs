//! A store: the directory with `log.db`, `log.head`, `articles.db`, `checkpoints/` and `cache/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::anchor::Anchor;
use super::checkpoint::{Note, Shelf, Tree};
use super::sqlite::{Access, Verified};
use super::{ArticleStore, Clock, EventLog, Head, LogError, SqliteLog};

const LOG: &str = "log.db";
const ARTICLES: &str = "articles.db";
const CACHE: &str = "cache";
const VERIFIED: &str = "verified";
const CHECKPOINTS: &str = "checkpoints";

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

/// What a check of a store covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The chain.
    pub log: Verified,
    /// Checkpoints that agree with it; `None` where the commits they stand for were not looked at again.
    pub checkpoints: Option<u64>,
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
    /// When there is no store, it is newer, locked or damaged, contradicts its anchor or its newest checkpoint, or cannot
    /// be read or written.
    pub fn open(dir: &Path, access: Access, wait: Duration, clock: Clock) -> Result<Self, LogError> {
        if access == Access::Create {
            prepare(dir)?;
        } else if !Self::is_at(dir) {
            let why = if dir.is_dir() { "it holds no log.db" } else { "the directory is not there" };
            return Err(LogError::NotAStore { path: dir.to_owned(), why: why.to_owned() });
        }
        let log = SqliteLog::open(&dir.join(LOG), access, wait, clock)?;
        let articles = ArticleStore::open(&dir.join(ARTICLES), access, wait)?;
        let store = Self { log, articles, dir: dir.to_owned(), access };
        if let Some(note) = store.checkpoints().newest()? {
            store.check_head(&note)?;
        }
        Ok(store)
    }

    /// The checkpoints that were kept of this log.
    pub fn checkpoints(&self) -> Shelf {
        Shelf::new(self.dir.join(CHECKPOINTS))
    }

    /// The tree over the first so many commits, from the hashes as they are stored; over all where there are fewer.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn tree(&self, commits: u64) -> Result<Tree, LogError> {
        let mut tree = Tree::default();
        self.log.each_link(|last, hash| {
            if tree.commits() < commits {
                tree.push(last, hash);
            }
        })?;
        Ok(tree)
    }

    fn check_head(&self, note: &Note) -> Result<(), LogError> {
        let head = &note.checkpoint.head;
        if self.log.has_been_at(head)? {
            return Ok(());
        }
        let what = format!("the log no longer holds what it held at {}", head.seq());
        Err(self.checkpoints().contradicted(note, &what))
    }

    /// Compares every checkpoint with the log, whose hashes were checked before.
    fn check_checkpoints(&self) -> Result<u64, LogError> {
        let notes = self.checkpoints().all()?;
        for note in &notes {
            self.check_head(note)?;
        }
        let mut due = notes.iter().peekable();
        let mut wrong = None;
        let mut tree = Tree::default();
        self.log.each_link(|last, hash| {
            tree.push(last, hash);
            if let Some(note) = due.next_if(|note| note.checkpoint.commits == tree.commits())
                && tree.checkpoint().as_ref() != Some(&note.checkpoint)
            {
                wrong = wrong.or(Some(note));
            }
        })?;
        match wrong.or_else(|| due.next()) {
            Some(note) => Err(self.checkpoints().contradicted(note, "the commits it stands for are others now")),
            None => Ok(notes.len() as u64),
        }
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Checks the log and its checkpoints, and remembers in `cache/` how far it was found whole, unless the store was opened for reading.
    ///
    /// # Errors
    /// As [`SqliteLog::verify`]; [`LogError::Checkpoint`] when a checkpoint says otherwise; [`LogError::Io`] when the
    /// memory of it cannot be written.
    pub fn verify(&self, depth: Depth) -> Result<Checked, LogError> {
        let mut memory = Anchor::at(self.cache_dir().join(VERIFIED));
        let since = match depth {
            Depth::Full => None,
            // What cannot be read in the cache is made again.
            Depth::SinceLast => memory.read().ok(),
        };
        let verified = self.log.verify(since.as_ref())?;
        let checkpoints = match depth {
            Depth::Full => Some(self.check_checkpoints()?),
            Depth::SinceLast => None,
        };
        if self.access.writes() {
            let written = fs::create_dir_all(self.cache_dir())
                .and_then(|()| memory.write(verified.head.seq(), &verified.head.hash));
            written.map_err(LogError::io(memory.path()))?;
        }
        Ok(Checked { log: verified, checkpoints })
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
        for note in self.checkpoints().all()? {
            copy.checkpoints().put(&note)?;
        }
        // Texts are stored before the events that cite them, so texts copied last are never too few.
        self.articles.copy_to(&mut copy.articles)?;
        Ok(copy.verify(Depth::Full)?.log.head)
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
        let ours = |name: &str| {
            name.starts_with("log.") || name.starts_with("articles.db") || [CACHE, CHECKPOINTS].contains(&name)
        };
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
