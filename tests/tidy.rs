//! The house rules, as tests: floors, sizes, purity, headers.
//!
//! A rule that fails names the file and the line. Exceptions are written here, with a reason, and only shrink.

use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate and the floor it stands on.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("codebook", 1),
    ("wire", 1),
    ("log", 2),
    ("coder", 2),
    ("intake", 2),
    ("projection", 3),
    ("tension", 4),
    ("report", 5),
    ("app", 6),
    ("cli", 7),
    ("web", 7),
    ("worker", 7),
];

/// Siblings on one floor that may know each other: who, whom, why.
const SIBLINGS: &[(&str, &str, &str)] = &[("cli", "web", "`dyad serve` starts the server")];

/// Most production lines a file may have.
const FILE_LINES_MAX: usize = 500;

/// Most lines a function may have, signature and closing brace included.
const FUNCTION_LINES_MAX: usize = 70;

/// Functions longer than that: file, name, why it is better whole.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines before the file's own tests.
    fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, line)| (n + 1, line)).take_while(|(_, line)| *line != "#[cfg(test)]")
    }

    /// The top module the file belongs to, such as `log`.
    fn module(&self) -> &str {
        let inside = self.path.strip_prefix("src/").expect("sources lie under src");
        inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(dir: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.expect("a readable directory entry").path();
        if path.is_dir() {
            files_under(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files_under(&root().join("src"), "rs", &mut paths);
    assert!(paths.len() > 10, "the sources were not found");
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a source is readable UTF-8");
    let name = |path: &Path| path.strip_prefix(root()).expect("under the root").display().to_string();
    paths.iter().map(|path| Source { path: name(path), text: read(path) }).collect()
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The modules named by `crate::...` paths in a line of code, comments left out.
fn modules_named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        })
        .collect()
}

#[test]
fn a_module_uses_only_lower_floors() {
    let mut broken = Vec::new();
    for source in sources() {
        let module = source.module().to_owned();
        let Some(floor) = floor_of(&module) else {
            assert!(matches!(module.as_str(), "lib" | "main"), "{} stands on no floor", source.path);
            continue;
        };
        for (n, line) in source.production() {
            for named in modules_named(line).into_iter().filter(|named| *named != module) {
                let Some(other) = floor_of(named) else { continue };
                let allowed = other < floor || SIBLINGS.iter().any(|(who, whom, _)| (*who, *whom) == (&module, named));
                if !allowed {
                    broken.push(format!("{}:{n}: floor {floor} uses crate::{named} on floor {other}", source.path));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn files_stay_short() {
    let too_long = |s: &Source| s.production().count() > FILE_LINES_MAX;
    let broken: Vec<String> = sources().iter().filter(|s| too_long(s)).map(|s| s.path.clone()).collect();
    report(&broken);
}

/// Start line, name and length of every function that rustfmt laid out over several lines.
fn functions(source: &Source) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, usize, String)> = Vec::new();
    for (n, line) in source.production() {
        let indent = line.len() - line.trim_start().len();
        let code = line.trim_start();
        let words: Vec<&str> = code.split_whitespace().take(5).collect();
        let name = words.iter().position(|w| *w == "fn").and_then(|i| words.get(i + 1));
        if let Some(name) = name.filter(|_| !code.starts_with("//") && !code.ends_with(';') && !code.ends_with('}')) {
            let name = name.split(['(', '<']).next().unwrap_or_default();
            open.push((indent, n, name.to_owned()));
        }
        let closes = code == "}" && open.last().is_some_and(|(at, ..)| *at == indent);
        if closes && let Some((_, start, name)) = open.pop() {
            found.push((start, name, n - start + 1));
        }
    }
    found
}

#[test]
fn functions_stay_short() {
    let mut broken = Vec::new();
    for source in sources() {
        for (start, name, length) in functions(&source) {
            let excused = LONG_FUNCTIONS.iter().any(|(file, which, _)| *file == source.path && *which == name);
            if length > FUNCTION_LINES_MAX && !excused {
                broken.push(format!("{}:{start}: fn {name} has {length} lines", source.path));
            }
        }
    }
    report(&broken);
}

#[test]
fn written_exceptions_are_still_needed() {
    let all = sources();
    let stale = LONG_FUNCTIONS.iter().filter(|(file, which, _)| {
        let source = all.iter().find(|s| s.path == *file);
        !source.is_some_and(|s| functions(s).iter().any(|(_, n, len)| n == which && *len > FUNCTION_LINES_MAX))
    });
    report(&stale.map(|(file, which, _)| format!("{file}: {which} is short enough now")).collect::<Vec<_>>());
}

/// Words that may stand only in some modules, and why.
const CONFINED: &[(&str, &[&str], &str)] = &[
    ("std::env::", &["cli"], "only the command line reads the environment"),
    ("env::var", &["cli"], "only the command line reads the environment"),
    ("tokio::", &["web", "worker"], "async lives on floor 7"),
    ("async fn", &["web", "worker"], "async lives on floor 7"),
    ("Utc::now", &["app", "cli"], "lower floors are given the time"),
    ("SystemTime::now", &["app", "cli"], "lower floors are given the time"),
    ("process::exit", &[], "main returns an exit code"),
];

#[test]
fn the_outside_world_is_met_only_where_it_belongs() {
    let mut broken = Vec::new();
    for source in sources() {
        for (n, line) in source.production() {
            let code = line.split("//").next().unwrap_or_default();
            for (word, modules, why) in CONFINED {
                if code.contains(word) && !modules.contains(&source.module()) {
                    broken.push(format!("{}:{n}: {word} ({why})", source.path));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn no_unfinished_places() {
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), "unimplemented!"];
    let mut broken = Vec::new();
    for source in sources() {
        for (n, line) in source.text.lines().enumerate() {
            if unfinished.iter().any(|word| line.contains(word)) {
                broken.push(format!("{}:{}: {}", source.path, n + 1, line.trim()));
            }
        }
    }
    report(&broken);
}

#[test]
fn data_tables_say_where_they_come_from() {
    let mut tables = Vec::new();
    files_under(&root().join("src"), "tsv", &mut tables);
    let mut broken = Vec::new();
    for path in tables {
        let text = fs::read_to_string(&path).expect("a table is readable UTF-8");
        let header: String = text.lines().take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n");
        let header = header.to_lowercase();
        for word in ["source", "version", "licence", "date"] {
            if !header.contains(word) {
                broken.push(format!("{}: the header does not say its {word}", path.display()));
            }
        }
    }
    report(&broken);
}

#[test]
fn main_is_one_expression() {
    let all = sources();
    let main = all.iter().find(|s| s.path == "src/main.rs").expect("src/main.rs is there");
    let code: Vec<&str> = main.text.lines().filter(|l| !l.starts_with("//") && !l.trim().is_empty()).collect();
    let body = code.iter().skip_while(|l| !l.starts_with("fn main")).count();
    assert!(body <= 3, "src/main.rs has a body of more than one line:\n{}", main.text);
}
