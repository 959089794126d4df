//! The status of a long-running operation: its progress, and the URLs that it refers to.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri, header};
use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use super::{
    body::Body,
    polling::{PollCondition, Progress, StatusSource},
    redirects::{resolve, same_origin},
    request::RESERVED,
    response::Response,
};

/// The maximum length of a URL that a server or a token gives.
const MAX_URL: usize = 8 * 1024;
/// The states of an operation that is in progress.
const RUNNING: [&str; 11] = [
    "accepted",
    "created",
    "inprogress",
    "notstarted",
    "pending",
    "processing",
    "queued",
    "running",
    "scheduled",
    "started",
    "submitted",
];
/// The states of an operation that failed.
const FAILED: [&str; 6] = ["aborted", "cancelled", "canceled", "error", "expired", "failed"];

/// The progress of an operation.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    InProgress,
    Succeeded,
    /// The status with which it failed.
    Failed(String),
}

/// Returns the progress that a response with this body reports.
pub(super) fn state(progress: Progress, status: StatusCode, body: &Value) -> State {
    match progress {
        Progress::Property(pointer, succeeded, failed) => match body.pointer(pointer) {
            Some(value) => by_words(&text(value), succeeded, failed),
            None => State::InProgress,
        },
        Progress::Flag(done, error) => match body.pointer(done) {
            Some(Value::Bool(true)) => match body.pointer(error).filter(|error| !error.is_null()) {
                Some(_) if !error.is_empty() => State::Failed(String::new()),
                _ => State::Succeeded,
            },
            _ => State::InProgress,
        },
        Progress::Azure => {
            let found =
                ["/status", "/properties/provisioningState"].iter().find_map(|at| body.pointer(at)?.as_str());
            match found {
                Some(value) => by_words(value, &["Succeeded"], &["Failed", "Canceled", "Cancelled"]),
                None => by_code(status),
            }
        }
        Progress::StatusCode => {
            let found = body.get("status").and_then(Value::as_str).unwrap_or_default();
            let word: String = found.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
            let word = word.to_ascii_lowercase();
            match () {
                () if RUNNING.contains(&&*word) => State::InProgress,
                () if FAILED.contains(&&*word) => State::Failed(found.to_owned()),
                () => by_code(status),
            }
        }
        Progress::Conditions(success, failure) => {
            if holds(failure, status, body) {
                State::Failed(status.as_str().to_owned())
            } else if holds(success, status, body) {
                State::Succeeded
            } else {
                State::InProgress
            }
        }
    }
}

fn by_code(status: StatusCode) -> State {
    if status == StatusCode::ACCEPTED { State::InProgress } else { State::Succeeded }
}

fn by_words(value: &str, succeeded: &[&str], failed: &[&str]) -> State {
    let is_one = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is_one(succeeded) {
        State::Succeeded
    } else if is_one(failed) {
        State::Failed(value.to_owned())
    } else {
        State::InProgress
    }
}

/// Returns `true` if there are conditions and all of them hold.
fn holds(conditions: &[PollCondition], status: StatusCode, body: &Value) -> bool {
    !conditions.is_empty()
        && conditions.iter().all(|condition| match condition {
            PollCondition::StatusCode(code) => status.as_u16() == *code,
            PollCondition::Equals(pointer, expected) => {
                body.pointer(pointer).is_some_and(|value| text(value) == *expected)
            }
        })
}

/// Returns a scalar as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => String::new(),
    }
}

/// Returns the body of a response.
pub(super) fn bytes(response: &Response<Body>) -> Bytes {
    response.body.as_bytes().cloned().unwrap_or_default()
}

