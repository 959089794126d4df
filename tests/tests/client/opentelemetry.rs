//! Spans and headers of traces with the crates of OpenTelemetry, as "In production" shows it.

use opentelemetry::{
    global,
    propagation::Injector,
    trace::{SpanKind, Status, TracerProvider},
};
use opentelemetry_sdk::{
    propagation::TraceContextPropagator,
    trace::{InMemorySpanExporter, SdkTracerProvider},
};
use serde_json::json;
use tests::server::{Server, StubResponse};
use tracing::{Dispatch, Instrument, dispatcher, subscriber::NoSubscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;

use super::{batch, build, created};

/// The headers of a request, for a propagator of OpenTelemetry.
struct Headers<'a>(&'a mut http::HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, name: &str, value: String) {
        let name = http::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

#[tokio::test]
async fn exports_client_spans_and_propagates_their_context() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let subscriber = tracing_subscriber::registry().with(layer);
    let _other = Dispatch::new(NoSubscriber::new());
    let _guard = dispatcher::set_default(&Dispatch::new(subscriber));
    global::set_text_map_propagator(TraceContextPropagator::new());

    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "0")], b""),
        StubResponse::json(201, &created(&json!([]))),
    ]);
    let (builder, _) = build(&server);
    let client = builder
        .propagator(|headers| {
            let context = tracing::Span::current().context();
            global::get_text_map_propagator(|propagator| {
                propagator.inject_context(&context, &mut Headers(headers));
            });
        })
        .build()
        .expect("a client");
    let own = tracing::info_span!("import");
    client.batch_create(&batch()).send().instrument(own.clone()).await.expect("201 is a success");
    drop(own);

    let spans = exporter.get_finished_spans().expect("spans");
    let [first, second, own] = &spans[..] else { panic!("{spans:?}") };
    assert_eq!(own.name, "import");
    let requests = server.requests();
    for (span, request) in [first, second].into_iter().zip(&requests) {
        assert_eq!(span.name, "POST /crm/v3/objects/{objectType}/batch/create");
        assert_eq!((&span.span_kind, span.parent_span_id), (&SpanKind::Client, own.span_context.span_id()));
        let (trace, id) = (own.span_context.trace_id(), span.span_context.span_id());
        assert_eq!(request.header("traceparent"), format!("00-{trace}-{id}-01"));
    }
    assert!(matches!(first.status, Status::Error { .. }), "{:?}", first.status);
    assert_eq!(second.status, Status::Unset);
    let attribute = |name: &str| {
        let found = second.attributes.iter().find(|attribute| attribute.key.as_str() == name);
        found.map(|attribute| attribute.value.to_string())
    };
    assert_eq!(attribute("http.request.resend_count").as_deref(), Some("1"));
    assert_eq!(attribute("http.response.status_code").as_deref(), Some("201"));
    assert_eq!(attribute("url.template").as_deref(), Some("/crm/v3/objects/{objectType}/batch/create"));
}
