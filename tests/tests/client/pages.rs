//! Pagination.

use futures_core::Stream;
use serde_json::{Value, json};
use tests::{
    clock::Clock,
    server::{RecordedRequest, Server, StubResponse},
};
use wire::{
    Client, Error, RequestError, Retry,
    models::Color,
    operations::{SearchByExtensionBody, SearchByLinkBody, SearchServicesBody},
};

use super::{AUTO_ADVANCE_LIMIT, retry::wire_clock::TestClock};

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token("token");
    builder.clock(TestClock(Clock::new(AUTO_ADVANCE_LIMIT))).build().expect("a client")
}

/// Returns a page with a color for each value of red, and with more properties.
fn page(reds: &[i64], more: &Value) -> StubResponse {
    let mut body = json!({ "results": reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>() });
    for (key, value) in more.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    StubResponse::json(200, &body)
}

fn after(cursor: &str) -> Value {
    json!({ "paging": { "next": { "after": cursor } } })
}

fn colors(reds: &[i64]) -> StubResponse {
    StubResponse::json(200, &json!(reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>()))
}

fn targets(server: &Server) -> Vec<String> {
    for request in server.requests() {
        assert_eq!(request.header("authorization"), "Bearer token");
    }
    server.requests().into_iter().map(|request| request.target).collect()
}

/// Collects all items of a stream.
async fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    while let Some(item) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut stream).poll_next(context)).await
    {
        items.push(item);
    }
    items
}

fn reds<E: std::fmt::Debug>(items: Vec<Result<Color, E>>) -> Vec<i64> {
    items.into_iter().map(|item| item.expect("a color").r.expect("red")).collect()
}

#[tokio::test]
async fn follows_a_cursor() {
    let server = Server::start(vec![
        page(&[1, 2], &after("a b")),
        page(&[], &after("c&d")),
        page(&[3], &json!({ "paging": null })),
    ]);
    let client = client(&server);
    let items = all(client.list_services().limit(2).items()).await;
    assert_eq!(reds(items), [1, 2, 3]);
    assert_eq!(
        targets(&server),
        ["/services?limit=2", "/services?limit=2&after=a%20b", "/services?limit=2&after=c%26d",]
    );
}

#[tokio::test]
async fn sends_a_cursor_in_the_request_body() {
    let number = json!({ "paging": { "next": { "after": 7 } } });
    let server = Server::start(vec![page(&[1], &after("b")), page(&[2], &number), page(&[3], &json!({}))]);
    let client = client(&server);
    let search = SearchServicesBody::default().with(|search| search.query = Some("red".to_owned()));
    // The description has no number as a cursor. Pagination does not depend on its type.
    let mut pages = client.search_services(&search).lenient(true).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page.expect("a page").body.results);
    }
    assert_eq!(reds(found.into_iter().map(Ok::<_, ()>).collect()), [1, 2, 3]);
    let bodies: Vec<Value> = server.requests().iter().map(RecordedRequest::json).collect();
    let expected = [
        json!({ "query": "red" }),
        json!({ "query": "red", "after": "b" }),
        json!({ "query": "red", "after": 7 }),
    ];
    assert_eq!(bodies, expected);
    assert_eq!(targets(&server), ["/services/search"; 3]);
}

#[tokio::test]
async fn reads_a_cursor_from_a_header() {
    let token = |token: &str, reds: &[i64]| {
        let body = json!(reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>()).to_string();
        StubResponse::new(
            200,
            &[("content-type", "application/json"), ("x-wire-nexttoken", token)],
            body.as_bytes(),
        )
    };
    let server = Server::start(vec![token("b", &[1]), token("", &[2])]);
    let items = all(client(&server).list_by_header().items()).await;
    assert_eq!(reds(items), [1, 2]);
    assert_eq!(targets(&server), ["/by-header", "/by-header?next_token=b"]);
}

