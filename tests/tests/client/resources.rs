//! Operations as methods of resources.

use ::resources::{
    Client, Error, MockClient,
    models::{Comment, Issue},
    operations::issues::{Create, CreateBody, Issues, ListState, comments},
};
use http::StatusCode;
use serde_json::{Value, json};
use tests::server::{Server, StubResponse};
use tower::ServiceBuilder;

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token("token");
    builder
        .layers(|service| ServiceBuilder::new().concurrency_limit(4).service(service))
        .build()
        .expect("a client")
}

fn issues(numbers: &[i64]) -> StubResponse {
    StubResponse::json(200, &numbers.iter().map(|number| json!({ "number": number })).collect::<Value>())
}

fn numbers(issues: Vec<Issue>) -> Vec<i64> {
    issues.into_iter().map(|issue| issue.number).collect()
}

#[tokio::test]
async fn calls_an_operation_of_a_resource() {
    let server = Server::start(vec![
        StubResponse::json(201, &json!({ "number": 7 })),
        StubResponse::json(422, &json!({ "reason": "too short" })),
    ]);
    let client = client(&server);
    let created = client.issues().create(&CreateBody::new("Crash")).send().await.expect("201 is a success");
    assert_eq!(created.body.number, 7);
    let failed = client.issues().create(&CreateBody::new("")).send().await.expect_err("422 is an error");
    let Error::Api(response) = failed else { panic!("a documented error: {failed:?}") };
    assert_eq!(
        (response.status, response.body.reason.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "too short")
    );
    let request = &server.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/issues"));
    assert_eq!(
        (request.header("authorization"), request.json()),
        ("Bearer token", json!({ "title": "Crash" }))
    );
}

#[tokio::test]
async fn follows_the_links_of_a_response() {
    let created = |page| StubResponse::json(201, &json!({ "number": 7, "page": page }));
    let server =
        Server::start(vec![created(Some(3)), StubResponse::new(204, &[], b""), issues(&[7]), created(None)]);
    let client = client(&server);
    let body = CreateBody::new("Crash");
    let issue = client.issues().create(&body).send().await.expect("an issue").body;
    issue.comment(&client, &Comment::new("Me too.")).send().await.expect("a comment");
    let listed = issue.listed(&client).expect("the page is known").send().await.expect("a list").body;
    assert_eq!(numbers(listed), [7]);
    let other = client.issues().create(&body).send().await.expect("an issue").body;
    assert!(other.listed(&client).is_none());
    let targets: Vec<String> = server.requests().iter().map(|request| request.target.clone()).collect();
    assert_eq!(targets, ["/issues", "/issues/7/comments", "/issues?state=open&page=3", "/issues"]);
}

#[tokio::test]
async fn calls_outlive_the_resource() {
    let server = Server::start(vec![StubResponse::new(204, &[], b"")]);
    let client = client(&server);
    let body = Comment::new("Me too.");
    // Only the client and the body are borrowed.
    let call = {
        let comments = client.issues().comments();
        comments.create(7, &body)
    };
    assert_eq!(call.send().await.expect("204 is a success").status, StatusCode::NO_CONTENT);
    assert_eq!(server.requests()[0].target, "/issues/7/comments");
}

#[tokio::test]
async fn calls_an_operation_without_a_resource() {
    let server = Server::start(vec![StubResponse::new(204, &[], b"")]);
    assert!(client(&server).get_status().send().await.is_ok());
}

#[tokio::test]
async fn reads_pages_and_streams_of_a_resource() {
    let server = Server::start(vec![issues(&[1, 2]), issues(&[3]), issues(&[])]);
    let client = client(&server);
    let mut pages = client.issues().list().state(ListState::Open).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page.expect("a page").body);
    }
    assert_eq!(numbers(found), [1, 2, 3]);
    let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/issues?state=open", "/issues?state=open&page=2", "/issues?state=open&page=3"]);

    let events: &[u8] = b"data: {\"text\":\"Me too.\"}\n\n";
    let server =
        Server::start(vec![StubResponse::new(200, &[("content-type", "text/event-stream")], events)]);
    let client = self::client(&server);
    let mut comments = client.issues().comments().watch(7).send().await.expect("200 is a success").body;
    assert_eq!(comments.next().await.expect("an event").expect("a comment").data.text, "Me too.");
}

#[test]
fn calls_a_resource_without_async() {
    let server = Server::start(vec![issues(&[1]), issues(&[])]);
    let client = Client::builder().base_url(server.url()).token("token").build_blocking().expect("a client");
    let items = client.issues().list().items_blocking().expect("a runtime");
    let items: Vec<Issue> = items.map(|item| item.expect("an issue")).collect();
    assert_eq!(numbers(items), [1]);
}

/// The code under test: it takes a resource, and not a client.
async fn report(issues: Issues<'_>, title: &str) -> Option<i64> {
    issues.create(&CreateBody::new(title)).send().await.ok().map(|response| response.body.number)
}

#[tokio::test]
async fn mocks_a_resource() {
    let mock: MockClient = Client::builder().build_mock().expect("a mock");
    mock.issues()
        .create(|request| Ok(Issue::new(i64::try_from(request.body.title.len()).expect("a small number"))))
        .comments()
        .create(|request| {
            assert_eq!(
                (request.path("number").as_deref(), request.body.text.as_str()),
                (Some("5"), "Me too.")
            );
            request.example()
        });
    assert_eq!(report(mock.client.issues(), "Crash").await, Some(5));
    let comment = Comment::new("Me too.");
    let response = mock.client.issues().comments().create(5, &comment).send().await;
    assert_eq!(response.expect("204 is a success").status, StatusCode::NO_CONTENT);
    assert_eq!(mock.calls.of::<Create<'static>>()[0].body.title, "Crash");
    assert_eq!(mock.calls.of::<comments::Create<'static>>().len(), 1);
    assert!(mock.client.issues().list().send().await.is_err(), "it has no handler");
}
