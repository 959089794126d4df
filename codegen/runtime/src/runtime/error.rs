//! The errors of a call.

use std::{error, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::response::{Attempts, Response};

/// The error of a call. `E` is the body of the documented errors of its operation.
///
/// A variant for a response keeps its status, its headers and its body, decoded or as bytes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server responded with an error that the OpenAPI description documents.
    Api(Box<Response<E>>),
    /// The server responded with a status that the OpenAPI description does not document.
    UnexpectedStatus(Box<Response<Bytes>>),
    /// The body of the response does not match the OpenAPI description.
    Decode(Box<DecodeError>),
    /// The connection failed, was interrupted or timed out.
    Transport(TransportError),
    /// The request is not valid. Nothing was sent.
    Request(RequestError),
}

impl<E> Error<E> {
    /// Returns the status of the response, or `None` if there is no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(response) => Some(response.status),
            Self::UnexpectedStatus(response) => Some(response.status),
            Self::Decode(error) => Some(error.response.status),
            Self::Transport(error) => error.partial().map(|response| response.status),
            Self::Request(_) => None,
        }
    }

    /// Returns the attempts of the call, or `None` if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> Option<Attempts> {
        match self {
            Self::Api(response) => Some(response.attempts),
            Self::UnexpectedStatus(response) => Some(response.attempts),
            Self::Decode(error) => Some(error.response.attempts),
            Self::Transport(error) => Some(error.attempts()),
            Self::Request(_) => None,
        }
    }

    /// Returns the headers of the response, or `None` if there is no response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(response) => Some(&response.headers),
            Self::UnexpectedStatus(response) => Some(&response.headers),
            Self::Decode(error) => Some(&error.response.headers),
            Self::Transport(error) => error.partial().map(|response| &response.headers),
            Self::Request(_) => None,
        }
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(response) => {
                write!(f, "the server responded with {}", WithAttempts(response.status, response.attempts))?;
                write!(f, ": {:?}", response.body)
            }
            Self::UnexpectedStatus(response) => write!(
                f,
                "the server responded with {}, which the OpenAPI description does not document: {}",
                WithAttempts(response.status, response.attempts),
                Excerpt(&response.body)
            ),
            Self::Decode(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Api(_) | Self::UnexpectedStatus(_) => None,
            Self::Decode(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Request(error) => error.source(),
        }
    }
}

impl<E> From<RequestError> for Error<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// A text, followed by the attempts if there were several.
struct WithAttempts<T>(T, Attempts);

impl<T: fmt::Display> fmt::Display for WithAttempts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(what, attempts) = self;
        what.fmt(f)?;
        match attempts.count {
            0 | 1 => Ok(()),
            count => write!(f, " (after {count} attempts in {:.1?})", attempts.elapsed),
        }
    }
}

/// The first 200 bytes of a body, on one line.
struct Excerpt<'a>(&'a [u8]);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_BYTES: usize = 200;
        let text = String::from_utf8_lossy(&self.0[..self.0.len().min(MAX_BYTES)]);
        if text.trim().is_empty() {
            return f.write_str("no body");
        }
        for (index, word) in text.split_whitespace().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{}", word.escape_debug())?;
        }
        if self.0.len() > MAX_BYTES { f.write_str(" …") } else { Ok(()) }
    }
}

/// A response whose body does not match the OpenAPI description.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The response, with its body unchanged.
    pub response: Response<Bytes>,
    /// The location in the body: a JSON Pointer (RFC 6901), empty for the whole body. It ends with the name of the
    /// property, also if a required one is missing.
    pub pointer: String,
    /// The line in the body, from 1; 0 if the body is not text.
    pub line: usize,
    /// The byte in this line, from 1; 0 if the body is not text.
    pub column: usize,
    source: Box<dyn error::Error + Send + Sync>,
}

impl DecodeError {
    /// Creates the error for a body that is not JSON, or does not match its type.
    pub(super) fn json(response: Response<Bytes>, source: serde_json::Error) -> Box<Self> {
        let (line, column) = (source.line(), source.column());
        let mut pointer = super::locate::pointer(&response.body, line, column);
        // The error of a missing property is found at the end of its object.
        let message = source.to_string();
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.rsplit_once('`'));
        if let (Some((name, _)), true) = (missing, source.is_data()) {
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        }
        Box::new(Self { response, pointer, line, column, source: source.into() })
    }

    /// Creates the error for a body that is not of the expected format.
    pub(super) fn other(
        response: Response<Bytes>,
        source: impl error::Error + Send + Sync + 'static,
    ) -> Box<Self> {
        let pointer = String::new();
        Box::new(Self { response, pointer, line: 0, column: 0, source: source.into() })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = WithAttempts(self.response.status, self.response.attempts);
        write!(f, "the server responded with {status}, but its body does not match the OpenAPI description")?;
        if !self.pointer.is_empty() {
            write!(f, ", at {}", self.pointer)?;
        }
        write!(f, ": {}", self.source)
    }
}

