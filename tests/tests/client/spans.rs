//! Requests as spans of the crate `tracing`.

use std::{
    fmt::{self, Write},
    sync::{Arc, Mutex},
};

use hubspot_services::{Client, models::BatchInputSimplePublicObjectBatchInputForCreate as Batch};
use serde_json::json;
use tests::server::{Server, StubResponse};
use tracing::{
    Dispatch, Subscriber, dispatcher,
    field::{Field, Visit},
    span,
    subscriber::NoSubscriber,
};

/// A subscriber that keeps the texts of spans.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.name() == "http_request"
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut spans = self.0.lock().expect("the spans");
        let mut text = String::new();
        attributes.record(&mut Fields(&mut text));
        spans.push(text);
        span::Id::from_u64(spans.len() as u64)
    }

    fn record(&self, id: &span::Id, values: &span::Record<'_>) {
        let mut spans = self.0.lock().expect("the spans");
        let at = usize::try_from(id.into_u64()).expect("an index") - 1;
        values.record(&mut Fields(&mut spans[at]));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn records_a_request_as_a_span_without_secrets() {
    let spans = Spans::default();
    // Other tests send requests at the same time, from threads without a subscriber. While there is one subscriber in
    // the process, tracing asks only the thread of the first request for its interest; if there are two, it asks them.
    let _other = Dispatch::new(NoSubscriber::new());
    let _guard = dispatcher::set_default(&Dispatch::new(spans.clone()));
    let created = json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": [],
        "status": "COMPLETE",
    });
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "0")], b""),
        StubResponse::json(201, &created),
    ]);
    let client = Client::builder().base_url(server.url()).oauth2("a-secret").build().expect("a client");
    client.batch_create(&Batch::new(Vec::new())).send().await.expect("201 is a success");
    let texts = spans.0.lock().expect("the spans").clone();
    assert_eq!(texts.len(), 2);
    for (text, status) in texts.iter().zip([503, 201]) {
        assert!(
            text.starts_with(
                "http.request.method=\"POST\" url.template=\"/crm/v3/objects/{objectType}/batch/create\" "
            ),
            "{text}"
        );
        assert!(text.contains(&format!("http.response.status_code={status} ")), "{text}");
        assert!(
            text.contains("duration_ms=") && !text.contains("secret") && !text.contains("0-162"),
            "{text}"
        );
    }
}
