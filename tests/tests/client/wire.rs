//! The generated client of `spec/hubspot-services.yaml` against a server on loopback.

use std::{collections::BTreeMap, error::Error as _, time::Duration};

use hubspot_services::{
    Client, Error, Operation, Retry, TransportErrorKind,
    models::{
        AssociationCategory, AssociationSpec, BatchInputSimplePublicObjectBatchInputForCreate as Batch,
        ErrorDetailContext, PublicAssociationsForObject, PublicObjectId,
        SimplePublicObjectBatchInputForCreate as Service, Status,
    },
    operations::{BatchCreate, BatchCreateResponse},
};
use serde_json::{Value, json};
use tests::server::{Server, StubResponse};

const TOKEN: &str = "CJSP5qf1KhICAQEYs-gDIIGOBii1hQIyGQAf3xBKmlwHjX7OIpuIFEavB2-qYAGQsF4";
const PATH: &str = "/crm/v3/objects/0-162/batch/create";

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).oauth2(TOKEN).build().expect("a client")
}

/// Returns the input of the curl example in the documentation.
fn page_batch() -> Batch {
    let category = AssociationCategory::HubspotDefined;
    let association = PublicAssociationsForObject::new(
        vec![AssociationSpec::new(category, 123)],
        PublicObjectId::new("<string>"),
    );
    let service = Service::new(vec![association], BTreeMap::new())
        .with(|service| service.object_write_trace_id = Some("<string>".into()));
    Batch::new(vec![service])
}

/// Returns the body of a `201` with all required properties.
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
async fn sends_the_request_of_the_documentation() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
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
async fn encodes_a_path_parameter() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
    let batch = page_batch();
    client(&server).batch_create(&batch).object_type("a/b c").send().await.expect("201 is a success");
    assert_eq!(server.requests()[0].target, "/crm/v3/objects/a%2Fb%20c/batch/create");
}

