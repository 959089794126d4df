//! The process of the mock server: its descriptors, its output, and its end.

#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::place::Place;

const DESCRIPTION: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { responses: { '204': { description: None. } } }
";

const GET: &str = "GET /pets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Runs a script with the command in `$COMMAND` and the description in `$SPEC`.
fn start(name: &str, script: &str) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new("sh")
        .args(["-c", script])
        .env("COMMAND", env!("CARGO_BIN_EXE_clientwright"))
        .env("SPEC", Place::new(name).write("pets.yaml", DESCRIPTION))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let output = child.stdout.take().expect("a pipe");
    (child, BufReader::new(output))
}

/// Reads the address of the server from its first line.
fn address(output: &mut BufReader<ChildStdout>) -> SocketAddr {
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    line.trim().rsplit_once("http://").and_then(|(_, address)| address.parse().ok()).expect(&line)
}

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

/// Waits until a server no longer accepts connections.
fn ends(address: SocketAddr) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if TcpStream::connect(address).is_err() {
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn continues_after_it_has_run_out_of_descriptors() {
    let (mut child, mut output) = start("descriptors", "ulimit -n 24; exec $COMMAND mock $SPEC --port 0");
    let address = address(&mut output);
    let idle: Vec<TcpStream> = (0..60).map(|_| TcpStream::connect(address).expect("a connection")).collect();
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().expect("a process").is_none(), "it goes on");
    drop(idle);
    assert_eq!(send(address, GET), "HTTP/1.1 204 No Content");
    child.kill().expect("a process");
    child.wait().expect("it ends");
}

#[test]
fn continues_while_its_output_is_not_read() {
    let (mut child, mut output) = start("output", "exec $COMMAND mock $SPEC --port 0");
    let address = address(&mut output);
    // Each line has the target of its request; a pipe has room for 64 KiB.
    let target = "x".repeat(8000);
    for _ in 0..40 {
        let request = format!("GET /{target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert_eq!(send(address, &request), "HTTP/1.1 404 Not Found");
    }
    child.kill().expect("a process");
    child.wait().expect("it ends");
}

#[test]
fn ends_with_the_process_that_has_started_it() {
    let (mut shell, mut output) = start("parent", "$COMMAND mock $SPEC --port 0 & sleep 60");
    let address = address(&mut output);
    assert_eq!(send(address, GET), "HTTP/1.1 204 No Content");
    shell.kill().expect("a process");
    shell.wait().expect("it ends");
    assert!(ends(address));
}

#[test]
fn reads_the_description_from_standard_input() {
    let (mut child, mut output) = start("stdin", "exec $COMMAND mock - --port 0 < $SPEC");
    let address = address(&mut output);
    assert_eq!(send(address, GET), "HTTP/1.1 204 No Content");
    child.kill().expect("a process");
    child.wait().expect("it ends");
}
