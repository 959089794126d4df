//! The redirect of an authorization server to a native application (RFC 8252, section 7.3).

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    client::Client,
    clock::first,
    oauth2::{OAuth2, Tokens},
    oauth2_authorization::AuthorizationRequest,
    oauth2_error::{FlowError, network},
    secret::Secret,
};

/// The path of the redirect.
const PATH: &str = "/callback";

/// The maximum size of a request: a longer one is closed.
const MAX_REQUEST: usize = 16 * 1024;

/// The end of the head of a request.
const END: &[u8] = b"\r\n\r\n";

/// The maximum number of open connections. Browsers open some before they need them.
const MAX_CONNECTIONS: usize = 16;

/// The time between two looks at the connections.
const INTERVAL: Duration = Duration::from_millis(20);

/// A listener for the redirect of an authorization server, on `127.0.0.1` and a free port (RFC 8252, section 7.3).
///
/// It accepts one redirect: the first one that has the `state` of the request. All others have no effect, so no other
/// page of the browser can end the flow.
#[derive(Debug)]
pub struct RedirectListener {
    listener: TcpListener,
    redirect_uri: String,
}

impl RedirectListener {
    /// Listens at a free port.
    ///
    /// # Errors
    /// If the system has no free port.
    pub fn bind() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let redirect_uri = format!("http://{}{PATH}", listener.local_addr()?);
        Ok(Self { listener, redirect_uri })
    }

    /// Returns the URL of the redirect, for [`OAuth2::authorization_request`]. Its port differs each time.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for the redirect, up to `timeout`, and requests the tokens as [`AuthorizationRequest::exchange`] does.
    ///
    /// # Errors
    /// [`FlowError::Expired`] after the timeout, and those of [`AuthorizationRequest::exchange`].
    pub async fn tokens(
        self,
        request: AuthorizationRequest,
        oauth2: &OAuth2,
        client: &Client,
        timeout: Duration,
    ) -> Result<Tokens, FlowError> {
        let (redirect, redirected) = oneshot::channel();
        let serve = move || serve(&self.listener, request, redirect);
        thread::Builder::new().spawn(serve).map_err(|error| FlowError::Other(error.into()))?;
        let mut timer = network(client).clock.timer(timeout);
        let (request, redirect) = match first(redirected, &mut timer).await {
            Some(redirect) => redirect.map_err(|_| FlowError::Invalid("the listener has failed"))?,
            None => return Err(FlowError::Expired),
        };
        request.exchange(oauth2, client, redirect.expose()).await
    }
}

/// Serves connections until the redirect arrives, or nobody waits for it.
fn serve(
    listener: &TcpListener,
    request: AuthorizationRequest,
    redirect: oneshot::Sender<(AuthorizationRequest, Secret)>,
) {
    let mut connections: Vec<(TcpStream, Vec<u8>)> = Vec::new();
    while !redirect.is_closed() {
        match listener.accept() {
            Ok((stream, _)) if stream.set_nonblocking(true).is_ok() => {
                // The oldest connection is closed: it has had time to send its request.
                if connections.len() == MAX_CONNECTIONS {
                    connections.remove(0);
                }
                connections.push((stream, Vec::new()));
            }
            _ => thread::sleep(INTERVAL),
        }
        let mut open = Vec::new();
        for (mut stream, mut received) in connections {
            match read(&mut stream, &mut received) {
                Some(false) => open.push((stream, received)),
                Some(true) => {
                    let target = target(&received).filter(|target| request.is_response(target));
                    respond(&mut stream, target.is_some());
                    if let Some(target) = target {
                        let _ = redirect.send((request, Secret::from(target)));
                        return;
                    }
                }
                None => {}
            }
        }
        connections = open;
    }
}

/// Reads what has arrived. Returns `true` if the head of the request is complete, and `None` if it cannot be.
fn read(stream: &mut TcpStream, received: &mut Vec<u8>) -> Option<bool> {
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return None,
            Ok(count) => {
                let start = received.len().saturating_sub(END.len());
                received.extend_from_slice(chunk.get(..count)?);
                if received.len() > MAX_REQUEST {
                    return None;
                }
                if received.get(start..)?.windows(END.len()).any(|bytes| bytes == END) {
                    return Some(true);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Some(false),
            Err(_) => return None,
        }
    }
}

/// Returns the target of a `GET` request (RFC 9112, section 3).
fn target(received: &[u8]) -> Option<&str> {
    let line = received.split(|byte| *byte == b'\r').next()?;
    let target = std::str::from_utf8(line).ok()?.strip_prefix("GET ")?.strip_suffix(" HTTP/1.1")?;
    // `//host` is another host.
    (target.starts_with('/') && !target.starts_with("//")).then_some(target)
}

/// Tells the user that the browser is no longer needed.
fn respond(stream: &mut TcpStream, found: bool) {
    let (status, text) = if found {
        ("200 OK", "You can close this window and return to the application.")
    } else {
        ("404 Not Found", "This page is not known.")
    };
    let head = "content-type: text/plain\r\ncache-control: no-store\r\nreferrer-policy: no-referrer";
    let length = text.len();
    let response =
        format!("HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}");
    let _ = stream.write_all(response.as_bytes());
}
