//! Retries.

use std::{net::TcpListener, time::Duration};

use hubspot_services::{Client, Error, Retry, TransportErrorKind};
use serde_json::json;
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};

use super::{AUTO_ADVANCE_LIMIT, TestClock, batch, build, created};

pub(crate) mod wire_clock {
    tests::clock_of!(wire, TestClock);
}

fn wire_client(server: &Server) -> (wire::Client, Clock) {
    wire_client_on(Clock::new(AUTO_ADVANCE_LIMIT), server)
}

fn wire_client_on(clock: Clock, server: &Server) -> (wire::Client, Clock) {
    let builder = wire::Client::builder().base_url(server.url()).token("token");
    (builder.clock(wire_clock::TestClock(clock.clone())).build().expect("a client"), clock)
}

fn status(code: u16, headers: &[(&str, &str)]) -> StubResponse {
    StubResponse::new(code, headers, b"")
}

/// Returns a response that ends in the middle of its body.
fn truncated() -> StubResponse {
    StubResponse::raw(
        200,
        &[("content-type", "application/octet-stream"), ("content-length", "10")],
        b"12345",
    )
}

fn file() -> StubResponse {
    StubResponse::new(200, &[("content-type", "application/octet-stream")], b"1234567890")
}

#[tokio::test]
async fn does_not_retry_a_call_that_is_not_idempotent() {
    for failure in [status(502, &[]), status(500, &[]), status(408, &[]), status(429, &[]), truncated()] {
        let server = Server::start(vec![failure, StubResponse::json(201, &created(&json!([])))]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        let error = client.batch_create(&batch()).send().await.expect_err("no success");
        assert_eq!(server.requests().len(), 1, "{error}");
        assert_eq!(error.attempts().map(|attempts| attempts.count), Some(1), "{error}");
        assert_eq!(clock.slept(), []);
    }
}

#[tokio::test]
async fn retries_a_call_that_is_marked_as_idempotent() {
    let server = Server::start(vec![status(502, &[]), StubResponse::json(201, &created(&json!([])))]);
    let (builder, clock) = build(&server);
    let client = builder.build().expect("a client");
    let response = client.batch_create(&batch()).idempotent().send().await.expect("201 is a success");
    assert_eq!((response.attempts.count, response.attempts.elapsed), (2, clock.elapsed()));
    assert!(clock.elapsed() <= Duration::from_millis(500));
    let requests = server.requests();
    assert_eq!(requests[0].json(), requests[1].json());
}

#[tokio::test]
async fn waits_for_the_seconds_in_retry_after() {
    for code in [429, 503] {
        let server = Server::start(vec![
            status(code, &[("retry-after", "7")]),
            StubResponse::json(201, &created(&json!([]))),
        ]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        let response = client.batch_create(&batch()).send().await.expect("201 is a success");
        assert_eq!((response.attempts.count, clock.slept()), (2, vec![Duration::from_secs(7)]));
    }
}

#[tokio::test]
async fn waits_for_the_date_in_retry_after() {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let date = httpdate::fmt_http_date(clock.system_time() + Duration::from_secs(9));
    let server = Server::start(vec![
        status(503, &[("retry-after", &date)]),
        status(503, &[("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT")]),
        StubResponse::json(201, &created(&json!([]))),
    ]);
    let builder = Client::builder().base_url(server.url()).oauth2("token").clock(TestClock(clock.clone()));
    let client = builder.build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    // A date in the past results in the delay of the second attempt.
    let slept = clock.slept();
    assert_eq!(slept[0], Duration::from_secs(9));
    assert!(slept[1] >= Duration::from_millis(500) && slept[1] <= Duration::from_secs(1), "{slept:?}");
}

#[tokio::test]
async fn a_server_cannot_ask_for_retries_without_delay() {
    for value in ["0", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let server = Server::start(vec![status(429, &[("retry-after", value)])]);
        let (builder, clock) = build(&server);
        let client = builder.build().expect("a client");
        client.batch_create(&batch()).send().await.expect_err("429 is no success");
        let slept = clock.slept();
        assert_eq!((server.requests().len(), slept.len()), (4, 3));
        for (delay, limit) in slept.iter().zip([500, 1000, 2000].map(Duration::from_millis)) {
            assert!(*delay >= limit / 2 && *delay <= limit, "{slept:?}");
        }
    }
}

#[tokio::test]
async fn clones_share_a_retry_budget() {
    let server = Server::start(vec![status(503, &[])]);
    let (builder, _) = build(&server);
    let client = builder.retry_budget(10).build().expect("a client");
    for _ in 0..20 {
        client.clone().batch_create(&batch()).idempotent().send().await.expect_err("503 is no success");
    }
    assert_eq!(server.requests().len(), 20 + 10);

    // The default is 100 retries.
    let server = Server::start(vec![status(503, &[])]);
    let (client, _) = wire_client(&server);
    for _ in 0..50 {
        client.download_file("1").send().await.expect_err("503 is no success");
    }
    assert_eq!(server.requests().len(), 50 + 100);
}

#[tokio::test]
async fn successes_fill_the_retry_budget() {
    let ok = || StubResponse::json(201, &created(&json!([])));
    let failure = || status(503, &[]);
    // The retry returns to the budget. Then five successes without a retry fill it after a failure.
    let mut responses = vec![failure(), ok(), failure(), failure(), failure()];
    responses.extend([ok(), ok(), ok(), ok(), ok(), failure(), ok()]);
    let server = Server::start(responses);
    let (builder, _) = build(&server);
    let client = builder.retry_budget(1).build().expect("a client");
    let mut attempts = Vec::new();
    for _ in 0..9 {
        let result = client.batch_create(&batch()).idempotent().send().await;
        attempts.push(match result {
            Ok(response) => (true, response.attempts.count),
            Err(error) => (false, error.attempts().map_or(0, |attempts| attempts.count)),
        });
    }
    let once = (true, 1);
    assert_eq!(attempts, [(true, 2), (false, 2), (false, 1), once, once, once, once, once, (true, 2)]);
}

#[tokio::test]
async fn settings_without_limit_do_not_panic() {
    const MAX: Duration = Duration::MAX;
    let retry = || wire::Retry::default().initial_backoff(MAX).max_backoff(MAX).total_timeout(MAX);
    let responses = || vec![status(503, &[("retry-after", "18446744073709551615")]), file()];
    // The mock's clock moves over every delay.
    let mock = wire::Client::builder().retry(retry().max_attempts(u32::MAX)).retry_budget(u32::MAX);
    let mock = mock.rate_limit(usize::MAX, MAX).rate_limit(1, MAX).max_in_flight(usize::MAX).timeout(MAX);
    let mock = mock.max_response_body(usize::MAX).build_mock().expect("a mock");
    let mut left = 3;
    mock.download_file(move |_| {
        left -= 1;
        if left > 0 {
            let mut headers = http::HeaderMap::new();
            headers.insert("retry-after", http::HeaderValue::from_static("18446744073709551615"));
            let response = wire::Response::new(http::StatusCode::SERVICE_UNAVAILABLE, headers, "".into());
            return Err(wire::Error::UnexpectedStatus(Box::new(response)));
        }
        Ok("a file".into())
    });
    assert_eq!(mock.client.download_file("1").send().await.expect("a file").attempts.count, 3);

    // A delay of ages is a wait, not a panic.
    let server = Server::start(responses());
    let builder = || {
        let builder = wire::Client::builder().base_url(server.url()).token("token").retry(retry());
        builder.timeout(MAX).connect_timeout(MAX).rate_limit(1000, MAX)
    };
    let client = builder().build().expect("a client");
    let call = client.download_file("1").send();
    tokio::time::timeout(Duration::from_millis(300), call).await.expect_err("it waits");
    client.download_file("1").stream().await.expect("a file");
    let call = std::thread::spawn(
        builder()
            .build_blocking()
            .map(|client| move || client.download_file("1").send_blocking().map(|response| response.body))
            .expect("a client"),
    );
    assert_eq!(call.join().expect("no panic").expect("a file"), "1234567890");
}

#[tokio::test]
async fn does_not_retry_after_a_long_retry_after() {
    let server = Server::start(vec![status(429, &[("retry-after", "31")])]);
    let (builder, clock) = build(&server);
    let client = builder.build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("429 is no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((server.requests().len(), clock.slept()), (1, vec![]));
    // The caller can read the header.
    assert_eq!(error.headers().expect("a response")["retry-after"], "31");
}

#[tokio::test]
async fn retries_a_get() {
    for failure in [status(408, &[]), status(500, &[]), status(503, &[]), truncated()] {
        let server = Server::start(vec![failure.clone(), failure, file()]);
        let (client, clock) = wire_client(&server);
        let response = client.download_file("1").send().await.expect("200 is a success");
        assert_eq!((response.attempts.count, response.body.as_ref()), (3, &b"1234567890"[..]));
        let waits = clock.slept();
        assert!(waits[0] <= Duration::from_millis(500) && waits[1] <= Duration::from_secs(1), "{waits:?}");
    }
}

#[tokio::test]
async fn backoff_is_random_and_doubles_up_to_the_maximum() {
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
async fn stops_at_the_total_timeout() {
    let server = Server::start(vec![status(503, &[("retry-after", "20")])]);
    let (client, clock) = wire_client_on(Clock::exactly(Duration::from_secs(20)), &server);
    let retry = wire::Retry::default().max_attempts(100).total_timeout(Duration::from_secs(50));
    let error = client.download_file("1").retry(retry).send().await.expect_err("503 is no success");
    // The delays end after 20 and 40 seconds. A third one would end after 60.
    assert_eq!(clock.elapsed(), Duration::from_secs(40));
    assert_eq!(error.attempts().map(|attempts| attempts.count), Some(3));
}

#[tokio::test]
async fn retries_a_refused_connection_for_every_method() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address");
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let builder = Client::builder().base_url(format!("http://{free}")).oauth2("token");
    let client = builder.clock(TestClock(clock.clone())).build().expect("a client");
    let error = client.batch_create(&batch()).send().await.expect_err("no server listens");
    assert!(
        error.to_string().starts_with("could not connect to the server (after 4 attempts in "),
        "{error}"
    );
    // The reason is in the sources, and the alternate form writes it once.
    assert!(!error.to_string().contains("refused"), "{error}");
    assert_eq!(format!("{error:#}").matches("Connection refused").count(), 1, "{error:#}");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!((error.kind(), clock.slept().len()), (TransportErrorKind::Connect, 3));
}

#[tokio::test]
async fn retries_can_be_turned_off() {
    let server = Server::start(vec![status(503, &[("retry-after", "1")])]);
    let (builder, _) = build(&server);
    let client = builder.retry(Retry::never()).build().expect("a client");
    client.batch_create(&batch()).send().await.expect_err("503 is no success");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn does_not_retry_a_streamed_body() {
    let server = Server::start(vec![status(503, &[("retry-after", "1")])]);
    let (client, _) = wire_client(&server);
    let body = wire::Body::reader(&b"a file"[..]);
    client.replace_file("1", body).send().await.expect_err("503 is no success");
    assert_eq!(server.requests().len(), 1);
    // A body in memory is retried.
    let error = client.replace_file("1", "a file").send().await.expect_err("503 is no success");
    assert_eq!((error.attempts().map(|attempts| attempts.count), server.requests().len()), (Some(4), 5));
}

#[tokio::test]
async fn the_timeout_uses_the_clock_of_the_client() {
    let server = Server::start(vec![StubResponse::Silence]);
    let (builder, clock) = build(&server);
    let client = builder.timeout(Duration::from_secs(60)).build().expect("a client");
    let call = tokio::spawn(async move { client.batch_create(&batch()).send().await });
    while server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_secs(60));
    let error = call.await.expect("it ends").expect_err("no response");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!((error.kind(), error.attempts().count), (TransportErrorKind::Timeout, 1));
    assert_eq!(error.attempts().elapsed, Duration::from_secs(60));
}

#[tokio::test]
async fn retries_with_the_same_idempotency_key() {
    let server = Server::start(vec![status(502, &[]), StubResponse::json(200, &json!({}))]);
    let (client, _) = wire_client(&server);
    let red = wire::models::Color::default();
    client.create_report(&red).send().await.expect("200 is a success");
    client.create_report(&red).send().await.expect("200 is a success");
    let requests = server.requests();
    let keys: Vec<&str> = requests.iter().map(|request| request.header("idempotency-key")).collect();
    assert_eq!((keys.len(), keys[0]), (3, keys[1]));
    assert!(keys[0].len() == 36 && keys[0] != keys[2], "{keys:?}");
    // A caller can send its own key.
    client.create_report(&red).header("Idempotency-Key", "mine").send().await.expect("200 is a success");
    assert_eq!(server.requests()[3].header("idempotency-key"), "mine");
}

#[tokio::test]
async fn an_idempotency_key_of_the_caller_makes_a_call_idempotent() {
    let server = Server::start(vec![status(502, &[]), StubResponse::json(201, &created(&json!([])))]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let batch = batch();
    let call = client.batch_create(&batch).header("Idempotency-Key", "mine");
    assert_eq!(call.send().await.expect("201 is a success").attempts.count, 2);
}

#[tokio::test]
async fn retries_the_statuses_of_the_description_whatever_the_method_is() {
    let server = Server::start(vec![status(409, &[]), status(502, &[]), status(204, &[])]);
    let (client, clock) = wire_client(&server);
    let response = client.create_retried().send().await.expect("a success");
    assert_eq!(response.attempts.count, 3);
    // The delays are at most one second, and two.
    let limits = [1, 2].map(Duration::from_secs);
    let slept = clock.slept();
    assert_eq!(slept.len(), limits.len());
    for (slept, limit) in slept.into_iter().zip(limits) {
        assert!(slept >= limit / 2 && slept <= limit, "{slept:?}");
    }
}

#[tokio::test]
async fn retries_no_other_status_than_those_of_the_description() {
    let server = Server::start(vec![status(429, &[]), status(204, &[])]);
    let (client, _) = wire_client(&server);
    let error = client.create_retried().idempotent().send().await.expect_err("no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn does_not_retry_a_call_for_which_the_description_forbids_it() {
    let server = Server::start(vec![status(503, &[("retry-after", "1")]), status(204, &[])]);
    let (client, _) = wire_client(&server);
    client.replace_retried().send().await.expect_err("no success");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_policy_of_the_call_or_of_the_client_replaces_that_of_the_description() {
    for of_client in [true, false] {
        let server = Server::start(vec![status(503, &[]), status(204, &[])]);
        let builder = wire::Client::builder().base_url(server.url()).token("token");
        let builder = builder.clock(wire_clock::TestClock(Clock::new(AUTO_ADVANCE_LIMIT)));
        let policy = wire::Retry::default().max_attempts(2);
        let builder = if of_client { builder.retry(policy.clone()) } else { builder };
        let client = builder.build().expect("a client");
        let call = client.create_retried();
        let call = if of_client { call } else { call.retry(policy.clone()) };
        // The method is not idempotent.
        call.send().await.expect_err("no success");
        assert_eq!(server.requests().len(), 1);
        let server = Server::start(vec![status(503, &[]), status(204, &[])]);
        let builder = wire::Client::builder().base_url(server.url()).token("token").retry(policy.clone());
        let builder = builder.clock(wire_clock::TestClock(Clock::new(AUTO_ADVANCE_LIMIT)));
        let client = builder.build().expect("a client");
        client.replace_retried().send().await.expect("a success");
        assert_eq!(server.requests().len(), 2);
    }
}
