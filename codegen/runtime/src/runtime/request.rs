//! Writing a request: the path template, the query, headers and the body.

use std::fmt::{Display, Write};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::error::RequestError;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request that is being written. The first thing that goes wrong is kept until
/// [`finish`](Self::finish).
#[derive(Debug)]
pub struct Request {
    method: Method,
    path: String,
    query: String,
    headers: http::HeaderMap,
    body: Bytes,
    error: Option<RequestError>,
}

impl Request {
    /// A request for the path `template`, whose `{parameters}` are to be filled in.
    #[must_use]
    pub fn new(method: Method, template: &str) -> Self {
        Self {
            method,
            // A fragment is for whoever reads the description; it is never sent.
            path: template.split('#').next().unwrap_or_default().to_owned(),
            query: String::new(),
            headers: http::HeaderMap::new(),
            body: Bytes::new(),
            error: None,
        }
    }

    fn fail(&mut self, error: RequestError) {
        self.error.get_or_insert(error);
    }

    /// Fills in the path parameter `name`.
    pub fn path(&mut self, name: &'static str, value: &dyn Display) {
        let value = value.to_string();
        if matches!(value.as_str(), "" | "." | "..") {
            // A URL parser takes these for steps in the path, encoded or not.
            return self.fail(RequestError::PathParameter { name });
        }
        let encoded = utf8_percent_encode(&value, RESERVED).to_string();
        self.path = self.path.replace(&format!("{{{name}}}"), &encoded);
    }

    /// Fills in the path parameter `name` with its values between commas (style `simple`).
    pub fn path_list<T: Display>(&mut self, name: &'static str, values: &[T]) {
        let values = encoded_list(values);
        if values.is_empty() {
            return self.fail(RequestError::PathParameter { name });
        }
        self.path = self.path.replace(&format!("{{{name}}}"), &values);
    }

    /// Adds the query parameter `name` once for each value (style `form`, exploded).
    pub fn query<T: Display>(&mut self, name: &str, values: &[T]) {
        for value in values {
            self.query_pair(name, &utf8_percent_encode(&value.to_string(), RESERVED));
        }
    }

    /// Adds the query parameter `name` with its values between commas (style `form`, not exploded),
    /// and not at all when there is none.
    pub fn query_list<T: Display>(&mut self, name: &str, values: &[T]) {
        if !values.is_empty() {
            self.query_pair(name, &encoded_list(values));
        }
    }

    fn query_pair(&mut self, name: &str, encoded: &dyn Display) {
        let separator = if self.query.is_empty() && !self.path.contains('?') { '?' } else { '&' };
        // Writing to a string does not fail.
        let _ = write!(self.query, "{separator}{}={encoded}", utf8_percent_encode(name, RESERVED));
    }

    /// Sets the header `name` to its values between commas (style `simple`), and not at all when
    /// there is none. `name` is in lower case.
    pub fn header<T: Display>(&mut self, name: &'static str, values: &[T]) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        if values.is_empty() {
            return;
        }
        match HeaderValue::try_from(values.join(",")) {
            Ok(value) => {
                self.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.fail(RequestError::Header { name: name.to_owned() }),
        }
    }

    /// Says which media types the answer may have.
    pub fn accept(&mut self, media_types: &'static str) {
        self.headers.insert(header::ACCEPT, HeaderValue::from_static(media_types));
    }

    /// Sets the body to `value` as JSON.
    pub fn json(&mut self, media_type: &'static str, value: &(impl Serialize + ?Sized)) {
        match serde_json::to_vec(value) {
            Ok(json) => self.bytes(media_type, json),
            Err(error) => self.fail(RequestError::Body(error)),
        }
    }

    /// Sets the body to these bytes.
    pub fn bytes(&mut self, media_type: &'static str, body: impl Into<Bytes>) {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        self.body = body.into();
    }

    /// The request, to a server at `base_url`.
    ///
    /// # Errors
    /// The first thing that went wrong while it was written, or when the parts make no request.
    pub fn finish(self, base_url: &str) -> Result<http::Request<Bytes>, RequestError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut request = http::Request::builder()
            .method(self.method)
            .uri(format!("{}{}{}", base_url.trim_end_matches('/'), self.path, self.query))
            .body(self.body)
            .map_err(RequestError::Http)?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

/// Values between commas, each of them encoded.
fn encoded_list<T: Display>(values: &[T]) -> String {
    let values: Vec<String> =
        values.iter().map(|value| utf8_percent_encode(&value.to_string(), RESERVED).to_string()).collect();
    values.join(",")
}
