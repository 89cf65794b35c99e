//! Where a model answers, and the key it asks for.

use std::fmt;
use std::str::FromStr;

use super::error::LlmError;

/// The address of a chat-completions endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Scheme and host only: the rest of an address may hold what is not for everybody.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        let host_end = self.0.get(after_scheme..).and_then(|rest| rest.find(['/', '?']));
        f.pad(host_end.and_then(|end| self.0.get(..after_scheme + end)).unwrap_or(&self.0))
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Endpoint {
    type Err = LlmError;

    /// Reads an address such as `http://localhost:8080/v1`, with or without `/chat/completions` at its end.
    fn from_str(text: &str) -> Result<Self, LlmError> {
        let fail = |reason| LlmError::Endpoint { reason };
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or_else(|| fail("it does not start with http:// or https://"))?;
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        if host.is_empty() {
            return Err(fail("it names no host"));
        }
        if host.contains('@') {
            return Err(fail("it holds a user or password; give the key on its own"));
        }
        if !text.bytes().all(|b| b.is_ascii_graphic()) || text.contains('#') {
            return Err(fail("it holds characters an address cannot have"));
        }
        let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        let path = path.trim_end_matches('/');
        let whole =
            if path.ends_with("/chat/completions") { path.to_owned() } else { format!("{path}/chat/completions") };
        Ok(Self(query.map_or(whole.clone(), |query| format!("{whole}?{query}"))))
    }
}

/// A key that is sent to the endpoint and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key.
    ///
    /// # Errors
    /// When it cannot stand in a header.
    pub fn new(key: &str) -> Result<Self, LlmError> {
        let key = key.trim();
        let sendable = !key.is_empty() && key.bytes().all(|b| b.is_ascii_graphic());
        if sendable { Ok(Self(key.to_owned())) } else { Err(LlmError::Key) }
    }

    /// The key as the endpoint is to see it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}
