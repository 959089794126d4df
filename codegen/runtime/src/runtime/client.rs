//! Operations over the network, with reqwest.

use std::{
    fmt, io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use reqwest::Url;

use super::{
    body::{Body, Source},
    credentials::Credentials,
    error::{Error, RequestError, TransportError, TransportErrorKind},
    operation::{Operation, Security},
    redirects::{redirected, same_origin},
    reply::{Outcome, Reply},
    response::Response,
};

/// How many redirects a call follows before it takes the answer as it is.
const MOST_REDIRECTS: usize = 10;

/// A client of the API. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

/// What clones of a client share.
pub(super) struct Shared {
    pub(super) http: reqwest::Client,
    pub(super) base_url: String,
    pub(super) servers: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Credentials,
    pub(super) timeout: Duration,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

impl From<Shared> for Client {
    fn from(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Client {
    /// Sends `operation` and reads the answer.
    ///
    /// # Errors
    /// All of [`Error`]'s.
    pub async fn send<O: Operation>(&self, operation: &O) -> Outcome<O::Output, O::Error> {
        self.0.call(operation, &[]).await
    }
}

// Not of `Client`, whose methods are the operations.
impl Shared {
    async fn call<O: Operation>(
        &self,
        operation: &O,
        headers: &[(String, String)],
    ) -> Outcome<O::Output, O::Error> {
        let taking = if O::STREAMS { Taking::Items } else { Taking::Whole };
        O::decode(self.answer(operation, headers, taking).await?)
    }

    /// Sends `operation` and gives the body of a success as it comes.
    async fn stream<O: Operation>(
        &self,
        operation: &O,
        headers: &[(String, String)],
    ) -> Outcome<Body, O::Error> {
        let response = self.answer(operation, headers, Taking::Chunks).await?;
        if response.status().is_success() {
            let (parts, body) = response.into_parts();
            return Ok(Response::new(parts.status, parts.headers, body));
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let whole = response.body().clone();
        O::read(Reply::new(response)).map(|_| Response::new(status, headers, whole))
    }

    /// The answer to `operation`.
    async fn answer<O: Operation>(
        &self,
        operation: &O,
        headers: &[(String, String)],
        taking: Taking,
    ) -> Result<http::Response<Body>, Failure> {
        let mut request = operation.request(&self.server::<O>()?)?;
        for (name, value) in headers {
            let invalid = || RequestError::Header { name: name.clone() };
            let key = HeaderName::try_from(name).map_err(|_| invalid())?;
            request.headers_mut().insert(key, HeaderValue::try_from(value).map_err(|_| invalid())?);
        }
        self.execute(request, O::SECURITY, taking).await
    }

    /// The base URL of an operation.
    fn server<O: Operation>(&self) -> Result<String, RequestError> {
        let Some(described) = O::SERVER else { return Ok(self.base_url.clone()) };
        if let Some((_, server)) = self.servers.iter().rev().find(|(known, _)| known == described) {
            return Ok(server.clone());
        }
        let wrong = |_| RequestError::BaseUrl(format!("the operation's server `{described}` is no URL"));
        let url = Url::parse(&self.base_url).and_then(|base| base.join(described)).map_err(wrong)?;
        Ok(url.to_string())
    }

    /// Sends a request, and follows redirects: to the same host with everything, to another one
    /// only when the request can be repeated safely and then without credentials.
    async fn execute(
        &self,
        request: http::Request<Body>,
        security: Security,
        taking: Taking,
    ) -> Result<http::Response<Body>, Failure> {
        let home = request.uri().clone();
        let mut next = request;
        let mut followed = 0;
        loop {
            let mut request = next.clone();
            if same_origin(&home, request.uri()) {
                for (name, value) in &self.headers {
                    request.headers_mut().entry(name).or_insert_with(|| value.clone());
                }
                self.credentials.authorize(security, &mut request).await?;
            }
            let response = self.exchange(request, taking).await?;
            match redirected(&home, &next, &response) {
                Some(target) if followed < MOST_REDIRECTS => next = target,
                _ => return Ok(response),
            }
            followed += 1;
        }
    }

    /// One request and its answer.
    async fn exchange(
        &self,
        request: http::Request<Body>,
        taking: Taking,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(|error| transport(None, error))?;
        if taking == Taking::Whole {
            *request.timeout_mut() = Some(self.timeout);
        }
        let mut answer = self.http.execute(request).await.map_err(|error| transport(None, error))?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        let body = if status.is_success() && taking.is_live(&headers) {
            Body::source(Answer(Box::pin(answer.into())), None)
        } else {
            let mut body = BytesMut::new();
            loop {
                match answer.chunk().await {
                    Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                    Ok(None) => break body.freeze().into(),
                    Err(error) => {
                        let partial = Response::new(status, headers, body.freeze());
                        return Err(transport(Some(partial), error));
                    }
                }
            }
        };
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// The body of an answer, as it comes.
struct Answer(Pin<Box<reqwest::Body>>);

impl Source for Answer {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            return match http_body::Body::poll_frame(self.0.as_mut(), context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => {
                    Poll::Ready(Some(Err(io::Error::other(error.without_url()))))
                }
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(bytes) => Poll::Ready(Some(Ok(bytes))),
                    // Trailers are no content.
                    Err(_) => continue,
                },
            };
        }
    }
}

impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => Self::wrap(body),
        }
    }
}

/// How the body of a success is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// As a whole.
    Whole,
    /// Item by item, where it is of a media type that has items.
    Items,
    /// As it comes.
    Chunks,
}

impl Taking {
    /// Whether a body with these headers is given as it comes.
    fn is_live(self, headers: &HeaderMap) -> bool {
        match self {
            Self::Whole => false,
            Self::Items => {
                let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
                let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
                STREAMS.contains(&essence.to_ascii_lowercase().as_str())
            }
            Self::Chunks => true,
        }
    }
}

/// The media types of answers that come item by item.
const STREAMS: [&str; 8] = [
    "text/event-stream",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/json-seq",
    "application/stream+json",
];

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

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Transport(error) => Self::Transport(error),
        }
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

/// A call that is ready to be sent: [`send`](Self::send) it, after setting what is optional.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O> {
    client: &'c Client,
    pub(crate) operation: O,
    headers: Vec<(String, String)>,
}

impl<'c, O: Operation> Call<'c, O> {
    /// A call of `operation` by `client`: what the client's methods return.
    pub fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation, headers: Vec::new() }
    }

    /// A header of this call, in place of one that the operation or the client sets: `Accept`, to ask for
    /// one of several media types, or what the description does not name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends it and reads the answer.
    ///
    /// # Errors
    /// All of [`Error`]'s.
    pub async fn send(self) -> Outcome<O::Output, O::Error> {
        self.client.0.call(&self.operation, &self.headers).await
    }

    /// Sends it and gives the body of a success as it comes, without decoding it: a large file, say.
    ///
    /// # Errors
    /// All of [`Error`]'s.
    pub async fn stream(self) -> Outcome<Body, O::Error> {
        self.client.0.stream(&self.operation, &self.headers).await
    }
}
