//! What statements our own process may run on the log: read, and insert commits. Everything else is denied when the
//! statement is prepared, before the triggers in the file get to refuse it.

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// Pragmas that only ask, or do what a reader may do.
const PRAGMAS: &[&str] = &["data_version", "integrity_check", "page_count", "quick_check", "wal_checkpoint"];

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
        | AuthAction::Insert { table_name: "commits" } => true,
        AuthAction::Function { function_name } => function_name != "load_extension",
        AuthAction::Pragma { pragma_name, pragma_value } => {
            PRAGMAS.contains(&pragma_name) && pragma_value.is_none_or(|value| value == "TRUNCATE")
        }
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
