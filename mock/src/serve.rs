//! The mock behind a socket.

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, SemaphorePermit},
    time::{sleep, timeout},
};

use crate::{Mock, problem::Problem};

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The maximum length of the body of a request, in bytes.
    pub body: u32,
    /// The maximum length of all bodies that are in memory at the same time, in bytes.
    pub bodies: u32,
    /// The maximum number of connections. Others wait.
    pub connections: usize,
    /// The time for the head of a request, and that for its body.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let mebibyte = 1024 * 1024;
        Self { body: 64 * mebibyte, bodies: 256 * mebibyte, connections: 512, time: Duration::from_secs(60) }
    }
}

/// The delay before the next connection is accepted after the system had no descriptor for one.
const DELAY: Duration = Duration::from_millis(50);

/// Responds to the requests that arrive at `listener`. Calls `seen` with each request and its response.
///
/// The future never ends.
pub async fn serve(
    mock: Arc<Mock>,
    listener: TcpListener,
    limits: Limits,
    seen: impl Fn(&Request<Bytes>, &Response<Bytes>) + Clone + Send + Sync + 'static,
) {
    let connections = Arc::new(Semaphore::new(limits.connections.max(1)));
    let room = Arc::new(Semaphore::new(kibibytes(limits.bodies.max(limits.body)) as usize));
    // The semaphore is never closed.
    while let Ok(permit) = connections.clone().acquire_owned().await {
        let connection = match listener.accept().await {
            Ok((connection, _)) => connection,
            Err(error) => {
                // The system is out of descriptors or memory until another connection ends.
                if !is_of_client(&error) {
                    sleep(DELAY).await;
                }
                continue;
            }
        };
        // A response that is smaller than a packet is sent at once; a closed connection has no options.
        let _ = connection.set_nodelay(true);
        let (mock, seen, room) = (mock.clone(), seen.clone(), room.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (mock, seen, room) = (mock.clone(), seen.clone(), room.clone());
                async move { Ok::<_, Infallible>(respond(&mock, request, limits, &room, &seen).await) }
            });
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(limits.time);
            // A client that closes the connection is no fault of the server.
            let _ = server.serve_connection(TokioIo::new(connection), service).await;
            drop(permit);
        });
    }
}

/// Returns `true` for an error of a client that has closed its connection before it was accepted.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

fn kibibytes(bytes: u32) -> u32 {
    bytes.div_ceil(1024)
}

async fn respond(
    mock: &Mock,
    request: Request<Incoming>,
    limits: Limits,
    room: &Semaphore,
    seen: &impl Fn(&Request<Bytes>, &Response<Bytes>),
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let (request, response, _permit) = match read(body, limits, room).await {
        Ok((body, permit)) => {
            let request = Request::from_parts(head, body);
            let response = mock.respond(&request);
            (request, response, permit)
        }
        Err(problem) => (Request::from_parts(head, Bytes::new()), problem.response(), None),
    };
    seen(&request, &response);
    let mut response = response.map(Full::new);
    response.headers_mut().insert(header::SERVER, header::HeaderValue::from_static("mock"));
    response
}

/// Reads a body when there is room for it. Returns the permit for the room too.
async fn read(
    body: Incoming,
    limits: Limits,
    room: &Semaphore,
) -> Result<(Bytes, Option<SemaphorePermit<'_>>), Problem> {
    let length = match body.size_hint().upper().map(u32::try_from) {
        Some(Ok(length)) if length <= limits.body => length,
        Some(_) => return Err(Problem::too_large(limits.body)),
        None => limits.body,
    };
    // The semaphore is never closed.
    let permit = room.acquire_many(kibibytes(length)).await.ok();
    let body = Limited::new(body, length as usize).collect();
    match timeout(limits.time, body).await {
        Ok(Ok(body)) => Ok((body.to_bytes(), permit)),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::too_large(limits.body)),
        Ok(Err(error)) => Err(Problem::unreadable(&error.to_string())),
        Err(_) => Err(Problem::too_slow(limits.time)),
    }
}
