//! The retry policy of a call.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use http::{HeaderMap, Method, StatusCode, header};

use super::{error::TransportErrorKind, response::Attempts};

/// The retry policy of a call.
///
/// Every call is retried if no connection could be made, because then nothing was sent, and if the server responds
/// with `429` or `503` and a `Retry-After` header (RFC 9110, section 10.2.3).
///
/// An idempotent call is also retried after `408`, `429`, any `5XX`, an interrupted connection and a timeout. A call
/// is idempotent if its method is idempotent (RFC 9110, section 9.2.2), if it has an idempotency key, or if it is
/// marked with [`Call::idempotent`](super::client::Call::idempotent).
///
/// If the OpenAPI description sets the policy of an operation ([`RetryRules`]), its statuses are retried instead. A
/// policy of the client or of the call replaces that.
///
/// A request whose body is a stream is never retried.
///
/// The delay before a retry is random, between a limit and half of it, and the limit doubles with each attempt ("equal
/// jitter"). Clients that failed at the same time therefore do not retry at the same time. A longer `Retry-After`
/// replaces this delay.
///
/// [`ClientBuilder::retry_budget`](super::builder::ClientBuilder::retry_budget) limits the retries of all calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    pub(super) total_timeout: Duration,
    /// The growth of the limit of the delay with each attempt, in percent.
    growth: u32,
}

impl Default for Retry {
    /// Returns a policy of at most 4 attempts within 120 seconds, with delays of at most 0.5, 1 and 2 seconds.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            growth: 200,
        }
    }
}

impl Retry {
    /// Returns a policy of a single attempt.
    #[must_use]
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets the maximum number of attempts, including the first one. The default is 4.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the upper limit of the first delay. The limit doubles with each further attempt. The default is 0.5
    /// seconds.
    #[must_use]
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the upper limit of every delay. The default is 30 seconds. A call is not retried if the server asks for
    /// a longer delay with `Retry-After`.
    #[must_use]
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Sets the time limit of a call, with all its attempts and delays. The default is 120 seconds.
    ///
    /// No retry starts after this time, and a retry in progress ends with a timeout. The first attempt is limited
    /// only by [`ClientBuilder::timeout`](super::builder::ClientBuilder::timeout).
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// Returns the delay before the next attempt, or `None` if there is no further attempt.
    pub(super) fn next_delay(&self, delay: Delay, attempts: Attempts) -> Option<Duration> {
        if attempts.count >= self.max_attempts {
            return None;
        }
        let half = self.limit(attempts.count.saturating_sub(1)) / 2;
        let backoff = half + half.mul_f64(fastrand::f64());
        let delay = match delay {
            Delay::RetryAfter(delay) if delay > self.max_backoff => return None,
            // A server can ask for no delay, or for one in the past.
            Delay::RetryAfter(delay) => delay.max(backoff),
            Delay::Backoff => backoff,
        };
        (attempts.elapsed.saturating_add(delay) < self.total_timeout).then_some(delay)
    }

    /// Returns the upper limit of the delay after this number of delays.
    fn limit(&self, delays: u32) -> Duration {
        if self.growth == 200 {
            return self.initial_backoff.saturating_mul(2_u32.saturating_pow(delays)).min(self.max_backoff);
        }
        let factor = (f64::from(self.growth) / 100.0).powi(i32::try_from(delays).unwrap_or(i32::MAX));
        let limit = Duration::try_from_secs_f64(self.initial_backoff.as_secs_f64() * factor);
        limit.map_or(self.max_backoff, |limit| limit.min(self.max_backoff))
    }

    /// Returns the timeout of the next attempt.
    pub(super) fn attempt_timeout(&self, attempts: Attempts, timeout: Duration) -> Duration {
        if attempts.count == 0 {
            return timeout;
        }
        timeout.min(self.total_timeout.saturating_sub(attempts.elapsed))
    }
}

/// The retry policy that the OpenAPI description gives an operation.
///
/// Its statuses are retried whatever the method is, because the authors of the API allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryRules {
    max_attempts: u32,
    initial_backoff: Duration,
    growth: u32,
    max_backoff: Duration,
    total_timeout: Duration,
    statuses: &'static [(u16, u16)],
    pub(super) ignores_connections: bool,
}

impl RetryRules {
    /// Returns rules with this maximum number of attempts, which retry no status.
    #[must_use]
    pub const fn new(max_attempts: u32) -> Self {
        let (initial_backoff, max_backoff) = (Duration::from_millis(500), Duration::from_secs(60));
        let total_timeout = Duration::from_secs(3600);
        let (statuses, ignores_connections): (&[(u16, u16)], bool) = (&[], false);
        Self {
            max_attempts,
            initial_backoff,
            growth: 150,
            max_backoff,
            total_timeout,
            statuses,
            ignores_connections,
        }
    }

