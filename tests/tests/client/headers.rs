//! Headers of responses.

use tests::server::{Server, StubResponse};
use wire::{Client, operations::ReadLimitsHeaders};

#[tokio::test]
async fn reports_a_missing_required_header_when_headers_are_read() {
    let headers = [("x-left", "3"), ("x-tags", "a, b")];
    let server = Server::start(vec![
        StubResponse::new(204, &headers, b""),
        StubResponse::new(204, &headers[..1], b""),
        StubResponse::new(204, &[("x-left", "many"), ("x-tags", "a")], b""),
    ]);
    let builder = Client::builder().base_url(server.url()).token("token");
    let client = builder.build().expect("a client");
    let response = client.read_limits().send().await.expect("a success");
    let read = ReadLimitsHeaders::read(&response.headers).expect("headers");
    assert_eq!((read.x_left, read.x_tags, read.x_next), (3, vec!["a".to_owned(), "b".to_owned()], None));
    let response = client.read_limits().send().await.expect("a success");
    let error = ReadLimitsHeaders::read(&response.headers).expect_err("no header");
    assert_eq!(error.name, "x-tags");
    assert_eq!(error.to_string(), "the header `x-tags`, which the OpenAPI description requires, is missing");
    let response = client.read_limits().send().await.expect("a success");
    let error = ReadLimitsHeaders::read(&response.headers).expect_err("no number");
    assert_eq!((error.name, error.value.as_str()), ("x-left", "many"));
}
