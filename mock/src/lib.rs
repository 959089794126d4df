//! A server that checks requests against an OpenAPI description and responds with its examples, for clients without an
//! account.
//!
//! [`Mock::respond`] does no I/O; [`serve`] adds the socket.

mod body;
mod parameters;
mod problem;
mod route;
mod security;
mod serve;
mod text;
mod xml;

use bytes::Bytes;
use clientwright_codegen::{
    Diagnostic, Severity, Source,
    api::{self, Api, Operation, Status},
    values::{self, Body},
};
use http::{HeaderValue, Request, Response, StatusCode, header};

pub use self::{
    problem::Problem,
    serve::{Limits, serve},
};
use self::{
    route::{Found, Routes},
    text::Patterns,
};

/// The request header that selects the status of the response: `Prefer: code=404` (RFC 7240).
const PREFER: &str = "prefer";

/// A description that responds to requests, or several.
#[derive(Debug)]
pub struct Mock {
    descriptions: Vec<Description>,
    patterns: Patterns,
}

#[derive(Debug)]
struct Description {
    api: Api,
    routes: Routes,
}

impl Mock {
    /// Reads the description `source`. Returns the diagnostics too.
    ///
    /// # Errors
    /// The diagnostics of a description that cannot be read.
    pub fn new(source: &Source) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (api, diagnostics) = clientwright_codegen::read(source);
        let Some(api) = api else { return Err(diagnostics) };
        let description = Description { routes: Routes::new(&api), api };
        Ok((Self { descriptions: vec![description], patterns: Patterns::default() }, diagnostics))
    }

    /// Adds the descriptions of another mock. If several have the path of a request, the one whose server's path the
    /// request begins with responds, or else the first one.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.descriptions.extend(other.descriptions);
        self
    }

    /// Returns the number of operations.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.descriptions.iter().map(|description| description.api.operations.len()).sum()
    }

    /// Returns the path of the description's server, `/v1` or nothing. Requests may begin with it. Several descriptions
    /// have the path that all have.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let mut paths = self.descriptions.iter().map(|description| description.routes.base_path());
        let first = paths.next().unwrap_or_default();
        if paths.all(|path| path == first) { first } else { "" }
    }

    /// Returns the response to a request: an example of the first success, or of the status in `Prefer: code=404`. The
    /// response to a request that does not match the description is a [`Problem`].
    #[must_use]
    pub fn respond(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.find(request).unwrap_or_else(|problem| problem.response())
    }

    fn find(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, Problem> {
        let path = request.uri().path();
        let mut descriptions: Vec<&Description> = self.descriptions.iter().collect();
        descriptions.sort_by_key(|description| std::cmp::Reverse(description.routes.common_length(path)));
        let mut nearest: Option<Problem> = None;
        for description in descriptions {
            match description.find(request, &self.patterns) {
                Ok(response) => return Ok(response),
                Err(problem) if nearest.as_ref().is_none_or(|known| problem.is_nearer(known)) => {
                    nearest = Some(problem);
                }
                Err(_) => {}
            }
        }
        Err(nearest.unwrap_or_else(|| Problem::no_path(path)))
    }
}

impl Description {
    fn find(&self, request: &Request<Bytes>, patterns: &Patterns) -> Result<Response<Bytes>, Problem> {
        let mut nearest: Option<Problem> = None;
        for found in self.routes.find(&self.api, request)? {
            match self.respond_as(&found, request, patterns) {
                Ok(response) => return Ok(response),
                Err(problem) if nearest.as_ref().is_none_or(|known| problem.is_nearer(known)) => {
                    nearest = Some(problem);
                }
                Err(_) => {}
            }
        }
        Err(nearest.unwrap_or_else(|| Problem::no_path(request.uri().path())))
    }

    /// Returns the response of one operation.
    fn respond_as(
        &self,
        found: &Found,
        request: &Request<Bytes>,
        patterns: &Patterns,
    ) -> Result<Response<Bytes>, Problem> {
        let operation = &self.api.operations[found.operation];
        security::check(&self.api, operation, request)?;
        let mut faults = parameters::check(&self.api, operation, &found.path, request, patterns);
        body::check(&self.api, operation, request, patterns, &mut faults)?;
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let (documented, code) = documented(operation, preferred(request))?;
        let none = || Problem::no_example(operation, code);
        let body = match documented {
            Some(documented) => values::response_body(&self.api, operation, documented).ok_or_else(none)?,
            None => Body::Empty,
        };
        Ok(response(code, body))
    }
}

/// Returns the status that a request prefers.
fn preferred(request: &Request<Bytes>) -> Option<u16> {
    let values = request.headers().get_all(PREFER).iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split([',', ';']));
    preferences.find_map(|preference| preference.trim().strip_prefix("code=")?.trim_matches('"').parse().ok())
}

/// Returns the documented response with the preferred status, or the first success, and its status.
fn documented(
    operation: &Operation,
    preferred: Option<u16>,
) -> Result<(Option<&api::Response>, StatusCode), Problem> {
    let of = |status: Status| operation.responses.iter().find(|documented| documented.status == status);
    let (documented, code) = match preferred {
        Some(code) => {
            let digit = code / 100;
            let found =
                of(Status::Code(code)).or_else(|| of(Status::Range(digit))).or_else(|| of(Status::Default));
            (Some(found.ok_or_else(|| Problem::not_documented(operation, code))?), code)
        }
        None => {
            let first =
                |is: fn(Status) -> bool| operation.responses.iter().find(|documented| is(documented.status));
            // Without a documented success the response is a redirect or `default`.
            let redirect = || first(|status| matches!(status, Status::Code(300..=399)));
            let documented = first(Status::is_success).or_else(redirect).or_else(|| of(Status::Default));
            let code = match documented.map(|documented| documented.status) {
                Some(Status::Code(code)) => code,
                _ => 200,
            };
            (documented, code)
        }
    };
    let code = StatusCode::from_u16(code).map_err(|_| Problem::not_documented(operation, code))?;
    Ok((documented, code))
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

/// Returns `true` for a diagnostic that leaves an operation out.
#[must_use]
pub fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity() == Severity::Error
}
