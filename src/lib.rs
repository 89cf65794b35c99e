//! Turns news articles into coded interactions between countries, keeps them in an append-only log, and folds the
//! log into a tension score per pair that can be replayed to any date and explained down to the quoted sentence.
//!
//! The modules are floors, in reading order. A module may use only lower floors; `tests/tidy.rs` checks it.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, clippy::print_stderr))]

pub mod app;
pub mod cli;
pub mod codebook;
pub mod coder;
pub mod domain;
pub mod intake;
pub mod log;
pub mod projection;
pub mod report;
pub mod tension;
pub mod web;
pub mod wire;
