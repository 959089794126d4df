//! Replays of recordings: the order of exchanges, requests that were not recorded, streams, and files with faults.

use std::{fs, io};

use serde_json::{Value, json};
use tests::server::{Server, StubResponse};
use wire::{Error, Recording, TransportErrorKind, models::Color};

use super::recording::{Folder, SECRET, builder};

#[tokio::test]
async fn equal_requests_are_replayed_in_order_and_delays_do_not_wait() {
    let folder = Folder::new();
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "0")], b""),
        StubResponse::json(200, &json!({ "R": 1 })),
        StubResponse::json(200, &json!({ "R": 2 })),
    ]);
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
    let color = Color::default();
    let mut recorded = Vec::new();
    for _ in 0..2 {
        recorded.push(client.create_report(&color).send().await.expect("a report").body);
    }
    recording.save().expect("a file");
    // A delay that no test waits for.
    let text = folder.text().replace("\"retry-after\": \"0\"", "\"retry-after\": \"29\"");
    fs::write(folder.file(), text).expect("a file");
    let replay = Recording::replay(folder.file()).expect("a recording");
    let client = builder(&server.url(), &replay).build().expect("a client");
    for (index, recorded) in recorded.iter().enumerate() {
        let response = client.create_report(&color).send().await.expect("a report");
        assert_eq!((&response.body, response.attempts.count), (recorded, if index == 0 { 2 } else { 1 }));
        assert_eq!(response.attempts.elapsed.as_secs(), if index == 0 { 29 } else { 0 });
    }
    let error = client.create_report(&color).send().await.expect_err("no further exchange");
    assert!(error.to_string().contains("the nearest is exchange 1, `POST "), "{error}");
    assert!(error.to_string().ends_with("which was replayed already"), "{error}");
}

#[tokio::test]
async fn a_request_that_was_not_recorded_is_an_error_with_the_nearest_one() {
    let folder = Folder::new();
    let server = Server::start(vec![StubResponse::json(200, &json!({ "results": [] }))]);
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
    let red = Color::default().with(|color| color.r = Some(1));
    client.create_report(&red).send().await.expect("a report");
    client.list_services().limit(2).after("a b").send().await.expect("a page");
    recording.save().expect("a file");

    let replay = Recording::replay(folder.file()).expect("a recording");
    let client = builder(&server.url(), &replay).build().expect("a client");
    let error = |error: &dyn std::fmt::Display| {
        error.to_string().replace(&server.url(), "").replace(&folder.file().display().to_string(), "FILE")
    };
    let green = Color::default().with(|color| color.r = Some(2));
    let body = client.create_report(&green).send().await.expect_err("another body");
    let start = "the mock client cannot respond: `FILE` has no exchange for";
    assert_eq!(
        error(&body),
        format!(
            "{start} `POST /v1/reports`; the nearest is exchange 1, `POST /v1/reports`, with another body, at `/R`"
        )
    );
    let Error::Transport(body) = body else { panic!("another error: {body}") };
    assert_eq!((body.kind(), body.attempts().count), (TransportErrorKind::NoMockResponse, 1));
    let query = client.list_services().limit(3).send().await.expect_err("another query");
    let query = error(&query);
    assert!(query.contains("the nearest is exchange 2") && query.ends_with("with another query"), "{query}");
    let path = error(&client.download_file("a").send().await.expect_err("another URL"));
    assert!(path.ends_with("with another URL"), "{path}");
    // The order of the query is not compared.
    let text = folder.text();
    let line = text.lines().find(|line| line.contains("limit=")).expect("the URL");
    let pairs = line.split_once('?').expect("a query").1.trim_end_matches("\",");
    let turned: Vec<&str> = pairs.split('&').rev().collect();
    assert!(turned.len() > 1);
    fs::write(folder.file(), text.replace(pairs, &turned.join("&"))).expect("a file");
    let replay = Recording::replay(folder.file()).expect("a recording");
    let client = builder(&server.url(), &replay).build().expect("a client");
    client.list_services().limit(2).after("a b").send().await.expect("a page");
}

