//! The execution of a call: attempts, redirects, credentials, limits and the body.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use http::{HeaderMap, StatusCode, header};

use super::{
    base_url::BaseUrls,
    body::Body,
    clock::{Clock, Deadline},
    credentials::Credentials,
    error::{Error, RequestError, TransportError, TransportErrorKind},
    limiter::{Limiter, Permit},
    operation::Security,
    redirects::{redirected, same_origin},
    response::{Attempts, Response},
    response_body::{self, StreamedBody},
    retry::{Retry, RetryBudget, RetryRules, after_failure, after_response, retries},
    transport::{PathTemplate, RequestTimeout, Transport},
};

/// The number of redirects that a call follows. The next redirect is returned as the response.
const MAX_REDIRECTS: usize = 10;

/// The state that all clones of a client share.
pub(super) struct ClientInner {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) base_urls: BaseUrls,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Credentials,
    /// The security requirements of requests that are not operations.
    pub(super) security: Security,
    /// The values of client-wide parameters, by the method of the builder.
    pub(super) parameters: BTreeMap<&'static str, String>,
    pub(super) limits: Limits,
    pub(super) retry: Option<Retry>,
    pub(super) retry_budget: RetryBudget,
    pub(super) limiter: Limiter,
    pub(super) limit_timeout: Option<Duration>,
    pub(super) lenient: bool,
    #[cfg(feature = "tracing")]
    pub(super) propagator: Option<super::trace::Propagator>,
}

/// The limits of the responses of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// The timeout of each request.
    pub(super) timeout: Duration,
    /// The maximum size of a body in memory.
    pub(super) max_response_body: usize,
}

/// The settings of one call. They do not depend on the type of the operation.
#[derive(Clone, Default)]
pub(super) struct CallContext {
    pub(super) path: &'static str,
    #[cfg(feature = "mock")]
    pub(super) part: &'static str,
    pub(super) security: Security,
    pub(super) body_mode: BodyMode,
    pub(super) limits: Limits,
    pub(super) retry: Retry,
    /// `true` if a duplicate of the request has no further effect on the server.
    pub(super) idempotent: bool,
    #[cfg(feature = "tracing")]
    pub(super) resends: Resends,
}

/// The number of requests of a call after the first one. A clone belongs to another call.
#[cfg(feature = "tracing")]
#[derive(Default)]
pub(super) struct Resends(std::sync::atomic::AtomicU32);

#[cfg(feature = "tracing")]
impl Clone for Resends {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(feature = "tracing")]
impl Resends {
    /// Returns the number, and counts a further request.
    pub(super) fn count(&self) -> u32 {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }
}

impl ClientInner {
    /// Sends a request and retries it if that is safe.
    pub(super) async fn execute(
        &self,
        request: http::Request<Body>,
        context: &CallContext,
    ) -> Result<Response<Body>, Failure> {
        #[cfg(feature = "tracing")]
        let context = &context.clone();
        let mut start = None;
        let mut attempts = Attempts { count: 0, elapsed: Duration::ZERO };
        // A stream can be sent only once.
        let is_replayable = request.body().as_bytes().is_some();
        loop {
            let timeout = context.retry.attempt_timeout(attempts, context.limits.timeout);
            let permit = self.permit().await?;
            // The wait for the first permit does not count.
            let start = *start.get_or_insert_with(|| self.clock.now());
            let result = self.follow(&request, context, timeout, permit).await;
            attempts.count += 1;
            attempts.elapsed = self.clock.now().saturating_duration_since(start);
            let delay = match &result {
                Ok(response) => {
                    let now = self.clock.system_time();
                    let retries = retries(response.status, RetryRules::of(&request), context.idempotent);
                    after_response(response.status, &response.headers, retries, now)
                }
                Err(Failure::Transport(error)) => {
                    let ignored = RetryRules::of(&request).is_some_and(|rules| rules.ignores_connections);
                    after_failure(error.kind(), context.idempotent).filter(|_| !ignored)
                }
                Err(Failure::Request(_)) => None,
            };
            let delay = delay.filter(|_| is_replayable);
            let delay = delay.and_then(|delay| context.retry.next_delay(delay, attempts));
            match delay.filter(|_| self.retry_budget.withdraw()) {
                Some(delay) => {
                    #[cfg(feature = "metrics")]
                    super::request_metrics::retry(request.method(), context.path);
                    self.clock.sleep(delay).await;
                }
                None => {
                    return match result {
                        Ok(response) => {
                            if response.status.is_success() {
                                self.retry_budget.deposit(attempts);
                            }
                            Ok(Response { attempts, ..response })
                        }
                        Err(Failure::Transport(error)) => Err(error.with_attempts(attempts).into()),
                        Err(error) => Err(error),
                    };
                }
            }
        }
    }

