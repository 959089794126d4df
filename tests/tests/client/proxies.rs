//! The proxies of the environment, with both transports. The client runs in a process with its own environment.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use hubspot_services::{Client, ClientBuilder};
use serde_json::json;
use tests::server::{Server, StubResponse};

use super::{batch, created, run_ignored};

/// An HTTP proxy, which responds itself to each request, also to those inside of a tunnel.
struct Proxy {
    url: String,
    request_lines: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let url = format!("http://{}", listener.local_addr().expect("the address of the listener"));
        let request_lines = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&request_lines);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let record = Arc::clone(&record);
                thread::spawn(move || serve(&stream, &record));
            }
        });
        Self { url, request_lines }
    }

    fn request_lines(&self) -> Vec<String> {
        self.request_lines.lock().expect("the list").clone()
    }
}

fn serve(mut stream: &TcpStream, record: &Mutex<Vec<String>>) {
    let body = created(&json!([])).to_string();
    let mut lines = BufReader::new(stream).lines();
    let mut first = None;
    while let Some(Ok(line)) = lines.next() {
        if !line.is_empty() {
            first.get_or_insert(line);
            continue;
        }
        let Some(line) = first.take() else { return };
        let is_tunnel = line.starts_with("CONNECT ");
        record.lock().expect("the list").push(line);
        let head = if is_tunnel {
            "HTTP/1.1 200 OK\r\n\r\n".to_owned()
        } else {
            let length = body.len();
            format!(
                "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
                 connection: close\r\n\r\n{body}"
            )
        };
        if stream.write_all(head.as_bytes()).is_err() || !is_tunnel {
            return;
        }
    }
}

const PATH: &str = "/crm/v3/objects/0-162/batch/create";

#[test]
fn requests_go_through_the_proxy_of_the_environment() {
    let proxy = Proxy::start();
    let variables =
        [("HTTP_PROXY", &*proxy.url), ("API", "http://api.invalid"), ("HUBSPOT_SERVICES_TOKEN", "secret")];
    run_ignored("proxies::calls_asynchronously", &variables);
    assert_eq!(proxy.request_lines(), [format!("POST http://api.invalid{PATH} HTTP/1.1")]);

    let proxy = Proxy::start();
    let variables = [("HTTP_PROXY", &*proxy.url), variables[1], variables[2]];
    run_ignored("proxies::calls_without_async", &variables);
    let tunnel = "CONNECT api.invalid:80 HTTP/1.1".to_owned();
    assert_eq!(proxy.request_lines(), [tunnel, format!("POST {PATH} HTTP/1.1")]);
}

#[test]
fn requests_to_excepted_hosts_do_not_go_through_the_proxy() {
    let proxy = Proxy::start();
    let server = Server::start(vec![StubResponse::json(201, &created(&json!([])))]);
    let url = server.url();
    let variables = [
        ("HTTP_PROXY", &*proxy.url),
        ("NO_PROXY", "example.com,127.0.0.1"),
        ("API", &url),
        ("HUBSPOT_SERVICES_TOKEN", "secret"),
    ];
    run_ignored("proxies::calls_asynchronously", &variables);
    run_ignored("proxies::calls_without_async", &variables);
    assert_eq!((server.requests().len(), proxy.request_lines().len()), (2, 0));
}

fn builder() -> ClientBuilder {
    let api = std::env::var("API").expect("the base URL");
    ClientBuilder::from_env().expect("a token").base_url(api)
}

#[tokio::test]
#[ignore = "runs in the environment of another test"]
async fn calls_asynchronously() {
    let client: Client = builder().build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
}

#[test]
#[ignore = "runs in the environment of another test"]
fn calls_without_async() {
    let client = builder().build_blocking().expect("a client");
    client.batch_create(&batch()).send_blocking().expect("201 is a success");
}