#[tokio::test]
async fn a_stream_that_is_dropped_is_recorded_and_an_interrupted_one_is_not() {
    let folder = Folder::new();
    let events = "data: {\"kind\":\"joined\",\"user\":\"Ada\"}\n\n";
    let headers = [("content-type", "text/event-stream"), ("content-length", "9999")];
    let server = Server::start(vec![
        StubResponse::Stall(match StubResponse::raw(200, &headers[..1], events.as_bytes()) {
            StubResponse::Bytes(bytes) => bytes,
            other => panic!("{other:?}"),
        }),
        StubResponse::raw(200, &headers, events.as_bytes()),
    ]);
    let recording = Recording::record(folder.file());
    let client = builder(&server.url(), &recording).token(SECRET).build().expect("a client");
    let mut dropped = client.watch_events().send().await.expect("events").body;
    dropped.next().await.expect("an event").expect("Ada");
    drop(dropped);
    let mut interrupted = client.watch_events().send().await.expect("events").body;
    interrupted.next().await.expect("an event").expect("Ada");
    interrupted.next().await.expect("an error").expect_err("an interruption");
    recording.save().expect("a file");
    let replay = Recording::replay(folder.file()).expect("a recording");
    assert_eq!(replay.unused(), 1);
    let client = builder(&server.url(), &replay).build().expect("a client");
    let mut replayed = client.watch_events().send().await.expect("events").body;
    replayed.next().await.expect("an event").expect("Ada");
    assert!(replayed.next().await.is_none());
    // A replayed file is not written again.
    fs::write(folder.file(), "mine").expect("a file");
    replay.save().expect("nothing to do");
    assert_eq!(folder.text(), "mine");
}

#[test]
fn a_file_that_is_no_recording_is_an_error() {
    let folder = Folder::new();
    assert_eq!(Recording::replay(folder.file()).expect_err("no file").kind(), io::ErrorKind::NotFound);
    fs::create_dir_all(folder.file().parent().expect("a folder")).expect("a folder");
    let exchange =
        |request: Value| json!({ "version": 1, "exchanges": [{ "request": request }] }).to_string();
    let texts = [
        (String::new(), "EOF while parsing"),
        ("[".repeat(100_000), "recursion limit"),
        ("{\"version\":2}".to_owned(), "its `version` is not 1"),
        ("{\"version\":1}".to_owned(), "it has no list `exchanges`"),
        (exchange(json!({ "method": "GET", "url": "/", "headers": {} })), "the exchange 1 is not complete"),
        (exchange(json!(1)), "the exchange 1 is not complete"),
    ];
    for (text, expected) in texts {
        fs::write(folder.file(), text).expect("a file");
        let error = Recording::replay(folder.file()).expect_err(expected);
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// A transport whose responses have 40 MiB.
struct Large;

impl wire::Transport for Large {
    fn send(
        &self,
        _: http::Request<wire::Body>,
    ) -> wire::BoxFuture<'_, Result<http::Response<wire::Body>, wire::TransportError>> {
        Box::pin(async { Ok(http::Response::new(vec![0xff; 40 << 20].into())) })
    }
}

#[tokio::test]
async fn a_recording_has_a_maximum_size() {
    let folder = Folder::new();
    let recording = Recording::record(folder.file());
    let client = builder("http://localhost", &recording).transport(Large).build().expect("a client");
    client.download_file("a").send().await.expect("a file");
    recording.save().expect("a file");
    client.download_file("b").send().await.expect("a file");
    let error = recording.save().expect_err("80 MiB");
    assert!(error.to_string().ends_with("its bodies have more than 64 MiB"), "{error}");
    assert_eq!(Recording::replay(folder.file()).expect("the first one").unused(), 1);
}
