//! The mock behind a socket.

use std::{convert::Infallible, io, sync::Arc};

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Mock, problem::Problem};

/// The maximum length of the body of a request, in bytes.
const MAX_BODY: usize = 256 * 1024 * 1024;

/// Responds to the requests that arrive at `listener`, until it fails. Calls `seen` with each request and its response.
///
/// # Errors
/// When no connection can be accepted.
pub async fn serve(
    mock: Arc<Mock>,
    listener: TcpListener,
    seen: impl Fn(&Request<Bytes>, &Response<Bytes>) + Clone + Send + Sync + 'static,
) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        // A response that is smaller than a packet is sent at once.
        connection.set_nodelay(true)?;
        let (mock, seen) = (mock.clone(), seen.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (mock, seen) = (mock.clone(), seen.clone());
                async move { Ok::<_, Infallible>(respond(&mock, request, &seen).await) }
            });
            // A client that closes the connection is no fault of the server.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

async fn respond(
    mock: &Mock,
    request: Request<Incoming>,
    seen: &impl Fn(&Request<Bytes>, &Response<Bytes>),
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let (request, response) = match body {
        Ok(body) => {
            let request = Request::from_parts(head, body.to_bytes());
            let response = mock.respond(&request);
            (request, response)
        }
        Err(error) => {
            (Request::from_parts(head, Bytes::new()), Problem::unreadable(&error.to_string()).response())
        }
    };
    seen(&request, &response);
    let mut response = response.map(Full::new);
    response.headers_mut().insert(header::SERVER, header::HeaderValue::from_static("mock"));
    response
}
