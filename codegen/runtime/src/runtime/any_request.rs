//! Requests that the OpenAPI description does not list, with the same client.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Method, Uri, uri::Authority};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    body::Body,
    call_options::{CallOptions, Configure},
    client::{CallSettings, Client},
    error::RequestError,
    exchange::{BodyMode, CallContext, ClientInner},
    raw_response::{Binary, Json, Outcome, RawResponse},
    redirects::same_origin,
    request::{Request, is_dot_segment},
    retry::Retry,
};

/// The media types that a JSON response is asked for with.
const JSON: &str = "application/json";

impl Client {
    /// Creates a request that the OpenAPI description does not list: `client.request(Method::GET, "/pets/{id}")`.
    ///
    /// `path` is appended to the base URL, and starts with `/`. It may have placeholders for
    /// [`path`](RequestBuilder::path), and a query. It may also be a URL with the origin of the base URL. A URL of
    /// another origin, or a path with `.` or `..`, is a [`RequestError::Call`] when the request is sent.
    ///
    /// The request has the retries, limits, redirects and default headers of the client. It carries the
    /// credentials of most operations, if the client has them.
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RequestBuilder<'_> {
        let (values, settings) = (Vec::new(), CallSettings::default());
        RequestBuilder { client: self, method, path: path.into(), values, body: Ok(None), settings }
    }
}

/// A request that the OpenAPI description does not list, before it is sent.
///
/// [`CallOptions`] has more settings, and shows the request. A response that is not successful is an
/// [`Error::UnexpectedStatus`](super::error::Error::UnexpectedStatus), with its body.
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder<'c> {
    client: &'c Client,
    method: Method,
    path: Cow<'static, str>,
    /// The values of the placeholders in the path.
    values: Vec<(&'static str, String)>,
    /// The body with its media type, or the reason why there is none.
    body: Result<Option<(String, Body)>, String>,
    settings: CallSettings,
}

impl RequestBuilder<'_> {
    /// Sets the value of the placeholder `{name}` in the path. It cannot leave its segment of the path.
    #[allow(clippy::needless_pass_by_value, reason = "a number needs no reference")]
    pub fn path(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// Adds a query parameter.
    pub fn query(self, name: impl AsRef<str>, value: impl ToString) -> Self {
        CallOptions::query(self, name, value)
    }

    /// Sets a header, as [`Call::header`](super::client::Call::header) does.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body to `value` as JSON.
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        let json = serde_json::to_vec(value);
        self.body = json.map(|json| Some((JSON.to_owned(), json.into()))).map_err(|error| error.to_string());
        self
    }

    /// Sets the body. `media_type` is its `Content-Type`.
    pub fn body(mut self, media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        self.body = Ok(Some((media_type.into(), body.into())));
        self
    }

    /// Sets the retry policy of this request. It replaces the policy of the client.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Marks the request as idempotent, as [`Call::idempotent`](super::client::Call::idempotent) does.
    pub fn idempotent(mut self) -> Self {
        self.settings.idempotent = true;
        self
    }

    /// Sends the request and decodes the JSON of a successful response. An empty body is `null`, so that `()` and
    /// `Option` decode it.
    ///
    /// # Errors
    /// [`Error::UnexpectedStatus`](super::error::Error::UnexpectedStatus) if the response is not successful, whose body
    /// [`as_model`](super::error::Error::as_model) decodes. The other errors are those of operations.
    pub async fn send<T: DeserializeOwned>(self) -> Outcome<T, Bytes> {
        let lenient = self.settings.lenient.unwrap_or(self.client.0.lenient);
        let response = self.fetch(JSON, BodyMode::Buffered).await?;
        if response.body.length() == Some(0)
            && let Ok(body) = serde_json::from_str("null")
        {
            return Ok(response.map(|_| body));
        }
        RawResponse::from(response).lenient(lenient).ok(Json, |body| body)
    }

    /// Sends the request and returns the bytes of a successful response.
    ///
    /// # Errors
    /// The same as [`send`](Self::send), but the body is not decoded.
    pub async fn send_bytes(self) -> Outcome<Bytes, Bytes> {
        RawResponse::from(self.fetch("*/*", BodyMode::Buffered).await?).ok(Binary, |body| body)
    }

    /// Sends the request and returns the body of a successful response as a stream of bytes, as
    /// [`Call::stream`](super::client::Call::stream) does.
    ///
    /// # Errors
    /// The same as [`send_bytes`](Self::send_bytes).
    pub async fn stream(self) -> Outcome<Body, Bytes> {
        self.fetch("*/*", BodyMode::Stream).await
    }

    /// Sends the request like [`send`](Self::send), and blocks the thread until the response has arrived.
    ///
    /// # Errors
    /// The same as [`send`](Self::send). [`RequestError::Client`] if the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: DeserializeOwned>(self) -> Outcome<T, Bytes> {
        self.client.0.check_blocking()?;
        super::blocking::block_on(self.send())
    }

    /// Sends the request like [`stream`](Self::stream), and blocks the thread until the headers have arrived.
    ///
    /// # Errors
    /// The same as [`send_blocking`](Self::send_blocking).
    #[cfg(feature = "blocking")]
    pub fn stream_blocking(self) -> Outcome<Body, Bytes> {
        self.client.0.check_blocking()?;
        super::blocking::block_on(self.stream())
    }

    /// Sends the request and returns a successful response.
    async fn fetch(self, accept: &'static str, body_mode: BodyMode) -> Outcome<Body, Bytes> {
        let (request, context) = self.prepare(accept, body_mode)?;
        let response = self.client.0.execute(request, &context).await?;
        if response.status.is_success() { Ok(response) } else { RawResponse::from(response).unexpected() }
    }

    fn prepare(
        &self,
        accept: &'static str,
        body_mode: BodyMode,
    ) -> Result<(http::Request<Body>, CallContext), RequestError> {
        let client = &self.client.0;
        let (base_url, path) = target(client, &self.path)?;
        let mut request = Request::with_method(self.method.clone(), path);
        for (name, value) in &self.values {
            request.path(name, value);
        }
        request.accept(accept);
        if let Some((media_type, body)) = self.body.clone().map_err(RequestError::Call)? {
            request.body(&media_type, body);
        }
        let request = request.finish(&base_url)?;
        if let Some((_, rest)) = request.uri().path().split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            return Err(RequestError::Call(format!(
                "the placeholder `{name}` of its path has no value; set it with `path`"
            )));
        }
        // Spans and mocks group requests by their template. An owned path can have values, which are not for spans.
        let path = if let Cow::Borrowed(path) = self.path { path } else { "" };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let context = CallContext { path, security: client.security, body_mode, ..CallContext::default() };
        client.configure(request, context, None, &self.settings)
    }
}

