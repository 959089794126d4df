//! From a request to its answer: tries, redirects, credentials, limits, and how a body is taken.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, header};

use super::{
    body::{Body, Source},
    clock::{Clock, Deadline},
    credentials::Credentials,
    error::{Error, RequestError, TransportError, TransportErrorKind},
    limit::{Limits, Permit},
    operation::Security,
    redirects::{redirected, same_origin},
    response::{Response, Tries},
    retry::{Retry, after_answer, after_failure},
    transport::{PathTemplate, RequestTimeout, Transport},
};

/// How many redirects a call follows before it takes the answer as it is.
const MOST_REDIRECTS: usize = 10;

/// What clones of a client share.
pub(super) struct Shared {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) base_url: String,
    pub(super) servers: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Credentials,
    pub(super) timeout: Duration,
    pub(super) retry: Retry,
    pub(super) limits: Limits,
    pub(super) lenient: bool,
}

/// How one call is sent, whatever its operation is.
#[derive(Clone, Default)]
pub(super) struct Course {
    pub(super) path: &'static str,
    pub(super) security: Security,
    pub(super) taking: Taking,
    pub(super) retry: Retry,
    /// Whether the server does the same when the request comes twice.
    pub(super) repeatable: bool,
}

impl Shared {
    /// Sends a request, and sends it again where that is safe.
    pub(super) async fn answer(
        &self,
        request: http::Request<Body>,
        course: &Course,
    ) -> Result<Response<Body>, Failure> {
        let mut start = None;
        let mut tries = Tries { count: 0, elapsed: Duration::ZERO };
        // A stream is sent once.
        let again = request.body().as_bytes().is_some();
        loop {
            let timeout = course.retry.timeout(tries, self.timeout);
            let turn = self.limits.enter(&*self.clock).await;
            // To wait for the first turn is no try.
            let start = *start.get_or_insert_with(|| self.clock.now());
            let result = self.follow(&request, course, timeout, turn).await;
            tries.count += 1;
            tries.elapsed = self.clock.now().saturating_duration_since(start);
            let pause = match &result {
                Ok(answer) => {
                    let now = self.clock.system_time();
                    after_answer(answer.status, &answer.headers, course.repeatable, now)
                }
                Err(Failure::Transport(error)) => after_failure(error.kind(), course.repeatable),
                Err(Failure::Request(_)) => None,
            };
            match pause.filter(|_| again).and_then(|pause| course.retry.wait(pause, tries)) {
                Some(wait) => self.clock.sleep(wait).await,
                None => {
                    return match result {
                        Ok(answer) => Ok(Response { tries, ..answer }),
                        Err(Failure::Transport(error)) => Err(error.after(tries).into()),
                        Err(error) => Err(error),
                    };
                }
            }
        }
    }

    /// Sends a request, and follows redirects: to the same host with everything, to another one
    /// only when the request can be repeated safely and then without credentials. A credential that is not
    /// accepted is renewed once.
    async fn follow(
        &self,
        request: &http::Request<Body>,
        course: &Course,
        timeout: Duration,
        turn: Permit,
    ) -> Result<Response<Body>, Failure> {
        let mut turn = Some(turn);
        let home = request.uri();
        let mut redirect = None;
        let mut followed = 0;
        let mut renewed = false;
        loop {
            let next = redirect.as_ref().unwrap_or(request);
            let mut request = next.clone();
            let at_home = followed == 0 || same_origin(home, request.uri());
            let mut sent = Vec::new();
            if at_home {
                for (name, value) in &self.headers {
                    request.headers_mut().entry(name).or_insert_with(|| value.clone());
                }
                sent = self.credentials.authorize(course.security, &mut request).await?;
            }
            let permit = match turn.take() {
                Some(permit) => permit,
                None => self.limits.enter(&*self.clock).await,
            };
            let answer = self.exchange(request, course, timeout, permit).await?;
            if answer.status == StatusCode::UNAUTHORIZED
                && !renewed
                && next.body().as_bytes().is_some()
                && self.credentials.reject(&sent)
            {
                renewed = true;
                continue;
            }
            match redirected(home, next, answer.status, &answer.headers) {
                Some(target) if followed < MOST_REDIRECTS => redirect = Some(target),
                _ => return Ok(answer),
            }
            followed += 1;
        }
    }

