//! The errors of a call.

use std::{error, fmt};

use bytes::Bytes;

use super::{
    error_text::{self, Excerpt, Short, ShortResponse, WithAttempts},
    response::{Attempts, Response},
};

/// The error of a call. `E` is the body of the documented errors of its operation.
///
/// A variant for a response keeps its status, its headers and its body, decoded or as bytes.
///
/// `{error}` writes what failed. `{error:#}` also writes the reasons, which are its [`source`](error::Error::source)
/// and the sources of that. `Display` and `Debug` write only the start of long texts.
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

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(response) => f.debug_tuple("Api").field(&Short(response)).finish(),
            Self::UnexpectedStatus(response) => {
                f.debug_tuple("UnexpectedStatus").field(&ShortResponse(response)).finish()
            }
            Self::Decode(error) => f.debug_tuple("Decode").field(error).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Request(error) => f.debug_tuple("Request").field(&Short(error)).finish(),
        }
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(response) => {
                let status = WithAttempts(response.status, response.attempts);
                let mut write = |body: fmt::Arguments<'_>| {
                    error_text::write(f, None, format_args!("the server responded with {status}: {body}"))
                };
                match &response.error_bytes {
                    // The description documents no body, but the server may have sent a text.
                    Some(bytes) if size_of::<E>() == 0 && !bytes.is_empty() => {
                        write(format_args!("{}", Excerpt(response.status, bytes)))
                    }
                    _ => write(format_args!("{:?}", response.body)),
                }
            }
            Self::UnexpectedStatus(response) => {
                let status = WithAttempts(response.status, response.attempts);
                let body = Excerpt(response.status, &response.body);
                let what = "which the OpenAPI description does not document";
                error_text::write(f, None, format_args!("the server responded with {status}, {what}: {body}"))
            }
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

/// A response whose body does not match the OpenAPI description. The source is the reason.
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
        let pointer = super::locate::pointer_of(&response.body, &source);
        Box::new(Self { response, pointer, line, column, source: error_text::short_json(source).into() })
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

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("response", &ShortResponse(&self.response))
            .field("pointer", &Short(&self.pointer))
            .field("line", &self.line)
            .field("column", &self.column)
            .field("source", &Short(&self.source))
            .finish()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = WithAttempts(self.response.status, self.response.attempts);
        let at = if self.pointer.is_empty() { "" } else { ", at " };
        let what = "but its body does not match the OpenAPI description";
        let (pointer, source) = (&self.pointer, error::Error::source(self));
        error_text::write(f, source, format_args!("the server responded with {status}, {what}{at}{pointer}"))
    }
}

impl error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// A connection that failed, was interrupted or timed out. The source is the reason.
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

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("partial", &self.partial().map(ShortResponse))
            .field("attempts", &self.attempts)
            .field("source", &Short(&self.source))
            .finish()
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
            TransportErrorKind::NoMockResponse => {
                let why = &self.source;
                let source = error::Error::source(self);
                return error_text::write(f, source, format_args!("the mock client cannot respond: {why}"));
            }
        };
        let what = WithAttempts(what, self.attempts);
        error_text::write(f, Some(&*self.source), format_args!("{what}"))
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self.kind {
            // `Display` writes its text, which says what the test lacks.
            TransportErrorKind::NoMockResponse => self.source.source(),
            _ => Some(&*self.source),
        }
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
    /// A variable of the environment is missing, empty or not Unicode. The text names it.
    Environment(String),
    /// A value violates a constraint of the OpenAPI description.
    Constraint {
        /// The location of the value: a JSON Pointer into the body (RFC 6901), or the name of the parameter.
        location: String,
        /// The constraint, as in `at least 1`.
        expected: String,
    },
    /// A setting does not fit the request of its call. The text says what to change.
    Call(String),
    /// The next page of a list cannot be requested: it is at another origin, was requested before, exceeds a limit, or
    /// its cursor or URL is not valid. Or the list ended before its last item. The pages before it are complete.
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
        let mut write = |text: fmt::Arguments<'_>| error_text::write(f, error::Error::source(self), text);
        match self {
            Self::BaseUrl(why) => write(format_args!("the base URL is not valid: {why}")),
            Self::PathParameter { name } => {
                let what = "results in a path segment that is empty, `.` or `..`";
                write(format_args!("the path parameter `{name}` {what}"))
            }
            Self::Header { name } => {
                write(format_args!("the header `{name}` has a name or value that HTTP does not allow"))
            }
            Self::TransportHeader { name } => {
                write(format_args!("the header `{name}` is set by the transport; do not set it"))
            }
            Self::MissingCredential { needed } => {
                let what = "the operation needs a credential that the client does not have";
                write(format_args!("{what}; set {needed}"))
            }
            Self::Credential { scheme, .. } => {
                write(format_args!("the source of the credential `{scheme}` failed"))
            }
            Self::Environment(why) => {
                write(format_args!("the client cannot be created from the environment: {why}"))
            }
            Self::Constraint { location, expected } => {
                write(format_args!("the value at `{location}` must be {expected}"))
            }
            Self::Call(why) => write(format_args!("the call is not valid: {why}")),
            Self::NextPage(why) => write(format_args!("the next page cannot be requested: {why}")),
            Self::Parameter(error) => write(format_args!("a parameter does not serialize: {error}")),
            Self::Body(_) => write(format_args!("the body does not serialize")),
            Self::Http(_) => write(format_args!("the request is not valid")),
            Self::Client(error) => write(format_args!("the HTTP client is not usable: {error}")),
        }
    }
}

impl error::Error for RequestError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Credential { source, .. } => Some(&**source),
            // `Display` writes its text, which often contains a remedy.
            Self::Client(error) => error.source(),
            _ => None,
        }
    }
}
