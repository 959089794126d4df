//! Long-running operations.

use std::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    body::Body,
    client::{Call, CallSettings, Client},
    client_parameters::Place,
    error::RequestError,
    exchange::{BodyMode, CallContext},
    operation::{Operation, Security},
    poll_error::PollError,
    poll_requests::{PollRequests, Step},
    poll_status,
    polling::{Polling, ResultSource},
    raw_response::{Empty, Json, Outcome, RawResponse},
    request::Request,
    response::Response,
};

/// An operation that goes on after its response.
pub trait LongRunning: Operation + Sized {
    /// The operation that returns the status.
    type Status: Operation;
    /// The body of the result.
    type Result;
    /// The way to the status and to the result.
    const POLLING: Polling;

    /// Decodes the response with the result.
    ///
    /// # Errors
    /// [`PollError::Operation`] or [`PollError::Status`].
    fn result(raw: RawResponse) -> PollOutcome<Self, Self::Result>;
}

/// The error of the status of an operation.
type StatusError<O> = <<O as LongRunning>::Status as Operation>::Error;
/// A response to a poller.
pub type PollOutcome<O, T> = Result<Response<T>, PollError<<O as Operation>::Error, StatusError<O>>>;
/// A status of an operation.
type Status<O> = PollOutcome<O, <<O as LongRunning>::Status as Operation>::Output>;

/// The status of an operation whose type the OpenAPI description does not show: JSON, or `null` without a body.
#[derive(Debug)]
pub struct UntypedStatus<O>(PhantomData<fn() -> O>);

impl<O: Operation> Operation for UntypedStatus<O> {
    type Output = Value;
    type Error = O::Error;
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "";
    const SECURITY: Security = O::SECURITY;
    const SERVER: Option<&'static str> = O::SERVER;

    fn write(&self, _: &mut Request) {}

    fn read(raw: RawResponse) -> Outcome<Value, O::Error> {
        if !raw.is_success() {
            return O::read(raw).map(|response| response.map(|_| Value::Null));
        }
        let (lenient, response) = (raw.lenient, raw.into_response());
        let is_empty = poll_status::bytes(&response).is_empty();
        let raw = RawResponse::from(response).lenient(lenient);
        if is_empty { raw.ok(Empty, |()| Value::Null) } else { raw.ok(Json, |body| body) }
    }
}

/// Decodes a result that is a status.
///
/// # Errors
/// [`PollError::Status`]
pub fn status<O: LongRunning>(raw: RawResponse) -> PollOutcome<O, <O::Status as Operation>::Output> {
    O::Status::read(raw).map_err(PollError::Status)
}

/// Decodes a result that is a response of the operation.
///
/// # Errors
/// [`PollError::Operation`]
pub fn output<O: LongRunning>(raw: RawResponse) -> PollOutcome<O, O::Output> {
    O::read(raw).map_err(PollError::Operation)
}

/// Decodes a result that is a part of the last status.
///
/// # Errors
/// [`PollError::Status`]
pub fn property<O: LongRunning, T: DeserializeOwned>(raw: RawResponse) -> PollOutcome<O, T> {
    let lenient = raw.lenient;
    let response = raw.into_response();
    let body = poll_status::json(&poll_status::bytes(&response));
    let part = match O::POLLING.result {
        ResultSource::Property(pointer) => body.pointer(pointer),
        _ => Some(&body),
    };
    let part = part.unwrap_or(&Value::Null).to_string();
    let raw = RawResponse::from(response.map(|_| Body::from(part))).lenient(lenient);
    raw.ok(Json, |part| part).map_err(PollError::Status)
}

