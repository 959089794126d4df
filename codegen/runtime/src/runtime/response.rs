//! What the server answered.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::rate_limit::RateLimit;

/// An answer: its status, its headers and its body as the type that the description gives it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status, by RFC 9110, section 15.
    pub status: StatusCode,
    /// The headers, as they came.
    pub headers: HeaderMap,
    /// The body.
    pub body: T,
    /// How often the request was sent until this answer came.
    pub tries: Tries,
    /// What was left out of the body, where the client decodes leniently.
    pub warnings: Vec<Warning>,
}

/// How often a request was sent, and how long that took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tries {
    /// How often: 1 when the first try was the last.
    pub count: u32,
    /// From the first try, when it is its turn, to the end of the last, with the waits between them. An answer that comes as a
    /// stream ends where its body starts.
    pub elapsed: Duration,
}

impl Default for Tries {
    fn default() -> Self {
        Self { count: 1, elapsed: Duration::ZERO }
    }
}

/// A part of a body that is not what the description says, and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// Where it is in the body: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The JSON that stands there.
    pub json: String,
    /// What is wrong with it.
    pub message: String,
}

impl<T> Response<T> {
    /// An answer of these parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: T) -> Self {
        Self { status, headers, body, tries: Tries::default(), warnings: Vec::new() }
    }

    /// The same answer with its body turned into something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Self { status, headers, body, tries, warnings } = self;
        Response { status, headers, body: change(body), tries, warnings }
    }

    /// What the server says of its rate limits.
    #[must_use]
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        RateLimit::of(&self.headers)
    }
}
