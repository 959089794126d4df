//! The client, and the calls that it sends.

use std::{fmt, sync::Arc};

use http::{HeaderName, HeaderValue, header};

use super::{
    body::Body,
    call_options::Extras,
    error::RequestError,
    exchange::{BodyMode, CallContext, ClientInner},
    operation::{IdempotencyKey, Operation},
    raw_response::{Outcome, RawResponse},
    request::{Request, check_header},
    response::Response,
    retry::{Retry, RetryRules, is_idempotent},
};

/// A client of the API.
///
/// A client is cheap to clone. Clones share connections, limits and credentials.
#[derive(Clone)]
pub struct Client(pub(super) Arc<ClientInner>);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_urls.base_url)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

impl From<ClientInner> for Client {
    fn from(inner: ClientInner) -> Self {
        Self(Arc::new(inner))
    }
}

impl Client {
    /// Sends `operation` and decodes the response.
    ///
    /// # Errors
    /// Any variant of [`Error`](super::error::Error).
    pub async fn send<O: Operation>(&self, operation: &O) -> Outcome<O::Output, O::Error> {
        self.0.call(operation, &CallSettings::default()).await
    }
}

/// The settings of one call that replace those of the client.
#[derive(Debug, Clone, Default)]
pub struct CallSettings {
    pub(super) headers: Vec<(String, String)>,
    pub(super) retry: Option<Retry>,
    pub(super) idempotent: bool,
    pub(super) lenient: Option<bool>,
    /// The settings of [`CallOptions`](super::call_options::CallOptions), which few calls have.
    pub(super) extras: Option<Box<Extras>>,
}

// These are not methods of `Client`, because the methods of `Client` are the operations.
impl ClientInner {
    async fn call<O: Operation>(
        &self,
        operation: &O,
        settings: &CallSettings,
    ) -> Outcome<O::Output, O::Error> {
        let body_mode = if O::STREAMS { BodyMode::Items } else { BodyMode::Buffered };
        let (request, context) = self.prepare(operation, settings, body_mode)?;
        let response = self.execute(request, &context).await?;
        O::read(RawResponse::from(response).lenient(settings.lenient.unwrap_or(self.lenient)))
    }

    /// Sends `operation` and returns the body of a successful response as a stream.
    async fn stream<O: Operation>(&self, operation: &O, settings: &CallSettings) -> Outcome<Body, O::Error> {
        let (request, context) = self.prepare(operation, settings, BodyMode::Stream)?;
        let response = self.execute(request, &context).await?;
        if response.status.is_success() {
            return Ok(response);
        }
        // The OpenAPI description can document another status as a success.
        let copy = Response::new(response.status, response.headers.clone(), response.body.clone());
        O::read(RawResponse::from(response)).map(|read| Response { attempts: read.attempts, ..copy })
    }

    /// Builds the request of `operation` and its context.
    pub(super) fn prepare<O: Operation>(
        &self,
        operation: &O,
        settings: &CallSettings,
        body_mode: BodyMode,
    ) -> Result<(http::Request<Body>, CallContext), RequestError> {
        let base_url = self.base_urls.of(O::SERVER)?;
        let mut request = if O::CLIENT_PARAMETERS.is_empty() {
            operation.request(&base_url)?
        } else {
            let mut request = Request::new(O::METHOD, O::PATH);
            operation.write(&mut request);
            request.fill(O::CLIENT_PARAMETERS, |parameter| self.parameter(parameter));
            request.finish(&base_url)?
        };
        if let Some(rules) = O::RETRY {
            request.extensions_mut().insert(rules);
        }
        let context = CallContext {
            path: O::PATH,
            #[cfg(feature = "mock")]
            part: O::PART,
            security: O::SECURITY,
            body_mode,
            ..CallContext::default()
        };
        self.configure(request, context, O::IDEMPOTENCY_KEY, settings)
    }

