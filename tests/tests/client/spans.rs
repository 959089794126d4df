//! Requests as spans and events of the crate `tracing`, and the headers of a trace.

use std::{
    fmt::{self, Write},
    sync::{Arc, Mutex},
};

use http::HeaderValue;
use hubspot_services::models::BatchInputSimplePublicObjectBatchInputForCreate as Batch;
use serde_json::json;
use tests::server::{Server, StubResponse};
use tracing::{
    Dispatch, Event, Subscriber, dispatcher,
    field::{Field, Visit},
    span,
    subscriber::{DefaultGuard, NoSubscriber},
};

use super::{batch, build, created};

/// A subscriber that keeps the texts of spans and events.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: Vec<String>,
    events: Vec<String>,
    entered: Vec<u64>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().ends_with("::runtime::trace")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut state = self.0.lock().expect("the spans");
        let mut text = format!("{} ", attributes.metadata().name());
        attributes.record(&mut Fields(&mut text));
        state.spans.push(text);
        span::Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, id: &span::Id, values: &span::Record<'_>) {
        let mut state = self.0.lock().expect("the spans");
        let at = usize::try_from(id.into_u64()).expect("an index") - 1;
        values.record(&mut Fields(&mut state.spans[at]));
    }

    fn event(&self, event: &Event<'_>) {
        let parent = event.parent().map(span::Id::into_u64);
        let mut text = format!("{} in {parent:?}: ", event.metadata().level());
        event.record(&mut Fields(&mut text));
        self.0.lock().expect("the events").events.push(text);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, id: &span::Id) {
        self.0.lock().expect("the spans").entered.push(id.into_u64());
    }

    fn exit(&self, _: &span::Id) {
        self.0.lock().expect("the spans").entered.pop();
    }
}

impl Spans {
    /// Subscribes on this thread, until the guards are dropped.
    fn subscribe(&self) -> (Dispatch, DefaultGuard) {
        // Other tests send requests at the same time, from threads without a subscriber. While there is one subscriber
        // in the process, tracing asks only the thread of the first request for its interest; if there are two, it
        // asks them.
        let other = Dispatch::new(NoSubscriber::new());
        (other, dispatcher::set_default(&Dispatch::new(self.clone())))
    }

    fn spans(&self) -> Vec<String> {
        self.0.lock().expect("the spans").spans.clone()
    }

    fn events(&self) -> Vec<String> {
        self.0.lock().expect("the events").events.clone()
    }
}

const TEMPLATE: &str = "/crm/v3/objects/{objectType}/batch/create";

#[tokio::test]
async fn records_a_request_as_a_span_without_secrets() {
    let spans = Spans::default();
    let _guards = spans.subscribe();
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "0")], b""),
        StubResponse::json(201, &created(&json!([]))),
        StubResponse::json(403, &json!({ "category": "a", "correlationId": "b", "message": "secret" })),
    ]);
    let (builder, _) = build(&server);
    let client = builder.oauth2("a-secret").build().expect("a client");
    client.batch_create(&batch()).send().await.expect("201 is a success");
    client.batch_create(&batch()).send().await.expect_err("403");
    let texts = spans.spans();
    let port = server.url().rsplit(':').next().expect("a port").to_owned();
    let url = server.url();
    for (text, (status, resends, error)) in
        texts.iter().zip([(503, 0, Some("503")), (201, 1, None), (403, 0, Some("403"))])
    {
        let mut expected = format!(
            "http_request otel.name=POST {TEMPLATE} otel.kind=\"client\" http.request.method=\"POST\" \
             url.full={url}/crm/v3/objects/0-162/batch/create url.template=\"{TEMPLATE}\" \
             server.address=\"127.0.0.1\" server.port={port} "
        );
        if resends > 0 {
            write!(expected, "http.request.resend_count={resends} ").expect("a string");
        }
        write!(expected, "http.response.status_code={status} ").expect("a string");
        if let Some(error) = error {
            write!(expected, "error.type=\"{error}\" otel.status_code=\"ERROR\" ").expect("a string");
        }
        assert_eq!(*text, expected);
    }
    assert_eq!(texts.len(), 3);
    let events = spans.events();
    // The clock of the test does not move during a request.
    let event = |id, status, attempt| {
        format!("DEBUG in Some({id}): message=POST {TEMPLATE} {status} in 0 ms, attempt {attempt} ")
    };
    assert_eq!(events, [event(1, 503, 1), event(2, 201, 2), event(3, 403, 1)]);
}

