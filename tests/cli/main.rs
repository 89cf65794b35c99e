//! The program as a user meets it: exit codes, messages, formats, closed pipes, transcripts.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests stop where something is not there"
)]

mod alert;
mod bad_input;
mod breakdown;
mod cuts;
mod eval;
mod exchange;
mod import;
mod json_shapes;
#[cfg(feature = "llm")]
mod llm;
mod pages;
mod panel;
mod seeds;
mod serve;
mod support;
mod terminal;
mod transcripts;
mod trust;
