//! Article texts by their hash: what quotes are cut from. Erasable, and therefore outside the chain.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::LogError;
use super::sqlite::{Access, Database};
use crate::domain::{Article, ArticleId, ContentHash, Seq};

/// Marks an article store among SQLite files: `dyaa` in ASCII.
const APPLICATION_ID: i32 = 0x6479_6161;

/// Format of the table, in `user_version`.
const FORMAT: i64 = 1;

const COLUMNS: &str = "id, erased, text, title, publisher, url, language, published, seal";

/// Article texts in an SQLite file.
pub struct ArticleStore {
    connection: Connection,
    database: Database,
}

/// What the store holds of an article it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The article as it came in.
    Whole(Article),
    /// Only that it was there: its text was erased.
    Erased,
}

/// What became of an article that was put into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is kept now.
    New,
    /// It was kept already; the store still says of it what it said before.
    Known,
    /// It was erased before and stays erased.
    Erased,
}

impl ArticleStore {
    /// Opens the store.
    ///
    /// # Errors
    /// When the file is no article store, is newer, locked or damaged.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self, LogError> {
        let schema = include_str!("../../schemas/articles.sql");
        let database = Database { path: path.to_owned(), wait, application_id: APPLICATION_ID, format: FORMAT, schema };
        let connection = database.open(access)?;
        if access.writes() {
            // Erased text must not stay readable in pages that are free for reuse.
            connection.pragma_update(None, "secure_delete", true).map_err(|e| database.error(e))?;
        }
        Ok(Self { connection, database })
    }

    /// Keeps the articles, all of them or none, and makes them durable together.
    ///
    /// # Errors
    /// Whatever keeps them from becoming durable.
    pub fn put(&mut self, articles: &[Article]) -> Result<Vec<Put>, LogError> {
        let Self { connection, database } = self;
        put_all(connection, articles).map_err(|e| database.error(e))
    }

    /// What is kept of the article, `None` where it was never put.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when the text is not the one the hash names.
    pub fn get(&self, id: ArticleId) -> Result<Option<Kept>, LogError> {
        let select = format!("SELECT {COLUMNS} FROM articles WHERE id = ?1");
        let found = self
            .connection
            .prepare_cached(&select)
            .and_then(|mut s| s.query_row([id.as_bytes()], stored).optional())
            .map_err(|e| self.misread(e))?;
        found.map(|stored| self.checked(&stored).map(|(_, kept)| kept)).transpose()
    }

    /// Every article whose hash begins with this text, in order: one, where the text is long enough.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn named(&self, prefix: &str) -> Result<Vec<ArticleId>, LogError> {
        let select = "SELECT lower(hex(id)) FROM articles WHERE substr(lower(hex(id)), 1, length(?1)) = ?1 ORDER BY id";
        let ids = self.connection.prepare_cached(select).and_then(|mut statement| {
            statement.query_map([prefix], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        });
        let ids = ids.map_err(|e| self.misread(e))?;
        ids.iter().map(|id| id.parse().map_err(|_| self.damaged("an id is no hash"))).collect()
    }

    /// Erases text, title and everything else but the hash, and leaves no copy in free pages or in the WAL file.
    ///
    /// Returns whether the article was known. Erasing again is harmless and finishes what was interrupted.
    ///
    /// # Errors
    /// [`LogError::Locked`] when a reader keeps the WAL file from being emptied: try again.
    pub fn erase(&mut self, id: ArticleId) -> Result<bool, LogError> {
        let erased = Stored { id: *id.as_bytes(), erased: true, ..Stored::default() };
        let update = "UPDATE articles SET erased = 1, text = NULL, title = NULL, publisher = NULL, url = NULL, \
                      language = NULL, published = NULL, seal = ?2 WHERE id = ?1";
        let seal = erased.seal();
        let changed =
            self.connection.execute(update, params![id.as_bytes(), seal]).map_err(|e| self.database.error(e))?;
        self.connection.execute_batch("VACUUM").map_err(|e| self.database.error(e))?;
        self.empty_wal()?;
        Ok(changed > 0)
    }

    /// Makes the other store an exact copy of this one, in one step; texts that were erased here are erased there.
    ///
    /// # Errors
    /// Whatever keeps this store from being read or the other from being written; then the other is as it was.
    pub fn copy_to(&self, other: &mut Self) -> Result<(), LogError> {
        let copied = Backup::new(&self.connection, &mut other.connection).and_then(|copy| copy.step(-1));
        match copied.map_err(|e| other.database.error(e))? {
            StepResult::Done => other.empty_wal(),
            _ => Err(other.database.busy()),
        }
    }

    /// Moves everything out of the WAL file, so that nothing stays readable there.
    fn empty_wal(&self) -> Result<(), LogError> {
        let busy: i64 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|e| self.database.error(e))?;
        if busy == 0 { Ok(()) } else { Err(self.database.busy()) }
    }

    /// Checks every text against its hash and every row against its seal; returns how many there are.
    ///
    /// # Errors
    /// [`LogError::Damaged`] naming the first article that disagrees.
    pub fn verify(&self) -> Result<u64, LogError> {
        let check = |row: &Row| row.get::<_, String>(0);
        let answer = self.connection.query_row("PRAGMA integrity_check(1)", [], check).map_err(|e| self.misread(e))?;
        if answer != "ok" {
            return Err(self.damaged(&format!("the database file is malformed ({answer})")));
        }
        let select = format!("SELECT {COLUMNS} FROM articles ORDER BY id");
        let mut statement = self.connection.prepare_cached(&select).map_err(|e| self.misread(e))?;
        let rows = statement.query_map([], stored).map_err(|e| self.misread(e))?;
        let mut count = 0;
        for row in rows {
            self.checked(&row.map_err(|e| self.misread(e))?)?;
            count += 1;
        }
        Ok(count)
    }

    fn checked(&self, stored: &Stored) -> Result<(ArticleId, Kept), LogError> {
        let id = ContentHash::from_bytes(stored.id);
        let broken = |what: &str| self.damaged(&format!("article {}: {what}", id.short()));
        if stored.seal() != stored.seal {
            return Err(broken("what is kept of it does not match its seal"));
        }
        if stored.erased {
            return Ok((id, Kept::Erased));
        }
        let article = stored.article().ok_or_else(|| broken("a column is not readable"))?;
        if article.id() != id {
            return Err(broken("the text does not match its hash"));
        }
        Ok((id, Kept::Whole(article)))
    }

    fn misread(&self, error: rusqlite::Error) -> LogError {
        match error {
            e @ (rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::Utf8Error(..)) => self.damaged(&format!("a column is not readable ({e})")),
            other => self.database.error(other),
        }
    }

    fn damaged(&self, what: &str) -> LogError {
        LogError::Damaged { path: self.database.path.clone(), seq: Seq(0), commit: None, what: what.to_owned() }
    }
}

