//! The faults of a request, and the response that lists them (RFC 9457).

use std::time::Duration;

use bytes::Bytes;
use clientwright_codegen::api::Operation;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// A fault in a part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The part: `body`, `query`, `path`, `header`, `cookie`.
    pub(crate) part: &'static str,
    /// The place in the part: the name of the parameter, or a JSON pointer into the body.
    pub(crate) place: String,
    /// The message.
    pub(crate) message: String,
}

/// The reason for which a request has no documented response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    title: String,
    faults: Vec<Fault>,
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

impl Problem {
    fn new(status: StatusCode, title: impl Into<String>) -> Self {
        Self { status, title: title.into(), faults: Vec::new(), headers: Vec::new() }
    }

    /// Reports a path that the description does not have.
    pub(crate) fn no_path(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("the description has no path for `{path}`"))
    }

    /// Reports a method that the path does not have, and lists those that it has.
    pub(crate) fn no_method(methods: &[&str]) -> Self {
        let methods = methods.join(", ");
        let mut problem =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("the path has these methods: {methods}"));
        problem.headers.extend(HeaderValue::try_from(methods).ok().map(|value| (header::ALLOW, value)));
        problem
    }

    /// Reports a request without a credential for the operation.
    pub(crate) fn no_credential(needed: &str, challenge: Option<&str>) -> Self {
        let mut problem =
            Self::new(StatusCode::UNAUTHORIZED, format!("the operation needs a credential: {needed}"));
        let challenge = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok());
        problem.headers.extend(challenge.map(|value| (header::WWW_AUTHENTICATE, value)));
        problem
    }

    /// Reports a media type that the operation does not accept.
    pub(crate) fn media_type(found: &str, accepted: &[&str]) -> Self {
        let accepted = accepted.join(", ");
        let title = format!("expected a body of {accepted}, found `{found}`");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, title)
    }

    /// Reports the faults of a request.
    pub(crate) fn invalid(faults: Vec<Fault>) -> Self {
        let title = "the request does not match the description";
        Self { faults, ..Self::new(StatusCode::BAD_REQUEST, title) }
    }

    /// Reports a preferred status that the operation does not document.
    pub(crate) fn not_documented(operation: &Operation, code: u16) -> Self {
        let title = format!("{} {} has no response {code}", operation.method, operation.path);
        Self::new(StatusCode::BAD_REQUEST, title)
    }

    /// Reports a response without an example.
    pub(crate) fn no_example(operation: &Operation, code: StatusCode) -> Self {
        let title = format!("no example for {code} of {} {}", operation.method, operation.path);
        Self::new(StatusCode::NOT_IMPLEMENTED, title)
    }

    /// Reports a body that cannot be read.
    pub(crate) fn unreadable(why: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, format!("the body cannot be read: {why}"))
    }

    /// Reports a body with more than `limit` bytes.
    pub(crate) fn too_large(limit: u32) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body has more than {limit} bytes"))
    }

    /// Reports a body that is not complete after `time`.
    pub(crate) fn too_slow(time: Duration) -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, format!("the body is not complete after {time:?}"))
    }

    /// Returns `true` if the request has fewer faults than in `other`. Another path is farther than another method, and
    /// this is farther than any fault of a request with both.
    pub(crate) fn is_nearer(&self, other: &Self) -> bool {
        let distance = |problem: &Self| match problem.status {
            StatusCode::NOT_FOUND => 2,
            StatusCode::METHOD_NOT_ALLOWED => 1,
            _ => 0,
        };
        let rank = |problem: &Self| (distance(problem), problem.faults.is_empty(), problem.faults.len());
        rank(self) < rank(other)
    }

    /// Returns the response, in `application/problem+json`.
    #[must_use]
    pub(crate) fn response(&self) -> Response<Bytes> {
        let mut problem = json!({ "title": self.title, "status": self.status.as_u16() });
        if !self.faults.is_empty() {
            let faults = self.faults.iter();
            let faults =
                faults.map(|fault| json!({ "in": fault.part, "at": fault.place, "message": fault.message }));
            problem["errors"] = Value::Array(faults.collect());
        }
        let mut response = Response::new(problem.to_string().into());
        *response.status_mut() = self.status;
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response.headers_mut().extend(self.headers.iter().cloned().map(|(name, value)| (Some(name), value)));
        response
    }
}
