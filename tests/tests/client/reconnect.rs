//! Streams of events that reconnect, against servers that cut them.

use std::time::Duration;

use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};
use wire::{
    Client, ClientBuilder, EventStream, Retry, StreamError,
    models::{Event, Joined},
};

use super::AUTO_ADVANCE_LIMIT;

tests::clock_of!(wire, WireClock);

const FIRST: &str = "id: 1\ndata: {\"kind\":\"joined\",\"user\":\"Ada\"}\n\n";
const SECOND: &str = "id: 2\r\ndata: {\"kind\":\"joined\",\r\ndata: \"user\":\"Eve\"}\r\n\r\n";

fn build(server: &Server) -> (ClientBuilder, Clock) {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let builder = Client::builder().base_url(server.url()).token("t0k3n").clock(WireClock(clock.clone()));
    (builder, clock)
}

/// Returns a response whose connection ends after this text: as an error, because the text is not complete.
fn cut(text: &str) -> StubResponse {
    let headers = [("content-type", "text/event-stream; charset=utf-8"), ("content-length", "9999")];
    StubResponse::raw(200, &headers, text.as_bytes())
}

/// Returns a response that is complete after this text.
fn complete(text: &str) -> StubResponse {
    StubResponse::new(200, &[("content-type", "text/event-stream")], text.as_bytes())
}

fn end() -> StubResponse {
    StubResponse::raw(204, &[], b"")
}

/// Returns the users of all events, and the error at the end.
async fn read(mut events: EventStream<Event>) -> (Vec<String>, Option<StreamError>) {
    let mut users = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(wire::Event { data: Event::Joined(Joined { user, .. }), .. }) => users.push(user),
            Ok(event) => panic!("another event: {event:?}"),
            Err(error) => return (users, Some(error)),
        }
    }
    (users, None)
}

fn last_event_ids(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.header("last-event-id").to_owned()).collect()
}

#[tokio::test]
async fn no_event_is_lost_or_repeated_wherever_the_stream_is_cut() {
    let all = format!("{FIRST}{SECOND}");
    for at in 0..=all.len() {
        let received = &all[..at];
        // The `\r` ends the last line already.
        let (id, rest) = if at + 1 >= all.len() {
            ("2", None)
        } else if at >= FIRST.len() {
            ("1", Some(SECOND))
        } else {
            ("", Some(&all[..]))
        };
        for first in [cut(received), complete(received)] {
            let responses = [Some(first), rest.map(complete), Some(end())];
            let server = Server::start(responses.into_iter().flatten().collect());
            let (builder, _) = build(&server);
            let client = builder.build().expect("a client");
            let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
            let (users, error) = read(events).await;
            assert!(error.is_none() && users == ["Ada", "Eve"], "cut at {at}: {users:?}, {error:?}");
            assert_eq!(last_event_ids(&server)[1], id, "cut at {at}");
        }
    }
}

#[tokio::test]
async fn waits_for_the_time_of_the_server() {
    let timed = format!("retry: 20000\n{FIRST}");
    let server = Server::start(vec![cut(&timed), cut(SECOND), end()]);
    let (builder, clock) = build(&server);
    let client = builder.build().expect("a client");
    let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
    let (users, error) = read(events).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(users, ["Ada", "Eve"]);
    // The time remains until the server sets another one.
    assert_eq!(clock.slept(), [Duration::from_secs(20); 2]);
    assert_eq!(last_event_ids(&server), ["", "1", "2"]);
}

