//! The response of a server.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::rate_limit::RateLimit;

/// A response with its decoded body.
///
/// `T` is the type of the body in the OpenAPI description.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status (RFC 9110, section 15).
    pub status: StatusCode,
    /// The headers, unchanged.
    pub headers: HeaderMap,
    /// The body.
    pub body: T,
    /// The attempts that it took to receive this response.
    pub attempts: Attempts,
    /// The parts that lenient decoding left out of the body.
    pub warnings: Vec<Warning>,
    /// The bytes that the body of a documented error was decoded from.
    pub(super) error_bytes: Option<Bytes>,
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.body)
            .field("attempts", &self.attempts)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// Compares all parts, but not the bytes of a decoded body.
impl<T: PartialEq> PartialEq for Response<T> {
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status
            && self.headers == other.headers
            && self.body == other.body
            && self.attempts == other.attempts
            && self.warnings == other.warnings
    }
}

/// The number of attempts of a call, and the time that they took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempts {
    /// The number of attempts: 1 if there was no retry.
    pub count: u32,
    /// The time from the start of the first attempt to the end of the last one, including the delays between them.
    ///
    /// The wait for the client's own limits before the first attempt is not included. The attempt of a streamed
    /// response ends when its headers have arrived.
    pub elapsed: Duration,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { count: 1, elapsed: Duration::ZERO }
    }
}

/// A part of a response body that does not match the OpenAPI description and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The location in the body, as a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The JSON text at this location.
    pub json: String,
    /// The reason why it does not decode.
    pub message: String,
}

impl<T> Response<T> {
    /// Creates a response. Its `attempts.count` is 1. `Debug` does not show the values of its `Set-Cookie` headers.
    pub fn new(status: StatusCode, mut headers: HeaderMap, body: T) -> Self {
        // A cookie can be a credential. `Debug` does not show sensitive values.
        for (_, value) in headers.iter_mut().filter(|(name, _)| **name == header::SET_COOKIE) {
            value.set_sensitive(true);
        }
        Self { status, headers, body, attempts: Attempts::default(), warnings: Vec::new(), error_bytes: None }
    }

    /// Applies a function to the body and keeps the rest.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        let Self { status, headers, body, attempts, warnings, error_bytes } = self;
        Response { status, headers, body: f(body), attempts, warnings, error_bytes }
    }

    /// Returns the entity tag of the response (RFC 9110, section 8.8.3), with its quotes, or `None` if there is none.
    ///
    /// `CallOptions::if_match` and `if_none_match` take it.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// Returns the rate limits that the server reports in the headers.
    #[must_use]
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        RateLimit::of(&self.headers)
    }
}
