//! The settings that few calls have, as methods of a trait.

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use percent_encoding::utf8_percent_encode;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{
    body::Body,
    builder::MAX_DURATION,
    client::{Call, CallSettings},
    error::RequestError,
    exchange::{BodyMode, CallContext},
    operation::{IdempotencyKey, Operation},
    preview,
    request::{RESERVED, add_query},
};

/// Settings of one call that few calls need, and ways to look at its request.
///
/// Import it as `use ….CallOptions as _;`. The optional parameters of an operation are methods of its call, and take
/// precedence: if `call.query("term")` sets a parameter, `CallOptions::query(call, "beta", "true")` is the method of
/// this trait.
pub trait CallOptions: Configure + Sized {
    /// Sets the timeout of each request of this call. It replaces
    /// [`ClientBuilder::timeout`](super::builder::ClientBuilder::timeout).
    #[must_use]
    fn timeout(mut self, timeout: Duration) -> Self {
        extras(&mut self).timeout = Some(timeout.min(MAX_DURATION));
        self
    }

    /// Sets the maximum size of the response body in memory, in bytes. It replaces
    /// [`ClientBuilder::max_response_body`](super::builder::ClientBuilder::max_response_body).
    #[must_use]
    fn max_response_bytes(mut self, bytes: usize) -> Self {
        extras(&mut self).max_response_body = Some(bytes);
        self
    }

    /// Adds a query parameter that the OpenAPI description does not list.
    #[must_use]
    fn query(mut self, name: impl AsRef<str>, value: impl ToString) -> Self {
        let (name, value) = (name.as_ref(), value.to_string());
        let pair = [name, &value].map(|text| utf8_percent_encode(text, RESERVED).to_string()).join("=");
        extras(&mut self).query.push(pair);
        self
    }

    /// Adds a member to the body, which is a JSON object.
    ///
    /// The call fails with [`RequestError::Call`] if its body is not a JSON object, or already has the member.
    #[must_use]
    fn extra_body(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        extras(&mut self).members.insert(name.into(), value.into());
        self
    }

    /// Sets the idempotency key, in the header of the operation or in `Idempotency-Key`. The call is then retried like
    /// an [`idempotent`](Call::idempotent) one.
    #[must_use]
    fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        extras(&mut self).idempotency_key = Some(key.into());
        self
    }

    /// Sends the request only if the server still has this version of the resource (RFC 9110, section 13.1.1).
    ///
    /// `etag` is the text of [`Response::etag`](super::response::Response::etag), with its quotes, or `*`. If the
    /// version is another one, the server responds with `412`, which is an error.
    #[must_use]
    fn if_match(mut self, etag: impl Into<String>) -> Self {
        set_header(&mut self, &header::IF_MATCH, etag.into());
        self
    }

    /// Asks for the resource only if the server has another version than this one (RFC 9110, section 13.1.2).
    ///
    /// `etag` is the text of [`Response::etag`](super::response::Response::etag), with its quotes, or `*`. If the
    /// version is the same, the server responds with `304`, which is an error whose
    /// [`status`](super::error::Error::status) is `304`.
    #[must_use]
    fn if_none_match(mut self, etag: impl Into<String>) -> Self {
        set_header(&mut self, &header::IF_NONE_MATCH, etag.into());
        self
    }

    /// Returns the request of this call, without sending it.
    ///
    /// `HIDDEN` replaces credentials, default headers, and headers of the call whose name is that of a credential, such
    /// as `Authorization`. Parameters and the body are complete: a password in them is shown. An idempotency key is
    /// generated anew.
    ///
    /// # Errors
    /// The errors of a call before it is sent, for example [`RequestError::MissingCredential`].
    fn request(&self) -> Result<http::Request<Body>, RequestError> {
        self.preview()
    }

    /// Returns the request of this call as a command line with `curl`, for a POSIX shell.
    ///
    /// It hides what [`request`](Self::request) hides. A body that is not a text, or is too long for an argument, is
    /// read from standard input.
    ///
    /// # Errors
    /// The same as [`request`](Self::request).
    fn curl(&self) -> Result<String, RequestError> {
        Ok(preview::curl(&self.preview()?))
    }
}

