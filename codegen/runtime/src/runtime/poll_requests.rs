//! The requests of a long-running operation: the first one, those of its status, and that of its result.

use std::{
    task::{Context, Poll},
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Value, json};

use super::{
    body::Body,
    client::Client,
    exchange::{CallContext, Failure},
    poll_error::FailedOperation,
    poll_status::{State, bytes, checked, json as parsed, location, state, status_url},
    polling::{Polling, Progress, ResultSource, StatusSource},
    response::Response,
    retry::retry_after,
    transport::BoxFuture,
};

/// The first interval, unless another one is set. It doubles with each status.
const FIRST_INTERVAL: Duration = Duration::from_secs(1);
/// The maximum of an interval that grows.
const MAX_INTERVAL: Duration = Duration::from_secs(30);
/// The maximum length of a token.
const MAX_TOKEN: usize = 32 * 1024;

/// The headers of the first request that do not belong to a status request.
const OF_FIRST: [HeaderName; 10] = [
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::EXPECT,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_RANGE,
    header::IF_UNMODIFIED_SINCE,
    header::RANGE,
    HeaderName::from_static("idempotency-key"),
];

/// The limits of a poller.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// A constant interval instead of one that grows.
    pub(super) interval: Option<Duration>,
    pub(super) deadline: Duration,
    pub(super) max_polls: u64,
}

impl Limits {
    /// Returns the limits of an operation.
    pub(super) fn of(polling: Polling) -> Self {
        let interval = Some(polling.interval).filter(|seconds| *seconds > 0).map(Duration::from_secs);
        let max_polls = if polling.max_polls > 0 { polling.max_polls } else { 10_000 };
        Self { interval, deadline: Duration::from_secs(60 * 60), max_polls }
    }
}

/// The stage of an operation.
enum Stage {
    /// It is not started.
    First(http::Request<Body>, CallContext),
    /// It is in progress.
    InProgress,
    /// It succeeded. The response is the last status, or the first response if no status was requested.
    Succeeded(Response<Body>),
    /// It failed, or cannot be polled.
    Ended,
}

/// The outcome of a request.
pub(super) enum Step {
    /// A status of the operation.
    Status(Response<Body>),
    /// A response of the first request that is an error.
    Rejected(Response<Body>),
    Failed(FailedOperation),
    /// The first request was not sent or not received.
    NotStarted(Failure),
    /// A status request was not sent or not received.
    NoStatus(Failure),
    Timeout,
    Url(String),
}

/// The requests of a long-running operation.
pub(super) struct PollRequests<'c> {
    pub(super) client: &'c Client,
    polling: Polling,
    pub(super) limits: Limits,
    /// The URL of the first request, or the base URL, and the path template of the operation.
    first: (Uri, &'static str),
    /// The headers and the context of the next requests.
    headers: HeaderMap,
    context: CallContext,
    status: Option<Uri>,
    result: Option<Uri>,
    stage: Stage,
    polls: u64,
    start: Option<Instant>,
    /// The delay before the next request, and `true` if the server asks for it.
    delay: (Duration, bool),
    interval: Duration,
    in_flight: Option<BoxFuture<'c, Result<Response<Body>, Failure>>>,
}

impl<'c> PollRequests<'c> {
    /// Creates the requests of an operation that is not started. `context` belongs to the status requests.
    pub(super) fn new(
        client: &'c Client,
        polling: Polling,
        (request, first): (http::Request<Body>, CallContext),
        template: &'static str,
        context: CallContext,
    ) -> Self {
        let uri = request.uri().clone();
        let mut headers = request.headers().clone();
        for name in &OF_FIRST {
            headers.remove(name);
        }
        let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        if !accept.is_some_and(|accept| accept.contains("json")) {
            headers.append(header::ACCEPT, HeaderValue::from_static("application/json"));
        }
        let result = (polling.result == ResultSource::Original).then(|| uri.clone());
        Self {
            client,
            polling,
            limits: Limits::of(polling),
            first: (uri, template),
            headers,
            context,
            status: None,
            result,
            stage: Stage::First(request, first),
            polls: 0,
            start: None,
            delay: (Duration::ZERO, false),
            interval: FIRST_INTERVAL,
            in_flight: None,
        }
    }

