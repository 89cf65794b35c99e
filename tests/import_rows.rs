//! Importing files: the same thing never goes in twice, what was cut short goes on, and nothing is dropped silently.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dyad::app::import_rows::{ImportError, ImportPlan, ImportedFile, import_rows};
use dyad::domain::{Cut, Recorded};
use dyad::intake::{Format, Rejection};
use dyad::log::{Access, Cursor, EventLog, Store};
use dyad::projection::Tally;
use dyad::wire::Payload;

/// Rows of our own in the layout of ICEWS.
fn icews(rows: std::ops::Range<usize>) -> String {
    let header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t\
                  Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t\
                  Province\tCountry\tLatitude\tLongitude\n";
    let row = |n: usize| {
        let day = n % 28 + 1;
        format!(
            "{n}\t2018-10-{day:02}\tMilitary (Kenya)\tGovernment,Military\tKenya\tx\t190\t-10.0\tUganda\t\tUganda\t{n}\t1\t\
             p\t\t\t\t\t\t\n"
        )
    };
    header.to_owned() + &rows.map(row).collect::<String>()
}

fn store(dir: &Path) -> Store {
    let clock = Box::new(|| Recorded::from_micros(1_700_000_000_000_000).unwrap());
    Store::open(dir, Access::Create, Duration::from_secs(1), clock).unwrap()
}

fn write(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn plan() -> ImportPlan {
    ImportPlan { format: Format::Icews, columns: None }
}

fn import(store: &mut Store, path: &Path) -> Result<ImportedFile, ImportError> {
    import_rows(&mut store.log, path, &plan(), |_, _| {}, |_| {})
}

fn tally(store: &Store) -> Tally {
    Tally::of(store.log.read(&Cursor::start()).unwrap(), Cut::default()).unwrap()
}

#[test]
fn a_file_imported_twice_adds_nothing_the_second_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    let file = write(dir.path(), "e.tsv", &icews(0..40_000));
    let first = import(&mut store, &file).unwrap();
    assert_eq!((first.coded, first.known), (40_000, 0));
    let head = store.log.head().unwrap();
    let second = import(&mut store, &file).unwrap();
    assert_eq!((second.coded, second.known, second.seqs), (0, 40_000, None));
    assert_eq!(store.log.head().unwrap(), head);
}

#[test]
fn overlapping_files_add_only_what_is_new() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    let (one, two) = (write(dir.path(), "1.tsv", &icews(0..300)), write(dir.path(), "2.tsv", &icews(200..500)));
    import(&mut store, &one).unwrap();
    let second = import(&mut store, &two).unwrap();
    assert_eq!((second.coded, second.known), (200, 100));
    let head = store.log.head().unwrap();
    let inside = write(dir.path(), "3.tsv", &icews(250..400));
    assert_eq!(import(&mut store, &inside).unwrap().known, 150);
    assert_eq!(store.log.head().unwrap(), head, "a file without anything new leaves no trace");
}

#[test]
fn a_cut_gzip_keeps_what_was_whole_and_the_whole_file_adds_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(icews(0..60_000).as_bytes()).unwrap();
    let whole = packer.finish().unwrap();
    let cut = dir.path().join("cut.gz");
    fs::write(&cut, &whole[..whole.len() * 3 / 4]).unwrap();
    let refused = import(&mut store, &cut).unwrap_err();
    assert!(matches!(refused, ImportError::Intake { .. }), "{refused}");
    let kept = store.log.head().unwrap().seq().0;
    assert!(kept > 16_384, "whole chunks before the cut are kept, not {kept}");
    let full = dir.path().join("full.gz");
    fs::write(&full, &whole).unwrap();
    let rest = import(&mut store, &full).unwrap();
    assert_eq!(rest.coded + rest.known, 60_000);
    let way = "KEN:UGA".parse::<dyad::domain::DirectedDyad>().unwrap().undirected();
    let day = "2018-12-31".parse().unwrap();
    assert_eq!(tally(&store).evidence(way, dyad::projection::ActorScope::All, day).events, 60_000);
}