    /// Sends a request and follows redirects.
    ///
    /// A redirect to the same origin carries the credentials and the headers. A redirect to another origin is followed
    /// only for `GET` and `HEAD`, and carries only safe headers. So do the redirects after it, because the other
    /// origin has selected their URL. A rejected credential is renewed once.
    pub(super) async fn follow(
        &self,
        request: &http::Request<Body>,
        context: &CallContext,
        timeout: Duration,
        permit: Permit,
    ) -> Result<Response<Body>, Failure> {
        let mut first_permit = Some(permit);
        let origin = request.uri();
        let mut redirect = None;
        let mut is_trusted = true;
        let mut followed = 0;
        let mut renewed = false;
        loop {
            let next = redirect.as_ref().unwrap_or(request);
            let mut request = next.clone();
            let mut sent = Vec::new();
            if is_trusted {
                for (name, value) in &self.headers {
                    request.headers_mut().entry(name).or_insert_with(|| value.clone());
                }
                // A source of tokens can wait for a server too.
                let authorized = self.credentials.authorize(context.security, &mut request);
                let in_time = Deadline::new(&*self.clock, timeout).enforce(authorized).await;
                sent = in_time.unwrap_or_else(|| Err(late_credential()))?;
            }
            let permit = match first_permit.take() {
                Some(permit) => permit,
                None => self.permit().await?,
            };
            request.extensions_mut().insert(PathTemplate(context.path));
            #[cfg(feature = "mock")]
            if !context.part.is_empty() {
                request.extensions_mut().insert(super::mock::OperationPart(context.part));
            }
            #[cfg(feature = "metrics")]
            let labels = super::request_metrics::labels(request.method(), context.path, origin);
            #[cfg(feature = "tracing")]
            let span = {
                let propagator = self.propagator.as_ref().filter(|_| is_trusted);
                super::trace::RequestSpan::new(&mut request, context, propagator, &*self.clock)
            };
            let exchange = self.exchange(request, context, timeout, permit);
            #[cfg(feature = "tracing")]
            let exchange = span.run(exchange, &*self.clock);
            #[cfg(feature = "metrics")]
            let exchange = super::request_metrics::record(exchange, labels, &*self.clock);
            let response = exchange.await?;
            if response.status == StatusCode::UNAUTHORIZED
                && !renewed
                && next.body().as_bytes().is_some()
                && self.credentials.reject(&sent)
            {
                renewed = true;
                continue;
            }
            match redirected(origin, next, response.status, &response.headers) {
                Some(target) if followed < MAX_REDIRECTS => {
                    is_trusted &= same_origin(origin, target.uri());
                    redirect = Some(target);
                }
                _ => return Ok(response),
            }
            followed += 1;
        }
    }

    /// Waits for the limits of the client.
    pub(super) async fn permit(&self) -> Result<Permit, RequestError> {
        let acquired = self.limiter.acquire(&*self.clock);
        match self.limit_timeout {
            Some(timeout) => {
                Deadline::new(&*self.clock, timeout).enforce(acquired).await.ok_or_else(late_permit)
            }
            None => Ok(acquired.await),
        }
    }

    /// Sends one request and receives its response.
    async fn exchange(
        &self,
        mut request: http::Request<Body>,
        context: &CallContext,
        timeout: Duration,
        permit: Permit,
    ) -> Result<Response<Body>, TransportError> {
        let (body_mode, limits) = (context.body_mode, context.limits);
        let mut deadline = Deadline::new(&*self.clock, timeout);
        if body_mode == BodyMode::Buffered {
            request.extensions_mut().insert(RequestTimeout(timeout));
        }
        #[cfg(feature = "blocking")]
        if body_mode != BodyMode::Buffered && limits.timeout != self.limits.timeout {
            request.extensions_mut().insert(super::blocking::ReadTimeout(limits.timeout));
        }
        let Some(sent) = deadline.enforce(self.transport.send(request)).await else {
            return Err(TransportError::new(TransportErrorKind::Timeout, None, response_body::timed_out()));
        };
        let (head, body) = sent?.into_parts();
        let response = Response::new(head.status, head.headers, ());
        if response.status.is_success() && body_mode.is_streamed(&response.headers) {
            let body = StreamedBody::wrap(body, permit, &self.clock, limits.timeout);
            return Ok(response.map(|()| body));
        }
        let response = response_body::read(response, body, limits.max_response_body, &mut deadline).await?;
        Ok(response.map(Body::from))
    }
}

/// Returns the error for a request that waits too long for the limits of the client.
fn late_permit() -> RequestError {
    RequestError::Client("the limits of the client allowed no request in time; raise `limit_timeout`".into())
}

/// Returns the error for a source of tokens that does not return in time.
fn late_credential() -> RequestError {
    RequestError::Client("the source of a credential returned no token in time".into())
}

/// The form in which the body of a successful response is delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum BodyMode {
    /// In memory, complete.
    #[default]
    Buffered,
    /// As a stream if the media type is one of [`ITEM_MEDIA_TYPES`], otherwise in memory.
    Items,
    /// As a stream of bytes.
    Stream,
}

impl BodyMode {
    /// Returns `true` if a body with these headers is delivered as a stream.
    fn is_streamed(self, headers: &HeaderMap) -> bool {
        match self {
            Self::Buffered => false,
            Self::Items => {
                let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
                let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
                ITEM_MEDIA_TYPES.contains(&essence.to_ascii_lowercase().as_str())
            }
            Self::Stream => true,
        }
    }
}

/// The media types of a sequence of items.
const ITEM_MEDIA_TYPES: [&str; 8] = [
    "text/event-stream",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/json-seq",
    "application/stream+json",
];

/// The failure of a call, before the operation's error type is known.
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
