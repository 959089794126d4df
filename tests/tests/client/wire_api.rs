//! The generated client of `spec/wire.yaml` against a server on loopback: requests follow the OpenAPI standard.

use std::{
    io,
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::json;
use tests::server::{RecordedRequest, Server, StubResponse};
use wire::{
    Client, Error, FilePart, RequestError, Token,
    models::{Color, ColorValue, Event, Joined, Observer, UserPatch},
    operations::{
        CreateReportContent, CreateReportResponse, DownloadFileHeaders, SearchUsersForm, SendFormBody,
        UploadParts, WatchSightingsReply,
    },
    webhooks,
};

fn client(server: &Server) -> Client {
    let url = server.url();
    Client::builder()
        .base_url(format!("{url}/v1"))
        .server("https://files.example.com", &url)
        .token("t0k3n")
        .build()
        .expect("a client")
}

fn color() -> Color {
    Color::default().with(|color| (color.r, color.g, color.b) = (Some(100), Some(200), Some(150)))
}

/// Returns a patch with a name.
fn named(name: &str) -> UserPatch {
    UserPatch::default().with(|user| user.name = Some(Some(name.to_owned())))
}

/// Returns the values of the standard's style table: an empty string, a string, an array and an object.
fn values() -> [ColorValue; 4] {
    let list = ["blue", "black", "brown"].map(str::to_owned).to_vec();
    [
        ColorValue::String(String::new()),
        ColorValue::String("blue".into()),
        ColorValue::Array(list),
        ColorValue::Color(color()),
    ]
}

async fn sent(send: impl AsyncFnOnce(Client)) -> RecordedRequest {
    let server = Server::start(vec![StubResponse::raw(204, &[], b"")]);
    send(client(&server)).await;
    server.requests().pop().expect("a request")
}

/// Defines a test for a row of the style table: the operation, the target in front of the value, and the four values.
macro_rules! row {
    ($operation:ident, $path:literal, [$($expected:literal),*]) => {
        #[tokio::test]
        async fn $operation() {
            for (value, expected) in values().into_iter().zip([$($expected),*]) {
                let request = sent(async |client| {
                    client.$operation(value).send().await.expect("204 is a success");
                })
                .await;
                assert_eq!(request.target, format!("/v1/{}{expected}", $path));
                assert_eq!(request.header("authorization"), "Bearer t0k3n");
            }
        }
    };
}

row!(matrix, "matrix/x", [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]);
row!(
    matrix_exploded,
    "matrix-exploded/x",
    [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]
);
row!(label, "label/x", [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
row!(label_exploded, "label-exploded/x", [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
row!(simple, "simple/x", ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
row!(simple_exploded, "simple-exploded/x", ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
row!(form, "form?", ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
row!(
    form_exploded,
    "form-exploded?",
    ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]
);
row!(
    space_delimited,
    "space-delimited?",
    ["color=", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"]
);
row!(
    pipe_delimited,
    "pipe-delimited?",
    ["color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"]
);

#[tokio::test]
async fn deep_object() {
    let request = sent(async |client| {
        client.deep_object(color()).send().await.expect("204 is a success");
    })
    .await;
    assert_eq!(request.target, "/v1/deep-object?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
}

#[tokio::test]
async fn headers_cookies_and_content() {
    let [_, blue, list, object] = values();
    let request = sent(async |client| {
        let call = client.elsewhere().x_simple(list).x_exploded(object).session("a;b").seen(vec![1, 2]);
        call.filter(color()).to("a/b?c=d#e").send().await.expect("204 is a success");
    })
    .await;
    assert_eq!(request.header("x-simple"), "blue,black,brown");
    assert_eq!(request.header("x-exploded"), "R=100,G=200,B=150");
    assert_eq!(request.header("cookie"), "session=a%3Bb; seen=1,2");
    let filter = "filter=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    assert_eq!(request.target, format!("/v1/elsewhere?{filter}&to=a/b?c=d%23e"));
    // A query cannot contain `null`, so an optional and nullable parameter is left out.
    for (set, expected) in [(None, ""), (Some(""), "?parent="), (Some("p"), "?parent=p")] {
        let blue = blue.clone();
        let request = sent(async |client| {
            let call = client.elsewhere().x_simple(blue);
            let call = if let Some(parent) = set { call.parent(parent) } else { call };
            call.send().await.expect("204 is a success");
        })
        .await;
        assert_eq!(request.target, format!("/v1/elsewhere{expected}"));
    }
}

#[tokio::test]
async fn a_patch_can_clear_a_field() {
    let user = json!({ "id": 7, "name": "Ada", "nickname": null });
    for (nickname, sent) in [
        (None, json!({ "name": "Ada" })),
        (Some(None), json!({ "name": "Ada", "nickname": null })),
        (Some(Some("A".to_owned())), json!({ "name": "Ada", "nickname": "A" })),
    ] {
        let server = Server::start(vec![StubResponse::json(200, &user)]);
        let body = named("Ada").with(|user| user.nickname = nickname);
        let response = client(&server).update_user(7, &body).send().await.expect("a user");
        assert_eq!((response.body.id, response.body.nickname), (7, Some(None)));
        let request = server.requests().remove(0);
        assert_eq!((request.method.as_str(), request.json()), ("PATCH", sent));
        assert_eq!(request.header("content-type"), "application/merge-patch+json");
    }
}

#[tokio::test]
async fn does_not_send_a_value_that_violates_a_constraint() {
    let server = Server::start(vec![StubResponse::raw(204, &[], b"")]);
    let client = client(&server);
    let long = "A".repeat(41);
    let green = || Color::default().with(|color| color.g = Some(1));
    let red = |red| Color::default().with(|color| color.r = Some(red));
    let cases = [
        (named(""), "/name", "at least 1 characters long"),
        (named(&long), "/name", "at most 40 characters long"),
        (named("ada"), "/name", "a match of the pattern `^[A-Z]`"),
        (
            named("Ada").with(|user| user.colors = Some(Some(vec![green(), green()]))),
            "/colors",
            "a list without duplicate items",
        ),
        (
            named("Ada").with(|user| user.colors = Some(Some(vec![red(0), red(256)]))),
            "/colors/1/R",
            "at most 255",
        ),
    ];
    for (user, location, expected) in cases {
        let error = client.update_user(7, &user).send().await.expect_err(location);
        let Error::Request(RequestError::Constraint { location: found, expected: constraint }) = error else {
            panic!("{error}");
        };
        assert_eq!((found.as_str(), constraint.as_str()), (location, expected));
    }
    let error = client.deep_object(red(-1)).send().await.expect_err("too little");
    assert_eq!(error.to_string(), "the value at `color/R` must be at least 0");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn streams_a_file_in_a_multipart_body() {
    let content = vec![b'x'; 300_000];
    let parts = UploadParts::new(FilePart::reader(io::Cursor::new(content.clone())).file_name("x.bin")).with(
        |parts| {
            parts.labels = Some(vec!["a".into(), "b".into()]);
            parts.color = Some(color());
        },
    );
    let request = sent(async |client| {
        client.upload(&parts).send().await.expect("204 is a success");
    })
    .await;
    // The operation has its own server.
    assert_eq!(request.target, "/files");
    assert_eq!(request.header("transfer-encoding"), "chunked");
    let boundary = request.header("content-type").split_once("boundary=").expect("a boundary").1;
    let body = String::from_utf8_lossy(&request.body).replace(boundary, "B");
    assert!(body.starts_with(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nxxx"
    ));
    assert!(body.contains(&"x".repeat(content.len())));
    assert!(body.contains(
        "name=\"labels\"\r\n\r\na\r\n--B\r\nContent-Disposition: form-data; name=\"labels\"\r\n\r\nb\r\n"
    ));
    assert!(body.ends_with(
        "name=\"color\"\r\nContent-Type: application/json\r\n\r\n{\"R\":100,\"G\":200,\"B\":150}\r\n--B--\r\n"
    ));
}

#[tokio::test]
async fn sends_bytes_and_streams_unchanged() {
    let request = sent(async |client| {
        client.replace_file("a", "bytes").send().await.expect("204 is a success");
    })
    .await;
    assert_eq!((request.body.as_slice(), request.header("content-length")), (b"bytes".as_slice(), "5"));
    let body = wire::Body::reader(io::Cursor::new("known")).with_length(5);
    let request = sent(async |client| {
        client
            .replace_file("a", body)
            .header("content-type", "text/x-known")
            .send()
            .await
            .expect("204 is a success");
    })
    .await;
    assert_eq!((request.body.as_slice(), request.header("content-length")), (b"known".as_slice(), "5"));
    assert_eq!(request.header("content-type"), "text/x-known");
}

#[tokio::test]
async fn encodes_a_form() {
    let form = SendFormBody::new("a&b").with(|form| {
        form.tags = Some(vec!["x".into(), "y z".into()]);
        form.color = Some(color());
    });
    let request = sent(async |client| {
        client.send_form(&form).send().await.expect("204 is a success");
    })
    .await;
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    let expected = "name=a%26b&tags=x&tags=y%20z&color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(String::from_utf8_lossy(&request.body), expected);
}

#[tokio::test]
async fn distinguishes_media_types() {
    let responses = [("text/csv; charset=utf-8", "a,b"), ("application/json", "{\"R\":1}"), ("", "{}")];
    let responses =
        responses.map(|(media, body)| StubResponse::new(200, &[("content-type", media)], body.as_bytes()));
    let server = Server::start(responses.to_vec());
    let client = client(&server);
    let call = client.create_report(CreateReportContent::Csv("x,y".into())).header("accept", "text/csv");
    assert_eq!(call.send().await.expect("a report").body, CreateReportResponse::Csv("a,b".into()));
    // A JSON body converts without its variant.
    let red = Color::default().with(|color| color.r = Some(1));
    let response = client.create_report(&red).send().await.expect("a report");
    assert_eq!(response.body, CreateReportResponse::Json(red.clone()));
    let response = client.create_report(&red).send().await.expect("a report");
    assert_eq!(response.body, CreateReportResponse::Json(Color::default()));
    let [csv, json, _] = &server.requests()[..] else { panic!("three requests") };
    assert_eq!((csv.header("content-type"), csv.header("accept")), ("text/csv", "text/csv"));
    assert_eq!(csv.body, b"x,y");
    assert_eq!(json.header("content-type"), "application/json");
    assert_eq!(json.header("accept"), "application/json, text/csv");
}

#[tokio::test]
async fn streams_a_response() {
    let headers = [("x-left", "3"), ("x-tags", "a, b"), ("content-type", "application/octet-stream")];
    let missing = StubResponse::json(404, &json!({ "title": "gone" }));
    let server = Server::start(vec![StubResponse::new(200, &headers, &[7; 200_000]), missing]);
    let client = client(&server);
    let mut response = client.download_file("a").stream().await.expect("a file");
    let read = DownloadFileHeaders::read(&response.headers).expect("headers");
    assert_eq!((read.x_left, read.x_tags), (Some(3), Some(vec!["a".into(), "b".into()])));
    let mut length = 0;
    while let Some(chunk) = response.body.chunk().await {
        length += chunk.expect("bytes").len();
    }
    assert_eq!(length, 200_000);
    match client.download_file("b").stream().await {
        Err(Error::Api(response)) => assert_eq!(response.body.title, "gone"),
        other => panic!("no documented error: {other:?}"),
    }
    // The operation needs no credential.
    assert!(server.requests().iter().all(|request| request.header("authorization").is_empty()));
}

#[tokio::test]
async fn streams_typed_events_and_lines() {
    let text =
        "data: {\"kind\":\"joined\",\"user\":\"Ada\"}\n\nevent: x\ndata: {\"kind\":\"moved\",\"to\":1}\n\n";
    let lines = "{\"kind\":\"joined\",\"user\":\"Ada\"}\n{\"kind\":\n";
    let server = Server::start(vec![
        StubResponse::raw(200, &[("content-type", "text/event-stream")], text.as_bytes()),
        StubResponse::raw(200, &[("content-type", "application/x-ndjson")], lines.as_bytes()),
    ]);
    let client = client(&server);
    let mut events = client.watch_events().send().await.expect("events").body;
    let first = events.next().await.expect("an event").expect("a known one");
    assert_eq!(first.data, Event::Joined(Joined::new("Ada")));
    let second = events.next().await.expect("an event").expect("an unknown one");
    assert_eq!(
        (second.event.as_str(), second.data),
        ("x", Event::Unknown(json!({ "kind": "moved", "to": 1 })))
    );
    assert!(events.next().await.is_none());

    let mut lines = client.list_lines().send().await.expect("lines").body;
    assert_eq!(lines.next().await.expect("a line").expect("an event"), Event::Joined(Joined::new("Ada")));
    lines.next().await.expect("a line").expect_err("no JSON");
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn sends_the_method_query_with_a_body() {
    let people = json!([{ "at": [1.5, -2.0], "by": { "kind": "walker", "name": "Ada" } }]);
    let server = Server::start(vec![StubResponse::json(200, &people)]);
    let response = client(&server).query_users(&color()).send().await.expect("users");
    assert_eq!(serde_json::to_value(&response.body).expect("JSON"), people);
    let [sighting] = &response.body[..] else { panic!("one user") };
    assert_eq!(sighting.at, (1.5, -2.0));
    // An unlisted tag selects the default member of the description.
    assert!(matches!(&sighting.by, Some(Observer::Person(person)) if person.name.as_deref() == Some("Ada")));
    let request = server.requests().remove(0);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("QUERY", "/v1/search"));
    assert_eq!(request.json(), json!({ "R": 100, "G": 200, "B": 150 }));
}

#[tokio::test]
async fn a_parameter_can_be_the_whole_query() {
    let request = sent(async |client| {
        let form = SearchUsersForm::default().with(|form| {
            form.name = Some("a&b".into());
            form.tags = Some(vec!["x".into(), "y z".into()]);
        });
        let call = client.search_users().form(form).crumbs(["a/b", "c%20d"]);
        call.send().await.expect("204 is a success");
    })
    .await;
    assert_eq!(request.target, "/v1/search?name=a%26b&tags=x&tags=y%20z");
    // A cookie with this style is not encoded.
    assert_eq!(request.header("cookie"), "crumbs=a/b; crumbs=c%20d");
    let request = sent(async |client| {
        client.report_users(vec![1, 2]).send().await.expect("204 is a success");
    })
    .await;
    assert_eq!((request.method.as_str(), request.target.as_str()), ("REPORT", "/v1/search?%5B1%2C2%5D"));
}

#[tokio::test]
async fn decodes_the_data_of_events() {
    let text = "event: seen\ndata: {\"at\":[1,2]}\n\nevent: note\ndata: The room is empty.\n\n";
    let server = Server::start(vec![StubResponse::raw(
        200,
        &[("content-type", "text/event-stream")],
        text.as_bytes(),
    )]);
    let mut events = client(&server).watch_sightings().send().await.expect("events").body;
    let seen = events.next().await.expect("an event").expect("a sighting");
    // A webhook is an alias of the type of its payload.
    assert_eq!(seen.data, WatchSightingsReply::Sighting(webhooks::UserSeen::new((1.0, 2.0))));
    let note = events.next().await.expect("an event").expect("a note");
    assert_eq!(
        (note.event.as_str(), note.data),
        ("note", WatchSightingsReply::String("The room is empty.".into()))
    );
}

#[tokio::test]
async fn calls_a_token_function_for_each_request() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(vec![StubResponse::raw(204, &[], b"")]);
    let token = Token::source(|| async {
        tokio::task::yield_now().await;
        Ok(format!("token {}", CALLS.fetch_add(1, Ordering::Relaxed)))
    });
    let client = Client::builder().base_url(server.url()).token(token).build().expect("a client");
    for _ in 0..2 {
        client.deep_object(color()).send().await.expect("204 is a success");
    }
    let sent: Vec<String> =
        server.requests().iter().map(|request| request.header("authorization").to_owned()).collect();
    assert_eq!(sent, ["Bearer token 0", "Bearer token 1"]);
}