    /// Sets the first delay in milliseconds, its growth with each attempt in percent, and its maximum.
    #[must_use]
    pub const fn backoff(self, initial: u64, growth: u32, max: u64) -> Self {
        let (initial_backoff, max_backoff) = (Duration::from_millis(initial), Duration::from_millis(max));
        Self { initial_backoff, growth, max_backoff, ..self }
    }

    /// Sets the time limit of a call in milliseconds.
    #[must_use]
    pub const fn total(self, total: u64) -> Self {
        Self { total_timeout: Duration::from_millis(total), ..self }
    }

    /// Sets the ranges of statuses that are retried: the first and the last of each.
    #[must_use]
    pub const fn statuses(self, statuses: &'static [(u16, u16)]) -> Self {
        Self { statuses, ..self }
    }

    /// Retries no failed connection.
    #[must_use]
    pub const fn ignore_connections(self) -> Self {
        Self { ignores_connections: true, ..self }
    }

    /// Returns the rules of a request.
    pub(super) fn of<B>(request: &http::Request<B>) -> Option<&'static Self> {
        request.extensions().get::<&'static Self>().copied()
    }

    /// Returns the attempts and delays as a policy.
    pub(super) fn policy(&self) -> Retry {
        let Self { max_attempts, initial_backoff, growth, max_backoff, total_timeout, .. } = *self;
        Retry { max_attempts, initial_backoff, max_backoff, total_timeout, growth }
    }
}

/// The kind of delay before the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delay {
    /// The time in the server's `Retry-After` header.
    RetryAfter(Duration),
    /// A random time up to the current limit.
    Backoff,
}

/// Returns `true` if a response with this status is retried without a `Retry-After` header.
pub(super) fn retries(status: StatusCode, rules: Option<&RetryRules>, idempotent: bool) -> bool {
    match rules {
        Some(RetryRules { statuses, .. }) => {
            statuses.iter().any(|(first, last)| (*first..=*last).contains(&status.as_u16()))
        }
        None => idempotent && matches!(status.as_u16(), 408 | 429 | 500..=599),
    }
}

/// Returns the delay before a retry after this response, or `None` if a retry is not allowed. `retried` is `true` if it
/// is retried without a `Retry-After` header.
pub(super) fn after_response(
    status: StatusCode,
    headers: &HeaderMap,
    retried: bool,
    now: SystemTime,
) -> Option<Delay> {
    let requested = match status.as_u16() {
        429 | 503 => retry_after(headers, now).map(Delay::RetryAfter),
        _ => None,
    };
    requested.or(retried.then_some(Delay::Backoff))
}

/// Returns the delay before a retry after this failure, or `None` if a retry is not allowed.
pub(super) fn after_failure(kind: TransportErrorKind, idempotent: bool) -> Option<Delay> {
    let is_transient = match kind {
        TransportErrorKind::Connect => true,
        TransportErrorKind::Timeout | TransportErrorKind::Interrupted => idempotent,
        // The next response would be as large, and a mock would have none again.
        TransportErrorKind::TooLarge | TransportErrorKind::NoMockResponse => false,
    };
    is_transient.then_some(Delay::Backoff)
}

/// Returns the delay of `Retry-After` at the time of the response, by the clock of the server if it sends its time.
pub(super) fn requested_delay(headers: &HeaderMap) -> Option<Duration> {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
    retry_after(headers, date.unwrap_or_else(SystemTime::now))
}

/// Parses `Retry-After`: a number of seconds or a date (RFC 9110, section 10.2.3).
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// The retry budget of a client: a token bucket that all its calls share.
#[derive(Debug)]
pub(super) struct RetryBudget {
    tokens: AtomicU32,
    capacity: u32,
}

/// The tokens that a retry takes.
const RETRY_COST: u32 = 5;

impl RetryBudget {
    /// Creates a full budget.
    pub(super) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(RETRY_COST);
        Self { tokens: AtomicU32::new(capacity), capacity }
    }

    /// Takes the tokens of a retry. Returns `false` if there are not enough of them.
    pub(super) fn withdraw(&self) -> bool {
        let rest = |tokens: u32| tokens.checked_sub(RETRY_COST);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, rest).is_ok()
    }

    /// Returns tokens after a successful call: those of its last retry, or one.
    pub(super) fn deposit(&self, attempts: Attempts) {
        let amount = if attempts.count > 1 { RETRY_COST } else { 1 };
        let sum = |tokens: u32| Some(tokens.saturating_add(amount).min(self.capacity));
        // The function always returns a value.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, sum);
    }
}

/// Returns `true` if the method is idempotent (RFC 9110, section 9.2.2).
pub(super) fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}
