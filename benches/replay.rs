//! Replay at memory speed: the whole daily trend of every pair from the cache, and making the cache from the log.
//!
//! ```text
//! cargo bench --bench replay -- [--events N] [--store DIR]
//! ```
//! With `--store` an existing store is read; else one of N synthetic rows is made in a temporary directory: 5,000
//! Zipf-distributed pairs over ten years, in date order. Prints one line per measurement; the last is JSON with the
//! processor seconds of the operation (cold and warm), the bytes on disk, and the sums of the severities on the last day and over
//! all days, in points, so that other programs can be held against it.

#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench prints and may fail")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "figures for people")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dyad::domain::{
    CameoCode, CommitId, CommitKind, Confidence, ContentHash, DatasetImported, DateSpan, Day, Event, Goldstein,
    Interaction, InteractionCoded, NewCommit, Origin, Parties, Party, Recorded, Sector, Status,
};
use dyad::log::{Access, EventLog, Expected, Store};
use dyad::projection::cache::tally_of;
use dyad::projection::packed::Packed;
use dyad::projection::{ActorScope, Counts};
use dyad::tension::decayed::DecayedSeverity;
use dyad::tension::{Profile, Step, replay_counts, trend_counts};

const CHUNK_ROWS: usize = 16_384;
const PAIRS: usize = 5_000;
const DAYS: i32 = 3_653;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let events: usize = value("--events").map_or(200_000, |n| n.parse().unwrap());
    let scratch = tempfile::tempdir().unwrap();
    let dir = value("--store").map_or_else(|| scratch.path().join("store"), PathBuf::from);
    if value("--store").is_none() {
        let start = Watch::start();
        synthesise(&dir, events);
        report("append through the log", start.elapsed(), events);
    }
    let store = open(&dir);
    let events = usize::try_from(store.log.head().unwrap().seq().0).unwrap();
    let cache = store.cache_dir().join("tally");
    let _ = std::fs::remove_file(&cache);
    let start = Watch::start();
    drop(tally_of(&store).unwrap());
    report("cold rebuild of the cache", start.elapsed(), events);
    println!("cache on disk: {:.1} bytes an event", size(&cache) as f64 / events as f64);
    whole_trends(&store, &dir, events);
}

/// The whole daily trend of every pair, the state of every pair on the last day, and one pair's trend.
fn whole_trends(store: &Store, dir: &Path, events: usize) {
    let start = Watch::start();
    let packed = tally_of(store).unwrap();
    report("open the cache", start.elapsed(), events);
    let window = window();
    let model = DecayedSeverity::new(Profile::default());
    let (mut sums, mut seconds) = ((0, 0), Vec::new());
    for _ in 0..3 {
        let start = Watch::start();
        sums = grid(&packed, &model, window);
        seconds.push(start.elapsed());
    }
    report("whole daily trend of every pair", seconds[1], events);
    let start = Watch::start();
    let states = replay_counts(&packed, &model, window.last(), ActorScope::Official).unwrap();
    report("state of every pair on a day", start.elapsed(), events);
    let pair = states.first().unwrap().dyad;
    let start = Watch::start();
    let points = trend_counts(&packed, pair, &model, window, Step::Day, ActorScope::Official).unwrap();
    println!("ten years of {pair}, {} points: {:.3} ms", points.len(), start.elapsed().as_secs_f64() * 1e3);
    let points = |micros: u128| micros as f64 / 1e6;
    println!(
        r#"{{"s":{:.6},"warm":{:.6},"bytes":{},"last":{},"grid":{}}}"#,
        seconds[0].as_secs_f64(),
        seconds[2].as_secs_f64(),
        size(&dir.join("log.db")) + size(&store.cache_dir().join("tally")),
        points(sums.0),
        points(sums.1),
    );
}

/// Sums of all severities on the last day and on all days, in micro-units.
fn grid(packed: &Packed, model: &DecayedSeverity, window: DateSpan) -> (u128, u128) {
    let (mut last, mut all) = (0, 0);
    for dyad in packed.dyads() {
        let days = model.severities(&packed.pair(dyad).unwrap(), ActorScope::Official, window);
        let both = |day: &[dyad::domain::SeverityMicros; 2]| u128::from(day[0].0 + day[1].0);
        all += days.iter().map(both).sum::<u128>();
        last += days.last().map_or(0, both);
    }
    (last, all)
}

fn report(what: &str, took: Duration, events: usize) {
    let nanos = took.as_secs_f64() * 1e9 / events as f64;
    println!("{what}: {:.3} s, {nanos:.1} ns an event", took.as_secs_f64());
}

