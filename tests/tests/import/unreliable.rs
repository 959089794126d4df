//! A server that creates services, and does everything wrong that servers and networks do.

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

/// What the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// It creates what it is asked to.
    Calm,
    /// It knows nobody.
    Forbidden,
    /// Anything.
    Storm,
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fortune {
    Created,
    SomeCreated,
    SomeUnnamed,
    Invalid,
    TooMany,
    Busy,
    BadGatewayBefore,
    BadGatewayAfter,
    CutBefore,
    CutAfter,
    Garbled,
}

impl Fortune {
    fn of(weather: Weather) -> Self {
        if weather == Weather::Calm {
            return Self::Created;
        }
        match fastrand::u32(0..100) {
            0..3 => Self::BadGatewayBefore,
            3..6 => Self::BadGatewayAfter,
            6..9 => Self::CutBefore,
            9..12 => Self::CutAfter,
            12..14 => Self::Garbled,
            14..20 => Self::TooMany,
            20..24 => Self::Busy,
            24..27 => Self::Invalid,
            27..42 => Self::SomeCreated,
            42..44 => Self::SomeUnnamed,
            _ => Self::Created,
        }
    }
}

#[derive(Default)]
struct State {
    weather: Option<Weather>,
    /// How often each row was created.
    created: HashMap<usize, usize>,
    seen: BTreeMap<Fortune, usize>,
}

/// The server; it ends when it is dropped.
pub(crate) struct Unreliable {
    state: Arc<Mutex<State>>,
    url: String,
    _runtime: Runtime,
}

impl Unreliable {
    pub(crate) fn start(weather: Weather) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { weather: Some(weather), ..State::default() }));
        runtime.spawn(serve(listener, state.clone()));
        Self { state, url, _runtime: runtime }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    pub(crate) fn set(&self, weather: Weather) {
        self.state.lock().expect("no panic").weather = Some(weather);
    }

    /// How often each row was created, of those that were.
    pub(crate) fn created(&self) -> HashMap<usize, usize> {
        self.state.lock().expect("no panic").created.clone()
    }

    pub(crate) fn requests(&self) -> usize {
        self.state.lock().expect("no panic").seen.values().sum()
    }

    /// What became of the requests.
    pub(crate) fn weather(&self) -> String {
        format!("{:?}", self.state.lock().expect("no panic").seen)
    }
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((connection, _)) = listener.accept().await {
        let state = state.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, state.clone()));
            // A killed client is what this is about.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

/// The answer; an error cuts the connection.
async fn answer(
    request: Request<Incoming>,
    state: Arc<Mutex<State>>,
) -> Result<Response<Full<Bytes>>, std::io::Error> {
    let cut = || std::io::Error::other("cut");
    let body = request.into_body().collect().await.map_err(|_| cut())?.to_bytes();
    let mut state = state.lock().expect("no panic");
    let weather = state.weather.unwrap_or(Weather::Calm);
    if weather == Weather::Forbidden {
        let error = json!({ "category": "MISSING_SCOPES", "message": "no", "correlationId": "67e55044-10b1-426f-9247-bb680e5fe0c8" });
        return Ok(respond(403, &error));
    }
    let fortune = Fortune::of(weather);
    *state.seen.entry(fortune).or_default() += 1;
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let rows: Vec<usize> = request["inputs"].as_array().expect("inputs").iter().map(trace).collect();
    let mut create = |rows: &[usize]| {
        for row in rows {
            *state.created.entry(*row).or_default() += 1;
        }
        rows.iter().map(|row| result(*row)).collect::<Vec<Value>>()
    };
    let (some, others) = rows.split_at(rows.len() / 2);
    Ok(match fortune {
        Fortune::Created => respond(201, &batch(&create(&rows), None)),
        Fortune::SomeCreated => {
            let errors: Vec<Value> = others.iter().map(|row| refusal(&[*row])).collect();
            respond(207, &batch(&create(some), Some(&errors)))
        }
        Fortune::SomeUnnamed => respond(207, &batch(&create(some), Some(&[refusal(&[])]))),
        Fortune::Invalid => {
            let error = json!({ "category": "VALIDATION_ERROR", "message": "no", "correlationId": "67e55044-10b1-426f-9247-bb680e5fe0c8" });
            respond(400, &error)
        }
        Fortune::TooMany => later(429),
        Fortune::Busy => later(503),
        Fortune::BadGatewayBefore => respond(502, &json!("bad gateway")),
        Fortune::BadGatewayAfter => {
            create(&rows);
            respond(502, &json!("bad gateway"))
        }
        Fortune::CutBefore => return Err(cut()),
        Fortune::CutAfter => {
            create(&rows);
            return Err(cut());
        }
        Fortune::Garbled => {
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
        "message": "there is no property of this name",
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
    response.body(Full::new(body.to_string().into())).expect("an answer")
}

fn later(status: u16) -> Response<Full<Bytes>> {
    let response = Response::builder().status(status).header("retry-after", "0");
    response.body(Full::default()).expect("an answer")
}
