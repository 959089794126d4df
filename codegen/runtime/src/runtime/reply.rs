//! Reading an answer: which body belongs to its status, and how that is decoded.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::{DecodeError, Error},
    response::Response,
};

/// What an operation makes of an answer.
pub type Outcome<T, E> = Result<Response<T>, Error<E>>;

/// An answer that has not been decoded yet.
#[derive(Debug)]
pub struct Reply(Response<Body>);

/// A way to decode a body.
pub trait Decode<T> {
    /// The body of `response` as a `T`.
    ///
    /// # Errors
    /// When the body is something else; the error has the answer.
    fn decode(response: Response<Body>) -> Result<Response<T>, Box<DecodeError>>;
}

/// `application/json` and its kin.
#[derive(Debug)]
pub struct Json;

/// `text/*`.
#[derive(Debug)]
pub struct Text;

/// Any other media type: the bytes as they are.
#[derive(Debug)]
pub struct Binary;

/// No content; a body that is there all the same is passed over.
#[derive(Debug)]
pub struct Empty;

impl<T: DeserializeOwned> Decode<T> for Json {
    fn decode(response: Response<Body>) -> Result<Response<T>, Box<DecodeError>> {
        let response = whole(response);
        match serde_json::from_slice(&response.body) {
            Ok(body) => Ok(response.map(|_| body)),
            Err(error) => Err(DecodeError::json(response, error)),
        }
    }
}

impl Decode<String> for Text {
    fn decode(response: Response<Body>) -> Result<Response<String>, Box<DecodeError>> {
        let response = whole(response);
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
    fn decode(response: Response<Body>) -> Result<Response<Bytes>, Box<DecodeError>> {
        Ok(whole(response))
    }
}

impl Decode<()> for Empty {
    fn decode(response: Response<Body>) -> Result<Response<()>, Box<DecodeError>> {
        Ok(response.map(drop))
    }
}

/// The answer with all of its bytes. An answer that comes as a stream is read by those who take it as one.
fn whole(response: Response<Body>) -> Response<Bytes> {
    response.map(|body| body.as_bytes().cloned().unwrap_or_default())
}

impl Reply {
    /// An answer to decode.
    pub fn new(response: http::Response<impl Into<Body>>) -> Self {
        let (parts, body) = response.into_parts();
        Self(Response::new(parts.status, parts.headers, body.into()))
    }

    /// Whether the body is of this media type, as far as the server says; `type/*` stands for all of a type.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        let Some(value) = self.0.headers.get(http::header::CONTENT_TYPE) else { return false };
        let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        match media_type.strip_suffix('*') {
            Some(start) => essence.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)),
            None => essence.eq_ignore_ascii_case(media_type),
        }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status.as_u16()
    }

    /// Whether the status is one of a success, `2XX`.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.0.status.is_success()
    }

    /// Whether the first digit of the status is this one.
    #[must_use]
    pub fn is_class(&self, digit: u16) -> bool {
        self.status() / 100 == digit
    }

    /// The answer is a success, and `wrap` makes the operation's output of its body.
    ///
    /// # Errors
    /// [`Error::Decode`]
    pub fn ok<D: Decode<T>, T, O, E>(self, _: D, wrap: impl FnOnce(T) -> O) -> Outcome<O, E> {
        match D::decode(self.0) {
            Ok(response) => Ok(response.map(wrap)),
            Err(error) => Err(Error::Decode(error)),
        }
    }

    /// The answer is a documented error, and `wrap` makes the operation's error of its body.
    ///
    /// # Errors
    /// Always: [`Error::Api`], or [`Error::Decode`].
    pub fn err<D: Decode<T>, T, O, E>(self, _: D, wrap: impl FnOnce(T) -> E) -> Outcome<O, E> {
        Err(match D::decode(self.0) {
            Ok(response) => Error::Api(Box::new(response.map(wrap))),
            Err(error) => Error::Decode(error),
        })
    }

    /// The description does not document the status.
    ///
    /// # Errors
    /// Always: [`Error::UnexpectedStatus`].
    pub fn unexpected<O, E>(self) -> Outcome<O, E> {
        Err(Error::UnexpectedStatus(Box::new(whole(self.0))))
    }
}
