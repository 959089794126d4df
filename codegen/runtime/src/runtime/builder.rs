//! What a client is made of.

use std::{fmt, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use reqwest::redirect::Policy;

use super::{
    client::{Client, Shared},
    credentials::{Credential, Credentials},
    error::RequestError,
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
    http: Option<reqwest::Client>,
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("credentials", &self.credentials)
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
            http: None,
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
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
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
    /// When the base URL or a default header is not usable, or the HTTP client cannot be set up.
    pub fn build(self) -> Result<Client, RequestError> {
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
        let http = match self.http {
            Some(http) => http,
            None => reqwest::Client::builder()
                .connect_timeout(self.connect_timeout)
                .read_timeout(self.timeout)
                .redirect(Policy::none())
                .build()
                .map_err(|error| RequestError::Client(error.into()))?,
        };
        Ok(Client::from(Shared {
            http,
            base_url: self.base_url,
            servers: self.servers,
            headers,
            credentials: self.credentials,
            timeout: self.timeout,
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
