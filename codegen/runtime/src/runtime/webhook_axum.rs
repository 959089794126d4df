//! The extractor of webhooks for axum.

use std::sync::Arc;

use axum_core::{
    body::Body,
    extract::{FromRef, FromRequest, Request, rejection::BytesRejection},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::StatusCode;

use super::{
    webhook::{EventError, ReceivedEvents},
    webhook_signature::{SignatureError, WebhookVerifier},
};

/// The events of a received request, whose signature is verified before its body is parsed.
///
/// `T` is the enum of the events, or a `Vec` of it. The state of the router provides the [`WebhookVerifier`], in an
/// `Arc`. The body is limited by axum's `DefaultBodyLimit`, which is 2 MB.
#[derive(Debug, Clone, Copy)]
pub struct WebhookEvent<T>(pub T);

impl<S, T> FromRequest<S> for WebhookEvent<T>
where
    S: Send + Sync,
    T: ReceivedEvents,
    Arc<WebhookVerifier>: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookRejection> {
        let verifier = Arc::<WebhookVerifier>::from_ref(state);
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(request, state).await.map_err(WebhookRejection::Body)?;
        verifier.verify_parts(&parts, &body).map_err(WebhookRejection::Signature)?;
        T::parse(&parts.headers, &body).map(Self).map_err(WebhookRejection::Event)
    }
}

/// The reason why a request is rejected.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// The body is too large (`413`), or could not be read (`400`).
    Body(BytesRejection),
    /// The request is not signed (`401`).
    Signature(SignatureError),
    /// The body does not match the event (`400`).
    Event(EventError),
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::Body(rejection) => rejection.into_response(),
            Self::Signature(error) => (StatusCode::UNAUTHORIZED, error.to_string()).into_response(),
            Self::Event(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
        }
    }
}
