//! The store as a directory: what is one, what is none, and the article texts in it.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use dyad::domain::Article;
use dyad::log::{Access, ArticleStore, Cursor, EventLog, Expected, Kept, LogError, Put, Store};
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
