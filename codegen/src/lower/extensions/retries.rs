//! The retry policy that extensions describe.

use serde_json::Value;

use super::{Extensions, find, ignored};
use crate::{
    api::{DescribedRetry, RetryDelays},
    diagnostics::{Diagnostics, Pointer},
};

/// The extensions of operations and of the description. The first one counts.
const SPEAKEASY: &str = "x-speakeasy-retries";
const FERN: &str = "x-fern-retries";

/// The maximum number of attempts.
const MAX_ATTEMPTS: u64 = 100;
/// The maximum of a delay: an hour in milliseconds.
const MAX_DELAY: u64 = 3_600_000;
/// The maximum duration of a call: a day in milliseconds.
const MAX_TOTAL: u64 = 86_400_000;
/// The maximum number of entries of a list of statuses.
const MAX_STATUSES: usize = 100;

/// Returns `true` if an object has an extension with a retry policy, also if it is ignored.
pub(super) fn is_described(extensions: &Extensions) -> bool {
    [SPEAKEASY, FERN].iter().any(|name| extensions.contains_key(*name))
}

/// Returns the retry policy of an operation or of the description.
pub(super) fn read(
    extensions: &Extensions,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<DescribedRetry> {
    if let Some(found) = find(extensions, at, SPEAKEASY) {
        return speakeasy(found.value).map_err(|why| ignored(&found, why, diagnostics)).ok();
    }
    let disabled = find(extensions, at, FERN)?.value.get("disabled").and_then(Value::as_bool);
    (disabled == Some(true)).then(DescribedRetry::never)
}

fn speakeasy(value: &Value) -> Result<DescribedRetry, &'static str> {
    let attempts = match value.get("strategy").and_then(Value::as_str) {
        Some("none") => return Ok(DescribedRetry::never()),
        Some("backoff") => MAX_ATTEMPTS,
        Some("attempt-count-backoff") => {
            let retries = value.get("maxRetries").and_then(Value::as_u64);
            retries.ok_or("it has no number `maxRetries`")?.saturating_add(1).min(MAX_ATTEMPTS)
        }
        _ => return Err("its `strategy` is not `backoff`, `attempt-count-backoff` or `none`"),
    };
    let number =
        |key: &str, default: u64, max: u64| match value.get("backoff").and_then(|backoff| backoff.get(key)) {
            None => Ok(default),
            Some(number) => {
                number.as_u64().map(|number| number.min(max)).ok_or("a delay is not a number of milliseconds")
            }
        };
    let DescribedRetry { delays, growth, .. } = DescribedRetry::never();
    let delays = RetryDelays {
        initial: number("initialInterval", delays.initial, MAX_DELAY)?,
        max: number("maxInterval", delays.max, MAX_DELAY)?,
        total: number("maxElapsedTime", delays.total, MAX_TOTAL)?,
    };
    let exponent = value.get("backoff").and_then(|backoff| backoff.get("exponent"));
    let growth = exponent.and_then(Value::as_f64).map_or(growth, percent);
    let entries = value.get("statusCodes").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if entries.len() > MAX_STATUSES {
        return Err("it has too many `statusCodes`");
    }
    let statuses: Option<Vec<(u16, u16)>> = entries.iter().map(statuses).collect();
    let mut statuses =
        statuses.ok_or("one of its `statusCodes` is not an error status such as `503` or `5XX`")?;
    statuses.sort_unstable();
    statuses.dedup();
    Ok(DescribedRetry {
        max_attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        delays,
        growth,
        statuses,
        ignores_connections: value.get("retryConnectionErrors").and_then(Value::as_bool) == Some(false),
    })
}

/// Returns a factor from 1 to 10 in percent.
fn percent(factor: f64) -> u32 {
    let percent = (factor * 100.0).round().clamp(100.0, 1000.0);
    (100..=1000).find(|number| f64::from(*number) >= percent).unwrap_or(100)
}

/// Returns the first and the last of the statuses that an entry means: `503`, `"503"` or `"5XX"`.
fn statuses(entry: &Value) -> Option<(u16, u16)> {
    let text = entry.as_str().map_or_else(|| entry.to_string(), |text| text.trim().to_ascii_uppercase());
    if let Ok(status) = text.parse::<u16>() {
        return (400..=599).contains(&status).then_some((status, status));
    }
    match text.as_str() {
        "4XX" => Some((400, 499)),
        "5XX" => Some((500, 599)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn limits_the_numbers_of_a_policy() {
        let backoff = json!({ "initialInterval": u64::MAX, "maxInterval": 5, "maxElapsedTime": u64::MAX, "exponent": 1e300 });
        let value = json!({ "strategy": "backoff", "backoff": backoff, "statusCodes": ["5XX", 429, "429"] });
        let expected = DescribedRetry {
            max_attempts: 100,
            delays: RetryDelays { initial: 3_600_000, max: 5, total: 86_400_000 },
            growth: 1000,
            statuses: vec![(429, 429), (500, 599)],
            ignores_connections: false,
        };
        assert_eq!(speakeasy(&value), Ok(expected));
    }

    #[test]
    fn converts_a_factor_to_percent() {
        for (factor, expected) in [(1.5, 150), (2.0, 200), (0.1, 100), (-1.0, 100), (1e9, 1000)] {
            assert_eq!(percent(factor), expected, "{factor}");
        }
        assert_eq!(percent(f64::NAN), 100);
    }

    #[test]
    fn reads_error_statuses_only() {
        for (entry, expected) in [
            (json!(503), Some((503, 503))),
            (json!("5xx"), Some((500, 599))),
            (json!("408"), Some((408, 408))),
            (json!(200), None),
            (json!("2XX"), None),
            (json!("any"), None),
            (json!(null), None),
        ] {
            assert_eq!(statuses(&entry), expected, "{entry}");
        }
    }

    #[test]
    fn rejects_an_unknown_strategy() {
        assert!(speakeasy(&json!({ "strategy": "always" })).is_err());
        assert!(speakeasy(&json!({ "strategy": "attempt-count-backoff" })).is_err());
        assert_eq!(speakeasy(&json!({ "strategy": "none" })), Ok(DescribedRetry::never()));
    }
}
