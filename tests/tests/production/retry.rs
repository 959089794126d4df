//! Which calls are sent again, and when.

use std::{net::TcpListener, time::Duration};

use hubspot_services::{Client, Error, Retry, TransportErrorKind};
use serde_json::json;
use tests::{
    clock::Clock,
    server::{Answer, Server},
};

use super::{Moved, PATIENCE, batch, build, created};

pub(crate) mod wire_clock {
    tests::clock_of!(wire, Moved);
}

fn wire_client(server: &Server) -> (wire::Client, Clock) {
    wire_client_on(Clock::new(PATIENCE), server)
}

fn wire_client_on(clock: Clock, server: &Server) -> (wire::Client, Clock) {
    let builder = wire::Client::builder().base_url(server.url()).token("token");
    (builder.clock(wire_clock::Moved(clock.clone())).build().expect("a client"), clock)
}

fn status(code: u16, headers: &[(&str, &str)]) -> Answer {
    Answer::new(code, headers, b"")
}

/// An answer that ends in the middle.
fn cut() -> Answer {
    Answer::raw(200, &[("content-type", "application/octet-stream"), ("content-length", "10")], b"12345")
}

fn file() -> Answer {
    Answer::new(200, &[("content-type", "application/octet-stream")], b"1234567890")
}