    /// One request and its answer.
    async fn exchange(
        &self,
        mut request: http::Request<Body>,
        course: &Course,
        timeout: Duration,
        permit: Permit,
    ) -> Result<Response<Body>, TransportError> {
        request.extensions_mut().insert(PathTemplate(course.path));
        #[cfg(feature = "tracing")]
        let method = request.method().clone();
        let exchange = self.send(request, course.taking, timeout, permit);
        #[cfg(feature = "tracing")]
        let exchange = super::trace::exchange(exchange, &method, course.path, &*self.clock);
        exchange.await
    }

    async fn send(
        &self,
        mut request: http::Request<Body>,
        taking: Taking,
        timeout: Duration,
        permit: Permit,
    ) -> Result<Response<Body>, TransportError> {
        let whole = taking == Taking::Whole;
        let mut deadline = Deadline(whole.then(|| self.clock.sleep(timeout)));
        if whole {
            request.extensions_mut().insert(RequestTimeout(timeout));
        }
        let sent = deadline.keep(self.transport.send(request)).await;
        let (head, mut body) = sent.unwrap_or_else(|| Err(late(None)))?.into_parts();
        let answer = Response::new(head.status, head.headers, ());
        if answer.status.is_success() && taking.is_live(&answer.headers) {
            let body = if permit.is_some() { Body::source(Held(body, permit), None) } else { body };
            return Ok(answer.map(|()| body));
        }
        let mut whole = Whole::default();
        loop {
            let error = match deadline.keep(body.chunk()).await {
                Some(None) => return Ok(answer.map(|()| whole.into_bytes().into())),
                Some(Some(Ok(chunk))) => {
                    whole.push(chunk);
                    continue;
                }
                Some(Some(Err(error))) if error.kind() != io::ErrorKind::TimedOut => {
                    let partial = answer.map(|()| whole.into_bytes());
                    TransportError::new(TransportErrorKind::Interrupted, Some(partial), error)
                }
                Some(Some(Err(_))) | None => late(Some(answer.map(|()| whole.into_bytes()))),
            };
            return Err(error);
        }
    }
}

/// That the time is up; `partial` is what had come of the answer.
fn late(partial: Option<Response<Bytes>>) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, partial, io::Error::from(io::ErrorKind::TimedOut))
}

/// A body that is put together. One that comes in one piece, as most do, is not copied.
#[derive(Default)]
struct Whole {
    first: Bytes,
    all: BytesMut,
}

impl Whole {
    fn push(&mut self, chunk: Bytes) {
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all = BytesMut::from(std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// A body that is under way until it ends or is dropped.
struct Held(Body, Permit);

impl Source for Held {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let chunk = self.0.poll_chunk(context);
        if let Poll::Ready(None | Some(Err(_))) = chunk {
            self.1 = None;
        }
        chunk
    }
}

/// How the body of a success is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Taking {
    /// As a whole.
    #[default]
    Whole,
    /// Item by item, where it is of a media type that has items.
    Items,
    /// As it comes.
    Chunks,
}

impl Taking {
    /// Whether a body with these headers is given as it comes.
    fn is_live(self, headers: &HeaderMap) -> bool {
        match self {
            Self::Whole => false,
            Self::Items => {
                let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
                let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
                STREAMS.contains(&essence.to_ascii_lowercase().as_str())
            }
            Self::Chunks => true,
        }
    }
}

/// The media types of answers that come item by item.
const STREAMS: [&str; 8] = [
    "text/event-stream",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/json-seq",
    "application/stream+json",
];

pub(super) enum Failure {
    Request(RequestError),
    Transport(TransportError),
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Transport(error) => Self::Transport(error),
        }
    }
}
