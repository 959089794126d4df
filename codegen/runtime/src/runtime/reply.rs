//! Reading an answer: which body belongs to its status, and how that is decoded.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::{DecodeError, Error},
    lenient::Remainder,
    response::Response,
};

/// What an operation makes of an answer.
pub type Outcome<T, E> = Result<Response<T>, Error<E>>;

/// An answer that has not been decoded yet.
#[derive(Debug)]
pub struct Reply {
    response: Response<Body>,
    pub(super) lenient: bool,
}

/// A way to decode a body.
pub trait Decode<T> {
    /// The body of `reply` as a `T`.
    ///
    /// # Errors
    /// When the body is something else; the error has the answer.
    fn decode(reply: Reply) -> Result<Response<T>, Box<DecodeError>>;
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
    fn decode(reply: Reply) -> Result<Response<T>, Box<DecodeError>> {
        let lenient = reply.lenient;
        let mut response = whole(reply);
        let strict = match serde_json::from_slice(&response.body) {
            Ok(body) => return Ok(response.map(|_| body)),
            Err(error) => error,
        };
        let mut remainder = lenient.then(|| Remainder::new(&response.body));
        let mut next = remainder.as_mut().and_then(|remainder| remainder.without(&strict));
        while let Some(text) = next {
            match serde_json::from_slice(text) {
                Ok(body) => {
                    response.warnings.extend(remainder.into_iter().flat_map(Remainder::warnings));
                    return Ok(response.map(|_| body));
                }
                Err(error) => next = remainder.as_mut().and_then(|remainder| remainder.without(&error)),
            }
        }
        Err(DecodeError::json(response, strict))
    }
}

impl Decode<String> for Text {
    fn decode(reply: Reply) -> Result<Response<String>, Box<DecodeError>> {
        let response = whole(reply);
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
    fn decode(reply: Reply) -> Result<Response<Bytes>, Box<DecodeError>> {
        Ok(whole(reply))
    }
}

impl Decode<()> for Empty {
    fn decode(reply: Reply) -> Result<Response<()>, Box<DecodeError>> {
        Ok(reply.into_response().map(drop))
    }
}

/// The answer with all of its bytes. An answer that comes as a stream is read by those who take it as one.
pub(super) fn whole(reply: Reply) -> Response<Bytes> {
    reply.response.map(|body| body.as_bytes().cloned().unwrap_or_default())
}

impl From<Response<Body>> for Reply {
    fn from(response: Response<Body>) -> Self {
        Self { response, lenient: false }
    }
}

impl Reply {
    /// An answer to decode.
    pub fn new(response: http::Response<impl Into<Body>>) -> Self {
        let (parts, body) = response.into_parts();
        Response::new(parts.status, parts.headers, body.into()).into()
    }

    /// The same, of which what does not decode is left out and told in
    /// [`Response::warnings`](super::response::Response::warnings), where the rest does.
    #[must_use]
    pub fn lenient(self, lenient: bool) -> Self {
        Self { lenient, ..self }
    }

    /// The answer, with the body as it came.
    #[must_use]
    pub fn into_response(self) -> Response<Body> {
        self.response
    }

    /// Whether the body is of this media type, as far as the server says; `type/*` stands for all of a type.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        let Some(value) = self.response.headers.get(http::header::CONTENT_TYPE) else { return false };
        let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        match media_type.strip_suffix('*') {
            Some(start) => essence.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)),
            None => essence.eq_ignore_ascii_case(media_type),
        }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status.as_u16()
    }

    /// Whether the status is one of a success, `2XX`.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.response.status.is_success()
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
        match D::decode(self) {
            Ok(response) => Ok(response.map(wrap)),
            Err(error) => Err(Error::Decode(error)),
        }
    }

    /// The answer is a documented error, and `wrap` makes the operation's error of its body.
    ///
    /// # Errors
    /// Always: [`Error::Api`], or [`Error::Decode`].
    pub fn err<D: Decode<T>, T, O, E>(self, _: D, wrap: impl FnOnce(T) -> E) -> Outcome<O, E> {
        Err(match D::decode(self) {
            Ok(response) => Error::Api(Box::new(response.map(wrap))),
            Err(error) => Error::Decode(error),
        })
    }

    /// The description does not document the status.
    ///
    /// # Errors
    /// Always: [`Error::UnexpectedStatus`].
    pub fn unexpected<O, E>(self) -> Outcome<O, E> {
        Err(Error::UnexpectedStatus(Box::new(whole(self))))
    }
}
