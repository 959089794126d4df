//! A server that checks requests against an OpenAPI description and answers with its examples, so that a client can be
//! tried without an account.
//!
//! [`Mock::answer`] does no I/O; [`serve`] puts it behind a socket.

mod body;
mod parameters;
mod problem;
mod route;
mod security;
mod serve;
mod text;

use bytes::Bytes;
use codegen::{
    Diagnostic, Severity, Source,
    api::{self, Api, Operation, Status},
    values::{self, Body},
};
use http::{HeaderValue, Request, Response, StatusCode, header};

use self::{
    problem::Fault,
    route::{Found, Routes},
    text::Patterns,
};
pub use self::{problem::Problem, serve::serve};

/// The request header that asks for an answer of another status: `Prefer: code=404` (RFC 7240).
const PREFER: &str = "prefer";

/// A description, ready to answer requests.
#[derive(Debug)]
pub struct Mock {
    api: Api,
    routes: Routes,
    patterns: Patterns,
}

impl Mock {
    /// Of the description `source`; and what was found wrong with it.
    ///
    /// # Errors
    /// The diagnostics, where nothing can be made of it.
    pub fn new(source: &Source) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (api, diagnostics) = codegen::read(source);
        let Some(api) = api else { return Err(diagnostics) };
        let routes = Routes::new(&api);
        Ok((Self { api, routes, patterns: Patterns::default() }, diagnostics))
    }

    /// How many operations it answers.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.api.operations.len()
    }

    /// The path of the description's server, before the paths of its operations: `/v1`, or nothing. Requests may have it.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.routes.base_path()
    }

    /// The answer to a request: an example of the first success, or of the status that `Prefer: code=404` asks for. A
    /// request that is not what the description says is answered with a [`Problem`].
    #[must_use]
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.find(request).unwrap_or_else(|problem| problem.response())
    }

    fn find(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, Problem> {
        let mut nearest: Option<Problem> = None;
        for found in self.routes.find(&self.api, request)? {
            match self.answer_as(&found, request) {
                Ok(response) => return Ok(response),
                Err(problem) if nearest.as_ref().is_none_or(|known| problem.is_nearer(known)) => {
                    nearest = Some(problem);
                }
                Err(_) => {}
            }
        }
        Err(nearest.unwrap_or_else(|| Problem::no_path(request.uri().path())))
    }

    /// The answer of one operation.
    fn answer_as(&self, found: &Found, request: &Request<Bytes>) -> Result<Response<Bytes>, Problem> {
        let operation = &self.api.operations[found.operation];
        security::check(&self.api, operation, request)?;
        let mut faults: Vec<Fault> = Vec::new();
        parameters::check(&self.api, operation, &found.path, request, &self.patterns, &mut faults);
        body::check(&self.api, operation, request, &self.patterns, &mut faults)?;
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let (reply, code) = reply(operation, preferred(request))?;
        let none = || Problem::no_example(operation, code);
        let body = match reply {
            Some(reply) => values::answer(&self.api, operation, reply).ok_or_else(none)?,
            None => Body::Empty,
        };
        Ok(response(code, body))
    }
}

/// The status that a request asks for.
fn preferred(request: &Request<Bytes>) -> Option<u16> {
    let values = request.headers().get_all(PREFER).iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split([',', ';']));
    preferences.find_map(|preference| preference.trim().strip_prefix("code=")?.trim_matches('"').parse().ok())
}

/// The documented answer with the preferred status, or the first success, and its status.
fn reply(
    operation: &Operation,
    preferred: Option<u16>,
) -> Result<(Option<&api::Response>, StatusCode), Problem> {
    let of = |status: Status| operation.responses.iter().find(|reply| reply.status == status);
    let (reply, code) = match preferred {
        Some(code) => {
            let digit = code / 100;
            let found =
                of(Status::Code(code)).or_else(|| of(Status::Range(digit))).or_else(|| of(Status::Default));
            (Some(found.ok_or_else(|| Problem::not_documented(operation, code))?), code)
        }
        None => {
            let first = |is: fn(Status) -> bool| operation.responses.iter().find(|reply| is(reply.status));
            // Where no success is documented, a redirect is one, and `default` stands for it too.
            let redirect = || first(|status| matches!(status, Status::Code(300..=399)));
            let reply = first(Status::is_success).or_else(redirect).or_else(|| of(Status::Default));
            let code = match reply.map(|reply| reply.status) {
                Some(Status::Code(code)) => code,
                _ => 200,
            };
            (reply, code)
        }
    };
    let code = StatusCode::from_u16(code).map_err(|_| Problem::not_documented(operation, code))?;
    Ok((reply, code))
}

fn response(code: StatusCode, body: Body) -> Response<Bytes> {
    let (media_type, body) = match body {
        Body::Empty => (String::new(), Bytes::new()),
        Body::Json(media_type, value) => (media_type, value.to_string().into()),
        Body::Text(media_type, text) => (media_type, text.into()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = code;
    if let Ok(value) = HeaderValue::try_from(&media_type)
        && !media_type.is_empty()
    {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

/// Whether a diagnostic keeps an operation from being answered.
#[must_use]
pub fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity() == Severity::Error
}
