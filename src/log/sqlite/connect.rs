//! Opening a database file so that it can be trusted, and naming what SQLite refuses.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::holder;
use crate::domain::Seq;
use crate::log::LogError;

/// The oldest SQLite without the bug that can corrupt a database when a WAL file is reset.
const SQLITE_NEEDED: (i32, &str) = (3_051_003, "3.51.3");

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing, making what is not there yet.
    Create,
    /// Reading and writing what is there.
    Write,
    /// Reading only.
    Read,
}

impl Access {
    /// Whether anything may be written.
    pub fn writes(self) -> bool {
        self != Self::Read
    }
}

/// A database file of the store: where it is, how long to wait for it, and what it should be.
#[derive(Debug)]
pub(in crate::log) struct Database {
    pub path: PathBuf,
    pub wait: Duration,
    pub application_id: i32,
    pub format: i64,
    pub schema: &'static str,
}

impl Database {
    /// Opens the file, makes it where that is asked for, and checks that it is what it should be.
    pub fn open(&self, access: Access) -> Result<Connection, LogError> {
        if rusqlite::version_number() < SQLITE_NEEDED.0 {
            return Err(LogError::SqliteTooOld { found: rusqlite::version().to_owned(), needed: SQLITE_NEEDED.1 });
        }
        if access != Access::Create && !self.path.exists() {
            return Err(self.not_a_store("the file is not there"));
        }
        if access.writes() {
            holder::refuse_network_filesystem(&self.path)?;
        }
        let connection = match self.connect(access) {
            Err(error) if access == Access::Read && self.is_settled() && is_cannot_open(&error) => self.immutable(),
            other => other,
        }?;
        settle(&connection, access).map_err(|e| self.error(e))?;
        Ok(connection)
    }

    fn connect(&self, access: Access) -> Result<Connection, LogError> {
        let flags = match access {
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags).map_err(|e| self.error(e))?;
        connection.busy_timeout(self.wait).map_err(|e| self.error(e))?;
        if access == Access::Create {
            self.create(&mut connection)?;
        }
        self.identify(&connection)?;
        Ok(connection)
    }

