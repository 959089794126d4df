//! Calls without async: the transport with ureq, and an executor that blocks the thread.
//!
//! The transport does all its work when its future is polled, so the client works without an async runtime.

use std::{
    future::Future,
    io::{self, Read},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant, SystemTime},
};

use bytes::{Buf, Bytes};
use http::Method;
#[cfg(feature = "native-tls")]
use ureq::tls::TlsProvider;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, SendBody, Timeout, config::AutoHeaderValue};

use super::{
    body::Body,
    clock::{Clock, thread_timer},
    error::{RequestError, TransportError, TransportErrorKind},
    transport::{BoxFuture, RequestTimeout, Transport},
};

/// The timeout of each step of a request with a streamed response, if its call has another one than the client.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadTimeout(pub(super) Duration);

/// Blocks the thread until `future` completes.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct ThreadWaker(Thread);
    impl Wake for ThreadWaker {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(ThreadWaker(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// The clock of the system. Its sleeps block the thread.
pub(super) struct ThreadClock;

impl Clock for ThreadClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { thread::sleep(duration) })
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'static, ()> {
        thread_timer(duration)
    }
}

/// The transport with ureq.
pub(super) struct UreqTransport(Agent);

impl UreqTransport {
    /// Creates a transport with a connect timeout, and a timeout of the other steps of a request and of each read.
    #[allow(clippy::unnecessary_wraps, reason = "the settings of TLS can fail")]
    pub(super) fn new(connect_timeout: Duration, timeout: Duration) -> Result<Self, RequestError> {
        let compressed = cfg!(any(feature = "gzip", feature = "brotli"));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(if compressed { AutoHeaderValue::Default } else { AutoHeaderValue::None })
            .timeout_resolve(Some(connect_timeout))
            .timeout_connect(Some(connect_timeout))
            .timeout_send_request(Some(timeout))
            .timeout_send_body(Some(timeout))
            .timeout_recv_response(Some(timeout))
            .timeout_per_read(Some(timeout));
        // The certificates are those of the system, as with reqwest.
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        #[cfg(feature = "native-tls")]
        let config = config.tls_config(tls.provider(TlsProvider::NativeTls).build());
        #[cfg(all(feature = "rustls-no-provider", not(feature = "native-tls")))]
        let config =
            config.tls_config(tls.unversioned_rustls_crypto_provider(super::tls::crypto_provider()?).build());
        Ok(Self(Agent::new_with_config(config.build())))
    }

    fn run(&self, request: http::Request<Body>) -> Result<http::Response<Body>, ureq::Error> {
        let (mut head, body) = request.into_parts();
        match body.as_bytes() {
            Some(bytes) if bytes.is_empty() && !has_content(&head.method) => self.exchange(head, ()),
            Some(bytes) => self.exchange(head, &**bytes),
            None => {
                if let Some(length) = body.length() {
                    head.headers.insert(http::header::CONTENT_LENGTH, length.into());
                }
                self.exchange(head, SendBody::from_owned_reader(BodyReader::new(body)))
            }
        }
    }

    fn exchange(
        &self,
        head: http::request::Parts,
        body: impl AsSendBody,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let timeout = head.extensions.get::<RequestTimeout>().map(|timeout| timeout.0);
        let step = timeout.or_else(|| head.extensions.get::<ReadTimeout>().map(|timeout| timeout.0));
        let request = http::Request::from_parts(head, body);
        let mut config = self.0.configure_request(request).timeout_global(timeout);
        // The timeouts of the agent are those of the client. A call can have a longer one.
        if step.is_some() {
            config = config
                .timeout_send_request(step)
                .timeout_send_body(step)
                .timeout_recv_response(step)
                .timeout_per_read(step);
        }
        Ok(self.0.run(config.build())?.map(|body| Body::reader(ResponseReader(body.into_reader()))))
    }
}

impl Transport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async { self.run(request).map_err(|error| TransportError::new(kind(&error), None, error)) })
    }
}

/// Returns `true` if a request of this method has a `Content-Length` even without content (RFC 9110, section 8.6).
fn has_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

fn kind(error: &ureq::Error) -> TransportErrorKind {
    match error {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportErrorKind::Connect,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        ureq::Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable => TransportErrorKind::Connect,
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            _ => TransportErrorKind::Interrupted,
        },
        _ => TransportErrorKind::Interrupted,
    }
}

/// The reader of a response. Its timeouts have the kind `TimedOut`, like those of other transports.
struct ResponseReader<R>(R);

impl<R: Read> Read for ResponseReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<ureq::Error>());
            match cause {
                Some(ureq::Error::Timeout(_)) => io::Error::new(io::ErrorKind::TimedOut, error),
                _ => error,
            }
        })
    }
}

/// A reader of a body. A read blocks the thread until bytes arrive.
pub(super) struct BodyReader {
    body: Body,
    rest: Bytes,
}

impl BodyReader {
    pub(super) fn new(body: Body) -> Self {
        Self { body, rest: Bytes::new() }
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match block_on(self.body.chunk()).transpose()? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        let length = self.rest.len().min(buffer.len());
        self.rest.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
