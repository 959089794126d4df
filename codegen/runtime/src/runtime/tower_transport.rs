//! Conversions between transports and tower services, so that layers can wrap a transport.

use std::{
    error,
    future::poll_fn,
    io,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use tower_service::Service;

use super::{
    body::Body,
    error::{TransportError, TransportErrorKind},
    transport::{BoxFuture, Transport},
};

/// A tower service that sends requests with a transport.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// Creates a service that sends requests with `transport`.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self(Arc::new(transport))
    }
}

impl std::fmt::Debug for TransportService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

/// A transport that sends requests with a tower service.
///
/// Each request is sent by a clone of the service.
#[derive(Debug)]
pub struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    /// Creates a transport that sends requests with `service`.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send,
    S::Future: Send,
    S::Error: Into<Box<dyn error::Error + Send + Sync>>,
    B: http_body::Body + Send + 'static,
    B::Error: Into<Box<dyn error::Error + Send + Sync>>,
{
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.map_err(transport_error)?;
            let response = service.call(request).await.map_err(transport_error)?;
            Ok(response.map(|body| Body::frames(body, io::Error::other)))
        })
    }
}

/// Converts an error of a service. It keeps the kind of a [`TransportError`] among its sources.
///
/// For any other error the server may have received the request, so its kind is `Interrupted`.
fn transport_error(error: impl Into<Box<dyn error::Error + Send + Sync>>) -> TransportError {
    let error = match error.into().downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut kind = TransportErrorKind::Interrupted;
    let mut next: Option<&(dyn error::Error + 'static)> = Some(&*error);
    while let Some(inner) = next {
        if let Some(inner) = inner.downcast_ref::<TransportError>() {
            kind = inner.kind();
        }
        next = inner.source();
    }
    TransportError::new(kind, None, error)
}

/// The layers of a client, as a function from transport to transport.
pub(super) type Layers = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Returns layers of tower as a function from transport to transport.
pub(super) fn layers<S>(wrap: impl Fn(TransportService) -> S + Send + Sync + 'static) -> Layers
where
    ServiceTransport<S>: Transport + 'static,
{
    Arc::new(move |transport| Arc::new(ServiceTransport::new(wrap(TransportService(transport)))))
}
