//! The texts of errors.

use std::{error::Error as _, io};

use bytes::Bytes;
use clientwright_runtime::runtime::{
    Json,
    error::{DecodeError, Error, RequestError, TransportError, TransportErrorKind},
    headers,
    raw_response::{Decode, RawResponse},
    response::Response,
    stream_lines::StreamError,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::Error as _;

type AnyError = Error<String>;

/// Returns the texts of an error and of its sources.
fn chain(error: &dyn std::error::Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut next = error.source();
    while let Some(error) = next {
        texts.push(error.to_string());
        next = error.source();
    }
    texts
}

/// Returns all forms of an error as text.
fn texts(error: &impl std::error::Error) -> Vec<String> {
    let mut texts = chain(error);
    texts.extend([format!("{error:#}"), format!("{error:?}"), format!("{error:#?}")]);
    texts
}

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::new(StatusCode::from_u16(status).expect("a status"), HeaderMap::new(), body.into())
}

fn decode_error(status: u16, body: String) -> Box<DecodeError> {
    let response = http::Response::builder().status(status).body(body.into_bytes()).expect("a response");
    <Json as Decode<Vec<u8>>>::decode(RawResponse::new(response)).expect_err("no list of bytes")
}

fn transport_error(kind: TransportErrorKind) -> TransportError {
    let reason = io::Error::other(TransportError::new(TransportErrorKind::Connect, None, "refused"));
    TransportError::new(kind, None, reason)
}

fn errors() -> Vec<AnyError> {
    let json = || serde_json::Error::custom("not a key");
    vec![
        Error::Api(Box::new(Response::new(StatusCode::NOT_FOUND, HeaderMap::new(), "no pet".to_owned()))),
        Error::UnexpectedStatus(Box::new(response(503, "busy"))),
        Error::Decode(decode_error(200, "[1, true]".to_owned())),
        Error::Transport(transport_error(TransportErrorKind::Interrupted)),
        Error::Transport(transport_error(TransportErrorKind::Timeout)),
        Error::Transport(transport_error(TransportErrorKind::TooLarge)),
        Error::Transport(transport_error(TransportErrorKind::NoMockResponse)),
        Error::Request(RequestError::Body(json())),
        Error::Request(RequestError::Http(HeaderValue::from_str("\n").expect_err("a line").into())),
        Error::Request(RequestError::Client(Box::new(transport_error(TransportErrorKind::Timeout)))),
        Error::Request(RequestError::Credential { scheme: "token", source: Box::new(json()) }),
    ]
}

#[test]
fn a_text_does_not_repeat_the_text_of_its_source() {
    for error in errors() {
        let chain = chain(&error);
        for pair in chain.windows(2) {
            assert!(!pair[0].contains(&pair[1]), "{chain:?}");
        }
        assert_eq!(format!("{error:#}"), chain.join(": "));
    }
    let errors = [
        StreamError::Transport(io::Error::other("reset")),
        StreamError::Decode { item: Bytes::from_static(b"x"), source: "no number".into() },
        StreamError::TooLong,
    ];
    for error in errors {
        assert_eq!(format!("{error:#}"), chain(&error).join(": "));
        assert!(error.source().is_none_or(|source| !error.to_string().contains(&source.to_string())));
    }
}

#[test]
fn keeps_the_remedy_in_the_short_form() {
    let error = RequestError::Client("call `build_blocking`".into());
    assert_eq!(error.to_string(), "the HTTP client is not usable: call `build_blocking`");
    let error = TransportError::new(TransportErrorKind::NoMockResponse, None, "set a handler");
    assert_eq!(error.to_string(), "the mock client cannot respond: set a handler");
}

#[test]
fn limits_the_texts_of_errors() {
    let long = "x\u{1b}".repeat(1 << 20);
    let mut with_headers = response(500, long.clone());
    for index in 0..1000 {
        let name = http::HeaderName::try_from(format!("x-{index}")).expect("a name");
        with_headers.headers.insert(name, HeaderValue::from_static("a value"));
    }
    let partial =
        TransportError::new(TransportErrorKind::Interrupted, Some(with_headers.clone()), long.clone());
    let value = decode_error(200, format!("[1,\n {:?}]", "x".repeat(1 << 20)));
    assert_eq!((value.pointer.as_str(), value.line), ("/1", 2));
    let source = value.source().and_then(|source| source.downcast_ref::<serde_json::Error>());
    assert_eq!(source.map(|source| (source.line(), source.column())), Some((value.line, value.column)));
    let mut pointer = decode_error(500, "{".to_owned());
    pointer.pointer.clone_from(&long);
    let errors: Vec<AnyError> = vec![
        Error::Api(Box::new(Response::new(StatusCode::NOT_FOUND, HeaderMap::new(), long.clone()))),
        Error::UnexpectedStatus(Box::new(with_headers)),
        Error::Decode(value),
        Error::Decode(pointer),
        Error::Transport(partial),
        Error::Request(RequestError::NextPage(long.clone())),
    ];
    for error in errors {
        // The source of this error is not from the server, and `chain` writes all of it.
        let is_transport = matches!(error, Error::Transport(_));
        let all = texts(&error);
        for text in all.iter().skip(if is_transport { 2 } else { 0 }) {
            assert!(text.len() < 20_000, "{} bytes: {}", text.len(), text.get(..300).unwrap_or_default());
        }
        assert!(!format!("{error:#}").contains(char::is_control), "{error:#}");
    }
    let headers = HeaderMap::from_iter([(
        http::HeaderName::from_static("x-left"),
        "9x".repeat(1 << 20).parse().expect("a value"),
    )]);
    let header = headers::one::<u32>(&headers, "x-left").expect_err("no number");
    assert!(texts(&header).iter().all(|text| text.len() < 1000));
    let item = StreamError::Decode { item: long.into(), source: "x".into() };
    assert!(texts(&item).iter().all(|text| text.len() < 1000));
}

#[test]
fn shows_no_body_of_a_successful_response() {
    const SECRET: &str = "s3cr3t";
    let body = || format!("{{\"token\": \"{SECRET}\"}}");
    let errors: Vec<AnyError> = vec![
        Error::UnexpectedStatus(Box::new(response(202, body()))),
        Error::Decode(decode_error(200, body())),
        Error::Transport(TransportError::new(
            TransportErrorKind::Timeout,
            Some(response(200, body())),
            "timeout",
        )),
    ];
    for error in errors {
        assert!(texts(&error).iter().all(|text| !text.contains(SECRET)), "{error:?}");
    }
    let item = StreamError::Decode { item: body().into(), source: "no list".into() };
    assert!(texts(&item).iter().all(|text| !text.contains(SECRET)), "{item:?}");
    // The text of a failure is shown, because it is the reason.
    let failed: AnyError = Error::UnexpectedStatus(Box::new(response(503, "busy")));
    assert!(format!("{failed:?}").contains("body: busy"), "{failed:?}");
}
