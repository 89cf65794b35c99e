//! Errors as a user reads them: what, where, and one next command.

use std::fmt;

use crate::report::printable;

use super::exit::Exit;

/// A command that could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    what: String,
    place: Option<String>,
    next: Option<String>,
    about_this: bool,
}

impl Failure {
    /// What went wrong, lower case and without a full stop.
    pub fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self { exit, what: what.into(), place: None, next: None, about_this: false }
    }

    /// The command line is understood and makes no sense.
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Exit::Usage, what)
    }

    /// The file, line, option or argument it is about.
    #[must_use]
    pub fn at(self, place: impl fmt::Display) -> Self {
        Self { place: Some(place.to_string()), ..self }
    }

    /// What to type or do next.
    #[must_use]
    pub fn next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }

    /// Only the document at hand is concerned; others can go on.
    #[must_use]
    pub fn about_this(self) -> Self {
        Self { about_this: true, ..self }
    }

    /// Whether only the document at hand is concerned.
    pub fn is_about_this(&self) -> bool {
        self.about_this
    }

    /// What went wrong and where, in one line.
    pub fn line(&self) -> String {
        // Names of files come from outside.
        let what = printable(&self.what);
        match &self.place {
            Some(place) => format!("{}: {what}", printable(place)),
            None => what,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.line())?;
        match &self.next {
            Some(next) => write!(f, "\n  next: {next}"),
            None => Ok(()),
        }
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// It failed, and the user has to know.
    Failed(Failure),
    /// The reader of our output went away (`| head`): no failure, and nothing more to say.
    ClosedPipe,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl<E: Into<crate::app::AppError>> From<E> for Stop {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.is_closed_pipe() { Self::ClosedPipe } else { Self::Failed(super::advice::advised(&error)) }
    }
}

/// How a command ends, or why it stopped.
pub type Ended = Result<Exit, Stop>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_where_and_what_next() {
        let failure = Failure::new(Exit::NotFound, "there is no event 41").at("log").next("dyad log");
        assert_eq!(failure.to_string(), "log: there is no event 41\n  next: dyad log");
    }
}
