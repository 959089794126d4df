//! Streams of items: server-sent events and lines of JSON.

use std::{
    any::Any,
    future::poll_fn,
    marker::PhantomData,
    task::{Context, Poll, ready},
};

use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::DecodeError,
    error_text,
    event_parser::{EventParser, RawEvent},
    raw_response::{Decode, RawResponse},
    response::Response,
    stream_lines::{Lines, RECORD_SEPARATOR, StreamError},
};

/// A server-sent event (WHATWG HTML, "Server-sent events").
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type, from the field `event`; `message` if the server does not send it.
    pub event: String,
    /// The last event ID, from the field `id` of this event or an earlier one.
    pub id: Option<String>,
    /// The reconnection time in milliseconds, from the field `retry`.
    pub retry: Option<u64>,
    /// The decoded field `data`.
    pub data: T,
}

/// Decodes `data` as JSON. A `String` is not decoded, and a text that is not JSON is tried as a string without quotes.
fn decode<T: DeserializeOwned + 'static>(data: &[u8]) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    let mut item: Option<T> = None;
    if let Some(text) = (&mut item as &mut dyn Any).downcast_mut::<Option<String>>() {
        *text = Some(std::str::from_utf8(data)?.to_owned());
    }
    if let Some(item) = item {
        return Ok(item);
    }
    let error = match serde_json::from_slice(data) {
        Ok(item) => return Ok(item),
        Err(error) => error,
    };
    match std::str::from_utf8(data) {
        Ok(text) if !text.starts_with(['{', '[', '"']) => serde_json::from_value(text.into()).ok(),
        _ => None,
    }
    .ok_or_else(|| error_text::short_json(error).into())
}

/// A stream of server-sent events (WHATWG HTML, "Server-sent events") with data of the type `T`.
///
/// It ends with the body, or with an event whose data is `[DONE]` ([`sentinel`](Self::sentinel)). With the feature
/// `client`, `EventStream::reconnecting` sends a call whose stream reconnects instead.
#[derive(Debug)]
pub struct EventStream<T> {
    lines: Lines,
    /// In a box, because a response of several media types has a stream as one of its variants.
    parser: Box<EventParser>,
    sentinel: &'static str,
    #[cfg(feature = "client")]
    pub(super) reconnect: Option<Box<super::reconnect::Reconnect>>,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static> EventStream<T> {
    /// Creates a stream of the events in `body`.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self {
            lines: Lines::new(body, Some(false)),
            parser: Box::default(),
            sentinel: "[DONE]",
            #[cfg(feature = "client")]
            reconnect: None,
            item: PhantomData,
        }
    }

    /// Sets the maximum length of an item in bytes. The default is 16 MiB.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }

    /// Sets the data of the event that ends the stream. The default is `[DONE]`. With an empty text, only the body ends
    /// it.
    #[must_use]
    pub fn sentinel(mut self, data: &'static str) -> Self {
        self.sentinel = data;
        self
    }

    /// Returns the next event, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns the next event, or `None` at the end. It blocks the thread until the event arrives.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Event<T>, StreamError>> {
        super::blocking::block_on(self.next())
    }

    /// Polls for the next event. Returns `None` at the end.
    pub fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            let cause = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => {
                    match self.parser.line(&line) {
                        Some(event) => return Poll::Ready(self.read(event)),
                        None if self.parser.data_len() > self.lines.limit => {}
                        None => continue,
                    }
                    self.end();
                    return Poll::Ready(Some(Err(StreamError::TooLong)));
                }
                // An event without an empty line at its end is incomplete and dropped.
                None => None,
                Some(Err(StreamError::Transport(error))) => Some(error),
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
            };
            #[cfg(feature = "client")]
            if let Some(reconnect) = &mut self.reconnect {
                match ready!(reconnect.poll(context, cause, &self.parser)) {
                    Some(Ok(body)) => {
                        let limit = self.lines.limit;
                        self.lines = Lines::new(body, Some(false));
                        self.lines.limit = limit;
                        self.parser.restart();
                        continue;
                    }
                    last => {
                        self.end();
                        return Poll::Ready(last.and_then(Result::err).map(Err));
                    }
                }
            }
            return Poll::Ready(cause.map(|error| Err(StreamError::Transport(error))));
        }
    }

    /// Decodes an event. Returns `None` for the one that ends the stream.
    fn read(&mut self, event: RawEvent) -> Option<Result<Event<T>, StreamError>> {
        let RawEvent { event, retry, data } = event;
        if !self.sentinel.is_empty() && data.as_ref() == self.sentinel.as_bytes() {
            self.end();
            return None;
        }
        #[cfg(feature = "client")]
        if let Some(reconnect) = &mut self.reconnect {
            reconnect.received_event();
        }
        Some(match decode(&data) {
            Ok(data) => Ok(Event { event, id: self.parser.id.clone(), retry, data }),
            Err(source) => Err(StreamError::Decode { item: data, source }),
        })
    }

    fn end(&mut self) {
        self.lines.end();
        #[cfg(feature = "client")]
        drop(self.reconnect.take());
    }
}

/// A stream of values, with one JSON text per line (NDJSON, JSON Lines), or with a record separator in front of each
/// text (RFC 7464).
#[derive(Debug)]
pub struct LineStream<T> {
    lines: Lines,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static> LineStream<T> {
    /// Creates a stream of the values in `body`.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self { lines: Lines::new(body, None), item: PhantomData }
    }

    /// Sets the maximum length of an item in bytes. The default is 16 MiB.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }

    /// Returns the next value, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns the next value, or `None` at the end. It blocks the thread until the value arrives.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<T, StreamError>> {
        super::blocking::block_on(self.next())
    }

    /// Polls for the next value. Returns `None` at the end.
    pub fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            let line = match self.lines.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(line))) => line,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
            };
            let text = line.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(&line).trim_ascii();
            if text.is_empty() {
                continue;
            }
            return Poll::Ready(Some(match decode(text) {
                Ok(value) => Ok(value),
                Err(source) => Err(StreamError::Decode { item: line, source }),
            }));
        }
    }
}

#[cfg(feature = "client")]
impl<T: DeserializeOwned + 'static> futures_core::Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

#[cfg(feature = "client")]
impl<T: DeserializeOwned + 'static> futures_core::Stream for LineStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

/// The decoder of `text/event-stream`.
#[derive(Debug)]
pub struct Events;

/// The decoder of `application/x-ndjson` and other media types of JSON lines.
#[derive(Debug)]
pub struct JsonLines;

impl<T: DeserializeOwned + 'static> Decode<EventStream<T>> for Events {
    fn decode(response: RawResponse) -> Result<Response<EventStream<T>>, Box<DecodeError>> {
        Ok(response.into_response().map(EventStream::new))
    }
}

impl<T: DeserializeOwned + 'static> Decode<LineStream<T>> for JsonLines {
    fn decode(response: RawResponse) -> Result<Response<LineStream<T>>, Box<DecodeError>> {
        Ok(response.into_response().map(LineStream::new))
    }
}

/// Encodes the events that were not read yet.
#[cfg(feature = "mock")]
impl<T> super::mock_operation::Encode<EventStream<T>> for Events {
    fn encode(body: EventStream<T>) -> Result<Body, super::mock_operation::BodyError> {
        Ok(body.lines.body)
    }
}

#[cfg(feature = "mock")]
impl<T> super::mock_operation::Encode<LineStream<T>> for JsonLines {
    fn encode(body: LineStream<T>) -> Result<Body, super::mock_operation::BodyError> {
        Ok(body.lines.body)
    }
}
