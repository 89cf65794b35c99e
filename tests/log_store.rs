//! The store as a directory: what is one, what is none, and the article texts in it.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use dyad::domain::{Article, NewCommit};
use dyad::log::checkpoint::Note;
use dyad::log::{Access, ArticleStore, Cursor, Depth, EventLog, Expected, Kept, LogError, Put, Store};
use log_support::{article, given_job, in_mounts_of_its_own, job, ticking};
use rusqlite::Connection;

const WAIT: Duration = Duration::from_secs(5);

fn store(dir: &Path, access: Access) -> Result<Store, LogError> {
    Store::open(dir, access, WAIT, ticking())
}

fn refused(dir: &Path, access: Access) -> LogError {
    match store(dir, access) {
        Ok(_) => panic!("{} was opened", dir.display()),
        Err(error) => error,
    }
}

fn told(text: &str) -> Article {
    Article {
        text: text.to_owned(),
        published: Some("2025-07".parse().unwrap()),
        language: Some("nl".parse().unwrap()),
        publisher: Some("De Verzonnen Courant".to_owned()),
        url: Some("https://example.org/verzonnen".to_owned()),
        title: Some("Kwikstaart boven de grens".to_owned()),
    }
}

#[test]
fn a_store_is_made_once_and_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("deep/store");
    assert!(!Store::is_at(&at));
    let mut made = store(&at, Access::Create).unwrap();
    made.log.append(article(1), Expected::Any).unwrap();
    made.articles.put(&[told("een")]).unwrap();
    drop(made);
    assert!(Store::is_at(&at));
    for access in [Access::Create, Access::Write, Access::Read] {
        let again = store(&at, access).unwrap();
        assert_eq!(again.log.head().unwrap().seq().0, 3);
        assert!(again.articles.get(told("een").id()).unwrap().is_some());
        assert!(again.cache_dir().is_dir());
    }
    let mut files: Vec<_> = fs::read_dir(&at).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    files.sort();
    assert_eq!(files, ["articles.db", "cache", "log.db", "log.head"]);
}

#[test]
fn what_is_no_store_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let absent = dir.path().join("absent");
    for access in [Access::Write, Access::Read] {
        assert!(matches!(refused(&absent, access), LogError::NotAStore { .. }));
        assert!(matches!(refused(dir.path(), access), LogError::NotAStore { .. }));
    }
    let other = dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("thesis.tex"), "…").unwrap();
    let error = refused(&other, Access::Create);
    assert!(matches!(&error, LogError::NotAStore { why, .. } if why.contains("thesis.tex")), "{error}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);

    let text = dir.path().join("text");
    fs::create_dir(&text).unwrap();
    fs::write(text.join("log.db"), "this is no database, and long enough to be looked at as one: ".repeat(40)).unwrap();
    let database = dir.path().join("database");
    fs::create_dir(&database).unwrap();
    let foreign = Connection::open(database.join("log.db")).unwrap();
    foreign.execute_batch("CREATE TABLE notes (a); INSERT INTO notes VALUES (1)").unwrap();
    drop(foreign);
    for at in [text, database] {
        let before = fs::read(at.join("log.db")).unwrap();
        for access in [Access::Create, Access::Write, Access::Read] {
            let error = refused(&at, access);
            assert!(matches!(error, LogError::NotAStore { .. }), "{access:?}: {error}");
        }
        assert_eq!(fs::read(at.join("log.db")).unwrap(), before);
    }
}

#[test]
fn a_newer_store_is_refused() {
    for (file, newer) in [("log.db", 2), ("articles.db", 7)] {
        let dir = tempfile::tempdir().unwrap();
        drop(store(dir.path(), Access::Create).unwrap());
        Connection::open(dir.path().join(file)).unwrap().pragma_update(None, "user_version", newer).unwrap();
        for access in [Access::Create, Access::Write, Access::Read] {
            let error = refused(dir.path(), access);
            assert!(matches!(error, LogError::NewerFormat { found, supported: 1, .. } if found == newer), "{error}");
        }
    }
}

