//! The format of server-sent events, in the cases of the HTML standard (section 9.2.6) and of the Web Platform Tests.

use std::{
    future::Future,
    io,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use clientwright_runtime::runtime::{
    body::{Body, Source},
    stream::{Event, EventStream},
    stream_lines::StreamError,
};

/// Returns the events of a body as a text, read at once, in single bytes, and in chunks of three bytes.
async fn texts(body: &[u8]) -> Vec<String> {
    let mut results = Vec::new();
    for size in [body.len().max(1), 1, 3] {
        let chunks: Vec<Bytes> = body.chunks(size).map(Bytes::copy_from_slice).collect();
        let mut stream: EventStream<String> = EventStream::new(Body::source(Chunks(chunks), None));
        let mut events = Vec::new();
        while let Some(event) = stream.next().await {
            let Event { event, id, retry, data, .. } = event.expect("an event");
            let id = id.map(|id| format!("#{id}")).unwrap_or_default();
            let retry = retry.map(|retry| format!("@{retry}")).unwrap_or_default();
            events.push(format!("{event}{id}{retry}={data}"));
        }
        results.push(events);
    }
    assert!(results.windows(2).all(|pair| pair.first() == pair.last()), "{results:?}");
    results.swap_remove(0)
}

struct Chunks(Vec<Bytes>);

impl Source for Chunks {
    fn poll_chunk(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.0.is_empty() { Poll::Ready(None) } else { Poll::Ready(Some(Ok(self.0.remove(0)))) }
    }
}

/// A source whose chunks have arrived, and whose connection stays open.
struct Open(Option<Bytes>);

impl Source for Open {
    fn poll_chunk(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.0.take().map_or(Poll::Pending, |chunk| Poll::Ready(Some(Ok(chunk))))
    }
}

#[tokio::test]
async fn reads_the_examples_of_the_standard() {
    let cases: [(&str, &[&str]); 5] = [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", &["message=YHOO\n+2\n10"]),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &["message#1=first event", "message#=second event", "message#= third event"],
        ),
        ("data\n\ndata\ndata\n\ndata:", &["message=", "message=\n"]),
        ("data:test\n\ndata: test\n\n", &["message=test", "message=test"]),
        ("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n", &["add=73857293", "remove=2153"]),
    ];
    for (body, expected) in cases {
        assert_eq!(texts(body.as_bytes()).await, expected, "{body:?}");
    }
}

#[tokio::test]
async fn reads_lines_fields_and_marks_like_a_browser() {
    let cases: [(&str, &[&str]); 17] = [
        // Ends of lines.
        ("data:test\r\ndata:test2\rdata:test3\n\n", &["message=test\ntest2\ntest3"]),
        ("data:a\r\rdata:b\r\r", &["message=a", "message=b"]),
        ("data:a\r\n\rdata:b\n\r\n", &["message=a", "message=b"]),
        // One byte order mark, at the start only.
        ("\u{feff}data:1\n\ndata:2\n\n", &["message=1", "message=2"]),
        ("\u{feff}\u{feff}data:1\n\ndata:2\n\n", &["message=2"]),
        ("data:1\n\n\u{feff}data:2\n\n", &["message=1"]),
        ("\u{feff}\n\ndata:1\n\n", &["message=1"]),
        // Comments, unknown fields and other cases of names.
        ("data:1\n:\0\n:\r\ndata:2\n:data:3\n\n", &["message=1\n2"]),
        (
            "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\nDATA: x\n\n",
            &["message=test\n"],
        ),
        ("data:\ttest\rdata: \ndata:test\n\n", &["message=\ttest\n\ntest"]),
        // An event without data is none, and its type is not kept.
        ("event: a\n\nevent: b\ndata: 1\n\ndata: 2\n\n", &["b=1", "message=2"]),
        ("event: test\ndata: x\nevent:\n\n", &["message=x"]),
        // An ID counts at the end of its event, also without data; a NUL makes it invalid.
        (
            "id: 1\n\ndata: a\n\nid: 2\ndata: b\n\nid: x\0\ndata: c\n\n",
            &["message#1=a", "message#2=b", "message#2=c"],
        ),
        // A reconnection time has only digits.
        (
            "retry: 3000\ndata: a\n\nretry: +5\ndata: b\n\nretry: 1x\nretry: -1\ndata: c\n\n",
            &["message@3000=a", "message=b", "message=c"],
        ),
        // An incomplete event is dropped.
        ("data: a\n\ndata: b\nid: 7\n", &["message=a"]),
        ("data: a\n\ndata: [DONE]\n\ndata: b\n\n", &["message=a"]),
        ("data: ok…\n\n", &["message=ok…"]),
    ];
    for (body, expected) in cases {
        assert_eq!(texts(body.as_bytes()).await, expected, "{body:?}");
    }
    let long = format!("id: {}\ndata: a\n\n", "7".repeat(10_000));
    assert_eq!(texts(long.as_bytes()).await, ["message=a"], "an ID is a header of the next request");
}

#[test]
fn an_event_that_ends_with_a_carriage_return_does_not_wait_for_the_next_byte() {
    let body = Body::source(Open(Some(Bytes::from_static(b"data: a\r\rdata: b\r\n\r"))), None);
    let mut stream: EventStream<String> = EventStream::new(body);
    let mut context = Context::from_waker(Waker::noop());
    for expected in ["a", "b"] {
        let Poll::Ready(Some(Ok(event))) = pin!(stream.next()).poll(&mut context) else { panic!("no event") };
        assert_eq!(event.data, expected);
    }
    assert!(stream.poll_event(&mut context).is_pending());
}

#[tokio::test]
async fn data_that_is_not_utf8_is_an_error() {
    let mut stream: EventStream<String> = EventStream::new(Body::from(&b"data: \xff\n\ndata: a\n\n"[..]));
    let error = stream.next().await.expect("an item").expect_err("not UTF-8");
    assert!(matches!(error, StreamError::Decode { item, .. } if item == b"\xff"[..]));
    assert_eq!(stream.next().await.expect("an event").expect("UTF-8").data, "a");
}

#[tokio::test]
async fn ends_with_the_sentinel() {
    let body = "data: a\n\ndata: [DONE]\n\ndata: b\n\ndata: end\n\ndata: c\n\n";
    for (sentinel, expected) in [
        ("[DONE]", ["a"].as_slice()),
        ("end", &["a", "[DONE]", "b"]),
        ("", &["a", "[DONE]", "b", "end", "c"]),
    ] {
        let mut stream: EventStream<String> = EventStream::new(Body::from(body)).sentinel(sentinel);
        let mut found = Vec::new();
        while let Some(event) = stream.next().await {
            found.push(event.expect("an event").data);
        }
        assert_eq!(found, expected, "{sentinel:?}");
    }
}
