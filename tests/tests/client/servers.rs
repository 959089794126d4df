//! The hosts that a client sends requests and credentials to.

use std::sync::{Arc, Mutex};

use tests::server::{Server, StubResponse};
use wire::{Body, BoxFuture, Client, ClientBuilder, Error, RequestError, Transport, TransportError};

/// A transport that records the URLs of requests and their `Authorization`.
#[derive(Default)]
struct Recording(Mutex<Vec<(String, bool)>>);

impl Transport for Recording {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let entry = (request.uri().to_string(), request.headers().contains_key("authorization"));
        self.0.lock().expect("the requests").push(entry);
        let mut response = http::Response::new(Body::default());
        *response.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(async move { Ok(response) })
    }
}

/// Returns the URL to which a client uploads. The description has `https://files.example.com` for this operation.
async fn upload_url(set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let transport = Arc::new(Recording::default());
    let builder = Client::builder().token("t0k3n").transport(Arc::clone(&transport));
    let client = set(builder).build().expect("a client");
    let parts = wire::operations::UploadParts::new(wire::FilePart::new("a file"));
    client.upload(&parts).send().await.expect("204 is a success");
    let (url, authorized) = transport.0.lock().expect("the requests").remove(0);
    assert!(authorized);
    url
}

#[tokio::test]
async fn a_base_url_replaces_the_servers_of_operations() {
    assert_eq!(upload_url(|builder| builder).await, "https://files.example.com/files");
    let test = "https://test.example/v1";
    assert_eq!(upload_url(|builder| builder.base_url(test)).await, "https://test.example/v1/files");
    // A server that the user names takes precedence.
    let named = |builder: ClientBuilder| {
        builder.base_url(test).server("https://files.example.com", "https://files.test.example")
    };
    assert_eq!(upload_url(named).await, "https://files.test.example/files");
    // A server at the same origin has the same owner.
    let same = |builder: ClientBuilder| builder.base_url("https://files.example.com/v1");
    assert_eq!(upload_url(same).await, "https://files.example.com/files");
}

#[tokio::test]
async fn https_only_refuses_http_for_operations_and_tokens() {
    let builder = || Client::builder().token("t0k3n").https_only(true);
    for builder in [
        builder().base_url("http://api.example.com"),
        builder().server("https://files.example.com", "http://files.example.com"),
    ] {
        let error = builder.build().expect_err("not encrypted");
        let RequestError::BaseUrl(why) = error else { panic!("another error: {error}") };
        assert!(why.contains("`https_only` is set"), "{why}");
    }
    builder().build().expect("the servers of the description are encrypted");

    let authorization = Server::start(vec![StubResponse::new(200, &[], b"{\"access_token\":\"one\"}")]);
    let oauth2 = wire::OAuth2::client_credentials(authorization.url(), "id", "secret");
    let client = Client::builder().token(oauth2).https_only(true).build().expect("a client");
    let error = client.watch_events().send().await.expect_err("the token URL is not encrypted");
    assert!(matches!(&error, Error::Request(RequestError::Credential { .. })), "{error}");
    assert!(format!("{error:#}").contains("https_only"), "{error:#}");
    assert!(authorization.requests().is_empty());
}
