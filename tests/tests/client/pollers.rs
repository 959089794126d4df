//! Long-running operations: the ways to their status and to their result.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};
use wire::{Client, Error, PollError, Response, Retry, models::JobStatus, operations::CreateJobBody};

use super::{AUTO_ADVANCE_LIMIT, retry::wire_clock::TestClock};

pub(crate) fn client(server: &Server) -> (Client, Clock) {
    client_on(Clock::new(AUTO_ADVANCE_LIMIT), server)
}

pub(crate) fn client_on(clock: Clock, server: &Server) -> (Client, Clock) {
    let builder = Client::builder().base_url(format!("{}/v1", server.url())).token("token");
    (builder.clock(TestClock(clock.clone())).build().expect("a client"), clock)
}

pub(crate) fn job(status: &str) -> StubResponse {
    StubResponse::json(200, &json!({ "id": "a/b", "status": status, "output": { "R": 7 } }))
}

pub(crate) fn with_headers(code: u16, headers: &[(&str, &str)], body: &Value) -> StubResponse {
    let headers = [headers, &[("content-type", "application/json")]].concat();
    StubResponse::new(code, &headers, body.to_string().as_bytes())
}

/// Returns the method and the target of each request. All of them have the credential.
pub(crate) fn requests(server: &Server) -> Vec<String> {
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.header("authorization") == "Bearer token"));
    requests.iter().map(|request| format!("{} {}", request.method, request.target)).collect()
}

pub(crate) fn seconds(all: &[u64]) -> Vec<Duration> {
    all.iter().copied().map(Duration::from_secs).collect()
}

#[tokio::test]
async fn requests_the_status_by_another_operation() {
    let server = Server::start(vec![job("queued"), job("running"), job("thinking"), job("succeeded")]);
    let (client, clock) = client(&server);
    let body = CreateJobBody::default().with(|body| body.input = Some("a".to_owned()));
    let mut poller = client.create_job(&body).x_queue("t").header("x-call", "1").poll();
    assert_eq!(poller.token(), None);
    let mut states = Vec::new();
    while let Some(status) = poller.next().await {
        states.push(status.expect("a status").body.status);
    }
    let other = JobStatus::from("thinking");
    assert_eq!(states, [JobStatus::Queued, JobStatus::Running, other, JobStatus::Succeeded]);
    let result = poller.until_done().await.expect("a result").body;
    assert_eq!(result.output.and_then(|output| output.r), Some(7));
    assert_eq!(
        requests(&server),
        ["POST /v1/jobs", "GET /v1/jobs/a%2Fb", "GET /v1/jobs/a%2Fb", "GET /v1/jobs/a%2Fb"]
    );
    for request in server.requests() {
        assert_eq!((request.header("x-queue"), request.header("x-call")), ("t", "1"));
    }
    let last = server.requests().remove(3);
    assert_eq!((last.header("content-type"), last.body.len()), ("", 0));
    assert_eq!(clock.slept(), seconds(&[1, 2, 4]));
}

