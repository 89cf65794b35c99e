//! What statements our own process may run on the log: read, and insert commits. Everything else is denied when the
//! statement is prepared, before the triggers in the file get to refuse it.

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Pragmas that only ask, or do what every reader may do.
const PRAGMAS: &[&str] = &["data_version", "page_count", "wal_checkpoint"];

/// Installs the guard. Nothing can be prepared past it on this connection any more.
pub(super) fn install(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(Some(decide))
}

fn decide(context: AuthContext<'_>) -> Authorization {
    let allowed = match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Insert { table_name: "commits" }
        | AuthAction::Pragma { pragma_name: "integrity_check", .. } => true,
        AuthAction::Function { function_name } => function_name != "load_extension",
        AuthAction::Pragma { pragma_name, pragma_value: None } => PRAGMAS.contains(&pragma_name),
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::config::DbConfig;

    use super::super::{Access, SqliteLog};
    use crate::domain::{ArticleRedacted, CommitId, CommitKind, ContentHash, Event, NewCommit, Recorded};
    use crate::log::{Cursor, EventLog, Expected};

    /// Everything that could change the past, or take away what keeps it.
    const ATTACKS: &[&str] = &[
        "UPDATE commits SET payload = x'5b5d'",
        "UPDATE commits SET recorded = 0 WHERE first_seq = 1",
        "DELETE FROM commits",
        "DELETE FROM commits WHERE first_seq = 2",
        "REPLACE INTO commits SELECT * FROM commits WHERE first_seq = 1",
        "INSERT OR REPLACE INTO commits SELECT first_seq, count, id, kind, recorded, codec, x'5b5d', hash FROM commits",
        "INSERT INTO commits SELECT 9, 1, zeroblob(32), kind, recorded, codec, payload, hash FROM commits LIMIT 1",
        "INSERT INTO commits SELECT NULL, 1, zeroblob(32), kind, recorded, codec, payload, hash FROM commits LIMIT 1",
        "INSERT INTO commits SELECT 3, 1, id, kind, recorded, codec, payload, hash FROM commits LIMIT 1",
        "INSERT INTO commits SELECT 3, 1, zeroblob(32), kind, 0, codec, payload, hash FROM commits LIMIT 1",
        "INSERT INTO commits SELECT 1, 1, id, kind, recorded, codec, payload, hash FROM commits LIMIT 1 \
         ON CONFLICT DO UPDATE SET payload = x'5b5d'",
        "DROP TRIGGER commits_never_change",
        "DROP TRIGGER commits_next_in_line",
        "DROP TABLE commits",
        "DROP VIEW events",
        "ALTER TABLE commits RENAME TO other",
        "ALTER TABLE commits ADD COLUMN note TEXT",
        "ALTER TABLE commits DROP COLUMN hash",
        "CREATE TABLE other (a)",
        "CREATE TEMP TABLE commits (a)",
        "CREATE TRIGGER other AFTER INSERT ON commits BEGIN SELECT 1; END",
        "CREATE TEMP TRIGGER other AFTER INSERT ON commits BEGIN SELECT 1; END",
        "CREATE INDEX other ON commits (kind)",
        "ATTACH DATABASE ':memory:' AS other",
        "VACUUM",
        "REINDEX",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA synchronous = OFF",
        "PRAGMA user_version = 9",
        "PRAGMA application_id = 9",
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE sqlite_schema SET sql = ''",
        "DELETE FROM sqlite_schema",
        "SELECT load_extension('other')",
    ];

    fn commit(number: u8) -> NewCommit {
        let redacted = ArticleRedacted { article: ContentHash::of(&[number]), reason: "asked".to_owned() };
        let id = CommitId::derive(CommitKind::Redact, &[&[number]]);
        NewCommit::new(id, CommitKind::Redact, vec![Event::ArticleRedacted(redacted)]).unwrap()
    }

    fn log_of_two(dir: &std::path::Path) -> SqliteLog {
        let clock = Box::new(|| Recorded::from_micros(1_000_000).unwrap());
        let mut log = SqliteLog::open(&dir.join("log.db"), Access::Create, Duration::ZERO, clock).unwrap();
        log.append_many(vec![commit(1), commit(2)], Expected::Any).unwrap();
        log
    }

    #[test]
    fn every_statement_that_could_change_the_past_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = log_of_two(dir.path());
        let head = log.head().unwrap();
        for attack in ATTACKS {
            assert!(log.connection.execute_batch(attack).is_err(), "{attack}");
        }
        assert_eq!(log.head().unwrap(), head);
        assert_eq!(log.verify(None).unwrap().head, head);
        assert!(log.append(commit(3), Expected::Any).unwrap().is_new());
        assert_eq!(log.read(&Cursor::start()).unwrap().flatten().count(), 3);
    }

    #[test]
    fn the_connection_is_set_to_lose_nothing_and_trust_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let log = log_of_two(dir.path());
        assert!(log.connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        assert!(!log.connection.db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA).unwrap());
        let fresh = log.database.open(Access::Write).unwrap();
        let setting = |name: &str| -> String {
            fresh.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).map_or_else(
                |error| error.to_string(),
                |value| match value {
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                },
            )
        };
        for (name, due) in
            [("journal_mode", "wal"), ("synchronous", "2"), ("recursive_triggers", "1"), ("cell_size_check", "1")]
        {
            assert_eq!(setting(name), due, "{name}");
        }
        assert_eq!((setting("application_id"), setting("user_version")), (0x6479_6164.to_string(), "1".to_owned()));
    }

    #[test]
    fn the_view_shows_every_event_on_a_row() {
        let dir = tempfile::tempdir().unwrap();
        let log = log_of_two(dir.path());
        let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let rows: Vec<(i64, String, String, i64)> = log
            .connection
            .prepare("SELECT seq, recorded, type, v FROM events")
            .unwrap()
            .query_map([], row)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let due = |seq| (seq, "1970-01-01T00:00:01.000Z".to_owned(), "article-redacted".to_owned(), 1);
        assert_eq!(rows, [due(1), due(2)]);
    }
}