#[tokio::test]
async fn does_not_reconnect_after_the_end_of_the_server() {
    // A time that is longer than `max_backoff`, as for `Retry-After`.
    let late = format!("retry: 3600000\n{FIRST}");
    let done = format!("{FIRST}data: [DONE]\n\n");
    for first in [cut(&late), complete(&done)] {
        let server = Server::start(vec![first, complete(SECOND)]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
        let (users, _) = read(events).await;
        assert_eq!(users, ["Ada"]);
        assert_eq!((server.requests().len(), clock.slept().len()), (1, 0));
    }
}

#[tokio::test]
async fn limits_the_requests_without_an_event() {
    // Nothing new arrives: a comment, an ID and an incomplete event are no events.
    let silent = ": ping\n\nid: 7\n\ndata: {";
    for (response, is_error) in [(complete(silent), false), (cut(silent), true)] {
        let server = Server::start(vec![cut(FIRST), cut(SECOND), response]);
        let (builder, _) = build(&server);
        let client = builder.retry(Retry::default().max_attempts(3)).build().expect("a client");
        let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
        let (users, error) = read(events).await;
        assert_eq!(users, ["Ada", "Eve"]);
        assert_eq!(matches!(error, Some(StreamError::Transport(_))), is_error, "{error:?}");
        assert_eq!(last_event_ids(&server), ["", "1", "2", "7"]);
    }
}

#[tokio::test]
async fn takes_reconnects_from_the_retry_budget() {
    let server = Server::start(vec![cut(FIRST), StubResponse::raw(503, &[], b"")]);
    let (builder, _) = build(&server);
    let client = builder.retry_budget(2).retry(Retry::default().max_attempts(100)).build().expect("a client");
    let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
    let (users, error) = read(events).await;
    assert_eq!(users, ["Ada"]);
    let error = error.expect("an error");
    assert!(matches!(error, StreamError::Reconnect(_)), "{error:?}");
    assert_eq!(
        format!("{error:#}"),
        "the stream was interrupted, and could not reconnect: the server responded with 503 Service Unavailable"
    );
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn ends_with_the_response_that_is_no_stream() {
    let page = StubResponse::new(200, &[("content-type", "text/html")], b"<p>");
    for response in [StubResponse::raw(404, &[], b""), page] {
        let server = Server::start(vec![cut(FIRST), response]);
        let (builder, _) = build(&server);
        let client = builder.build().expect("a client");
        let events = EventStream::reconnecting(client.watch_events()).await.expect("events").body;
        let (users, error) = read(events).await;
        assert_eq!((users.len(), server.requests().len()), (1, 2));
        assert!(matches!(error, Some(StreamError::Reconnect(_))), "{error:?}");
    }
}

#[tokio::test]
async fn only_an_idempotent_call_reconnects() {
    for (is_marked, requests) in [(false, 1), (true, 3)] {
        let server = Server::start(vec![cut(FIRST), complete(SECOND), end()]);
        let (builder, _) = build(&server);
        let client = builder.build().expect("a client");
        let call = client.start_watch();
        let call = if is_marked { call.idempotent() } else { call };
        let events = EventStream::reconnecting(call).await.expect("events").body;
        let (users, error) = read(events).await;
        assert_eq!((users.len(), error.is_some()), if is_marked { (2, false) } else { (1, true) });
        assert_eq!(server.requests().len(), requests);
    }
}

#[tokio::test]
async fn a_call_that_is_only_sent_does_not_reconnect() {
    let server = Server::start(vec![cut(FIRST), complete(SECOND)]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let (users, error) = read(client.watch_events().send().await.expect("events").body).await;
    assert_eq!((users.len(), error.is_some(), server.requests().len()), (1, true, 1));
}

#[tokio::test]
async fn the_last_event_id_of_the_caller_is_sent_until_there_is_another() {
    let server = Server::start(vec![cut(": ping\n"), cut(FIRST), cut("id\n\n"), end()]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let call = client.watch_events().header("Last-Event-ID", "0");
    let events = EventStream::reconnecting(call).await.expect("events").body;
    let (users, error) = read(events).await;
    assert!(error.is_none() && users == ["Ada"], "{error:?}");
    assert_eq!(last_event_ids(&server), ["0", "0", "1", ""]);
}

#[test]
fn reconnects_without_async() {
    let server = Server::start(vec![cut(FIRST), complete(SECOND), end()]);
    let (builder, _) = build(&server);
    let client = builder.build_blocking().expect("a client");
    let mut events = EventStream::reconnecting_blocking(client.watch_events()).expect("events").body;
    let mut ids = Vec::new();
    while let Some(event) = events.next_blocking() {
        ids.extend(event.expect("an event").id);
    }
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(last_event_ids(&server), ["", "1", "2"]);
}
