//! Asking until there is an answer: which failures pass, how long to wait, when to stop.

use std::time::Duration;

use super::budget::Budget;
use super::error::{LlmError, SendError};

/// First wait between two attempts; each further one is twice as long.
const WAIT_FIRST: Duration = Duration::from_secs(1);

/// Longest wait, whatever the endpoint asks for.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// A response as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// How long the endpoint asks to wait before the next request.
    pub retry_after: Option<Duration>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Carries a request to a model and its response back.
pub trait Transport {
    /// Sends the JSON and waits for the whole response, whatever its status.
    ///
    /// # Errors
    /// When there is no whole response of bounded length in bounded time.
    fn post(&self, request: &str) -> Result<Response, SendError>;
}

/// Sends until a successful response, at most `attempts` times, pausing in between. Each attempt must fit the budget.
///
/// # Errors
/// The last failure, once asking again cannot help or is not allowed any more.
pub fn send(
    transport: &dyn Transport,
    request: &str,
    attempts: u32,
    budget: &mut Budget,
    pause: &dyn Fn(Duration),
) -> Result<Vec<u8>, LlmError> {
    let mut wait = WAIT_FIRST;
    let mut attempt = 1;
    loop {
        budget.admit_request(request)?;
        let asked_wait = match transport.post(request) {
            Ok(response) if (200..300).contains(&response.status) => return Ok(response.body),
            Ok(response) if attempt < attempts && is_passing(response.status) => response.retry_after,
            Ok(response) => return Err(refused(&response)),
            Err(failure) => {
                // The endpoint may have worked, and charged, although nothing whole came back.
                budget.charge_most(request);
                if attempt >= attempts || !failure.is_passing() {
                    return Err(LlmError::Unanswered { attempts: attempt, source: failure });
                }
                None
            }
        };
        pause(asked_wait.unwrap_or_default().max(wait).min(WAIT_MAX));
        wait = (wait * 2).min(WAIT_MAX);
        attempt += 1;
    }
}

/// Too many requests, a time-out on their side, or any error of theirs.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

fn refused(response: &Response) -> LlmError {
    let said = String::from_utf8_lossy(response.body.get(..2000).unwrap_or(&response.body)).into_owned();
    let words: Vec<&str> =
        said.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    LlmError::Status { status: response.status, message: words.join(" ").chars().take(200).collect() }
}
