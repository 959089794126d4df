//! Limits of the client, and rate limits that a server reports.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hubspot_services::{Body, BoxFuture, Client, RateLimit, Transport, TransportError};
use serde_json::json;
use tests::{
    clock::Clock,
    server::{Server, StubResponse},
};
use tokio::sync::Notify;

use super::{AUTO_ADVANCE_LIMIT, TestClock, batch, build, created};

/// A transport that records the times of requests and waits for `go` before it responds.
#[derive(Clone)]
struct RecordingTransport {
    clock: Clock,
    times: Arc<Mutex<Vec<Duration>>>,
    in_flight: Arc<AtomicUsize>,
    max_in_flight_seen: Arc<AtomicUsize>,
    go: Option<Arc<Notify>>,
}

impl RecordingTransport {
    fn new(clock: &Clock, go: Option<Arc<Notify>>) -> Self {
        let (in_flight, max_in_flight_seen) = (Arc::default(), Arc::default());
        Self { clock: clock.clone(), times: Arc::default(), in_flight, max_in_flight_seen, go }
    }
}

impl Transport for RecordingTransport {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let in_flight = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
            self.max_in_flight_seen.fetch_max(in_flight, Ordering::SeqCst);
            self.times.lock().expect("the times").push(self.clock.elapsed());
            if let Some(go) = &self.go {
                go.notified().await;
            }
            self.in_flight.fetch_sub(1, Ordering::SeqCst);
            let mut response = http::Response::new(created(&json!([])).to_string().into());
            *response.status_mut() = http::StatusCode::CREATED;
            Ok(response)
        })
    }
}

#[tokio::test]
async fn clones_share_the_rate_limits() {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let transport = RecordingTransport::new(&clock, None);
    let client = Client::builder()
        .oauth2("token")
        .transport(transport.clone())
        .clock(TestClock(clock.clone()))
        .rate_limit(5, Duration::from_secs(10))
        .rate_limit(8, Duration::from_secs(30))
        .build()
        .expect("a client");
    for round in 0..6 {
        let clone = client.clone();
        for _ in 0..4 {
            clone.batch_create(&batch()).send().await.expect("201 is a success");
        }
        clock.advance(Duration::from_millis(700 * round));
    }
    let times = transport.times.lock().expect("the times").clone();
    assert_eq!(times.len(), 24);
    for (limit, per) in [(5, Duration::from_secs(10)), (8, Duration::from_secs(30))] {
        for window in times.windows(limit + 1) {
            assert!(window[limit] >= window[0] + per, "{limit} in {per:?}: {window:?}");
        }
    }
    // Three windows of eight requests are sufficient.
    assert!(clock.elapsed() < Duration::from_secs(90), "{:?}", clock.elapsed());
}

/// Starts calls until they wait for the rate limit, and returns them.
async fn waiting(client: &Client, calls: usize) -> Vec<tokio::task::JoinHandle<bool>> {
    let mut waiting = Vec::new();
    for _ in 0..calls {
        let client = client.clone();
        waiting.push(tokio::spawn(async move { client.batch_create(&batch()).send().await.is_ok() }));
        tokio::task::yield_now().await;
    }
    waiting
}

async fn abort(calls: impl IntoIterator<Item = tokio::task::JoinHandle<bool>>) {
    for call in calls {
        call.abort();
        assert!(call.await.is_err_and(|error| error.is_cancelled()));
    }
}

#[tokio::test]
async fn a_dropped_call_leaves_its_place_in_the_rate_limit() {
    // No sleep ends by itself.
    let clock = Clock::new(Duration::ZERO);
    let transport = RecordingTransport::new(&clock, None);
    let builder = Client::builder().oauth2("token").transport(transport.clone());
    let builder = builder.clock(TestClock(clock.clone())).rate_limit(1, Duration::from_secs(1));
    let client = builder.build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");

    // Calls behind the dropped ones move forward, and so does a new one.
    let mut calls = waiting(&client, 31).await;
    let last = calls.pop().expect("a call");
    abort(calls).await;
    let next = waiting(&client, 1).await.remove(0);
    for (call, second) in [(last, 1), (next, 2)] {
        clock.advance(Duration::from_secs(1));
        assert!(call.await.expect("it ends"));
        let times = transport.times.lock().expect("the times");
        assert_eq!(times.last(), Some(&Duration::from_secs(second)));
    }
}

