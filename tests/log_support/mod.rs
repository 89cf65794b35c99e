//! What the tests of the log share: invented events, a clock that ticks, a store in a directory of its own.
#![allow(dead_code, clippy::print_stdout, reason = "every test binary uses its own part, and says what it skips")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dyad::domain::{
    Actor, ArticleIngested, ArticleRedacted, ByteSpan, CommitId, CommitKind, Confidence, ContentHash, DatasetImported,
    DateSpan, Day, Event, EventId, Goldstein, Interaction, InteractionCoded, InteractionRetracted, NewCommit, Origin,
    Parties, Party, Recorded, Sector, Status,
};
use dyad::log::{Access, Clock, SqliteLog};
use proptest::prelude::*;

/// 2025-07-01T12:00:00Z in microseconds.
pub const NOON: i64 = 1_751_371_200_000_000;

/// A clock that starts at noon and moves one second each time it is read.
pub fn ticking() -> Clock {
    let ticks = AtomicI64::new(0);
    Box::new(move || Recorded::from_micros(NOON + ticks.fetch_add(1, Ordering::Relaxed) * 1_000_000).unwrap())
}

/// A clock that always tells the same time.
pub fn stopped(micros: i64) -> Clock {
    Box::new(move || Recorded::from_micros(micros).unwrap())
}

pub fn open(dir: &Path, access: Access) -> SqliteLog {
    SqliteLog::open(&dir.join("log.db"), access, Duration::from_secs(30), ticking()).unwrap()
}

pub fn hash(number: u64) -> ContentHash {
    ContentHash::of(&number.to_be_bytes())
}

pub fn coded(number: u64) -> InteractionCoded {
    let party = |code: &str| Party { actor: code.parse().unwrap(), sector: Sector::State };
    InteractionCoded {
        interaction: Interaction {
            parties: Parties::new(party("AAA"), party("BBB")).unwrap(),
            symmetric: false,
            cameo: "112".parse().unwrap(),
            goldstein: Goldstein::from_tenths(-20),
            status: Status::Actual,
            occurred: Some("2025-06-30".parse().unwrap()),
            reported_by: None,
            confidence: Confidence::from_permille(800).unwrap(),
            rule: "en/accuse".parse().unwrap(),
        },
        origin: Origin::Article { article: hash(number), span: ByteSpan::new(10, 42).unwrap() },
        published: Some("2025-07-01".parse().unwrap()),
        coder: "rules@1+000000000000".parse().unwrap(),
    }
}

/// An article and two interactions read in it.
pub fn article(number: u64) -> NewCommit {
    let ingested = ArticleIngested {
        article: hash(number),
        publisher: Some("The Daily Test".to_owned()),
        url: None,
        language: Some("en".parse().unwrap()),
        published: Some("2025-07-01".parse().unwrap()),
        length_bytes: 1200,
    };
    let events = vec![
        Event::ArticleIngested(ingested),
        Event::InteractionCoded(coded(number)),
        Event::InteractionCoded(coded(number)),
    ];
    NewCommit::new(article_commit(number), CommitKind::Article, events).unwrap()
}

pub fn article_commit(number: u64) -> CommitId {
    CommitId::derive(CommitKind::Article, &[&number.to_be_bytes()])
}

const JOB: &str = "DYAD_TEST_JOB";
const JOB_DIR: &str = "DYAD_TEST_DIR";

/// This test binary again, told to do a job in a directory. Its test `child` does it.
pub fn job(dir: &Path, job: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env(JOB, job).env(JOB_DIR, dir);
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

/// The job this process was started for, if it was.
pub fn given_job() -> Option<(String, PathBuf)> {
    Some((std::env::var(JOB).ok()?, PathBuf::from(std::env::var(JOB_DIR).ok()?)))
}

/// Runs a job after a shell command, in a mount namespace of its own: no rights needed, and nothing stays mounted
/// whatever happens. Returns what it printed, or `None` where the system does not allow that.
pub fn in_mounts_of_its_own(job: &Command, prepare: &str) -> Option<String> {
    let mut inside = Command::new("unshare");
    let script = format!("{prepare} || exit 99; exec \"$0\" \"$@\"");
    inside.args(["--map-root-user", "--mount", "sh", "-c", &script]).arg(job.get_program()).args(job.get_args());
    inside.envs(job.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let done = inside.output().ok();
    let able = done.as_ref().filter(|done| {
        done.status.code() != Some(99) && !String::from_utf8_lossy(&done.stderr).starts_with("unshare:")
    });
    let Some(done) = able else {
        assert!(std::env::var("CI").is_err(), "CI must be able to mount a small file system");
        println!("skipped: no file system can be mounted here");
        return None;
    };
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    Some(said)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,40}", Just("\"}],{\\u0000\u{0}\u{2028}é".to_owned())]
}

