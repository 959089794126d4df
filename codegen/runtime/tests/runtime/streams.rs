//! Multipart bodies and streams of items.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use clientwright_runtime::{
    runtime::{
        body::{Body, Source},
        multipart::{FilePart, Form, Parts},
        raw_response::Decode,
        request::Request,
        response::Response,
        stream::{Event, EventStream, Events, JsonLines, LineStream},
        stream_lines::StreamError,
    },
    sample::{Level, Upload},
};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// A source of these chunks. It is pending once before each chunk.
struct Chunks(Vec<&'static [u8]>, bool);

impl Source for Chunks {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.0.is_empty() { Poll::Ready(None) } else { Poll::Ready(Some(Ok(self.0.remove(0).into()))) }
    }
}

fn response(chunks: &[&'static [u8]]) -> Response<Body> {
    Response::new(StatusCode::OK, HeaderMap::new(), Body::source(Chunks(chunks.to_vec(), false), None))
}

fn events<T: DeserializeOwned + 'static>(chunks: &[&'static [u8]]) -> EventStream<T> {
    Events::decode(response(chunks).into()).expect("a stream").body
}

async fn all<T: DeserializeOwned + 'static>(
    mut stream: EventStream<T>,
) -> Vec<Result<Event<T>, StreamError>> {
    let mut all = Vec::new();
    while let Some(event) = stream.next().await {
        all.push(event);
    }
    all
}

#[tokio::test]
async fn reads_events_across_any_chunk_boundary() {
    let text = b"\xef\xbb\xbfevent: level\r\nid: 7\r\ndata: 1\r\n\r\n: a comment\ndata: \ndata:-1\nretry: 10\n\nevent: none\n\nid\ndata:5\n\ndata: [DONE]\n\ndata: 1\n\n";
    let mut splits: Vec<Vec<&'static [u8]>> = vec![vec![text]];
    splits.push(text.chunks(1).collect());
    splits.push(text.chunks(3).collect());
    for chunks in splits {
        let all = all(events::<Level>(&chunks)).await;
        let all: Vec<Event<Level>> = all.into_iter().map(|event| event.expect("an event")).collect();
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(
            (all[0].event.as_str(), all[0].id.as_deref(), &all[0].data),
            ("level", Some("7"), &Level::High)
        );
        assert_eq!((all[1].event.as_str(), all[1].retry, &all[1].data), ("message", Some(10), &Level::Low));
        assert_eq!((all[2].id.as_deref(), &all[2].data), (Some(""), &Level::Unknown(5)));
    }
}

#[tokio::test]
async fn keeps_text_data_and_drops_an_incomplete_event() {
    let texts = all(events::<String>(&[b"data: \"a\"\ndata: b\n\ndata: c"])).await;
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].as_ref().expect("an event").data, "\"a\"\nb");
}

