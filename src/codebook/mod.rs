//! Floor 1: codes and names as tables of data with their sources.

pub mod codes;
