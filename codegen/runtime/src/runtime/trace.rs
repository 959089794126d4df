//! A `tracing` span for each request, with the attribute names of OpenTelemetry's semantic conventions for HTTP.
//!
//! Spans contain no headers, no query and no body.

use std::future::Future;

use tracing::{Instrument, field::Empty};

use super::{body::Body, clock::Clock, error::TransportError, response::Response};

/// Runs `exchange`, which is one request and its response, in a span.
pub(super) async fn exchange(
    exchange: impl Future<Output = Result<Response<Body>, TransportError>>,
    method: &http::Method,
    path: &'static str,
    clock: &dyn Clock,
) -> Result<Response<Body>, TransportError> {
    let span = tracing::info_span!(
        "http_request",
        "http.request.method" = method.as_str(),
        "url.template" = path,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "duration_ms" = Empty,
    );
    let start = clock.now();
    let result = exchange.instrument(span.clone()).await;
    let took = clock.now().saturating_duration_since(start).as_millis();
    span.record("duration_ms", u64::try_from(took).unwrap_or(u64::MAX));
    match &result {
        Ok(response) => span.record("http.response.status_code", response.status.as_u16()),
        Err(error) => span.record("error.type", tracing::field::debug(error.kind())),
    };
    result
}
