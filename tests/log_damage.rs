//! What happens to a log behind its back is seen: other programs, flipped bits, cut files, old copies.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use dyad::domain::Seq;
use dyad::log::{Access, Cursor, EventLog, Expected, LogError, SqliteLog};
use log_support::{article, open, ticking};
use rusqlite::Connection;

/// A log of twelve commits, closed, with everything in the database file.
fn log_in(dir: &Path) {
    let mut log = open(dir, Access::Create);
    for number in 0..12 {
        log.append(article(number), Expected::Any).unwrap();
    }
}

/// Opens, verifies and reads the log: the first error, if anything noticed.
fn first_alarm(dir: &Path) -> Option<LogError> {
    let wait = Duration::from_secs(5);
    let log = match SqliteLog::open(&dir.join("log.db"), Access::Write, wait, ticking()) {
        Ok(log) => log,
        Err(error) => return Some(error),
    };
    log.verify(None).err().or_else(|| log.read(&Cursor::start()).map_or_else(Some, |mut c| c.find_map(Result::err)))
}

/// The database as any other program opens it.
fn shell(dir: &Path) -> Connection {
    Connection::open(dir.join("log.db")).unwrap()
}

#[test]
fn a_plain_sqlite_shell_cannot_change_the_past_either() {
    let dir = tempfile::tempdir().unwrap();
    log_in(dir.path());
    let shell = shell(dir.path());
    for attack in [
        "UPDATE commits SET payload = x'5b5d'",
        "DELETE FROM commits WHERE first_seq = 34",
        "INSERT OR REPLACE INTO commits SELECT first_seq, count, id, kind, recorded, codec, x'5b5d', hash FROM commits",
        "INSERT OR REPLACE INTO commits SELECT 37, 1, id, kind, recorded, codec, payload, hash FROM commits LIMIT 1",
        "INSERT OR IGNORE INTO commits SELECT 99, 1, zeroblob(32), kind, recorded, codec, payload, hash FROM commits LIMIT 1",
    ] {
        let refused = shell.execute_batch(attack).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{attack}: {refused}");
    }
    drop(shell);
    assert!(first_alarm(dir.path()).is_none());
}

/// Runs statements on the file with its guards taken away, and puts the guards back as they were.
fn behind_the_guards(dir: &Path, attack: impl FnOnce(&Connection)) {
    let shell = shell(dir);
    let triggers: Vec<(String, String)> = shell
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(triggers.len(), 3);
    for (name, _) in &triggers {
        shell.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    attack(&shell);
    for (_, sql) in &triggers {
        shell.execute_batch(sql).unwrap();
    }
}

#[test]
fn a_missing_altered_or_added_guard_stops_the_open() {
    for change in [
        "DROP TRIGGER commits_never_go",
        "DROP TRIGGER commits_next_in_line; CREATE TRIGGER commits_next_in_line BEFORE INSERT ON commits BEGIN SELECT 1; END",
        "CREATE TRIGGER another AFTER INSERT ON commits BEGIN SELECT 1; END",
        "DROP VIEW events",
    ] {
        let dir = tempfile::tempdir().unwrap();
        log_in(dir.path());
        shell(dir.path()).execute_batch(change).unwrap();
        let alarm = first_alarm(dir.path()).unwrap();
        assert!(matches!(alarm, LogError::Damaged { .. }) && alarm.is_integrity(), "{change}: {alarm}");
    }
}

#[test]
fn an_altered_column_is_named_with_its_commit() {
    for (column, value) in [
        ("first_seq", "first_seq + 100"),
        ("count", "4"),
        ("id", "zeroblob(32)"),
        ("kind", "'import'"),
        ("recorded", "recorded + 1"),
        ("codec", "'jsom'"),
        ("payload", "CAST(replace(CAST(payload AS TEXT), '-2.0', '-1.0') AS BLOB)"),
        ("hash", "zeroblob(32)"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        log_in(dir.path());
        behind_the_guards(dir.path(), |shell| {
            let changed = shell.execute(&format!("UPDATE commits SET {column} = {value} WHERE first_seq = 16"), []);
            assert_eq!(changed.unwrap(), 1);
        });
        let log = open(dir.path(), Access::Write);
        let alarm = log.verify(None).unwrap_err();
        let LogError::Damaged { seq, .. } = &alarm else { panic!("{column}: {alarm}") };
        assert_eq!(*seq, Seq(16), "{column}: {alarm}");
        let read: Vec<_> = log.read(&Cursor::start()).unwrap().collect();
        assert_eq!(read.len(), 6, "{column}: five commits are read, then the error ends the read");
        assert!(matches!(read[5], Err(LogError::Damaged { seq: Seq(16), .. })), "{column}");
    }
}

#[test]
fn a_history_rewritten_with_fitting_hashes_contradicts_the_anchor() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    log_in(dir.path());
    let mut rewritten = open(other.path(), Access::Create);
    rewritten.append_many((20..40).map(article).collect(), Expected::Any).unwrap();
    drop(rewritten);
    fs::copy(other.path().join("log.db"), dir.path().join("log.db")).unwrap();
    let alarm = first_alarm(dir.path()).unwrap();
    assert!(matches!(alarm, LogError::Anchor { .. }), "{alarm}");
    assert!(alarm.to_string().contains("is another than it was"), "{alarm}");
}

#[test]
fn a_cut_tail_an_older_copy_and_a_lost_anchor_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    log_in(dir.path());
    let old = fs::read(dir.path().join("log.db")).unwrap();
    behind_the_guards(dir.path(), |shell| {
        shell.execute("DELETE FROM commits WHERE first_seq > 30", []).unwrap();
    });
    let cut = first_alarm(dir.path()).unwrap();
    assert!(cut.to_string().contains("the log ends at #30 and once ended at #36"), "{cut}");

    fs::write(dir.path().join("log.db"), &old).unwrap();
    open(dir.path(), Access::Write).append(article(50), Expected::Any).unwrap();
    fs::write(dir.path().join("log.db"), &old).unwrap();
    let older = first_alarm(dir.path()).unwrap();
    assert!(matches!(older, LogError::Anchor { .. }), "{older}");

    fs::remove_file(dir.path().join("log.head")).unwrap();
    let lost = first_alarm(dir.path()).unwrap();
    assert!(matches!(lost, LogError::Anchor { .. }) && lost.to_string().contains("missing"), "{lost}");
}

