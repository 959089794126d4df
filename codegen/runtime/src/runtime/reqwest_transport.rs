//! The transport with reqwest.

use std::io;

use super::{
    body::Body,
    error::{TransportError, TransportErrorKind},
    transport::{BoxFuture, Transport},
};

impl Transport for reqwest::Client {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let mut received = self.execute(request).await.map_err(transport_error)?;
            let (status, headers) = (received.status(), std::mem::take(received.headers_mut()));
            let body = Body::frames(reqwest::Body::from(received), |error| {
                let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
                io::Error::new(kind, error.without_url())
            });
            let mut response = http::Response::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }

    fn needs_tokio(&self) -> bool {
        true
    }
}

impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => Self::wrap(body),
        }
    }
}

/// Converts an error of reqwest. The URL is removed, because its query may contain a key.
fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, None, error.without_url())
}