#[tokio::test]
async fn continues_after_an_invalid_item_and_ends_after_a_long_one() {
    let mut stream = events::<Level>(&[b"data: high\n\ndata: 1\n\n"]);
    let error = stream.next().await.expect("an item").expect_err("not a level");
    assert!(matches!(&error, StreamError::Decode { item, .. } if item == "high"), "{error}");
    assert_eq!(stream.next().await.expect("an item").expect("a level").data, Level::High);

    for chunks in [&[b"data: 0123456789abcdef".as_slice(); 1][..], &[b"data: 01234\n".as_slice(); 5]] {
        let mut stream = events::<String>(chunks).limit(16);
        let error = stream.next().await.expect("an item").expect_err("too long");
        assert!(matches!(error, StreamError::TooLong));
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn reads_lines_of_json() {
    let mut stream: LineStream<Level> =
        JsonLines::decode(response(&[b"1\n\n", b"\x1e-", b"1\r\n 2 \nx\n3"]).into()).expect("a stream").body;
    let mut all = Vec::new();
    while let Some(item) = stream.next().await {
        all.push(item.ok());
    }
    let known = |number| Some(Level::from(number));
    assert_eq!(all, [known(1), known(-1), known(2), None, known(3)]);
}

#[tokio::test]
async fn writes_multipart_bodies() {
    let upload = Upload {
        file: FilePart::new("content").file_name("a \"b\".png").media_type("image/png"),
        more: vec![FilePart::reader(io::Cursor::new("more")), FilePart::new("other")],
        title: Some("t\r\n--".into()),
        levels: vec![Level::Low, Level::High],
        meta: Some(serde_json::json!({ "a": [1] })),
    };
    let mut request = Request::new("POST", "/");
    request.multipart("multipart/form-data", &upload);
    let request = request.finish("https://example.com").expect("a request");
    let media_type = request.headers()["content-type"].to_str().expect("text").to_owned();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    // The length of a reader is not known.
    assert_eq!(request.body().length(), None);
    let body = request.into_body().collect().await.expect("a body");
    let text = std::str::from_utf8(&body).expect("text").replace(boundary, "B");
    let file = |name: &str, file: &str, media: &str, content: &str| {
        format!(
            "--B\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {media}\r\n\r\n{content}\r\n"
        )
    };
    let part = |name: &str, head: &str, content: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n{content}\r\n")
    };
    let expected = [
        file("file", "a %22b%22.png", "image/png", "content"),
        file("more[]", "more[]", "application/octet-stream", "more"),
        file("more[]", "more[]", "application/octet-stream", "other"),
        part("title", "", "t\r\n--"),
        part("levels", "\r\nContent-Type: text/x-level", "-1"),
        part("levels", "\r\nContent-Type: text/x-level", "1"),
        part("meta", "\r\nContent-Type: application/json", "{\"a\":[1]}"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(text, expected.concat());
}

#[tokio::test]
async fn a_multipart_body_without_streams_has_a_length_and_can_be_replayed() {
    let mut request = Request::new("POST", "/");
    request.multipart("multipart/form-data", &Nothing);
    let body = request.finish("https://example.com").expect("a request").into_body();
    assert_eq!(body.length(), Some(38));
    assert_eq!(body.clone().collect().await.expect("bytes").len(), 38);
    assert_eq!(body.collect().await.expect("bytes").len(), 38);
}

struct Nothing;

impl Parts for Nothing {
    fn write(&self, _: &mut Form) -> Result<(), clientwright_runtime::runtime::error::RequestError> {
        Ok(())
    }
}

#[tokio::test]
async fn returns_the_error_of_a_reader() {
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let error = Body::reader(Broken).collect().await.expect_err("no body");
    assert_eq!(error.to_string(), "the disk is gone");
}

#[tokio::test]
async fn reads_json_sequences_whose_texts_span_lines() {
    let text: &[u8] = b"\x1e{\n  \"a\": 1\n}\n\x1e\x1e[\r\n2]\n\x1e{\n\x1e3";
    for chunks in [vec![text], text.chunks(1).collect()] {
        let mut stream: LineStream<serde_json::Value> =
            JsonLines::decode(response(&chunks).into()).expect("a stream").body;
        let mut items = Vec::new();
        while let Some(item) = stream.next().await {
            items.push(item.ok().map(|item| item.to_string()));
        }
        let expected = [Some("{\"a\":1}"), Some("[2]"), None, Some("3")];
        assert_eq!(items.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn debug_of_a_response_hides_cookies() {
    let mut headers = HeaderMap::new();
    headers.insert("set-cookie", http::HeaderValue::from_static("session=hidden"));
    headers.insert("x-request-id", http::HeaderValue::from_static("shown"));
    let response = Response::new(StatusCode::OK, headers, ());
    let text = format!("{response:?}");
    assert!(text.contains("shown") && !text.contains("hidden"), "{text}");
    assert_eq!(response.headers["set-cookie"], "session=hidden");
}

#[test]
fn a_decoding_error_points_to_the_missing_property() {
    let body = br#"{"details": [{"id": 1, "chip": null}, {"id": 2}]}"#;
    let raw: clientwright_runtime::runtime::raw_response::RawResponse =
        Response::new(StatusCode::OK, HeaderMap::new(), Body::from(&body[..])).into();
    let result: Result<
        Response<std::collections::BTreeMap<String, Vec<clientwright_runtime::sample::Pet>>>,
        _,
    > = clientwright_runtime::runtime::Json::decode(raw);
    assert_eq!(result.expect_err("no chip").pointer, "/details/1/chip");
}