fn put_all(connection: &mut Connection, articles: &[Article]) -> rusqlite::Result<Vec<Put>> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut outcomes = Vec::with_capacity(articles.len());
    for article in articles {
        let row = Stored::of(article);
        let known: Option<bool> = tx
            .prepare_cached("SELECT erased FROM articles WHERE id = ?1")?
            .query_row([row.id], |found| found.get(0))
            .optional()?;
        if known.is_none() {
            let insert = format!("INSERT INTO articles ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
            tx.prepare_cached(&insert)?.execute(params![
                row.id,
                row.erased,
                row.text,
                row.title,
                row.publisher,
                row.url,
                row.language,
                row.published,
                row.seal
            ])?;
        }
        outcomes.push(known.map_or(Put::New, |erased| if erased { Put::Erased } else { Put::Known }));
    }
    tx.commit()?;
    Ok(outcomes)
}

/// A row of the table.
#[derive(Default)]
struct Stored {
    id: [u8; 32],
    erased: bool,
    text: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    language: Option<String>,
    published: Option<String>,
    seal: [u8; 32],
}

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        erased: row.get(1)?,
        text: row.get(2)?,
        title: row.get(3)?,
        publisher: row.get(4)?,
        url: row.get(5)?,
        language: row.get(6)?,
        published: row.get(7)?,
        seal: row.get(8)?,
    })
}

impl Stored {
    fn of(article: &Article) -> Self {
        let mut row = Self {
            id: *article.id().as_bytes(),
            text: Some(article.text.clone()),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            url: article.url.clone(),
            language: article.language.map(|language| language.to_string()),
            published: article.published.map(|published| published.to_string()),
            ..Self::default()
        };
        row.seal = row.seal();
        row
    }

    fn article(&self) -> Option<Article> {
        Some(Article {
            text: self.text.clone()?,
            published: self.published.as_deref().map(str::parse).transpose().ok()?,
            language: self.language.as_deref().map(str::parse).transpose().ok()?,
            publisher: self.publisher.clone(),
            url: self.url.clone(),
            title: self.title.clone(),
        })
    }

    /// SHA-256 over id, erased and the columns that are not the text, which the id covers. Absent and empty differ.
    fn seal(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.id);
        hasher.update([u8::from(self.erased)]);
        for column in [&self.title, &self.publisher, &self.url, &self.language, &self.published] {
            let Some(text) = column else {
                hasher.update([0]);
                continue;
            };
            hasher.update([1]);
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        }
        hasher.finalize().into()
    }
}
