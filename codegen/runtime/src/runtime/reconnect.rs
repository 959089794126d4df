//! Streams of events that reconnect (WHATWG HTML, section 9.2.3, "Processing model").

use std::{
    fmt, io,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{HeaderName, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    client::{Call, Client},
    event_parser::EventParser,
    exchange::{BodyMode, CallContext, Failure},
    operation::Operation,
    raw_response::{Outcome, RawResponse},
    response::{Attempts, Response},
    retry::{Delay, RetryRules, after_failure, after_response, retries},
    stream::EventStream,
    stream_lines::StreamError,
    transport::BoxFuture,
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl<T: DeserializeOwned + 'static> EventStream<T> {
    /// Sends `call`, and returns a stream that reconnects when its connection is interrupted or ends.
    ///
    /// It sends the request again, with the header `Last-Event-ID`, after the time that the server has set with the
    /// field `retry`, or else after the delay of the [`Retry`](super::retry::Retry) policy. The policy limits the
    /// requests without a new event (`max_attempts`), the delay (`max_backoff`) and the time without a connection
    /// (`total_timeout`). Each request takes one retry from the budget of the client. An event that has not arrived
    /// completely is dropped, and the server sends it again.
    ///
    /// The stream ends if the server responds with `204`, or with an event whose data is `[DONE]`.
    ///
    /// Only a call that is idempotent reconnects: by its method, by its idempotency key, or by
    /// [`Call::idempotent`]. The stream of another call ends with its connection.
    ///
    /// # Errors
    /// Any variant of [`Error`](super::error::Error), for the first request. Later failures are a [`StreamError`].
    pub async fn reconnecting<O>(call: Call<'_, O>) -> Outcome<Self, O::Error>
    where
        O: Operation<Output = Self>,
    {
        let Call { client, operation, settings } = call;
        let (request, context) = client.0.prepare(&operation, &settings, BodyMode::Items)?;
        // A streamed body can be sent only once.
        let is_resumable = context.idempotent && request.body().as_bytes().is_some();
        let response = client.0.execute(request.clone(), &context).await?;
        let raw = RawResponse::from(response).lenient(settings.lenient.unwrap_or(client.0.lenient));
        let mut response = O::read(raw)?;
        if is_resumable {
            let client = client.clone();
            response.body.reconnect =
                Some(Box::new(Reconnect { client, request, context, attempts: 1, pending: None }));
        }
        Ok(response)
    }

    /// Sends `call` like [`reconnecting`](Self::reconnecting), and blocks the thread until the headers have arrived.
    ///
    /// # Errors
    /// The same as [`Call::send_blocking`].
    #[cfg(feature = "blocking")]
    pub fn reconnecting_blocking<O>(call: Call<'_, O>) -> Outcome<Self, O::Error>
    where
        O: Operation<Output = Self>,
    {
        call.client.0.check_blocking()?;
        super::blocking::block_on(Self::reconnecting(call))
    }
}

/// The attempts since the last event, and the next connection: `None` if the server has ended the stream.
type Resumed = (u32, Option<Result<Body, StreamError>>);

/// The request of a stream, to send it again.
pub(super) struct Reconnect {
    client: Client,
    request: http::Request<Body>,
    context: CallContext,
    /// The requests since the last event, with the one that is connected.
    attempts: u32,
    /// The next connection. The mutex is never locked: it makes the stream `Sync`.
    pending: Option<Mutex<BoxFuture<'static, Resumed>>>,
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect").field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

impl Reconnect {
    /// Resets the limits after an event.
    pub(super) fn received_event(&mut self) {
        self.attempts = 1;
    }

    /// Polls for the next connection. Returns `None` if the server has ended the stream.
    ///
    /// `cause` is the error that ended the last connection, or `None` if its body was complete.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        cause: Option<io::Error>,
        parser: &EventParser,
    ) -> Poll<Option<Result<Body, StreamError>>> {
        let pending = match &mut self.pending {
            Some(pending) => pending,
            empty => {
                let mut request = self.request.clone();
                if !set_last_event_id(&mut request, parser.id.as_deref()) {
                    return Poll::Ready(Some(Err(failed("the last event ID is not valid in a header"))));
                }
                let delay = parser.retry.map(Duration::from_millis);
                let outage = Outage { attempts: self.attempts, delay, cause };
                let future = outage.end(self.client.clone(), request, self.context.clone());
                empty.insert(Mutex::new(Box::pin(future)))
            }
        };
        let future = pending.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (attempts, resumed) = ready!(future.as_mut().poll(context));
        (self.attempts, self.pending) = (attempts, None);
        Poll::Ready(resumed)
    }
}

/// Sets or removes the header. Without an ID, the header of the caller remains. Returns `false` if it is not valid.
fn set_last_event_id(request: &mut http::Request<Body>, id: Option<&str>) -> bool {
    match id {
        None => return true,
        Some("") => drop(request.headers_mut().remove(LAST_EVENT_ID)),
        Some(id) => {
            let Ok(id) = HeaderValue::from_bytes(id.as_bytes()) else { return false };
            request.headers_mut().insert(LAST_EVENT_ID, id);
        }
    }
    true
}

/// The time without a connection.
struct Outage {
    attempts: u32,
    delay: Option<Duration>,
    cause: Option<io::Error>,
}

impl Outage {
    /// Sends the request until there is a connection, within the limits of the policy.
    async fn end(self, client: Client, request: http::Request<Body>, context: CallContext) -> Resumed {
        let client = &*client.0;
        let start = client.clock.now();
        let mut count = self.attempts;
        let mut delay = self.delay.map_or(Delay::Backoff, Delay::RetryAfter);
        let mut cause = self.cause.map(StreamError::Transport);
        loop {
            let elapsed = client.clock.now().saturating_duration_since(start);
            let wait = context.retry.next_delay(delay, Attempts { count, elapsed });
            let Some(wait) = wait.filter(|_| client.retry_budget.withdraw()) else {
                return (count, cause.map(Err));
            };
            client.clock.sleep(wait).await;
            let attempts = Attempts { count, elapsed: elapsed.saturating_add(wait) };
            let timeout = context.retry.attempt_timeout(attempts, context.limits.timeout);
            count = count.saturating_add(1);
            let result = match client.permit().await {
                Ok(permit) => client.follow(&request, &context, timeout, permit).await,
                Err(error) => Err(error.into()),
            };
            let next = match result {
                Ok(response) if response.status == StatusCode::NO_CONTENT => return (count, None),
                Ok(response) if is_event_stream(&response) => {
                    // The token of a successful retry returns to the budget.
                    client.retry_budget.deposit(Attempts { count: 2, elapsed });
                    return (count, Some(Ok(response.body)));
                }
                Ok(response) => {
                    let now = client.clock.system_time();
                    cause = Some(failed(format!("the server responded with {}", response.status)));
                    let retries = retries(response.status, RetryRules::of(&request), context.idempotent);
                    after_response(response.status, &response.headers, retries, now)
                }
                Err(Failure::Transport(error)) => {
                    let ignored = RetryRules::of(&request).is_some_and(|rules| rules.ignores_connections);
                    let next = after_failure(error.kind(), context.idempotent).filter(|_| !ignored);
                    cause = Some(failed(error));
                    next
                }
                Err(Failure::Request(error)) => {
                    cause = Some(failed(error));
                    None
                }
            };
            let Some(next) = next else { return (count, cause.map(Err)) };
            delay = next;
        }
    }
}

/// Returns `true` for a response that continues the stream.
fn is_event_stream(response: &Response<Body>) -> bool {
    let value = response.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    response.status == StatusCode::OK && essence.eq_ignore_ascii_case("text/event-stream")
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StreamError {
    StreamError::Reconnect(source.into())
}
