//! reqwest as the transport.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;

use super::{
    body::{Body, Source},
    error::{TransportError, TransportErrorKind},
    transport::{BoxFuture, Transport},
};

impl Transport for reqwest::Client {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let request = reqwest::Request::try_from(request).map_err(transport)?;
            let mut answer = self.execute(request).await.map_err(transport)?;
            let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
            let mut response = http::Response::new(Body::source(Answer(Box::pin(answer.into())), None));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }

    fn needs_tokio(&self) -> bool {
        true
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
                    let kind =
                        if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
                    Poll::Ready(Some(Err(io::Error::new(kind, error.without_url()))))
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

/// What reqwest says, without the URL: a key may be in its query.
fn transport(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, None, error.without_url())
}