    /// Continues with the URLs of a token.
    pub(super) fn resume(&mut self, token: &str) -> Result<(), String> {
        let wrong = || "its token is not valid".to_owned();
        let json: Value = Some(token)
            .filter(|token| token.len() <= MAX_TOKEN)
            .and_then(|token| serde_json::from_str(token).ok())
            .ok_or_else(wrong)?;
        let url = |key: &str| json.get(key).and_then(Value::as_str).map(|url| checked(&self.first.0, url));
        let (status, result) = (url("status").ok_or_else(wrong)??, url("result").transpose()?);
        (self.status, self.result, self.stage) = (Some(status), result, Stage::InProgress);
        Ok(())
    }

    /// Returns the token of an operation that was started.
    pub(super) fn token(&self) -> Option<String> {
        let mut token = json!({ "status": self.status.as_ref()?.to_string() });
        if let Some(result) = &self.result {
            token["result"] = result.to_string().into();
        }
        Some(token.to_string())
    }

    /// Removes a header of the first request from the next ones.
    pub(super) fn remove_header(&mut self, name: &'static str) {
        self.headers.remove(name);
    }

    /// Ends the requests.
    fn end(&mut self) {
        self.stage = Stage::Ended;
        self.in_flight = None;
    }

    /// Returns the path template of the next request.
    pub(super) fn template(&self) -> &'static str {
        self.first.1
    }

    /// Sends the next request. Returns `None` after the end of the operation.
    pub(super) fn poll_step(&mut self, context: &mut Context<'_>) -> Poll<Option<Step>> {
        loop {
            let is_first = match self.stage {
                Stage::First(..) => true,
                Stage::InProgress => false,
                Stage::Succeeded(_) | Stage::Ended => return Poll::Ready(None),
            };
            let Some(in_flight) = self.in_flight() else {
                self.end();
                return Poll::Ready(Some(Step::Timeout));
            };
            let Poll::Ready(result) = in_flight.as_mut().poll(context) else { return Poll::Pending };
            self.in_flight = None;
            let step = match result {
                // Another attempt could start a second operation.
                Err(failure) if is_first => {
                    self.end();
                    Some(Step::NotStarted(failure))
                }
                Err(failure) => {
                    self.set_delay(&HeaderMap::new());
                    Some(Step::NoStatus(failure))
                }
                Ok(response) if is_first => self.accept(response),
                Ok(response) => Some(self.classify(response)),
            };
            if step.is_some() {
                return Poll::Ready(step);
            }
        }
    }

    /// Returns the request in flight, or `None` if the time is over.
    fn in_flight(&mut self) -> Option<&mut BoxFuture<'c, Result<Response<Body>, Failure>>> {
        if self.in_flight.is_none() {
            let clock = &self.client.0.clock;
            let start = *self.start.get_or_insert_with(|| clock.now());
            let elapsed = clock.now().saturating_duration_since(start);
            let (delay, request, context) = if let Stage::First(request, context) = &self.stage {
                // The first request of a repeated one is a status request.
                let repeats = self.polling.source == StatusSource::Repeat;
                let seconds = if repeats { self.polling.delay } else { 0 };
                (Duration::from_secs(seconds), request.clone(), context.clone())
            } else {
                let (delay, rest) = self.due(elapsed)?;
                self.polls = self.polls.saturating_add(1);
                let mut context = self.context.clone();
                context.retry.total_timeout = context.retry.total_timeout.min(rest);
                (delay, self.get(self.status.as_ref()?), context)
            };
            let client = self.client;
            self.in_flight = Some(Box::pin(async move {
                if !delay.is_zero() {
                    client.0.clock.sleep(delay).await;
                }
                client.0.execute(request, &context).await
            }));
        }
        self.in_flight.as_mut()
    }

    /// Returns the delay before the next status request, and the rest of the time after it, or `None` if it is too late
    /// for a request.
    fn due(&self, elapsed: Duration) -> Option<(Duration, Duration)> {
        let rest = self.limits.deadline.saturating_sub(elapsed);
        if rest.is_zero() || self.polls >= self.limits.max_polls {
            return None;
        }
        let (delay, is_requested) = self.delay;
        (delay <= rest || !is_requested).then(|| (delay.min(rest), rest.saturating_sub(delay)))
    }

    fn get(&self, uri: &Uri) -> http::Request<Body> {
        let mut request = http::Request::new(Body::default());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }

    /// Reads the first response. Returns `None` if it is not a status.
    fn accept(&mut self, response: Response<Body>) -> Option<Step> {
        let repeats = self.polling.source == StatusSource::Repeat;
        if repeats || response.status.is_success() && self.polling.starts_with_status {
            return Some(self.classify(response));
        }
        if !response.status.is_success() {
            self.end();
            return Some(Step::Rejected(response));
        }
        let body = parsed(&bytes(&response));
        let is_accepted = response.status == StatusCode::ACCEPTED;
        match self.follow(&response.headers, &body, is_accepted) {
            Err(why) => return Some(self.wrong_url(why)),
            Ok(()) if self.status.is_some() => self.stage = Stage::InProgress,
            Ok(()) if is_accepted || !matches!(self.polling.source, StatusSource::Headers(_)) => {
                return Some(self.wrong_url("the server gave none".to_owned()));
            }
            Ok(()) => match state(self.polling.progress, response.status, &body) {
                // The operation ended at once, and this is its result.
                State::Succeeded => {
                    (self.result, self.stage) = (None, Stage::Succeeded(response));
                    return None;
                }
                State::Failed(status) => return Some(self.fail(status, response)),
                State::InProgress => {
                    (self.status, self.stage) = (Some(self.first.0.clone()), Stage::InProgress);
                }
            },
        }
        self.set_delay(&response.headers);
        if self.polling.delay > 0 && !self.delay.1 {
            self.delay.0 = Duration::from_secs(self.polling.delay);
        }
        None
    }

    /// Reads a status.
    fn classify(&mut self, response: Response<Body>) -> Step {
        let body = parsed(&bytes(&response));
        self.set_delay(&response.headers);
        let by_conditions = matches!(self.polling.progress, Progress::Conditions(..));
        let state = state(self.polling.progress, response.status, &body);
        if let Err(why) = self.follow(&response.headers, &body, response.status == StatusCode::ACCEPTED) {
            return self.wrong_url(why);
        }
        match state {
            State::Failed(status) if by_conditions || response.status.is_success() => {
                self.fail(status, response)
            }
            State::Succeeded if by_conditions || response.status.is_success() => {
                self.stage = Stage::Succeeded(response.clone());
                Step::Status(response)
            }
            _ if self.status.is_none() => self.wrong_url("the server gave none".to_owned()),
            _ => {
                self.stage = Stage::InProgress;
                Step::Status(response)
            }
        }
    }

    /// Takes over the URLs of a response.
    fn follow(&mut self, headers: &HeaderMap, body: &Value, is_accepted: bool) -> Result<(), String> {
        let (uri, template) = (&self.first.0, self.first.1);
        let source = match self.polling.source {
            StatusSource::Headers(names) => {
                // `Location` is the place of the status in a `202` only.
                let is_status = |name: &&str| is_accepted || !name.eq_ignore_ascii_case("location");
                let found = names.iter().position(|name| is_status(name) && headers.contains_key(*name));
                let (one, until) = found.map_or((&[][..], names), |at| {
                    let until = names.get(..=at).unwrap_or_default();
                    (until.get(at..).unwrap_or_default(), until)
                });
                // A later response can replace the URL, but not by a header of less precedence.
                self.polling.source = StatusSource::Headers(until);
                Some(StatusSource::Headers(one))
            }
            source => Some(source).filter(|_| self.status.is_none()),
        };
        if let Some(source) = source
            && let Some(status) = status_url(source, (uri, template), headers, body)?
        {
            self.status = Some(status);
        }
        if self.polling.result == ResultSource::Location {
            let found = location(uri, headers, body)?;
            self.result = found.or_else(|| self.result.take());
        }
        Ok(())
    }

    fn fail(&mut self, status: String, response: Response<Body>) -> Step {
        self.end();
        let body = bytes(&response);
        Step::Failed(FailedOperation { status, response: response.map(|_| body) })
    }

    fn wrong_url(&mut self, why: String) -> Step {
        self.end();
        Step::Url(why)
    }

    /// Sets the delay after a response.
    fn set_delay(&mut self, headers: &HeaderMap) {
        let requested = retry_after(headers, self.client.0.clock.system_time());
        // A server can ask for no delay, or for one in the past.
        if let Some(delay) = requested.filter(|delay| !delay.is_zero()) {
            self.delay = (delay, true);
            return;
        }
        self.delay = (self.limits.interval.unwrap_or(self.interval), false);
        self.interval = self.interval.saturating_mul(2).min(MAX_INTERVAL);
    }

    /// Returns the response with the result, or `None` if the operation has not succeeded.
    pub(super) async fn result(&self) -> Option<Result<Response<Body>, Failure>> {
        let Stage::Succeeded(last) = &self.stage else { return None };
        match &self.result {
            Some(uri) if self.status.as_ref() != Some(uri) => {
                let context = CallContext { path: "", ..self.context.clone() };
                Some(self.client.0.execute(self.get(uri), &context).await)
            }
            _ => Some(Ok(last.clone())),
        }
    }
}
