//! Compressed responses, with both transports.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use hubspot_services::operations::BatchCreateResponse;
use serde_json::json;
use tests::server::{Server, StubResponse};

use super::{batch, created};

const LIMIT: usize = 12_345;
const MEBIBYTE: usize = 1024 * 1024;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a buffer");
    encoder.finish().expect("a buffer")
}

fn compressed(status: u16, bytes: &[u8]) -> StubResponse {
    let headers = [("content-type", "application/octet-stream"), ("content-encoding", "gzip")];
    StubResponse::new(status, &headers, &gzip(bytes))
}

fn builder(server: &Server) -> wire::ClientBuilder {
    wire::Client::builder().base_url(server.url()).token("token")
}

/// Checks the error for a body that is larger than [`LIMIT`] after its decompression.
fn is_too_large<E: std::fmt::Debug>(error: &wire::Error<E>, status: u16, server: &Server) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    let wire::Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), wire::TransportErrorKind::TooLarge, "{error:#}");
    let start = &error.partial().expect("the start of the response").body;
    assert_eq!(**start, vec![b'0'; LIMIT]);
    assert_eq!(server.requests().len(), 1, "it is not retried");
}

/// A body of 64 MiB, which takes less than 70 kilobytes on the wire.
fn bomb() -> Vec<u8> {
    vec![b'0'; 64 * MEBIBYTE]
}

#[tokio::test]
async fn decodes_a_compressed_response() {
    let server = Server::start(vec![compressed(200, b"the file")]);
    let client = builder(&server).build().expect("a client");
    let response = client.download_file("1").send().await.expect("a file");
    assert_eq!(&*response.body, b"the file");
    // They described the compressed body.
    assert!(!response.headers.contains_key("content-encoding"));
    assert!(!response.headers.contains_key("content-length"));
    assert_eq!(server.requests()[0].header("accept-encoding"), "gzip");
}

#[test]
fn decodes_a_compressed_response_without_async() {
    let server = Server::start(vec![compressed(200, b"the file")]);
    let client = builder(&server).build_blocking().expect("a client");
    let response = client.download_file("1").send_blocking().expect("a file");
    assert_eq!(&*response.body, b"the file");
    assert!(!response.headers.contains_key("content-encoding"));
    assert!(!response.headers.contains_key("content-length"));
    assert_eq!(server.requests()[0].header("accept-encoding"), "gzip");
}

#[tokio::test]
async fn limits_a_body_after_its_decompression() {
    for status in [200, 404] {
        let server = Server::start(vec![compressed(status, &bomb())]);
        let client = builder(&server).max_response_body(LIMIT).build().expect("a client");
        let error = client.download_file("1").send().await.expect_err("a body that is too large");
        is_too_large(&error, status, &server);
    }
}

#[test]
fn limits_a_body_after_its_decompression_without_async() {
    for status in [200, 404] {
        let server = Server::start(vec![compressed(status, &bomb())]);
        let client = builder(&server).max_response_body(LIMIT).build_blocking().expect("a client");
        let error = client.download_file("1").send_blocking().expect_err("a body that is too large");
        is_too_large(&error, status, &server);
    }
}

#[tokio::test]
async fn streams_a_decompressed_body_in_small_chunks() {
    let server = Server::start(vec![compressed(200, &bomb())]);
    let client = builder(&server).max_response_body(LIMIT).build().expect("a client");
    let mut response = client.download_file("1").stream().await.expect("a stream");
    let first = response.body.chunk().await.expect("a chunk").expect("decompressed bytes");
    assert!(!first.is_empty() && first.len() < MEBIBYTE, "{} bytes", first.len());
    let error = response.body.collect_up_to(LIMIT).await.expect_err("too large");
    assert!(error.to_string().contains("more than 12345 bytes"), "{error}");
}

#[tokio::test]
async fn a_broken_compressed_body_is_an_interrupted_response() {
    let headers = [("content-type", "application/octet-stream"), ("content-encoding", "gzip")];
    let mut bytes = gzip(b"the file");
    bytes.truncate(bytes.len() / 2);
    let server = Server::start(vec![StubResponse::new(200, &headers, &bytes)]);
    for client in [builder(&server).build(), builder(&server).build_blocking()] {
        let client = client.expect("a client");
        let call = client.download_file("1").retry(wire::Retry::never());
        let Err(wire::Error::Transport(error)) = call.send().await else { panic!("a response") };
        assert_eq!(error.kind(), wire::TransportErrorKind::Interrupted, "{error:#}");
    }
}

#[tokio::test]
async fn the_encodings_of_a_call_replace_those_of_the_features() {
    let server = Server::start(vec![compressed(200, b"the file")]);
    for client in [builder(&server).build(), builder(&server).build_blocking()] {
        let client = client.expect("a client");
        let call = client.download_file("1").header("Accept-Encoding", "identity, gzip;q=0.5");
        let response = call.send().await.expect("a file");
        assert_eq!(&*response.body, b"the file");
    }
    assert_eq!(server.requests().len(), 2);
    for request in server.requests() {
        assert_eq!(request.header("accept-encoding"), "identity, gzip;q=0.5");
    }
}

#[tokio::test]
async fn a_range_is_not_compressed() {
    let server = Server::start(vec![StubResponse::new(206, &[], b"file")]);
    for client in [builder(&server).build(), builder(&server).build_blocking()] {
        let client = client.expect("a client");
        // The description has no `206`.
        client.download_file("1").header("Range", "bytes=4-7").send().await.expect_err("another status");
    }
    let requests = server.requests();
    let encodings: Vec<&str> = requests.iter().map(|request| request.header("accept-encoding")).collect();
    assert_eq!(encodings, ["identity"; 2]);
}

#[test]
fn asks_for_no_compression_without_a_feature() {
    let server = Server::start(vec![StubResponse::json(201, &created(&json!([])))]);
    let builder = hubspot_services::Client::builder().base_url(server.url()).oauth2("token");
    let client = builder.build_blocking().expect("a client");
    let response = client.batch_create(&batch()).send_blocking().expect("201 is a success");
    assert!(matches!(response.body, BatchCreateResponse::Created(_)));
    assert!(!server.requests()[0].headers.contains_key("accept-encoding"));
}
