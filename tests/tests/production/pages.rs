//! Lists that come page by page.

use futures_core::Stream;
use serde_json::{Value, json};
use tests::{
    clock::Clock,
    server::{Answer, Recorded, Server},
};
use wire::{
    Client, Error, RequestError, Retry,
    models::Color,
    operations::{SearchByLinkBody, SearchServicesBody},
};

use super::{PATIENCE, retry::wire_clock::Moved};

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).token("token");
    builder.clock(Moved(Clock::new(PATIENCE))).build().expect("a client")
}

/// A page of these colors, by their red, and of what else there is.
fn page(reds: &[i64], more: &Value) -> Answer {
    let mut body = json!({ "results": reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>() });
    for (key, value) in more.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    Answer::json(200, &body)
}

fn after(cursor: &str) -> Value {
    json!({ "paging": { "next": { "after": cursor } } })
}

fn colors(reds: &[i64]) -> Answer {
    Answer::json(200, &json!(reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>()))
}

fn targets(server: &Server) -> Vec<String> {
    for request in server.requests() {
        assert_eq!(request.header("authorization"), "Bearer token");
    }
    server.requests().into_iter().map(|request| request.target).collect()
}

/// Everything of a stream, whichever crate's traits it is used with.
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
async fn a_cursor_leads_from_page_to_page() {
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
async fn a_cursor_may_stand_in_what_is_searched_for() {
    let number = json!({ "paging": { "next": { "after": 7 } } });
    let server = Server::start(vec![page(&[1], &after("b")), page(&[2], &number), page(&[3], &json!({}))]);
    let client = client(&server);
    let search = SearchServicesBody::default().with(|search| search.query = Some("red".to_owned()));
    // A number is no cursor by the description, which is none of the pages' business.
    let mut pages = client.search_services(&search).lenient(true).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page.expect("a page").body.results);
    }
    assert_eq!(reds(found.into_iter().map(Ok::<_, ()>).collect()), [1, 2, 3]);
    let bodies: Vec<Value> = server.requests().iter().map(Recorded::json).collect();
    let expected = [
        json!({ "query": "red" }),
        json!({ "query": "red", "after": "b" }),
        json!({ "query": "red", "after": 7 }),
    ];
    assert_eq!(bodies, expected);
    assert_eq!(targets(&server), ["/services/search"; 3]);
}

#[tokio::test]
async fn a_header_may_have_the_cursor() {
    let token = |token: &str, reds: &[i64]| {
        let body = json!(reds.iter().map(|red| json!({ "R": red })).collect::<Vec<_>>()).to_string();
        Answer::new(
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
async fn a_cursor_may_go_out_in_a_header() {
    let server = Server::start(vec![page(&[1], &json!({ "nextToken": "b" })), page(&[2], &json!({}))]);
    let items = all(client(&server).list_by_request_header().items()).await;
    assert_eq!(reds(items), [1, 2]);
    let tokens: Vec<String> =
        server.requests().iter().map(|request| request.header("next-token").to_owned()).collect();
    assert_eq!(tokens, ["", "b"]);
    assert_eq!(targets(&server), ["/by-request-header"; 2]);
}

#[tokio::test]
async fn a_link_of_a_search_is_followed_as_links_are() {
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
async fn pages_are_whole_responses_and_start_where_the_call_does() {
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
async fn a_page_that_fails_is_asked_for_again_and_none_is_lost() {
    let server = Server::start(vec![
        page(&[1], &after("2")),
        Answer::json(404, &json!({ "title": "not now" })),
        Answer::json(200, &json!({ "results": "none", "paging": { "next": { "after": "3" } } })),
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
async fn a_cursor_that_repeats_ends_the_list_with_an_error() {
    let server =
        Server::start(vec![page(&[1], &after("2")), page(&[2], &after("3")), page(&[3], &after("2"))]);
    let mut items = all(client(&server).list_services().items()).await;
    let last = items.pop().expect("an error");
    assert!(matches!(last, Err(Error::Request(RequestError::NextPage(_)))), "{last:?}");
    assert_eq!(reds(items), [1, 2, 3]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn an_offset_is_how_many_there_were() {
    let server = Server::start(vec![colors(&[1, 2, 3]), colors(&[4]), colors(&[])]);
    assert_eq!(reds(all(client(&server).list_by_offset().offset(10).items()).await), [1, 2, 3, 4]);
    assert_eq!(targets(&server), ["/by-offset?offset=10", "/by-offset?offset=13", "/by-offset?offset=14"]);
}

#[tokio::test]
async fn pages_are_counted_and_a_server_that_does_not_count_is_noticed() {
    let server = Server::start(vec![colors(&[1]), colors(&[2]), colors(&[])]);
    assert_eq!(reds(all(client(&server).list_by_page().items()).await), [1, 2]);
    assert_eq!(targets(&server), ["/by-page", "/by-page?page=2", "/by-page?page=3"]);

    let server = Server::start(vec![colors(&[1])]);
    let items = all(client(&server).list_by_page().items()).await;
    assert!(items.len() == 3 && items[2].is_err(), "{items:?}");
}

#[tokio::test]
async fn a_link_leads_to_the_next_page() {
    let link = |value: &str, red: i64| {
        let body = json!([{ "R": red }]).to_string();
        Answer::new(200, &[("content-type", "application/json"), ("link", value)], body.as_bytes())
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
async fn a_url_leads_to_the_next_page_and_never_to_another_host() {
    let thief = Server::start(vec![Answer::json(200, &json!({}))]);
    let url = |url: &str, red: i64| Answer::json(200, &json!({ "next_url": url, "data": [{ "R": red }] }));
    let server = Server::start(vec![
        url("/by-url?from=2", 1),
        url(&format!("{}/by-url", thief.url()), 2),
        Answer::json(200, &json!({})),
    ]);
    let mut items = all(client(&server).list_by_url().items()).await;
    let last = items.pop().expect("an error").expect_err("another host");
    assert!(last.to_string().contains("at another origin, on the host `127.0.0.1`"), "{last}");
    assert_eq!((reds(items), thief.requests().len()), (vec![1, 2], 0));
}

#[test]
fn pages_without_async() {
    let server = Server::start(vec![page(&[1], &after("2")), page(&[2], &json!({}))]);
    let client = Client::builder().base_url(server.url()).token("token").build_blocking().expect("a client");
    let items: Vec<_> = client.list_services().items_blocking().expect("no async").collect();
    assert_eq!(reds(items), [1, 2]);
    assert_eq!(client.list_services().pages_blocking().expect("no async").count(), 1);
}
