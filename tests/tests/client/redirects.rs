//! Redirects by servers that want to have the credentials.

use std::sync::{Arc, Mutex};

use tests::server::{Server, StubResponse};
use wire::{Body, BoxFuture, Client, Transport, TransportError};

fn redirect(location: &str) -> StubResponse {
    StubResponse::new(302, &[("location", location)], b"")
}

fn file() -> StubResponse {
    StubResponse::new(200, &[("content-type", "application/octet-stream")], b"1234567890")
}

#[tokio::test]
async fn only_safe_headers_go_to_another_origin() {
    let other = Server::start(vec![file()]);
    let server = Server::start(vec![redirect(&format!("{}/take", other.url()))]);
    let client = Client::builder()
        .base_url(server.url())
        .token("t0k3n")
        .default_header("X-Default", "mine")
        .user_agent("importer/2")
        .build()
        .expect("a client");
    let call = client
        .download_file("1")
        .header("Authorization", "Bearer of the call")
        .header("Proxy-Authorization", "Basic cHJveHk=")
        .header("Cookie", "session=1")
        .header("X-Api-Key", "secret")
        .header("Accept-Language", "de")
        .header("Range", "bytes=0-9");
    assert_eq!(call.send().await.expect("200 is a success").body, "1234567890");
    let first = &server.requests()[0];
    assert_eq!(first.header("authorization"), "Bearer of the call");
    assert_eq!((first.header("cookie"), first.header("x-api-key")), ("session=1", "secret"));
    let request = &other.requests()[0];
    let mut names: Vec<&str> = request.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["accept", "accept-encoding", "accept-language", "host", "range"],
        "{:?}",
        request.headers
    );
}

#[tokio::test]
async fn credentials_do_not_return_after_another_origin() {
    // The other origin selects a URL of the API. With credentials it would act for the user.
    let transport = Arc::new(Redirects::new(&[
        "https://other.example/take",
        "https://api.example.com/delete-everything",
    ]));
    let client = Client::builder().token("t0k3n").transport(Arc::clone(&transport));
    let client = client.default_header("X-Default", "mine").build().expect("a client");
    let call = client.watch_events().header("X-Api-Key", "secret");
    call.send().await.expect_err("the last response is an error");
    let requests = transport.requests.lock().expect("the requests");
    let secrets = ["authorization", "x-default", "x-api-key"];
    let sent: Vec<_> = requests
        .iter()
        .map(|(url, headers)| {
            (url.as_str(), secrets.iter().filter(|name| headers.contains_key(**name)).count())
        })
        .collect();
    assert_eq!(
        sent,
        [
            ("https://api.example.com/v1/events", 3),
            ("https://other.example/take", 0),
            ("https://api.example.com/delete-everything", 0)
        ]
    );
}

/// A transport that responds with redirects to these URLs, one after the other, and then with `400`.
struct Redirects {
    locations: Vec<&'static str>,
    requests: Mutex<Vec<(String, http::HeaderMap)>>,
}

impl Redirects {
    fn new(locations: &[&'static str]) -> Self {
        Self { locations: locations.to_vec(), requests: Mutex::default() }
    }
}

impl Transport for Redirects {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut requests = self.requests.lock().expect("the requests");
        let mut response = http::Response::new(Body::default());
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
        if let Some(location) = self.locations.get(requests.len()) {
            *response.status_mut() = http::StatusCode::FOUND;
            response.headers_mut().insert("location", http::HeaderValue::from_static(location));
        }
        requests.push((request.uri().to_string(), request.headers().clone()));
        Box::pin(async move { Ok(response) })
    }
}

#[tokio::test]
async fn refuses_a_redirect_from_https_to_http_or_with_a_password() {
    for location in [
        "http://api.example.com/v1/moved",
        "http://other.example/moved",
        "https://user:password@api.example.com/moved",
        "https://user@other.example/moved",
        "ftp://other.example/moved",
    ] {
        let transport = Arc::new(Redirects::new(&[location]));
        let client = Client::builder().token("t0k3n").transport(Arc::clone(&transport)).build();
        let sent = client.expect("a client").watch_events().send().await;
        let error = sent.expect_err("the redirect is the response");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(302), "{location}");
        assert_eq!(transport.requests.lock().expect("the requests").len(), 1, "{location}");
    }
}
