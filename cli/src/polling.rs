//! The polling of long-running operations in the settings.

use clientwright_codegen::{PollFrom, PollUntil, PollerSettings, Pollers, Selector};
use indexmap::IndexMap;
use serde::Deserialize;

/// The polling of an operation: `false`, or a table.
#[derive(Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(crate) struct Polling(pub(crate) Pollers);

/// The keys of the table. Exactly one of `operation`, `headers`, `url` and `repeat` is the source of the status.
/// `status` or `done` tells the end; without them `202` is in progress, and any other success is the end.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Poller {
    /// The operation that returns the status: a `GET` request.
    operation: String,
    /// JSON pointers into the first response, for the path parameters of `operation` that the request does not have.
    values: IndexMap<String, String>,
    /// The response headers with the URL of the status. The first one that a response has counts.
    headers: Vec<String>,
    /// A JSON pointer to the URL of the status in the first response.
    url: String,
    /// With `true`, the same `GET` request is repeated.
    repeat: bool,
    /// A JSON pointer to a property of a status.
    status: String,
    /// The values of `status` after success.
    succeeded: Vec<String>,
    /// The values of `status` after failure. With any other value, the operation is in progress.
    failed: Vec<String>,
    /// A JSON pointer to a boolean that is `true` at the end.
    done: String,
    /// A JSON pointer to the error beside `done`.
    error: String,
    /// The result: a JSON pointer into the last status, `location` for the URL in the header `Location`, or `original`
    /// for the URL of the first request. The default is the last status.
    result: String,
    /// The seconds between two status requests. The default grows from 1 to 30.
    interval: u64,
    /// The maximum number of status requests. The default is 10,000.
    limit: u64,
}

impl TryFrom<toml::Value> for Polling {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        if value.as_bool() == Some(false) {
            return Ok(Self(Pollers::Off));
        }
        let expected = "expected `false`, or a table with `operation`, `headers`, `url` or `repeat`";
        if !value.is_table() {
            return Err(expected.to_owned());
        }
        let poller =
            Poller::deserialize(value).map_err(|error| format!("{}; {expected}", error.message()))?;
        poller.settings(expected).map(|settings| Self(Pollers::On(Box::new(settings))))
    }
}

impl Poller {
    fn settings(self, expected: &str) -> Result<PollerSettings, String> {
        let mut sources = Vec::new();
        if !self.operation.is_empty() {
            sources.push(PollFrom::Operation(Selector::parse(&self.operation), self.values.clone()));
        }
        if !self.headers.is_empty() {
            sources.push(PollFrom::Headers(self.headers));
        }
        sources.extend(Some(self.url).filter(|url| !url.is_empty()).map(PollFrom::Url));
        sources.extend(self.repeat.then_some(PollFrom::Repeat));
        let mut sources = sources.into_iter();
        let (Some(from), None) = (sources.next(), sources.next()) else { return Err(expected.to_owned()) };
        if !self.values.is_empty() && self.operation.is_empty() {
            return Err("`values` needs `operation`".to_owned());
        }
        let until = match (self.status.as_str(), self.done.as_str()) {
            ("", "") => PollUntil::StatusCode,
            ("", _) => PollUntil::Flag(self.done, self.error),
            (_, "") if self.succeeded.is_empty() => {
                return Err("`status` needs its values after success in `succeeded`".to_owned());
            }
            (_, "") => PollUntil::Status(self.status, self.succeeded, self.failed),
            _ => return Err("`status` and `done` exclude each other".to_owned()),
        };
        let is_place =
            matches!(self.result.as_str(), "" | "location" | "original") || self.result.starts_with('/');
        if !is_place {
            return Err("`result` is a JSON pointer, `location` or `original`".to_owned());
        }
        Ok(PollerSettings { from, until, result: self.result, interval: self.interval, limit: self.limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let table: toml::Value = toml::from_str(text).expect("TOML");
        Polling::try_from(table).expect_err(text)
    }

    #[test]
    fn rejects_tables_that_have_no_meaning() {
        for (text, expected) in [
            ("interval = 5", "expected `false`, or a table with `operation`"),
            ("url = '/a'\nrepeat = true", "expected `false`, or a table with `operation`"),
            ("url = '/a'\nvalues = { id = '/id' }", "`values` needs `operation`"),
            ("url = '/a'\nstatus = '/b'", "`status` needs its values"),
            ("url = '/a'\nstatus = '/b'\ndone = '/c'", "exclude each other"),
            ("url = '/a'\nresult = 'b'", "`result` is a JSON pointer"),
            ("uri = '/a'", "unknown field `uri`"),
        ] {
            let fault = fault(text);
            assert!(fault.contains(expected), "{text}: {fault}");
        }
    }
}