#[tokio::test]
async fn a_failed_operation_is_an_error_with_its_status_and_body() {
    let server = Server::start(vec![job("queued"), job("cancelled")]);
    let (client, _) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll();
    let error = poller.until_done().await.expect_err("a failure");
    assert_eq!(error.to_string(), "the operation ended with the status `cancelled`");
    let PollError::Failed(failed) = error else { panic!("{error}") };
    let job: wire::models::Job = failed.json().expect("a job");
    assert_eq!((failed.response.status.as_u16(), job.status), (200, JobStatus::Cancelled));
    assert!(poller.next().await.is_none());
    assert!(matches!(poller.until_done().await, Err(PollError::Url(_))));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_failed_start_is_not_repeated() {
    let server = Server::start(vec![StubResponse::json(404, &json!({ "title": "no" })), job("queued")]);
    let (client, _) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll();
    let error = poller.until_done().await.expect_err("an error");
    assert!(
        matches!(&error, PollError::Operation(Error::Api(response)) if response.body.title == "no"),
        "{error}"
    );
    assert!(poller.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_failed_status_request_is_repeated_by_the_next_call() {
    let server = Server::start(vec![job("queued"), StubResponse::new(500, &[], b""), job("succeeded")]);
    let (client, clock) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).retry(Retry::never()).poll();
    let error = poller.until_done().await.expect_err("an error");
    assert!(matches!(error, PollError::Status(Error::UnexpectedStatus(_))), "{error}");
    assert_eq!(poller.until_done().await.expect("a result").body.status, JobStatus::Succeeded);
    assert_eq!(clock.slept(), seconds(&[1, 2]));
}

#[tokio::test]
async fn a_status_request_has_the_retries_of_the_client() {
    let server = Server::start(vec![job("queued"), StubResponse::new(503, &[], b""), job("succeeded")]);
    let (client, _) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll();
    assert_eq!(poller.until_done().await.expect("a result").attempts.count, 2);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn follows_the_header_to_the_status_and_to_the_result() {
    let server = Server::start(vec![
        with_headers(
            202,
            &[("operation-location", "/v1/status/7?v=1"), ("location", "/v1/colors/7")],
            &json!({}),
        ),
        StubResponse::json(200, &json!({ "status": "Running" })),
        StubResponse::json(200, &json!({ "status": "succeeded" })),
        StubResponse::json(200, &json!({ "R": 3 })),
    ]);
    let (client, _) = client(&server);
    let result = client.create_export().poll().until_done().await.expect("a result");
    assert_eq!(result.body.r, Some(3));
    let expected = ["POST /v1/exports", "GET /v1/status/7?v=1", "GET /v1/status/7?v=1", "GET /v1/colors/7"];
    assert_eq!(requests(&server), expected);
}

#[tokio::test]
async fn the_status_code_tells_the_end_without_a_status_in_the_body() {
    let server = Server::start(vec![
        with_headers(202, &[("location", "/v1/imports/1")], &Value::Null),
        StubResponse::new(202, &[], b""),
        with_headers(202, &[("location", "/v1/imports/2")], &Value::Null),
        StubResponse::json(200, &json!({ "status": "In progress" })),
        StubResponse::json(200, &json!({ "status": "imported", "rows": 5 })),
    ]);
    let (client, _) = client(&server);
    let result = client.create_import().poll().until_done().await.expect("a result");
    assert_eq!(result.body["rows"], 5);
    let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).skip(1).collect();
    assert_eq!(targets, ["/v1/imports/1", "/v1/imports/1", "/v1/imports/2", "/v1/imports/2"]);
}

#[tokio::test]
async fn an_operation_that_ends_at_once_has_its_result() {
    let server = Server::start(vec![StubResponse::json(200, &json!({ "R": 1 }))]);
    let (client, _) = client(&server);
    let mut poller = client.replace_machine("m").poll();
    assert!(poller.next().await.is_none());
    assert_eq!(poller.until_done().await.expect("a result").body.r, Some(1));
    assert_eq!(requests(&server), ["PUT /v1/machines/m"]);
}

#[tokio::test]
async fn a_resource_of_azure_is_requested_at_its_own_url() {
    let state = |state: &str| json!({ "properties": { "provisioningState": state }, "R": 2 });
    let server = Server::start(vec![
        StubResponse::json(201, &state("Creating")),
        StubResponse::json(200, &state("Updating")),
        StubResponse::json(200, &state("Succeeded")),
    ]);
    let (client, _) = client(&server);
    let result = client.replace_machine("m").poll().until_done().await.expect("a result");
    assert_eq!(result.body.r, Some(2));
    assert_eq!(requests(&server), ["PUT /v1/machines/m", "GET /v1/machines/m", "GET /v1/machines/m"]);

    let server = Server::start(vec![
        with_headers(201, &[("azure-asyncoperation", "/v1/status")], &state("Creating")),
        // A header of less precedence does not replace the URL.
        with_headers(202, &[("location", "/v1/elsewhere")], &json!({ "status": "Running" })),
        StubResponse::json(200, &json!({ "status": "Succeeded" })),
        StubResponse::json(200, &state("Succeeded")),
    ]);
    let result = self::client(&server).0.replace_machine("m").poll().until_done().await.expect("a result");
    assert_eq!(result.body.r, Some(2));
    let expected = ["PUT /v1/machines/m", "GET /v1/status", "GET /v1/status", "GET /v1/machines/m"];
    assert_eq!(requests(&server), expected);
}

#[tokio::test]
async fn an_operation_of_google_has_a_name_of_several_segments() {
    let operation = |more: Value| {
        let mut body = json!({ "name": "operations/a b" });
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        StubResponse::json(200, &body)
    };
    let done = json!({ "done": true, "response": { "R": 9 } });
    let server =
        Server::start(vec![operation(json!({})), operation(json!({ "done": false })), operation(done)]);
    let (client, _) = client(&server);
    let result = client.translate().poll().until_done().await.expect("a result");
    assert_eq!(result.body.r, Some(9));
    let expected = ["POST /v1/translations", "GET /v1/operations/a%20b", "GET /v1/operations/a%20b"];
    assert_eq!(requests(&server), expected);

    let error = json!({ "done": true, "error": { "message": "broken" } });
    let server = Server::start(vec![operation(error)]);
    let error = self::client(&server).0.translate().poll().until_done().await.expect_err("a failure");
    let PollError::Failed(failed) = error else { panic!("{error}") };
    let operation: wire::models::Operation = failed.json().expect("an operation");
    assert_eq!(operation.error.and_then(|error| error.message).as_deref(), Some("broken"));

    let server = Server::start(vec![StubResponse::json(200, &json!({ "name": "a/../b" }))]);
    let error = self::client(&server).0.translate().poll().until_done().await.expect_err("another path");
    assert!(error.to_string().contains("a segment of its path is empty, `.` or `..`"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn repeats_the_same_request_until_its_conditions_hold() {
    let color = |code: u16, red: i64| StubResponse::json(code, &json!({ "R": red }));
    let server = Server::start(vec![color(202, 1), color(202, 2), color(200, 3)]);
    let (client, clock) = client(&server);
    let result = client.get_check(7).poll().until_done().await.expect("a result");
    assert_eq!((result.status.as_u16(), requests(&server)), (200, vec!["GET /v1/checks/7".to_owned(); 3]));
    assert_eq!(clock.slept(), seconds(&[2, 5, 5]));

    let server = Server::start(vec![color(202, 1), StubResponse::new(410, &[], b"")]);
    let error = self::client(&server).0.get_check(7).poll().until_done().await.expect_err("a failure");
    assert!(matches!(&error, PollError::Failed(failed) if failed.status == "410"), "{error}");

    let server =
        Server::start(vec![color(202, 1), color(202, 2), color(202, 3), color(202, 4), color(200, 5)]);
    let error =
        self::client(&server).0.get_check(7).poll().until_done().await.expect_err("too many requests");
    assert!(matches!(error, PollError::Timeout { .. }), "{error}");
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn polls_without_async() {
    let server = Server::start(vec![job("queued"), job("running"), job("succeeded")]);
    let builder = Client::builder().base_url(server.url()).token("token");
    let builder = builder.clock(TestClock(Clock::new(AUTO_ADVANCE_LIMIT)));
    let client = builder.build_blocking().expect("a client");
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll();
    let first = poller.next_blocking().expect("a status").expect("a status");
    assert_eq!(first.body.status, JobStatus::Queued);
    assert_eq!(poller.until_done_blocking().expect("a result").body.status, JobStatus::Succeeded);

    let asynchronous = Client::builder().base_url(server.url()).token("token").build().expect("a client");
    let error = asynchronous.create_import().poll().until_done_blocking().expect_err("it needs a runtime");
    assert!(error.to_string().contains("build_blocking"), "{error}");
}

#[tokio::test]
async fn a_mock_handles_the_start_and_the_status() {
    let mock = Client::builder().build_mock().expect("a mock");
    let job = |status| wire::models::Job::new("j", status);
    mock.create_job(move |_| Ok(job(JobStatus::Queued)));
    let mut count = 0;
    mock.get_job(move |request| {
        count += 1;
        assert_eq!(request.path("id").as_deref(), Some("j"));
        Ok(job(if count < 3 { JobStatus::Running } else { JobStatus::Succeeded }))
    });
    let done = mock.client.create_job(&CreateJobBody::default()).poll().until_done().await.expect("a result");
    assert_eq!((done.body.status, mock.calls.count()), (JobStatus::Succeeded, 4));
    assert_eq!(mock.calls.of::<wire::operations::GetJob>().len(), 3);
}

#[tokio::test]
async fn a_mock_handles_the_url_of_a_status_by_its_path() {
    let mock = Client::builder().build_mock().expect("a mock");
    mock.create_import(|_| {
        let mut response =
            Response::new(http::StatusCode::ACCEPTED, http::HeaderMap::new(), Vec::<u8>::new().into());
        response.headers.insert("location", "/v1/jobs/j".parse().expect("a value"));
        Err(Error::UnexpectedStatus(Box::new(response)))
    });
    mock.get_job(|_| Ok(wire::models::Job::new("j", JobStatus::Succeeded)));
    let result = mock.client.create_import().poll().until_done().await.expect("a result");
    assert_eq!(result.body["status"], "succeeded");
    assert_eq!(mock.calls.of::<wire::operations::GetJob>().len(), 1);
}
