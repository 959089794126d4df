//! The body of a response: read into memory within a limit and a deadline, or streamed with a timeout of each read.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};

use super::{
    body::{Body, Source},
    clock::{Clock, Deadline},
    error::{TransportError, TransportErrorKind},
    limiter::Permit,
    response::Response,
    transport::BoxFuture,
};

/// The maximum length of the start of a body in the error for a body that is too large.
const MAX_START: usize = 64 * 1024;

/// Reads a body into memory.
///
/// # Errors
/// If the body is larger than `limit` bytes, the deadline expires, or the connection is interrupted. The error has the
/// received part of the response.
pub(super) async fn read(
    head: Response<()>,
    mut body: Body,
    limit: usize,
    deadline: &mut Deadline,
) -> Result<Response<Bytes>, TransportError> {
    let mut buffer = BodyBuffer::default();
    let (kind, error) = loop {
        match deadline.enforce(body.chunk()).await {
            Some(None) => return Ok(head.map(|()| buffer.into_bytes())),
            Some(Some(Ok(chunk))) => {
                let rest = limit - buffer.len();
                if chunk.len() > rest {
                    buffer.push(chunk.slice(..rest));
                    buffer = buffer.start();
                    break (TransportErrorKind::TooLarge, too_large(limit));
                }
                buffer.push(chunk);
            }
            Some(Some(Err(error))) if error.kind() != io::ErrorKind::TimedOut => {
                break (TransportErrorKind::Interrupted, error);
            }
            Some(Some(Err(_))) | None => break (TransportErrorKind::Timeout, timed_out()),
        }
        if deadline.has_expired() {
            break (TransportErrorKind::Timeout, timed_out());
        }
    };
    Err(TransportError::new(kind, Some(head.map(|()| buffer.into_bytes())), error))
}

/// Returns the cause of an expired timeout.
pub(super) fn timed_out() -> io::Error {
    io::ErrorKind::TimedOut.into()
}

fn too_large(limit: usize) -> io::Error {
    io::Error::other(format!("it has more than {limit} bytes"))
}

/// The chunks of a body that have arrived. A body of a single chunk, which is the usual case, is not copied.
#[derive(Default)]
struct BodyBuffer {
    first: Bytes,
    all: BytesMut,
}

impl BodyBuffer {
    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, chunk: Bytes) {
        if self.first.is_empty() && self.all.is_empty() {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all = BytesMut::from(std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }

    /// Returns a copy of the start, so that an error does not hold the memory of the whole body.
    fn start(self) -> Self {
        let bytes = self.into_bytes();
        let first = Bytes::copy_from_slice(&bytes[..bytes.len().min(MAX_START)]);
        Self { first, all: BytesMut::new() }
    }
}

/// A streamed body with a timeout of each read. It holds its permit until it ends, fails or is dropped.
pub(super) struct StreamedBody {
    body: Body,
    permit: Permit,
    clock: Arc<dyn Clock>,
    timeout: Duration,
    /// The timer of the current read.
    timer: Option<BoxFuture<'static, ()>>,
}

impl StreamedBody {
    /// Wraps the body of a response. A body that is already in memory needs neither permit nor timeout.
    pub(super) fn wrap(body: Body, permit: Permit, clock: &Arc<dyn Clock>, timeout: Duration) -> Body {
        if body.as_bytes().is_some() {
            return body;
        }
        let clock = Arc::clone(clock);
        Body::source(Self { body, permit, clock, timeout, timer: None }, None)
    }
}

impl Source for StreamedBody {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let this = &mut *self;
        let chunk = match this.body.poll_chunk(context) {
            Poll::Ready(chunk) => chunk,
            Poll::Pending => {
                let timer = this.timer.get_or_insert_with(|| this.clock.timer(this.timeout));
                match timer.as_mut().poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => Some(Err(timed_out())),
                }
            }
        };
        this.timer = None;
        if !matches!(chunk, Some(Ok(_))) {
            // The connection is closed, and the next read is at the end.
            this.body = Body::default();
            this.permit = None;
        }
        Poll::Ready(chunk)
    }
}
