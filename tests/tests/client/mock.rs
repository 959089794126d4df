//! A client without a server.

use http::{HeaderMap, StatusCode};
use hubspot_services::{
    Client, Error, MockClient, Response, Retry,
    operations::{BatchCreate, BatchCreateResponse},
};

use super::batch;

/// The code under test: it returns the number of created records.
async fn import(client: &Client) -> Result<usize, String> {
    match client.batch_create(&batch()).send().await {
        Ok(response) => Ok(match response.body {
            BatchCreateResponse::Created(batch) => batch.results.len(),
            BatchCreateResponse::MultiStatus(batch) => batch.results.len(),
        }),
        Err(error) => Err(format!("{error:#}")),
    }
}

fn mock() -> MockClient {
    Client::builder().build_mock().expect("a mock")
}

#[tokio::test]
async fn handlers_use_the_types_of_the_description() {
    let mock = mock();
    mock.batch_create(|request| {
        assert_eq!(request.path("objectType").as_deref(), Some("0-162"));
        let mut response = request.example()?;
        if let BatchCreateResponse::Created(batch) = &mut response {
            batch.results = vec![batch.results[0].clone(); request.body.inputs.len() + 1];
        }
        Ok(response)
    });
    assert_eq!(import(&mock.client).await, Ok(2));

    mock.batch_create(|request| request.example_of(207));
    assert_eq!(import(&mock.client).await, Ok(0));

    let calls = mock.calls.of::<BatchCreate<'static>>();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].body, batch());
    assert_eq!(calls[0].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn handlers_can_return_every_error() {
    let mock = mock();
    mock.batch_create(|request| request.example_of(403));
    let error = import(&mock.client).await.expect_err("403 is an error");
    assert!(error.contains("403 Forbidden") && error.contains("MISSING_SCOPES"), "{error}");

    // The first response allows a retry with `Retry-After`. The second one does not, because the call is not
    // idempotent.
    let mut responses = [(429, "5"), (502, "")].into_iter();
    mock.batch_create(move |_| {
        let (status, after) = responses.next().expect("at most two attempts");
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", after.parse().expect("a value"));
        let status = StatusCode::from_u16(status).expect("a status");
        Err(Error::UnexpectedStatus(Box::new(Response::new(status, headers, "busy".into()))))
    });
    let error = import(&mock.client).await.expect_err("502 is an error");
    assert!(error.contains("502 Bad Gateway (after 2 attempts in 5.0s)"), "{error}");
}

#[tokio::test]
async fn an_operation_without_a_handler_is_an_error_or_an_example() {
    let error = import(&mock().client).await.expect_err("no handler");
    assert!(
        error.contains("the mock has no handler for POST /crm/v3/objects/{objectType}/batch/create"),
        "{error}"
    );

    let mock = Client::builder().build_mock_with_examples().expect("a mock");
    assert_eq!(import(&mock.client).await, Ok(1));
    assert_eq!(mock.calls.count(), 1);
}

#[test]
fn mocks_blocking_calls() {
    let mock = Client::builder().retry(Retry::never()).build_mock().expect("a mock");
    mock.batch_create(|request| {
        let BatchCreateResponse::Created(batch) = request.example()? else { panic!("201 comes first") };
        Ok(BatchCreateResponse::Created(batch))
    });
    let response = mock.client.batch_create(&batch()).send_blocking().expect("a success");
    assert_eq!(response.status, StatusCode::CREATED);
}

#[tokio::test]
async fn mocks_streams_with_examples_and_bodies() {
    let mock = wire::Client::builder().build_mock_with_examples().expect("a mock");
    let mut events = mock.client.watch_events().send().await.expect("a success").body;
    assert!(events.next().await.expect("an event").is_ok());

    mock.watch_events(|_| {
        Ok(wire::EventStream::new("data: {\"kind\":\"left\",\"reason\":\"tired\"}\n\n".into()))
    });
    let mut events = mock.client.watch_events().send().await.expect("a success").body;
    let event = events.next().await.expect("an event").expect("what the description says");
    assert!(format!("{event:?}").contains("tired"), "{event:?}");
}

#[tokio::test]
async fn decodes_a_request_body_in_xml() {
    let mock = wire::Client::builder().token("token").build_mock_with_examples().expect("a mock");
    let note = wire::models::Note::new("de", "über <1>", ["a", "b"]);
    mock.client.replace_note(&note).send().await.expect("a success");
    let calls = mock.calls.of::<wire::operations::ReplaceNote<'static>>();
    assert_eq!(calls.iter().map(|call| &call.body).collect::<Vec<_>>(), [&note]);
    assert_eq!(calls[0].header("content-type"), Some("application/xml"));
}
