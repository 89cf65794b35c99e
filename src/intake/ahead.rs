//! Rows read by a thread of their own, so that one processor splits lines while another writes columns.

use std::io::BufRead;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::lines::RowRead;
use super::{IntakeError, Rows};

/// Rows handed over together.
const BATCH: usize = 1024;

/// Batches that may wait; the reader stops until one is taken.
const WAITING: usize = 4;

/// The rows of a file in order, read ahead. The reading ends when this is dropped.
pub struct RowsAhead {
    batches: Receiver<Vec<RowRead>>,
    current: std::vec::IntoIter<RowRead>,
}

impl RowsAhead {
    /// Starts to read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start<R: BufRead + Send + 'static>(mut rows: Rows<R>) -> Result<Self, IntakeError> {
        let (sender, batches) = sync_channel(WAITING);
        let read = move || {
            loop {
                let batch: Vec<RowRead> = rows.by_ref().take(BATCH).collect();
                // Nobody waits for a file whose import has ended.
                if batch.is_empty() || sender.send(batch).is_err() {
                    break;
                }
            }
        };
        let started = thread::Builder::new().name("rows".to_owned()).spawn(read);
        started.map_err(|source| IntakeError::Read { line: 0, source })?;
        Ok(Self { batches, current: Vec::new().into_iter() })
    }
}

impl Iterator for RowsAhead {
    type Item = RowRead;

    fn next(&mut self) -> Option<RowRead> {
        loop {
            if let Some(row) = self.current.next() {
                return Some(row);
            }
            self.current = self.batches.recv().ok()?.into_iter();
        }
    }
}