/// Returns the body as JSON, or `null` if it is not JSON.
pub(super) fn json(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

/// Returns the URL of the status, if the response gives it. `uri` is the URL of the first request, whose path follows
/// `template`.
///
/// # Errors
/// If the URL is not valid, or is at another origin.
pub(super) fn status_url(
    source: StatusSource,
    (uri, template): (&Uri, &str),
    headers: &HeaderMap,
    body: &Value,
) -> Result<Option<Uri>, String> {
    match source {
        StatusSource::Headers(names) => match names.iter().find_map(|name| headers.get(*name)) {
            Some(value) => checked(uri, value.to_str().unwrap_or_default()).map(Some),
            None => Ok(None),
        },
        StatusSource::Url(pointer) => match body.pointer(pointer).and_then(Value::as_str) {
            Some(url) => checked(uri, url).map(Some),
            None => Ok(None),
        },
        StatusSource::Path(path, values) => filled(path, values, (uri, template), body),
        StatusSource::Name(path, pointer) => {
            let Some(name) = body.pointer(pointer).map(text).filter(|name| !name.is_empty()) else {
                return Ok(None);
            };
            let mut start = path.rsplit_once('/').map_or("", |(start, _)| start).to_owned();
            for segment in name.split('/') {
                start.push('/');
                start.push_str(&encoded(segment)?);
            }
            with_path(uri, template, &start).map(Some)
        }
        StatusSource::Repeat => Ok(Some(uri.clone())),
    }
}

/// Returns the URL of the result: the property `resourceLocation` of a status of Azure, or the header `Location`.
///
/// # Errors
/// If it is not valid, or is at another origin.
pub(super) fn location(uri: &Uri, headers: &HeaderMap, body: &Value) -> Result<Option<Uri>, String> {
    let of_body = body.get("resourceLocation").and_then(Value::as_str);
    let of_header = || Some(headers.get(header::LOCATION)?.to_str().unwrap_or_default());
    of_body.or_else(of_header).map(|url| checked(uri, url)).transpose()
}

/// Resolves a URL of a server or of a token. It must have the origin of `uri`, because requests have credentials.
///
/// # Errors
/// If it is not a URL, or is at another origin.
pub(super) fn checked(uri: &Uri, reference: &str) -> Result<Uri, String> {
    let is_valid = !reference.trim().is_empty() && reference.len() <= MAX_URL;
    let url = is_valid.then(|| resolve(uri, reference.trim()).ok()).flatten();
    let Some(url) = url else { return Err("it is not a URL".to_owned()) };
    if !same_origin(uri, &url) {
        let host = url.host().unwrap_or_default();
        return Err(format!("it is at another origin, on the host `{host}`"));
    }
    if url.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return Err("it has a user or a password".to_owned());
    }
    Ok(url)
}

/// Returns the URL of a path template whose parameters are in the body or in the path of the first request.
fn filled(
    path: &str,
    values: &[(&str, &str)],
    (uri, template): (&Uri, &str),
    body: &Value,
) -> Result<Option<Uri>, String> {
    let mut result = String::new();
    for segment in path.split('/').skip(1) {
        result.push('/');
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            result.push_str(segment);
            continue;
        };
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, pointer)) => {
                let value = body.pointer(pointer).map(text).unwrap_or_default();
                if value.is_empty() {
                    return Ok(None);
                }
                result.push_str(&encoded(&value)?);
            }
            None => result.push_str(requested(uri, template, segment).unwrap_or_default()),
        }
    }
    with_path(uri, template, &result).map(Some)
}

/// Returns the encoded segment of a path, which must not change the other segments.
fn encoded(segment: &str) -> Result<String, String> {
    if matches!(segment, "" | "." | "..") {
        return Err("a segment of its path is empty, `.` or `..`".to_owned());
    }
    Ok(utf8_percent_encode(segment, RESERVED).to_string())
}

/// Returns the segment of the first request at the place of `placeholder`. Segments are counted from the end, because
/// the path begins with that of the base URL.
fn requested<'a>(uri: &'a Uri, template: &str, placeholder: &str) -> Option<&'a str> {
    let mut pairs = own_path(template).rsplit('/').zip(uri.path().rsplit('/'));
    pairs.find(|(known, _)| *known == placeholder).map(|(_, segment)| segment)
}

/// Returns the path of a template.
fn own_path(template: &str) -> &str {
    template.split(['?', '#']).next().unwrap_or_default()
}

/// Returns the URL of a path below the base URL of the first request.
fn with_path(uri: &Uri, template: &str, path: &str) -> Result<Uri, String> {
    let own = own_path(template).matches('/').count();
    let base = uri.path().rmatch_indices('/').nth(own.saturating_sub(1)).map_or(0, |(at, _)| at);
    let base = uri.path().get(..base).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{base}{path}").parse().map_err(|_| "it is not a URL".to_owned())?);
    let url = Uri::from_parts(parts).map_err(|_| "it is not a URL".to_owned())?;
    if url.path().len() > MAX_URL { Err("it is too long".to_owned()) } else { Ok(url) }
}
