//! The errors of long-running operations.

use std::{error, fmt};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    error::Error,
    error_text::{self, Short, ShortResponse},
    response::Response,
};

/// The error of a long-running operation. `E` is the error of the operation, and `S` that of its status.
#[non_exhaustive]
pub enum PollError<E, S> {
    /// The operation was not started, or its result could not be read.
    Operation(Error<E>),
    /// A status request failed. The next call of the poller repeats it.
    Status(Error<S>),
    /// The operation failed.
    Failed(Box<FailedOperation>),
    /// The operation was still in progress at the deadline, or after the maximum number of status requests.
    Timeout {
        /// The [token](super::poller::Poller::token) from which another poller resumes, if the operation was started.
        token: Option<String>,
    },
    /// The status cannot be requested: the server gave no URL, or one that is not valid or at another origin. Or the
    /// token of the poller is not valid.
    Url(String),
}

/// A long-running operation that failed.
pub struct FailedOperation {
    /// The status with which it failed, such as `failed`. It is empty if the server only reports an error.
    pub status: String,
    /// The last response. Its body has the reason.
    pub response: Response<Bytes>,
}

impl FailedOperation {
    /// Decodes the body of the last response.
    ///
    /// # Errors
    /// If the body is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.response.body)
    }
}

impl fmt::Debug for FailedOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedOperation")
            .field("status", &Short(&self.status))
            .field("response", &ShortResponse(&self.response))
            .finish()
    }
}

impl<E: fmt::Debug, S: fmt::Debug> fmt::Debug for PollError<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(error) => f.debug_tuple("Operation").field(error).finish(),
            Self::Status(error) => f.debug_tuple("Status").field(error).finish(),
            Self::Failed(failed) => f.debug_tuple("Failed").field(failed).finish(),
            // The token can have the query of a signed URL.
            Self::Timeout { .. } => f.debug_struct("Timeout").finish_non_exhaustive(),
            Self::Url(why) => f.debug_tuple("Url").field(&Short(why)).finish(),
        }
    }
}

impl<E: fmt::Debug, S: fmt::Debug> fmt::Display for PollError<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(error) => error.fmt(f),
            Self::Status(error) => error.fmt(f),
            Self::Failed(failed) if failed.status.is_empty() => f.write_str("the operation failed"),
            Self::Failed(failed) => error_text::write(
                f,
                None,
                format_args!("the operation ended with the status `{}`", failed.status),
            ),
            Self::Timeout { .. } => {
                f.write_str("the operation is still in progress; resume it with its token")
            }
            Self::Url(why) => error_text::write(
                f,
                None,
                format_args!("the status of the operation cannot be requested: {why}"),
            ),
        }
    }
}

impl<E: fmt::Debug, S: fmt::Debug> error::Error for PollError<E, S> {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Operation(error) => error.source(),
            Self::Status(error) => error.source(),
            _ => None,
        }
    }
}
