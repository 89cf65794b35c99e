//! What a coder saw and did, line by line, when somebody asks.

/// Collects lines; collects nothing unless it was made to listen.
#[derive(Debug, Default)]
pub struct Trace(Option<Vec<String>>);

impl Trace {
    /// A trace that keeps what it is told.
    pub fn listening() -> Self {
        Self(Some(Vec::new()))
    }

    /// A trace that keeps nothing.
    pub fn silent() -> Self {
        Self(None)
    }

    /// Adds a line; the text is only made when somebody listens.
    pub fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.0 {
            lines.push(line());
        }
    }

    /// The lines in order.
    pub fn into_lines(self) -> Vec<String> {
        self.0.unwrap_or_default()
    }
}
