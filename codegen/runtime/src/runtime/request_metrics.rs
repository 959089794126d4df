//! Metrics of requests, with the names of OpenTelemetry's semantic conventions for HTTP clients.

use std::future::Future;

use http::{Method, Uri};
use metrics::{Label, Unit, counter, describe_counter, describe_histogram, histogram};

use super::{body::Body, clock::Clock, error::TransportError, redirects::port, response::Response};

const DURATION: &str = "http.client.request.duration";
const RETRIES: &str = "http.client.request.retries";

/// Describes the metrics to the recorder of the program.
pub(super) fn describe() {
    describe_histogram!(DURATION, Unit::Seconds, "Duration of HTTP client requests.");
    describe_counter!(RETRIES, Unit::Count, "Number of retries of HTTP client requests.");
}

/// Runs `exchange`, which is a request to the server of `uri` and its response, and records its duration.
pub(super) async fn record(
    exchange: impl Future<Output = Result<Response<Body>, TransportError>>,
    mut labels: Vec<Label>,
    clock: &dyn Clock,
) -> Result<Response<Body>, TransportError> {
    let start = clock.now();
    let result = exchange.await;
    let took = clock.now().saturating_duration_since(start);
    match &result {
        Ok(response) => {
            let status = response.status.as_str();
            labels.push(Label::new("http.response.status_code", status.to_owned()));
            if response.status.as_u16() >= 400 {
                labels.push(Label::new("error.type", status.to_owned()));
            }
        }
        Err(error) => labels.push(Label::new("error.type", format!("{:?}", error.kind()))),
    }
    histogram!(DURATION, labels).record(took);
    result
}

/// Counts a retry.
pub(super) fn retry(method: &Method, path: &'static str) {
    let method = method.as_str().to_owned();
    counter!(RETRIES, "http.request.method" => method, "url.template" => path).increment(1);
}

/// Returns the labels of a request. `uri` is that of the call and not of a redirect, which the server chooses: the
/// number of label values must not depend on it.
pub(super) fn labels(method: &Method, path: &'static str, uri: &Uri) -> Vec<Label> {
    vec![
        Label::new("http.request.method", method.as_str().to_owned()),
        Label::from_static_parts("url.template", path),
        Label::new("server.address", uri.host().unwrap_or_default().to_owned()),
        Label::new("server.port", port(uri).to_string()),
    ]
}
