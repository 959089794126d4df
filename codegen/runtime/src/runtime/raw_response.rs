//! A response before decoding, and the decoders of its body.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::{DecodeError, Error},
    lenient::Recovery,
    response::Response,
};

/// The result of a call.
pub type Outcome<T, E> = Result<Response<T>, Error<E>>;

/// A response whose body is not decoded yet.
#[derive(Debug)]
pub struct RawResponse {
    inner: Response<Body>,
    pub(super) lenient: bool,
}

/// A decoder of a body.
pub trait Decode<T> {
    /// Decodes the body of `response`.
    ///
    /// # Errors
    /// If the body does not decode. The error holds the response.
    fn decode(response: RawResponse) -> Result<Response<T>, Box<DecodeError>>;
}

/// The body of the documented errors of several operations, which differ in their successes only.
pub trait DocumentedError: Sized {
    /// Decodes the response of a status that is not a success of the operation.
    ///
    /// # Errors
    /// Always: [`Error::Api`], [`Error::UnexpectedStatus`] or [`Error::Decode`].
    fn read<O>(raw: RawResponse) -> Outcome<O, Self>;
}

/// The decoder of `application/json` and other media types of JSON.
#[derive(Debug)]
pub struct Json;

/// The decoder of `text/*`.
#[derive(Debug)]
pub struct Text;

/// The decoder of any other media type. It returns the bytes unchanged.
#[derive(Debug)]
pub struct Binary;

/// The decoder of a response without content. It ignores the body.
#[derive(Debug)]
pub struct Empty;

impl<T: DeserializeOwned> Decode<T> for Json {
    fn decode(response: RawResponse) -> Result<Response<T>, Box<DecodeError>> {
        let lenient = response.lenient;
        let mut response = buffered(response);
        let strict = match serde_json::from_slice(&response.body) {
            Ok(body) => return Ok(response.map(|_| body)),
            Err(error) => error,
        };
        let mut recovery = lenient.then(|| Recovery::new(&response.body));
        let mut next = recovery.as_mut().and_then(|recovery| recovery.remove_cause(&strict));
        while let Some(text) = next {
            match serde_json::from_slice(text) {
                Ok(body) => {
                    response.warnings.extend(recovery.into_iter().flat_map(Recovery::warnings));
                    return Ok(response.map(|_| body));
                }
                Err(error) => next = recovery.as_mut().and_then(|recovery| recovery.remove_cause(&error)),
            }
        }
        Err(DecodeError::json(response, strict))
    }
}

impl Decode<String> for Text {
    fn decode(response: RawResponse) -> Result<Response<String>, Box<DecodeError>> {
        let response = buffered(response);
        match std::str::from_utf8(&response.body) {
            Ok(text) => {
                let text = text.to_owned();
                Ok(response.map(|_| text))
            }
            Err(error) => Err(DecodeError::other(response, error)),
        }
    }
}

impl Decode<Bytes> for Binary {
    fn decode(response: RawResponse) -> Result<Response<Bytes>, Box<DecodeError>> {
        Ok(buffered(response))
    }
}

impl Decode<()> for Empty {
    fn decode(response: RawResponse) -> Result<Response<()>, Box<DecodeError>> {
        Ok(response.into_response().map(drop))
    }
}

/// Returns the response with its buffered bytes. A streamed body is empty here, because only stream decoders read it.
pub(super) fn buffered(response: RawResponse) -> Response<Bytes> {
    response.inner.map(|body| body.as_bytes().cloned().unwrap_or_default())
}

impl From<Response<Body>> for RawResponse {
    fn from(response: Response<Body>) -> Self {
        Self { inner: response, lenient: false }
    }
}

impl RawResponse {
    /// Creates a response to decode.
    pub fn new(response: http::Response<impl Into<Body>>) -> Self {
        let (parts, body) = response.into_parts();
        Response::new(parts.status, parts.headers, body.into()).into()
    }

    /// Turns lenient decoding on or off.
    ///
    /// Lenient decoding leaves out the parts of a body that do not decode, and reports them in
    /// [`Response::warnings`](super::response::Response::warnings).
    #[must_use]
    pub fn lenient(self, lenient: bool) -> Self {
        Self { lenient, ..self }
    }

    /// Returns the response with its body unchanged.
    #[must_use]
    pub fn into_response(self) -> Response<Body> {
        self.inner
    }

    /// Returns `true` if the `Content-Type` is this media type, with at least its parameters. `type/*` matches all its
    /// subtypes.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        let Some(value) = self.inner.headers.get(http::header::CONTENT_TYPE) else { return false };
        let mut found = value.to_str().unwrap_or_default().split(';').map(str::trim);
        let mut wanted = media_type.split(';').map(str::trim);
        let (essence, of) = (found.next().unwrap_or_default(), wanted.next().unwrap_or_default());
        let is_of = match of.strip_suffix('*') {
            Some(start) => essence.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)),
            None => essence.eq_ignore_ascii_case(of),
        };
        let unquoted = |parameter: &str| parameter.replace('"', "");
        let has = |parameter: &str| {
            found.clone().any(|own| unquoted(own).eq_ignore_ascii_case(&unquoted(parameter)))
        };
        is_of && wanted.all(has)
    }

    /// Returns the status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.inner.status.as_u16()
    }

    /// Returns `true` if the status is `2XX`.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.inner.status.is_success()
    }

    /// Returns `true` if the status starts with this digit.
    #[must_use]
    pub fn is_class(&self, digit: u16) -> bool {
        self.status() / 100 == digit
    }

    /// Decodes a successful response. `wrap` converts the body to the output of the operation.
    ///
    /// # Errors
    /// [`Error::Decode`]
    pub fn ok<D: Decode<T>, T, O, E>(self, _: D, wrap: impl FnOnce(T) -> O) -> Outcome<O, E> {
        match D::decode(self) {
            Ok(response) => Ok(response.map(wrap)),
            Err(error) => Err(Error::Decode(error)),
        }
    }

    /// Decodes a documented error. `wrap` converts the body to the error of the operation.
    ///
    /// # Errors
    /// Always: [`Error::Api`], or [`Error::Decode`].
    pub fn err<D: Decode<T>, T, O, E>(self, _: D, wrap: impl FnOnce(T) -> E) -> Outcome<O, E> {
        let bytes = self.inner.body.as_bytes().cloned();
        Err(match D::decode(self) {
            Ok(response) => Error::Api(Box::new(Response { error_bytes: bytes, ..response.map(wrap) })),
            Err(error) => Error::Decode(error),
        })
    }

    /// Decodes a response that is not a success of the operation as the error that it has in common with others.
    ///
    /// # Errors
    /// Always: [`Error::Api`], [`Error::UnexpectedStatus`] or [`Error::Decode`].
    pub fn documented<O, E: DocumentedError>(self) -> Outcome<O, E> {
        E::read(self)
    }

    /// Returns the error for an undocumented status.
    ///
    /// # Errors
    /// Always: [`Error::UnexpectedStatus`].
    pub fn unexpected<O, E>(self) -> Outcome<O, E> {
        Err(Error::UnexpectedStatus(Box::new(buffered(self))))
    }
}
