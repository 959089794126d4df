//! Long-running operations: their delays, limits, tokens and origins.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};
use wire::{
    Client, PollError, Poller,
    models::JobStatus,
    operations::{CreateImport, CreateJob, CreateJobBody},
};

use super::pollers::{client, client_on, job, requests, seconds, with_headers};

fn running(retry_after: &str) -> StubResponse {
    with_headers(200, &[("retry-after", retry_after)], &json!({ "id": "a", "status": "running" }))
}

#[tokio::test]
async fn waits_as_long_as_the_server_asks() {
    let date = "Mon, 21 Sep 2026 14:13:45 GMT";
    let server =
        Server::start(vec![running("3"), running("0"), running(date), running("later"), job("succeeded")]);
    let (client, clock) = client(&server);
    client.create_job(&CreateJobBody::default()).poll().until_done().await.expect("a result");
    // The date is 25 seconds after the start. A delay of zero and a wrong one are the interval.
    assert_eq!(clock.slept(), seconds(&[3, 1, 21, 2]));
}

#[tokio::test]
async fn the_interval_grows_to_a_maximum_or_is_constant() {
    let all = || (0..8).map(|_| job("running")).chain([job("succeeded")]).collect();
    let server = Server::start(all());
    let (client, clock) = client(&server);
    client.create_job(&CreateJobBody::default()).poll().until_done().await.expect("a result");
    assert_eq!(clock.slept(), seconds(&[1, 2, 4, 8, 16, 30, 30, 30]));

    let server = Server::start(all());
    let (client, clock) = super::pollers::client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll().interval(Duration::from_secs(5));
    poller.until_done().await.expect("a result");
    assert_eq!(clock.slept(), seconds(&[5; 8]));
}

