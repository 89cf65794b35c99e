//! The languages, one folder each. The build script lists the folders, so a new one needs no code.

use super::rules::LanguageFiles;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));
