//! The transports that record and replay exchanges.

use std::{
    cmp::Reverse,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{
    body::{Body, Source},
    error::{TransportError, TransportErrorKind},
    mock::lock,
    recorded::{Content, Difference, Exchange, Head, Message},
    recording::{MAX_SIZE, Recording, State},
    transport::{BoxFuture, PathTemplate, Transport},
};

/// The response to a request for an access token, which is never recorded.
const TOKEN: &str = r#"{"access_token":"REDACTED","token_type":"Bearer","expires_in":3600}"#;

/// A transport that keeps the exchanges of another one.
pub(super) struct Recorder {
    pub(super) recording: Recording,
    pub(super) transport: Arc<dyn Transport>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        // A request of a credential, which is no operation.
        if request.extensions().get::<PathTemplate>().is_none() {
            return self.transport.send(request);
        }
        Box::pin(async move {
            let (head, body) = read(request).await?;
            let recorded = {
                let state = &mut *lock(&self.recording.0.state);
                state.size = state.size.saturating_add(body.len());
                state.message(&head, &body)
            };
            let response = self.transport.send(http::Request::from_parts(head, body.into())).await?;
            let (head, body) = response.into_parts();
            let exchange = self.recording.begin(recorded, &head);
            let (recording, headers) = (self.recording.clone(), head.headers.clone());
            let tee =
                Tee { body, recording, exchange, headers, received: BytesMut::new(), is_complete: false };
            Ok(http::Response::from_parts(head, tee.into_body()))
        })
    }

    fn needs_tokio(&self) -> bool {
        self.transport.needs_tokio()
    }
}

/// Reads the body of a request into memory, so that it can be recorded or compared.
async fn read(request: http::Request<Body>) -> Result<(http::request::Parts, Bytes), TransportError> {
    let (head, body) = request.into_parts();
    let body = body.collect_up_to(MAX_SIZE).await;
    // Nothing was sent, but a streamed body cannot be sent again.
    let body = body.map_err(|error| TransportError::new(TransportErrorKind::Interrupted, None, error))?;
    Ok((head, body))
}

impl State {
    /// Returns a request without its secrets.
    fn message(&mut self, head: &http::request::Parts, body: &Bytes) -> Message {
        self.redaction.note(head);
        Message { head: self.redaction.request(head), body: self.redaction.content(&head.headers, body) }
    }
}

impl Recording {
    /// Adds an exchange whose response is not complete yet. Returns its index.
    fn begin(&self, request: Message, response: &http::response::Parts) -> usize {
        let mut state = lock(&self.0.state);
        let headers = state.redaction.headers(&response.headers);
        let head = Head { start: response.status.as_str().to_owned(), headers };
        let response = Message { head, body: Content::Empty };
        let exchange = Exchange { request, response, is_used: false };
        let is_small = state.size <= MAX_SIZE;
        state.exchanges.push(is_small.then_some(exchange));
        state.exchanges.len() - 1
    }

    /// Adds the body of a response, or removes the exchange if there is none.
    fn end(&self, index: usize, headers: &HeaderMap, body: Option<&Bytes>) {
        let mut state = lock(&self.0.state);
        state.size = state.size.saturating_add(body.map_or(0, Bytes::len));
        let body = body.filter(|_| state.size <= MAX_SIZE);
        let content = body.map(|body| state.redaction.content(headers, body));
        if let Some(place) = state.exchanges.get_mut(index) {
            match (place.as_mut(), content) {
                (Some(exchange), Some(content)) => exchange.response.body = content,
                _ => *place = None,
            }
        }
    }
}

/// The body of a response that is recorded while it is read.
struct Tee {
    body: Body,
    recording: Recording,
    exchange: usize,
    headers: HeaderMap,
    received: BytesMut,
    is_complete: bool,
}

impl Tee {
    fn into_body(mut self) -> Body {
        if let Some(bytes) = self.body.as_bytes().cloned() {
            self.end(Some(&bytes));
            return bytes.into();
        }
        let length = self.body.length();
        Body::source(self, length)
    }

