//! An HTTP/1.1 server on loopback that sends prepared responses, byte for byte, and records its requests.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// The read timeout of a connection.
const READ_TIMEOUT: Duration = Duration::from_secs(20);

/// A recorded request.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path and the query, as in the request line.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Returns the body as JSON, or `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns a header as text, or an empty text if it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The reaction of the server to a request.
#[derive(Debug, Clone)]
pub enum StubResponse {
    /// The server writes these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// The server writes the first bytes, and then the second ones again and again, each after a delay.
    Repeat(Vec<u8>, Vec<u8>, Duration),
    /// The server writes these bytes and nothing more. The connection stays open.
    Stall(Vec<u8>),
    /// The server reads the request and never responds.
    Silence,
}

impl StubResponse {
    /// Creates a complete response.
    #[must_use]
    pub fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let length = body.len().to_string();
        Self::raw(status, &[headers, &[("content-length", &length)]].concat(), body)
    }

    /// Creates a response whose body never ends: this chunk again and again, each after a delay.
    #[must_use]
    pub fn endless(status: u16, chunk: &[u8], delay: Duration) -> Self {
        match Self::raw(status, &[("content-type", "application/octet-stream")], b"") {
            Self::Bytes(head) => Self::Repeat(head, chunk.to_vec(), delay),
            other => other,
        }
    }

    /// Creates a response whose headers never end.
    #[must_use]
    pub fn endless_headers(delay: Duration) -> Self {
        Self::Repeat(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x-more: 1\r\n".to_vec(), delay)
    }

    /// Creates a response that stops after this part of its body.
    #[must_use]
    pub fn stalled(status: u16, part: &[u8]) -> Self {
        match Self::raw(status, &[("content-type", "application/octet-stream")], part) {
            Self::Bytes(bytes) => Self::Stall(bytes),
            other => other,
        }
    }

    /// Creates a JSON response.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// Creates a response with exactly these headers.
    #[must_use]
    pub fn raw(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let mut bytes = format!("HTTP/1.1 {status} {}\r\n", reason.unwrap_or_default()).into_bytes();
        for (name, value) in headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(b"connection: close\r\n\r\n");
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }
}

/// The server. It runs until the process ends.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
}

impl Server {
    /// Starts a server that sends these responses in order, and then repeats the last one.
    ///
    /// # Panics
    /// If loopback has no free port.
    #[must_use]
    pub fn start(responses: Vec<StubResponse>) -> Self {
        Self::start_with(|_| responses)
    }

    /// Starts a server whose responses have its own URL in them.
    ///
    /// # Panics
    /// If loopback has no free port.
    #[must_use]
    pub fn start_with(responses: impl FnOnce(&str) -> Vec<StubResponse>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let address = listener.local_addr().expect("the address of the listener");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&requests);
        let responses = responses(&format!("http://{address}"));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (record, responses) = (Arc::clone(&record), responses.clone());
                thread::spawn(move || serve(stream, &record, &responses));
            }
        });
        Self { address, requests }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.requests).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(mut stream: TcpStream, record: &Mutex<Vec<RecordedRequest>>, responses: &[StubResponse]) {
    let _ = stream.set_read_timeout(Some(READ_TIMEOUT));
    let Some(request) = read(&mut stream) else { return };
    let index = {
        let mut requests = lock(record);
        requests.push(request);
        requests.len() - 1
    };
    match responses.get(index).or(responses.last()) {
        Some(StubResponse::Bytes(bytes)) => {
            let _ = stream.write_all(bytes);
        }
        Some(StubResponse::Repeat(start, chunk, delay)) => {
            let mut written = stream.write_all(start);
            // The client closes the connection first, and so ends the writing.
            while written.is_ok() {
                thread::sleep(*delay);
                written = stream.write_all(chunk);
            }
        }
        Some(StubResponse::Stall(bytes)) => {
            let _ = stream.write_all(bytes);
            let _ = stream.read(&mut [0]);
        }
        // The client closes the connection first, and so ends the read.
        Some(StubResponse::Silence) | None => {
            let _ = stream.read(&mut [0]);
        }
    }
}

/// Reads one request.
fn read(stream: &mut TcpStream) -> Option<RecordedRequest> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 8192];
        let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(request) = parse(&bytes) {
            return Some(request);
        }
    }
}

fn parse(bytes: &[u8]) -> Option<RecordedRequest> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(start) = request.parse(bytes).ok()? else { return None };
    let mut map = HeaderMap::new();
    for header in request.headers.iter() {
        map.append(header.name.parse::<HeaderName>().ok()?, HeaderValue::from_bytes(header.value).ok()?);
    }
    let rest = bytes.get(start..)?;
    let body = if map.get("transfer-encoding").is_some_and(|value| value == "chunked") {
        decode_chunked(rest)?
    } else {
        let length = map.get("content-length").map_or(Some(0), |value| value.to_str().ok()?.parse().ok())?;
        rest.get(..length)?.to_vec()
    };
    Some(RecordedRequest {
        method: request.method?.to_owned(),
        target: request.path?.to_owned(),
        headers: map,
        body,
    })
}

/// Decodes a chunked body (RFC 9112, section 7.1). Returns `None` if it is incomplete.
fn decode_chunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(rest).ok()? else {
            return None;
        };
        let length = usize::try_from(length).ok()?;
        let chunk = rest.get(start..start + length)?;
        rest = rest.get(start + length + 2..)?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunk);
    }
}