#[tokio::test]
async fn decodes_201() {
    let server = Server::start(vec![StubResponse::new(
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
async fn decodes_207_with_errors() {
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
    let server = Server::start(vec![StubResponse::json(207, &body)]);
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
async fn decodes_documented_errors() {
    for (status, category) in
        [(400, "VALIDATION_ERROR"), (401, "INVALID_AUTHENTICATION"), (429, "RATE_LIMITS")]
    {
        let server = Server::start(vec![StubResponse::new(
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
async fn keeps_a_body_that_does_not_decode() {
    let page = "<html><h1>Bad gateway</h1></html>";
    let server =
        Server::start(vec![StubResponse::new(500, &[("content-type", "text/html")], page.as_bytes())]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("an error");
    assert_eq!(
        format!("{error:#}"),
        "the server responded with 500 Internal Server Error, but its body does not match the OpenAPI description: \
         expected value at line 1 column 1"
    );
    let reason = error.source().expect("the error of serde").to_string();
    assert_eq!(format!("{error}: {reason}"), format!("{error:#}"));
    let Error::Decode(error) = error else { panic!("it decoded: {error}") };
    assert_eq!(error.response.body, page);
    assert_eq!(error.response.headers["content-type"], "text/html");
}

#[tokio::test]
async fn keeps_a_response_with_an_undocumented_status() {
    let server = Server::start(vec![StubResponse::json(200, &created())]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("200 is not documented");
    let Error::UnexpectedStatus(response) = error else { panic!("another error: {error}") };
    assert_eq!(response.status, 200);
    assert_eq!(serde_json::from_slice::<Value>(&response.body).expect("JSON"), created());
}

#[tokio::test]
async fn locates_a_decoding_error() {
    let mut body = created();
    body["results"] = json!([{ "id": "1" }, { "id": 2 }]);
    let server = Server::start(vec![StubResponse::json(201, &body)]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("no batch");
    let Error::Decode(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.pointer, "/results/0/archived");
    assert_eq!(error.response.status, 201);
    assert_eq!(serde_json::from_slice::<Value>(&error.response.body).expect("JSON"), body);
}

#[tokio::test]
async fn keeps_the_received_part_of_a_truncated_body() {
    let headers = [("content-type", "application/json"), ("content-length", "1000")];
    let server = Server::start(vec![StubResponse::raw(201, &headers, b"{\"completedAt\":")]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("a truncated body");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert_eq!(error.partial().expect("a part").body, "{\"completedAt\":");
}

#[tokio::test]
async fn times_out() {
    let server = Server::start(vec![StubResponse::Silence]);
    let client = Client::builder()
        .base_url(server.url())
        .oauth2(TOKEN)
        .timeout(Duration::from_millis(200))
        .build()
        .expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no response");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert_eq!(server.requests().len(), 1, "it is not retried");
}

#[tokio::test]
async fn times_out_with_a_custom_reqwest_client() {
    let server = Server::start(vec![StubResponse::Silence]);
    let client = Client::builder()
        .base_url(server.url())
        .oauth2(TOKEN)
        .timeout(Duration::from_millis(200))
        .http_client(reqwest::Client::new())
        .build()
        .expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no response");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_call_can_be_spawned() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
    let client = client(&server);
    let task = tokio::spawn(async move { client.batch_create(&page_batch()).send().await });
    let response = task.await.expect("it ends").expect("201 is a success");
    assert_eq!(response.status, 201);
}

#[tokio::test]
async fn a_redirect_to_another_origin_carries_no_credentials() {
    let thief = Server::start(vec![StubResponse::json(201, &created())]);
    // 303 changes the request to a GET, which may be sent to another origin. 307 keeps the POST.
    let elsewhere = format!("{}/take", thief.url());
    for (status, arrives) in [(303, 1), (307, 1), (302, 1)] {
        let server = Server::start(vec![StubResponse::new(status, &[("location", &elsewhere)], b"")]);
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
async fn follows_a_redirect_to_the_same_origin() {
    let server = Server::start(vec![
        StubResponse::new(307, &[("location", "/moved")], b""),
        StubResponse::json(201, &created()),
    ]);
    client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");
    let requests = server.requests();
    assert_eq!((requests[1].method.as_str(), requests[1].target.as_str()), ("POST", "/moved"));
    assert_eq!(requests[1].json(), requests[0].json());
    assert_eq!(requests[1].header("authorization"), format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn stops_after_ten_redirects() {
    let server = Server::start(vec![StubResponse::new(307, &[("location", "/again")], b"")]);
    let error = client(&server).batch_create(&page_batch()).send().await.expect_err("no end");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn keeps_an_unknown_enum_value() {
    let mut body = created();
    body["status"] = json!("CANCELLED");
    let server = Server::start(vec![StubResponse::json(201, &body)]);
    let response = client(&server).batch_create(&page_batch()).send().await.expect("201 is a success");
    let BatchCreateResponse::Created(batch) = response.body else { panic!("not a 207") };
    assert_eq!(batch.status, Status::Unknown("CANCELLED".into()));
    assert_ne!(batch.status, Status::Canceled);
    assert_eq!(serde_json::to_value(&batch).expect("JSON"), body);
}

#[tokio::test]
async fn sends_a_hundred_inputs_in_one_request() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
    let services = (0..100)
        .map(|row| Service::new(vec![], BTreeMap::from([("hs_name".to_owned(), format!("Service {row}"))])));
    let batch = Batch::new(services);
    client(&server).batch_create(&batch).send().await.expect("201 is a success");
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let body = requests[0].json();
    assert_eq!(body["inputs"].as_array().map(Vec::len), Some(100));
    assert_eq!(body["inputs"][99], json!({ "associations": [], "properties": { "hs_name": "Service 99" } }));
}

#[tokio::test]
async fn a_missing_credential_is_an_error_and_nothing_is_sent() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    let error = client.batch_create(&page_batch()).send().await.expect_err("no credential");
    assert_eq!(
        error.to_string(),
        "the operation needs a credential that the client does not have; set oauth2"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn sends_default_headers_and_the_user_agent() {
    let server = Server::start(vec![StubResponse::json(201, &created())]);
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
fn debug_shows_no_secrets() {
    let builder = Client::builder().oauth2(TOKEN).default_header("X-Key", TOKEN);
    let client = builder.clone().build().expect("a client");
    let batch = page_batch();
    for text in [format!("{builder:?}"), format!("{client:?}"), format!("{:?}", client.batch_create(&batch))]
    {
        assert!(!text.contains(TOKEN), "{text}");
        assert!(text.contains("oauth2"), "{text}");
    }
    // A line break is not valid in a header. The error does not contain the value.
    let broken =
        Client::builder().default_header("X-Key", format!("{TOKEN}\n")).build().expect_err("no header");
    assert_eq!(broken.to_string(), "the header `X-Key` has a name or value that HTTP does not allow");
}

#[test]
fn rejects_invalid_base_urls() {
    for url in
        ["", "api.hubapi.com", "ftp://api.hubapi.com", "https://user:password@api.hubapi.com", "https://a/?b"]
    {
        let error = Client::builder().base_url(url).build().expect_err(url);
        assert!(error.to_string().starts_with("the base URL is not valid: "), "{error}");
        assert!(!error.to_string().contains("password@"), "{error}");
    }
}

#[test]
fn an_operation_works_without_a_client() {
    let batch = page_batch();
    let request = BatchCreate::new(&batch).request("https://api.hubapi.com").expect("a request");
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), format!("https://api.hubapi.com{PATH}").as_str());
    assert!(!request.headers().contains_key("authorization"));

    let response = http::Response::builder().status(201).body(created().to_string()).expect("a response");
    let response = BatchCreate::decode(response).expect("a batch");
    assert!(matches!(response.body, BatchCreateResponse::Created(_)));
}

#[test]
fn rejects_a_path_parameter_that_changes_the_path() {
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
