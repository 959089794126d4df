//! The transport of requests.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use super::{body::Body, error::TransportError};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A transport: it sends requests to a server and receives the responses.
///
/// The default is reqwest. `ClientBuilder::transport` sets another one.
///
/// A transport must send each request exactly once. It must not follow redirects and must not retry: the client does
/// both, because it knows the idempotent calls and the origin of the credentials.
pub trait Transport: Send + Sync {
    /// Sends `request`. The future completes when the status and the headers have arrived. The body may be a stream.
    ///
    /// The extensions of the request contain its [`PathTemplate`], and its [`RequestTimeout`] if the body is not
    /// streamed. The client drops the future when the timeout expires, and limits the size of the body. If a transport
    /// blocks its thread, it must apply the timeout itself.
    ///
    /// # Errors
    /// An error of the kind [`Connect`](super::error::TransportErrorKind::Connect) means that the server has not
    /// received the request. The client then retries any call.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Returns `true` if the transport works only inside a tokio runtime, like reqwest. Blocking calls are then
    /// refused.
    fn needs_tokio(&self) -> bool {
        false
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }

    fn needs_tokio(&self) -> bool {
        (**self).needs_tokio()
    }
}

/// The path template of an operation, such as `/pets/{id}`.
///
/// Each request has it as an extension, to group logs and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathTemplate(pub &'static str);

/// The timeout of a request, including the body of its response.
///
/// Each request without a streamed response has it as an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestTimeout(pub Duration);
