//! A client without a server.

use codegen_runtime::{
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
async fn a_function_sees_the_request_and_gives_the_answer() {
    let mock = mock(false).expect("a mock");
    mock.rename_pet(|request| {
        assert_eq!(request.path("id").as_deref(), Some("7"));
        Ok(RenamePetResponse::Ok(Pet { chip: Some("new".to_owned()), ..request.body }))
    });
    let answer = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success");
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, RenamePetResponse::Ok(Pet { chip: Some("new".to_owned()), ..pet("Tom") }));

    mock.rename_pet(|_| Ok(RenamePetResponse::Accepted));
    let answer = rename_pet(&mock.client, 7, &pet("Kim")).send().await.expect("a success");
    assert_eq!(answer.status, StatusCode::ACCEPTED);

    let names: Vec<Option<String>> =
        mock.calls.of::<RenamePet<'static>>().into_iter().map(|request| request.body.name).collect();
    assert_eq!(names, [Some("Tom".to_owned()), Some("Kim".to_owned())]);
    assert_eq!(mock.calls.count(), 2);
}

#[tokio::test]
async fn errors_are_those_that_a_server_would_have_caused() {
    let mock = mock(false).expect("a mock");
    mock.rename_pet(|_| {
        let mut headers = HeaderMap::new();
        headers.insert("x-reason", http::HeaderValue::from_static("sold"));
        Err(Error::Api(Box::new(Response::new(StatusCode::NOT_FOUND, headers, "gone".to_owned()))))
    });
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("an error");
    let Error::Api(answer) = error else { panic!("{error}") };
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_str(), &answer.headers["x-reason"]),
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
    let answer = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success in the end");
    assert_eq!(answer.attempts.count, 3);
    assert!(answer.attempts.elapsed.as_secs() >= 30, "the clock has been moved: {:?}", answer.attempts);
}

#[tokio::test]
async fn examples_answer_where_no_function_does() {
    let strict = mock(false).expect("a mock");
    let error = rename_pet(&strict.client, 7, &pet("Tom")).send().await.expect_err("no answer").to_string();
    assert!(error.contains("the mock has no handler for PUT /pets/{id}"), "{error}");

    let mock = mock(true).expect("a mock");
    let answer = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect("a success");
    let RenamePetResponse::Ok(shown) = answer.body else { panic!("{answer:?}") };
    assert_eq!((shown.id, shown.chip), (3, None));

    mock.rename_pet(|request| request.example_of(404));
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("an error");
    assert!(matches!(&error, Error::Api(answer) if answer.body == "no such pet"), "{error}");

    mock.rename_pet(|request| request.example_of(202));
    let error = rename_pet(&mock.client, 7, &pet("Tom")).send().await.expect_err("no example").to_string();
    assert!(error.contains("no example of a `202`"), "{error}");
}
