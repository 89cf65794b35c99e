//! Joining two logs: what one of them counts is counted once, whoever read it and whatever file it came in.

#![expect(clippy::unwrap_used, reason = "tests")]

mod log_support;

use dyad::app::exchange::export;
use dyad::app::merge::{Merged, merge};
use dyad::domain::{
    CommitId, CommitKind, Cut, DatasetImported, Event, EventId, InteractionCoded, InteractionRetracted, NewCommit,
    Origin,
};
use dyad::log::{Cursor, EventLog, Expected, MemoryLog};
use log_support::{article, article_commit, coded, hash, ticking};

fn log(commits: Vec<NewCommit>) -> MemoryLog {
    let mut log = MemoryLog::new(ticking());
    log.append_many(commits, Expected::Any).unwrap();
    log
}

fn merged(into: &mut MemoryLog, from: &MemoryLog) -> Merged {
    let mut lines = Vec::new();
    export(from, &mut lines).unwrap();
    merge(into, lines.as_slice()).unwrap()
}

/// The interactions that stand, each as often as it is counted.
fn standing(log: &MemoryLog) -> Vec<InteractionCoded> {
    let mut standing = Vec::new();
    for commit in log.read(&Cursor::start()).unwrap() {
        let commit = commit.unwrap();
        for stored in commit.stored_events().filter(|stored| Cut::default().knows(stored)) {
            match stored.event {
                Event::InteractionCoded(coded) => standing.push(coded.clone()),
                Event::InteractionRetracted(back) => {
                    let at = standing.iter().position(|coded| *coded == back.coded).unwrap();
                    standing.remove(at);
                }
                _ => {}
            }
        }
    }
    standing.sort();
    standing
}

/// The article as another coder read it: one interaction.
fn read_otherwise(number: u64) -> NewCommit {
    let id = CommitId::derive(CommitKind::Article, &[&number.to_be_bytes(), b"other"]);
    let mut events = article(number).into_parts().2;
    events.truncate(2);
    NewCommit::new(id, CommitKind::Article, events).unwrap()
}

fn retraction(of: CommitId, number: u64) -> NewCommit {
    let target = EventId::derive(of, 1);
    let back = InteractionRetracted { target, coded: coded(number), published: None, reason: "wrong".to_owned() };
    let id = CommitId::derive(CommitKind::Retract, &[target.uuid().as_bytes()]);
    NewCommit::new(id, CommitKind::Retract, vec![Event::InteractionRetracted(back)]).unwrap()
}

/// A chunk of a file with the rows of these keys.
fn rows(file: u64, keys: std::ops::Range<u64>) -> NewCommit {
    let id = CommitId::derive(CommitKind::Import, &[hash(file).as_bytes(), &[0]]);
    let rows = keys.end - keys.start;
    let chunk = DatasetImported { format: "icews".to_owned(), dataset: hash(file), chunk: 0, rows, skipped: 0 };
    let row = |key: u64| {
        let origin = Origin::Row { dataset: hash(file), line: key, key: format!("{key}|2018-10-04") };
        Event::InteractionCoded(InteractionCoded { origin, coder: "icews@1".parse().unwrap(), ..coded(key) })
    };
    let events = std::iter::once(Event::DatasetImported(chunk)).chain(keys.map(row)).collect();
    NewCommit::new(id, CommitKind::Import, events).unwrap()
}

#[test]
fn merging_adds_what_is_new_once_and_the_second_time_nothing() {
    let theirs = log(vec![article(1), article(2), retraction(article_commit(2), 2), rows(9, 0..80)]);
    let mut ours = log(vec![article(1), article(3)]);
    let first = merged(&mut ours, &theirs);
    assert_eq!((first.imported.commits, first.imported.duplicates), (3, 1));
    assert_eq!(standing(&ours).len(), 2 + 1 + 2 + 80);
    let head = ours.head().unwrap();
    let again = merged(&mut ours, &theirs);
    assert_eq!((again.imported.commits, again.imported.duplicates), (0, 4));
    assert_eq!(ours.head().unwrap(), head);
}

#[test]
fn an_article_that_both_read_counts_by_the_reading_that_is_here() {
    let theirs = log(vec![read_otherwise(1), retraction(read_otherwise(1).id(), 1), article(2)]);
    let mut ours = log(vec![article(1)]);
    let before = standing(&ours);
    let merged = merged(&mut ours, &theirs);
    assert_eq!((merged.read_here, merged.corrections, merged.imported.commits), (1, 1, 1));
    assert_eq!(standing(&ours).len(), before.len() + 2);
}

#[test]
fn a_correction_made_on_both_sides_is_counted_once() {
    let theirs = log(vec![article(1), retraction(article_commit(1), 1)]);
    let mut ours = log(vec![article(1), retraction(article_commit(1), 1)]);
    let merged = merged(&mut ours, &theirs);
    assert_eq!((merged.imported.commits, merged.imported.duplicates, merged.corrections), (0, 2, 0));
    assert_eq!(standing(&ours).len(), 1);
}

#[test]
fn rows_that_came_in_another_file_are_counted_once_however_often_they_are_merged() {
    let theirs = log(vec![rows(8, 50..150)]);
    let mut ours = log(vec![rows(9, 0..100)]);
    let first = merged(&mut ours, &theirs);
    assert_eq!((first.rows_here, first.imported.events), (50, 51));
    assert_eq!(standing(&ours).len(), 150);
    let again = merged(&mut ours, &theirs);
    assert_eq!((again.rows_here, again.imported.commits), (100, 0));
    let mut keys: Vec<Origin> = standing(&ours).into_iter().map(|coded| coded.origin).collect();
    keys.dedup();
    assert_eq!(keys.len(), 150);
}

#[test]
fn merging_both_ways_makes_both_logs_say_the_same() {
    let mut one = log(vec![article(1), article(2), rows(9, 0..100)]);
    let mut two = log(vec![article(2), retraction(article_commit(2), 2), article(3), rows(8, 90..120)]);
    merged(&mut one, &two);
    merged(&mut two, &one);
    let without_files = |log: &MemoryLog| {
        let acts = standing(log).into_iter().map(|coded| match coded.origin {
            Origin::Row { key, .. } => (coded.interaction, key),
            Origin::Article { article, .. } => (coded.interaction, article.to_string()),
        });
        let mut acts: Vec<_> = acts.collect();
        acts.sort();
        acts
    };
    assert_eq!(without_files(&one), without_files(&two));
}
