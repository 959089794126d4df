//! What a client is made of.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::{
    client::Client,
    clock::{Clock, SystemClock},
    credentials::{Credential, Credentials},
    error::RequestError,
    exchange::Shared,
    limit::Limits,
    retry::Retry,
    transport::Transport,
};

/// What a [`Client`] is made of.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    servers: Vec<(String, String)>,
    timeout: Duration,
    connect_timeout: Duration,
    user_agent: String,
    headers: Vec<(String, String)>,
    credentials: Credentials,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    retry: Retry,
    limits: Vec<(usize, Duration)>,
    under_way: Option<usize>,
    lenient: bool,
    #[cfg(feature = "tower")]
    layers: Vec<super::over_tower::Layers>,
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
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// A client of the server at `base_url`, that calls itself `user_agent`.
    pub(crate) fn new(base_url: &str, user_agent: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            servers: Vec::new(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            user_agent: user_agent.to_owned(),
            headers: Vec::new(),
            credentials: Credentials::default(),
            transport: None,
            clock: None,
            retry: Retry::default(),
            limits: Vec::new(),
            under_way: None,
            lenient: false,
            #[cfg(feature = "tower")]
            layers: Vec::new(),
        }
    }

    /// The server to call: an `http` or `https` URL, with or without a path, which every
    /// operation's own path follows.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The server to call instead of `described`, which is the one that the description gives some
    /// operations of their own. Other operations go to the [`base_url`](Self::base_url).
    pub fn server(mut self, described: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.servers.push((described.into(), base_url.into()));
        self
    }

    /// How long a request may take from start to end, its body included: 60 seconds unless set. A call
    /// that is redirected is more than one request. For an answer that is taken as a stream it is how long
    /// nothing may come.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long it may take to connect: 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// What the client calls itself in `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// A header that goes with every request to the server, but not to another one that it
    /// redirects to. A header that an operation sets itself comes first.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A `reqwest::Client` of your own, for a proxy or certificates, say. The connect timeout set
    /// here does not reach it. Build it with `reqwest::redirect::Policy::none()`: then redirects
    /// are followed by the rules of this crate, which keep a credential from leaving its host.
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, http: reqwest::Client) -> Self {
        self.transport(http)
    }

    /// What carries requests to the server, in place of reqwest. The connect timeout set here does not
    /// reach it.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps the transport, whichever it is, in layers of tower:
    /// `|service| ServiceBuilder::new().concurrency_limit(4).service(service)`. They see requests with their
    /// credentials, each try and each redirect by itself. Given twice, the second wraps the first.
    #[cfg(feature = "tower")]
    pub fn layers<S>(
        mut self,
        wrap: impl Fn(super::over_tower::TransportService) -> S + Send + Sync + 'static,
    ) -> Self
    where
        super::over_tower::ServiceTransport<S>: Transport + 'static,
    {
        self.layers.push(super::over_tower::layers(wrap));
        self
    }

    /// What tells the time and waits, in place of the system's clock: one that a test moves, say.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// When a call that failed is sent again: [`Retry::default`] unless set, which does what can do no harm.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sends at most so many requests in any time of this length; the others wait for their turn, in order. Tries
    /// count, and so do redirects. Given twice, both hold.
    ///
    /// Requests that leave within bounds may come closer together, so that it is good to stay below what the
    /// server allows.
    pub fn limit(mut self, requests: usize, per: Duration) -> Self {
        self.limits.push((requests, per));
        self
    }

    /// Has at most so many requests under way at once; the others wait for their turn, in order. One is under way
    /// until its answer is read.
    pub fn limit_under_way(mut self, requests: usize) -> Self {
        self.under_way = Some(requests);
        self
    }

    /// Leaves out of an answer what is not as the description says, an entry of a list or a property that need not
    /// be there, and tells it in the [`warnings`](super::response::Response::warnings) of the response. Unless
    /// set, such an answer is an error.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// The credential for the security scheme that the description calls `scheme`: what the methods
    /// that are named after the schemes do.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.set(scheme, credential);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base URL or a default header is not usable, or there is no transport and reqwest cannot be set up.
    pub fn build(mut self) -> Result<Client, RequestError> {
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(SystemClock));
        self.build_with(transport, clock)
    }

    /// A client for calls without async ([`Call::send_blocking`](super::client::Call::send_blocking)), on ureq unless
    /// there is another transport. It needs no runtime, and keeps the thread that uses it until an answer is there.
    ///
    /// # Errors
    /// When the base URL or a default header is not usable.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(mut self) -> Result<Client, RequestError> {
        let transport = self.transport.take();
        let ureq = || Arc::new(super::blocking::Ureq::new(self.connect_timeout, self.timeout)) as _;
        let transport = transport.unwrap_or_else(ureq);
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(super::blocking::ThreadClock));
        self.build_with(transport, clock)
    }

    /// A client that `examples` and functions answer.
    #[cfg(feature = "mock")]
    pub(crate) fn mock(
        mut self,
        examples: &'static str,
        shows: bool,
    ) -> Result<super::mock::MockClient, RequestError> {
        let desk = super::mock::Desk::new(examples, shows);
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(super::mock_clock::Hasty::new()));
        if self.base_url.is_empty() {
            "http://mock.invalid".clone_into(&mut self.base_url);
        }
        self.credentials.ask_for_nothing();
        let client = self.build_with(desk.clone(), clock)?;
        Ok(desk.mock(client))
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, RequestError> {
        let http = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| RequestError::Client(error.into()))?;
        Ok(Arc::new(http))
    }

    #[cfg(not(feature = "reqwest"))]
    #[allow(clippy::unused_self, reason = "with reqwest it is used")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, RequestError> {
        let why = "there is no transport: give it one, or turn on the feature `reqwest`";
        Err(RequestError::Client(why.into()))
    }

    fn build_with(
        self,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Client, RequestError> {
        #[cfg(feature = "tower")]
        let transport = self.layers.iter().fold(transport, |transport, wrap| wrap(transport));
        check_base_url(&self.base_url)?;
        self.servers.iter().try_for_each(|(_, server)| check_base_url(server))?;
        let mut headers = HeaderMap::new();
        let user_agent = [("user-agent".to_owned(), self.user_agent)];
        for (name, value) in user_agent.into_iter().chain(self.headers) {
            let invalid = || RequestError::Header { name: name.clone() };
            let key = HeaderName::try_from(&name).map_err(|_| invalid())?;
            let mut value = HeaderValue::try_from(value).map_err(|_| invalid())?;
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        self.credentials.attach(&transport, &clock);
        Ok(Client::from(Shared {
            transport,
            clock,
            base_url: self.base_url,
            servers: self.servers,
            headers,
            credentials: self.credentials,
            timeout: self.timeout,
            retry: self.retry,
            limits: Limits::new(&self.limits, self.under_way),
            lenient: self.lenient,
        }))
    }
}

fn check_base_url(base_url: &str) -> Result<(), RequestError> {
    let wrong = |why: &str| Err(RequestError::BaseUrl(why.to_owned()));
    if base_url.is_empty() {
        return wrong("it is not set, and the description names no server");
    }
    let Ok(uri) = base_url.parse::<Uri>() else { return wrong("it is no URL") };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return wrong("it has to start with `https://` or `http://`");
    }
    if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return wrong("it needs a host, without user and password");
    }
    if uri.query().is_some() {
        return wrong("it must not have a query");
    }
    Ok(())
}
