//! The examples of the OpenAPI description, as responses of a mock.

use std::sync::OnceLock;

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::{
    body::Body,
    error::{TransportError, TransportErrorKind},
    mock_operation::BodyError,
};

/// The examples of the OpenAPI description, as a JSON text.
///
/// The text has an object for each method and path, or for each part, method and path. Its keys are the status and the
/// media type of a response, and its values are the bodies.
pub(super) struct Examples(&'static str, OnceLock<Value>);

impl Examples {
    /// Returns the examples in `text`. The text is parsed when it is used for the first time.
    pub(super) fn new(text: &'static str) -> Self {
        Self(text, OnceLock::new())
    }

    /// Returns the response of an operation with this status, or its first successful response.
    pub(super) fn response(
        &self,
        (method, path, part): (&str, &str, &str),
        status: Option<u16>,
    ) -> Result<http::Response<Body>, TransportError> {
        let all = self.1.get_or_init(|| serde_json::from_str(self.0).unwrap_or_default());
        let colon = if part.is_empty() { "" } else { ": " };
        let examples = all.get(format!("{part}{colon}{method} {path}")).and_then(Value::as_object);
        let examples: Vec<(&str, &str, &Value)> = examples
            .into_iter()
            .flatten()
            .map(|(key, value)| (key.split_once(' ').unwrap_or((key, "")), value))
            .map(|((status, media_type), value)| (status, media_type, value))
            .collect();
        let of = |wanted: &str| examples.iter().find(|(known, ..)| *known == wanted);
        let found = match status {
            Some(code) => {
                of(&code.to_string()).or_else(|| of(&format!("{}XX", code / 100))).or_else(|| of("default"))
            }
            None => examples.iter().find(|(known, ..)| known.starts_with('2')),
        };
        let Some((known, media_type, value)) = found else {
            let wanted =
                status.map_or_else(|| "a successful response".to_owned(), |code| format!("a `{code}`"));
            return Err(failure(format!(
                "the OpenAPI description has no example of {wanted} to {method} {path}: return a value from the handler"
            )));
        };
        let body = match value {
            Value::String(text) if !is_json(media_type) => text.clone().into(),
            Value::Null if !is_json(media_type) => Body::default(),
            value => value.to_string().into(),
        };
        let mut response = response(known, media_type, body);
        if let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) {
            *response.status_mut() = status;
        }
        Ok(response)
    }
}

/// Returns `true` if a body of this media type is a JSON text.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
        || essence == "text/json"
        || essence.ends_with("+json") && essence != "application/stream+json"
}

/// Returns a response with a status of the OpenAPI description: `2XX` becomes `200`, and `default` becomes `500`.
pub(super) fn response(status: &str, media_type: &str, body: Body) -> http::Response<Body> {
    let code = match status.strip_suffix("XX") {
        Some(digit) => digit.parse::<u16>().ok().and_then(|digit| digit.checked_mul(100)),
        None => status.parse().ok(),
    };
    let mut response = http::Response::new(body);
    *response.status_mut() =
        code.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(value) = HeaderValue::try_from(media_type)
        && !media_type.is_empty()
    {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

/// Returns the error of a mock that has no response.
pub(super) fn failure(why: impl Into<BodyError>) -> TransportError {
    TransportError::new(TransportErrorKind::NoMockResponse, None, why)
}