/// A long-running operation. Read its states with [`next`](Self::next) or as a `Stream`, or wait for its result with
/// [`until_done`](Self::until_done).
///
/// The first call starts the operation. Status requests have the credentials, the headers and the retry policy of the
/// call. They follow `Retry-After`; without it the interval grows from 1 to 30 seconds. A URL of the server must have
/// the origin of the first request.
///
/// A dropped poller sends no further requests. The operation goes on.
#[must_use = "the operation is started by `next` or `until_done`"]
pub struct Poller<'c, O> {
    requests: Option<PollRequests<'c>>,
    lenient: bool,
    /// The error before the first request.
    failure: Option<NotPolled>,
    operation: PhantomData<fn() -> O>,
}

/// The reason why there is no request.
enum NotPolled {
    Request(RequestError),
    Url(String),
}

impl<O> std::fmt::Debug for Poller<'_, O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.requests.as_ref().map_or("", PollRequests::template);
        f.debug_struct("Poller").field("path", &path).finish_non_exhaustive()
    }
}

impl<'c, O: LongRunning> Poller<'c, O> {
    /// Creates a poller of an operation that another poller has started, from its [token](Self::token).
    ///
    /// It has the headers and the retry policy of the client. [`Call::resume`] has those of a call.
    pub fn resume(client: &'c Client, token: &str) -> Self {
        let request = || {
            let mut request = http::Request::new(Body::default());
            let server = client.0.base_urls.of(O::SERVER)?;
            *request.uri_mut() = server.parse().map_err(|_| RequestError::BaseUrl(server.into_owned()))?;
            for parameter in O::CLIENT_PARAMETERS.iter().filter(|parameter| parameter.place == Place::Header)
            {
                let Some(value) = client.0.parameter(parameter) else { continue };
                let invalid = |_| RequestError::Header { name: parameter.name.to_owned() };
                let value = HeaderValue::try_from(value).map_err(invalid)?;
                request.headers_mut().insert(HeaderName::from_static(parameter.name), value);
            }
            client.0.configure(request, CallContext::default(), None, &CallSettings::default())
        };
        Self::new(client, request(), None).with_token(token)
    }

    fn new(
        client: &'c Client,
        first: Result<(http::Request<Body>, CallContext), RequestError>,
        lenient: Option<bool>,
    ) -> Self {
        let (requests, failure) = match first {
            Ok((request, first)) => {
                let context = CallContext {
                    path: O::Status::PATH,
                    #[cfg(feature = "mock")]
                    part: O::Status::PART,
                    security: O::Status::SECURITY,
                    body_mode: BodyMode::Buffered,
                    idempotent: true,
                    ..first.clone()
                };
                let mut requests = PollRequests::new(client, O::POLLING, (request, first), O::PATH, context);
                if let Some(key) = O::IDEMPOTENCY_KEY {
                    requests.remove_header(key.header);
                }
                (Some(requests), None)
            }
            Err(error) => (None, Some(NotPolled::Request(error))),
        };
        let lenient = lenient.unwrap_or(client.0.lenient);
        Self { requests, lenient, failure, operation: PhantomData }
    }

    fn with_token(mut self, token: &str) -> Self {
        if let Some(Err(why)) = self.requests.as_mut().map(|requests| requests.resume(token)) {
            (self.requests, self.failure) = (None, Some(NotPolled::Url(why)));
        }
        self
    }

    /// Sets a constant interval between two status requests. `Retry-After` takes precedence.
    pub fn interval(mut self, interval: Duration) -> Self {
        if let Some(requests) = &mut self.requests {
            requests.limits.interval = Some(interval);
        }
        self
    }

