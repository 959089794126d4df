//! The generated client of `spec/hubspot-services.yaml` against a real server on loopback.

use std::{collections::BTreeMap, error::Error as _, time::Duration};

use hubspot_services::{
    Client, Error, Operation, Retry, TransportErrorKind,
    models::{
        AssociationSpec, AssociationSpecAssociationCategory,
        BatchInputSimplePublicObjectBatchInputForCreate as Batch,
        BatchResponseSimplePublicObjectStatus as Status, ErrorDetailContext, PublicAssociationsForObject,
        PublicObjectId, SimplePublicObjectBatchInputForCreate as Service,
    },
    operations::{BatchCreate, BatchCreateResponse},
};
use serde_json::{Value, json};
use tests::server::{Answer, Server};

const TOKEN: &str = "CJSP5qf1KhICAQEYs-gDIIGOBii1hQIyGQAf3xBKmlwHjX7OIpuIFEavB2-qYAGQsF4";
const PATH: &str = "/crm/v3/objects/0-162/batch/create";

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).oauth2(TOKEN).build().expect("a client")
}

/// The input of the page's curl.
fn page_batch() -> Batch {
    let category = AssociationSpecAssociationCategory::HubspotDefined;
    let association = PublicAssociationsForObject::new(
        vec![AssociationSpec::new(category, 123)],
        PublicObjectId::new("<string>"),
    );
    let service = Service::new(vec![association], BTreeMap::new())
        .with(|service| service.object_write_trace_id = Some("<string>".into()));
    Batch::new(vec![service])
}

/// An answer with everything that a `201` has to have.
fn created() -> Value {
    json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": [],
        "status": "COMPLETE",
    })
}

fn api_error(category: &str) -> Value {
    json!({
        "category": category,
        "correlationId": "5f6f3a0c-6e2c-4d8e-9c1f-0a4b9d1c2e37",
        "message": "That did not work.",
        "context": { "missingScopes": ["crm.objects.services.write"] },
    })
}

#[tokio::test]
async fn the_request_is_the_pages_curl() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");

    let requests = server.requests();
    let request = requests.first().expect("one request");
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, PATH);
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(
        request.json(),
        json!({
            "inputs": [{
                "associations": [{
                    "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 123 }],
                    "to": { "id": "<string>" },
                }],
                "objectWriteTraceId": "<string>",
                "properties": {},
            }],
        }),
    );
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn another_object_type_makes_another_path() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    let batch = page_batch();
    client(&server).batch_create(&batch).object_type("a/b c").send().await.expect("201 is a success");
    assert_eq!(server.requests()[0].target, "/crm/v3/objects/a%2Fb%20c/batch/create");
}

#[tokio::test]
async fn created_is_a_success() {
    let server = Server::start(vec![Answer::new(
        201,
        &[("content-type", "application/json"), ("x-hubspot-ratelimit-remaining", "99")],
        created().to_string().as_bytes(),
    )]);
    let response = client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");
    assert_eq!(response.status, 201);
    assert_eq!(response.headers["x-hubspot-ratelimit-remaining"], "99");
    match response.body {
        BatchCreateResponse::Created(batch) => assert_eq!(batch.status, Status::Complete),
        BatchCreateResponse::MultiStatus(batch) => panic!("not a 207: {batch:?}"),
    }
}

#[tokio::test]
async fn multi_status_is_a_success_that_says_what_went_wrong() {
    let mut body = created();
    body["numErrors"] = json!(1);
    body["errors"] = json!([{
        "category": "VALIDATION_ERROR",
        "context": { "name": ["hs_nmae"] },
        "errors": [{ "message": "No such property.", "context": { "propertyName": ["hs_nmae"] } }],
        "links": {},
        "message": "Not valid.",
        "status": "error",
    }]);
    let server = Server::start(vec![Answer::json(207, &body)]);
    let response = client(&server).batch_create(&page_batch()).send().await.expect("207 is a success");
    assert_eq!(response.status, 207);
    let BatchCreateResponse::MultiStatus(batch) = response.body else { panic!("not a 201") };
    assert_eq!(batch.num_errors, Some(1));
    let errors = batch.errors.expect("errors");
    assert_eq!(errors[0].context["name"], ["hs_nmae"]);
    let context = BTreeMap::from([("propertyName".to_owned(), vec!["hs_nmae".to_owned()])]);
    assert_eq!(errors[0].errors[0].context, Some(ErrorDetailContext::Object(context)));
}

