//! Streams of items: server-sent events and lines of JSON.

use std::{
    any::Any,
    future::poll_fn,
    marker::PhantomData,
    task::{Context, Poll},
};

use bytes::BytesMut;
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::DecodeError,
    error_text,
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
/// It ends with the body, or with an event whose data is `[DONE]`.
#[derive(Debug)]
pub struct EventStream<T> {
    lines: Lines,
    id: Option<String>,
    partial: PartialEvent,
    item: PhantomData<fn() -> T>,
}

/// An event whose end has not arrived yet.
#[derive(Debug, Default)]
struct PartialEvent {
    event: String,
    retry: Option<u64>,
    data: Option<BytesMut>,
}

impl<T: DeserializeOwned + 'static> EventStream<T> {
    /// Creates a stream of the events in `body`.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self {
            lines: Lines::new(body, Some(false)),
            id: None,
            partial: PartialEvent::default(),
            item: PhantomData,
        }
    }

    /// Sets the maximum length of an item in bytes. The default is 16 MiB.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }

    /// Returns the next event, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Polls for the next event. Returns `None` at the end.
    pub fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            let line = match self.lines.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(line))) => line,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                // An event without an empty line at its end is incomplete and dropped.
                Poll::Ready(None) => return Poll::Ready(None),
            };
            if !line.is_empty() {
                self.field(&line);
                if self.partial.data.as_ref().is_some_and(|data| data.len() > self.lines.limit) {
                    self.lines.end();
                    return Poll::Ready(Some(Err(StreamError::TooLong)));
                }
                continue;
            }
            let PartialEvent { event, retry, data } = std::mem::take(&mut self.partial);
            let Some(data) = data.map(BytesMut::freeze) else { continue };
            if data.as_ref() == b"[DONE]" {
                self.lines.end();
                return Poll::Ready(None);
            }
            return Poll::Ready(Some(match decode(&data) {
                Ok(data) => Ok(Event {
                    event: if event.is_empty() { "message".to_owned() } else { event },
                    id: self.id.clone(),
                    retry,
                    data,
                }),
                Err(source) => Err(StreamError::Decode { item: data, source }),
            }));
        }
    }

    fn field(&mut self, line: &[u8]) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match name.strip_prefix("\u{feff}".as_bytes()).unwrap_or(name) {
            b"event" => self.partial.event = text(),
            b"id" if !value.contains(&0) => self.id = Some(text()),
            b"retry" => self.partial.retry = text().parse().ok(),
            b"data" => match &mut self.partial.data {
                Some(data) => {
                    data.extend_from_slice(b"\n");
                    data.extend_from_slice(value);
                }
                data => *data = Some(BytesMut::from(value)),
            },
            _ => {}
        }
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
