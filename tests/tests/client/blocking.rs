//! Calls without async.

use std::{io::Read, time::Duration};

use hubspot_services::{Client, Error, TransportErrorKind, operations::BatchCreateResponse};
use serde_json::json;
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};

use super::{AUTO_ADVANCE_LIMIT, TestClock, batch, created};

#[test]
fn sends_and_retries_without_async() {
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "3")], b""),
        StubResponse::json(201, &created(&json!([]))),
    ]);
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let builder = Client::builder().base_url(server.url()).oauth2("token").clock(TestClock(clock.clone()));
    let client = builder.build_blocking().expect("a client");
    let response = client.batch_create(&batch()).send_blocking().expect("201 is a success");
    assert!(matches!(response.body, BatchCreateResponse::Created(_)));
    assert_eq!((response.attempts.count, clock.elapsed()), (2, Duration::from_secs(3)));
    let requests = server.requests();
    assert_eq!(requests[1].header("authorization"), "Bearer token");
    assert_eq!(requests[1].header("content-type"), "application/json");
    assert!(requests[1].header("user-agent").starts_with("hubspot-services/"));
    assert_eq!(requests[1].json(), requests[0].json());
}

#[test]
fn reports_errors_without_async() {
    let server = Server::start(vec![StubResponse::new(502, &[], b"bad gateway")]);
    let builder = || Client::builder().base_url(server.url()).oauth2("token");
    let client = builder().build_blocking().expect("a client");
    let error = client.batch_create(&batch()).send_blocking().expect_err("no success");
    assert_eq!((error.status().map(|status| status.as_u16()), server.requests().len()), (Some(502), 1));

    let refused = builder().base_url("http://127.0.0.1:9").build_blocking().expect("a client");
    let batch_of_one = batch();
    let call = refused.batch_create(&batch_of_one).retry(hubspot_services::Retry::never());
    let Err(Error::Transport(error)) = call.send_blocking() else { panic!("no transport error") };
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");

    let silent = Server::start(vec![StubResponse::Silence]);
    let builder = builder().base_url(silent.url()).timeout(Duration::from_millis(50));
    let client = builder.build_blocking().expect("a client");
    let Err(Error::Transport(error)) = client.batch_create(&batch()).send_blocking() else {
        panic!("no transport error")
    };
    assert_eq!(error.kind(), TransportErrorKind::Timeout, "{error}");
}

#[test]
fn an_async_client_rejects_blocking_calls_with_the_remedy() {
    let client = Client::builder().oauth2("token").build().expect("a client");
    let error = client.batch_create(&batch()).send_blocking().expect_err("it needs async");
    assert!(error.to_string().contains("build_blocking"), "{error}");
}

#[test]
fn streams_request_and_response_bodies_without_async() {
    let bytes = b"0123456789".repeat(50_000);
    let server = Server::start(vec![
        StubResponse::new(204, &[], b""),
        StubResponse::new(204, &[], b""),
        StubResponse::new(200, &[("content-type", "application/octet-stream")], &bytes),
    ]);
    let client = wire::Client::builder().base_url(server.url()).token("token").build_blocking();
    let client = client.expect("a client");
    let reader = || wire::Body::reader(std::io::Cursor::new(bytes.clone()));
    client.replace_file("1", reader()).send_blocking().expect("204 is a success");
    let with_length = reader().with_length(500_000);
    client.replace_file("2", with_length).send_blocking().expect("204 is a success");
    let requests = server.requests();
    assert!(requests[0].body == bytes && requests[1].body == bytes);
    assert_eq!(requests[0].header("transfer-encoding"), "chunked");
    assert_eq!(requests[1].header("content-length"), "500000");

    let response = client.download_file("1").stream_blocking().expect("200 is a success");
    let mut read = Vec::new();
    response.body.into_reader().read_to_end(&mut read).expect("all of it");
    assert!(read == bytes);
    assert_eq!(server.requests()[2].header("content-length"), "");
}
