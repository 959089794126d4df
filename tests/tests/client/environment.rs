//! Clients from the variables of the environment. Each test runs in a process with its own environment.

use hubspot_services::{Client, ClientBuilder, RequestError};
use serde_json::json;
use tests::server::{Server, StubResponse};

use super::{batch, created, run_ignored};

const TOKEN: &str = "HUBSPOT_SERVICES_TOKEN";
const BASE_URL: &str = "HUBSPOT_SERVICES_BASE_URL";

#[test]
fn creates_clients_with_the_variables_of_the_crate() {
    let server = Server::start(vec![StubResponse::json(201, &created(&json!([])))]);
    run_ignored("environment::calls_with_both_clients", &[(TOKEN, "secret"), (BASE_URL, &server.url())]);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.header("authorization"), "Bearer secret");
        assert_eq!(request.target, "/crm/v3/objects/0-162/batch/create");
    }
}

#[tokio::test]
#[ignore = "runs in the environment of another test"]
async fn calls_with_both_clients() {
    let client = Client::from_env().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    let client = ClientBuilder::from_env().and_then(ClientBuilder::build_blocking).expect("a client");
    client.batch_create(&batch()).send_blocking().expect("201 is a success");
}

#[test]
fn an_error_names_the_variables_that_are_missing() {
    let expected = "error: the client cannot be created from the environment: it has no credential; set \
        `HUBSPOT_SERVICES_TOKEN`";
    let text = run_ignored("environment::prints_the_error", &[]);
    assert!(text.contains(expected), "{text}");
    let text = run_ignored("environment::prints_the_error", &[(TOKEN, "")]);
    assert!(text.contains("the value of `HUBSPOT_SERVICES_TOKEN` is empty"), "{text}");
    let text =
        run_ignored("environment::prints_the_error", &[(TOKEN, "s3cr3t"), (BASE_URL, "s3cr3t.example")]);
    assert!(text.contains("error: the base URL is not valid") && !text.contains("s3cr3t"), "{text}");
}

#[test]
#[ignore = "runs in the environment of another test"]
fn prints_the_error() {
    let error = Client::from_env().expect_err("an incomplete environment");
    assert!(matches!(error, RequestError::Environment(_) | RequestError::BaseUrl(_)), "{error:?}");
    println!("error: {error}");
}
