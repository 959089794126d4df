//! The builder of a client.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{
    base_url::{BaseUrls, check_base_url},
    client::Client,
    clock::{Clock, SystemClock},
    credentials::{Credential, Credentials},
    error::RequestError,
    exchange::{ClientInner, Limits},
    https_only::HttpsOnly,
    limiter::Limiter,
    operation::Security,
    request::check_header,
    retry::{Retry, RetryBudget},
    transport::Transport,
};

/// The longest duration of a setting: ten years. A longer one could not be added to the current time.
pub(super) const MAX_DURATION: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The builder of a [`Client`].
///
/// `Client::builder()` returns it. A default client sends requests with reqwest to the server of the OpenAPI
/// description, has a timeout of 60 seconds for each request, and retries as [`Retry::default`] does.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: String,
    /// The base URL of the OpenAPI description.
    described: String,
    replaces_servers: bool,
    servers: Vec<(String, String)>,
    https_only: bool,
    timeout: Duration,
    connect_timeout: Duration,
    user_agent: String,
    headers: Vec<(String, String)>,
    pub(super) credentials: Credentials,
    security: Security,
    pub(super) parameters: BTreeMap<&'static str, String>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) clock: Option<Arc<dyn Clock>>,
    retry: Option<Retry>,
    retry_budget: u32,
    rate_limits: Vec<(usize, Duration)>,
    max_in_flight: Option<usize>,
    limit_timeout: Option<Duration>,
    max_response_body: usize,
    lenient: bool,
    #[cfg(feature = "tower")]
    layers: Vec<super::tower_transport::Layers>,
    #[cfg(feature = "tracing")]
    pub(super) propagator: Option<super::trace::Propagator>,
    #[cfg(feature = "record")]
    pub(super) recording: Option<super::recording::Recording>,
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("credentials", &self.credentials)
            .field("retry", &self.retry)
            .field("rate_limits", &self.rate_limits)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Creates a builder with a base URL and a `User-Agent`. `security` are the requirements of requests that are not
    /// operations.
    pub(crate) fn new(base_url: &str, user_agent: &str, security: Security) -> Self {
        Self {
            base_url: base_url.to_owned(),
            described: base_url.to_owned(),
            replaces_servers: false,
            servers: Vec::new(),
            https_only: false,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            user_agent: user_agent.to_owned(),
            headers: Vec::new(),
            credentials: Credentials::default(),
            security,
            parameters: BTreeMap::new(),
            transport: None,
            clock: None,
            retry: None,
            retry_budget: 100,
            rate_limits: Vec::new(),
            max_in_flight: None,
            limit_timeout: None,
            max_response_body: super::body::MAX_COLLECTED,
            lenient: false,
            #[cfg(feature = "tower")]
            layers: Vec::new(),
            #[cfg(feature = "tracing")]
            propagator: None,
            #[cfg(feature = "record")]
            recording: None,
        }
    }

    /// Sets the base URL of the server: an `http` or `https` URL without user, password and query.
    ///
    /// The path of each operation is appended to it. The default is the first absolute URL in the
    /// `servers` of the OpenAPI description.
    ///
    /// It also replaces the servers that the OpenAPI description gives to single operations. Those at the origin of the
    /// default keep their paths: with `http://localhost:4010` in place of `https://api.example.com/v1`,
    /// `https://api.example.com/files` is `http://localhost:4010/files`. Credentials are thus sent only to servers
    /// named here or with [`server`](Self::server).
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.replaces_servers = true;
        self
    }

    /// Replaces a server of the OpenAPI description: that of single operations, or the default of the others.
    ///
    /// `described` is the URL in the description, with or without a `/` at its end. It takes precedence over the
    /// [`base_url`](Self::base_url).
    pub fn server(mut self, described: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.servers.push((described.into(), base_url.into()));
        self
    }

    /// Allows only `https` URLs, also for tokens. By default `http` URLs are allowed.
    ///
    /// A redirect from `https` to `http` is never followed.
    pub fn https_only(mut self, https_only: bool) -> Self {
        self.https_only = https_only;
        self
    }

    /// Sets the timeout of each request, including the body of its response. The default is 60 seconds.
    ///
    /// Each attempt and each redirect is a request. [`Retry::total_timeout`] limits a call with all its attempts. For a
    /// streamed response this is the timeout of its headers, and then of each read.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(MAX_DURATION);
        self
    }

    /// Sets the maximum size of a response body in memory, in bytes. The default is 64 MiB.
    ///
    /// A larger body is an error of the kind [`TooLarge`](super::error::TransportErrorKind::TooLarge), which has the
    /// status, the headers and the start of the body. A streamed body can have any size.
    pub fn max_response_body(mut self, bytes: usize) -> Self {
        self.max_response_body = bytes;
        self
    }

    /// Sets the timeout of establishing a connection. The default is 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(MAX_DURATION);
        self
    }

    /// Sets the `User-Agent` header. The default is the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets a header of every request.
    ///
    /// A header of an operation or call with the same name takes precedence. The header is not sent to another
    /// origin that the server redirects to. The transport sets headers such as `Host` and `Content-Length`.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the `reqwest::Client` to send requests with, for example one with a proxy or with certificates.
    ///
    /// Build it with `reqwest::redirect::Policy::none()`. Redirects are then followed by this crate, which sends
    /// credentials only to the same origin. [`connect_timeout`](Self::connect_timeout) does not apply to it.
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, http: reqwest::Client) -> Self {
        self.transport(http)
    }

    /// Sets the transport of requests. The default is reqwest, with the feature `reqwest`.
    ///
    /// [`connect_timeout`](Self::connect_timeout) does not apply to it.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps the transport in tower layers:
    /// `|service| ServiceBuilder::new().concurrency_limit(4).service(service)`.
    ///
    /// A layer receives each attempt and each redirect, with its credentials. A second call wraps the result of the
    /// first one.
    #[cfg(feature = "tower")]
    pub fn layers<S>(
        mut self,
        wrap: impl Fn(super::tower_transport::TransportService) -> S + Send + Sync + 'static,
    ) -> Self
    where
        super::tower_transport::ServiceTransport<S>: Transport + 'static,
    {
        self.layers.push(super::tower_transport::layers(wrap));
        self
    }

    /// Sets the clock for timeouts, delays and limits, for example a test clock. The default is the system clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the retry policy. The default is [`Retry::default`], which retries only what is safe to repeat.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Limits the retries of all calls together. The default is 100 retries.
    ///
    /// The budget is a token bucket, which clones of a client share. Each retry takes one from it. The success of a
    /// retried call returns one, any other success a fifth of one. A call is not retried if the budget is empty, so
    /// retries do not add to the load of a failing server.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Limits the client to `requests` requests in any period of the length `per`. By default there is no limit.
    ///
    /// Further requests wait, in order. Each attempt and each redirect counts. All limits apply if there are several.
    /// Clones of a client share its limits.
    ///
    /// Stay below the limit of the server: requests can arrive closer together than they were sent.
    pub fn rate_limit(mut self, requests: usize, per: Duration) -> Self {
        self.rate_limits.push((requests, per.min(MAX_DURATION)));
        self
    }

    /// Limits the number of concurrent requests; zero counts as one. By default there is no limit.
    ///
    /// Further requests wait, in order. A request is in flight until the body of its response is read or dropped.
    /// Clones of a client share the limit.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// Limits the wait of each request for `rate_limit` and `max_in_flight`. By default there is no limit.
    ///
    /// A request that would wait longer is not sent, and its call fails with `RequestError::Client`.
    pub fn limit_timeout(mut self, timeout: Duration) -> Self {
        self.limit_timeout = Some(timeout.min(MAX_DURATION));
        self
    }

    /// Turns lenient decoding on or off. By default it is off.
    ///
    /// Lenient decoding leaves out the list elements and optional properties that do not match the OpenAPI description,
    /// and reports them in [`Response::warnings`](super::response::Response::warnings). Without it such a response is
    /// an [`Error::Decode`](super::error::Error::Decode).
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Sets the credential of the security scheme `scheme` of the OpenAPI description. The methods with the names of
    /// the schemes do the same.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.set(scheme, credential);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`RequestError::BaseUrl`] or [`RequestError::Header`] if the base URL or a default header is not valid.
    /// [`RequestError::Client`] if there is no transport, or reqwest could not be initialized.
    pub fn build(mut self) -> Result<Client, RequestError> {
        #[cfg(feature = "record")]
        super::recording::replay(&mut self);
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(SystemClock));
        self.build_with(transport, clock)
    }

    /// Builds a client for calls without async ([`Call::send_blocking`](super::client::Call::send_blocking)).
    ///
    /// The default transport is ureq. The client needs no async runtime, and blocks the calling thread.
    ///
    /// # Errors
    /// [`RequestError::BaseUrl`] or [`RequestError::Header`] if the base URL or a default header is not valid.
    /// [`RequestError::Client`] if rustls has no crypto provider.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(mut self) -> Result<Client, RequestError> {
        #[cfg(feature = "record")]
        super::recording::replay(&mut self);
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => Arc::new(super::blocking::UreqTransport::new(self.connect_timeout, self.timeout)?),
        };
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(super::blocking::ThreadClock));
        self.build_with(transport, clock)
    }

    /// Builds a mock. Operations without a handler respond with their examples if `with_examples` is `true`.
    #[cfg(feature = "mock")]
    pub(crate) fn mock(
        mut self,
        examples: &'static str,
        with_examples: bool,
    ) -> Result<super::mock::MockClient, RequestError> {
        let transport = super::mock::MockTransport::new(examples, with_examples);
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(super::mock_clock::InstantClock::new()));
        if self.base_url.is_empty() {
            "http://mock.invalid".clone_into(&mut self.base_url);
        }
        self.credentials.make_optional();
        let client = self.build_with(transport.clone(), clock)?;
        Ok(transport.mock(client))
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, RequestError> {
        Ok(Arc::new(super::reqwest_transport::transport(self.connect_timeout)?))
    }

    #[cfg(not(feature = "reqwest"))]
    #[allow(clippy::unused_self, reason = "used with the feature `reqwest`")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, RequestError> {
        let why = "there is no transport; set one with `transport`, or enable the feature `reqwest`";
        Err(RequestError::Client(why.into()))
    }

    fn build_with(
        self,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Client, RequestError> {
        #[cfg(feature = "record")]
        let transport = super::recording::record(&self, transport);
        #[cfg(feature = "tower")]
        let transport = self.layers.iter().fold(transport, |transport, wrap| wrap(transport));
        let transport = if self.https_only { Arc::new(HttpsOnly(transport)) } else { transport };
        check_base_url(&self.base_url, self.https_only)?;
        self.servers.iter().try_for_each(|(_, server)| check_base_url(server, self.https_only))?;
        let mut headers = HeaderMap::new();
        let user_agent = [("user-agent".to_owned(), self.user_agent)];
        for (name, value) in user_agent.into_iter().chain(self.headers) {
            let invalid = || RequestError::Header { name: name.clone() };
            let key = HeaderName::try_from(&name).map_err(|_| invalid())?;
            check_header(&key)?;
            let mut value = HeaderValue::try_from(value).map_err(|_| invalid())?;
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        #[cfg(feature = "metrics")]
        super::request_metrics::describe();
        self.credentials.attach(&transport, &clock);
        Ok(Client::from(ClientInner {
            transport,
            clock,
            base_urls: BaseUrls {
                base_url: self.base_url,
                described: self.described,
                replaces_servers: self.replaces_servers,
                servers: self.servers,
                https_only: self.https_only,
            },
            headers,
            credentials: self.credentials,
            security: self.security,
            parameters: self.parameters,
            limits: Limits { timeout: self.timeout, max_response_body: self.max_response_body },
            retry: self.retry,
            retry_budget: RetryBudget::new(self.retry_budget),
            limiter: Limiter::new(self.rate_limits, self.max_in_flight),
            limit_timeout: self.limit_timeout,
            lenient: self.lenient,
            #[cfg(feature = "tracing")]
            propagator: self.propagator,
        }))
    }
}
