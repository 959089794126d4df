//! Answers that come item by item: server-sent events and lines of JSON.

use std::{
    any::Any,
    fmt,
    future::poll_fn,
    io,
    marker::PhantomData,
    task::{Context, Poll},
};

use bytes::{Buf, Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::{
    body::Body,
    error::DecodeError,
    reply::{Decode, Reply},
    response::Response,
};

/// An item that is longer ends the stream: 16 MiB unless [`limit`](EventStream::limit) says another bound.
const LONGEST: usize = 16 * 1024 * 1024;

/// Why a stream has no next item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection failed; nothing more will come.
    Transport(io::Error),
    /// An item is longer than the limit; nothing more will come.
    TooLong,
    /// An item is not what the description says. The next one may be.
    Decode {
        /// The item, as it came.
        item: Bytes,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "the stream was cut: {error}"),
            Self::TooLong => f.write_str("an item of the stream is longer than the limit"),
            Self::Decode { source, .. } => {
                write!(f, "an item of the stream is not what the description says: {source}")
            }
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::TooLong => None,
            Self::Decode { source, .. } => Some(&**source),
        }
    }
}

/// A server-sent event (WHATWG HTML, "Server-sent events").
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// `event`: its kind; `message` when the server does not say.
    pub event: String,
    /// `id`, of this event or the last that had one.
    pub id: Option<String>,
    /// `retry`: after how many milliseconds to connect again.
    pub retry: Option<u64>,
    /// `data`
    pub data: T,
}

/// What `data` is as a `T`. A text is what it is; what is no JSON may be a text without quotes.
fn decode<T: DeserializeOwned + 'static>(data: &[u8]) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    let mut item: Option<T> = None;
    if let Some(text) = (&mut item as &mut dyn Any).downcast_mut::<Option<String>>() {
        *text = Some(std::str::from_utf8(data)?.to_owned());
    }
    if let Some(item) = item {
        return Ok(item);
    }
    serde_json::from_slice(data).or_else(|error| match std::str::from_utf8(data) {
        Ok(text) if !text.starts_with(['{', '[', '"']) => {
            serde_json::from_value(text.into()).map_err(|_| error.into())
        }
        _ => Err(error.into()),
    })
}

/// Lines of a body.
#[derive(Debug)]
struct Lines {
    body: Body,
    buffer: BytesMut,
    /// How much of the buffer has no end of a line.
    searched: usize,
    limit: usize,
    ended: bool,
}

impl Lines {
    fn new(body: Body) -> Self {
        Self { body, buffer: BytesMut::new(), searched: 0, limit: LONGEST, ended: false }
    }

    /// The next line, without its end; `None` at the end of the body.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        loop {
            if let Some(line) = self.take_line() {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            if self.buffer.len() > self.limit {
                self.end();
                return Poll::Ready(Some(Err(StreamError::TooLong)));
            }
            match self.body.poll_chunk(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => self.buffer.extend_from_slice(&chunk),
                Poll::Ready(Some(Err(error))) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                Poll::Ready(None) => self.ended = true,
            }
        }
    }

    /// Drops what there is, and takes no more.
    fn end(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.searched = 0;
    }

    /// A line ends with `\n`, `\r` or both, or where the body does.
    fn take_line(&mut self) -> Option<Bytes> {
        let found = self.buffer[self.searched..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(at) = found.map(|at| at + self.searched) else {
            self.searched = self.buffer.len();
            if !self.ended || self.buffer.is_empty() {
                return None;
            }
            self.searched = 0;
            return Some(self.buffer.split().freeze());
        };
        let is_return = self.buffer[at] == b'\r';
        // Whether `\n` follows is not known before the next byte is there.
        if is_return && at + 1 == self.buffer.len() && !self.ended {
            self.searched = at;
            return None;
        }
        let end = if is_return && self.buffer.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
        let line = self.buffer.split_to(at).freeze();
        self.buffer.advance(end);
        self.searched = 0;
        Some(line)
    }
}

/// A stream of server-sent events whose data is a `T`. It ends with the answer, or with an event whose data
/// is `[DONE]`.
#[derive(Debug)]
pub struct EventStream<T> {
    lines: Lines,
    id: Option<String>,
    partial: Partial,
    item: PhantomData<fn() -> T>,
}

/// An event that is being read.
#[derive(Debug, Default)]
struct Partial {
    event: String,
    retry: Option<u64>,
    data: Option<BytesMut>,
}

impl<T: DeserializeOwned + 'static> EventStream<T> {
    /// The events of a body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self { lines: Lines::new(body), id: None, partial: Partial::default(), item: PhantomData }
    }

    /// The same, for items of at most `bytes`.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// The next event; `None` at the end. It is to be called again once `context` was woken.
    pub fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            let line = match self.lines.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(line))) => line,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                // An event that is not ended by an empty line is no event.
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
            let Partial { event, retry, data } = std::mem::take(&mut self.partial);
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

/// A stream of values, a JSON text a line.
#[derive(Debug)]
pub struct LineStream<T> {
    lines: Lines,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static> LineStream<T> {
    /// The values of a body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self { lines: Lines::new(body), item: PhantomData }
    }

    /// The same, for items of at most `bytes`.
    #[must_use]
    pub fn limit(mut self, bytes: usize) -> Self {
        self.lines.limit = bytes;
        self
    }

    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The next value; `None` at the end. It is to be called again once `context` was woken.
    pub fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            let line = match self.lines.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(line))) => line,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
            };
            // RFC 7464 starts each text with a record separator.
            let text = line.strip_prefix(b"\x1e").unwrap_or(&line).trim_ascii();
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

/// `text/event-stream`
#[derive(Debug)]
pub struct Events;

/// `application/x-ndjson` and its kin.
#[derive(Debug)]
pub struct JsonLines;

impl<T: DeserializeOwned + 'static> Decode<EventStream<T>> for Events {
    fn decode(reply: Reply) -> Result<Response<EventStream<T>>, Box<DecodeError>> {
        Ok(reply.into_response().map(EventStream::new))
    }
}

impl<T: DeserializeOwned + 'static> Decode<LineStream<T>> for JsonLines {
    fn decode(reply: Reply) -> Result<Response<LineStream<T>>, Box<DecodeError>> {
        Ok(reply.into_response().map(LineStream::new))
    }
}

/// What was not read yet goes out again as it came.
#[cfg(feature = "mock")]
impl<T> super::mocked::Encode<EventStream<T>> for Events {
    fn encode(body: EventStream<T>) -> Result<Body, super::mocked::BodyError> {
        Ok(body.lines.body)
    }
}

#[cfg(feature = "mock")]
impl<T> super::mocked::Encode<LineStream<T>> for JsonLines {
    fn encode(body: LineStream<T>) -> Result<Body, super::mocked::BodyError> {
        Ok(body.lines.body)
    }
}
