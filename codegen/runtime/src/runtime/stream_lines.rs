//! The lines of a streamed body, and the errors of streams.

use std::{
    fmt, io,
    task::{Context, Poll},
};

use bytes::{Buf, Bytes, BytesMut};

use super::{
    body::Body,
    error_text::{self, Short},
};

/// The default maximum length of an item, in bytes: 16 MiB.
const DEFAULT_LIMIT: usize = 16 * 1024 * 1024;

/// An error of a stream. `{error:#}` also writes the reasons.
#[non_exhaustive]
pub enum StreamError {
    /// The connection was interrupted. The stream has ended.
    Transport(io::Error),
    /// A stream that reconnects could not do so. The stream has ended.
    Reconnect(Box<dyn std::error::Error + Send + Sync>),
    /// An item is longer than the limit. The stream has ended.
    TooLong,
    /// An item does not match the OpenAPI description. The stream continues with the next item.
    Decode {
        /// The item, unchanged.
        item: Bytes,
        /// The reason why it does not decode.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl fmt::Debug for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => f.debug_tuple("Transport").field(&Short(error)).finish(),
            Self::Reconnect(error) => f.debug_tuple("Reconnect").field(&Short(error)).finish(),
            Self::TooLong => f.write_str("TooLong"),
            Self::Decode { item, source } => f
                .debug_struct("Decode")
                .field("item", &format_args!("{} bytes", item.len()))
                .field("source", &Short(source))
                .finish(),
        }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Transport(_) => "the stream was interrupted",
            Self::Reconnect(_) => "the stream was interrupted, and could not reconnect",
            Self::TooLong => "an item of the stream is longer than the limit; raise it with `limit`",
            Self::Decode { .. } => "an item of the stream does not match the OpenAPI description",
        };
        error_text::write(f, std::error::Error::source(self), format_args!("{text}"))
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Reconnect(error) => Some(&**error),
            Self::TooLong => None,
            Self::Decode { source, .. } => Some(&**source),
        }
    }
}

/// The lines of a body.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) body: Body,
    buffer: BytesMut,
    /// The number of bytes in the buffer that contain no end of line.
    searched: usize,
    /// The maximum length of an item, in bytes.
    pub(super) limit: usize,
    ended: bool,
    /// `true` if the last line ended with `\r`. A `\n` that follows belongs to it.
    after_return: bool,
    /// `true` if each item starts with a record separator (RFC 7464) and may span lines; `None` before the first byte.
    is_sequence: Option<bool>,
}

/// The byte in front of each item of a JSON text sequence (RFC 7464).
pub(super) const RECORD_SEPARATOR: u8 = 0x1e;

impl Lines {
    pub(super) fn new(body: Body, is_sequence: Option<bool>) -> Self {
        Self {
            body,
            buffer: BytesMut::new(),
            searched: 0,
            limit: DEFAULT_LIMIT,
            ended: false,
            after_return: false,
            is_sequence,
        }
    }

    /// Returns the next line without its end, or `None` at the end of the body.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
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
                Poll::Ready(Some(Ok(chunk))) => {
                    self.buffer.extend_from_slice(&chunk);
                    let is_separator = self.buffer.first().map(|first| *first == RECORD_SEPARATOR);
                    self.is_sequence = self.is_sequence.or(is_separator);
                }
                Poll::Ready(Some(Err(error))) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                Poll::Ready(None) => self.ended = true,
            }
        }
    }

    /// Ends the stream and drops the buffer.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.searched = 0;
    }

    /// Takes a complete line from the buffer. A line ends with `\n`, `\r`, `\r\n` or the end of the body.
    ///
    /// In a sequence it ends with the next record separator.
    fn take_line(&mut self) -> Option<Bytes> {
        // The line before has been returned without waiting for this byte.
        if self.after_return && !self.buffer.is_empty() {
            self.after_return = false;
            if self.buffer.first() == Some(&b'\n') {
                self.buffer.advance(1);
            }
        }
        let is_end = |byte: &u8| match self.is_sequence {
            Some(true) => *byte == RECORD_SEPARATOR,
            _ => matches!(byte, b'\n' | b'\r'),
        };
        let found = self.buffer[self.searched..].iter().position(is_end);
        let Some(at) = found.map(|at| at + self.searched) else {
            self.searched = self.buffer.len();
            if !self.ended || self.buffer.is_empty() {
                return None;
            }
            self.searched = 0;
            return Some(self.buffer.split().freeze());
        };
        self.after_return = self.buffer[at] == b'\r';
        let line = self.buffer.split_to(at).freeze();
        self.buffer.advance(1);
        self.searched = 0;
        Some(line)
    }
}
