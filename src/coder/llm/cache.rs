//! Answers kept on disk, so that the same article costs once. A cache may be deleted at will and is never believed:
//! what is read from it passes the same checks as what comes from the model.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::LlmError;
use super::reply::Reply;
use crate::domain::{ArticleId, CoderId, CommitId, CommitKind, ContentHash};

/// A directory of answers.
#[derive(Debug, Clone)]
pub struct Cache {
    dir: PathBuf,
}

/// What names an answer: who was asked, about which article, in which words.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// Model and prompt.
    pub coder: &'a CoderId,
    /// The article.
    pub article: ArticleId,
    /// The article's part of the request: its text and what is known of it.
    pub question: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    coder: CoderId,
    article: ArticleId,
    reply_hash: ContentHash,
    reply: String,
}

impl Cache {
    /// Answers under this directory, which is made when the first one is kept.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The answer that is kept, or `None`. One that was damaged is none.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn get(&self, key: Key<'_>) -> Result<Option<String>, LlmError> {
        let path = self.path(key);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(LlmError::Cache { path, source }),
        };
        let entry: Option<Entry> = serde_json::from_slice(&bytes).ok();
        let fits = |entry: &Entry| {
            entry.coder == *key.coder && entry.article == key.article && entry.reply_hash == Reply::hash(&entry.reply)
        };
        Ok(entry.filter(fits).map(|entry| entry.reply))
    }

    /// Keeps an answer: all of it or nothing, even when the machine stops.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, key: Key<'_>, reply: &str) -> Result<(), LlmError> {
        let path = self.path(key);
        let entry = Entry {
            coder: key.coder.clone(),
            article: key.article,
            reply_hash: Reply::hash(reply),
            reply: reply.to_owned(),
        };
        self.write(&path, &entry).map_err(|source| LlmError::Cache { path, source })
    }

    /// Deletes every answer about the article, and whatever is no answer. Returns how many there were.
    ///
    /// # Errors
    /// When one cannot be read or deleted.
    pub fn forget(&self, article: ArticleId) -> Result<usize, LlmError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| LlmError::Cache { path, source }
        };
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(failed(&self.dir)(error)),
        };
        let mut deleted = 0;
        for entry in entries {
            let path = entry.map_err(failed(&self.dir))?.path();
            let bytes = fs::read(&path).map_err(failed(&path))?;
            let kept: Option<Entry> = serde_json::from_slice(&bytes).ok();
            if kept.is_none_or(|kept| kept.article == article) {
                fs::remove_file(&path).map_err(failed(&path))?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    fn write(&self, path: &Path, entry: &Entry) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&unfinished, serde_json::to_vec(entry)?)?;
        fs::rename(&unfinished, path)
    }

    fn path(&self, key: Key<'_>) -> PathBuf {
        let parts: [&[u8]; 3] = [key.article.as_bytes(), key.coder.as_str().as_bytes(), key.question.as_bytes()];
        let name = CommitId::derive(CommitKind::Article, &parts);
        self.dir.join(format!("{name}.json"))
    }
}
