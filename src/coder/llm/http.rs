//! The transport over HTTP(S): one connection a request, no redirect, no proxy, bounded time and length.

use std::time::Duration;

use ureq::Agent;

use super::endpoint::{ApiKey, Endpoint};
use super::error::SendError;
use super::send::{Response, Transport};

/// Longest response that is read, in bytes.
const RESPONSE_BYTES_MAX: u64 = 4 << 20;

/// Talks to an endpoint over HTTP.
pub struct HttpTransport {
    agent: Agent,
    endpoint: Endpoint,
    key: Option<ApiKey>,
    limit: Duration,
}

impl HttpTransport {
    /// Waits at most `limit` for each whole response.
    pub fn new(endpoint: Endpoint, key: Option<ApiKey>, limit: Duration) -> Self {
        // Redirects are not followed, so that text and key go to the named host only.
        let config = Agent::config_builder()
            .timeout_global(Some(limit))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .proxy(None)
            .user_agent(concat!("dyad/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: Agent::new_with_config(config), endpoint, key, limit }
    }

    fn failure(&self, error: &ureq::Error) -> SendError {
        match error {
            ureq::Error::Timeout(_) => SendError::TimedOut { limit: self.limit },
            ureq::Error::BodyExceedsLimit(_) => SendError::TooLong { max: RESPONSE_BYTES_MAX },
            other => SendError::Connection { reason: other.to_string() },
        }
    }
}

impl Transport for HttpTransport {
    fn post(&self, request: &str) -> Result<Response, SendError> {
        let mut call = self.agent.post(self.endpoint.as_str()).content_type("application/json");
        if let Some(key) = &self.key {
            call = call.header("Authorization", format!("Bearer {}", key.reveal()));
        }
        let response = call.send(request).map_err(|error| self.failure(&error))?;
        let status = response.status().as_u16();
        let seconds = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let body = response.into_body().into_with_config().limit(RESPONSE_BYTES_MAX).read_to_vec();
        let body = body.map_err(|error| self.failure(&error))?;
        Ok(Response { status, retry_after: seconds.map(Duration::from_secs), body })
    }
}
