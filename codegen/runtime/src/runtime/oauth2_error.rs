//! The errors of the flows of OAuth 2.0.

use std::{error, fmt};

use bytes::Bytes;
use http::{StatusCode, Uri};

use super::{
    client::Client,
    credentials::SourceError,
    error::TransportError,
    oauth2::{OAuth2, OAuth2Error},
    oauth2_request::{self, Form, Network},
    response::Response,
};

/// An error of a flow of OAuth 2.0: authorization, token exchange, revocation or discovery.
#[derive(Debug)]
#[non_exhaustive]
pub enum FlowError {
    /// The authorization server responded with an error.
    Server(OAuth2Error),
    /// The authorization was refused, by the user or by the server (RFC 6749, section 4.1.2.1).
    Denied {
        /// The error code, such as `access_denied`.
        error: String,
        /// The `error_description`. It is empty if the server does not send it.
        description: String,
    },
    /// The time to authorize the application is over.
    Expired,
    /// The `state` of the redirect is not that of the request: the redirect may be forged (RFC 6749, section 10.12).
    State,
    /// The redirect or the metadata is from another server than the expected one (RFC 9207, section 2.4).
    Issuer,
    /// A URL, a redirect or a response is not valid.
    Invalid(&'static str),
    /// The connection failed, was interrupted or timed out.
    Transport(TransportError),
    /// The request could not be created.
    Other(SourceError),
}

impl fmt::Display for FlowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => error.fmt(f),
            Self::Denied { error, description } => {
                write!(f, "the authorization was refused: {}", error.escape_debug())?;
                let colon = if description.is_empty() { "" } else { ": " };
                write!(f, "{colon}{}", description.escape_debug())
            }
            Self::Expired => f.write_str("the time to authorize the application is over"),
            Self::State => f.write_str("the `state` of the redirect is not that of the request"),
            Self::Issuer => f.write_str("the issuer is not the expected authorization server"),
            Self::Invalid(why) => f.write_str(why),
            Self::Transport(error) => error.fmt(f),
            Self::Other(error) => write!(f, "the request could not be created: {error}"),
        }
    }
}

impl error::Error for FlowError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Other(error) => error.source(),
            _ => None,
        }
    }
}

impl From<SourceError> for FlowError {
    fn from(error: SourceError) -> Self {
        let error = match error.downcast::<OAuth2Error>() {
            Ok(error) => return Self::Server(*error),
            Err(other) => other,
        };
        match error.downcast::<TransportError>() {
            Ok(error) => Self::Transport(*error),
            Err(other) => Self::Other(other),
        }
    }
}

impl From<TransportError> for FlowError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Returns the transport and the clock of a client.
pub(super) fn network(client: &Client) -> Network {
    let Client(inner) = client;
    Network { transport: inner.transport.clone(), clock: inner.clock.clone() }
}

/// Checks the URL of an endpoint: it is `https`, or `http` on loopback (RFC 8252, section 7.3).
pub(super) fn check_endpoint(url: &str) -> Result<(), FlowError> {
    let uri: Uri = url.parse().map_err(|_| FlowError::Invalid("the endpoint is not a URL"))?;
    if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return Err(FlowError::Invalid("the endpoint must have a host, and no user and password"));
    }
    let is_loopback = matches!(uri.host(), Some("127.0.0.1" | "[::1]" | "localhost"));
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if is_loopback => Ok(()),
        _ => Err(FlowError::Invalid("the endpoint is not `https`")),
    }
}

/// Sends `form` to an endpoint that [`check_endpoint`] accepts, with the authentication of the application.
pub(super) async fn post(
    oauth2: &OAuth2,
    url: &str,
    form: Form,
    network: &Network,
) -> Result<Response<Bytes>, FlowError> {
    check_endpoint(url)?;
    Ok(oauth2.post(url, form, network).await?)
}

/// Returns the error of a response to a request for tokens: a refused authorization has a variant of its own.
pub(super) fn refused(error: OAuth2Error) -> FlowError {
    match error.error.as_str() {
        "access_denied" => FlowError::Denied { error: error.error, description: error.description },
        "expired_token" => FlowError::Expired,
        _ => FlowError::Server(error),
    }
}

/// Returns the error of a response with another status than the expected one.
pub(super) fn unexpected(status: StatusCode, body: &[u8]) -> FlowError {
    FlowError::Server(oauth2_request::error(status, serde_json::from_slice(body).unwrap_or_default()))
}