    /// Applies the settings of a call. This is the part of [`prepare`](Self::prepare) that does not depend on the type
    /// of the operation.
    pub(super) fn configure(
        &self,
        mut request: http::Request<Body>,
        mut context: CallContext,
        key: Option<IdempotencyKey>,
        settings: &CallSettings,
    ) -> Result<(http::Request<Body>, CallContext), RequestError> {
        context.limits = self.limits;
        for (name, value) in &settings.headers {
            let invalid = || RequestError::Header { name: name.clone() };
            let key = HeaderName::try_from(name).map_err(|_| invalid())?;
            check_header(&key)?;
            request.headers_mut().insert(key, HeaderValue::try_from(value).map_err(|_| invalid())?);
        }
        // A range of a compressed body cannot be decompressed.
        let compression = cfg!(any(feature = "gzip", feature = "brotli", feature = "zstd"));
        if compression && request.headers().contains_key(header::RANGE) {
            let encoding = request.headers_mut().entry(header::ACCEPT_ENCODING);
            encoding.or_insert(HeaderValue::from_static("identity"));
        }
        if let Some(extras) = &settings.extras {
            extras.apply(&mut request, &mut context, key)?;
        }
        // A caller can also set the `Idempotency-Key` header of the IETF draft.
        let keyed = key.is_some_and(|key| key.insert_into(request.headers_mut()))
            || request.headers().contains_key("idempotency-key");
        context.idempotent = settings.idempotent || keyed || is_idempotent(request.method());
        context.retry = match settings.retry.as_ref().or(self.retry.as_ref()) {
            Some(retry) => {
                request.extensions_mut().remove::<&'static RetryRules>();
                retry.clone()
            }
            None => RetryRules::of(&request).map(RetryRules::policy).unwrap_or_default(),
        };
        Ok((request, context))
    }

    /// Checks that the transport works without an async runtime.
    #[cfg(feature = "blocking")]
    pub(super) fn check_blocking(&self) -> Result<(), RequestError> {
        if self.transport.needs_tokio() {
            let why = "its transport needs an async runtime; build the client with `build_blocking`";
            return Err(RequestError::Client(why.into()));
        }
        Ok(())
    }
}

/// A call of an operation, before it is sent.
///
/// Set optional parameters and the settings of this call, then [`send`](Self::send) it. A call borrows the client and
/// does nothing until it is sent.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O> {
    pub(super) client: &'c Client,
    pub(crate) operation: O,
    pub(super) settings: CallSettings,
}

impl<'c, O: Operation> Call<'c, O> {
    /// Creates a call. The methods of the client do this.
    pub fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation, settings: CallSettings::default() }
    }

    /// Sets a header of this call. It replaces a header of the operation or the client with the same name.
    ///
    /// Use it to select a media type with `Accept`, or to send a header that the OpenAPI description does not list. A
    /// name or value that is not allowed in HTTP results in [`RequestError::Header`] when the call is sent. `Host`,
    /// `Content-Length` and similar headers result in [`RequestError::TransportHeader`].
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the retry policy of this call. It replaces the policy of the client.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Marks this call as idempotent: a duplicate has no further effect on the server.
    ///
    /// The call is then also retried if the server may have received it, see [`Retry`]. Calls whose method is
    /// idempotent (RFC 9110, section 9.2.2) or that have an idempotency key do not need it.
    pub fn idempotent(mut self) -> Self {
        self.settings.idempotent = true;
        self
    }

    /// Turns lenient decoding on or off for this call. It replaces the setting of the client.
    ///
    /// Lenient decoding leaves out the parts of a body that do not decode, and reports them in
    /// [`Response::warnings`].
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.settings.lenient = Some(lenient);
        self
    }

    /// Sends the call and decodes the response.
    ///
    /// # Errors
    /// Any variant of [`Error`](super::error::Error).
    pub async fn send(self) -> Outcome<O::Output, O::Error> {
        self.client.0.call(&self.operation, &self.settings).await
    }

    /// Sends the call and returns the body of a successful response as a stream of bytes, without decoding it.
    ///
    /// Use it for large files. The client's timeout then applies to the headers and to each read, not to the whole
    /// response, and the body can have any size.
    ///
    /// # Errors
    /// Any variant of [`Error`](super::error::Error).
    pub async fn stream(self) -> Outcome<Body, O::Error> {
        self.client.0.stream(&self.operation, &self.settings).await
    }

    /// Sends the call like [`send`](Self::send), and blocks the thread until the response has arrived.
    ///
    /// It needs a client from [`ClientBuilder::build_blocking`](super::builder::ClientBuilder::build_blocking).
    ///
    /// # Errors
    /// Any variant of [`Error`](super::error::Error). [`RequestError::Client`] if the transport needs an async runtime;
    /// nothing is sent then.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Outcome<O::Output, O::Error> {
        self.client.0.check_blocking()?;
        super::blocking::block_on(self.send())
    }

    /// Sends the call like [`stream`](Self::stream), and blocks the thread until the headers have arrived. Read the
    /// body with [`Body::into_reader`].
    ///
    /// # Errors
    /// The same as [`send_blocking`](Self::send_blocking).
    #[cfg(feature = "blocking")]
    pub fn stream_blocking(self) -> Outcome<Body, O::Error> {
        self.client.0.check_blocking()?;
        super::blocking::block_on(self.stream())
    }
}
