//! Random logs, and a naive second opinion on what they fold to.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::{BTreeMap, BTreeSet};

use dyad::domain::{
    Actor, ArticleIngested, ByteSpan, Commit, CommitId, CommitKind, Confidence, ContentHash, Cut, DateSpan, Day,
    DirectedDyad, Event, EventId, Goldstein, Interaction, InteractionCoded, InteractionRetracted, KnownAt, Origin,
    Parties, Party, Recorded, Sector, Seq, Status,
};
use proptest::prelude::*;

/// The first day of every random log.
pub const START: i32 = 18_000;

pub fn day(offset: i32) -> Day {
    Day::from_epoch_days(START + offset).unwrap()
}

pub fn span(first: i32, days: i32) -> DateSpan {
    DateSpan::new(day(first), day(first + days - 1)).unwrap()
}

pub fn actor(name: &str) -> Actor {
    name.parse().unwrap()
}

/// One act of a state on another, actual and one-way; change what matters to the test.
pub fn act(source: &str, target: &str, cameo: &str, tenths: i16, occurred: DateSpan) -> Interaction {
    let party = |name| Party { actor: actor(name), sector: Sector::State };
    Interaction {
        parties: Parties::new(party(source), party(target)).unwrap(),
        symmetric: false,
        cameo: cameo.parse().unwrap(),
        goldstein: Goldstein::from_tenths(tenths),
        status: Status::Actual,
        occurred: Some(occurred),
        reported_by: None,
        confidence: Confidence::from_permille(900).unwrap(),
        rule: "test/rule".parse().unwrap(),
    }
}

/// An interaction read in the article of this number, published at the end of its span or on day 0.
pub fn coded(article: u8, interaction: Interaction) -> InteractionCoded {
    let published = DateSpan::day(interaction.occurred.map_or(day(0), DateSpan::last));
    InteractionCoded {
        interaction,
        origin: Origin::Article { article: ContentHash::of(&[article]), span: ByteSpan::new(0, 1).unwrap() },
        published: Some(published),
        coder: "test@1".parse().unwrap(),
    }
}

/// Commits of these events, numbered and recorded in order, one second apart.
pub fn log(commits: Vec<Vec<Event>>) -> Vec<Commit> {
    let mut seq = 1;
    (0u32..)
        .zip(commits)
        .map(|(number, events)| {
            let first_seq = Seq(seq);
            seq += events.len() as u64;
            let id = CommitId::derive(CommitKind::Article, &[&number.to_be_bytes()]);
            let recorded = Recorded::from_micros(1_700_000_000_000_000 + i64::from(number) * 1_000_000).unwrap();
            Commit { first_seq, id, kind: CommitKind::Article, recorded, events }
        })
        .collect()
}

/// A log in which every interaction is a commit of its own.
pub fn log_of(interactions: impl IntoIterator<Item = Interaction>) -> Vec<Commit> {
    log((0u8..).zip(interactions).map(|(n, act)| vec![Event::InteractionCoded(coded(n, act))]).collect())
}

fn interactions() -> impl Strategy<Value = Interaction> {
    let actors = prop::sample::subsequence(vec!["ARM", "AZE", "EU", "RUS"], 2).prop_shuffle();
    let days = prop_oneof![4 => Just(1), 2 => 2..6i32, 1 => 20..70i32];
    let occurred = prop_oneof![9 => (0..90i32, days).prop_map(|(first, n)| Some(span(first, n))), 1 => Just(None)];
    let cameo = prop::sample::select(vec!["042", "057", "112", "138", "163", "173", "190", "193"]);
    let weight = prop_oneof![9 => (-100..=100i16).prop_map(Goldstein::from_tenths), 1 => Just(None)];
    let status = prop::sample::select(Status::ALL.to_vec());
    let sectors = prop::sample::select(Sector::ALL.to_vec());
    (actors, occurred, cameo, weight, status, any::<bool>(), sectors).prop_map(
        |(actors, occurred, cameo, goldstein, status, symmetric, sector)| {
            let mut act = act(actors[0], actors[1], cameo, 0, span(0, 1));
            let (source, target) = (act.parties.source(), act.parties.target());
            act.parties = Parties::new(Party { sector, ..source }, target).unwrap();
            Interaction { symmetric, goldstein, status, occurred, ..act }
        },
    )
}

fn codings() -> impl Strategy<Value = InteractionCoded> {
    let published = prop_oneof![1 => Just(None), 5 => (0..95i32).prop_map(|n| Some(span(n, 1)))];
    (0..6u8, interactions(), published)
        .prop_map(|(article, act, published)| InteractionCoded { published, ..coded(article, act) })
}

