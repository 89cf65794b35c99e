//! Event data on the command line: stdin, several files, files that fail.

use std::io::Write;
use std::process::Stdio;

use crate::support::{House, complaint};

const ROWS: &str = "1\t2020-01-05\tKEN\tUGA\t190\n2\t2020-01-06\tUGA\tKEN\t112\n";
const COLUMNS: [&str; 2] = ["--columns", "id,date,source,target,cameo"];

#[test]
fn rows_come_in_on_stdin_and_leave_nothing_behind() {
    let house = House::new();
    let mut command = house.command();
    command.args(["import", "table", "-"]).args(COLUMNS).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(ROWS.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("-: #1–#3, 2 interactions"), "{said}");
    let left: Vec<_> = std::fs::read_dir(house.store().join("cache")).unwrap().collect();
    assert!(left.iter().all(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("stdin")));
    house.file("rows.tsv", ROWS);
    let again = house.stdout(["import", "table", "rows.tsv", COLUMNS[0], COLUMNS[1]]);
    assert!(again.contains("2 rows already in the log"), "the same bytes are the same file: {again}");
}

#[test]
fn one_file_that_fails_does_not_keep_the_others_out() {
    let house = House::new();
    house.file("good.tsv", ROWS);
    house.file("bad.tsv", "only\ttwo\n");
    house.file("more.tsv", ROWS.replace("2020", "2021"));
    let args = ["import", "table", "good.tsv", "absent.tsv", "bad.zip", "more.tsv", COLUMNS[0], COLUMNS[1]];
    house.file("bad.zip", b"PK\x03\x04 and then nothing");
    let partly = house.run(args).code(4);
    let said = complaint(&partly);
    assert!(said.contains("absent.tsv") && said.contains("bad.zip"), "{said}");
    assert_eq!(house.events(), 6);
    house.run(["import", "table", "absent.tsv", COLUMNS[0], COLUMNS[1]]).code(3);
    house.run(["import", "table", "absent.tsv", "gone.tsv", COLUMNS[0], COLUMNS[1]]).code(3);
}
