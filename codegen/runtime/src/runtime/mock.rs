//! A client without a server, for tests of the code that uses a client.

use std::{
    collections::HashMap,
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use percent_encoding::percent_decode_str;

use super::{
    body::Body,
    client::Client,
    error::{Error, TransportError},
    mock_examples::{Examples, failure, response},
    mock_operation::{BodyError, EncodedResponse, MockOperation},
    operation::Operation,
    response::Response,
    transport::{BoxFuture, PathTemplate, Transport},
};

/// The result of a mock's handler: the output of the operation, or any error of a call.
///
/// A client receives an [`Error::Transport`] with the same kind and text. It receives an [`Error::Request`] as a
/// transport error.
pub type MockResponse<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// The part of the operation, in the extensions of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct OperationPart(pub(super) &'static str);

/// A request that a [`MockClient`] has received.
pub struct MockRequest<O: MockOperation> {
    /// The decoded body.
    pub body: O::Body,
    /// The complete HTTP request.
    pub http: http::Request<Bytes>,
    examples: Arc<Examples>,
    operation: PhantomData<fn() -> O>,
}

impl<O: MockOperation> fmt::Debug for MockRequest<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MockRequest").field(&self.http).finish()
    }
}

impl<O: MockOperation> MockRequest<O> {
    fn read(http: http::Request<Bytes>, examples: &Arc<Examples>) -> Result<Self, BodyError> {
        let body = O::decode_body(http.body())?;
        Ok(Self { body, http, examples: examples.clone(), operation: PhantomData })
    }

    /// Returns the decoded value of the path parameter `name`, or `None` if the path has no such parameter.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<String> {
        let placeholder = format!("{{{name}}}");
        let template = O::PATH.split(['?', '#']).next().unwrap_or_default();
        // The URL's path starts with the path of the base URL, so both are compared from the end.
        let segments = template.rsplit('/').zip(self.http.uri().path().rsplit('/'));
        segments.into_iter().find_map(|(template, segment)| {
            let (before, after) = template.split_once(&placeholder)?;
            let value = segment.strip_prefix(before)?.strip_suffix(after)?;
            Some(decoded(value))
        })
    }

    /// Returns the first decoded value of the query parameter `name`, or `None` if the query has no such parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.http.uri().query().unwrap_or_default().split('&');
        let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.find(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value))
    }

    /// Returns the value of the header `name`, or `None` if it is missing or not ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.http.headers().get(name)?.to_str().ok()
    }

    /// Returns the example of the first successful response in the OpenAPI description.
    ///
    /// # Errors
    /// [`Error::Transport`] if there is no example and none could be generated from the schema.
    pub fn example(&self) -> MockResponse<O> {
        decode::<O>(self.examples.response((O::METHOD, O::PATH, O::PART), None))
    }

    /// Returns the example of the response with this status in the OpenAPI description.
    ///
    /// # Errors
    /// [`Error::Api`] if the status is a documented error: this is the example itself. [`Error::Transport`] if there
    /// is no example for the status.
    pub fn example_of(&self, status: u16) -> MockResponse<O> {
        decode::<O>(self.examples.response((O::METHOD, O::PATH, O::PART), Some(status)))
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn decode<O: Operation>(response: Result<http::Response<Body>, TransportError>) -> MockResponse<O> {
    O::decode(response?).map(|response| response.body)
}

/// A client whose calls are handled by functions, or by the examples of the OpenAPI description.
///
/// Pass [`client`](Self::client) to the code under test. The mock has a method for each operation, with the same name
/// as the client's method, which sets the handler of its calls. A handler receives a [`MockRequest`] and returns a
/// [`MockResponse`].
///
/// Requests are serialized and responses are decoded exactly as with a server. Delays do not wait: the clock advances
/// instead.
pub struct MockClient {
    /// The client for the code under test.
    pub client: Client,
    /// The requests that were received.
    pub calls: MockCalls,
    pub(crate) transport: Arc<MockTransport>,
}

impl fmt::Debug for MockClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockClient").field("calls", &self.calls).finish_non_exhaustive()
    }
}

/// The requests that a [`MockClient`] has received, in order. Each attempt is an entry.
#[derive(Clone)]
pub struct MockCalls(Arc<Mutex<Vec<RecordedRequest>>>, Arc<Examples>);

#[derive(Clone)]
struct RecordedRequest {
    method: http::Method,
    template: &'static str,
    part: &'static str,
    http: http::Request<Bytes>,
}

impl fmt::Debug for MockCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = lock(&self.0);
        f.debug_list()
            .entries(calls.iter().map(|call| format!("{} {}", call.method, call.http.uri())))
            .finish()
    }
}

impl MockCalls {
    /// Returns all requests.
    #[must_use]
    pub fn all(&self) -> Vec<http::Request<Bytes>> {
        lock(&self.0).iter().map(|call| call.http.clone()).collect()
    }

    /// Returns the requests of the operation `O`. Requests whose body does not decode are left out.
    #[must_use]
    pub fn of<O: MockOperation>(&self) -> Vec<MockRequest<O>> {
        let calls = lock(&self.0);
        let is_own = |call: &&RecordedRequest| (call.template, call.part) == (O::PATH, O::PART);
        let own = calls.iter().filter(|call| call.method == O::METHOD).filter(is_own);
        own.filter_map(|call| MockRequest::read(call.http.clone(), &self.1).ok()).collect()
    }