#[tokio::test]
async fn every_window_holds_after_dropped_calls() {
    let clock = Clock::new(Duration::ZERO);
    let transport = RecordingTransport::new(&clock, None);
    let windows = [(2, Duration::from_secs(1)), (5, Duration::from_secs(4))];
    let builder = Client::builder().oauth2("token").transport(transport.clone());
    let builder = windows.iter().fold(builder, |builder, (max, per)| builder.rate_limit(*max, *per));
    let client = builder.clock(TestClock(clock.clone())).build().expect("a client");
    let calls = waiting(&client, 40).await;
    let (dropped, kept): (Vec<_>, Vec<_>) =
        calls.into_iter().enumerate().partition(|(index, _)| index % 3 == 2);
    abort(dropped.into_iter().map(|(_, call)| call)).await;
    for (_, call) in kept {
        while !call.is_finished() {
            clock.advance(Duration::from_millis(250));
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        }
        assert!(call.await.expect("it ends"));
    }
    let times = transport.times.lock().expect("the times").clone();
    assert_eq!(times.len(), 27);
    for (max, per) in windows {
        for window in times.windows(max + 1) {
            assert!(window[max] >= window[0] + per, "{max} in {per:?}: {window:?}");
        }
    }
    assert!(clock.elapsed() < Duration::from_secs(25), "the places are used: {:?}", clock.elapsed());
}

#[tokio::test]
async fn limits_the_requests_in_flight() {
    let clock = Clock::new(AUTO_ADVANCE_LIMIT);
    let go = Arc::new(Notify::new());
    let transport = RecordingTransport::new(&clock, Some(Arc::clone(&go)));
    let builder =
        Client::builder().oauth2("token").transport(transport.clone()).clock(TestClock(clock.clone()));
    let client = builder.max_in_flight(3).build().expect("a client");
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.batch_create(&batch()).send().await.map(drop) })
        })
        .collect();
    for call in calls {
        while !call.is_finished() {
            go.notify_one();
            tokio::task::yield_now().await;
        }
        call.await.expect("it ends").expect("201 is a success");
    }
    assert_eq!(
        (
            transport.max_in_flight_seen.load(Ordering::SeqCst),
            transport.times.lock().expect("the times").len()
        ),
        (3, 10)
    );
}

#[tokio::test]
async fn reads_the_rate_limits_of_a_response() {
    let headers = [
        ("content-type", "application/json"),
        ("x-hubspot-ratelimit-daily", "250000"),
        ("x-hubspot-ratelimit-daily-remaining", "249868"),
        ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
        ("x-hubspot-ratelimit-max", "100"),
        ("x-hubspot-ratelimit-remaining", "99"),
    ];
    let server =
        Server::start(vec![StubResponse::new(201, &headers, created(&json!([])).to_string().as_bytes())]);
    let (builder, _) = build(&server);
    let client = builder.build().expect("a client");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    let limits = response.rate_limits();
    let named = |name: &str| limits.iter().find(|limit| limit.name == name).expect("a limit").clone();
    let (daily, interval) = (named("daily"), named(""));
    assert_eq!((daily.limit, daily.remaining), (Some(250_000), Some(249_868)));
    assert_eq!(daily.window, Some(Duration::from_secs(86_400)));
    assert_eq!((interval.limit, interval.remaining), (Some(100), Some(99)));
    assert_eq!(interval.window, Some(Duration::from_secs(10)));
    assert_eq!(limits.len(), 2);
}

#[test]
fn reads_all_notations_of_rate_limit_headers() {
    let of = |headers: &[(&'static str, &str)]| {
        let mut map = http::HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a value"));
        }
        format!("{:?}", RateLimit::of(&map))
    };
    let draft = of(&[("ratelimit-policy", r#""burst";q=100;w=60"#), ("ratelimit", r#""burst";r=50;t=30"#)]);
    assert!(
        draft.contains(r#"name: "burst", limit: Some(100), remaining: Some(50), window: Some(60s)"#),
        "{draft}"
    );
    assert!(draft.contains("reset: Some(After(30s))"), "{draft}");
    let github = of(&[
        ("x-ratelimit-limit", "60"),
        ("x-ratelimit-remaining", "59"),
        ("x-ratelimit-reset", "1790000000"),
        ("x-ratelimit-resource", "core"),
    ]);
    assert!(github.contains("limit: Some(60), remaining: Some(59)"), "{github}");
    assert!(github.contains("reset: Some(At("), "{github}");
    assert_eq!(of(&[("content-type", "application/json"), ("x-ratelimit-limit", "many")]), "[]");
}