fn span() -> impl Strategy<Value = DateSpan> {
    (Day::FIRST.epoch_days()..=Day::LAST.epoch_days(), 0i32..800).prop_map(|(first, length)| {
        let first = Day::from_epoch_days(first).unwrap();
        DateSpan::new(first, first.plus(length)).unwrap()
    })
}

fn any_hash() -> impl Strategy<Value = ContentHash> {
    any::<[u8; 32]>().prop_map(ContentHash::from_bytes)
}

fn parties() -> impl Strategy<Value = Parties> {
    let sector = || prop::sample::select(Sector::ALL.to_vec());
    ("[A-Z][A-Z0-9]{1,7}", "[A-Z][A-Z0-9]{1,7}", sector(), sector()).prop_filter_map(
        "two actors",
        |(source, target, s, t)| {
            let party = |code: String, sector| Party { actor: code.parse::<Actor>().unwrap(), sector };
            Parties::new(party(source, s), party(target, t))
        },
    )
}

fn interaction() -> impl Strategy<Value = Interaction> {
    let cameo = prop_oneof!["(0[1-9]|1[0-9]|20)[0-9]{0,2}"].prop_map(|code: String| code.parse().unwrap());
    let goldstein = prop::option::of((-100i16..=100).prop_map(|tenths| Goldstein::from_tenths(tenths).unwrap()));
    let reporter = prop::option::of("[A-Za-zé ]{1,40}").prop_map(|name| name.map(|name| name.parse().unwrap()));
    let what = (parties(), any::<bool>(), cameo, goldstein, prop::sample::select(Status::ALL.to_vec()));
    let how = (prop::option::of(span()), reporter, 0u16..=1000, "[!-~]{1,80}");
    (what, how).prop_map(|((parties, symmetric, cameo, goldstein, status), (occurred, reported_by, permille, rule))| {
        Interaction {
            parties,
            symmetric,
            cameo,
            goldstein,
            status,
            occurred,
            reported_by,
            confidence: Confidence::from_permille(permille).unwrap(),
            rule: rule.parse().unwrap(),
        }
    })
}

fn any_coded() -> impl Strategy<Value = InteractionCoded> {
    let article = (any_hash(), 0usize..1 << 40, 1usize..1 << 20).prop_map(|(article, start, length)| Origin::Article {
        article,
        span: ByteSpan::new(start, start + length).unwrap(),
    });
    let row = (any_hash(), any::<u64>(), text()).prop_map(|(dataset, line, key)| Origin::Row { dataset, line, key });
    (interaction(), prop_oneof![article, row], prop::option::of(span()), "[!-~]{1,120}").prop_map(
        |(interaction, origin, published, coder)| InteractionCoded {
            interaction,
            origin,
            published,
            coder: coder.parse().unwrap(),
        },
    )
}

/// Any event of any type.
pub fn any_event() -> impl Strategy<Value = Event> {
    let language = prop::option::of("[a-z]{2}").prop_map(|code| code.map(|code| code.parse().unwrap()));
    let ingested = (
        any_hash(),
        prop::option::of(text()),
        prop::option::of(text()),
        language,
        prop::option::of(span()),
        any::<u64>(),
    )
        .prop_map(|(article, publisher, url, language, published, length_bytes)| {
            Event::ArticleIngested(ArticleIngested { article, publisher, url, language, published, length_bytes })
        });
    let imported = (text(), any_hash(), any::<u32>(), any::<u64>(), any::<u64>()).prop_map(
        |(format, dataset, chunk, rows, skipped)| {
            Event::DatasetImported(DatasetImported { format, dataset, chunk, rows, skipped })
        },
    );
    let retracted = (any::<[u8; 32]>(), any::<u32>(), any_coded(), prop::option::of(span()), text()).prop_map(
        |(commit, ordinal, coded, published, reason)| {
            let target = EventId::derive(CommitId::from_bytes(commit), ordinal);
            Event::InteractionRetracted(InteractionRetracted { target, coded, published, reason })
        },
    );
    let redacted =
        (any_hash(), text()).prop_map(|(article, reason)| Event::ArticleRedacted(ArticleRedacted { article, reason }));
    prop_oneof![
        1 => ingested,
        1 => imported,
        4 => any_coded().prop_map(Event::InteractionCoded),
        2 => retracted,
        1 => redacted,
    ]
}

/// Any commit of one to six events.
pub fn any_commit() -> impl Strategy<Value = NewCommit> {
    let kind = prop::sample::select(CommitKind::ALL.to_vec());
    (any::<[u8; 32]>(), kind, prop::collection::vec(any_event(), 1..6))
        .prop_map(|(id, kind, events)| NewCommit::new(CommitId::from_bytes(id), kind, events).unwrap())
}
