//! Operations over the network, with reqwest.

use std::{fmt, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::Authority};
use reqwest::{Url, redirect::Policy};

use super::{
    credentials::{Credential, Credentials},
    error::{Error, RequestError, TransportError, TransportErrorKind},
    operation::{Operation, Security},
    reply::Outcome,
    response::Response,
};

/// How many redirects a call follows before it takes the answer as it is.
const MOST_REDIRECTS: usize = 10;

/// A client of the API. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    base_url: String,
    headers: HeaderMap,
    credentials: Credentials,
    timeout: Duration,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// What a [`Client`] is made of.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
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

    /// How long a request may take from start to end, its body included: 60 seconds unless set. A call
    /// that is redirected is more than one request.
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
                .redirect(Policy::none())
                .build()
                .map_err(|error| RequestError::Client(error.into()))?,
        };
        Ok(Client(Arc::new(Shared {
            http,
            base_url: self.base_url,
            headers,
            credentials: self.credentials,
            timeout: self.timeout,
        })))
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

impl Client {
    /// Sends `operation` and reads the answer.
    ///
    /// # Errors
    /// All of [`Error`]'s.
    pub async fn send<O: Operation>(&self, operation: &O) -> Outcome<O::Output, O::Error> {
        let request = operation.request(&self.0.base_url)?;
        match self.execute(request, O::SECURITY).await {
            Ok(response) => O::decode(response),
            Err(Failure::Request(error)) => Err(Error::Request(error)),
            Err(Failure::Transport(error)) => Err(Error::Transport(error)),
        }
    }

    /// Sends a request, and follows redirects: to the same host with everything, to another one
    /// only when the request can be repeated safely and then without credentials.
    async fn execute(
        &self,
        request: http::Request<Bytes>,
        security: Security,
    ) -> Result<http::Response<Bytes>, Failure> {
        let home = request.uri().clone();
        let mut next = request;
        let mut followed = 0;
        loop {
            let mut request = next.clone();
            if same_origin(&home, request.uri()) {
                for (name, value) in &self.0.headers {
                    request.headers_mut().entry(name).or_insert_with(|| value.clone());
                }
                self.0.credentials.authorize(security, &mut request)?;
            }
            let response = self.exchange(request).await?;
            match redirected(&home, &next, &response) {
                Some(target) if followed < MOST_REDIRECTS => next = target,
                _ => return Ok(response),
            }
            followed += 1;
        }
    }

    /// One request and the whole of its answer.
    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(|error| transport(None, error))?;
        *request.timeout_mut() = Some(self.0.timeout);
        let mut answer = self.0.http.execute(request).await.map_err(|error| transport(None, error))?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let mut body = BytesMut::new();
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => {
                    let partial = Response::new(status, headers, body.freeze());
                    return Err(transport(Some(partial), error));
                }
            }
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

enum Failure {
    Request(RequestError),
    Transport(TransportError),
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// What reqwest says, without the URL: a key may be in its query.
fn transport(partial: Option<Response<Bytes>>, error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, partial, error.without_url())
}

/// Whether a credential for `home` may be sent to `target` (RFC 6454, section 5).
fn same_origin(home: &Uri, target: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    let port = |uri: &Uri| {
        let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        uri.authority().and_then(Authority::port_u16).unwrap_or(default)
    };
    home.scheme() == target.scheme() && host(home) == host(target) && port(home) == port(target)
}

/// The request that `response` asks for instead of `request`, where it is one to follow.
fn redirected(
    home: &Uri,
    request: &http::Request<Bytes>,
    response: &http::Response<Bytes>,
) -> Option<http::Request<Bytes>> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = Url::parse(&request.uri().to_string()).ok()?.join(location).ok()?;
    if !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    let target: Uri = target.as_str().parse().ok()?;
    let mut next = request.clone();
    match response.status() {
        StatusCode::SEE_OTHER => {
            if !safe {
                *next.method_mut() = Method::GET;
                *next.body_mut() = Bytes::new();
                next.headers_mut().remove(header::CONTENT_TYPE);
            }
        }
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
        // By RFC 9110, section 15.4.2, a POST may turn into a GET here, which loses its body.
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if safe => {}
        _ => return None,
    }
    if !same_origin(home, &target) && !matches!(*next.method(), Method::GET | Method::HEAD) {
        return None;
    }
    *next.uri_mut() = target;
    Some(next)
}

/// A call that is ready to be sent: [`send`](Self::send) it, after setting what is optional.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O> {
    client: &'c Client,
    pub(crate) operation: O,
}

impl<'c, O: Operation> Call<'c, O> {
    /// A call of `operation` by `client`: what the client's methods return.
    pub fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation }
    }

    /// Sends it and reads the answer.
    ///
    /// # Errors
    /// All of [`Error`]'s.
    pub async fn send(self) -> Outcome<O::Output, O::Error> {
        self.client.send(&self.operation).await
    }
}
