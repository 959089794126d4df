//! The body of a request or a response: bytes, or a stream of bytes.

use std::{
    fmt,
    future::poll_fn,
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

#[cfg(any(feature = "reqwest", feature = "tower"))]
use bytes::Buf;
use bytes::Bytes;

/// The number of bytes that are read from a reader at a time.
const CHUNK: usize = 64 * 1024;

/// The maximum size of a body in memory, unless another one is set: 64 MiB.
pub(super) const MAX_COLLECTED: usize = 64 * 1024 * 1024;

/// A source of bytes for a streamed body.
pub trait Source: Send {
    /// Polls for the next bytes. Returns `None` at the end.
    fn poll_chunk(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>>;
}

/// The body of a request or a response (RFC 9110, section 6.4).
///
/// Convert bytes and text with `into()`. A streamed body is sent while it is read, so a large file is never completely
/// in memory. A streamed body can be read only once, and its clones share the stream. A request with a streamed body is
/// not retried, and redirects that need the body are not followed.
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream(Arc<Mutex<Pin<Box<dyn Source>>>>, Option<u64>),
}

impl Body {
    /// Creates a streamed body from a source. `length` is its number of bytes, if it is known.
    pub fn source(source: impl Source + 'static, length: Option<u64>) -> Self {
        Self(Content::Stream(Arc::new(Mutex::new(Box::pin(source))), length))
    }

    /// Creates a streamed body from a reader, such as a file.
    ///
    /// The reader is called while the body is sent, and blocks that thread. Use [`source`](Self::source) or a stream
    /// for slow readers.
    pub fn reader(reader: impl io::Read + Send + 'static) -> Self {
        Self::source(ReaderSource(Some(Box::new(reader))), None)
    }

    /// Creates a streamed body from a `Stream`, such as `tokio_util::io::ReaderStream`.
    #[cfg(feature = "client")]
    pub fn stream<S>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::source(StreamSource(Box::pin(stream)), None)
    }

    /// Creates a streamed body from an `http_body::Body`. `failure` converts its errors.
    #[cfg(any(feature = "reqwest", feature = "tower"))]
    pub(super) fn frames<B, F>(body: B, failure: F) -> Self
    where
        B: http_body::Body + Send + 'static,
        F: Fn(B::Error) -> io::Error + Send + 'static,
    {
        Self::source(FrameSource(Box::pin(body), Box::new(failure)), None)
    }

    /// Sets the length of a streamed body in bytes. It is sent as `Content-Length`.
    #[must_use]
    pub fn with_length(self, length: u64) -> Self {
        match self.0 {
            Content::Stream(source, _) => Self(Content::Stream(source, Some(length))),
            Content::Bytes(_) => self,
        }
    }

    /// Returns the bytes, or `None` if the body is streamed.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// Returns the length in bytes, or `None` if it is not known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Stream(_, length) => *length,
        }
    }

    /// Reads the next bytes. Returns `None` at the end.
    pub async fn chunk(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads the complete body into memory, up to 64 MiB.
    ///
    /// # Errors
    /// If the source of a streamed body fails, or has more bytes.
    pub async fn collect(self) -> io::Result<Bytes> {
        self.collect_up_to(MAX_COLLECTED).await
    }

    /// Reads the complete body into memory, up to `limit` bytes.
    ///
    /// # Errors
    /// If the source of a streamed body fails, or has more bytes.
    pub async fn collect_up_to(mut self, limit: usize) -> io::Result<Bytes> {
        if let Content::Bytes(bytes) = self.0 {
            return Ok(bytes);
        }
        let mut all = bytes::BytesMut::new();
        while let Some(chunk) = self.chunk().await.transpose()? {
            if chunk.len() > limit - all.len() {
                return Err(io::Error::other(format!("the body has more than {limit} bytes")));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// Returns a reader of the body. A read blocks the thread until bytes arrive.
    #[cfg(feature = "blocking")]
    pub fn into_reader(self) -> impl io::Read {
        super::blocking::BodyReader::new(self)
    }

    /// Polls for the next bytes. Returns `None` at the end.
    pub fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Stream(source, _) => {
                source.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_chunk(context)
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Stream(..) => f.write_str("Body(stream)"),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Content::Bytes(bytes.into()))
    }
}

#[cfg(feature = "client")]
impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<http_body::Frame<Bytes>>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|bytes| bytes.map(http_body::Frame::data)))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length().map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

#[cfg(feature = "client")]
impl futures_core::Stream for Body {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.poll_chunk(context)
    }
}

struct ReaderSource(Option<Box<dyn io::Read + Send>>);

impl Source for ReaderSource {
    fn poll_chunk(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Some(reader) = &mut self.0 else { return Poll::Ready(None) };
        let mut chunk = vec![0; CHUNK];
        let read = loop {
            match reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        Poll::Ready(match read {
            Ok(0) => {
                self.0 = None;
                None
            }
            Ok(length) => {
                chunk.truncate(length);
                Some(Ok(chunk.into()))
            }
            Err(error) => {
                self.0 = None;
                Some(Err(error))
            }
        })
    }
}

#[cfg(feature = "client")]
struct StreamSource(Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>);

#[cfg(feature = "client")]
impl Source for StreamSource {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.0.as_mut().poll_next(context)
    }
}

/// The frames of an `http_body::Body`.
#[cfg(any(feature = "reqwest", feature = "tower"))]
struct FrameSource<B, F>(Pin<Box<B>>, Box<F>);

#[cfg(any(feature = "reqwest", feature = "tower"))]
impl<B, F> Source for FrameSource<B, F>
where
    B: http_body::Body + Send,
    F: Fn(B::Error) -> io::Error + Send,
{
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            return match self.0.as_mut().poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err((self.1)(error)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(mut data) => Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining())))),
                    // Trailers are not part of the content.
                    Err(_) => continue,
                },
            };
        }
    }
}
