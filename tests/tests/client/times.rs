//! Times in seconds and dates of HTTP, in parameters, headers and bodies.

use serde_json::json;
use tests::server::{Server, StubResponse};
use wire::{
    Client, Error, HttpDate, UnixTime, models::Moment, operations::MoveMomentHeaders, types::jiff::Timestamp,
};

fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

#[tokio::test]
async fn sends_and_reads_seconds_and_dates_of_http() {
    let headers = [
        ("content-type", "application/json"),
        ("last-modified", "Sunday, 06-Nov-94 08:49:37 GMT"),
        ("x-reset", "-5"),
    ];
    let body = br#"{"start":-3,"modified":"Sun Nov  6 08:49:38 1994"}"#;
    let server = Server::start(vec![StubResponse::new(200, &headers, body)]);
    let client = Client::builder().base_url(server.url()).token("token").build().expect("a client");
    let date = HttpDate(seconds(784_111_777));
    let moment = Moment::new(UnixTime(seconds(1_738_324_800)), date);
    let call = client
        .move_moment(&moment)
        .since(UnixTime(seconds(-7)))
        .days([1, 2].map(|day| UnixTime(seconds(day))));
    let response = call.if_modified_since(date).send().await.expect("a moment");

    let request = server.requests().remove(0);
    assert_eq!(request.target, "/moments?since=-7&days=1,2");
    assert_eq!(request.header("if-modified-since"), "Sun, 06 Nov 1994 08:49:37 GMT");
    let sent: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
    assert_eq!(sent, json!({ "start": 1_738_324_800, "modified": "Sun, 06 Nov 1994 08:49:37 GMT" }));

    let read = MoveMomentHeaders::read(&response.headers).expect("headers");
    assert_eq!((read.last_modified, read.x_reset), (date, Some(UnixTime(seconds(-5)))));
    assert_eq!(response.body, Moment::new(UnixTime(seconds(-3)), HttpDate(seconds(784_111_778))));
}

#[tokio::test]
async fn reports_a_date_that_http_cannot_express_and_seconds_beyond_all_years() {
    let body = br#"{"start":1711471533000,"modified":"Sun, 06 Nov 1994 08:49:37 GMT"}"#;
    let server = Server::start(vec![StubResponse::new(200, &[("content-type", "application/json")], body)]);
    let client = Client::builder().base_url(server.url()).token("token").build().expect("a client");
    let moment = Moment::new(UnixTime(seconds(0)), HttpDate(seconds(0)));
    match client.move_moment(&moment).send().await {
        Err(Error::Decode(error)) => {
            assert_eq!(error.pointer, "/start");
            assert!(
                format!("{error:#}").contains("1711471533000 seconds since 1970 are out of"),
                "{error:#}"
            );
        }
        other => panic!("it decodes: {other:?}"),
    }
    let early = HttpDate(seconds(-1));
    let changed = moment.clone().with(|it| it.modified = early);
    for call in [client.move_moment(&moment).if_modified_since(early), client.move_moment(&changed)] {
        let error = call.send().await.expect_err("no date of HTTP");
        assert!(matches!(error, Error::Request(_)), "{error:?}");
        assert!(format!("{error:#}").contains("in the years 1970 to 9999"), "{error:#}");
    }
    assert_eq!(server.requests().len(), 1);
}