    /// Opens a file on a medium where SQLite cannot put its working files beside it.
    fn immutable(&self) -> Result<Connection, LogError> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
        let path = self.path.to_string_lossy();
        let escaped = path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
        let uri = format!("file:{}?immutable=1", escaped.collect::<String>());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri, flags).map_err(|e| self.error(e))?;
        self.identify(&connection)?;
        Ok(connection)
    }

    /// Whether nothing waits in a WAL file, so that the database file alone is the whole of it.
    fn is_settled(&self) -> bool {
        let mut wal = self.path.clone().into_os_string();
        wal.push("-wal");
        std::fs::metadata(wal).map_or(true, |meta| meta.len() == 0)
    }

    /// Makes the tables, unless another process was first. One transaction, so that a crash leaves nothing half made.
    fn create(&self, connection: &mut Connection) -> Result<(), LogError> {
        let step = |connection: &mut Connection| {
            let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            if application_id(&tx)? == 0 && is_blank(&tx)? {
                tx.execute_batch(self.schema)?;
                tx.pragma_update(None, "application_id", self.application_id)?;
                tx.pragma_update(None, "user_version", self.format)?;
            }
            tx.commit()
        };
        step(connection).map_err(|e| self.error(e))
    }

    fn identify(&self, connection: &Connection) -> Result<(), LogError> {
        let found = application_id(connection).map_err(|e| self.error(e))?;
        if found != self.application_id {
            return Err(self.not_a_store("it is a database of another program"));
        }
        let format: i64 =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(|e| self.error(e))?;
        if format > self.format {
            return Err(LogError::NewerFormat { path: self.path.clone(), found: format, supported: self.format });
        }
        let expected = schema_of(&fresh(self.schema).map_err(|e| self.error(e))?).map_err(|e| self.error(e))?;
        let found = schema_of(connection).map_err(|e| self.error(e))?;
        let missing = expected.iter().find(|object| !found.contains(object));
        let added = found.iter().find(|object| !expected.contains(object) && object.kind == "trigger");
        match (missing, added) {
            (None, None) => Ok(()),
            (Some(object), _) => Err(self.altered(format!("the {} is missing or altered", object.name()))),
            (None, Some(object)) => Err(self.altered(format!("the {} was added", object.name()))),
        }
    }

    /// Asks the operating system why the file cannot be opened, for SQLite does not say.
    fn cannot_open(&self, error: rusqlite::Error) -> LogError {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        let path = self.path.clone();
        if let Err(source) = std::fs::File::open(&path) {
            return LogError::Io { path, source };
        }
        match std::fs::OpenOptions::new().write(true).open(&path) {
            Err(e) if matches!(e.kind(), PermissionDenied | ReadOnlyFilesystem) => LogError::ReadOnly { path },
            Err(source) => LogError::Io { path, source },
            Ok(_) => LogError::Sqlite { path, source: error },
        }
    }

    fn not_a_store(&self, why: &str) -> LogError {
        LogError::NotAStore { path: self.path.clone(), why: why.to_owned() }
    }

    fn altered(&self, what: String) -> LogError {
        LogError::Damaged { path: self.path.clone(), seq: Seq(0), commit: None, what }
    }

    /// Somebody else holds the file.
    pub fn busy(&self) -> LogError {
        LogError::Locked { holder: holder::of(&self.path), path: self.path.clone(), waited: self.wait }
    }

    /// Names what SQLite refused by what the caller can do about it.
    pub fn error(&self, error: rusqlite::Error) -> LogError {
        let path = self.path.clone();
        let Some(failure) = error.sqlite_error() else { return LogError::Sqlite { path, source: error } };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => self.busy(),
            ErrorCode::ReadOnly => LogError::ReadOnly { path },
            ErrorCode::DiskFull => LogError::DiskFull { path },
            ErrorCode::NotADatabase => self.not_a_store("it is not an SQLite database"),
            ErrorCode::DatabaseCorrupt => self.altered(format!("the database file is malformed ({error})")),
            ErrorCode::CannotOpen => self.cannot_open(error),
            ErrorCode::SystemIoFailure if has_no_room(&path, *failure) => LogError::DiskFull { path },
            _ => LogError::Sqlite { path, source: error },
        }
    }
}

/// Sets what holds for one connection only.
fn settle(connection: &Connection, access: Access) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    if access.writes() {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    }
    Ok(())
}

/// Whether the failure is that working files could not grow. SQLite calls that an I/O error.
fn has_no_room(path: &Path, failure: ffi::Error) -> bool {
    let grows = [ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC];
    let dir = path.parent().unwrap_or(path);
    grows.contains(&failure.extended_code) && fs4::available_space(dir).is_ok_and(|room| room < 64 << 10)
}

fn is_cannot_open(error: &LogError) -> bool {
    match error {
        LogError::ReadOnly { .. } => true,
        LogError::Sqlite { source, .. } => source.sqlite_error_code() == Some(ErrorCode::CannotOpen),
        _ => false,
    }
}

fn application_id(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "application_id", |row| row.get(0))
}

fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

/// A table, index, trigger or view as the database declares it.
#[derive(Debug, PartialEq, Eq)]
struct SchemaObject {
    kind: String,
    label: String,
    sql: Option<String>,
}

impl SchemaObject {
    fn name(&self) -> String {
        format!("{} {}", self.kind, self.label)
    }
}

fn schema_of(connection: &Connection) -> rusqlite::Result<Vec<SchemaObject>> {
    let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let objects =
        statement.query_map([], |row| Ok(SchemaObject { kind: row.get(0)?, label: row.get(1)?, sql: row.get(2)? }))?;
    objects.collect()
}

fn fresh(schema: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(schema)?;
    Ok(connection)
}
