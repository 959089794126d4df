//! A client without a server, for tests of the code that calls it.

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
    mocked::{BodyError, Mocked, Written},
    operation::Operation,
    response::Response,
    transport::{BoxFuture, PathTemplate, Transport},
};

/// What a mock answers to an operation: its output, or any error that a call can have. Of a transport's error the kind and
/// the text are what the caller gets.
pub type MockAnswer<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// A request that has come to a [`MockClient`].
pub struct MockRequest<O: Mocked> {
    /// Its body.
    pub body: O::Body,
    /// All of it, as it would have been sent.
    pub http: http::Request<Bytes>,
    examples: Arc<Examples>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Mocked> fmt::Debug for MockRequest<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MockRequest").field(&self.http).finish()
    }
}

impl<O: Mocked> MockRequest<O> {
    fn read(http: http::Request<Bytes>, examples: &Arc<Examples>) -> Result<Self, BodyError> {
        Ok(Self { body: O::body(http.body())?, http, examples: examples.clone(), operation: PhantomData })
    }

    /// The path parameter `name`, decoded.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<String> {
        let wanted = format!("{{{name}}}");
        let template = O::PATH.split(['?', '#']).next().unwrap_or_default();
        // The path of the base URL comes first.
        let pairs = template.rsplit('/').zip(self.http.uri().path().rsplit('/'));
        pairs.into_iter().find_map(|(template, found)| {
            let (before, after) = template.split_once(&wanted)?;
            let value = found.strip_prefix(before)?.strip_suffix(after)?;
            Some(decoded(value))
        })
    }

    /// The first value of the query parameter `name`, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.http.uri().query().unwrap_or_default().split('&');
        let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.find(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value))
    }

    /// The text of the header `name`.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.http.headers().get(name)?.to_str().ok()
    }

    /// What the description shows as the answer: the first of its successes.
    ///
    /// # Errors
    /// When it shows none, and none could be made up.
    pub fn example(&self) -> MockAnswer<O> {
        read::<O>(self.examples.answer(O::METHOD, O::PATH, None))
    }

    /// What the description shows as the answer with this status.
    ///
    /// # Errors
    /// The answer, when that is one: [`Error::Api`]. A transport's, when there is no example.
    pub fn example_of(&self, status: u16) -> MockAnswer<O> {
        read::<O>(self.examples.answer(O::METHOD, O::PATH, Some(status)))
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn read<O: Operation>(answer: Result<http::Response<Body>, TransportError>) -> MockAnswer<O> {
    O::decode(answer?).map(|response| response.body)
}

/// A client whose calls are answered by functions, or by the description's examples. `client` is for the code that is tested;
/// for each operation there is a method of the same name as the client's, which says what its calls are answered with.
///
/// Requests are made, and answers read, as with a server; only waiting takes no time.
pub struct MockClient {
    /// The client.
    pub client: Client,
    /// The requests that have come.
    pub calls: MockCalls,
    pub(crate) desk: Arc<Desk>,
}

impl fmt::Debug for MockClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockClient").field("calls", &self.calls).finish_non_exhaustive()
    }
}

/// The requests that have come to a [`MockClient`], each try by itself, in order.
#[derive(Clone)]
pub struct MockCalls(Arc<Mutex<Vec<Came>>>, Arc<Examples>);

#[derive(Clone)]
struct Came {
    method: http::Method,
    template: &'static str,
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
    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<http::Request<Bytes>> {
        lock(&self.0).iter().map(|call| call.http.clone()).collect()
    }

    /// Those of one operation whose bodies are what the description says.
    #[must_use]
    pub fn of<O: Mocked>(&self) -> Vec<MockRequest<O>> {
        let calls = lock(&self.0);
        let own = calls.iter().filter(|call| call.method == O::METHOD && call.template == O::PATH);
        own.filter_map(|call| MockRequest::read(call.http.clone(), &self.1).ok()).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.0).len()
    }
}

pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type Answer = dyn FnMut(http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> + Send;

/// The functions that answer, by the methods and path templates of their operations.
type Answers = HashMap<(&'static str, &'static str), Arc<Mutex<Answer>>>;

/// Where requests are answered.
pub(crate) struct Desk {
    answers: Mutex<Answers>,
    calls: MockCalls,
    /// Whether operations without a function are answered with examples.
    shows: bool,
}

impl Desk {
    pub(super) fn new(examples: &'static str, shows: bool) -> Arc<Self> {
        let calls = MockCalls(Arc::default(), Arc::new(Examples::new(examples)));
        Arc::new(Self { answers: Mutex::default(), calls, shows })
    }

    pub(super) fn mock(self: Arc<Self>, client: Client) -> MockClient {
        MockClient { client, calls: self.calls.clone(), desk: self }
    }

    /// Has the calls of an operation answered by `answer`, from now on.
    pub(crate) fn answer<O: Mocked>(
        &self,
        mut answer: impl FnMut(MockRequest<O>) -> MockAnswer<O> + Send + 'static,
    ) {
        let examples = self.calls.1.clone();
        let answer = move |http| {
            let request = MockRequest::read(http, &examples)
                .map_err(|error| failure(format!("the body of the request cannot be read: {error}")))?;
            written::<O>(answer(request))
        };
        lock(&self.answers).insert((O::METHOD, O::PATH), Arc::new(Mutex::new(answer)));
    }
}

impl Transport for Desk {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let template = request.extensions().get::<PathTemplate>().map_or("", |template| template.0);
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(failure)?;
            let method = parts.method.clone();
            let http = http::Request::from_parts(parts, body);
            lock(&self.calls.0).push(Came { method: method.clone(), template, http: http.clone() });
            let answers = lock(&self.answers);
            let found = answers.iter().find(|((known, path), _)| method == *known && *path == template);
            let found = found.map(|(_, answer)| answer.clone());
            // A function may give other operations their answers.
            drop(answers);
            match found {
                Some(answer) => (lock(&answer))(http),
                None if self.shows => self.calls.1.answer(method.as_str(), template, None),
                None => {
                    let what = "give it one by the method of the same name, or build it with examples";
                    Err(failure(format!("the mock has no answer to {method} {template}: {what}")))
                }
            }
        })
    }
}

/// An answer that has no type, as it stands.
fn undecoded(answer: Response<Bytes>) -> http::Response<Body> {
    let mut response = http::Response::new(answer.body.into());
    (*response.status_mut(), *response.headers_mut()) = (answer.status, answer.headers);
    response
}

/// An answer as a server would send it.
fn written<O: Mocked>(answer: MockAnswer<O>) -> Result<http::Response<Body>, TransportError> {
    let (written, head) = match answer {
        Ok(output) => (O::success(output), None),
        Err(Error::Api(response)) => (O::failure(response.body), Some((response.status, response.headers))),
        Err(Error::UnexpectedStatus(answer)) => return Ok(undecoded(*answer)),
        Err(Error::Decode(error)) => return Ok(undecoded(error.response)),
        Err(Error::Transport(error)) => return Err(error),
        Err(Error::Request(error)) => return Err(failure(error)),
    };
    let Written(status, media_type, body) = written.map_err(failure)?;
    let mut response = response(status, media_type, body);
    if let Some((status, headers)) = head {
        *response.status_mut() = status;
        response.headers_mut().extend(headers);
    }
    Ok(response)
}