#[test]
fn a_store_opened_for_reading_takes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(store(dir.path(), Access::Create).unwrap());
    let mut reader = store(dir.path(), Access::Read).unwrap();
    let error = reader.log.append(article(1), Expected::Any).unwrap_err();
    assert!(matches!(error, LogError::ReadOnly { .. }), "{error}");
    let error = reader.articles.put(&[told("een")]).unwrap_err();
    assert!(matches!(error, LogError::ReadOnly { .. }), "{error}");
}

#[test]
fn child() {
    let Some((job, dir)) = given_job() else { return };
    assert_eq!(job, "read-only");
    let reader = store(&dir, Access::Read).unwrap();
    assert_eq!(reader.log.read(&Cursor::start()).unwrap().map(Result::unwrap).count(), 1);
    reader.log.verify(None).unwrap();
    assert!(reader.articles.get(told("een").id()).unwrap().is_some());
    for access in [Access::Write, Access::Create] {
        let error = refused(&dir, access);
        assert!(matches!(error, LogError::ReadOnly { .. }), "{access:?}: {error}");
    }
}

#[test]
fn a_store_on_a_read_only_medium_is_read_and_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = store(dir.path(), Access::Create).unwrap();
    made.log.append(article(1), Expected::Any).unwrap();
    made.articles.put(&[told("een")]).unwrap();
    drop(made);
    let mount = r#"mount --bind "$DYAD_TEST_DIR" "$DYAD_TEST_DIR" && mount -o remount,bind,ro "$DYAD_TEST_DIR""#;
    in_mounts_of_its_own(&job(dir.path(), "read-only"), mount);
}

fn articles(dir: &Path) -> ArticleStore {
    ArticleStore::open(&dir.join("articles.db"), Access::Create, WAIT).unwrap()
}

#[test]
fn an_article_is_kept_as_it_came_in_and_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut kept = articles(dir.path());
    let (first, bare) = (told("een\r\n\u{0}twee"), Article::from_text(""));
    assert_eq!(kept.put(&[first.clone(), bare.clone(), first.clone()]).unwrap(), [Put::New, Put::New, Put::Known]);
    let renamed = Article { title: Some("Anders".to_owned()), ..first.clone() };
    assert_eq!(kept.put(&[renamed]).unwrap(), [Put::Known]);
    assert_eq!(kept.get(first.id()).unwrap(), Some(Kept::Whole(first.clone())));
    assert_eq!(kept.get(bare.id()).unwrap(), Some(Kept::Whole(bare.clone())));
    assert_eq!(kept.get(told("drie").id()).unwrap(), None);
    assert_eq!(kept.named(&first.id().to_string()[..10]).unwrap(), [first.id()]);
    assert_eq!(kept.named("").unwrap().len(), 2);
    assert!(kept.named("zz%").unwrap().is_empty());
    assert_eq!(kept.verify().unwrap(), 2);
}

/// Whether any file of the directory holds the words.
fn is_anywhere(dir: &Path, words: &str) -> bool {
    let holds = |path: &Path| fs::read(path).unwrap().windows(words.len()).any(|window| window == words.as_bytes());
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .any(|path| if path.is_dir() { is_anywhere(&path, words) } else { holds(&path) })
}

