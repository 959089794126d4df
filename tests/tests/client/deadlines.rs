//! The deadline of every wait, against servers that stop, or never come to an end.

use std::{
    io::{self, Read},
    thread,
    time::{Duration, Instant, SystemTime},
};

use tests::server::{Server, StubResponse};
use wire::{
    Body, BoxFuture, Client, ClientBuilder, Clock, Error, RequestError, Retry, Token, Transport,
    TransportError, TransportErrorKind,
};

const TIMEOUT: Duration = Duration::from_millis(300);
const DELAY: Duration = Duration::from_millis(20);

/// The time in which a deadline of [`TIMEOUT`] must have ended a wait, also on a loaded machine.
const MARGIN: Duration = Duration::from_secs(10);

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.url()).token("token").timeout(TIMEOUT).retry(Retry::never())
}

/// Returns a client with the default transport, and one with a `reqwest::Client` that has no timeouts.
fn clients(server: &Server) -> [Client; 2] {
    let own = builder(server).http_client(reqwest::Client::new());
    [builder(server), own].map(|builder| builder.build().expect("a client"))
}

fn is_timeout<T, E: std::fmt::Debug>(result: Result<T, Error<E>>, status: Option<u16>, start: Instant) {
    let Err(error) = result else { panic!("a response") };
    assert_eq!(error.status().map(|status| status.as_u16()), status, "{error}");
    let Error::Transport(error) = error else { panic!("another error: {error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout, "{error}");
    assert!(start.elapsed() >= TIMEOUT && start.elapsed() < MARGIN, "{:?}", start.elapsed());
}

/// Returns servers that never finish the headers of a response.
fn without_headers() -> [Server; 2] {
    [StubResponse::Silence, StubResponse::endless_headers(DELAY)]
        .map(|response| Server::start(vec![response]))
}

#[tokio::test]
async fn the_headers_of_a_stream_have_a_deadline() {
    for server in without_headers() {
        for client in clients(&server) {
            let start = Instant::now();
            is_timeout(client.download_file("1").stream().await, None, start);
            let start = Instant::now();
            is_timeout(client.watch_events().send().await, None, start);
        }
    }
}

#[tokio::test]
async fn the_error_body_of_a_stream_has_a_deadline() {
    for response in [StubResponse::stalled(404, b"{"), StubResponse::endless(404, b"x", DELAY)] {
        let server = Server::start(vec![response]);
        for client in clients(&server) {
            let start = Instant::now();
            is_timeout(client.download_file("1").stream().await, Some(404), start);
        }
    }
}

#[tokio::test]
async fn each_read_of_a_stream_has_a_deadline() {
    let server = Server::start(vec![StubResponse::stalled(200, b"first")]);
    for client in clients(&server) {
        let mut body = client.download_file("1").stream().await.expect("a stream").body;
        assert_eq!(body.chunk().await.expect("a chunk").expect("bytes"), "first");
        let start = Instant::now();
        let error = body.chunk().await.expect("an error").expect_err("nothing arrives");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(start.elapsed() >= TIMEOUT && start.elapsed() < MARGIN, "{:?}", start.elapsed());
        assert!(body.chunk().await.is_none(), "the stream has ended");
    }
}

#[tokio::test]
async fn a_stream_can_take_longer_than_the_timeout() {
    let server = Server::start(vec![StubResponse::endless(200, b"x", DELAY)]);
    for client in clients(&server) {
        let mut body = client.download_file("1").stream().await.expect("a stream").body;
        let start = Instant::now();
        while start.elapsed() < 2 * TIMEOUT {
            body.chunk().await.expect("a chunk").expect("bytes");
        }
    }
}

#[test]
fn calls_without_async_have_deadlines() {
    for server in without_headers() {
        let client = builder(&server).build_blocking().expect("a client");
        let start = Instant::now();
        is_timeout(client.download_file("1").send_blocking(), None, start);
        let start = Instant::now();
        is_timeout(client.download_file("1").stream_blocking(), None, start);
    }
    for response in [StubResponse::stalled(404, b"{"), StubResponse::endless(404, b"x", DELAY)] {
        let server = Server::start(vec![response]);
        let client = builder(&server).build_blocking().expect("a client");
        let start = Instant::now();
        is_timeout(client.download_file("1").stream_blocking(), Some(404), start);
    }
    let server = Server::start(vec![StubResponse::stalled(200, b"first")]);
    let client = builder(&server).build_blocking().expect("a client");
    let response = client.download_file("1").stream_blocking().expect("a stream");
    let (start, mut read) = (Instant::now(), Vec::new());
    let error = response.body.into_reader().read_to_end(&mut read).expect_err("nothing more arrives");
    assert_eq!((error.kind(), &read[..]), (io::ErrorKind::TimedOut, &b"first"[..]));
    assert!(start.elapsed() < MARGIN, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_source_of_tokens_has_a_deadline() {
    let server = Server::start(vec![StubResponse::Silence]);
    let token = Token::source(std::future::pending);
    let client = builder(&server).token(token).build().expect("a client");
    let start = Instant::now();
    let error = client.watch_events().send().await.expect_err("no token");
    let Error::Request(RequestError::Client(why)) = error else { panic!("another error: {error}") };
    assert!(why.to_string().contains("no token in time"), "{why}");
    assert!(start.elapsed() < MARGIN && server.requests().is_empty());
}

/// A clock whose sleeps block the thread, or complete at once.
struct OddClock {
    blocks: bool,
}

impl Clock for OddClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let blocks = self.blocks;
        Box::pin(async move {
            if blocks {
                thread::sleep(duration);
            }
        })
    }
}

/// A transport that responds after a time.
struct SlowTransport(Duration);

impl Transport for SlowTransport {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            let body = Body::stream(Once(Some("a file".into())));
            let mut response = http::Response::new(body);
            let media_type = http::HeaderValue::from_static("application/octet-stream");
            response.headers_mut().insert("content-type", media_type);
            Ok(response)
        })
    }
}

/// A stream of one chunk.
struct Once(Option<bytes::Bytes>);

impl futures_core::Stream for Once {
    type Item = io::Result<bytes::Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}

#[tokio::test]
async fn a_clock_that_blocks_or_skips_its_sleeps_ends_no_request() {
    for blocks in [true, false] {
        let client = |response: Duration, timeout: Duration| {
            let builder = Client::builder().token("token").transport(SlowTransport(response));
            let builder = builder.timeout(timeout).retry(Retry::never()).clock(OddClock { blocks });
            builder.build().expect("a client")
        };
        let start = Instant::now();
        let slow = client(Duration::from_millis(100), Duration::from_secs(60));
        assert_eq!(slow.download_file("1").send().await.expect("a file").body, "a file");
        assert!(start.elapsed() < MARGIN, "{:?}", start.elapsed());

        let start = Instant::now();
        let late = client(Duration::from_secs(60), TIMEOUT);
        is_timeout(late.download_file("1").send().await, None, start);
    }
}

#[tokio::test]
async fn a_token_that_is_awaited_does_not_end_a_request_of_a_mock() {
    let token = Token::source(|| async {
        tokio::task::yield_now().await;
        Ok("token".to_owned())
    });
    let mock = Client::builder().token(token).build_mock_with_examples().expect("a mock");
    mock.client.create_report(&wire::models::Color::default()).send().await.expect("an example");
}
