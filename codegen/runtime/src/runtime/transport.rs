//! What carries requests.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use super::{body::Body, error::TransportError};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What carries a request to the server and its answer back: reqwest unless
/// `ClientBuilder::transport` says another.
///
/// It has to send what it is given and nothing else: no redirect followed, no request repeated. That is for
/// the client, which knows what can be repeated and where a credential may go.
pub trait Transport: Send + Sync {
    /// Sends `request`. The answer is there with its status and headers; its body may come as a stream.
    ///
    /// The client says two things in the extensions of a request: its [`PathTemplate`], and the
    /// [`RequestTimeout`] which it keeps itself, for a transport that blocks its thread and cannot be dropped.
    ///
    /// The error tells whether the server can have seen the request: one of the kind
    /// [`Connect`](super::error::TransportErrorKind::Connect) is taken for a request that was never sent.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Whether it works only inside a tokio runtime, as reqwest does: a call that is sent without async is then
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

/// The path template of the operation that a request is for, as the description has it: an extension of
/// requests, for a log or a metric that is not to have an entry for each id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathTemplate(pub &'static str);

/// How long a request may take, its answer's body included: an extension of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestTimeout(pub Duration);
