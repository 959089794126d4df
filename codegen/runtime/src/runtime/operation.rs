//! An operation: a request without I/O, and the answer to it.

use super::{
    body::Body,
    error::{Error, RequestError},
    reply::{Outcome, Reply},
    request::Request,
    response::Response,
};

/// Which credentials an operation takes: one of the alternatives, and of that one all of the
/// security schemes that it names. No alternative at all, or an empty one: it goes without.
pub type Security = &'static [&'static [&'static str]];

/// A header whose value tells the server which requests are the same call.
#[derive(Debug, Clone, Copy)]
pub struct IdempotencyKey {
    /// The header, in lower case.
    pub header: &'static str,
    /// Makes a value that no other call has.
    pub make: fn() -> String,
}

#[cfg(feature = "client")]
impl IdempotencyKey {
    /// Puts a key into the headers of a request where none is; whether there is one then.
    pub(super) fn put(self, headers: &mut http::HeaderMap) -> bool {
        let name = http::HeaderName::from_static(self.header);
        if !headers.contains_key(&name) {
            let Ok(value) = http::HeaderValue::try_from((self.make)()) else { return false };
            headers.insert(name, value);
        }
        true
    }
}

/// One operation of the description, with the values of its parameters.
///
/// [`request`](Self::request) and [`decode`](Self::decode) do no I/O, so that any HTTP client can
/// carry them.
pub trait Operation {
    /// The body of a successful answer.
    type Output;
    /// The body of an error that the description documents.
    type Error;

    /// The HTTP method.
    const METHOD: &'static str;
    /// The path template, as the description has it.
    const PATH: &'static str;
    /// The credentials that it takes.
    const SECURITY: Security;
    /// The server that the description gives this operation instead of the others' one.
    const SERVER: Option<&'static str> = None;
    /// The header that makes calls with it repeatable.
    const IDEMPOTENCY_KEY: Option<IdempotencyKey> = None;
    /// Whether a success may come item by item.
    const STREAMS: bool = false;

    /// Writes the parameters and the body into `request`.
    fn write(&self, request: &mut Request);

    /// Reads the answer by its status.
    ///
    /// # Errors
    /// [`Error::Api`], [`Error::UnexpectedStatus`] or [`Error::Decode`].
    fn read(reply: Reply) -> Outcome<Self::Output, Self::Error>;

    /// The request, to a server at `base_url`, without credentials.
    ///
    /// # Errors
    /// When the parameters or the body do not make a request.
    fn request(&self, base_url: &str) -> Result<http::Request<Body>, RequestError> {
        let mut request = Request::new(Self::METHOD, Self::PATH);
        self.write(&mut request);
        request.finish(base_url)
    }

    /// What `response` means.
    ///
    /// # Errors
    /// When it is no success, or not what the description says.
    fn decode(
        response: http::Response<impl Into<Body>>,
    ) -> Result<Response<Self::Output>, Error<Self::Error>> {
        Self::read(Reply::new(response))
    }
}
