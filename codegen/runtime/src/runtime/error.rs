//! Everything that can go wrong with a call.

use std::{error, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::response::{Response, Tries};

/// Why a call has no successful answer. `E` is the body that the description gives its errors.
///
/// Nothing that the server said is lost: every variant that comes from an answer keeps its status,
/// its headers and its body, decoded or as bytes.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server answered with an error that the description documents.
    Api(Box<Response<E>>),
    /// The server answered with a status that the description does not document.
    UnexpectedStatus(Box<Response<Bytes>>),
    /// The body is not what the description says.
    Decode(Box<DecodeError>),
    /// The connection failed, was cut or took too long.
    Transport(TransportError),
    /// The request could not be built; nothing was sent.
    Request(RequestError),
}

impl<E> Error<E> {
    /// The status of the answer, where there was one.
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

    /// How often the request was sent, and how long that took; `None` when nothing was sent.
    #[must_use]
    pub fn tries(&self) -> Option<Tries> {
        match self {
            Self::Api(response) => Some(response.tries),
            Self::UnexpectedStatus(response) => Some(response.tries),
            Self::Decode(error) => Some(error.response.tries),
            Self::Transport(error) => Some(error.tries()),
            Self::Request(_) => None,
        }
    }

    /// The headers of the answer, where there was one.
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
                write!(f, "the server answered {}", After(response.status, response.tries))?;
                write!(f, ": {:?}", response.body)
            }
            Self::UnexpectedStatus(response) => write!(
                f,
                "the server answered {}, which the description does not document: {}",
                After(response.status, response.tries),
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

/// Something, and how often it was tried where that was more than once.
struct After<T>(T, Tries);

impl<T: fmt::Display> fmt::Display for After<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(what, tries) = self;
        what.fmt(f)?;
        match tries.count {
            0 | 1 => Ok(()),
            count => write!(f, " (after {count} tries in {:.1?})", tries.elapsed),
        }
    }
}

/// The start of a body, on one line, for a message.
struct Excerpt<'a>(&'a [u8]);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 200;
        let text = String::from_utf8_lossy(&self.0[..self.0.len().min(LONGEST)]);
        if text.trim().is_empty() {
            return f.write_str("no body");
        }
        for (index, word) in text.split_whitespace().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{}", word.escape_debug())?;
        }
        if self.0.len() > LONGEST { f.write_str(" …") } else { Ok(()) }
    }
}

/// A body that is not what the description says, with the place where it differs.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The answer, with the body as it came.
    pub response: Response<Bytes>,
    /// Where in the body: a JSON pointer (RFC 6901), empty for the whole.
    pub pointer: String,
    /// The line in the body, from 1; 0 where the body has no lines.
    pub line: usize,
    /// The byte in that line, from 1; 0 where the body has no lines.
    pub column: usize,
    source: Box<dyn error::Error + Send + Sync>,
}

impl DecodeError {
    /// For a body that is no JSON, or not the JSON that was expected.
    pub(super) fn json(response: Response<Bytes>, source: serde_json::Error) -> Box<Self> {
        let (line, column) = (source.line(), source.column());
        let pointer = super::locate::pointer(&response.body, line, column);
        Box::new(Self { response, pointer, line, column, source: source.into() })
    }

    /// For a body that is not of the form that was expected.
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
        let status = After(self.response.status, self.response.tries);
        write!(f, "the server answered {status} with a body that is not what the description says")?;
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

/// A connection that failed, was cut or took too long.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    partial: Option<Box<Response<Bytes>>>,
    tries: Tries,
    source: Box<dyn error::Error + Send + Sync>,
}

/// How a connection can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no connection; the server has seen nothing of the request.
    Connect,
    /// It took too long; the server may have seen the request.
    Timeout,
    /// The connection was cut; the server may have seen the request.
    Interrupted,
}

impl TransportError {
    /// A failure of this kind; `partial` is what had come of the answer.
    pub fn new(
        kind: TransportErrorKind,
        partial: Option<Response<Bytes>>,
        source: impl Into<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        let tries = Tries::default();
        Self { kind, partial: partial.map(Box::new), tries, source: source.into() }
    }

    /// The same, of the last of these tries.
    #[cfg(feature = "client")]
    pub(super) fn after(self, tries: Tries) -> Self {
        Self { tries, ..self }
    }

    /// How often the request was sent, and how long that took.
    #[must_use]
    pub fn tries(&self) -> Tries {
        self.tries
    }

    /// How the connection failed, which tells whether the server can have seen the request.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// What had come of the answer: status, headers and the first bytes of the body.
    #[must_use]
    pub fn partial(&self) -> Option<&Response<Bytes>> {
        self.partial.as_deref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Timeout => "the server did not answer in time",
            TransportErrorKind::Interrupted => "the connection to the server was cut",
        };
        After(what, self.tries).fmt(f)?;
        // The innermost error says it best: `Connection refused (os error 111)`.
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

/// A request, or a client, that could not be built. Nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The base URL is not an absolute `http` or `https` URL without user and password.
    BaseUrl(String),
    /// A path parameter makes a step of the path empty, `.` or `..`, which would be another path.
    PathParameter {
        /// The parameter's name in the description.
        name: &'static str,
    },
    /// A header has a value that no header can have.
    Header {
        /// The header's name.
        name: String,
    },
    /// The operation needs a credential that the client does not have.
    MissingCredential {
        /// The security schemes that would do, by their names in the description.
        needed: String,
    },
    /// A credential that a source gives could not be had.
    Credential {
        /// The security scheme, by its name in the description.
        scheme: &'static str,
        /// Why.
        source: Box<dyn error::Error + Send + Sync>,
    },
    /// A value does not fulfil what the description asks for.
    Constraint {
        /// Where the value is: a JSON pointer into the body (RFC 6901), or the parameter's name.
        place: String,
        /// What it has to be.
        rule: String,
    },
    /// There is no request for the next page of a list: the server names one at another host, or one that there
    /// was before. What came until then is good.
    NextPage(String),
    /// A parameter does not serialize.
    Parameter(String),
    /// The body does not serialize.
    Body(serde_json::Error),
    /// The parts do not make a request.
    Http(http::Error),
    /// The HTTP client could not be set up.
    Client(Box<dyn error::Error + Send + Sync>),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(why) => write!(f, "the base URL is not usable: {why}"),
            Self::PathParameter { name } => {
                write!(f, "the path parameter `{name}` makes a step of the path empty, `.` or `..`")
            }
            Self::Header { name } => write!(f, "the header `{name}` has a value that is not allowed"),
            Self::MissingCredential { needed } => {
                write!(f, "the operation needs a credential that the client does not have: {needed}")
            }
            Self::Credential { scheme, source } => {
                write!(f, "there is no credential for `{scheme}`: {source}")
            }
            Self::Constraint { place, rule } => write!(f, "the value at `{place}` has to be {rule}"),
            Self::NextPage(why) => write!(f, "the next page cannot be asked for: {why}"),
            Self::Parameter(error) => write!(f, "a parameter does not serialize: {error}"),
            Self::Body(error) => write!(f, "the body does not serialize: {error}"),
            Self::Http(error) => write!(f, "the request cannot be built: {error}"),
            Self::Client(error) => write!(f, "the HTTP client cannot be set up: {error}"),
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
