//! The refusal of requests without encryption.

use std::sync::Arc;

use super::{
    body::Body,
    error::{TransportError, TransportErrorKind},
    transport::{BoxFuture, Transport},
};

/// A transport that sends requests only to `https` URLs, for all requests of a client, also those for tokens.
pub(super) struct HttpsOnly(pub(super) Arc<dyn Transport>);

impl Transport for HttpsOnly {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if request.uri().scheme_str() == Some("https") {
            return self.0.send(request);
        }
        let why = "the URL is not `https`, and `https_only` is set";
        Box::pin(async move { Err(TransportError::new(TransportErrorKind::Connect, None, why)) })
    }

    fn needs_tokio(&self) -> bool {
        self.0.needs_tokio()
    }
}
