//! The mock behind a socket.

use std::{convert::Infallible, io, sync::Arc};

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Mock, problem::Problem};

/// A longer body of a request is refused, in bytes.
const LONGEST: usize = 256 * 1024 * 1024;

/// Answers what comes to `listener` until it fails. `seen` is called with each request and its answer.
///
/// # Errors
/// When no connection can be taken any longer.
pub async fn serve(
    mock: Arc<Mock>,
    listener: TcpListener,
    seen: impl Fn(&Request<Bytes>, &Response<Bytes>) + Clone + Send + Sync + 'static,
) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        // An answer that is smaller than a packet waits for nothing.
        connection.set_nodelay(true)?;
        let (mock, seen) = (mock.clone(), seen.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (mock, seen) = (mock.clone(), seen.clone());
                async move { Ok::<_, Infallible>(answer(&mock, request, &seen).await) }
            });
            // A client that goes away is no fault of the server.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

async fn answer(
    mock: &Mock,
    request: Request<Incoming>,
    seen: &impl Fn(&Request<Bytes>, &Response<Bytes>),
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LONGEST).collect().await;
    let (request, response) = match body {
        Ok(body) => {
            let request = Request::from_parts(head, body.to_bytes());
            let response = mock.answer(&request);
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
