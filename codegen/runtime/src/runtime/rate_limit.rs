//! What a server says of its own rate limits.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// A rate limit, as the headers of an answer tell it. What they do not tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// What the server calls it: `daily`, say. Empty for one without a name.
    pub name: String,
    /// How many requests there may be in the window.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// How long the window is.
    pub window: Option<Duration>,
    /// When there are more again.
    pub reset: Option<Reset>,
}

/// When there are more requests again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// After this time.
    After(Duration),
    /// At this time.
    At(SystemTime),
}

/// From which number on it is no longer seconds from now, but seconds since 1970.
const FIRST_DATE: u64 = 1_000_000_000;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl RateLimit {
    /// The limits in the headers of an answer: `RateLimit` and `RateLimit-Policy` of the IETF's draft, and
    /// `RateLimit-…`, `X-RateLimit-…` and `X-Vendor-RateLimit-…` with `Limit` or `Max`, `Remaining`, `Reset`,
    /// and a window in the name or in `Interval-Milliseconds`.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Vec<Self> {
        let mut limits = Vec::new();
        for (name, value) in headers {
            let Ok(value) = value.to_str() else { continue };
            match name.as_str() {
                "ratelimit" | "ratelimit-policy" => structured(value, &mut limits),
                name => {
                    let (_, what) = name.split_once("ratelimit").unwrap_or_default();
                    if let Some(what) = what.strip_prefix('-') {
                        single(what, value, &mut limits);
                    }
                }
            }
        }
        limits
    }

    /// The limit of this name, which is there from now on.
    fn named<'a>(name: &str, limits: &'a mut Vec<Self>) -> &'a mut Self {
        let at = limits.iter().position(|limit| limit.name == name).unwrap_or_else(|| {
            limits.push(Self { name: name.to_owned(), ..Self::default() });
            limits.len() - 1
        });
        &mut limits[at]
    }
}

/// `"default";q=100;w=60, …` and `"default";r=50;t=30, …`
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

/// A header of one number: `daily-remaining`, say, is the number `remaining` of the limit `daily`.
fn single(what: &str, value: &str, limits: &mut Vec<RateLimit>) {
    // `100, 100;w=60` gives the number again with its window.
    let number = value.split([',', ';']).next().unwrap_or_default().trim();
    let Ok(number) = number.parse::<u64>() else { return };
    let (name, kind) = ["limit", "max", "remaining", "reset", "interval-milliseconds"]
        .into_iter()
        .find_map(|kind| Some((what.strip_suffix(kind)?.trim_end_matches('-'), kind)))
        .unwrap_or((what, "limit"));
    let limit = RateLimit::named(name, limits);
    match name {
        "secondly" => limit.window = Some(Duration::from_secs(1)),
        "daily" => limit.window = Some(DAY),
        _ => {}
    }
    match kind {
        "remaining" => limit.remaining = Some(number),
        "interval-milliseconds" => limit.window = Some(Duration::from_millis(number)),
        "reset" if number < FIRST_DATE => limit.reset = Some(Reset::After(Duration::from_secs(number))),
        "reset" => {
            limit.reset = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number)).map(Reset::At);
        }
        _ => limit.limit = Some(number),
    }
}