#[tokio::test]
async fn the_url_of_a_span_has_no_values_of_the_query() {
    let spans = Spans::default();
    let _guards = spans.subscribe();
    let server = Server::start(vec![StubResponse::json(200, &json!({ "results": [] }))]);
    let client = wire::Client::builder()
        .base_url(server.url())
        .credential("token", wire::Credential::query("key", "a-secret"))
        .build()
        .expect("a client");
    client.list_services().limit(2).after("personal").send().await.expect("a page");
    let texts = spans.spans();
    assert_eq!(texts.len(), 1);
    let start = format!("url.full={}/services?", server.url());
    let query = texts[0].split_once(&start).expect("the URL").1.split(' ').next().expect("a query");
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["after=REDACTED", "key=REDACTED", "limit=REDACTED"]);
    assert!(!texts[0].contains("secret") && !texts[0].contains("personal"), "{}", texts[0]);
}

#[tokio::test]
async fn records_the_kind_of_a_failure() {
    let spans = Spans::default();
    let _guards = spans.subscribe();
    let server = Server::start(vec![StubResponse::Bytes(Vec::new())]);
    let (builder, _) = build(&server);
    builder.build().expect("a client").batch_create(&batch()).send().await.expect_err("no response");
    let (texts, events) = (spans.spans(), spans.events());
    assert!(texts[0].ends_with("error.type=Interrupted otel.status_code=\"ERROR\" "), "{}", texts[0]);
    assert_eq!(
        events,
        [format!("DEBUG in Some(1): message=POST {TEMPLATE} failed (Interrupted) in 0 ms, attempt 1 ")]
    );
}

#[tokio::test]
async fn the_headers_of_a_trace_are_written_in_the_span_and_stay_at_the_origin() {
    let spans = Spans::default();
    let _guards = spans.subscribe();
    let elsewhere = Server::start(vec![StubResponse::json(200, &json!({}))]);
    let target = format!("{}/elsewhere", elsewhere.url());
    let server = Server::start(vec![
        StubResponse::new(307, &[("location", "/again")], b""),
        StubResponse::new(303, &[("location", &target)], b""),
    ]);
    let (builder, _) = build(&server);
    let state = Arc::clone(&spans.0);
    let client = builder
        .propagator(move |headers| {
            assert!(headers.is_empty(), "no credential is shown");
            let span = state.lock().expect("the spans").entered.last().copied().expect("a span");
            let value = HeaderValue::from_str(&format!("00-trace-{span}-01")).expect("a value");
            headers.insert("traceparent", value);
            headers.insert("tracestate", HeaderValue::from_static("a=b"));
            headers.insert("content-length", HeaderValue::from_static("1"));
        })
        .build()
        .expect("a client");
    let batch = Batch::new(Vec::new());
    let call = client.batch_create(&batch).header("tracestate", "of=call");
    call.send().await.expect_err("no batch");
    let sent: Vec<(String, String, String)> = [&server, &elsewhere]
        .iter()
        .flat_map(|server| server.requests())
        .map(|request| {
            let header = |name| request.header(name).to_owned();
            (header("traceparent"), header("tracestate"), header("content-length"))
        })
        .collect();
    let length = serde_json::to_string(&batch).expect("JSON").len().to_string();
    let expected =
        [("00-trace-1-01", "of=call", &*length), ("00-trace-2-01", "of=call", &length), ("", "", "")];
    assert_eq!(sent, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}
