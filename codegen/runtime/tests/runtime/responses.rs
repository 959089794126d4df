//! Responses before they are decoded.

use bytes::Bytes;
use clientwright_runtime::{
    runtime::{
        Empty, Json, Text,
        error::{Error, TransportError, TransportErrorKind},
        error_view::ErrorKind,
        raw_response::{DocumentedError, Outcome, RawResponse},
        response::Response,
    },
    sample_mock::RenamePetResponse,
};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

/// An error that several operations have.
#[derive(Debug, PartialEq)]
enum ApiError {
    NotFound(Value),
    Other(String),
}

impl DocumentedError for ApiError {
    fn read<O>(raw: RawResponse) -> Outcome<O, Self> {
        match raw.status() {
            404 => raw.err(Json, Self::NotFound),
            _ if raw.is_class(4) => raw.err(Text, Self::Other),
            _ => raw.unexpected(),
        }
    }
}

fn failed(status: u16, headers: &[(&str, &str)], body: &str) -> Error<ApiError> {
    let response = http::Response::builder().status(status);
    let response = headers.iter().fold(response, |response, (name, value)| response.header(*name, *value));
    let raw = RawResponse::new(response.body(body.to_owned()).expect("a response"));
    let outcome: Outcome<(), ApiError> = raw.documented();
    outcome.expect_err("no success")
}

/// Returns the parts of any error, as a function over the errors of all calls reads them.
fn parts<E>(error: &Error<E>) -> (ErrorKind, Option<u16>, Option<Bytes>, Option<String>) {
    let model: Option<Value> = error.as_model();
    let text = model.and_then(|model| model.get("message")?.as_str().map(str::to_owned));
    (error.kind(), error.status().map(|status| status.as_u16()), error.body_bytes().cloned(), text)
}

#[test]
fn an_error_has_its_parts_whatever_its_type_is() {
    let body = r#"{"message": "no pet"}"#;
    let (bytes, text) = (Some(Bytes::from(body)), Some("no pet".to_owned()));
    let documented = failed(404, &[], body);
    assert_eq!(parts(&documented), (ErrorKind::Api, Some(404), bytes.clone(), text.clone()));
    assert_eq!(parts(&documented.into_untyped()), (ErrorKind::Api, Some(404), bytes.clone(), text.clone()));
    let other = failed(400, &[], "no JSON");
    assert!(matches!(&other, Error::Api(response) if response.body == ApiError::Other("no JSON".to_owned())));
    assert_eq!(parts(&other), (ErrorKind::Api, Some(400), Some(Bytes::from("no JSON")), None));
    let unexpected = (ErrorKind::UnexpectedStatus, Some(500), bytes, text);
    assert_eq!(parts(&failed(500, &[], body)), unexpected);
    assert_eq!(parts(&failed(500, &[], body).into_untyped()), unexpected);
    assert_eq!(parts(&failed(404, &[], "{")), (ErrorKind::Decode, Some(404), Some(Bytes::from("{")), None));
    let refused = TransportError::new(TransportErrorKind::Connect, None, "refused");
    let kind = ErrorKind::Transport(TransportErrorKind::Connect);
    assert_eq!(parts(&Error::<ApiError>::Transport(refused)), (kind, None, None, None));
}

#[test]
fn a_documented_error_that_was_not_received_has_no_bytes() {
    let response = Response::new(StatusCode::NOT_FOUND, HeaderMap::new(), "gone");
    let error = Error::Api(Box::new(response));
    assert_eq!(parts(&error), (ErrorKind::Api, Some(404), None, None));
    assert_eq!(parts(&error.into_untyped()).1, Some(404));
}

#[test]
fn a_response_is_compared_without_the_bytes_of_its_body() {
    let (Error::Api(one), Error::Api(two)) = (failed(404, &[], "{}"), failed(404, &[], "{ }")) else {
        panic!("a documented error");
    };
    assert_eq!(one, two);
    assert!(!format!("{two:?}").contains("{ }"), "{two:?}");
}

#[test]
fn reads_the_delay_that_the_server_requests() {
    let seconds =
        |headers: &[(&str, &str)]| failed(429, headers, "").retry_after().map(|delay| delay.as_secs());
    assert_eq!(seconds(&[]), None);
    assert_eq!(seconds(&[("retry-after", "7")]), Some(7));
    assert_eq!(seconds(&[("retry-after", "soon")]), None);
    let date = ("date", "Tue, 29 Feb 2028 12:00:00 GMT");
    assert_eq!(seconds(&[date, ("retry-after", "Tue, 29 Feb 2028 12:00:30 GMT")]), Some(30));
    assert_eq!(seconds(&[date, ("retry-after", "Tue, 29 Feb 2028 11:00:00 GMT")]), Some(0));
    assert_eq!(seconds(&[("retry-after", "Sat, 01 Jan 2000 00:00:00 GMT")]), Some(0));
}

#[test]
fn serializes_the_body_of_a_success() {
    let pet = json!({ "id": 7, "chip": null, "name": "Tom" });
    let body = serde_json::from_value(pet.clone()).map(RenamePetResponse::Ok).expect("a pet");
    assert_eq!(serde_json::to_value(body).expect("JSON"), pet);
    assert_eq!(serde_json::to_value(RenamePetResponse::Accepted).expect("JSON"), Value::Null);
}

#[test]
fn compares_the_media_type_and_its_parameters() {
    for (content_type, media_type, expected) in [
        ("application/json; charset=utf-8", "application/json", true),
        ("Application/JSON", "application/json", true),
        ("image/png", "image/*", true),
        ("text/csv", "application/json", false),
        ("application/json;v=2", "application/json;v=2", true),
        ("application/json; charset=utf-8; V=\"2\"", "application/json;v=2", true),
        ("application/json;v=3", "application/json;v=2", false),
        ("application/json", "application/json;v=2", false),
    ] {
        let response = http::Response::builder().header("content-type", content_type).body(Vec::new());
        let raw = RawResponse::new(response.expect("a response"));
        assert_eq!(raw.is(media_type), expected, "{content_type} and {media_type}");
    }
}

#[test]
fn the_text_of_an_error_shows_a_body_that_is_not_documented() {
    let error = |body: &'static str| {
        let response = http::Response::builder().status(403).body(body).expect("a response");
        let outcome: Outcome<(), ()> = RawResponse::new(response).err(Empty, |()| ());
        outcome.expect_err("no success").to_string()
    };
    assert!(error("the token is expired").ends_with("403 Forbidden: the token is expired"), "{}", error("x"));
    assert!(error("").ends_with("403 Forbidden: ()"), "{}", error(""));
}
