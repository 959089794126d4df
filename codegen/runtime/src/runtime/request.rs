//! The writer of a request: its path, query, headers and body.

use std::fmt::{Display, Write};

use http::{HeaderName, HeaderValue, Method, Uri, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{body::Body, error::RequestError};

/// All characters except the unreserved ones (RFC 3986, section 2.3).
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The writer of a request. It keeps its first error until [`finish`](Self::finish).
#[derive(Debug)]
pub struct Request {
    method: Method,
    path: String,
    query: String,
    headers: http::HeaderMap,
    body: Body,
    error: Option<RequestError>,
}

impl Request {
    /// Creates a request for a path template such as `/pets/{id}`.
    #[must_use]
    pub fn new(method: &'static str, template: &str) -> Self {
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => Self::with_method(method, template),
            Err(error) => Self {
                error: Some(RequestError::Http(error.into())),
                ..Self::with_method(Method::GET, template)
            },
        }
    }

    /// Creates a request with any method.
    pub(super) fn with_method(method: Method, template: &str) -> Self {
        Self {
            method,
            // A fragment only makes the template unique in the OpenAPI description. It is never sent.
            path: template.split('#').next().unwrap_or_default().to_owned(),
            query: String::new(),
            headers: http::HeaderMap::new(),
            body: Body::default(),
            error: None,
        }
    }

    /// Records an error, unless there is an earlier one.
    pub(super) fn fail(&mut self, error: RequestError) {
        self.error.get_or_insert(error);
    }

    /// Sets the path parameter `name`.
    pub fn path(&mut self, name: &'static str, value: &dyn Display) {
        let encoded = utf8_percent_encode(&value.to_string(), RESERVED).to_string();
        self.path_text(name, &encoded);
    }

    /// Returns `true` if the path parameter `name` is not set.
    pub(super) fn has_placeholder(&self, name: &str) -> bool {
        self.path.contains(&format!("{{{name}}}"))
    }

    /// Returns `true` if the query parameter `name` is set.
    pub(super) fn has_query(&self, name: &str) -> bool {
        let name = utf8_percent_encode(name, RESERVED).to_string();
        self.query.split(['?', '&']).any(|pair| pair.split('=').next() == Some(&name))
    }

    /// Returns `true` if the header `name` is set.
    pub(super) fn has_header(&self, name: &str) -> bool {
        self.headers.contains_key(name)
    }

    /// Sets the path parameter `name` to comma-separated values (style `simple`).
    pub fn path_list<T: Display>(&mut self, name: &'static str, values: &[T]) {
        self.path_text(name, &encoded_list(values));
    }

    /// Sets the path parameter `name` to an encoded text.
    pub(super) fn path_text(&mut self, name: &'static str, encoded: &str) {
        let template = std::mem::take(&mut self.path);
        let placeholder = format!("{{{name}}}");
        let mut is_invalid = false;
        self.path.reserve(template.len() + encoded.len());
        for (index, segment) in template.split('/').enumerate() {
            if index > 0 {
                self.path.push('/');
            }
            if !segment.contains(&placeholder) {
                self.path.push_str(segment);
                continue;
            }
            let filled = segment.replace(&placeholder, encoded);
            is_invalid |= filled.is_empty() || is_dot_segment(&filled);
            self.path.push_str(&filled);
        }
        if is_invalid {
            self.fail(RequestError::PathParameter { name });
        }
    }

    /// Sets the path parameter `name` to JSON, if there is a value.
    pub fn path_json(&mut self, name: &'static str, value: Option<&impl Serialize>) {
        if let Some(text) = value.and_then(|value| self.json_text(value)) {
            self.path(name, &text);
        }
    }

    /// Adds the query parameter `name` as JSON, if there is a value.
    pub fn query_json(&mut self, name: &str, value: Option<&impl Serialize>) {
        if let Some(text) = value.and_then(|value| self.json_text(value)) {
            self.query(name, &[text]);
        }
    }

    /// Sets the header `name`, in lower case, to JSON, if there is a value.
    pub fn header_json(&mut self, name: &'static str, value: Option<&impl Serialize>) {
        if let Some(text) = value.and_then(|value| self.json_text(value)) {
            self.header_text(name, &text);
        }
    }

    /// Adds the cookie `name` as JSON, if there is a value.
    pub fn cookie_json(&mut self, name: &str, value: Option<&impl Serialize>) {
        if let Some(text) = value.and_then(|value| self.json_text(value)) {
            self.cookie(name, &[text]);
        }
    }

    fn json_text(&mut self, value: &impl Serialize) -> Option<String> {
        serde_json::to_string(value).map_err(|error| self.fail(RequestError::Body(error))).ok()
    }

    /// Adds the query parameter `name` once for each value (style `form`, exploded).
    pub fn query<T: Display>(&mut self, name: &str, values: &[T]) {
        for value in values {
            self.query_pair(name, &utf8_percent_encode(&value.to_string(), RESERVED));
        }
    }

    /// Adds the query parameter `name` with comma-separated values (style `form`, not exploded), if there are any.
    pub fn query_list<T: Display>(&mut self, name: &str, values: &[T]) {
        if !values.is_empty() {
            self.query_pair(name, &encoded_list(values));
        }
    }

    fn query_pair(&mut self, name: &str, encoded: &dyn Display) {
        let name = utf8_percent_encode(name, RESERVED).to_string();
        self.query_text(&name, encoded);
    }

    /// Adds a query parameter with an encoded name and value.
    pub(super) fn query_text(&mut self, name: &str, encoded: &dyn Display) {
        // Writing to a `String` does not fail.
        let _ = write!(self.query, "{}{name}={encoded}", self.separator());
    }

    /// Sets the whole query to JSON, if there is a value.
    pub fn query_string_json(&mut self, value: Option<&impl Serialize>) {
        if let Some(text) = value.and_then(|value| self.json_text(value)) {
            self.query_whole(&utf8_percent_encode(&text, RESERVED).to_string());
        }
    }

    /// Adds an encoded text without a name to the query.
    pub(super) fn query_whole(&mut self, encoded: &str) {
        self.query.push(self.separator());
        self.query.push_str(encoded);
    }

    /// Returns the separator in front of the next part of the query.
    fn separator(&self) -> char {
        if self.query.is_empty() && !self.path.contains('?') { '?' } else { '&' }
    }

    /// Adds the cookie `name` with comma-separated values, if there are any.
    pub fn cookie<T: Display>(&mut self, name: &str, values: &[T]) {
        if !values.is_empty() {
            self.cookie_text(&utf8_percent_encode(name, RESERVED).to_string(), &encoded_list(values));
        }
    }

    /// Adds a cookie with an encoded name and value.
    pub(super) fn cookie_text(&mut self, name: &str, encoded: &str) {
        if let Err(error) = add_cookie(&mut self.headers, name, encoded) {
            self.fail(error);
        }
    }

    /// Sets the header `name`, in lower case, to comma-separated values (style `simple`), if there are any.
    pub fn header<T: Display>(&mut self, name: &'static str, values: &[T]) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        if values.is_empty() {
            return;
        }
        self.header_text(name, &values.join(","));
    }

    /// Sets the header `name`, in lower case.
    pub(super) fn header_text(&mut self, name: &'static str, value: &str) {
        let name = HeaderName::from_static(name);
        if let Err(error) = check_header(&name) {
            return self.fail(error);
        }
        match HeaderValue::try_from(value) {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(_) => self.fail(RequestError::Header { name: name.to_string() }),
        }
    }

    /// Sets the accepted media types of the response.
    pub fn accept(&mut self, media_types: &'static str) {
        self.headers.insert(header::ACCEPT, HeaderValue::from_static(media_types));
    }

    /// Sets the body to `value` as JSON.
    pub fn json(&mut self, media_type: &'static str, value: &(impl Serialize + ?Sized)) {
        match serde_json::to_vec(value) {
            Ok(json) => self.body(media_type, json.into()),
            Err(error) => self.fail(RequestError::Body(error)),
        }
    }

    /// Sets the body.
    pub fn body(&mut self, media_type: &str, body: Body) {
        match HeaderValue::try_from(media_type) {
            Ok(value) => {
                self.headers.insert(header::CONTENT_TYPE, value);
            }
            Err(_) => self.fail(RequestError::Header { name: "content-type".to_owned() }),
        }
        self.body = body;
    }

    /// Returns the HTTP request to the server at `base_url`.
    ///
    /// # Errors
    /// The first recorded error, or an error if the URL is not valid.
    pub fn finish(self, base_url: &str) -> Result<http::Request<Body>, RequestError> {
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

/// The headers of the connection and of the framing of messages (RFC 9110, section 7.6.1; RFC 9112, section 6).
const TRANSPORT_HEADERS: [HeaderName; 9] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// Checks that a header is not one that only the transport sets. A wrong value would cut the body, or make the server
/// wait for more of it.
pub(super) fn check_header(name: &HeaderName) -> Result<(), RequestError> {
    if TRANSPORT_HEADERS.contains(name) {
        return Err(RequestError::TransportHeader { name: name.to_string() });
    }
    Ok(())
}

/// Adds a cookie to the headers (RFC 6265, section 4.2.1).
///
/// # Errors
/// If the name or the value would end the cookie, or is not valid in a header.
pub(super) fn add_cookie(headers: &mut http::HeaderMap, name: &str, value: &str) -> Result<(), RequestError> {
    let others = headers.get(header::COOKIE);
    let is_sensitive = others.is_some_and(HeaderValue::is_sensitive);
    let others = others.map(HeaderValue::as_bytes).unwrap_or_default();
    let separator: &[u8] = if others.is_empty() { b"" } else { b"; " };
    let cookies = [others, separator, name.as_bytes(), b"=", value.as_bytes()].concat();
    let cookies = HeaderValue::from_bytes(&cookies);
    match cookies {
        Ok(mut cookies) if !name.contains(['=', ';']) && !value.contains(';') => {
            cookies.set_sensitive(is_sensitive);
            headers.insert(header::COOKIE, cookies);
            Ok(())
        }
        _ => Err(RequestError::Header { name: "cookie".to_owned() }),
    }
}

/// Adds encoded pairs to the query of a URL.
///
/// # Errors
/// If the URL is then too long.
pub(super) fn add_query(uri: &mut Uri, pairs: &dyn Display) -> Result<(), RequestError> {
    let separator = if uri.query().is_some() { '&' } else { '?' };
    let text = format!("{uri}{separator}{pairs}");
    *uri = text.parse().map_err(|error: http::uri::InvalidUri| RequestError::Http(error.into()))?;
    Ok(())
}

/// Returns `true` if URL parsers or servers take the segment of a path for `.` or `..`. They do so even if it is
/// percent-encoded, and some of them if parameters follow after a semicolon.
pub(super) fn is_dot_segment(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(segment.split(';').next(), Some("." | ".."))
}

/// Returns the encoded values, separated by commas.
fn encoded_list<T: Display>(values: &[T]) -> String {
    let values: Vec<String> =
        values.iter().map(|value| utf8_percent_encode(&value.to_string(), RESERVED).to_string()).collect();
    values.join(",")
}