impl CallOptions for RequestBuilder<'_> {}

impl Configure for RequestBuilder<'_> {
    fn settings(&mut self) -> &mut CallSettings {
        &mut self.settings
    }

    fn preview(&self) -> Result<http::Request<Body>, RequestError> {
        let (request, context) = self.prepare(JSON, BodyMode::Buffered)?;
        self.client.0.preview(request, &context)
    }
}

/// Returns the URL that the path of a request is appended to, and the path.
///
/// # Errors
/// If the request would leave the origin of the base URL, or the path could be read as another one.
fn target<'a>(client: &'a ClientInner, path: &'a str) -> Result<(Cow<'a, str>, &'a str), RequestError> {
    let invalid = |why: String| Err(RequestError::Call(why));
    let base = client.base_urls.of(None)?;
    let (base_url, path) = match path.split_once("://") {
        Some((scheme, rest)) if !path.starts_with('/') => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let (Ok(own), Ok(url), Ok(host)) = (
                base.parse::<Uri>(),
                format!("{scheme}://{authority}").parse::<Uri>(),
                authority.parse::<Authority>(),
            ) else {
                return invalid("its URL is not valid".to_owned());
            };
            if authority.contains('@') || !same_origin(&own, &url) {
                let why = "is at another origin than the base URL, and would receive no credentials";
                let remedy = "use another client for it, with that `base_url`";
                return invalid(format!("`{scheme}://{}` {why}; {remedy}", host.host()));
            }
            (Cow::Owned(format!("{scheme}://{authority}")), path)
        }
        _ => (base, path),
    };
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    let is_absolute = matches!(base_url, Cow::Owned(_));
    if !(plain.starts_with('/') || is_absolute && plain.is_empty()) || plain.starts_with("//") {
        return invalid("its path must start with one `/`".to_owned());
    }
    if plain.contains('\\') || plain.split('/').any(is_dot_segment) {
        return invalid("its path must have no `\\`, and no segment `.` or `..`".to_owned());
    }
    Ok((base_url, path))
}