impl error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A connection that failed, was interrupted or timed out.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    pub(super) partial: Option<Box<Response<Bytes>>>,
    attempts: Attempts,
    source: Box<dyn error::Error + Send + Sync>,
}

/// The kind of a [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was established. The server has not received the request.
    Connect,
    /// The timeout expired. The server may have received the request.
    Timeout,
    /// The connection was interrupted. The server may have received the request.
    Interrupted,
    /// The body of the response is larger than the limit of the client.
    TooLarge,
    /// A mock has no response for the request. It is not retried.
    NoMockResponse,
}

impl TransportError {
    /// Creates an error. `partial` is the received part of the response.
    pub fn new(
        kind: TransportErrorKind,
        partial: Option<Response<Bytes>>,
        source: impl Into<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        let attempts = Attempts::default();
        Self { kind, partial: partial.map(Box::new), attempts, source: source.into() }
    }

    /// Sets the attempts of the call.
    #[cfg(feature = "client")]
    pub(super) fn with_attempts(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns the attempts of the call.
    #[must_use]
    pub fn attempts(&self) -> Attempts {
        self.attempts
    }

    /// Returns the kind of failure. It says whether the server may have received the request.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the received part of the response: its status, its headers and the start of its body.
    #[must_use]
    pub fn partial(&self) -> Option<&Response<Bytes>> {
        self.partial.as_deref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "could not connect to the server",
            TransportErrorKind::Timeout => "the server did not respond in time",
            TransportErrorKind::Interrupted => "the connection to the server was interrupted",
            TransportErrorKind::TooLarge => {
                "the body of the response is too large; stream it, or raise `ClientBuilder::max_response_body`"
            }
            TransportErrorKind::NoMockResponse => "the mock client cannot respond",
        };
        WithAttempts(what, self.attempts).fmt(f)?;
        // The innermost error is the most specific one: `Connection refused (os error 111)`.
        let mut innermost: &dyn error::Error = &*self.source;
        while let Some(source) = innermost.source() {
            innermost = source;
        }
        write!(f, ": {innermost}")
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A request or a client that is not valid. Nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The base URL is not an absolute `http` or `https` URL without user and password.
    BaseUrl(String),
    /// A path parameter results in a path segment that is empty, `.` or `..`. Such a segment changes the path of the
    /// URL.
    PathParameter {
        /// The name of the parameter in the OpenAPI description.
        name: &'static str,
    },
    /// A header has a name or a value that HTTP does not allow.
    Header {
        /// The name of the header.
        name: String,
    },
    /// A header is set that belongs to the connection, such as `Host` or `Content-Length`. Only the transport sets it.
    TransportHeader {
        /// The name of the header.
        name: String,
    },
    /// The operation needs a credential that the client does not have.
    MissingCredential {
        /// The alternatives, as names of security schemes in the OpenAPI description.
        needed: String,
    },
    /// The source of a credential failed.
    Credential {
        /// The name of the security scheme in the OpenAPI description.
        scheme: &'static str,
        /// The error of the source.
        source: Box<dyn error::Error + Send + Sync>,
    },
    /// A value violates a constraint of the OpenAPI description.
    Constraint {
        /// The location of the value: a JSON Pointer into the body (RFC 6901), or the name of the parameter.
        location: String,
        /// The constraint, as in `at least 1`.
        expected: String,
    },
    /// The next page of a list cannot be requested: it is at another origin, was requested before, or its cursor is not
    /// valid. The pages before it are complete.
    NextPage(String),
    /// A parameter does not serialize.
    Parameter(String),
    /// The body does not serialize.
    Body(serde_json::Error),
    /// The method, the URL or a header is not valid.
    Http(http::Error),
    /// The HTTP client is not usable.
    Client(Box<dyn error::Error + Send + Sync>),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(why) => write!(f, "the base URL is not valid: {why}"),
            Self::PathParameter { name } => {
                write!(f, "the path parameter `{name}` results in a path segment that is empty, `.` or `..`")
            }
            Self::Header { name } => {
                write!(f, "the header `{name}` has a name or value that HTTP does not allow")
            }
            Self::TransportHeader { name } => {
                write!(f, "the header `{name}` is set by the transport; do not set it")
            }
            Self::MissingCredential { needed } => {
                write!(f, "the operation needs a credential that the client does not have; set {needed}")
            }
            Self::Credential { scheme, source } => {
                write!(f, "the source of the credential `{scheme}` failed: {source}")
            }
            Self::Constraint { location, expected } => {
                write!(f, "the value at `{location}` must be {expected}")
            }
            Self::NextPage(why) => write!(f, "the next page cannot be requested: {why}"),
            Self::Parameter(error) => write!(f, "a parameter does not serialize: {error}"),
            Self::Body(error) => write!(f, "the body does not serialize: {error}"),
            Self::Http(error) => write!(f, "the request is not valid: {error}"),
            Self::Client(error) => write!(f, "the HTTP client is not usable: {error}"),
        }
    }
}

impl error::Error for RequestError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Client(error) | Self::Credential { source: error, .. } => Some(&**error),
            _ => None,
        }
    }
}