    fn end(&mut self, body: Option<&Bytes>) {
        if !std::mem::replace(&mut self.is_complete, true) {
            self.recording.end(self.exchange, &self.headers, body);
        }
    }
}

impl Source for Tee {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let chunk = std::task::ready!(self.body.poll_chunk(context));
        match &chunk {
            // One byte more than the limit is an error when the recording is saved.
            Some(Ok(bytes)) => {
                let rest = (MAX_SIZE + 1).saturating_sub(self.received.len());
                self.received.extend_from_slice(&bytes[..bytes.len().min(rest)]);
            }
            Some(Err(_)) => self.end(None),
            None => {
                let body = self.received.split().freeze();
                self.end(Some(&body));
            }
        }
        Poll::Ready(chunk)
    }
}

impl Drop for Tee {
    /// Records the start of a stream that was not read to its end.
    fn drop(&mut self) {
        let body = self.received.split().freeze();
        self.end(Some(&body));
    }
}

/// A transport that responds with recorded responses.
pub(super) struct Replayer(pub(super) Recording);

impl Transport for Replayer {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.extensions().get::<PathTemplate>().is_none() {
                return Ok(http::Response::new(TOKEN.into()));
            }
            let (head, body) = read(request).await?;
            let state = &mut *lock(&self.0.0.state);
            let request = state.message(&head, &body);
            let mut exchanges = state.exchanges.iter_mut().flatten();
            let found = exchanges
                .find(|exchange| !exchange.is_used && exchange.request.difference(&request).is_none());
            if let Some(exchange) = found {
                exchange.is_used = true;
                return response(&exchange.response);
            }
            let why = self.no_exchange(&request, state.exchanges.iter().flatten());
            Err(TransportError::new(TransportErrorKind::NoMockResponse, None, why))
        })
    }
}

impl Replayer {
    /// Returns the message for a request that was not recorded, with the most similar one.
    fn no_exchange<'a>(&self, request: &Message, exchanges: impl Iterator<Item = &'a Exchange>) -> String {
        let nearest = exchanges.enumerate().max_by_key(|(index, exchange)| {
            let difference = exchange.request.difference(request);
            // An equal request that was replayed is the most similar one. Of several, it is the first one.
            (
                difference.is_none(),
                difference.as_ref().map(rank),
                common(&exchange.request, request),
                Reverse(*index),
            )
        });
        let path = self.0.path().display();
        let what = format!("`{path}` has no exchange for `{}`", request.head.start);
        let Some((index, nearest)) = nearest else { return format!("{what}: it is empty") };
        let why = match nearest.request.difference(request) {
            None => "which was replayed already".to_owned(),
            Some(Difference::Path) => "with another URL".to_owned(),
            Some(Difference::Method) => "with another method".to_owned(),
            Some(Difference::Query) => "with another query".to_owned(),
            Some(Difference::Body(None)) => "with another body".to_owned(),
            Some(Difference::Body(Some(at))) => format!("with another body, at `{at}`"),
        };
        format!("{what}; the nearest is exchange {}, `{}`, {why}", index + 1, nearest.request.head.start)
    }
}

/// Returns the similarity of two requests with this difference.
fn rank(difference: &Difference) -> usize {
    match difference {
        Difference::Path => 0,
        Difference::Method => 1,
        Difference::Query => 2,
        Difference::Body(_) => 3,
    }
}

/// Returns the number of bytes in which two requests start with the same URL, apart from the method.
fn common(first: &Message, second: &Message) -> usize {
    let [first, second] =
        [first, second].map(|message| message.head.start.split_once(' ').unwrap_or_default().1);
    first.bytes().zip(second.bytes()).take_while(|(first, second)| first == second).count()
}

/// Returns a recorded response.
fn response(recorded: &Message) -> Result<http::Response<Body>, TransportError> {
    let mut response = http::Response::builder().status(recorded.head.start.as_str());
    for (name, value) in &recorded.head.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            response = response.header(name, value);
        }
    }
    let response = response.body(recorded.body.to_bytes().into());
    response.map_err(|error| TransportError::new(TransportErrorKind::NoMockResponse, None, error))
}
