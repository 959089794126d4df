//! What is wrong with a request, as an answer (RFC 9457).

use bytes::Bytes;
use codegen::api::Operation;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// What is wrong with a part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The part: `body`, `query`, `path`, `header`, `cookie`.
    pub(crate) part: &'static str,
    /// Where in it: the parameter's name, or a JSON pointer into the body.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) message: String,
}

/// Why a request is not answered as the description says.
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

    /// The description has no such path.
    pub(crate) fn no_path(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("the description has no path for `{path}`"))
    }

    /// The description has the path, with these methods.
    pub(crate) fn no_method(methods: &[&str]) -> Self {
        let methods = methods.join(", ");
        let mut problem =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("the path has these methods: {methods}"));
        problem.headers.extend(HeaderValue::try_from(methods).ok().map(|value| (header::ALLOW, value)));
        problem
    }

    /// The request has none of the credentials that the operation takes.
    pub(crate) fn no_credential(needed: &str, challenge: Option<&str>) -> Self {
        let mut problem =
            Self::new(StatusCode::UNAUTHORIZED, format!("the operation needs a credential: {needed}"));
        let challenge = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok());
        problem.headers.extend(challenge.map(|value| (header::WWW_AUTHENTICATE, value)));
        problem
    }

    /// The body is of a media type that the operation does not take.
    pub(crate) fn media_type(found: &str, taken: &[&str]) -> Self {
        let taken = taken.join(", ");
        let title = format!("the operation takes a body of {taken}, and not of `{found}`");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, title)
    }

    /// The request is not what the description says.
    pub(crate) fn invalid(faults: Vec<Fault>) -> Self {
        let title = "the request is not what the description says";
        Self { faults, ..Self::new(StatusCode::BAD_REQUEST, title) }
    }

    /// The operation has no answer with the status that was asked for.
    pub(crate) fn not_documented(operation: &Operation, code: u16) -> Self {
        let title = format!("{} {} has no answer {code}", operation.method, operation.path);
        Self::new(StatusCode::BAD_REQUEST, title)
    }

    /// There is no example of an answer.
    pub(crate) fn no_example(operation: &Operation, code: StatusCode) -> Self {
        let title = format!("there is no example of {code} for {} {}", operation.method, operation.path);
        Self::new(StatusCode::NOT_IMPLEMENTED, title)
    }

    /// The body could not be read, or is too large.
    pub(crate) fn unreadable(why: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body cannot be read: {why}"))
    }

    /// Whether less is wrong than by `other`.
    pub(crate) fn is_nearer(&self, other: &Self) -> bool {
        let rank = |problem: &Self| (problem.faults.is_empty(), problem.faults.len());
        rank(self) < rank(other)
    }

    /// As an answer: `application/problem+json`.
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
