//! How far a long job has come: on a terminal, after a second, with rate and time left. Silent everywhere else.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Jobs that are done sooner show nothing.
const SHOWN_AFTER: Duration = Duration::from_secs(1);

/// The progress of one file.
pub struct Progress {
    bar: Option<ProgressBar>,
    name: String,
    started: Instant,
}

impl Progress {
    /// Starts to watch; nothing is shown yet.
    pub fn of(name: &str) -> Self {
        Self { bar: None, name: name.to_owned(), started: Instant::now() }
    }

    /// Tells how many bytes of how many were read, and how many rows are done.
    pub fn tell(&mut self, read: u64, length: u64, rows: u64) {
        let elapsed = self.started.elapsed();
        if self.bar.is_none() && elapsed < SHOWN_AFTER {
            return;
        }
        let name = &self.name;
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{prefix}: {percent}% {msg}, {eta} left");
            let bar = ProgressBar::new(length).with_elapsed(elapsed).with_prefix(name.clone());
            style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
        });
        let rate = rows * 1000 / u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
        bar.set_message(format!("{rows} rows, {rate} a second"));
        bar.set_position(read);
    }
}

impl Drop for Progress {
    /// Leaves the line clean for what is said next.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
