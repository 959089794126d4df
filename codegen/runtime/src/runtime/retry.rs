//! Which calls are sent again, and when.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode, header};

use super::{error::TransportErrorKind, response::Tries};

/// When a call that failed is sent again.
///
/// Every call: when there was no connection, so that nothing was sent, and when the server answers `429` or `503`
/// and says with `Retry-After` when to come again. A call that can be repeated also: for `408`, `429`, any
/// `5XX`, and a connection that was cut or took too long. These are calls whose method HTTP calls
/// idempotent (RFC 9110, section 9.2.2), those with an idempotency key, and those that
/// [`Call::repeatable`](super::client::Call::repeatable) says can be. A body that is a stream is sent once.
///
/// The waits are random, up to a bound that doubles from try to try, so that callers who failed together do not
/// come back together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    most: u32,
    first_wait: Duration,
    longest_wait: Duration,
    within: Duration,
}

impl Default for Retry {
    /// Four tries within two minutes, with waits of at most half a second, one second, two.
    fn default() -> Self {
        Self {
            most: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(30),
            within: Duration::from_secs(120),
        }
    }
}

impl Retry {
    /// Each call is sent once.
    #[must_use]
    pub fn never() -> Self {
        Self { most: 1, ..Self::default() }
    }

    /// How often a call is sent, at most: four times unless set.
    #[must_use]
    pub fn tries(mut self, most: u32) -> Self {
        self.most = most;
        self
    }

    /// The longest that the first wait can be, from which on it doubles: half a second unless set.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest that any wait can be: 30 seconds unless set. A server that asks for more with `Retry-After` is
    /// not asked again.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// How long a call may take with all its tries and waits: two minutes unless set. The first try has the
    /// client's timeout alone; there is none that would start later, and one that is under way then ends.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// How long to wait before the next try; `None` when there is none.
    pub(super) fn wait(&self, pause: Pause, tries: Tries) -> Option<Duration> {
        if tries.count >= self.most {
            return None;
        }
        let wait = match pause {
            Pause::Told(wait) if wait > self.longest_wait => return None,
            Pause::Told(wait) => wait,
            Pause::Random => {
                let doubled = 2_u32.saturating_pow(tries.count.saturating_sub(1));
                let bound = self.first_wait.saturating_mul(doubled).min(self.longest_wait);
                bound.mul_f64(fastrand::f64())
            }
        };
        (tries.elapsed + wait < self.within).then_some(wait)
    }

    /// How long the next try may take.
    pub(super) fn timeout(&self, tries: Tries, timeout: Duration) -> Duration {
        if tries.count == 0 { timeout } else { timeout.min(self.within.saturating_sub(tries.elapsed)) }
    }
}

/// How long to wait before the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    /// As long as the server says.
    Told(Duration),
    /// As long as chance says, within bounds.
    Random,
}

/// Whether a call can be sent again after this answer.
pub(super) fn after_answer(
    status: StatusCode,
    headers: &HeaderMap,
    repeatable: bool,
    now: SystemTime,
) -> Option<Pause> {
    let told = match status.as_u16() {
        429 | 503 => retry_after(headers, now).map(Pause::Told),
        _ => None,
    };
    let passing = matches!(status.as_u16(), 408 | 429 | 500..=599);
    told.or((repeatable && passing).then_some(Pause::Random))
}

/// Whether a call can be sent again after this failure.
pub(super) fn after_failure(kind: TransportErrorKind, repeatable: bool) -> Option<Pause> {
    (kind == TransportErrorKind::Connect || repeatable).then_some(Pause::Random)
}

/// `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Whether a request of this method does the same when it is sent twice (RFC 9110, section 9.2.2).
pub(super) fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}
