//! The recognition of the events of webhooks.

use clientwright_runtime::{
    runtime::webhook::{EventError, ReceivedEvents},
    sample_webhooks::{Change, Event, Issue},
};
use http::HeaderMap;
use serde_json::{Value, json};

fn parse<T: ReceivedEvents>(event: Option<&str>, body: &Value) -> Result<T, EventError> {
    let mut headers = HeaderMap::new();
    headers.extend(
        event.map(|event| (http::HeaderName::from_static("x-event"), event.parse().expect("a header"))),
    );
    T::parse(&headers, body.to_string().as_bytes())
}

fn event(name: Option<&str>, body: &Value) -> Event {
    parse(name, body).expect("an event")
}

#[test]
fn a_header_and_a_property_name_an_event() {
    let body = json!({ "action": "opened", "number": 7 });
    let Event::IssuesOpened(issue) = event(Some("issues"), &body) else { panic!("not recognized") };
    assert_eq!((issue.action.as_str(), issue.number), ("opened", 7));
    assert_eq!(event(Some("check_run"), &json!([1, 2])), Event::CheckRunCompleted(Box::new(vec![1, 2])));
    assert_eq!(event(Some("ping"), &json!("zen")), Event::Ping(Box::new(json!("zen"))));
}

#[test]
fn an_unknown_event_keeps_its_body() {
    for (name, body, names) in [
        (Some("issues"), json!({ "action": "pinned", "number": 7 }), vec!["issues", "pinned"]),
        (Some("issues"), json!({ "number": 7 }), vec!["issues"]),
        (Some("stars"), json!([null, 1.5]), vec!["stars"]),
        (None, json!({ "action": "opened", "number": 7 }), vec!["opened"]),
    ] {
        let Event::Unknown(unknown) = event(name, &body) else { panic!("{body} is not unknown") };
        assert_eq!((unknown.names, unknown.body), (names.into_iter().map(str::to_owned).collect(), body));
    }
}

#[test]
fn an_event_that_does_not_decode_is_an_error_with_its_location() {
    let body = json!({ "action": "opened", "number": "seven" });
    let error = parse::<Event>(Some("issues"), &body).expect_err("no number");
    assert_eq!(error.pointer, "/number");
    assert_eq!(error.to_string(), "the body of the webhook does not decode at `/number`");
    assert!(format!("{error:#}").contains("invalid type: string \"seven\", expected u64"), "{error:#}");
    let error = parse::<Event>(Some("issues"), &json!({ "action": "opened" })).expect_err("no number");
    assert_eq!(error.pointer, "/number");
    let error = Event::parse(&HeaderMap::new(), b"{").expect_err("no JSON");
    assert_eq!(error.pointer, "");
}

#[test]
fn a_property_that_only_one_event_has_shows_the_event() {
    let opened: Change = parse(None, &json!({ "action": "a", "number": 1 })).expect("an event");
    assert!(matches!(opened, Change::Opened(_)), "{opened:?}");
    let closed: Change = parse(None, &json!({ "closed": 1 })).expect("an event");
    assert_eq!(closed, Change::Closed(Box::new([("closed".to_owned(), 1)].into())));
    let unknown: Change = parse(None, &json!({ "id": 1 })).expect("an event");
    assert!(matches!(unknown, Change::Unknown(_)), "{unknown:?}");
}

#[test]
fn a_list_has_an_event_for_each_element() {
    let body = json!([{ "action": "a", "number": 1 }, { "closed": 2 }, 3]);
    let changes: Vec<Change> = parse(None, &body).expect("events");
    let [Change::Opened(issue), Change::Closed(_), Change::Unknown(unknown)] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    let Issue { number, .. } = &**issue;
    assert_eq!((*number, &unknown.body), (1, &json!(3)));
    let error =
        parse::<Vec<Change>>(None, &json!([{ "closed": 2 }, { "closed": {} }])).expect_err("an object");
    assert_eq!(error.pointer, "/1/closed");
    assert_eq!(parse::<Vec<Change>>(None, &json!({ "closed": 2 })).expect_err("no list").pointer, "");
}
