//! The transport with reqwest.

use std::{io, time::Duration};

use super::{
    body::Body,
    error::{RequestError, TransportError, TransportErrorKind},
    transport::{BoxFuture, Transport},
};

/// Creates the default transport.
pub(super) fn transport(connect_timeout: Duration) -> Result<reqwest::Client, RequestError> {
    let http = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none());
    // Both are named, because other packages can enable features of reqwest.
    #[cfg(feature = "native-tls")]
    let http = http.tls_backend_native();
    #[cfg(all(feature = "rustls-no-provider", not(feature = "native-tls")))]
    let http = super::tls::crypto_provider().map(|_| http.tls_backend_rustls())?;
    http.build().map_err(|error| RequestError::Client(error.into()))
}

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