#[tokio::test]
async fn the_deadline_ends_the_poller_with_a_token_to_resume_from() {
    let server =
        Server::start(vec![job("queued"), job("running"), job("running"), job("running"), job("succeeded")]);
    let (client, clock) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll().deadline(Duration::from_secs(5));
    let error = poller.until_done().await.expect_err("the deadline");
    assert_eq!(clock.slept(), seconds(&[1, 2, 2]), "the last status is requested at the deadline");
    assert!(!format!("{error:?} {error}").contains("jobs"), "{error:?}");
    let PollError::Timeout { token: Some(token) } = error else { panic!("{error}") };
    assert_eq!(token, format!(r#"{{"status":"{}/v1/jobs/a%2Fb"}}"#, server.url()));
    assert_eq!(poller.token(), Some(token.clone()));
    assert!(poller.next().await.is_none());

    let mut poller = Poller::<CreateJob<'_>>::resume(&client, &token);
    assert_eq!(poller.until_done().await.expect("a result").body.status, JobStatus::Succeeded);
    let requests = requests(&server);
    assert_eq!((requests.len(), requests[4].as_str()), (5, "GET /v1/jobs/a%2Fb"));
}

#[tokio::test]
async fn does_not_wait_for_a_time_after_the_deadline() {
    let server = Server::start(vec![running("86400"), job("succeeded")]);
    let (client, clock) = client(&server);
    let error = client.create_job(&CreateJobBody::default()).poll().until_done().await.expect_err("a day");
    assert!(matches!(error, PollError::Timeout { .. }), "{error}");
    assert_eq!((server.requests().len(), clock.slept().len()), (1, 0));
}

#[tokio::test]
async fn does_not_retry_a_status_request_after_the_deadline() {
    let unavailable = || with_headers(503, &[("retry-after", "20")], &json!({}));
    let server = Server::start(vec![job("running"), unavailable(), unavailable(), job("succeeded")]);
    let (client, clock) = client_on(Clock::exactly(Duration::from_secs(20)), &server);
    let body = CreateJobBody::default();
    let poller = client.create_job(&body).poll();
    let mut poller = poller.interval(Duration::from_secs(20)).deadline(Duration::from_secs(50));
    assert!(matches!(poller.until_done().await, Err(PollError::Status(_))));
    // The delays end after 20 and 40 seconds. A third one would end after 60.
    assert_eq!((server.requests().len(), clock.elapsed()), (3, Duration::from_secs(40)));
}

#[tokio::test]
async fn limits_the_number_of_status_requests() {
    let server = Server::start((0..9).map(|_| job("running")).collect());
    let (client, _) = client(&server);
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).poll().max_polls(2);
    assert!(matches!(poller.until_done().await, Err(PollError::Timeout { .. })));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_resumed_call_has_its_headers_and_starts_nothing() {
    let server = Server::start(vec![job("succeeded")]);
    let (client, _) = client(&server);
    let token = json!({ "status": "/v1/jobs/1" }).to_string();
    let body = CreateJobBody::default();
    let mut poller = client.create_job(&body).x_queue("t").resume(&token);
    poller.until_done().await.expect("a result");
    assert_eq!(requests(&server), ["GET /v1/jobs/1"]);
    assert_eq!(server.requests()[0].header("x-queue"), "t");
}

#[tokio::test]
async fn every_status_request_has_the_headers_of_the_client() {
    let server = Server::start(vec![job("running"), job("succeeded"), job("succeeded")]);
    let builder = Client::builder().base_url(format!("{}/v1", server.url())).token("token");
    let client = builder.x_tenant("mine").build().expect("a client");
    let body = CreateJobBody::default();
    let started = client.create_job(&body).poll().interval(Duration::from_millis(1)).until_done().await;
    started.expect("a result");
    let token = json!({ "status": "/v1/jobs/1" }).to_string();
    Poller::<CreateJob<'_>>::resume(&client, &token).until_done().await.expect("a result");
    assert_eq!(requests(&server), ["POST /v1/jobs", "GET /v1/jobs/a%2Fb", "GET /v1/jobs/1"]);
    assert!(server.requests().iter().all(|request| request.header("x-tenant") == "mine"));
}

#[tokio::test]
async fn the_status_has_the_origin_of_the_first_request() {
    let thief = Server::start(vec![job("succeeded")]);
    for (location, expected) in [
        (format!("{}/v1/status", thief.url()), "it is at another origin, on the host `127.0.0.1`"),
        ("https://example.com/".to_owned(), "it is at another origin, on the host `example.com`"),
        ("http://[".to_owned(), "it is not a URL"),
        (String::new(), "it is not a URL"),
        (format!("/{}", "x".repeat(9000)), "it is not a URL"),
    ] {
        let server = Server::start(vec![with_headers(202, &[("location", &location)], &Value::Null)]);
        let (client, _) = client(&server);
        let error = client.create_import().poll().until_done().await.expect_err(&location);
        assert!(error.to_string().contains(expected), "{location}: {error}");
        assert_eq!(server.requests().len(), 1);

        let token = json!({ "status": location }).to_string();
        let error = Poller::<CreateImport>::resume(&client, &token).until_done().await.expect_err(&location);
        assert!(error.to_string().contains(expected), "{location}: {error}");
    }
    let server = Server::start(vec![with_headers(202, &[], &Value::Null)]);
    let error = client(&server).0.create_import().poll().until_done().await.expect_err("no URL");
    assert!(error.to_string().contains("the server gave none"), "{error}");
    let own = server.url().replace("http://", "http://user:password@");
    let token = json!({ "status": own }).to_string();
    let (client, _) = client(&server);
    let error = Poller::<CreateImport>::resume(&client, &token).until_done().await.expect_err("a password");
    assert!(error.to_string().contains("it has a user or a password"), "{error}");
    assert_eq!(thief.requests().len(), 0);
}

#[tokio::test]
async fn a_token_that_is_not_one_is_an_error() {
    let server = Server::start(vec![]);
    let (client, _) = client(&server);
    let long = json!({ "status": "/a", "more": "x".repeat(40_000) }).to_string();
    for token in ["", "null", "{}", "[1]", r#"{"status":7}"#, long.as_str()] {
        let error = Poller::<CreateImport>::resume(&client, token).until_done().await.expect_err(token);
        assert!(error.to_string().contains("its token is not valid"), "{token}: {error}");
    }
    assert_eq!(server.requests().len(), 0);
}