#[test]
fn an_erased_article_is_in_no_file_of_the_store_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let mut open = store(dir.path(), Access::Create).unwrap();
    let secret = told(&"De kwikstaart vloog over de grens. ".repeat(400));
    let others: Vec<Article> = (0..50).map(|n| told(&format!("Bericht {n} over iets anders. ").repeat(90))).collect();
    open.articles.put(&others[..25]).unwrap();
    open.articles.put(std::slice::from_ref(&secret)).unwrap();
    open.articles.put(&others[25..]).unwrap();
    assert!(is_anywhere(dir.path(), "De kwikstaart vloog"));
    assert!(open.articles.erase(secret.id()).unwrap());
    assert!(!is_anywhere(dir.path(), "De kwikstaart vloog"));
    assert_eq!(open.articles.get(secret.id()).unwrap(), Some(Kept::Erased));
    assert_eq!(open.articles.put(std::slice::from_ref(&secret)).unwrap(), [Put::Erased], "it does not come back");
    assert!(!is_anywhere(dir.path(), "De kwikstaart vloog"));
    assert!(open.articles.erase(secret.id()).unwrap(), "erasing again is harmless");
    assert!(!open.articles.erase(told("nooit gezien").id()).unwrap());
    for other in &others {
        assert_eq!(open.articles.get(other.id()).unwrap(), Some(Kept::Whole(other.clone())));
    }
    assert_eq!(open.articles.verify().unwrap(), 51);
}

#[test]
fn an_erased_title_is_gone_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut kept = articles(dir.path());
    kept.put(&[told("een")]).unwrap();
    kept.erase(told("een").id()).unwrap();
    for words in ["Kwikstaart boven", "Verzonnen Courant", "example.org"] {
        assert!(!is_anywhere(dir.path(), words), "{words}");
    }
}

#[test]
fn an_altered_article_is_noticed() {
    for (column, value) in [
        ("text", "'een ander verhaal'"),
        ("title", "'Anders'"),
        ("title", "NULL"),
        ("publisher", "'Iemand anders'"),
        ("url", "'https://example.org/anders'"),
        ("language", "'en'"),
        ("published", "'2024-07'"),
        ("seal", "zeroblob(32)"),
        ("id", "zeroblob(32)"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        articles(dir.path()).put(&[told("een")]).unwrap();
        let shell = Connection::open(dir.path().join("articles.db")).unwrap();
        shell.execute_batch(&format!("UPDATE articles SET {column} = {value}")).unwrap();
        let kept = articles(dir.path());
        let alarm = kept.verify().unwrap_err();
        assert!(alarm.is_integrity(), "{column}: {alarm}");
        if column != "id" {
            assert!(kept.get(told("een").id()).is_err_and(|alarm| alarm.is_integrity()), "{column}");
        }
    }
}

#[test]
fn a_flipped_bit_in_the_article_store_is_noticed_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let all: Vec<Article> = (0..60).map(|n| told(&format!("Bericht {n}. ").repeat(60))).collect();
    articles(dir.path()).put(&all).unwrap();
    let file = dir.path().join("articles.db");
    let whole = fs::read(&file).unwrap();
    let (mut state, mut noticed) = (9u64, 0);
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for run in 0..100 {
        let mut bytes = whole.clone();
        let at = below(bytes.len());
        *bytes.get_mut(at).unwrap() ^= 1 << below(8);
        fs::write(&file, &bytes).unwrap();
        let read = ArticleStore::open(&file, Access::Write, WAIT).and_then(|kept| {
            kept.verify()?;
            all.iter().map(|article| kept.get(article.id())).collect::<Result<Vec<_>, _>>()
        });
        match read {
            Err(_) => noticed += 1,
            Ok(kept) => {
                let same = kept.iter().zip(&all).all(|(kept, article)| *kept == Some(Kept::Whole(article.clone())));
                assert!(same, "run {run}: byte {at} changed an article, and nobody noticed");
            }
        }
        for leftover in ["articles.db-wal", "articles.db-shm"] {
            fs::remove_file(dir.path().join(leftover)).ok();
        }
    }
    assert!(noticed >= 40, "only {noticed} of 100 flips were noticed");
}