#[test]
fn an_import_that_was_stopped_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (mut whole, mut stopped) = (store(&dir.path().join("a")), store(&dir.path().join("b")));
    let file = write(dir.path(), "e.tsv", &icews(0..50_000));
    import(&mut whole, &file).unwrap();
    let first = whole.log.records(&Cursor::start()).unwrap().next().unwrap().unwrap();
    stopped.log.replicate(vec![first]).unwrap();
    let rest = import(&mut stopped, &file).unwrap();
    assert_eq!(rest.known + rest.coded, 50_000);
    assert_eq!(stopped.log.head().unwrap(), whole.log.head().unwrap());
}

#[test]
fn every_rejected_line_is_told_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    let text = icews(0..3).replace("2018-10-02", "2018-02-30")
        + &icews(5..6).lines().last().unwrap().replace("Uganda", "Atlantis");
    let file = write(dir.path(), "e.tsv", &text);
    let mut told = Vec::new();
    let done = import_rows(&mut store.log, &file, &plan(), |line, why| told.push((line, why.clone())), |_| {}).unwrap();
    assert_eq!(done.coded, 2);
    assert_eq!(done.rejected.values().sum::<u64>(), 2);
    assert_eq!(told[0], (3, Rejection::UnreadableDate("2018-02-30".into())));
    assert_eq!(told[1], (5, Rejection::UnknownActor("Atlantis".into())));
}

#[test]
fn a_file_of_another_layout_leaves_the_log_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    let file = write(dir.path(), "e.csv", "a,b,c\n1,2,3\n");
    assert!(import(&mut store, &file).is_err());
    assert_eq!(store.log.head().unwrap().seq().0, 0);
}

#[test]
fn rows_written_as_they_are_read_are_the_commits_their_events_would_make() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = store(&dir.path().join("s"));
    import(&mut store, &write(dir.path(), "many.tsv", &icews(0..40_000))).unwrap();
    import(&mut store, &write(dir.path(), "few.tsv", &icews(50_000..50_040))).unwrap();
    let mut commits = 0;
    for record in store.log.records(&Cursor::start()).unwrap() {
        let record = record.unwrap();
        let events = record.decode().unwrap().events;
        assert_eq!(Payload::encode(record.id, &events).unwrap(), record.payload);
        commits += 1;
    }
    assert_eq!(commits, 4);
}

#[test]
fn a_small_file_in_every_layout_reads_as_it_should_plain_packed_and_zipped() {
    for (name, layout) in [
        ("gdelt1.tsv", Format::Gdelt),
        ("gdelt2.tsv", Format::Gdelt),
        ("icews.tsv", Format::Icews),
        ("polecat.tsv", Format::Polecat),
        ("acled.csv", Format::Acled),
        ("ucdp.csv", Format::Ucdp),
        ("table.csv", Format::Table),
    ] {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(name);
        let text = fs::read(&sample).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&text).unwrap();
        let squeezed = dir.path().join("rows.gz");
        fs::write(&squeezed, packer.finish().unwrap()).unwrap();
        let mut archive = zip::ZipWriter::new(fs::File::create(dir.path().join("rows.zip")).unwrap());
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&text).unwrap();
        archive.finish().unwrap();
        for file in [sample, squeezed, dir.path().join("rows.zip")] {
            let mut store = store(&dir.path().join("store").join(file.file_name().unwrap()));
            let plan = ImportPlan { format: layout, columns: None };
            let done = import_rows(&mut store.log, &file, &plan, |_, _| {}, |_| {}).unwrap();
            let rejected: u64 = done.rejected.values().sum();
            assert_eq!((done.coded, rejected), (3, 2), "{}: {:?}", file.display(), done.rejected);
            let kenya = "KEN:UGA".parse::<dyad::domain::DirectedDyad>().unwrap().undirected();
            let day = "2020-12-31".parse().unwrap();
            let all = dyad::projection::ActorScope::All;
            assert!(tally(&store).evidence(kenya, all, day).events > 0, "{}", file.display());
        }
    }
}
