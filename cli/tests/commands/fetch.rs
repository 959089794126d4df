//! Descriptions from a server on loopback.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
    thread,
};

use crate::{
    new::Outside,
    place::{PETS, code, stderr, stdout},
};

/// Starts a server that sends these responses, one for each connection. Returns its address, and the requests.
fn server(responses: Vec<String>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, requests) = channel();
    thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut request = Vec::new();
            let mut buffer = [0; 1000];
            while !request.ends_with(b"\r\n\r\n") {
                let length = stream.read(&mut buffer).expect("a request");
                request.extend(&buffer[..length]);
            }
            stream.write_all(response.as_bytes()).expect("a response");
            let _ = sender.send(String::from_utf8_lossy(&request).to_ascii_lowercase());
        }
    });
    (format!("http://{address}"), requests)
}

/// Returns a response with these headers.
fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn writes_a_description_with_its_hash() {
    let outside = Outside::new("fetch");
    let (server, requests) = server(vec![
        response("200 OK", "ETag: \"one\"\r\n", PETS),
        response("304 Not Modified", "", ""),
        response("200 OK", "ETag: \"two\"\r\n", &PETS.replace("Pets", "Cats")),
        response("200 OK", "", PETS),
    ]);
    let url = format!("{server}/v1/openapi.yaml");
    let first = outside.run("", &["fetch", &url]);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    assert_eq!(outside.read("openapi.yaml"), PETS);
    let lock = outside.read("clientwright.lock");
    assert!(
        lock.contains(&format!("[file.\"openapi.yaml\"]\nurl = \"{url}\"\netag = '\"one\"'\nsha256 = \"")),
        "{lock}"
    );
    assert!(!requests.recv().expect("a request").contains("if-none-match"));
    // Without a change nothing is sent again.
    let second = outside.run("", &["fetch"]);
    assert_eq!(stdout(&second), "openapi.yaml: up to date\n", "{}", stderr(&second));
    assert!(requests.recv().expect("a request").contains("if-none-match: \"one\"\r\n"));
    assert_eq!(outside.read("clientwright.lock"), lock);
    // A change is written.
    assert_eq!(code(&outside.run("", &["fetch"])), 0);
    assert!(outside.read("openapi.yaml").contains("title: Cats"));
    assert!(outside.read("clientwright.lock").contains("two"));
    // A file that was changed by hand stays, and is not requested.
    outside.write("openapi.yaml", "mine");
    let mine = outside.run("", &["fetch"]);
    assert_eq!(code(&mine), 1);
    assert!(stderr(&mine).contains("openapi.yaml was changed by hand"), "{}", stderr(&mine));
    assert_eq!(outside.read("openapi.yaml"), "mine");
    assert_eq!(code(&outside.run("", &["fetch", "--force"])), 0);
    assert_eq!(outside.read("openapi.yaml"), PETS);
}

#[test]
fn writes_nothing_after_a_failure() {
    let outside = Outside::new("fetch-failure");
    let (server, _requests) = server(vec![
        response("404 Not Found", "", "nothing"),
        response("200 OK", "", "<!doctype html>"),
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nopenapi: 3.0.3".to_owned(),
        response("200 OK", "", "{ \"error\": \"not logged in\" }"),
    ]);
    for message in ["the server responded with 404", "the response is HTML or XML", ""] {
        let output = outside.run("", &["fetch", &format!("{server}/api.yaml")]);
        assert_eq!(code(&output), 1);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    for wrong in
        ["ftp://example.com/a.yaml", "https://me:secret@example.com/a.yaml", "https://example.com/", "a b"]
    {
        let output = outside.run("", &["fetch", wrong]);
        assert_eq!(code(&output), 2, "{}", stderr(&output));
    }
    assert_eq!(code(&outside.run("", &["fetch"])), 2, "nothing was fetched before");
    assert_eq!(std::fs::read_dir(&outside.0).expect("a folder").count(), 0);
}

#[test]
fn a_lock_file_of_others_cannot_write_elsewhere() {
    let outside = Outside::new("fetch-lock");
    for path in ["../x.yaml", "/tmp/x.yaml", ".git/hooks/post-checkout", "Cargo.toml"] {
        outside.write(
            "clientwright.lock",
            &format!("[file.'{path}']\nurl = 'http://127.0.0.1:9/a'\nsha256 = ''\n"),
        );
        let output = outside.run("", &["fetch"]);
        assert_eq!(code(&output), 1);
        assert!(stderr(&output).contains("is no path for a description"), "{}", stderr(&output));
    }
}