/// Which coding is taken back (a number to be cut to their count), and the day on which that was published.
type TakenBack = (usize, Option<i32>);

/// What a random log is made of before it has positions: codings in commits, and which of them are taken back, each with
/// the date on which the correction was published.
fn drafts() -> impl Strategy<Value = (Vec<Vec<InteractionCoded>>, Vec<TakenBack>)> {
    let commits = prop::collection::vec(prop::collection::vec(codings(), 1..4), 1..12);
    let corrected = prop::option::of(0..95i32);
    (commits, prop::collection::vec((any::<usize>(), corrected), 0..6))
}

/// A random log with articles, interactions and retractions; some events are taken back twice.
pub fn logs() -> impl Strategy<Value = Vec<Commit>> {
    drafts().prop_map(|(drafts, retractions)| {
        let ingested = |first: &InteractionCoded| {
            let Origin::Article { article, .. } = first.origin else { unreachable!("tests read articles") };
            Event::ArticleIngested(ArticleIngested {
                article,
                publisher: None,
                url: None,
                language: None,
                published: first.published,
                length_bytes: 9,
            })
        };
        let together = |codings: Vec<InteractionCoded>| {
            let first = ingested(&codings[0]);
            std::iter::once(first).chain(codings.into_iter().map(Event::InteractionCoded)).collect()
        };
        let mut commits: Vec<Vec<Event>> = drafts.into_iter().map(together).collect();
        let first = log(commits.clone());
        let known: Vec<(EventId, InteractionCoded)> = first
            .iter()
            .flat_map(Commit::stored_events)
            .filter_map(|stored| match stored.event {
                Event::InteractionCoded(coded) => Some((stored.id, coded.clone())),
                _ => None,
            })
            .collect();
        for (pick, published) in retractions {
            let (target, coded) = known[pick % known.len()].clone();
            let published = published.map(|n| span(n, 1));
            commits.push(vec![Event::InteractionRetracted(InteractionRetracted {
                target,
                coded,
                published,
                reason: "a test takes it back".into(),
            })]);
        }
        log(commits)
    })
}

/// A random cut on the clocks that folds look at.
pub fn cuts() -> impl Strategy<Value = Cut> {
    let published_by = prop::option::of((0..95i32).prop_map(day));
    let known_at = prop::option::of((0..45u64).prop_map(|seq| KnownAt::Seq(Seq(seq))));
    (published_by, known_at).prop_map(|(published_by, known_at)| Cut { to: None, published_by, known_at })
}

/// Which interactions stand, by the plain reading of the rules: two passes, sets, no signs.
pub fn standing(log: &[Commit], cut: Cut) -> Vec<InteractionCoded> {
    let visible = |published: Option<DateSpan>| match cut.published_by {
        None => true,
        Some(by) => published.is_some_and(|span| span.last() <= by),
    };
    let held = |seq: Seq| !matches!(cut.known_at, Some(KnownAt::Seq(last)) if seq > last);
    let events = || log.iter().flat_map(Commit::stored_events).filter(|stored| held(stored.seq));
    let gone: BTreeSet<EventId> = events()
        .filter_map(|stored| match stored.event {
            Event::InteractionRetracted(taken) if visible(taken.published.or(taken.coded.published)) => {
                Some(taken.target)
            }
            _ => None,
        })
        .collect();
    events()
        .filter_map(|stored| match stored.event {
            Event::InteractionCoded(coded) if visible(coded.published) && !gone.contains(&stored.id) => {
                Some(coded.clone())
            }
            _ => None,
        })
        .collect()
}

/// Severity of one direction at the end of a day, in points, straight from the formula in floating point.
pub fn naive_severity(standing: &[InteractionCoded], way: DirectedDyad, on: Day, official_only: bool) -> f64 {
    let mut cells: BTreeMap<(Day, u8), f64> = BTreeMap::new();
    for act in standing.iter().map(|coded| &coded.interaction) {
        let same_way = act.parties.directed() == way || (act.symmetric && act.parties.directed().reversed() == way);
        let (Some(span), Some(weight)) = (act.occurred, act.goldstein) else { continue };
        if !same_way || (official_only && !act.parties.are_official()) {
            continue;
        }
        let points = f64::from((-weight.tenths()).max(0)) / 10.0;
        let believed = if act.status == Status::Alleged { 0.5 } else { 1.0 };
        let share = believed * points * points / 10.0 / f64::from(span.days());
        for day in span.iter().filter(|&day| day <= on) {
            let cell = cells.entry((day, act.cameo.root().number())).or_insert(0.0);
            *cell = cell.max(share);
        }
    }
    cells.iter().map(|(&(day, _), share)| share * 0.5f64.powf(f64::from(on.since(day)) / 30.0)).sum()
}