#[tokio::test]
async fn documented_errors_are_typed() {
    for (status, category) in
        [(400, "VALIDATION_ERROR"), (401, "INVALID_AUTHENTICATION"), (429, "RATE_LIMITS")]
    {
        let server = Server::start(vec![Answer::new(
            status,
            &[("content-type", "application/json"), ("retry-after", "7")],
            api_error(category).to_string().as_bytes(),
        )]);
        let batch = page_batch();
        let error =
            client(&server).batch_create(&batch).retry(Retry::never()).send().await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.headers().expect("headers")["retry-after"], "7");
        assert!(error.to_string().contains(category), "{error}");
        let Error::Api(response) = error else { panic!("not typed: {error}") };
        assert_eq!(response.body.category, category);
        assert_eq!(response.body.correlation_id.to_string(), "5f6f3a0c-6e2c-4d8e-9c1f-0a4b9d1c2e37");
        assert_eq!(response.body.context.expect("context")["missingScopes"], ["crm.objects.services.write"]);
    }
}

#[tokio::test]
async fn a_page_of_html_is_kept() {
    let page = "<html><h1>Bad gateway</h1></html>";
    let server = Server::start(vec![Answer::new(500, &[("content-type", "text/html")], page.as_bytes())]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("an error");
    assert_eq!(
        error.to_string(),
        "the server responded with 500 Internal Server Error, but its body does not match the OpenAPI description: \
         expected value at line 1 column 1"
    );
    assert!(error.source().is_some());
    let Error::Decode(error) = error else { panic!("it decoded: {error}") };
    assert_eq!(error.response.body, page);
    assert_eq!(error.response.headers["content-type"], "text/html");
}

#[tokio::test]
async fn a_success_that_is_not_documented_is_kept() {
    let server = Server::start(vec![Answer::json(200, &created())]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("200 is not documented");
    let Error::UnexpectedStatus(response) = error else { panic!("another error: {error}") };
    assert_eq!(response.status, 200);
    assert_eq!(serde_json::from_slice::<Value>(&response.body).expect("JSON"), created());
}

#[tokio::test]
async fn a_body_of_another_type_says_where() {
    let mut body = created();
    body["results"] = json!([{ "id": "1" }, { "id": 2 }]);
    let server = Server::start(vec![Answer::json(201, &body)]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("no batch");
    let Error::Decode(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.pointer, "/results/0");
    assert_eq!(error.response.status, 201);
    assert_eq!(serde_json::from_slice::<Value>(&error.response.body).expect("JSON"), body);
}

#[tokio::test]
async fn a_truncated_body_keeps_what_came() {
    let headers = [("content-type", "application/json"), ("content-length", "1000")];
    let server = Server::start(vec![Answer::raw(201, &headers, b"{\"completedAt\":")]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("a cut body");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert_eq!(error.partial().expect("a part").body, "{\"completedAt\":");
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = Server::start(vec![Answer::Silence]);
    let client = Client::builder()
        .base_url(server.url())
        .oauth2(TOKEN)
        .timeout(Duration::from_millis(200))
        .build()
        .expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no answer");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert_eq!(server.requests().len(), 1, "it is not sent twice");
}

#[tokio::test]
async fn a_client_of_the_callers_own_is_given_up_too() {
    let server = Server::start(vec![Answer::Silence]);
    let client = Client::builder()
        .base_url(server.url())
        .oauth2(TOKEN)
        .timeout(Duration::from_millis(200))
        .http_client(reqwest::Client::new())
        .build()
        .expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no answer");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_call_can_run_on_another_thread() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    let client = client(&server);
    let task = tokio::spawn(async move { client.batch_create(&page_batch()).send().await });
    let response = task.await.expect("it ends").expect("201 is a success");
    assert_eq!(response.status, 201);
}

#[tokio::test]
async fn a_redirect_to_another_host_does_not_carry_the_token() {
    let thief = Server::start(vec![Answer::json(201, &created())]);
    // 303 turns the request into a GET, which may be repeated anywhere; 307 repeats the POST.
    let elsewhere = format!("{}/take", thief.url());
    for (status, arrives) in [(303, 1), (307, 1), (302, 1)] {
        let server = Server::start(vec![Answer::new(status, &[("location", &elsewhere)], b"")]);
        let result = client(&server).batch_create(&page_batch()).send().await;
        assert_eq!(thief.requests().len(), arrives, "after {status}");
        if status != 303 {
            assert_eq!(result.expect_err("not followed").status().map(|s| s.as_u16()), Some(status));
        }
    }
    let request = &thief.requests()[0];
    assert_eq!((request.method.as_str(), request.header("authorization")), ("GET", ""));
    assert_eq!((request.header("user-agent"), request.body.len()), ("", 0));
}

#[tokio::test]
async fn a_redirect_to_the_same_host_is_followed() {
    let server =
        Server::start(vec![Answer::new(307, &[("location", "/moved")], b""), Answer::json(201, &created())]);
    client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");
    let requests = server.requests();
    assert_eq!((requests[1].method.as_str(), requests[1].target.as_str()), ("POST", "/moved"));
    assert_eq!(requests[1].json(), requests[0].json());
    assert_eq!(requests[1].header("authorization"), format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn a_ring_of_redirects_ends() {
    let server = Server::start(vec![Answer::new(307, &[("location", "/again")], b"")]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("no end");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn an_unknown_status_is_told_apart_and_goes_out_again() {
    let mut body = created();
    body["status"] = json!("CANCELLED");
    let server = Server::start(vec![Answer::json(201, &body)]);
    let response = client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");
    let BatchCreateResponse::Created(batch) = response.body else { panic!("not a 207") };
    assert_eq!(batch.status, Status::Unknown("CANCELLED".into()));
    assert_ne!(batch.status, Status::Canceled);
    assert_eq!(serde_json::to_value(&batch).expect("JSON"), body);
}

#[tokio::test]
async fn a_hundred_inputs_are_one_request() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    let services = (0..100)
        .map(|row| Service::new(vec![], BTreeMap::from([("hs_name".to_owned(), format!("Service {row}"))])));
    let batch = Batch::new(services.collect());
    client(&server).batch_create(&batch).send().await.expect("201 is a success");
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let body = requests[0].json();
    assert_eq!(body["inputs"].as_array().map(Vec::len), Some(100));
    assert_eq!(body["inputs"][99], json!({ "associations": [], "properties": { "hs_name": "Service 99" } }));
}

#[tokio::test]
async fn a_missing_credential_is_an_error_before_anything_is_sent() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no credential");
    assert_eq!(error.to_string(), "the operation needs a credential that the client does not have: oauth2");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn default_headers_and_the_user_agent_go_along() {
    let server = Server::start(vec![Answer::json(201, &created())]);
    let client = Client::builder()
        .base_url(format!("{}/", server.url()))
        .oauth2(TOKEN)
        .user_agent("importer/2")
        .default_header("X-Trace", "abc")
        .build()
        .expect("a client");
    client.batch_create(&page_batch()).send().await.expect("201 is a success");
    let request = &server.requests()[0];
    assert_eq!((request.header("user-agent"), request.header("x-trace")), ("importer/2", "abc"));
    assert_eq!(request.target, PATH);
}

#[test]
fn no_secret_shows() {
    let builder = Client::builder().oauth2(TOKEN).default_header("X-Key", TOKEN);
    let client = builder.clone().build().expect("a client");
    let batch = page_batch();
    for text in [format!("{builder:?}"), format!("{client:?}"), format!("{:?}", client.batch_create(&batch))]
    {
        assert!(!text.contains(TOKEN), "{text}");
        assert!(text.contains("oauth2"), "{text}");
    }
    // A line break would end the header; the error does not repeat what it was.
    let broken =
        Client::builder().default_header("X-Key", format!("{TOKEN}\n")).build().expect_err("no header");
    assert_eq!(broken.to_string(), "the header `X-Key` has a name or value that HTTP does not allow");
}

#[test]
fn a_base_url_has_to_be_one() {
    for url in
        ["", "api.hubapi.com", "ftp://api.hubapi.com", "https://user:password@api.hubapi.com", "https://a/?b"]
    {
        let error = Client::builder().base_url(url).build().expect_err(url);
        assert!(error.to_string().starts_with("the base URL is not valid: "), "{error}");
        assert!(!error.to_string().contains("password@"), "{error}");
    }
}

#[test]
fn an_operation_needs_no_client() {
    let batch = page_batch();
    let request = BatchCreate::new(&batch).request("https://api.hubapi.com").expect("a request");
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), format!("https://api.hubapi.com{PATH}").as_str());
    assert!(!request.headers().contains_key("authorization"));

    let answer = http::Response::builder().status(201).body(created().to_string()).expect("an answer");
    let response = BatchCreate::decode(answer).expect("a batch");
    assert!(matches!(response.body, BatchCreateResponse::Created(_)));
}

#[test]
fn a_path_parameter_cannot_lead_elsewhere() {
    let batch = page_batch();
    for id in ["", ".", ".."] {
        let mut operation = BatchCreate::new(&batch);
        operation.object_type = id.into();
        let error = operation.request("https://api.hubapi.com").expect_err("another path");
        assert_eq!(
            error.to_string(),
            "the path parameter `objectType` results in a path segment that is empty, `.` or `..`"
        );
    }
}