/// Time this thread was on a processor where the system tells it (Linux), so that a busy machine does not count; else
/// the time that went by.
struct Watch {
    wall: Instant,
    processor: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self { wall: Instant::now(), processor: Self::processor() }
    }

    fn elapsed(&self) -> Duration {
        let used = self.processor.zip(Self::processor()).map(|(before, now)| now.saturating_sub(before));
        used.unwrap_or_else(|| self.wall.elapsed())
    }

    fn processor() -> Option<Duration> {
        let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        line.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

fn window() -> DateSpan {
    let first = Day::from_ymd(2015, 1, 1).unwrap();
    DateSpan::new(first, first.plus(DAYS - 1)).unwrap()
}

fn open(dir: &Path) -> Store {
    let clock = Box::new(|| Recorded::from_micros(1_750_000_000_000_000).unwrap());
    Store::open(dir, Access::Create, Duration::from_secs(5), clock).unwrap()
}

/// A store with so many rows of an imported file.
fn synthesise(dir: &Path, rows: usize) {
    let mut store = open(dir);
    let mut dice = Dice(42);
    let pairs = pairs(&mut dice);
    let shares: Vec<f64> = (1..=PAIRS)
        .scan(0.0, |sum, rank| {
            *sum += 1.0 / rank as f64;
            Some(*sum)
        })
        .collect();
    let dataset = ContentHash::of(b"synthetic rows");
    for (chunk, first) in (0u32..).zip((0..rows).step_by(CHUNK_ROWS)) {
        let here = CHUNK_ROWS.min(rows - first);
        let imported = DatasetImported { format: "table".into(), dataset, chunk, rows: here as u64, skipped: 0 };
        let coded = (first..first + here).map(|n| {
            let at = dice.real() * shares[PAIRS - 1];
            let parties = pairs[shares.partition_point(|share| *share < at).min(PAIRS - 1)];
            Event::InteractionCoded(row(dataset, n, n as f64 / rows as f64, parties, &mut dice))
        });
        let events = std::iter::once(Event::DatasetImported(imported)).chain(coded).collect();
        let id = CommitId::derive(CommitKind::Import, &[dataset.as_bytes(), &chunk.to_be_bytes()]);
        store.log.append(NewCommit::new(id, CommitKind::Import, events).unwrap(), Expected::Any).unwrap();
    }
}

fn pairs(dice: &mut Dice) -> Vec<Parties> {
    let name = |n: u64| {
        let letter = |n: u64| char::from(b'A' + u8::try_from(n % 26).unwrap());
        [letter(n / 676), letter(n / 26), letter(n)].iter().collect::<String>()
    };
    let mut party = || Party { actor: name(dice.below(160)).parse().unwrap(), sector: Sector::State };
    let mut known = std::collections::BTreeSet::new();
    let mut pairs = Vec::new();
    while pairs.len() < PAIRS {
        let Some(parties) = Parties::new(party(), party()) else { continue };
        if known.insert(parties.directed().undirected()) {
            pairs.push(parties);
        }
    }
    pairs
}

fn row(dataset: ContentHash, n: usize, done: f64, parties: Parties, dice: &mut Dice) -> InteractionCoded {
    const TENTHS: [i16; 20] =
        [0, 30, 40, 10, 35, 60, 70, 50, -20, -50, -20, -40, -60, -65, -72, -40, -70, -90, -100, -100];
    let root = dice.below(20);
    let days = (done.powf(0.85) * f64::from(DAYS)) as i32;
    let late = if dice.below(100) == 0 { i32::try_from(dice.below(30)).unwrap() } else { 0 };
    let day = window().first().plus((days - late).clamp(0, DAYS - 1));
    let turned = Parties::new(parties.target(), parties.source()).unwrap();
    let wobble = (i16::try_from(dice.below(7)).unwrap() - 3) * 2;
    let tenths = (TENTHS[usize::try_from(root).unwrap()] + wobble).clamp(-100, 100);
    let cameo: CameoCode = format!("{:02}{}", root + 1, dice.below(7)).parse().unwrap();
    InteractionCoded {
        interaction: Interaction {
            parties: if dice.below(2) == 0 { parties } else { turned },
            symmetric: false,
            cameo,
            goldstein: Goldstein::from_tenths(tenths),
            status: Status::Actual,
            occurred: Some(DateSpan::day(day)),
            reported_by: None,
            confidence: Confidence::from_permille(1000).unwrap(),
            rule: "table".parse().unwrap(),
        },
        origin: Origin::Row { dataset, line: n as u64 + 1, key: (400_000_000 + n).to_string() },
        published: Some(DateSpan::day(day)),
        coder: "table@1".parse().unwrap(),
    }
}

/// Numbers that look random and are the same every time (after Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn real(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