#[tokio::test]
async fn a_batch_create_that_got_a_502_is_never_sent_twice() {
    for failure in [status(502, &[]), status(500, &[]), status(408, &[]), status(429, &[]), cut()] {
        let server = Server::start(vec![failure, Answer::json(201, &created(&json!([])))]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        let error = client.batch_create(&batch()).send().await.expect_err("no success");
        assert_eq!(server.requests().len(), 1, "{error}");
        assert_eq!(error.attempts().map(|attempts| attempts.count), Some(1), "{error}");
        assert_eq!(clock.slept(), []);
    }
}

#[tokio::test]
async fn the_caller_may_say_that_it_can_be_repeated() {
    let server = Server::start(vec![status(502, &[]), Answer::json(201, &created(&json!([])))]);
    let (builder, clock) = build(&server);
    let client = builder.build().expect("a client");
    let response = client.batch_create(&batch()).idempotent().send().await.expect("201 is a success");
    assert_eq!((response.attempts.count, response.attempts.elapsed), (2, clock.elapsed()));
    assert!(clock.elapsed() <= Duration::from_millis(500));
    let requests = server.requests();
    assert_eq!(requests[0].json(), requests[1].json());
}

#[tokio::test]
async fn a_server_that_says_when_to_come_again_is_believed() {
    for code in [429, 503] {
        let server = Server::start(vec![
            status(code, &[("retry-after", "7")]),
            Answer::json(201, &created(&json!([]))),
        ]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        let response = client.batch_create(&batch()).send().await.expect("201 is a success");
        assert_eq!((response.attempts.count, clock.slept()), (2, vec![Duration::from_secs(7)]));
    }
}

#[tokio::test]
async fn a_date_says_when_to_come_again() {
    let clock = Clock::new(PATIENCE);
    let date = httpdate::fmt_http_date(clock.system_time() + Duration::from_secs(9));
    let server = Server::start(vec![
        status(503, &[("retry-after", &date)]),
        status(503, &[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")]),
        Answer::json(201, &created(&json!([]))),
    ]);
    let builder = Client::builder().base_url(server.url()).oauth2("token").clock(Moved(clock.clone()));
    let client = builder.build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    // A date that is over is no reason to wait.
    assert_eq!(clock.slept(), [Duration::from_secs(9), Duration::ZERO]);
}

#[tokio::test]
async fn a_server_that_asks_for_too_much_is_not_asked_again() {
    let server = Server::start(vec![status(429, &[("retry-after", "31")])]);
    let (builder, clock) = build(&server);
    let client = builder.build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("429 is no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((server.requests().len(), clock.slept()), (1, vec![]));
    // What it said is there for the caller.
    assert_eq!(error.headers().expect("an answer")["retry-after"], "31");
}

#[tokio::test]
async fn a_call_that_reads_is_sent_again() {
    for failure in [status(408, &[]), status(500, &[]), status(503, &[]), cut()] {
        let server = Server::start(vec![failure.clone(), failure, file()]);
        let (client, clock) = wire_client(&server);
        let response = client.download_file("1").send().await.expect("200 is a success");
        assert_eq!((response.attempts.count, response.body.as_ref()), (3, &b"1234567890"[..]));
        let waits = clock.slept();
        assert!(waits[0] <= Duration::from_millis(500) && waits[1] <= Duration::from_secs(1), "{waits:?}");
    }
}

#[tokio::test]
async fn waits_are_random_and_double_up_to_their_bound() {
    let server = Server::start(vec![status(500, &[])]);
    let (client, clock) = wire_client(&server);
    let retry = wire::Retry::default()
        .max_attempts(12)
        .initial_backoff(Duration::from_secs(1))
        .max_backoff(Duration::from_secs(8))
        .total_timeout(Duration::from_secs(3600));
    let error = client.download_file("1").retry(retry).send().await.expect_err("500 is no success");
    let waits = clock.slept();
    assert_eq!(waits.len(), 11);
    for (index, wait) in waits.iter().enumerate() {
        assert!(*wait <= Duration::from_secs(1 << index.min(3)), "{index}: {wait:?}");
    }
    assert!(waits.iter().any(|wait| wait != &waits[0]), "not random: {waits:?}");
    let attempts = error.attempts().expect("it was sent");
    assert_eq!((attempts.count, attempts.elapsed), (12, clock.elapsed()));
    let text = error.to_string();
    assert!(text.contains("500 Internal Server Error (after 12 attempts in "), "{text}");
}

#[tokio::test]
async fn the_whole_time_has_an_end() {
    let server = Server::start(vec![status(503, &[("retry-after", "20")])]);
    let (client, clock) = wire_client_on(Clock::exactly(Duration::from_secs(20)), &server);
    let retry = wire::Retry::default().max_attempts(100).total_timeout(Duration::from_secs(50));
    let error = client.download_file("1").retry(retry).send().await.expect_err("503 is no success");
    // 20 and 40 seconds; a third wait would end at 60.
    assert_eq!(clock.elapsed(), Duration::from_secs(40));
    assert_eq!(error.attempts().map(|attempts| attempts.count), Some(3));
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address");
    let clock = Clock::new(PATIENCE);
    let builder = Client::builder().base_url(format!("http://{free}")).oauth2("token");
    let client = builder.clock(Moved(clock.clone())).build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("nobody listens");
    assert!(
        error.to_string().starts_with("could not connect to the server (after 4 attempts in "),
        "{error}"
    );
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!((error.kind(), clock.slept().len()), (TransportErrorKind::Connect, 3));
}

#[tokio::test]
async fn a_client_may_do_without() {
    let server = Server::start(vec![status(503, &[("retry-after", "1")])]);
    let (builder, _) = build(&server);
    let client = builder.retry(Retry::never()).build().expect("a client");
    client.batch_create(&batch()).send().await.expect_err("503 is no success");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_sent_once() {
    let server = Server::start(vec![status(503, &[("retry-after", "1")])]);
    let (client, _) = wire_client(&server);
    let body = wire::Body::reader(&b"a file"[..]);
    client.replace_file("1", body).send().await.expect_err("503 is no success");
    assert_eq!(server.requests().len(), 1);
    // The same bytes in memory go out again.
    let error = client.replace_file("1", "a file").send().await.expect_err("503 is no success");
    assert_eq!((error.attempts().map(|attempts| attempts.count), server.requests().len()), (Some(4), 5));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_on_the_clients_clock() {
    let server = Server::start(vec![Answer::Silence]);
    let (builder, clock) = build(&server);
    let client = builder.timeout(Duration::from_secs(60)).build().expect("a client");
    let call = tokio::spawn(async move { client.batch_create(&batch()).send().await });
    while server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_secs(60));
    let error = call.await.expect("it ends").expect_err("no answer");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!((error.kind(), error.attempts().count), (TransportErrorKind::Timeout, 1));
    assert_eq!(error.attempts().elapsed, Duration::from_secs(60));
}

#[tokio::test]
async fn a_call_with_an_idempotency_key_is_sent_again_with_the_same_key() {
    let server = Server::start(vec![status(502, &[]), Answer::json(200, &json!({}))]);
    let (client, _) = wire_client(&server);
    let red = wire::models::Color::default();
    client.create_report(&red).send().await.expect("200 is a success");
    client.create_report(&red).send().await.expect("200 is a success");
    let requests = server.requests();
    let keys: Vec<&str> = requests.iter().map(|request| request.header("idempotency-key")).collect();
    assert_eq!((keys.len(), keys[0]), (3, keys[1]));
    assert!(keys[0].len() == 36 && keys[0] != keys[2], "{keys:?}");
    // A caller may have a key of their own.
    client.create_report(&red).header("Idempotency-Key", "mine").send().await.expect("200 is a success");
    assert_eq!(server.requests()[3].header("idempotency-key"), "mine");
}

#[tokio::test]
async fn a_key_that_the_caller_sends_makes_a_call_repeatable() {
    let server = Server::start(vec![status(502, &[]), Answer::json(201, &created(&json!([])))]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let batch = batch();
    let call = client.batch_create(&batch).header("Idempotency-Key", "mine");
    assert_eq!(call.send().await.expect("201 is a success").attempts.count, 2);
}
