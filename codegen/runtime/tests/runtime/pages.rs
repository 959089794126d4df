//! Pages of a server that does not end a list properly.

use std::sync::{Arc, Mutex};

use clientwright_runtime::runtime::{
    body::Body,
    client::{Call, Client},
    error::TransportError,
    operation::{Operation, Security},
    pages::{NextPage, Paginated, Pagination},
    raw_response::{Json, Outcome, RawResponse},
    request::Request,
    transport::{BoxFuture, Transport},
};
use serde_json::{Value, json};

/// A server that returns a page for each request: the method, the path and the number of the request.
#[derive(Clone)]
struct Server {
    respond: fn(usize) -> Value,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(respond: fn(usize) -> Value) -> Self {
        Self { respond, requests: Arc::default() }
    }

    fn client(&self) -> Client {
        Client::builder().transport(self.clone()).build().expect("a client")
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("requests").clone()
    }
}

impl Transport for Server {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut requests = self.requests.lock().expect("requests");
        let body = request.body().as_bytes().map(|body| String::from_utf8_lossy(body).into_owned());
        let line = format!("{} {} {}", request.method(), request.uri(), body.unwrap_or_default());
        requests.push(line.replace("https://example.com", "").trim_end().to_owned());
        let page = (self.respond)(requests.len()).to_string();
        let response = http::Response::builder().header("content-type", "application/json");
        let response = response.body(Body::from(page)).expect("a response");
        Box::pin(async move { Ok(response) })
    }
}

/// Defines an operation that returns a page.
macro_rules! list {
    ($name:ident, $method:literal, $path:literal, $pagination:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = Value;
            type Error = Value;
            const METHOD: &'static str = $method;
            const PATH: &'static str = $path;
            const SECURITY: Security = &[];

            fn write(&self, request: &mut Request) {
                if $method == "POST" {
                    request.json("application/json", &json!({ "q": 1 }));
                }
            }

            fn read(raw: RawResponse) -> Outcome<Value, Value> {
                raw.ok(Json, |body| body)
            }
        }

        impl Paginated for $name {
            type Item = Value;
            const PAGINATION: Pagination = $pagination;

            fn items(page: Value) -> Vec<Value> {
                page["items"].as_array().cloned().unwrap_or_default()
            }
        }
    };
}

list!(
    ByMarker,
    "GET",
    "/list",
    Pagination::new("/items", NextPage::Cursor("marker", "/next"))
        .set(&[("usemarker", "true")])
        .total("/total")
);
list!(ByHeader, "GET", "/list", Pagination::new("/items", NextPage::HeaderCursor("x-cursor", "/next")));
list!(ByUrl, "GET", "/list", Pagination::new("/items", NextPage::Url("/next")));
list!(SearchByUrl, "POST", "/search", Pagination::new("/items", NextPage::Url("/next")).keep_method());
list!(
    FromTheMiddle,
    "GET",
    "/list?marker=3",
    Pagination::new("/items", NextPage::Cursor("marker", "/next")).total("/total")
);

/// Returns the number of items, and the error at the end.
macro_rules! read {
    ($items:expr) => {{
        let mut items = $items;
        let (mut count, mut error) = (0, String::new());
        while let Some(item) = items.next().await {
            match item {
                Ok(_) => count += 1,
                Err(last) => error = last.to_string(),
            }
        }
        (count, error)
    }};
}

#[tokio::test]
async fn each_page_has_the_parameters_that_the_cursor_needs() {
    let server = Server::new(|request| match request {
        1 => json!({ "items": [1, 2], "next": "a", "total": 3 }),
        _ => json!({ "items": [3], "total": 3 }),
    });
    let client = server.client();
    assert_eq!(read!(Call::new(&client, ByMarker).items()), (3, String::new()));
    assert_eq!(server.requests(), ["GET /list?usemarker=true", "GET /list?usemarker=true&marker=a"]);
}

#[tokio::test]
async fn a_list_that_ends_before_its_total_is_an_error() {
    let server = Server::new(|_| json!({ "items": [1, 2], "total": 5 }));
    let client = server.client();
    let (items, error) = read!(Call::new(&client, ByMarker).items());
    assert_eq!(items, 2);
    assert!(error.contains("ended after 2 items, but the server gave their number as 5"), "{error}");
    // The caller began at another page, so the number of items before it is not known.
    assert_eq!(read!(Call::new(&client, FromTheMiddle).items()), (2, String::new()));
}

#[tokio::test]
async fn a_cursor_in_the_place_of_a_url_is_an_error() {
    let server = Server::new(|_| json!({ "items": [1], "next": "b2Zmc2V0PTI=" }));
    let client = server.client();
    let (items, error) = read!(Call::new(&client, ByUrl).items());
    assert_eq!((items, server.requests().len()), (1, 1));
    assert!(error.contains("is not a URL: `b2Zmc2V0PTI=`"), "{error}");
}

#[tokio::test]
async fn pages_without_items_end_with_an_error() {
    let server = Server::new(|request| json!({ "items": [], "next": format!("/list?page={request}") }));
    let client = server.client();
    let (items, error) = read!(Call::new(&client, ByUrl).items());
    assert_eq!((items, server.requests().len()), (0, 1001));
    assert!(error.contains("1001 pages in a row had no items, and the limit is 1000"), "{error}");

    let (_, error) = read!(Call::new(&client, ByUrl).items().max_empty_pages(2));
    assert!(error.contains("the limit is 2"), "{error}");
    assert_eq!(server.requests().len(), 1004);
}

#[tokio::test]
async fn an_endless_list_stops_at_the_limit_of_pages() {
    let server = Server::new(|request| json!({ "items": [1], "next": format!("/list?page={request}") }));
    let client = server.client();
    let (items, error) = read!(Call::new(&client, ByUrl).items().max_pages(3));
    assert_eq!((items, server.requests().len()), (3, 3));
    assert!(error.contains("more pages than the limit of 3"), "{error}");
}

#[tokio::test]
async fn a_search_follows_its_url_with_the_same_method_and_body() {
    let server = Server::new(|request| match request {
        1 => json!({ "items": [1], "next": "/search?page=2" }),
        _ => json!({ "items": [2] }),
    });
    let client = server.client();
    assert_eq!(read!(Call::new(&client, SearchByUrl).items()), (2, String::new()));
    assert_eq!(server.requests(), [r#"POST /search {"q":1}"#, r#"POST /search?page=2 {"q":1}"#]);
}

/// Returns the memory of this process in megabytes.
#[cfg(target_os = "linux")]
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("the memory");
    line.split_whitespace().next().expect("a number").parse::<u64>().expect("a number") / 1024
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_cursors_of_seen_pages_take_no_memory() {
    let server =
        Server::new(|request| json!({ "items": [1], "next": format!("{request}{}", "x".repeat(500_000)) }));
    let client = server.client();
    let before = memory();
    let mut items = Call::new(&client, ByHeader).items();
    for _ in 0..100 {
        items.next().await.expect("an item").expect("an item");
    }
    let grown = memory().saturating_sub(before);
    assert!(grown < 25, "100 pages with cursors of 500 kB take {grown} MB");
}
