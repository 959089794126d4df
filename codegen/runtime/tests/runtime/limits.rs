//! The wait for the limits of a client.

use std::{future::pending, time::Duration};

use clientwright_runtime::runtime::{
    body::Body,
    client::{Call, Client},
    error::TransportError,
    operation::{Operation, Security},
    raw_response::{Json, Outcome, RawResponse},
    request::Request,
    transport::{BoxFuture, Transport},
};
use serde_json::{Value, json};

/// A server that does not respond.
struct SilentServer;

impl Transport for SilentServer {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(pending())
    }
}

/// A server that responds at once.
struct FastServer;

impl Transport for FastServer {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = http::Response::builder().header("content-type", "application/json");
        let response = response.body(Body::from(json!(1).to_string())).expect("a response");
        Box::pin(async move { Ok(response) })
    }
}

struct Get;

impl Operation for Get {
    type Output = Value;
    type Error = Value;
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/";
    const SECURITY: Security = &[];

    fn write(&self, _: &mut Request) {}

    fn read(raw: RawResponse) -> Outcome<Value, Value> {
        raw.ok(Json, |body| body)
    }
}

const LIMIT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_call_that_waits_too_long_for_a_rate_limit_fails() {
    let client = Client::builder().base_url("https://example.com").transport(FastServer);
    let client =
        client.rate_limit(1, Duration::from_secs(3600)).limit_timeout(LIMIT).build().expect("a client");
    Call::new(&client, Get).send().await.expect("a response");
    let error = Call::new(&client, Get).send().await.expect_err("no second request");
    assert!(error.to_string().contains("allowed no request in time"), "{error}");
}

#[tokio::test]
async fn a_call_that_waits_too_long_for_another_one_fails() {
    let client = Client::builder().base_url("https://example.com").transport(SilentServer);
    let client = client.max_in_flight(1).limit_timeout(LIMIT).build().expect("a client");
    let first = tokio::spawn({
        let client = client.clone();
        async move { Call::new(&client, Get).send().await.is_ok() }
    });
    tokio::time::sleep(LIMIT).await;
    let error = Call::new(&client, Get).send().await.expect_err("the first request is in flight");
    assert!(error.to_string().contains("allowed no request in time"), "{error}");
    first.abort();
}
