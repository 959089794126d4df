//! An operation: its request and its response, without I/O.

use super::{
    body::Body,
    client_parameters::ClientParameter,
    error::{Error, RequestError},
    raw_response::{Outcome, RawResponse},
    request::Request,
    response::Response,
};

/// The security requirements of an operation: a list of alternatives.
///
/// An alternative is a list of security schemes, and needs all of them. An empty list, or an empty alternative, allows
/// a request without credentials.
pub type Security = &'static [&'static [&'static str]];

/// A header with a unique value for each call. It lets the server recognize duplicate requests.
#[derive(Debug, Clone, Copy)]
pub struct IdempotencyKey {
    /// The name of the header, in lower case.
    pub header: &'static str,
    /// The function that generates a unique value.
    pub make: fn() -> String,
}

#[cfg(feature = "client")]
impl IdempotencyKey {
    /// Adds a key to the headers unless there is one. Returns `true` if the headers have a key.
    pub(super) fn insert_into(self, headers: &mut http::HeaderMap) -> bool {
        let name = http::HeaderName::from_static(self.header);
        if !headers.contains_key(&name) {
            let Ok(value) = http::HeaderValue::try_from((self.make)()) else { return false };
            headers.insert(name, value);
        }
        true
    }
}

/// An operation of the OpenAPI description, with the values of its parameters.
///
/// [`request`](Self::request) and [`decode`](Self::decode) do no I/O, so they can be used with any HTTP client.
pub trait Operation {
    /// The body of a successful response.
    type Output;
    /// The body of a documented error.
    type Error;

    /// The HTTP method.
    const METHOD: &'static str;
    /// The path template, as in the OpenAPI description.
    const PATH: &'static str;
    /// The security requirements.
    const SECURITY: Security;
    /// The part of the crate that has the operation, if another one has an operation with this method and path.
    const PART: &'static str = "";
    /// The server of this operation, if it is not the server of the API.
    const SERVER: Option<&'static str> = None;
    /// The header that makes calls idempotent.
    const IDEMPOTENCY_KEY: Option<IdempotencyKey> = None;
    /// The retry policy of the OpenAPI description. A policy of the client or of the call replaces it.
    #[cfg(feature = "client")]
    const RETRY: Option<&'static super::retry::RetryRules> = None;
    /// The parameters that the client has values for.
    const CLIENT_PARAMETERS: &'static [ClientParameter] = &[];
    /// `true` if a successful response can be a stream of items.
    const STREAMS: bool = false;

    /// Writes the parameters and the body to `request`.
    fn write(&self, request: &mut Request);

    /// Decodes the response according to its status.
    ///
    /// # Errors
    /// [`Error::Api`], [`Error::UnexpectedStatus`] or [`Error::Decode`].
    fn read(raw: RawResponse) -> Outcome<Self::Output, Self::Error>;

    /// Returns the HTTP request to the server at `base_url`, without credentials.
    ///
    /// # Errors
    /// If a parameter or the body is not valid.
    fn request(&self, base_url: &str) -> Result<http::Request<Body>, RequestError> {
        let mut request = Request::new(Self::METHOD, Self::PATH);
        self.write(&mut request);
        request.fill(Self::CLIENT_PARAMETERS, |_| None);
        request.finish(base_url)
    }

    /// Decodes an HTTP response.
    ///
    /// # Errors
    /// If it is not successful, or does not match the OpenAPI description.
    fn decode(
        response: http::Response<impl Into<Body>>,
    ) -> Result<Response<Self::Output>, Error<Self::Error>> {
        Self::read(RawResponse::new(response))
    }
}
