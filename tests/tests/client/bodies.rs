//! The limit of every body that is read into memory, against a server whose bodies never end.

use std::time::Duration;

use hubspot_services::{Client, OAuth2, RequestError, Retry, TransportError, TransportErrorKind};
use tests::server::{Server, StubResponse};

use super::batch;

const NO_DELAY: Duration = Duration::ZERO;

fn endless(status: u16) -> StubResponse {
    StubResponse::endless(status, &b"0123456789".repeat(1000), NO_DELAY)
}

fn wire_client(server: &Server, limit: Option<usize>) -> wire::Client {
    let builder = wire::Client::builder().base_url(server.url()).token("token");
    limit.into_iter().fold(builder, wire::ClientBuilder::max_response_body).build().expect("a client")
}

/// Checks an error for a body of more than 12,345 bytes.
fn is_too_large<E: std::fmt::Debug>(error: &wire::Error<E>, status: u16, server: &Server) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    assert_eq!(error.headers().expect("headers")["content-type"], "application/octet-stream");
    let wire::Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), wire::TransportErrorKind::TooLarge);
    assert!(error.to_string().contains("max_response_body"), "{error}");
    let start = &error.partial().expect("the start of the response").body;
    assert!(start.len() == 12_345 && start.starts_with(b"0123456789"), "{} bytes", start.len());
    assert_eq!(server.requests().len(), 1, "it is not retried");
}

#[tokio::test]
async fn limits_the_body_of_a_success() {
    let server = Server::start(vec![endless(200)]);
    let error = wire_client(&server, Some(12_345)).download_file("1").send().await.expect_err("no end");
    is_too_large(&error, 200, &server);
}

#[tokio::test]
async fn limits_the_body_of_an_error() {
    for status in [400, 404] {
        let server = Server::start(vec![endless(status)]);
        let client = wire_client(&server, Some(12_345));
        let error = client.download_file("1").send().await.expect_err("no end");
        is_too_large(&error, status, &server);
    }
}

#[tokio::test]
async fn limits_the_body_of_a_failed_stream() {
    let server = Server::start(vec![endless(404)]);
    let client = wire_client(&server, Some(12_345));
    let error = client.download_file("1").stream().await.expect_err("no end");
    is_too_large(&error, 404, &server);
}

#[test]
fn limits_a_body_without_async() {
    let server = Server::start(vec![endless(200)]);
    let builder = wire::Client::builder().base_url(server.url()).token("token");
    let client = builder.max_response_body(12_345).build_blocking().expect("a client");
    let error = client.download_file("1").send_blocking().expect_err("no end");
    is_too_large(&error, 200, &server);
}

#[tokio::test]
async fn limits_bodies_to_64_mib_by_default() {
    let server = Server::start(vec![StubResponse::endless(200, &vec![b'x'; 1 << 20], NO_DELAY)]);
    let error = wire_client(&server, None).download_file("1").send().await.expect_err("no end");
    let wire::Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), wire::TransportErrorKind::TooLarge);
    assert!(format!("{error:#}").contains("more than 67108864 bytes"), "{error:#}");
    // An error does not hold the memory of the whole body.
    assert_eq!(error.partial().map(|partial| partial.body.len()), Some(64 * 1024));
}

#[tokio::test]
async fn a_body_of_the_exact_limit_is_complete() {
    let headers = [("content-type", "application/octet-stream")];
    let server = Server::start(vec![StubResponse::new(200, &headers, &[b'x'; 12_345])]);
    let response = wire_client(&server, Some(12_345)).download_file("1").send().await.expect("a file");
    assert_eq!(response.body.len(), 12_345);
}

#[tokio::test]
async fn a_stream_can_be_larger_than_the_limit() {
    let headers = [("content-type", "application/octet-stream")];
    let server = Server::start(vec![StubResponse::new(200, &headers, &[b'x'; 50_000])]);
    let response = wire_client(&server, Some(10)).download_file("1").stream().await.expect("a file");
    assert_eq!(response.body.collect_up_to(50_000).await.expect("all of it").len(), 50_000);
    let response = wire_client(&server, Some(10)).download_file("1").stream().await.expect("a file");
    let error = response.body.collect_up_to(49_999).await.expect_err("too large");
    assert!(error.to_string().contains("more than 49999 bytes"), "{error}");
}

#[tokio::test]
async fn limits_a_token_response() {
    for status in [200, 400] {
        let chunk = format!("{{\"access_token\":\"s3cr3t\",\"more\":\"{}", "x".repeat(10_000));
        let authorization = Server::start(vec![StubResponse::endless(status, chunk.as_bytes(), NO_DELAY)]);
        let api = Server::start(vec![StubResponse::Silence]);
        let oauth2 = OAuth2::client_credentials(authorization.url(), "id", "secret");
        let builder = Client::builder().base_url(api.url()).oauth2(oauth2).retry(Retry::never());
        let error =
            builder.build().expect("a client").batch_create(&batch()).send().await.expect_err("no token");
        let hubspot_services::Error::Request(error) = error else { panic!("another error: {error}") };
        let RequestError::Credential { source, .. } = &error else { panic!("another error: {error}") };
        // Calls that waited for the same renewal share its error.
        let source = source.source().and_then(|source| source.downcast_ref::<TransportError>());
        let source = source.expect("the error of the transport");
        assert_eq!(source.kind(), TransportErrorKind::TooLarge);
        let partial = source.partial().expect("the start of the response");
        assert_eq!((partial.status.as_u16(), partial.body.is_empty()), (status, status == 200));
        assert_eq!(partial.headers["content-type"], "application/octet-stream");
        assert!(status != 200 || !format!("{error:?}").contains("s3cr3t"), "{error:?}");
        assert!(api.requests().is_empty());
    }
}
