//! The rate limits that a server reports.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// A rate limit in the headers of a response. A value that the server does not send is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// The name of the limit, such as `daily`. It is empty if the server gives no name.
    pub name: String,
    /// The number of requests that the window allows.
    pub limit: Option<u64>,
    /// The number of requests that remain in the current window.
    pub remaining: Option<u64>,
    /// The length of the window.
    pub window: Option<Duration>,
    /// The time at which the window resets.
    pub reset: Option<Reset>,
}

/// The time at which a window resets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// The time from the response to the reset.
    After(Duration),
    /// The time of the reset.
    At(SystemTime),
}

/// The smallest number of a reset header that is a Unix time. Smaller numbers are seconds from now.
const MIN_UNIX_TIME: u64 = 1_000_000_000;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl RateLimit {
    /// Reads the rate limits from the headers of a response.
    ///
    /// It reads `RateLimit` and `RateLimit-Policy` (`draft-ietf-httpapi-ratelimit-headers`), and headers that
    /// start with `RateLimit-`, `X-RateLimit-` or `X-Vendor-RateLimit-` and end with `Limit`, `Max`, `Remaining`,
    /// `Reset` or `Interval-Milliseconds`. A name of `secondly` or `daily` also gives the window.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Vec<Self> {
        let mut limits = Vec::new();
        for (name, value) in headers {
            let Ok(value) = value.to_str() else { continue };
            match name.as_str() {
                "ratelimit" | "ratelimit-policy" => structured(value, &mut limits),
                name => {
                    let (_, suffix) = name.split_once("ratelimit").unwrap_or_default();
                    if let Some(suffix) = suffix.strip_prefix('-') {
                        single(suffix, value, &mut limits);
                    }
                }
            }
        }
        limits
    }

    /// Returns the limit with this name. It is added if it is missing.
    fn named<'a>(name: &str, limits: &'a mut Vec<Self>) -> &'a mut Self {
        let at = limits.iter().position(|limit| limit.name == name).unwrap_or_else(|| {
            limits.push(Self { name: name.to_owned(), ..Self::default() });
            limits.len() - 1
        });
        &mut limits[at]
    }
}

/// Parses `"default";q=100;w=60, …` and `"default";r=50;t=30, …`.
fn structured(value: &str, limits: &mut Vec<RateLimit>) {
    for item in value.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().trim_matches('"');
        let limit = RateLimit::named(name, limits);
        for (key, number) in parts.filter_map(|part| part.split_once('=')) {
            let Ok(number) = number.trim().parse::<u64>() else { continue };
            match key.trim() {
                "q" => limit.limit = Some(number),
                "r" => limit.remaining = Some(number),
                "w" => limit.window = Some(Duration::from_secs(number)),
                "t" => limit.reset = Some(Reset::After(Duration::from_secs(number))),
                _ => {}
            }
        }
    }
}

/// Parses a header of one number: `daily-remaining` is the number `remaining` of the limit `daily`.
fn single(suffix: &str, value: &str, limits: &mut Vec<RateLimit>) {
    // Some servers repeat the number with its window: `100, 100;w=60`.
    let number = value.split([',', ';']).next().unwrap_or_default().trim();
    let Ok(number) = number.parse::<u64>() else { return };
    let (name, kind) = ["limit", "max", "remaining", "reset", "interval-milliseconds"]
        .into_iter()
        .find_map(|kind| Some((suffix.strip_suffix(kind)?.trim_end_matches('-'), kind)))
        .unwrap_or((suffix, "limit"));
    let limit = RateLimit::named(name, limits);
    match name {
        "secondly" => limit.window = Some(Duration::from_secs(1)),
        "daily" => limit.window = Some(DAY),
        _ => {}
    }
    match kind {
        "remaining" => limit.remaining = Some(number),
        "interval-milliseconds" => limit.window = Some(Duration::from_millis(number)),
        "reset" if number < MIN_UNIX_TIME => limit.reset = Some(Reset::After(Duration::from_secs(number))),
        "reset" => {
            limit.reset = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number)).map(Reset::At);
        }
        _ => limit.limit = Some(number),
    }
}