#[test]
fn a_check_since_the_last_one_covers_what_came_after() {
    let dir = tempfile::tempdir().unwrap();
    let mut open = store(dir.path(), Access::Create).unwrap();
    open.log.append_many((0..5).map(article).collect(), Expected::Any).unwrap();
    assert_eq!(open.verify(Depth::SinceLast).unwrap().log.commits, 5, "nothing was checked before");
    open.log.append_many((5..8).map(article).collect(), Expected::Any).unwrap();
    let since = open.verify(Depth::SinceLast).unwrap().log;
    assert_eq!((since.commits, since.events, &since.head), (3, 9, &open.log.head().unwrap()));
    assert_eq!(open.verify(Depth::SinceLast).unwrap().log.commits, 0);
    assert_eq!(open.verify(Depth::Full).unwrap().log.commits, 8);
    fs::write(dir.path().join("cache/verified"), "nonsense").unwrap();
    assert_eq!(open.verify(Depth::SinceLast).unwrap().log.commits, 8);

    let other = tempfile::tempdir().unwrap();
    let mut rewritten = store(other.path(), Access::Create).unwrap();
    rewritten.log.append_many((20..30).map(article).collect(), Expected::Any).unwrap();
    drop((open, rewritten));
    for file in ["log.db", "log.head"] {
        fs::copy(other.path().join(file), dir.path().join(file)).unwrap();
    }
    let alarm = store(dir.path(), Access::Write).unwrap().verify(Depth::SinceLast).unwrap_err();
    assert!(alarm.is_integrity() && alarm.to_string().contains("verified before"), "{alarm}");
}

fn witness(store: &Store) {
    let commits = store.verify(Depth::Full).unwrap().log.commits;
    let said = store.tree(commits).unwrap().checkpoint().unwrap();
    store.checkpoints().put(&Note::unsigned(said)).unwrap();
}

#[test]
fn a_history_rewritten_with_hashes_and_anchor_contradicts_the_checkpoints() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut open = store(dir.path(), Access::Create).unwrap();
    open.log.append_many((0..5).map(article).collect(), Expected::Any).unwrap();
    witness(&open);
    open.log.append_many((5..8).map(article).collect(), Expected::Any).unwrap();
    witness(&open);
    drop(open);
    assert_eq!(store(dir.path(), Access::Read).unwrap().verify(Depth::Full).unwrap().checkpoints, Some(2));

    // The newest checkpoint holds, an older one does not: the file was put there.
    let older = dir.path().join("checkpoints/000000000005.note");
    let text = fs::read_to_string(&older).unwrap();
    let root = text.lines().nth(2).unwrap();
    let newest = fs::read_to_string(dir.path().join("checkpoints/000000000008.note")).unwrap();
    fs::write(&older, text.replace(root, newest.lines().nth(2).unwrap())).unwrap();
    let alarm = store(dir.path(), Access::Read).unwrap().verify(Depth::Full).unwrap_err();
    assert!(matches!(&alarm, LogError::Checkpoint { path, .. } if *path == older), "{alarm}");
    fs::write(&older, text).unwrap();

    // A whole other log with a fitting anchor, as whoever may write the files can make it.
    let mut rewritten = store(other.path(), Access::Create).unwrap();
    rewritten.log.append_many((20..30).map(article).collect(), Expected::Any).unwrap();
    drop(rewritten);
    for file in ["log.db", "log.head"] {
        fs::copy(other.path().join(file), dir.path().join(file)).unwrap();
    }
    for access in [Access::Create, Access::Write, Access::Read] {
        let alarm = refused(dir.path(), access);
        assert!(matches!(alarm, LogError::Checkpoint { .. }) && alarm.is_integrity(), "{alarm}");
        assert!(alarm.to_string().contains("no longer holds what it held at #24"), "{alarm}");
    }
}

