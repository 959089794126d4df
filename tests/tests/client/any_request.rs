//! Requests that the description does not list, and an operation that a user wrote, with the same client.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tests::server::{Server, StubResponse};
use wire::{
    Body, Call, CallOptions as _, Client, ClientBuilder, Error, Json, Operation, Outcome, RawResponse,
    Request, RequestError, Retry, Security, types::http::Method,
};

fn builder(server: &Server) -> ClientBuilder {
    let retry = Retry::default().initial_backoff(Duration::ZERO);
    Client::builder().base_url(format!("{}/v1", server.url())).token("t0k3n").retry(retry)
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Beta {
    name: String,
}

fn beta() -> Beta {
    Beta { name: "x".to_owned() }
}

#[tokio::test]
async fn sends_what_the_description_does_not_list() {
    let server = Server::start(vec![StubResponse::json(200, &json!({ "name": "x" }))]);
    let client = builder(&server).default_header("X-Default", "mine").build().expect("a client");
    let request =
        client.request(Method::POST, "/beta/{id}").path("id", 7).query("k", "v v").header("X-Own", "1");
    let response = request.json(&beta()).send::<Beta>().await.expect("200 is a success");
    assert_eq!(response.body, beta());
    let request = server.requests().pop().expect("a request");
    assert_eq!((&*request.method, &*request.target), ("POST", "/v1/beta/7?k=v%20v"));
    assert_eq!(request.json(), json!({ "name": "x" }));
    for (name, value) in [
        ("authorization", "Bearer t0k3n"),
        ("x-default", "mine"),
        ("x-own", "1"),
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ] {
        assert_eq!(request.header(name), value);
    }
}

#[tokio::test]
async fn retries_and_limits_are_those_of_the_client() {
    let server =
        Server::start(vec![StubResponse::new(503, &[], b""), StubResponse::json(200, &json!([1, 2, 3]))]);
    let client = builder(&server).build().expect("a client");
    let response = client.request(Method::GET, "/beta").send::<Value>().await.expect("200 is a success");
    assert_eq!((response.attempts.count, response.body), (2, json!([1, 2, 3])));
    let error = client.request(Method::GET, "/beta").max_response_bytes(3).send::<Value>().await;
    assert!(matches!(error, Err(Error::Transport(_))), "{error:?}");
    let bytes = client.request(Method::GET, "/beta").send_bytes().await.expect("200 is a success");
    assert_eq!(bytes.body, "[1,2,3]");
    let stream = client.request(Method::GET, "/beta").stream().await.expect("200 is a success");
    assert_eq!(stream.body.collect().await.expect("a body"), "[1,2,3]");
}

#[tokio::test]
async fn an_error_has_its_body() {
    let server = Server::start(vec![StubResponse::json(404, &json!({ "name": "x" }))]);
    let client = builder(&server).build().expect("a client");
    let error = client.request(Method::GET, "/beta").send::<Value>().await.expect_err("404 is no success");
    assert_eq!((error.status(), error.as_model::<Beta>()), (Some(http::StatusCode::NOT_FOUND), Some(beta())));
    assert!(matches!(error, Error::UnexpectedStatus(_)), "{error}");
}

#[tokio::test]
async fn nothing_goes_to_another_origin() {
    let (server, other) = (Server::start(vec![]), Server::start(vec![]));
    let client = builder(&server).build().expect("a client");
    for url in [format!("{}/steal", other.url()), "//127.0.0.1:9/steal".to_owned(), "/../steal".to_owned()] {
        let error = client.request(Method::GET, url).send::<Value>().await.expect_err("another origin");
        assert!(matches!(error, Error::Request(RequestError::Call(_))), "{error}");
    }
    assert!(server.requests().is_empty() && other.requests().is_empty());
}

#[tokio::test]
async fn takes_a_link_of_a_response_at_the_same_origin() {
    let server = Server::start(vec![StubResponse::json(200, &json!(null))]);
    let client = builder(&server).build().expect("a client");
    client.request(Method::GET, format!("{}/v2/next?page=2", server.url())).send::<()>().await.expect("null");
    let request = server.requests().pop().expect("a request");
    assert_eq!((&*request.target, request.header("authorization")), ("/v2/next?page=2", "Bearer t0k3n"));
}

#[test]
fn sends_without_async() {
    let server = Server::start(vec![StubResponse::json(200, &json!({ "name": "x" }))]);
    let client = builder(&server).build_blocking().expect("a client");
    let body = Body::from("a,b");
    let request =
        client.request(Method::PUT, "/beta").body("text/csv", body).timeout(Duration::from_secs(20));
    assert_eq!(request.send_blocking::<Beta>().expect("200 is a success").body, beta());
    let request = server.requests().pop().expect("a request");
    assert_eq!((request.header("content-type"), &*request.body), ("text/csv", &b"a,b"[..]));
}

/// An operation that the description does not have.
struct RenameBeta<'a> {
    id: u64,
    beta: &'a Beta,
}

impl Operation for RenameBeta<'_> {
    type Output = Beta;
    type Error = Value;
    const METHOD: &'static str = "PATCH";
    const PATH: &'static str = "/beta/{id}";
    const SECURITY: Security = &[&["token"]];

    fn write(&self, request: &mut Request) {
        request.path("id", &self.id);
        request.query("notify", &[true]);
        request.json("application/json", self.beta);
    }

    fn read(raw: RawResponse) -> Outcome<Beta, Value> {
        match raw.status() {
            200 => raw.ok(Json, |body| body),
            409 => raw.err(Json, |body| body),
            _ => raw.unexpected(),
        }
    }
}

#[tokio::test]
async fn sends_an_operation_of_a_user() {
    let server = Server::start(vec![
        StubResponse::json(200, &json!({ "name": "y" })),
        StubResponse::json(409, &json!({ "reason": "taken" })),
    ]);
    let client = builder(&server).build().expect("a client");
    let beta = beta();
    let operation = RenameBeta { id: 7, beta: &beta };
    let response = client.send(&operation).await.expect("200 is a success");
    assert_eq!(response.body.name, "y");
    let call = Call::new(&client, operation).query("beta", true).extra_body("more", 1);
    let Err(Error::Api(error)) = call.send().await else { panic!("no documented error") };
    assert_eq!(error.body, json!({ "reason": "taken" }));
    let requests = server.requests();
    assert_eq!((&*requests[0].method, &*requests[0].target), ("PATCH", "/v1/beta/7?notify=true"));
    assert_eq!(requests[1].target, "/v1/beta/7?notify=true&beta=true");
    assert_eq!(requests[1].json(), json!({ "name": "x", "more": 1 }));
    assert_eq!(requests[1].header("authorization"), "Bearer t0k3n");
}
