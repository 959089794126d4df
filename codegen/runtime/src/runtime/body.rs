//! What a request or an answer carries: bytes, or a stream of them.

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

/// How much is read from a reader at a time.
const CHUNK: usize = 64 * 1024;

/// Where the bytes of a stream come from.
pub trait Source: Send {
    /// The next bytes; `None` at the end. It is called again once `context` was woken.
    fn poll_chunk(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>>;
}

/// The content of a request or an answer (RFC 9110, section 6.4).
///
/// Bytes and text become one by `into()`. A stream is sent as it is read, so that a large file is never in
/// memory as a whole; it can be sent once, and clones of it share it.
#[derive(Clone)]
pub struct Body(Kind);

#[derive(Clone)]
enum Kind {
    Bytes(Bytes),
    Stream(Arc<Mutex<Pin<Box<dyn Source>>>>, Option<u64>),
}

impl Body {
    /// The bytes of a source, with their number where it is known.
    pub fn source(source: impl Source + 'static, length: Option<u64>) -> Self {
        Self(Kind::Stream(Arc::new(Mutex::new(Box::pin(source))), length))
    }

    /// What a reader gives. It is read where it is sent, which suits a file on a disk; for what may keep
    /// a reader waiting, a source or a stream is better.
    pub fn reader(reader: impl io::Read + Send + 'static) -> Self {
        Self::source(Reader(Some(Box::new(reader))), None)
    }

    /// What a stream gives: `tokio_util::io::ReaderStream`, say.
    #[cfg(feature = "client")]
    pub fn stream<S>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::source(Streamed(Box::pin(stream)), None)
    }

    /// What the frames of another crate's body hold, with what that fails with as an error of I/O.
    #[cfg(any(feature = "reqwest", feature = "tower"))]
    pub(super) fn frames<B, F>(body: B, failure: F) -> Self
    where
        B: http_body::Body + Send + 'static,
        F: Fn(B::Error) -> io::Error + Send + 'static,
    {
        Self::source(Frames(Box::pin(body), Box::new(failure)), None)
    }

    /// The same, with its length in bytes, which goes into `Content-Length`.
    #[must_use]
    pub fn with_length(self, length: u64) -> Self {
        match self.0 {
            Kind::Stream(source, _) => Self(Kind::Stream(source, Some(length))),
            Kind::Bytes(_) => self,
        }
    }

    /// The bytes, where it is no stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream(..) => None,
        }
    }

    /// Its length in bytes, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Kind::Stream(_, length) => *length,
        }
    }

    /// The next bytes; `None` at the end.
    pub async fn chunk(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// All of the bytes.
    ///
    /// # Errors
    /// When the source fails.
    pub async fn collect(mut self) -> io::Result<Bytes> {
        let mut all = match self.chunk().await.transpose()? {
            None => return Ok(Bytes::new()),
            Some(first) => bytes::BytesMut::from(first),
        };
        while let Some(chunk) = self.chunk().await.transpose()? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// What reads it, and waits for what comes: for an answer that is taken without async.
    #[cfg(feature = "blocking")]
    pub fn into_reader(self) -> impl io::Read {
        super::blocking::Chunks::new(self)
    }

    /// The next bytes; `None` at the end. It is to be called again once `context` was woken.
    pub fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match &mut self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream(source, _) => {
                source.lock().unwrap_or_else(PoisonError::into_inner).as_mut().poll_chunk(context)
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Stream(..) => f.write_str("Body(stream)"),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Kind::Bytes(bytes.into()))
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

struct Reader(Option<Box<dyn io::Read + Send>>);

impl Source for Reader {
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
struct Streamed(Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>);

#[cfg(feature = "client")]
impl Source for Streamed {
    fn poll_chunk(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.0.as_mut().poll_next(context)
    }
}

/// The frames of another crate's body.
#[cfg(any(feature = "reqwest", feature = "tower"))]
struct Frames<B, F>(Pin<Box<B>>, Box<F>);

#[cfg(any(feature = "reqwest", feature = "tower"))]
impl<B, F> Source for Frames<B, F>
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
                    // Trailers are no content.
                    Err(_) => continue,
                },
            };
        }
    }
}
