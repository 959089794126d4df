//! A client without a server.

use clientwright_runtime::{
    runtime::{
        error::{Error, TransportError, TransportErrorKind},
        response::Response,
    },
    sample::Pet,
    sample_mock::{RenamePet, RenamePetResponse, mock, rename_pet},
};
use http::{HeaderMap, StatusCode};

fn pet(name: &str) -> Pet {
    Pet { id: 7, chip: None, name: Some(name.to_owned()), owner: None, extra: None }
}

#[tokio::test]
async fn a_handler_receives_the_request_and_returns_the_response() {
    let mock = mock(false).expect("a mock");
    mock.rename_pet(|request| {
        assert_eq!(request.path("id").as_deref(), Some("7"));
        Ok(RenamePetResponse::Ok(Pet { chip: Some("new".to_owned()), ..request.body }))
    });
    let response = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success");
    assert_eq!(response.status, StatusCode::OK);
    assert_eq!(response.body, RenamePetResponse::Ok(Pet { chip: Some("new".to_owned()), ..pet("Tom") }));

    mock.rename_pet(|_| Ok(RenamePetResponse::Accepted));
    let response = rename_pet(&mock.client, 7, &pet("Kim")).send().await.expect("a success");
    assert_eq!(response.status, StatusCode::ACCEPTED);

    let names: Vec<Option<String>> =
        mock.calls.of::<RenamePet<'static>>().into_iter().map(|request| request.body.name).collect();
    assert_eq!(names, [Some("Tom".to_owned()), Some("Kim".to_owned())]);
    assert_eq!(mock.calls.count(), 2);
}

#[tokio::test]
async fn a_handler_can_return_errors() {
    let mock = mock(false).expect("a mock");
    mock.rename_pet(|_| {
        let mut headers = HeaderMap::new();
        headers.insert("x-reason", http::HeaderValue::from_static("sold"));
        Err(Error::Api(Box::new(Response::new(StatusCode::NOT_FOUND, headers, "gone".to_owned()))))
    });
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("an error");
    let Error::Api(response) = error else { panic!("{error}") };
    assert_eq!(
        (response.status.as_u16(), response.body.as_str(), &response.headers["x-reason"]),
        (404, "gone", &"sold".parse().expect("a value"))
    );

    let mut times = 0;
    mock.rename_pet(move |_| {
        times += 1;
        match times {
            1 => Err(TransportError::new(TransportErrorKind::Interrupted, None, "cut").into()),
            2 => {
                let mut headers = HeaderMap::new();
                headers.insert("retry-after", http::HeaderValue::from_static("30"));
                let body = bytes::Bytes::from_static(b"busy");
                Err(Error::UnexpectedStatus(Box::new(Response::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    headers,
                    body,
                ))))
            }
            _ => Ok(RenamePetResponse::Accepted),
        }
    });
    let response =
        rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success after two retries");
    assert_eq!(response.attempts.count, 3);
    assert!(response.attempts.elapsed.as_secs() >= 30, "the clock has moved: {:?}", response.attempts);
}

#[tokio::test]
async fn responds_with_examples_without_a_handler() {
    let strict = mock(false).expect("a mock");
    let error = rename_pet(&strict.client, 7, &pet("Tom")).send().await.expect_err("no handler").to_string();
    assert!(
        error.starts_with("the mock client cannot respond: the mock has no handler for PUT /pets/{id}"),
        "{error}"
    );
    assert_eq!(strict.calls.count(), 1);

    let mock = mock(true).expect("a mock");
    let response = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success");
    let RenamePetResponse::Ok(shown) = response.body else { panic!("{response:?}") };
    assert_eq!((shown.id, shown.chip), (3, None));

    mock.rename_pet(|request| request.example_of(404));
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("an error");
    assert!(matches!(&error, Error::Api(response) if response.body == "no such pet"), "{error}");

    mock.rename_pet(|request| request.example_of(202));
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("no example").to_string();
    assert!(error.contains("no example of a `202`"), "{error}");
}
