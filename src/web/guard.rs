//! Who may ask, and what a browser may do with the answer.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use sha2::{Digest, Sha256};

use super::Server;
use super::problem::Problem;

/// A secret that callers have to know; kept as its hash only.
#[derive(Clone)]
pub struct Token([u8; 32]);

/// Fewest bytes of a token.
pub const TOKEN_LEN_MIN: usize = 16;

impl Token {
    /// The token a file holds; `None` where it is shorter than 16 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= TOKEN_LEN_MIN).then(|| Self(Sha256::digest(text.as_bytes()).into()))
    }

    /// Whether this is the token. Hashes are compared, every byte of them, so that time tells nothing of the token.
    fn is(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given.as_bytes()).into();
        given.iter().zip(self.0).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

/// What is let through.
pub struct Guard {
    bound: SocketAddr,
    token: Option<Token>,
}

impl Guard {
    /// A guard of a server at an address.
    pub fn new(bound: SocketAddr, token: Option<Token>) -> Self {
        Self { bound, token }
    }

    /// Whether articles can be posted at all.
    pub fn takes_articles(&self) -> bool {
        self.token.is_some()
    }

    /// Whether the caller knows the token: `Authorization: Bearer TOKEN`, or, for browsers, as the password of Basic.
    pub fn knows_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return false };
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(bearer) = given.strip_prefix("Bearer ") {
            return token.is(bearer.trim());
        }
        let basic =
            given.strip_prefix("Basic ").and_then(|b| base64::engine::general_purpose::STANDARD.decode(b.trim()).ok());
        let basic = basic.and_then(|bytes| String::from_utf8(bytes).ok());
        basic.and_then(|text| text.split_once(':').map(|(_, password)| token.is(password))).unwrap_or(false)
    }

    /// A page elsewhere that has its name point here would otherwise read the log through the user's browser (DNS
    /// rebinding), so that only names of this server are answered.
    fn is_host(&self, host: &str) -> bool {
        is_loopback(host) || (!self.bound.ip().is_loopback() && host.parse::<SocketAddr>().is_ok())
    }
}

/// Lets through what names this host, knows the token where one is needed, and comes from no other site.
pub async fn guarded(State(server): State<Server>, request: Request, next: Next) -> Response {
    server.counted.requests.fetch_add(1, Ordering::Relaxed);
    let response = match refusal(&server.guard, &request) {
        None => next.run(request).await,
        Some(refusal) => {
            server.counted.refused.fetch_add(1, Ordering::Relaxed);
            refusal
        }
    };
    if response.status().is_server_error() {
        server.counted.failed.fetch_add(1, Ordering::Relaxed);
    }
    sealed(response)
}

fn refusal(guard: &Guard, request: &Request) -> Option<Response> {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if !text(header::HOST).is_some_and(|host| guard.is_host(host)) {
        let misdirected = (StatusCode::MISDIRECTED_REQUEST, "this server answers to its own address only\n");
        return Some(misdirected.into_response());
    }
    let foreign =
        text(HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site == "cross-site" || site == "same-site");
    if foreign && request.method() != Method::GET {
        return Some(Problem::forbidden("a post from another site".to_owned(), "post from this machine").json());
    }
    if !guard.bound.ip().is_loopback() && !guard.knows_token(request.headers()) {
        let asked = [(header::WWW_AUTHENTICATE, "Basic realm=\"dyad\", charset=\"UTF-8\"")];
        return Some((StatusCode::UNAUTHORIZED, asked, "this server asks for its token\n").into_response());
    }
    None
}

/// Whether a Host header names the loopback address.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let port = host.rsplit(':').next().unwrap_or_default();
    let plain = host == name || host == format!("[{name}]") || port.bytes().all(|b| b.is_ascii_digit());
    plain && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "::1")
}

/// Lets a browser load style, script and pictures from here and nothing from anywhere else.
fn sealed(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, &str); 4] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loopback_names_are_answered() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "[::1]", "LOCALHOST:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "example.org", "localhost.example.org", "127.0.0.1.example.org:80", "localhost:80@evil", "[::2]:80"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_token_is_known_as_bearer_or_as_password_and_not_by_its_beginning() {
        let token = Token::of(" 0123456789abcdef\n").unwrap();
        assert!(Token::of("short").is_none());
        let guard = Guard::new("127.0.0.1:1".parse().unwrap(), Some(token));
        let knows = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            guard.knows_token(&headers)
        };
        assert!(knows("Bearer 0123456789abcdef"));
        assert!(knows(&format!("Basic {}", base64::engine::general_purpose::STANDARD.encode("me:0123456789abcdef"))));
        for wrong in ["Bearer 0123456789abcde", "Bearer ", "Basic !!", "0123456789abcdef"] {
            assert!(!knows(wrong), "{wrong}");
        }
    }
}
