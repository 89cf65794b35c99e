//! Exit codes, the same for every command.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: done.
    Done = 0,
    /// 1: it did not work, and nothing below says why better.
    Failed = 1,
    /// 2: the command line cannot be understood.
    Usage = 2,
    /// 3: the named thing was not found.
    NotFound = 3,
    /// 4: some of it was done, some not.
    Partly = 4,
    /// 5: stored facts are lost or altered.
    Integrity = 5,
    /// 10: an alert fired.
    Fired = 10,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
