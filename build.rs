//! Lists the folders under `src/coder/lang` and the files in them, so that adding a language touches no code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn sorted(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    paths
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the manifest directory"));
    let lang = root.join("src/coder/lang");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", lang.display());
    let mut out =
        String::from("/// Every language, in alphabetical order.\npub const LANGUAGES: &[LanguageFiles] = &[\n");
    for folder in sorted(&lang).into_iter().filter(|p| p.is_dir()) {
        let code = folder.file_name().and_then(|n| n.to_str()).expect("a folder is named by a language code");
        println!("cargo::rerun-if-changed={}", folder.display());
        let _ = writeln!(out, "    LanguageFiles {{ code: {code:?}, files: &[");
        for file in sorted(&folder).into_iter().filter(|p| p.is_file()) {
            let name = file.file_name().and_then(|n| n.to_str()).expect("a data file has a plain name");
            let _ = writeln!(out, "        ({name:?}, include_str!({:?})),", file.display().to_string());
        }
        out.push_str("    ] },\n");
    }
    out.push_str("];\n");
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output directory")).join("languages.rs");
    fs::write(&target, out).unwrap_or_else(|e| panic!("{}: {e}", target.display()));
}
