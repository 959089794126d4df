//! The parts of an error that do not depend on its operation, so that one function handles the errors of all calls.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    error::{Error, TransportErrorKind},
    response::Attempts,
};

/// The kind of an [`Error`]: its variant, without the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The server responded with an error that the OpenAPI description documents.
    Api,
    /// The server responded with a status that the OpenAPI description does not document.
    UnexpectedStatus,
    /// The body of the response does not match the OpenAPI description.
    Decode,
    /// The connection failed, was interrupted or timed out.
    Transport(TransportErrorKind),
    /// The request is not valid. Nothing was sent.
    Request,
}

impl<E> Error<E> {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Api(_) => ErrorKind::Api,
            Self::UnexpectedStatus(_) => ErrorKind::UnexpectedStatus,
            Self::Decode(_) => ErrorKind::Decode,
            Self::Transport(error) => ErrorKind::Transport(error.kind()),
            Self::Request(_) => ErrorKind::Request,
        }
    }

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

    /// Returns the bytes of the body, or `None` if there is no response.
    ///
    /// A documented error has the bytes that it was decoded from. It has none if it was created from a value.
    #[must_use]
    pub fn body_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Api(response) => response.error_bytes.as_ref(),
            Self::UnexpectedStatus(response) => Some(&response.body),
            Self::Decode(error) => Some(&error.response.body),
            Self::Transport(error) => error.partial().map(|response| &response.body),
            Self::Request(_) => None,
        }
    }

    /// Decodes the JSON body of the response as `T`, which may be any model, whatever the operation documents.
    ///
    /// Returns `None` if there is no body, or if it does not match.
    #[must_use]
    pub fn as_model<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body_bytes()?).ok()
    }

    /// Returns the delay that the server requests by `Retry-After`, as a number of seconds or as a date.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        super::retry::requested_delay(self.headers()?)
    }

    /// Converts the error into one that does not depend on the operation. A documented error keeps its bytes.
    ///
    /// A function that makes several calls returns it: `call.send().await.map_err(Error::into_untyped)?`.
    #[must_use]
    pub fn into_untyped(self) -> Error<Bytes> {
        match self {
            Self::Api(response) => {
                let bytes = response.error_bytes.clone().unwrap_or_default();
                Error::Api(Box::new(response.map(|_| bytes)))
            }
            Self::UnexpectedStatus(response) => Error::UnexpectedStatus(response),
            Self::Decode(error) => Error::Decode(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Request(error) => Error::Request(error),
        }
    }
}
