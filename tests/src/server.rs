//! An HTTP/1.1 server on loopback that answers what it is told to, down to the byte, and records
//! what it was asked.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// How long a connection is kept that says nothing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path and the query, as they stood in the request line.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The body as JSON; `null` when it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A header as text; empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It writes these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// It reads the request and says nothing.
    Silence,
}

impl Answer {
    /// A whole answer.
    #[must_use]
    pub fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let length = body.len().to_string();
        Self::raw(status, &[headers, &[("content-length", &length)]].concat(), body)
    }

    /// An answer of JSON.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// An answer with these headers and no others.
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

/// The server. It stops with the process.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Server {
    /// Starts a server that gives these answers, one after the other, and the last one from then on.
    ///
    /// # Panics
    /// When loopback has no free port.
    #[must_use]
    pub fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let address = listener.local_addr().expect("the address of the listener");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (record, answers) = (Arc::clone(&record), answers.clone());
                thread::spawn(move || serve(stream, &record, &answers));
            }
        });
        Self { address, requests }
    }

    /// Its base URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.requests).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(mut stream: TcpStream, record: &Mutex<Vec<Recorded>>, answers: &[Answer]) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let Some(request) = read(&mut stream) else { return };
    let index = {
        let mut requests = lock(record);
        requests.push(request);
        requests.len() - 1
    };
    match answers.get(index).or(answers.last()) {
        Some(Answer::Bytes(bytes)) => {
            let _ = stream.write_all(bytes);
        }
        // The client gives up first, which ends the read.
        Some(Answer::Silence) | None => {
            let _ = stream.read(&mut [0]);
        }
    }
}

/// Reads one request.
fn read(stream: &mut TcpStream) -> Option<Recorded> {
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

fn parse(bytes: &[u8]) -> Option<Recorded> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(start) = request.parse(bytes).ok()? else { return None };
    let mut map = HeaderMap::new();
    for header in request.headers.iter() {
        map.append(header.name.parse::<HeaderName>().ok()?, HeaderValue::from_bytes(header.value).ok()?);
    }
    let rest = bytes.get(start..)?;
    let body = if map.get("transfer-encoding").is_some_and(|value| value == "chunked") {
        unchunked(rest)?
    } else {
        let length = map.get("content-length").map_or(Some(0), |value| value.to_str().ok()?.parse().ok())?;
        rest.get(..length)?.to_vec()
    };
    Some(Recorded {
        method: request.method?.to_owned(),
        target: request.path?.to_owned(),
        headers: map,
        body,
    })
}

/// A body in chunks (RFC 9112, section 7.1); `None` when it is not all there yet.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
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
