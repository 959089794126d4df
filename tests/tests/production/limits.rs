//! How many requests are sent, and what the server says of its own limits.

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
    server::{Answer, Server},
};
use tokio::sync::Notify;

use super::{Moved, PATIENCE, batch, build, created};

/// Notes when requests come, and answers when it is told to.
#[derive(Clone)]
struct Noted {
    clock: Clock,
    times: Arc<Mutex<Vec<Duration>>>,
    under_way: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    go: Option<Arc<Notify>>,
}

impl Noted {
    fn new(clock: &Clock, go: Option<Arc<Notify>>) -> Self {
        let (under_way, most) = (Arc::default(), Arc::default());
        Self { clock: clock.clone(), times: Arc::default(), under_way, most, go }
    }
}

impl Transport for Noted {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(under_way, Ordering::SeqCst);
            self.times.lock().expect("the times").push(self.clock.elapsed());
            if let Some(go) = &self.go {
                go.notified().await;
            }
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            let mut answer = http::Response::new(created(&json!([])).to_string().into());
            *answer.status_mut() = http::StatusCode::CREATED;
            Ok(answer)
        })
    }
}

#[tokio::test]
async fn no_time_has_more_requests_than_its_limit_and_clones_share_it() {
    let clock = Clock::new(PATIENCE);
    let noted = Noted::new(&clock, None);
    let client = Client::builder()
        .oauth2("token")
        .transport(noted.clone())
        .clock(Moved(clock.clone()))
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
    let times = noted.times.lock().expect("the times").clone();
    assert_eq!(times.len(), 24);
    for (limit, per) in [(5, Duration::from_secs(10)), (8, Duration::from_secs(30))] {
        for window in times.windows(limit + 1) {
            assert!(window[limit] >= window[0] + per, "{limit} in {per:?}: {window:?}");
        }
    }
    // It waits no longer than it has to: three windows of eight.
    assert!(clock.elapsed() < Duration::from_secs(90), "{:?}", clock.elapsed());
}

#[tokio::test]
async fn no_more_requests_are_under_way_than_its_limit() {
    let clock = Clock::new(PATIENCE);
    let go = Arc::new(Notify::new());
    let noted = Noted::new(&clock, Some(Arc::clone(&go)));
    let builder = Client::builder().oauth2("token").transport(noted.clone()).clock(Moved(clock.clone()));
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
    assert_eq!((noted.most.load(Ordering::SeqCst), noted.times.lock().expect("the times").len()), (3, 10));
}

#[tokio::test]
async fn every_response_says_what_the_server_says_of_its_limits() {
    let headers = [
        ("content-type", "application/json"),
        ("x-hubspot-ratelimit-daily", "250000"),
        ("x-hubspot-ratelimit-daily-remaining", "249868"),
        ("x-hubspot-ratelimit-interval-milliseconds", "10000"),
        ("x-hubspot-ratelimit-max", "100"),
        ("x-hubspot-ratelimit-remaining", "99"),
    ];
    let server = Server::start(vec![Answer::new(201, &headers, created(&json!([])).to_string().as_bytes())]);
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
fn limits_are_read_however_they_are_written() {
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