#[tokio::test]
async fn sends_a_cursor_in_a_header() {
    let server = Server::start(vec![page(&[1], &json!({ "nextToken": "b" })), page(&[2], &json!({}))]);
    let items = all(client(&server).list_by_request_header().items()).await;
    assert_eq!(reds(items), [1, 2]);
    let tokens: Vec<String> =
        server.requests().iter().map(|request| request.header("next-token").to_owned()).collect();
    assert_eq!(tokens, ["", "b"]);
    assert_eq!(targets(&server), ["/by-request-header"; 2]);
}

#[tokio::test]
async fn follows_a_url_of_a_post_with_get() {
    let next = json!({ "next": "/found?token=abc" });
    let server = Server::start(vec![page(&[1], &next), page(&[2], &json!({}))]);
    let search = SearchByLinkBody::default().with(|search| search.query = Some("red".to_owned()));
    let items = all(client(&server).search_by_link(&search).items()).await;
    assert_eq!(reds(items), [1, 2]);
    let requests = server.requests();
    assert_eq!((requests[0].method.as_str(), requests[1].method.as_str()), ("POST", "GET"));
    assert_eq!((requests[1].header("content-type"), requests[1].body.len()), ("", 0));
    assert_eq!(targets(&server), ["/search-by-link", "/found?token=abc"]);
}

#[tokio::test]
async fn pages_are_responses_and_start_at_the_page_of_the_call() {
    let server = Server::start(vec![page(&[1], &after("2")), page(&[2], &json!({}))]);
    let client = client(&server);
    let mut pages = client.list_services().after("1").pages();
    let first = pages.next().await.expect("a page").expect("200 is a success");
    assert_eq!((first.status.as_u16(), first.body.results.len(), first.attempts.count), (200, 1, 1));
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!(targets(&server), ["/services?after=1", "/services?after=2"]);
}

