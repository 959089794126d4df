//! Metrics of requests, for the crate `metrics`.

use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    with_local_recorder,
};
use serde_json::json;
use tests::server::{Server, StubResponse};

use super::{batch, build, created};

/// A recorder that keeps the texts of metrics.
#[derive(Clone, Default)]
struct Texts(Arc<Mutex<Vec<String>>>);

struct Metric(Texts, String);

impl HistogramFn for Metric {
    fn record(&self, value: f64) {
        self.0.push(format!("{} {value}", self.1));
    }
}

impl CounterFn for Metric {
    fn increment(&self, value: u64) {
        self.0.push(format!("{} +{value}", self.1));
    }

    fn absolute(&self, value: u64) {
        self.0.push(format!("{} {value}", self.1));
    }
}

impl Texts {
    fn push(&self, text: String) {
        self.0.lock().expect("the metrics").push(text);
    }

    fn metric(&self, key: &Key) -> Arc<Metric> {
        let labels: Vec<String> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Metric(self.clone(), format!("{}{{{}}}", key.name(), labels.join(","))))
    }
}

impl Recorder for Texts {
    fn describe_counter(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        self.push(format!("{} in {unit:?}", key.as_str()));
    }

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        self.push(format!("{} in {unit:?}", key.as_str()));
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.metric(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.metric(key))
    }
}

#[test]
fn records_the_duration_of_each_request_and_counts_retries() {
    let texts = Texts::default();
    let elsewhere = Server::start(vec![StubResponse::Bytes(Vec::new())]);
    let target = format!("{}/elsewhere", elsewhere.url());
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "2")], b""),
        StubResponse::json(201, &created(&json!([]))),
        StubResponse::new(303, &[("location", &target)], b""),
    ]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    with_local_recorder(&texts, || {
        runtime.block_on(async {
            let (builder, _) = build(&server);
            let client = builder.build().expect("a client");
            client.batch_create(&batch()).send().await.expect("201 is a success");
            client.batch_create(&batch()).send().await.expect_err("no response");
        });
    });
    let port = server.url().rsplit(':').next().expect("a port").to_owned();
    let template = "url.template=/crm/v3/objects/{objectType}/batch/create";
    // A redirect does not add a server of its own choice.
    let server = format!("{template},server.address=127.0.0.1,server.port={port}");
    let duration = |method: &str, result: &str| {
        format!("http.client.request.duration{{http.request.method={method},{server},{result}}} 0")
    };
    assert_eq!(
        *texts.0.lock().expect("the metrics"),
        [
            "http.client.request.duration in Some(Seconds)".to_owned(),
            "http.client.request.retries in Some(Count)".to_owned(),
            duration("POST", "http.response.status_code=503,error.type=503"),
            format!("http.client.request.retries{{http.request.method=POST,{template}}} +1"),
            duration("POST", "http.response.status_code=201"),
            duration("POST", "http.response.status_code=303"),
            duration("GET", "error.type=Interrupted"),
        ]
    );
}