#[test]
fn a_copy_has_the_same_chain_and_texts_and_catches_up() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("store"), dir.path().join("backup"));
    let mut open = store(&from, Access::Create).unwrap();
    open.log.append_many((0..1500).map(article).collect(), Expected::Any).unwrap();
    open.articles.put(&[told("een"), told("twee")]).unwrap();
    assert_eq!(open.copy_to(&to, WAIT, ticking()).unwrap(), open.log.head().unwrap());
    open.log.append(article(9000), Expected::Any).unwrap();
    open.articles.erase(told("een").id()).unwrap();
    assert_eq!(open.copy_to(&to, WAIT, ticking()).unwrap(), open.log.head().unwrap());
    let backup = store(&to, Access::Read).unwrap();
    let records =
        |store: &Store| -> Vec<_> { store.log.records(&Cursor::start()).unwrap().map(Result::unwrap).collect() };
    assert_eq!(records(&backup), records(&open));
    assert_eq!(backup.articles.get(told("een").id()).unwrap(), Some(Kept::Erased));
    assert_eq!(backup.articles.get(told("twee").id()).unwrap(), Some(Kept::Whole(told("twee"))));
    assert!(!is_anywhere(&to, "\u{0}een") && backup.articles.verify().unwrap() == 2);

    drop(open);
    fs::remove_dir_all(&from).unwrap();
    backup.copy_to(&from, WAIT, ticking()).unwrap();
    assert_eq!(records(&store(&from, Access::Read).unwrap()), records(&backup));
}

#[test]
fn a_copy_never_replaces_a_longer_or_another_log() {
    let dir = tempfile::tempdir().unwrap();
    let (from, longer, other) = (dir.path().join("store"), dir.path().join("longer"), dir.path().join("other"));
    let mut open = store(&from, Access::Create).unwrap();
    open.log.append_many((0..3).map(article).collect(), Expected::Any).unwrap();
    open.copy_to(&longer, WAIT, ticking()).unwrap();
    store(&longer, Access::Write).unwrap().log.append(article(3), Expected::Any).unwrap();
    store(&other, Access::Create).unwrap().log.append(article(77), Expected::Any).unwrap();
    for (target, ends) in [(&longer, 12), (&other, 3)] {
        let refused = open.copy_to(target, WAIT, ticking()).unwrap_err();
        assert!(matches!(refused, LogError::Diverged { .. }), "{refused}");
        assert_eq!(store(target, Access::Read).unwrap().log.head().unwrap().seq().0, ends);
    }
}

#[test]
fn a_copy_is_made_while_another_writer_appends() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("store"), dir.path().join("backup"));
    let mut open = store(&from, Access::Create).unwrap();
    open.log.append_many((0..2000).map(article).collect(), Expected::Any).unwrap();
    let writer = std::thread::spawn(move || {
        for number in 5000..5200 {
            open.log.append(article(number), Expected::Any).unwrap();
        }
    });
    let reader = store(&from, Access::Read).unwrap();
    while !writer.is_finished() {
        let copied = reader.copy_to(&to, WAIT, ticking()).unwrap();
        assert!(reader.log.has_been_at(&copied).unwrap());
    }
    writer.join().unwrap();
    assert_eq!(reader.copy_to(&to, WAIT, ticking()).unwrap().seq().0, 2200 * 3);
}

#[test]
fn another_program_in_another_language_checks_the_log() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_log.py");
    let check = |dir: &Path| std::process::Command::new("python3").arg(&script).arg(dir).output();
    let dir = tempfile::tempdir().unwrap();
    let mut open = store(dir.path(), Access::Create).unwrap();
    open.log.append_many((0..20).map(article).collect(), Expected::Any).unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("events/golden-v1.jsonl");
    for record in dyad::wire::lines::read(std::io::BufReader::new(fs::File::open(golden).unwrap())) {
        let commit = record.unwrap().decode().unwrap();
        open.log.append(NewCommit::new(commit.id, commit.kind, commit.events).unwrap(), Expected::Any).unwrap();
    }
    let head = open.log.head().unwrap();
    drop(open);
    let Ok(done) = check(dir.path()) else {
        assert!(std::env::var("CI").is_err(), "CI must have python3");
        return;
    };
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(said.trim_end(), format!("{} {}", head.seq(), head.hash), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success());

    let shell = Connection::open(dir.path().join("log.db")).unwrap();
    shell
        .execute_batch("DROP TRIGGER commits_never_change; UPDATE commits SET kind = 'recode' WHERE first_seq = 31")
        .unwrap();
    let done = check(dir.path()).unwrap();
    assert_eq!(done.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&done.stdout).contains("at #31 does not match"));
}
