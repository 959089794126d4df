//! The server against clients that send too much, or nothing.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use clientwright_codegen::Source;
use clientwright_mock::{Limits, Mock, serve};

const DESCRIPTION: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { responses: { '204': { description: None. } } }
    post: { requestBody: { content: { text/plain: { schema: { type: string } } } }, responses: { '204': { description: None. } } }
";

const GET: &str = "GET /pets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Sends a text and returns the first line of the response.
fn send(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("an option");
    // The server may respond and close the connection before it has everything.
    let _ = stream.write_all(text.as_bytes());
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).lines().next().unwrap_or_default().to_owned()
}

/// Starts a server with these limits in this process.
fn limited(limits: Limits) -> SocketAddr {
    let (mock, _) = Mock::new(&Source::new("pets.yaml", DESCRIPTION)).expect("a description");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || runtime.block_on(serve(Arc::new(mock), listener, limits, |_, _| {})));
    address
}

#[test]
fn limits_bodies_and_the_time_for_them() {
    let head = "POST /pets HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nConnection: close\r\n";
    let limits = Limits { body: 100_000, bodies: 100_000, time: Duration::from_secs(1), ..Limits::default() };
    let address = limited(limits);
    let of_length = move |length: usize, text: &str| format!("{head}Content-Length: {length}\r\n\r\n{text}");
    assert_eq!(send(address, &of_length(100_000, &"x".repeat(100_000))), "HTTP/1.1 204 No Content");
    let too_large = "HTTP/1.1 413 Payload Too Large";
    assert_eq!(send(address, &of_length(100_001, "")), too_large);
    assert_eq!(send(address, &of_length(1_000_000_000_000, "")), too_large);
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{}", chunk.repeat(3));
    assert_eq!(send(address, &chunked), too_large);
    // Two bodies that are never complete take turns, and the next one has room again.
    let start = Instant::now();
    let slow = thread::spawn(move || send(address, &of_length(90_000, "x")));
    assert_eq!(
        send(address, &format!("{head}Content-Length: 90000\r\n\r\nx")),
        "HTTP/1.1 408 Request Timeout"
    );
    assert_eq!(slow.join().expect("a thread"), "HTTP/1.1 408 Request Timeout");
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert_eq!(send(address, GET), "HTTP/1.1 204 No Content");
}

#[test]
fn closes_connections_that_send_nothing() {
    let address = limited(Limits { connections: 2, time: Duration::from_secs(1), ..Limits::default() });
    let mut idle = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(b"GET /pets HTTP/1.1\r\n").expect("a connection");
        idle.push(stream);
    }
    assert_eq!(send(address, GET), "HTTP/1.1 204 No Content");
}
