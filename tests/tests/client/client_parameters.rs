//! Parameters that are set once on the client, against a server on loopback.

use std::time::Duration;

use tests::server::{Server, StubResponse};
use wire::{
    CallOptions, Client, ClientBuilder, Error, Operation as _, RequestError, operations::ListProjects,
};

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.url()).token("t0k3n")
}

fn server() -> Server {
    Server::start(vec![StubResponse::raw(204, &[], b"")])
}

#[tokio::test]
async fn values_of_the_client_are_sent_unless_a_call_replaces_them() {
    let server = server();
    let builder = builder(&server).account_id("a/1").x_tenant("mine").api_version("2025-01-01");
    let client = builder.build().expect("a client");
    client.list_projects().send().await.expect("204 is a success");
    let other = client.list_projects().account_id("2").x_tenant("other").api_version("beta").region("eu");
    other.send().await.expect("204 is a success");
    let requests = server.requests();
    assert_eq!(requests[0].target, "/accounts/a%2F1/projects?api-version=2025-01-01");
    assert_eq!(requests[0].header("x-tenant"), "mine");
    assert_eq!(requests[1].target, "/accounts/2/projects?api-version=beta&region=eu");
    assert_eq!(requests[1].header("x-tenant"), "other");
}

#[tokio::test]
async fn a_missing_value_is_an_error_that_names_the_method_of_the_builder() {
    let server = server();
    let client = builder(&server).account_id(7).api_version("1").region("eu").build().expect("a client");
    let error = client.list_projects().send().await.expect_err("no tenant");
    let why = "the header `x-tenant` has no value; set it with `ClientBuilder::x_tenant`, or on the call";
    assert!(matches!(&error, Error::Request(RequestError::Call(text)) if text == why), "{error}");
    assert!(server.requests().is_empty());
    client.list_projects().x_tenant("mine").send().await.expect("204 is a success");
    assert_eq!(server.requests()[0].target, "/accounts/7/projects?api-version=1&region=eu");
    let error = ListProjects::default().request("https://example.com").expect_err("no account");
    assert!(error.to_string().contains("`ClientBuilder::account_id`"), "{error}");
}

#[tokio::test]
async fn a_value_cannot_leave_its_place() {
    let server = server();
    let client = |account: &str, tenant: &str| {
        let builder = builder(&server).account_id(account).x_tenant(tenant).api_version("a&b=c#d");
        builder.build().expect("a client")
    };
    assert!(client("..", "mine").list_projects().send().await.is_err());
    assert!(client("1", "mine\r\nx: y").list_projects().send().await.is_err());
    assert!(server.requests().is_empty());
    client("../1", "mine").list_projects().send().await.expect("204 is a success");
    assert_eq!(server.requests()[0].target, "/accounts/..%2F1/projects?api-version=a%26b%3Dc%23d");
}

#[tokio::test]
async fn a_mock_needs_no_values() {
    let mock = Client::builder().build_mock().expect("a mock");
    mock.list_projects(|request| {
        assert_eq!(request.path("accountId").as_deref(), Some("account_id"));
        Ok(())
    });
    mock.client.list_projects().send().await.expect("a response");
}

#[tokio::test]
async fn a_parameter_takes_precedence_over_the_setting_of_a_call() {
    let server = server();
    let client = builder(&server).account_id(1).x_tenant(2).api_version(3).build().expect("a client");
    let call = client.list_projects().timeout(5);
    CallOptions::timeout(call, Duration::from_secs(20)).send().await.expect("204 is a success");
    assert_eq!(server.requests()[0].target, "/accounts/1/projects?timeout=5&api-version=3");
}