#[test]
fn an_anchor_behind_the_log_is_normal() {
    let dir = tempfile::tempdir().unwrap();
    log_in(dir.path());
    let anchor = fs::read(dir.path().join("log.head")).unwrap();
    open(dir.path(), Access::Write).append(article(50), Expected::Any).unwrap();
    fs::write(dir.path().join("log.head"), anchor).unwrap();
    assert!(first_alarm(dir.path()).is_none());
}

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Everything a reader gets of the log, or the alarm.
fn reading(dir: &Path) -> Result<Vec<String>, LogError> {
    match first_alarm(dir) {
        Some(alarm) => Err(alarm),
        None => Ok(open(dir, Access::Write).read(&Cursor::start())?.map(|c| format!("{c:?}")).collect()),
    }
}

#[test]
fn a_flipped_bit_in_the_database_or_the_anchor_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    log_in(dir.path());
    let truth = reading(dir.path()).unwrap();
    let mut dice = Dice(4);
    let mut noticed = 0;
    for run in 0..300 {
        let name = if run % 10 == 0 { "log.head" } else { "log.db" };
        let file = dir.path().join(name);
        let whole = fs::read(&file).unwrap();
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        fs::write(&file, &bytes).unwrap();
        match reading(dir.path()) {
            Err(alarm) => {
                let named =
                    alarm.is_integrity() || matches!(alarm, LogError::NotAStore { .. } | LogError::NewerFormat { .. });
                assert!(named, "run {run}: {name} byte {at}: {alarm}");
                noticed += 1;
            }
            Ok(read) => assert!(read == truth, "run {run}: {name} byte {at} changed what is read, and nobody noticed"),
        }
        for leftover in ["log.db-wal", "log.db-shm"] {
            let _gone = fs::remove_file(dir.path().join(leftover));
        }
        fs::write(&file, &whole).unwrap();
    }
    assert!(noticed >= 150, "only {noticed} of 300 flips were noticed");
}

#[test]
fn a_flipped_bit_in_a_stored_column_is_always_noticed() {
    let dir = tempfile::tempdir().unwrap();
    log_in(dir.path());
    shell(dir.path()).execute_batch("VACUUM").unwrap();
    let file = dir.path().join("log.db");
    let whole = fs::read(&file).unwrap();
    let needle = br#""source":"AAA""#;
    // A page holds its cells from the offset in bytes 5 and 6 of its header on; what lies before that is left over.
    let is_stored = |at: &usize| {
        let page = at / 4096 * 4096;
        let header = if page == 0 { 100 } else { page };
        at - page >= usize::from(u16::from_be_bytes([whole[header + 5], whole[header + 6]]))
    };
    let found = whole.windows(needle.len()).enumerate().filter(|(_, window)| window == needle).map(|(at, _)| at);
    let places: Vec<usize> = found.filter(is_stored).collect();
    assert_eq!(places.len(), 24);
    let mut dice = Dice(7);
    for run in 0..100 {
        let mut bytes = whole.clone();
        let at = places[dice.below(places.len())] + dice.below(200);
        bytes[at] ^= 1 << dice.below(8);
        fs::write(&file, &bytes).unwrap();
        let alarm = first_alarm(dir.path());
        assert!(alarm.as_ref().is_some_and(LogError::is_integrity), "run {run}, byte {at}: {alarm:?}");
    }
}

#[test]
fn a_cut_or_flipped_wal_never_changes_what_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = open(dir.path(), Access::Create);
    for number in 0..12 {
        log.append(article(number), Expected::Any).unwrap();
    }
    // The files as a crash would leave them: the log is still open, so nothing was moved out of the WAL file.
    let names = ["log.db", "log.db-wal", "log.head"];
    let files: Vec<Vec<u8>> = names.iter().map(|name| fs::read(dir.path().join(name)).unwrap()).collect();
    drop(log);
    let (crashed, mut dice) = (tempfile::tempdir().unwrap(), Dice(11));
    for run in 0..60 {
        fs::remove_file(crashed.path().join("log.db-shm")).ok();
        for (name, bytes) in names.iter().zip(&files) {
            fs::write(crashed.path().join(name), bytes).unwrap();
        }
        let mut wal = files[1].clone();
        let at = dice.below(wal.len());
        if run % 2 == 0 {
            wal.truncate(at);
        } else {
            wal[at] ^= 1 << dice.below(8);
        }
        fs::write(crashed.path().join("log.db-wal"), &wal).unwrap();
        match reading(crashed.path()) {
            Ok(read) => {
                assert_eq!(read.len(), 12, "run {run}: commits are missing after byte {at}, and nobody noticed");
            }
            Err(alarm) => assert!(alarm.is_integrity(), "run {run}: byte {at}: {alarm}"),
        }
    }
}
