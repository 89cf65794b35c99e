//! Importing a file of event data into a fresh store, then the same file again.
//!
//! ```text
//! cargo bench --bench import -- FILE [--format icews] [--columns id,date,source,target,cameo,-,goldstein] [--store DIR]
//! ```
//! Prints the time of each and, last, one JSON line with the seconds of the first and the bytes on disk. Without a file
//! it imports 100,000 rows of its own.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and may fail")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use dyad::app::import_rows::{ImportPlan, import_rows};
use dyad::domain::Recorded;
use dyad::log::{Access, Store};

const COLUMNS: &str = "id,date,source,target,cameo,-,goldstein,-,-,-";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let scratch = tempfile::tempdir().unwrap();
    let given = arguments.first().filter(|first| !first.starts_with("--")).map(PathBuf::from);
    let file = given.unwrap_or_else(|| own_rows(scratch.path().join("rows.tsv")));
    let format = value("--format").map_or("table", String::as_str).parse().unwrap();
    let columns = (format == dyad::intake::Format::Table)
        .then(|| value("--columns").map_or(COLUMNS, String::as_str).parse().unwrap());
    let dir = value("--store").map_or_else(|| scratch.path().join("store"), PathBuf::from);
    let clock = Box::new(|| Recorded::from_micros(1_750_000_000_000_000).unwrap());
    let mut store = Store::open(&dir, Access::Create, Duration::from_secs(5), clock).unwrap();
    let plan = ImportPlan { format, columns };
    let mut import = || {
        let start = Instant::now();
        let done = import_rows(&mut store.log, &file, &plan, |_, _| {}, |_| {}).unwrap();
        (done, start.elapsed().as_secs_f64())
    };
    let (first, seconds) = import();
    let rows = first.coded + first.known + first.rejected.values().sum::<u64>();
    println!("{first:?}");
    println!("import: {seconds:.3} s, {:.1} ns a row", seconds * 1e9 / rows as f64);
    let (_, again) = import();
    println!("again: {again:.3} s, {:.1} ns a row", again * 1e9 / rows as f64);
    let bytes: u64 =
        ["log.db", "log.db-wal"].iter().filter_map(|name| dir.join(name).metadata().ok()).map(|m| m.len()).sum();
    println!(r#"{{"s":{seconds:.6},"bytes":{bytes}}}"#);
}

fn own_rows(path: PathBuf) -> PathBuf {
    let day = |n: u32| format!("20{:02}{:02}{:02}", n / 7200 % 20, n / 600 % 12 + 1, n % 28 + 1);
    let pairs = ["RUS\tUKR", "IND\tPAK", "ISR\tLBN", "CHN\tUSA"];
    let row = |n: u32| {
        let pair = pairs.iter().cycle().nth(n as usize % pairs.len()).unwrap();
        n.to_string() + "\t" + &day(n) + "\t" + pair + "\t190\t4\t-10.0\t3\t-1.5\thttps://example.org\n"
    };
    std::fs::write(&path, (0..100_000).map(row).collect::<String>()).unwrap();
    path
}