    /// Sets the time limit: an hour unless set. No status is requested after it, and no request is retried. A request
    /// in flight has the timeout of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        if let Some(requests) = &mut self.requests {
            requests.limits.deadline = deadline;
        }
        self
    }

    /// Limits the number of status requests: 10,000 unless set.
    pub fn max_polls(mut self, polls: u64) -> Self {
        if let Some(requests) = &mut self.requests {
            requests.limits.max_polls = polls;
        }
        self
    }

    /// Returns a text from which [`resume`](Self::resume) continues, also in another process. It is `None` before the
    /// operation is started.
    ///
    /// It has the URL of the status and no credentials of the client. If the server signs its URLs, keep it like a
    /// secret.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.requests.as_ref()?.token()
    }

    /// Starts the operation, or waits and requests its next status. Returns `None` after the last one.
    pub async fn next(&mut self) -> Option<Status<O>> {
        std::future::poll_fn(|context| self.poll_status(context)).await
    }

    /// Waits until the operation has ended, and returns its result.
    ///
    /// After an error of a single request, another call continues.
    ///
    /// # Errors
    /// Any variant of [`PollError`].
    pub async fn until_done(&mut self) -> PollOutcome<O, O::Result> {
        while let Some(status) = self.next().await {
            status?;
        }
        let ended = || PollError::Url("the poller has ended with an error before".to_owned());
        let requests = self.requests.as_ref().ok_or_else(ended)?;
        let result = requests.result().await.ok_or_else(ended)?;
        let response = result.map_err(|failure| PollError::Operation(failure.into()))?;
        O::result(RawResponse::from(response).lenient(self.lenient))
    }

    /// Does the same as [`next`](Self::next), and blocks the thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Status<O>> {
        match self.check_blocking() {
            Ok(()) => super::blocking::block_on(self.next()),
            Err(error) => Some(Err(PollError::Operation(error.into()))),
        }
    }

    /// Does the same as [`until_done`](Self::until_done), and blocks the thread.
    ///
    /// # Errors
    /// Any variant of [`PollError`]. [`RequestError::Client`] if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn until_done_blocking(&mut self) -> PollOutcome<O, O::Result> {
        self.check_blocking().map_err(|error| PollError::Operation(error.into()))?;
        super::blocking::block_on(self.until_done())
    }

    #[cfg(feature = "blocking")]
    fn check_blocking(&self) -> Result<(), RequestError> {
        self.requests.as_ref().map_or(Ok(()), |requests| requests.client.0.check_blocking())
    }

    fn poll_status(&mut self, context: &mut Context<'_>) -> Poll<Option<Status<O>>> {
        if let Some(failure) = self.failure.take() {
            return Poll::Ready(Some(Err(match failure {
                NotPolled::Request(error) => PollError::Operation(error.into()),
                NotPolled::Url(why) => PollError::Url(why),
            })));
        }
        let Some(requests) = &mut self.requests else { return Poll::Ready(None) };
        let Poll::Ready(step) = requests.poll_step(context) else { return Poll::Pending };
        let lenient = self.lenient;
        let raw = |response: Response<Body>| RawResponse::from(response).lenient(lenient);
        Poll::Ready(step.map(|step| match step {
            Step::Status(response) => O::Status::read(raw(response)).map_err(PollError::Status),
            Step::Rejected(response) => Err(match O::read(raw(response)) {
                Err(error) => PollError::Operation(error),
                Ok(_) => PollError::Url("the server did not accept the operation".to_owned()),
            }),
            Step::NotStarted(failure) => Err(PollError::Operation(failure.into())),
            Step::NoStatus(failure) => Err(PollError::Status(failure.into())),
            Step::Failed(failed) => Err(PollError::Failed(Box::new(failed))),
            Step::Timeout => Err(PollError::Timeout { token: requests.token() }),
            Step::Url(why) => Err(PollError::Url(why)),
        }))
    }
}

impl<O: LongRunning> Stream for Poller<'_, O> {
    type Item = Status<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_status(context)
    }
}

impl<'c, O: LongRunning> Call<'c, O> {
    /// Returns a poller that starts the operation with this call.
    pub fn poll(self) -> Poller<'c, O> {
        let first = self.client.0.prepare(&self.operation, &self.settings, BodyMode::Buffered);
        Poller::new(self.client, first, self.settings.lenient)
    }

    /// Returns a poller that continues from the [token](Poller::token) of another one. The call is not sent; it gives
    /// the headers and the retry policy.
    pub fn resume(self, token: &str) -> Poller<'c, O> {
        self.poll().with_token(token)
    }
}
