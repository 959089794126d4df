//! A server that creates services and simulates the failures of servers and networks.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime};

/// The behavior of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behavior {
    /// Every request succeeds.
    Reliable,
    /// Every request is rejected with `403`.
    Forbidden,
    /// Each request has a random effect.
    Random,
}

/// The effect of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Created,
    SomeCreated,
    SomeWithoutRow,
    Invalid,
    TooMany,
    Busy,
    BadGatewayBefore,
    BadGatewayAfter,
    ClosedBefore,
    ClosedAfter,
    InvalidBody,
}

impl Effect {
    fn of(behavior: Behavior) -> Self {
        if behavior == Behavior::Reliable {
            return Self::Created;
        }
        match fastrand::u32(0..100) {
            0..3 => Self::BadGatewayBefore,
            3..6 => Self::BadGatewayAfter,
            6..9 => Self::ClosedBefore,
            9..12 => Self::ClosedAfter,
            12..14 => Self::InvalidBody,
            14..20 => Self::TooMany,
            20..24 => Self::Busy,
            24..27 => Self::Invalid,
            27..42 => Self::SomeCreated,
            42..44 => Self::SomeWithoutRow,
            _ => Self::Created,
        }
    }
}

#[derive(Default)]
struct State {
    behavior: Option<Behavior>,
    /// The number of times that each row was created.
    created: HashMap<usize, usize>,
    seen: BTreeMap<Effect, usize>,
}

/// The server. It stops when it is dropped.
pub(crate) struct UnreliableServer {
    state: Arc<Mutex<State>>,
    url: String,
    _runtime: Runtime,
}

impl UnreliableServer {
    pub(crate) fn start(behavior: Behavior) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { behavior: Some(behavior), ..State::default() }));
        runtime.spawn(serve(listener, state.clone()));
        Self { state, url, _runtime: runtime }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    pub(crate) fn set(&self, behavior: Behavior) {
        self.state.lock().expect("no panic").behavior = Some(behavior);
    }

    /// Returns the number of times that each row was created.
    pub(crate) fn created(&self) -> HashMap<usize, usize> {
        self.state.lock().expect("no panic").created.clone()
    }

    pub(crate) fn requests(&self) -> usize {
        self.state.lock().expect("no panic").seen.values().sum()
    }

    /// Returns the number of requests for each effect, as text.
    pub(crate) fn behaviors(&self) -> String {
        format!("{:?}", self.state.lock().expect("no panic").seen)
    }
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((connection, _)) = listener.accept().await {
        let state = state.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| handle(request, state.clone()));
            // Killed clients cause errors here.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

/// Handles a request. An error closes the connection without a response.
async fn handle(
    request: Request<Incoming>,
    state: Arc<Mutex<State>>,
) -> Result<Response<Full<Bytes>>, std::io::Error> {
    let closed = || std::io::Error::other("closed");
    let body = request.into_body().collect().await.map_err(|_| closed())?.to_bytes();
    let mut state = state.lock().expect("no panic");
    let behavior = state.behavior.unwrap_or(Behavior::Reliable);
    if behavior == Behavior::Forbidden {
        let error = json!({ "category": "MISSING_SCOPES", "message": "no", "correlationId": "67e55044-10b1-426f-9247-bb680e5fe0c8" });
        return Ok(respond(403, &error));
    }
    let effect = Effect::of(behavior);
    *state.seen.entry(effect).or_default() += 1;
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let rows: Vec<usize> = request["inputs"].as_array().expect("inputs").iter().map(trace).collect();
    let mut create = |rows: &[usize]| {
        for row in rows {
            *state.created.entry(*row).or_default() += 1;
        }
        rows.iter().map(|row| result(*row)).collect::<Vec<Value>>()
    };
    let (some, others) = rows.split_at(rows.len() / 2);
    Ok(match effect {
        Effect::Created => respond(201, &batch(&create(&rows), None)),
        Effect::SomeCreated => {
            let errors: Vec<Value> = others.iter().map(|row| refusal(&[*row])).collect();
            respond(207, &batch(&create(some), Some(&errors)))
        }
        Effect::SomeWithoutRow => respond(207, &batch(&create(some), Some(&[refusal(&[])]))),
        Effect::Invalid => {
            let error = json!({ "category": "VALIDATION_ERROR", "message": "no", "correlationId": "67e55044-10b1-426f-9247-bb680e5fe0c8" });
            respond(400, &error)
        }
        Effect::TooMany => retry_later(429),
        Effect::Busy => retry_later(503),
        Effect::BadGatewayBefore => respond(502, &json!("bad gateway")),
        Effect::BadGatewayAfter => {
            create(&rows);
            respond(502, &json!("bad gateway"))
        }
        Effect::ClosedBefore => return Err(closed()),
        Effect::ClosedAfter => {
            create(&rows);
            return Err(closed());
        }
        Effect::InvalidBody => {
            create(&rows);
            respond(201, &json!({ "status": "COMPLETE" }))
        }
    })
}

fn trace(input: &Value) -> usize {
    input["objectWriteTraceId"].as_str().and_then(|id| id.parse().ok()).expect("the number of a row")
}

fn result(row: usize) -> Value {
    json!({
        "id": format!("9{row}"),
        "objectWriteTraceId": row.to_string(),
        "archived": false,
        "createdAt": "2019-10-30T03:30:17.883Z",
        "updatedAt": "2019-10-30T03:30:17.883Z",
        "properties": {},
    })
}

fn refusal(rows: &[usize]) -> Value {
    let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
    json!({
        "category": "VALIDATION_ERROR",
        "message": "unknown property",
        "context": { "objectWriteTraceId": rows },
        "links": {},
        "errors": [],
        "status": "error",
    })
}

fn batch(results: &[Value], errors: Option<&[Value]>) -> Value {
    let mut batch = json!({
        "completedAt": "2023-11-07T05:31:56Z",
        "startedAt": "2023-11-07T05:31:55Z",
        "results": results,
        "status": "COMPLETE",
    });
    if let Some(errors) = errors {
        batch["errors"] = errors.into();
    }
    batch
}

fn respond(status: u16, body: &Value) -> Response<Full<Bytes>> {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(Full::new(body.to_string().into())).expect("a response")
}

fn retry_later(status: u16) -> Response<Full<Bytes>> {
    let response = Response::builder().status(status).header("retry-after", "0");
    response.body(Full::default()).expect("a response")
}
