//! The log as it grows, as server-sent events: one watcher for all streams.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use crate::log::{Access, EventLog, Store};

use super::{Open, Server};

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(400);

/// Where the log stands: position and the short form of its hash.
pub type Standing = (u64, String);

/// Tells of every change of the head.
pub type Heads = watch::Receiver<Standing>;

/// The thread that watches.
pub struct Watching(Arc<AtomicBool>);

impl Watching {
    /// Lets it end at its next look.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Watches a log from a thread of its own. A log that cannot be read is looked at again: it may be locked or moved for a while.
pub fn watch(open: Open) -> (Heads, Watching) {
    let (say, heads) = watch::channel((0, String::new()));
    let stopped = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stopped);
    std::thread::spawn(move || {
        let mut store: Option<Store> = None;
        while !told.load(Ordering::Relaxed) {
            store = store.or_else(|| open(Access::Read).ok());
            match store.as_ref().map(|store| store.log.head()) {
                Some(Ok(head)) => {
                    let standing = (head.seq().0, head.hash.short());
                    say.send_if_modified(|known| {
                        if *known == standing {
                            false
                        } else {
                            *known = standing;
                            true
                        }
                    });
                }
                Some(Err(_)) => store = None,
                None => {}
            }
            std::thread::sleep(EVERY);
        }
    });
    (heads, Watching(stopped))
}

/// A `head` event at once and at every change; a caller that comes back with `Last-Event-ID` hears only what is newer.
pub async fn events(
    State(server): State<Server>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<u64>().ok());
    server.counted.streams.fetch_add(1, Ordering::Relaxed);
    let stream = unfold((server.heads.clone(), last, true), |(mut heads, last, first)| async move {
        if !first {
            heads.changed().await.ok()?;
        }
        loop {
            let (seq, hash) = heads.borrow_and_update().clone();
            if last.is_none_or(|last| seq > last) {
                let data = format!("{{\"seq\":{seq},\"hash\":\"{hash}\"}}");
                let event = Event::default().event("head").id(seq.to_string()).data(data);
                return Some((Ok(event), (heads, Some(seq), false)));
            }
            heads.changed().await.ok()?;
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
