//! A `tracing` span for each request, with the names of OpenTelemetry's semantic conventions for HTTP clients.
//!
//! A span contains no headers, no values of a query and no body.

use std::{fmt, future::Future, sync::Arc, time::Instant};

use http::{HeaderMap, Uri};
use tracing::{Instrument, Span, field::Empty};

use super::{
    body::Body, builder::ClientBuilder, clock::Clock, error::TransportError, exchange::CallContext,
    redirects::port, request::check_header, response::Response,
};

/// A function that adds the headers of a trace.
pub(super) type Propagator = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;

impl ClientBuilder {
    /// Sets a function that adds the headers of a trace to each request, such as `traceparent` and `tracestate` (W3C
    /// Trace Context).
    ///
    /// It is called in the span of the request, with an empty map. A header of the call with the same name takes
    /// precedence. The headers are sent only to the origin of the API, not to another one that the server redirects
    /// to.
    pub fn propagator(mut self, propagator: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.propagator = Some(Arc::new(propagator));
        self
    }
}

/// The span of a request, before the request is sent.
pub(super) struct RequestSpan {
    span: Span,
    method: http::Method,
    path: &'static str,
    resends: u32,
    start: Instant,
}

impl RequestSpan {
    /// Creates the span of `request`, and adds the headers of the trace.
    pub(super) fn new(
        request: &mut http::Request<Body>,
        context: &CallContext,
        propagator: Option<&Propagator>,
        clock: &dyn Clock,
    ) -> Self {
        let (method, path, uri) = (request.method().clone(), context.path, request.uri());
        let span = tracing::info_span!(
            "http_request",
            "otel.name" = %format_args!("{method} {path}"),
            "otel.kind" = "client",
            "otel.status_code" = Empty,
            "http.request.method" = method.as_str(),
            "http.request.resend_count" = Empty,
            "http.response.status_code" = Empty,
            "url.full" = %RedactedUrl(uri),
            "url.template" = path,
            "server.address" = uri.host().unwrap_or_default(),
            "server.port" = port(uri),
            "error.type" = Empty,
        );
        let resends = context.resends.count();
        if resends > 0 {
            span.record("http.request.resend_count", resends);
        }
        if let Some(propagator) = propagator {
            let mut headers = HeaderMap::new();
            span.in_scope(|| propagator(&mut headers));
            for (name, value) in headers.iter().filter(|(name, _)| check_header(name).is_ok()) {
                request.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
        }
        Self { span, method, path, resends, start: clock.now() }
    }

    /// Runs `exchange`, which is the request and its response, in the span.
    pub(super) async fn run(
        self,
        exchange: impl Future<Output = Result<Response<Body>, TransportError>>,
        clock: &dyn Clock,
    ) -> Result<Response<Body>, TransportError> {
        let Self { span, method, path, resends, start } = self;
        let result = exchange.instrument(span.clone()).await;
        let took = clock.now().saturating_duration_since(start).as_millis();
        let attempt = resends.saturating_add(1);
        match &result {
            Ok(response) => {
                let status = response.status.as_u16();
                span.record("http.response.status_code", status);
                if status >= 400 {
                    span.record("error.type", response.status.as_str());
                    span.record("otel.status_code", "ERROR");
                }
                tracing::debug!(parent: &span, "{method} {path} {status} in {took} ms, attempt {attempt}");
            }
            Err(error) => {
                let kind = error.kind();
                span.record("error.type", tracing::field::debug(kind));
                span.record("otel.status_code", "ERROR");
                tracing::debug!(parent: &span, "{method} {path} failed ({kind:?}) in {took} ms, attempt {attempt}");
            }
        }
        result
    }
}

/// A URL whose query has names, but no values. They can be personal data, or a credential.
struct RedactedUrl<'a>(&'a Uri);

impl fmt::Display for RedactedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host) = (self.0.scheme_str().unwrap_or_default(), self.0.host().unwrap_or_default());
        write!(f, "{scheme}://{host}")?;
        if let Some(port) = self.0.port_u16() {
            write!(f, ":{port}")?;
        }
        f.write_str(self.0.path())?;
        let pairs = self.0.query().into_iter().flat_map(|query| query.split('&'));
        for (index, pair) in pairs.enumerate() {
            f.write_str(if index == 0 { "?" } else { "&" })?;
            match pair.split_once('=') {
                Some((name, _)) => write!(f, "{name}=REDACTED")?,
                None => f.write_str("REDACTED")?,
            }
        }
        Ok(())
    }
}