    /// Returns the number of requests.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.0).len()
    }
}

pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type Handler = dyn FnMut(http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> + Send;

/// The handlers, by the method, the path template and the part of their operation.
type Handlers = HashMap<(&'static str, &'static str, &'static str), Arc<Mutex<Handler>>>;

/// The transport of a mock's client. It records each request and passes it to the handler of its operation.
pub(crate) struct MockTransport {
    handlers: Mutex<Handlers>,
    calls: MockCalls,
    /// `true` if operations without a handler respond with their examples.
    with_examples: bool,
}

impl MockTransport {
    pub(super) fn new(examples: &'static str, with_examples: bool) -> Arc<Self> {
        let calls = MockCalls(Arc::default(), Arc::new(Examples::new(examples)));
        Arc::new(Self { handlers: Mutex::default(), calls, with_examples })
    }

    pub(super) fn mock(self: Arc<Self>, client: Client) -> MockClient {
        MockClient { client, calls: self.calls.clone(), transport: self }
    }

    /// Sets the handler of an operation. It replaces the previous one.
    pub(crate) fn handle<O: MockOperation>(
        &self,
        mut handler: impl FnMut(MockRequest<O>) -> MockResponse<O> + Send + 'static,
    ) {
        let examples = self.calls.1.clone();
        let handler = move |http| {
            let request = MockRequest::read(http, &examples)
                .map_err(|error| failure(format!("the body of the request does not decode: {error}")))?;
            encode::<O>(handler(request))
        };
        lock(&self.handlers).insert((O::METHOD, O::PATH, O::PART), Arc::new(Mutex::new(handler)));
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let template = request.extensions().get::<PathTemplate>().map_or("", |template| template.0);
            let part = request.extensions().get::<OperationPart>().map_or("", |part| part.0);
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(failure)?;
            let method = parts.method.clone();
            let http = http::Request::from_parts(parts, body);
            let handlers = lock(&self.handlers);
            // The URL of a status has no template. Of several that it follows, the most specific one counts.
            let rank = |path: &str, of: &str| match template {
                "" => follows(http.uri().path(), path),
                _ => (path == template && of == part).then_some((0, 0)),
            };
            let own = handlers.iter().filter(|((known, ..), _)| method == *known);
            let found =
                own.filter_map(|((_, path, of), handler)| Some((rank(path, of)?, (*path, *of), handler)));
            let found = found.max_by_key(|(rank, names, _)| (*rank, *names));
            let found = found.map(|(_, names, handler)| (names, handler.clone()));
            // A handler may set other handlers, so the lock ends before it runs.
            drop(handlers);
            let (template, part) = found.as_ref().map_or((template, part), |(names, _)| *names);
            let call = RecordedRequest { method: method.clone(), template, part, http: http.clone() };
            lock(&self.calls.0).push(call);
            match found {
                Some((_, handler)) => (lock(&handler))(http),
                None if self.with_examples => self.calls.1.response((method.as_str(), template, part), None),
                None => {
                    let remedy = "set a handler with the operation's method of `MockClient`, or use \
                                  `build_mock_with_examples`";
                    Err(failure(format!("the mock has no handler for {method} {template}: {remedy}")))
                }
            }
        })
    }
}

/// Returns the number of segments of a template that the end of `path` follows, and of those without a parameter.
fn follows(path: &str, template: &str) -> Option<(usize, usize)> {
    let template = template.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let (mut all, mut fixed) = (0, 0);
    let mut segments = path.trim_start_matches('/').rsplit('/');
    for known in template.rsplit('/') {
        let segment = segments.next()?;
        if known == segment {
            fixed += 1;
        } else if !known.contains('{') || segment.is_empty() {
            return None;
        }
        all += 1;
    }
    Some((all, fixed))
}

/// Returns a response whose body is sent unchanged.
fn undecoded(original: Response<Bytes>) -> http::Response<Body> {
    let mut response = http::Response::new(original.body.into());
    (*response.status_mut(), *response.headers_mut()) = (original.status, original.headers);
    response
}

/// Encodes the result of a handler as an HTTP response.
fn encode<O: MockOperation>(result: MockResponse<O>) -> Result<http::Response<Body>, TransportError> {
    let (encoded, head) = match result {
        Ok(output) => (O::encode_success(output), None),
        Err(Error::Api(response)) => {
            (O::encode_failure(response.body), Some((response.status, response.headers)))
        }
        Err(Error::UnexpectedStatus(response)) => return Ok(undecoded(*response)),
        Err(Error::Decode(error)) => return Ok(undecoded(error.response)),
        Err(Error::Transport(error)) => return Err(error),
        Err(Error::Request(error)) => return Err(failure(error)),
    };
    let EncodedResponse { status, media_type, body } = encoded.map_err(failure)?;
    let mut response = response(status, media_type, body);
    if let Some((status, headers)) = head {
        *response.status_mut() = status;
        response.headers_mut().extend(headers);
    }
    Ok(response)
}
