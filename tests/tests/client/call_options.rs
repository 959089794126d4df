//! The settings of single calls, against a server on loopback.

use std::time::{Duration, Instant};

use serde_json::json;
use tests::server::{Server, StubResponse};
use wire::{
    CallOptions as _, Client, ClientBuilder, Error, RequestError, Retry, TransportErrorKind,
    models::UserPatch, operations::CreateReportContent,
};

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.url()).server("https://files.example.com", server.url()).token("t0k3n")
}

fn file(etag: &str) -> StubResponse {
    let headers =
        [("content-type", "application/octet-stream"), ("etag", etag), ("x-left", "7"), ("x-tags", "a,b")];
    StubResponse::new(200, &headers, b"1234567890")
}

fn patch() -> UserPatch {
    UserPatch::default().with(|user| user.name = Some(Some("Ann".to_owned())))
}

#[tokio::test]
async fn a_call_has_its_own_query_and_body() {
    let server = Server::start(vec![StubResponse::raw(204, &[], b"")]);
    let client = builder(&server).build().expect("a client");
    let patch = patch();
    let call = client.update_user(1, &patch).query("beta", true).extra_body("trace", json!({ "on": true }));
    let _ = call.send().await;
    let request = server.requests().pop().expect("a request");
    assert!(request.target.ends_with("?beta=true"), "{}", request.target);
    assert_eq!(request.json(), json!({ "name": "Ann", "trace": { "on": true } }));
    let error = client.download_file("1").extra_body("trace", true).send().await.expect_err("no body");
    assert!(matches!(&error, Error::Request(RequestError::Call(why)) if why.contains("`GET /")), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_call_has_its_own_idempotency_key() {
    let server = Server::start(vec![StubResponse::new(503, &[], b"")]);
    let client = builder(&server).retry(Retry::default().max_attempts(2).initial_backoff(Duration::ZERO));
    let client = client.build().expect("a client");
    let content = CreateReportContent::Csv("x,y".to_owned());
    let _ = client.create_report(content).idempotency_key("order-7").send().await;
    let patch = patch();
    let _ = client.update_user(1, &patch).idempotency_key("order-8").send().await;
    let requests = server.requests();
    let keys: Vec<&str> = requests.iter().map(|request| request.header("idempotency-key")).collect();
    // Both calls are retried because of their keys: their methods are not idempotent.
    assert_eq!(keys, ["order-7", "order-7", "order-8", "order-8"]);
}

#[tokio::test]
async fn a_call_has_its_own_limits() {
    let server = Server::start(vec![file("\"v1\"")]);
    let client = builder(&server).max_response_body(5).retry(Retry::never()).build().expect("a client");
    let Err(Error::Transport(error)) = client.download_file("1").send().await else { panic!("a response") };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
    let response = client.download_file("1").max_response_bytes(10).send().await.expect("ten bytes");
    assert_eq!(response.body, "1234567890");
    let Err(Error::Transport(error)) = client.download_file("1").max_response_bytes(9).send().await else {
        panic!("a response")
    };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
}

#[tokio::test]
async fn a_call_has_its_own_timeout() {
    let server = Server::start(vec![StubResponse::Silence]);
    let client = builder(&server).retry(Retry::never()).build().expect("a client");
    let start = Instant::now();
    let call = client.download_file("1").timeout(Duration::from_millis(50));
    let Err(Error::Transport(error)) = call.send().await else { panic!("a response") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    let call = client.download_file("1").timeout(Duration::from_millis(50));
    let Err(Error::Transport(error)) = call.stream().await else { panic!("a response") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_call_without_async_has_a_longer_timeout_than_the_client() {
    // The body arrives after several of the client's timeouts, each between two bytes.
    let slow = || StubResponse::endless(200, b"12345", Duration::from_millis(150));
    let server = Server::start(vec![slow()]);
    let client = builder(&server).timeout(Duration::from_millis(40)).retry(Retry::never());
    let client = client.build_blocking().expect("a client");
    let read = |timeout: Option<Duration>| -> std::io::Result<[u8; 10]> {
        let call = client.download_file("1");
        let call = match timeout {
            Some(timeout) => call.timeout(timeout),
            None => call,
        };
        let mut reader = call.stream_blocking().expect("the headers").body.into_reader();
        let mut bytes = [0; 10];
        std::io::Read::read_exact(&mut reader, &mut bytes).map(|()| bytes)
    };
    read(None).expect_err("the client's timeout");
    assert_eq!(&read(Some(Duration::from_secs(20))).expect("two chunks"), b"1234512345");
}

#[tokio::test]
async fn a_response_has_an_entity_tag_for_the_next_request() {
    let server = Server::start(vec![file("W/\"v1\""), StubResponse::raw(304, &[], b"")]);
    let client = builder(&server).build().expect("a client");
    let response = client.download_file("1").send().await.expect("200 is a success");
    let etag = response.etag().expect("an entity tag");
    let error = client.download_file("1").if_none_match(etag).send().await.expect_err("304 is no success");
    assert_eq!(error.status(), Some(http::StatusCode::NOT_MODIFIED));
    let _ = client.update_user(1, &patch()).if_match(etag).send().await;
    let requests = server.requests();
    assert_eq!(requests[1].header("if-none-match"), "W/\"v1\"");
    assert_eq!(requests[2].header("if-match"), "W/\"v1\"");
}

#[tokio::test]
async fn a_call_returns_its_documented_headers() {
    let wrong =
        StubResponse::new(200, &[("content-type", "application/octet-stream"), ("x-left", "many")], b"1");
    let server = Server::start(vec![file("\"v1\""), wrong, file("\"v1\"")]);
    let client = builder(&server).build().expect("a client");
    let (response, headers) = client.download_file("1").send_with_headers().await.expect("200 is a success");
    assert_eq!(response.body, "1234567890");
    assert_eq!(headers.expect("valid headers").x_left, Some(7));
    let (response, headers) = client.download_file("1").send_with_headers().await.expect("200 is a success");
    assert_eq!((&*response.body, headers.expect_err("not a number").name), (&b"1"[..], "x-left"));
    let client = builder(&server).build_blocking().expect("a client");
    let (_, headers) = client.download_file("1").send_with_headers_blocking().expect("200 is a success");
    assert_eq!(headers.expect("valid headers").x_tags.expect("tags").len(), 2);
}

#[tokio::test]
async fn looking_at_a_call_sends_nothing() {
    let server = Server::start(vec![file("\"v1\"")]);
    let client = builder(&server).build().expect("a client");
    let patch = patch();
    let call = client.update_user(7, &patch).query("beta", true);
    let request = call.request().expect("a request");
    assert_eq!(request.headers()["authorization"], "Bearer HIDDEN");
    let curl = call.curl().expect("a request");
    assert!(curl.starts_with("curl --request PATCH 'http://127.0.0.1:"), "{curl}");
    assert!(curl.contains("/users/7?beta=true'") && !curl.contains("t0k3n"), "{curl}");
    assert!(curl.ends_with("--data-raw '{\"name\":\"Ann\"}'"), "{curl}");
    assert!(server.requests().is_empty());
    let _ = call.send().await;
    let sent = server.requests().pop().expect("a request");
    assert_eq!(sent.target, request.uri().path_and_query().expect("a path").as_str());
    assert_eq!(Some(&sent.body[..]), request.body().as_bytes().map(|bytes| &bytes[..]));
}
