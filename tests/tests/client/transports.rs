//! Custom transports and tower layers.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use hubspot_services::{
    Body, Client, Error, PathTemplate, ServiceTransport, TransportError, TransportErrorKind, TransportService,
};
use serde_json::json;
use tests::server::{Server, StubResponse};
use tower::{Service, ServiceBuilder, layer::layer_fn};

use super::{batch, build, created};

/// A tower service that records the path templates of requests.
#[derive(Clone)]
struct Recording<S>(S, Arc<Mutex<Vec<&'static str>>>);

impl<S: Service<http::Request<Body>>> Service<http::Request<Body>> for Recording<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> S::Future {
        let template = request.extensions().get::<PathTemplate>().map(|template| template.0);
        self.1.lock().expect("the list").extend(template);
        self.0.call(request)
    }
}

#[tokio::test]
async fn layers_wrap_the_transport() {
    let server = Server::start(vec![
        StubResponse::new(503, &[("retry-after", "0")], b""),
        StubResponse::json(201, &created(&json!([]))),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (builder, _) = build(&server);
    let templates = Arc::clone(&seen);
    let builder = builder.layers(move |service| {
        let recording = layer_fn(|inner| Recording(inner, Arc::clone(&templates)));
        ServiceBuilder::new().concurrency_limit(4).layer(recording).service(service)
    });
    let client = builder.build().expect("a client");
    let response = client.batch_create(&batch()).send().await.expect("201 is a success");
    assert_eq!(response.attempts.count, 2);
    assert_eq!(*seen.lock().expect("the list"), ["/crm/v3/objects/{objectType}/batch/create"; 2]);
}

#[tokio::test]
async fn errors_keep_their_kind_through_layers() {
    let refused = ServiceBuilder::new().timeout(Duration::from_secs(20));
    let service = refused.service(TransportService::new(reqwest::Client::new()));
    let client = Client::builder()
        .base_url("http://127.0.0.1:9")
        .oauth2("token")
        .transport(ServiceTransport::new(service))
        .retry(hubspot_services::Retry::never())
        .build()
        .expect("a client");
    let Err(Error::Transport(error)) = client.batch_create(&batch()).send().await else {
        panic!("a response")
    };
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");

    let broken = tower::service_fn(|_: http::Request<Body>| async {
        Err::<http::Response<Body>, _>(std::io::Error::other("the circuit is open"))
    });
    let client = Client::builder().oauth2("token").transport(ServiceTransport::new(broken)).build();
    let sent = client.expect("a client").batch_create(&batch()).send().await;
    let Err(Error::Transport(error)) = sent else { panic!("a response") };
    assert_eq!((error.kind(), error.attempts().count), (TransportErrorKind::Interrupted, 1));
    assert_eq!(format!("{error:#}"), "the connection to the server was interrupted: the circuit is open");
}

/// A body of another type, in two frames.
struct Frames(Vec<&'static str>);

impl http_body::Body for Frames {
    type Data = std::io::Cursor<&'static str>;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Self::Data>, std::io::Error>>> {
        let next = self.0.pop();
        Poll::Ready(next.map(|text| Ok(http_body::Frame::data(std::io::Cursor::new(text)))))
    }
}

#[tokio::test]
async fn accepts_responses_with_any_body_type() {
    let text: &'static str = created(&json!([])).to_string().leak();
    let (start, end) = text.split_at(20);
    let service = tower::service_fn(move |_: http::Request<Body>| async move {
        let response = http::Response::builder().status(201).body(Frames(vec![end, start]));
        response.map_err(TransportFailure)
    });
    let client = Client::builder().oauth2("token").transport(ServiceTransport::new(service)).build();
    client.expect("a client").batch_create(&batch()).send().await.expect("201 is a success");
}

#[derive(Debug)]
struct TransportFailure(http::Error);

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for TransportFailure {}

impl From<TransportFailure> for TransportError {
    fn from(error: TransportFailure) -> Self {
        Self::new(TransportErrorKind::Interrupted, None, error)
    }
}
