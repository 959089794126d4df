//! Operations over the network.

use std::{borrow::Cow, fmt, sync::Arc};

use http::{HeaderName, HeaderValue};
use url::Url;

use super::{
    body::Body,
    error::RequestError,
    exchange::{Course, Shared, Taking},
    operation::{IdempotencyKey, Operation},
    reply::{Outcome, Reply},
    response::Response,
    retry::{Retry, is_idempotent},
};

/// A client of the API. It is cheap to clone, and clones share their connections and limits.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Shared>);

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
    /// All of [`Error`](super::error::Error)'s.
    pub async fn send<O: Operation>(&self, operation: &O) -> Outcome<O::Output, O::Error> {
        self.0.call(operation, &Choices::default()).await
    }
}

/// What is chosen for one call.
#[derive(Debug, Clone, Default)]
pub(super) struct Choices {
    headers: Vec<(String, String)>,
    retry: Option<Retry>,
    repeatable: bool,
    pub(super) lenient: Option<bool>,
}

// Not of `Client`, whose methods are the operations.
impl Shared {
    async fn call<O: Operation>(&self, operation: &O, choices: &Choices) -> Outcome<O::Output, O::Error> {
        let taking = if O::STREAMS { Taking::Items } else { Taking::Whole };
        let (request, course) = self.prepare(operation, choices, taking)?;
        let answer = self.answer(request, &course).await?;
        O::read(Reply::from(answer).lenient(choices.lenient.unwrap_or(self.lenient)))
    }

    /// Sends `operation` and gives the body of a success as it comes.
    async fn stream<O: Operation>(&self, operation: &O, choices: &Choices) -> Outcome<Body, O::Error> {
        let (request, course) = self.prepare(operation, choices, Taking::Chunks)?;
        let answer = self.answer(request, &course).await?;
        if answer.status.is_success() {
            return Ok(answer);
        }
        // Where the description takes the status for a success, what is there is given all the same.
        let copy = Response::new(answer.status, answer.headers.clone(), answer.body.clone());
        O::read(Reply::from(answer)).map(|read| Response { tries: read.tries, ..copy })
    }

    /// The request for `operation` and how it is sent, with what was chosen for the call.
    pub(super) fn prepare<O: Operation>(
        &self,
        operation: &O,
        choices: &Choices,
        taking: Taking,
    ) -> Result<(http::Request<Body>, Course), RequestError> {
        let request = operation.request(&self.server(O::SERVER)?)?;
        let course = Course { path: O::PATH, security: O::SECURITY, taking, ..Course::default() };
        self.arrange(request, course, O::IDEMPOTENCY_KEY, choices)
    }

    /// What [`prepare`](Self::prepare) does whatever the operation is.
    fn arrange(
        &self,
        mut request: http::Request<Body>,
        mut course: Course,
        key: Option<IdempotencyKey>,
        choices: &Choices,
    ) -> Result<(http::Request<Body>, Course), RequestError> {
        for (name, value) in &choices.headers {
            let invalid = || RequestError::Header { name: name.clone() };
            let key = HeaderName::try_from(name).map_err(|_| invalid())?;
            request.headers_mut().insert(key, HeaderValue::try_from(value).map_err(|_| invalid())?);
        }
        // A caller who sets the header of the IETF's draft says the same.
        let keyed = key.is_some_and(|key| key.put(request.headers_mut()))
            || request.headers().contains_key("idempotency-key");
        course.repeatable = choices.repeatable || keyed || is_idempotent(request.method());
        course.retry = choices.retry.clone().unwrap_or_else(|| self.retry.clone());
        Ok((request, course))
    }

    /// Whether calls can be sent without async.
    #[cfg(feature = "blocking")]
    pub(super) fn check_blocking(&self) -> Result<(), RequestError> {
        if self.transport.needs_tokio() {
            let why = "its transport works with async alone: make the client with `build_blocking`";
            return Err(RequestError::Client(why.into()));
        }
        Ok(())
    }

    /// The base URL of an operation whose own server is `described`.
    fn server(&self, described: Option<&str>) -> Result<Cow<'_, str>, RequestError> {
        let Some(described) = described else { return Ok(Cow::Borrowed(&self.base_url)) };
        if let Some((_, server)) = self.servers.iter().rev().find(|(known, _)| known == described) {
            return Ok(Cow::Borrowed(server));
        }
        let wrong = |_| RequestError::BaseUrl(format!("the operation's server `{described}` is no URL"));
        let url = Url::parse(&self.base_url).and_then(|base| base.join(described)).map_err(wrong)?;
        Ok(String::from(url).into())
    }
}

/// A call that is ready to be sent: [`send`](Self::send) it, after setting what is optional.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O> {
    pub(super) client: &'c Client,
    pub(crate) operation: O,
    pub(super) choices: Choices,
}

impl<'c, O: Operation> Call<'c, O> {
    /// A call of `operation` by `client`: what the client's methods return.
    pub fn new(client: &'c Client, operation: O) -> Self {
        Self { client, operation, choices: Choices::default() }
    }

    /// A header of this call, in place of one that the operation or the client sets: `Accept`, to ask for
    /// one of several media types, or what the description does not name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.choices.headers.push((name.into(), value.into()));
        self
    }

    /// When this call is sent again, in place of what the client says.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.choices.retry = Some(retry);
        self
    }

    /// Says that the server does the same whether this call comes once or twice, so that it can be sent again
    /// when it is not known whether it came.
    pub fn repeatable(mut self) -> Self {
        self.choices.repeatable = true;
        self
    }

    /// Whether what does not decode is left out of the answer and told in its
    /// [`warnings`](Response::warnings), in place of what the client says.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.choices.lenient = Some(lenient);
        self
    }

    /// Sends it and reads the answer.
    ///
    /// # Errors
    /// All of [`Error`](super::error::Error)'s.
    pub async fn send(self) -> Outcome<O::Output, O::Error> {
        self.client.0.call(&self.operation, &self.choices).await
    }

    /// Sends it and gives the body of a success as it comes, without decoding it: a large file, say.
    ///
    /// # Errors
    /// All of [`Error`](super::error::Error)'s.
    pub async fn stream(self) -> Outcome<Body, O::Error> {
        self.client.0.stream(&self.operation, &self.choices).await
    }

    /// [`send`](Self::send) without async: the thread waits. It is for clients of
    /// [`ClientBuilder::build_blocking`](super::builder::ClientBuilder::build_blocking).
    ///
    /// # Errors
    /// All of [`Error`](super::error::Error)'s. Nothing is sent when the transport needs an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Outcome<O::Output, O::Error> {
        self.client.0.check_blocking()?;
        super::blocking::wait(self.send())
    }

    /// [`stream`](Self::stream) without async; [`Body::into_reader`] reads what comes.
    ///
    /// # Errors
    /// Those of [`send_blocking`](Self::send_blocking).
    #[cfg(feature = "blocking")]
    pub fn stream_blocking(self) -> Outcome<Body, O::Error> {
        self.client.0.check_blocking()?;
        super::blocking::wait(self.stream())
    }
}