#[tokio::test]
async fn requests_a_failed_page_again() {
    let server = Server::start(vec![
        page(&[1], &after("2")),
        StubResponse::json(404, &json!({ "title": "not now" })),
        StubResponse::json(200, &json!({ "results": "none", "paging": { "next": { "after": "3" } } })),
        page(&[2], &after("3")),
        page(&[3], &json!({})),
    ]);
    let client = client(&server);
    let items = all(client.list_services().retry(Retry::never()).items()).await;
    let (good, bad): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
    assert_eq!(reds(good), [1, 2, 3]);
    let statuses: Vec<_> = bad.iter().map(|error| error.as_ref().err().and_then(Error::status)).collect();
    assert_eq!(statuses, [Some(http::StatusCode::NOT_FOUND), Some(http::StatusCode::OK)]);
    let targets = targets(&server);
    assert_eq!(targets[1..4], ["/services?after=2"; 3]);
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error() {
    let server =
        Server::start(vec![page(&[1], &after("2")), page(&[2], &after("3")), page(&[3], &after("2"))]);
    let mut items = all(client(&server).list_services().items()).await;
    let last = items.pop().expect("an error");
    assert!(matches!(last, Err(Error::Request(RequestError::NextPage(_)))), "{last:?}");
    assert_eq!(reds(items), [1, 2, 3]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn counts_items_for_an_offset() {
    let server = Server::start(vec![colors(&[1, 2, 3]), colors(&[4]), colors(&[])]);
    assert_eq!(reds(all(client(&server).list_by_offset().offset(10).items()).await), [1, 2, 3, 4]);
    assert_eq!(targets(&server), ["/by-offset?offset=10", "/by-offset?offset=13", "/by-offset?offset=14"]);
}

#[tokio::test]
async fn counts_pages_and_detects_a_repeated_page() {
    let server = Server::start(vec![colors(&[1]), colors(&[2]), colors(&[])]);
    assert_eq!(reds(all(client(&server).list_by_page().items()).await), [1, 2]);
    assert_eq!(targets(&server), ["/by-page", "/by-page?page=2", "/by-page?page=3"]);

    let server = Server::start(vec![colors(&[1])]);
    let items = all(client(&server).list_by_page().items()).await;
    assert!(items.len() == 3 && items[2].is_err(), "{items:?}");
}

#[tokio::test]
async fn follows_the_link_header() {
    let link = |value: &str, red: i64| {
        let body = json!([{ "R": red }]).to_string();
        StubResponse::new(200, &[("content-type", "application/json"), ("link", value)], body.as_bytes())
    };
    let server = Server::start(vec![
        link(
            r#"</by-link?page=0>; rel="prev", </by-link?page=2&q=a,b>; title="more; rel=no"; rel="last next""#,
            1,
        ),
        link("<?page=3>; rel=next", 2),
        link(r#"</by-link?page=1>; rel="first""#, 3),
    ]);
    assert_eq!(reds(all(client(&server).list_by_link().items()).await), [1, 2, 3]);
    assert_eq!(targets(&server), ["/by-link", "/by-link?page=2&q=a,b", "/by-link?page=3"]);
}

#[tokio::test]
async fn follows_a_url_only_to_the_same_origin() {
    let thief = Server::start(vec![StubResponse::json(200, &json!({}))]);
    let url =
        |url: &str, red: i64| StubResponse::json(200, &json!({ "next_url": url, "data": [{ "R": red }] }));
    let server = Server::start(vec![
        url("/by-url?from=2", 1),
        url(&format!("{}/by-url", thief.url()), 2),
        StubResponse::json(200, &json!({})),
    ]);
    let mut items = all(client(&server).list_by_url().items()).await;
    let last = items.pop().expect("an error").expect_err("another host");
    assert!(last.to_string().contains("at another origin, on the host `127.0.0.1`"), "{last}");
    assert_eq!((reds(items), thief.requests().len()), (vec![1, 2], 0));
}

#[test]
fn iterates_over_pages_without_async() {
    let server = Server::start(vec![page(&[1], &after("2")), page(&[2], &json!({}))]);
    let client = Client::builder().base_url(server.url()).token("token").build_blocking().expect("a client");
    let items: Vec<_> = client.list_services().items_blocking().expect("no async").collect();
    assert_eq!(reds(items), [1, 2]);
    assert_eq!(client.list_services().pages_blocking().expect("no async").count(), 1);

    let server = Server::start(vec![page(&[1], &after("2")), page(&[2], &json!({}))]);
    let client = Client::builder().base_url(server.url()).token("token").build_blocking().expect("a client");
    let pages = client.list_services().pages_blocking().expect("no async").with(|pages| pages.max_pages(1));
    let pages: Vec<_> = pages.collect();
    assert!(pages.len() == 2 && pages[1].is_err(), "{pages:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn ends_after_the_number_of_pages_that_the_server_gives() {
    let server = Server::start(vec![page(&[1], &json!({ "pages": 2 })), page(&[2], &json!({ "pages": 2 }))]);
    let items = all(client(&server).list_by_extension().items()).await;
    assert_eq!(reds(items), [1, 2]);
    assert_eq!(targets(&server), ["/by-extension", "/by-extension?index=2"]);
}

#[tokio::test]
async fn sends_the_number_of_items_so_far_in_the_request_body() {
    let server =
        Server::start(vec![page(&[1, 2], &json!({})), page(&[3], &json!({})), page(&[], &json!({}))]);
    let search = SearchByExtensionBody::default().with(|search| search.query = Some("red".to_owned()));
    let items = all(client(&server).search_by_extension(&search).items()).await;
    assert_eq!(reds(items), [1, 2, 3]);
    let bodies: Vec<Value> = server.requests().iter().map(RecordedRequest::json).collect();
    let expected = [
        json!({ "query": "red" }),
        json!({ "query": "red", "from": 2 }),
        json!({ "query": "red", "from": 3 }),
    ];
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn continues_from_the_offset_of_the_caller_in_the_request_body() {
    let server = Server::start(vec![page(&[1, 2], &json!({})), page(&[], &json!({}))]);
    let search = SearchByExtensionBody::default().with(|search| search.from = Some(10));
    let items = all(client(&server).search_by_extension(&search).items()).await;
    assert_eq!(reds(items), [1, 2]);
    let bodies: Vec<Value> = server.requests().iter().map(RecordedRequest::json).collect();
    assert_eq!(bodies, [json!({ "from": 10 }), json!({ "from": 12 })]);
}
