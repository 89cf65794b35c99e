//! Floor 6: use cases, one file each. Pure where it can be, synchronous everywhere; never the terminal or the environment.

pub mod eval;
pub mod import_rows;