impl<O: Operation> CallOptions for Call<'_, O> {}

impl<O: Operation> Configure for Call<'_, O> {
    fn settings(&mut self) -> &mut CallSettings {
        &mut self.settings
    }

    fn preview(&self) -> Result<http::Request<Body>, RequestError> {
        let client = &self.client.0;
        let (request, context) = client.prepare(&self.operation, &self.settings, BodyMode::Buffered)?;
        client.preview(request, &context)
    }
}

/// A call with settings. Only the calls of this crate implement it.
pub(super) mod sealed {
    use super::{Body, CallSettings, RequestError};

    pub trait Configure {
        fn settings(&mut self) -> &mut CallSettings;
        fn preview(&self) -> Result<http::Request<Body>, RequestError>;
    }
}

pub(super) use sealed::Configure;

fn extras(call: &mut impl Configure) -> &mut Extras {
    call.settings().extras.get_or_insert_default()
}

fn set_header(call: &mut impl Configure, name: &HeaderName, value: String) {
    call.settings().headers.push((name.as_str().to_owned(), value));
}

/// The settings of [`CallOptions`] that a call has.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    timeout: Option<Duration>,
    max_response_body: Option<usize>,
    /// The encoded pairs of the query.
    query: Vec<String>,
    /// The members of the body.
    members: BTreeMap<String, Value>,
    idempotency_key: Option<String>,
}

impl Extras {
    /// Applies the settings to a request and its context. `key` is the idempotency key of the operation.
    ///
    /// # Errors
    /// If a setting does not fit the request.
    pub(super) fn apply(
        &self,
        request: &mut http::Request<Body>,
        context: &mut CallContext,
        key: Option<IdempotencyKey>,
    ) -> Result<(), RequestError> {
        let limits = &mut context.limits;
        limits.timeout = self.timeout.unwrap_or(limits.timeout);
        limits.max_response_body = self.max_response_body.unwrap_or(limits.max_response_body);
        if !self.query.is_empty() {
            add_query(request.uri_mut(), &self.query.join("&"))?;
        }
        if let Some(value) = &self.idempotency_key {
            let name = key.map_or("idempotency-key", |key| key.header);
            let value = HeaderValue::try_from(value);
            let value = value.map_err(|_| RequestError::Header { name: name.to_owned() })?;
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        if !self.members.is_empty() {
            let path = if context.path.is_empty() { request.uri().path() } else { context.path };
            let body = self.extended(request);
            let body =
                body.map_err(|why| RequestError::Call(format!("`{} {path}` {why}", request.method())))?;
            *request.body_mut() = body.into();
        }
        Ok(())
    }

    /// Returns a body with the members of this call. Its other members stay as they are, byte for byte.
    fn extended(&self, request: &http::Request<Body>) -> Result<Bytes, String> {
        let first = self.members.keys().next().map_or("", String::as_str);
        let invalid = || format!("has no JSON object as its body, to which `extra_body` could add `{first}`");
        let media_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        let is_json =
            media_type.is_some_and(|text| text.to_ascii_lowercase().windows(4).any(|part| part == b"json"));
        let text = request.body().as_bytes().filter(|_| is_json).ok_or_else(invalid)?;
        #[allow(clippy::zero_sized_map_values, reason = "serde reads an object as a map")]
        let known: BTreeMap<String, IgnoredAny> = serde_json::from_slice(text).map_err(|_| invalid())?;
        if let Some(name) = self.members.keys().find(|name| known.contains_key(*name)) {
            return Err(format!("already has `{name}` in its body: set it there, without `extra_body`"));
        }
        let added = serde_json::to_vec(&self.members).map_err(|error| error.to_string())?;
        let head = text.trim_ascii_end().strip_suffix(b"}").ok_or_else(invalid)?;
        let tail = added.strip_prefix(b"{").ok_or_else(invalid)?;
        let separator: &[u8] = if known.is_empty() { b"" } else { b"," };
        Ok([head, separator, tail].concat().into())
    }
}
