//! Routes: the operation for the path of a request.

use std::collections::BTreeMap;

use bytes::Bytes;
use clientwright_codegen::api::{Api, is_absolute};
use http::Request;
use regex::Regex;

use crate::problem::Problem;

/// The paths of a description.
#[derive(Debug)]
pub(crate) struct Routes {
    base_path: String,
    /// The routes, the most concrete first (OpenAPI 3.0.4, "Path Templating Matching").
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    pattern: Regex,
    /// The names of the parameters, in order.
    names: Vec<String>,
    /// The pairs of the query that the path itself has.
    query: Vec<String>,
    /// The number of characters outside of parameters.
    fixed: usize,
    operation: usize,
}

/// An operation, and the texts of its path parameters, still encoded.
pub(crate) struct Found {
    pub(crate) operation: usize,
    pub(crate) path: BTreeMap<String, String>,
}

impl Routes {
    pub(crate) fn new(api: &Api) -> Self {
        let of_server = api
            .servers
            .iter()
            .map(clientwright_codegen::api::Server::default_url)
            .find(|url| is_absolute(url));
        let of_server = of_server.unwrap_or_default();
        let after_scheme = of_server.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
        let base_path = after_scheme.find('/').map(|at| after_scheme[at..].trim_end_matches('/'));
        let operations = api.operations.iter().enumerate();
        let mut routes: Vec<Route> =
            operations.filter_map(|(index, operation)| Route::new(&operation.path, index)).collect();
        routes.sort_by_key(|route| {
            (std::cmp::Reverse(route.query.len()), route.names.len(), std::cmp::Reverse(route.fixed))
        });
        Self { base_path: base_path.unwrap_or_default().to_owned(), routes }
    }

    pub(crate) fn base_path(&self) -> &str {
        &self.base_path
    }

    /// Returns the number of characters at the start of `path` that are the path of the server.
    pub(crate) fn common_length(&self, path: &str) -> usize {
        let below = path.strip_prefix(&self.base_path).filter(|rest| rest.starts_with('/'));
        if below.is_some() { self.base_path.len() } else { 0 }
    }

    /// Returns the operations that a request may select, at least one. In some descriptions the operations of a path
    /// differ by a fragment or by the types of their parameters only.
    pub(crate) fn find(&self, api: &Api, request: &Request<Bytes>) -> Result<Vec<Found>, Problem> {
        let path = request.uri().path();
        let query = request.uri().query().unwrap_or_default();
        let below_base = path.strip_prefix(&self.base_path).filter(|rest| rest.starts_with('/'));
        // The path itself comes before the path below the server's.
        let paths = [Some(path), below_base.filter(|_| !self.base_path.is_empty())];
        let mut found = Vec::new();
        let mut others: Vec<&str> = Vec::new();
        for (path, route) in
            paths.into_iter().flatten().flat_map(|path| self.routes.iter().map(move |route| (path, route)))
        {
            let Some(captures) = route.pattern.captures(path) else { continue };
            if !route.query.iter().all(|wanted| query.split('&').any(|pair| pair == wanted)) {
                continue;
            }
            let method = api.operations[route.operation].method.as_str();
            if method == request.method().as_str() {
                let texts = captures.iter().skip(1).flatten().map(|found| found.as_str().to_owned());
                let path = route.names.iter().cloned().zip(texts).collect();
                found.push(Found { operation: route.operation, path });
            } else {
                others.push(method);
            }
        }
        others.sort_unstable();
        others.dedup();
        match (found.is_empty(), others.is_empty()) {
            (false, _) => Ok(found),
            (true, false) => Err(Problem::no_method(&others)),
            (true, true) => Err(Problem::no_path(path)),
        }
    }
}

impl Route {
    fn new(template: &str, operation: usize) -> Option<Self> {
        let template = template.split('#').next().unwrap_or_default();
        let (path, query) = template.split_once('?').unwrap_or((template, ""));
        let mut pattern = "^".to_owned();
        let mut names = Vec::new();
        let mut fixed = 0;
        let mut rest = path;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            pattern.push_str(&regex::escape(before));
            pattern.push_str("([^/]*)");
            names.push(name.to_owned());
            fixed += before.len();
            rest = after;
        }
        fixed += rest.len();
        pattern.push_str(&regex::escape(rest));
        pattern.push('$');
        let query = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{'));
        let query = query.map(str::to_owned).collect();
        Some(Self { pattern: Regex::new(&pattern).ok()?, names, query, fixed, operation })
    }
}
