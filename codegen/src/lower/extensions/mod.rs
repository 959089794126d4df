//! The extensions of vendors that describe the behaviour of operations.

mod json_path;
mod pages;
mod retries;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde_json::Value;

pub(super) use self::pages::role;
use crate::{
    api::{DescribedRetry, OperationExtensions, is_token},
    diagnostics::{Code, Diagnostics, Pointer},
};

/// The extensions with the reason of a deprecation. The first one counts.
const DEPRECATIONS: [&str; 5] = [
    "x-speakeasy-deprecation-message",
    "x-deprecated-message",
    "x-deprecatedMessage",
    "x-deprecation-message",
    "x-deprecated",
];

/// The extension with the `operationId`, the parameter or the property to use instead.
const REPLACEMENT: &str = "x-speakeasy-deprecation-replacement";

/// The extension with the header of idempotency keys, and the one of an operation that sends it.
const IDEMPOTENCY: [&str; 2] = ["x-fern-idempotency-headers", "x-fern-idempotent"];

/// The maximum length in bytes of a name that each operation repeats.
const MAX_TEXT: usize = 200;

/// The extensions of an object of the description.
type Extensions = IndexMap<String, Value>;

/// An extension of an operation or of the description.
#[derive(Debug, Clone)]
struct Found<'a> {
    name: &'static str,
    value: &'a Value,
    at: Pointer,
}

/// Returns an extension of the object at `at`.
fn find<'a>(extensions: &'a Extensions, at: &Pointer, name: &'static str) -> Option<Found<'a>> {
    Some(Found { name, value: extensions.get(name)?, at: at.key(name) })
}

/// The extensions at the root of the description, which apply to operations.
#[derive(Debug)]
pub(super) struct Defaults<'a> {
    /// The pagination of operations that ask for it.
    pages: Option<&'a Value>,
    /// The retry policy of operations without one.
    retry: Option<DescribedRetry>,
    /// The header of idempotency keys, of operations that ask for it.
    idempotency_header: Option<String>,
}

impl<'a> Defaults<'a> {
    /// Reads the extensions of the description. Those that do not make sense are reported and ignored.
    pub(super) fn of(openapi: &'a OpenAPI, diagnostics: &mut Diagnostics) -> Self {
        let (extensions, at) = (&openapi.extensions, Pointer::root());
        let [headers, _] = IDEMPOTENCY;
        let listed = extensions.get(headers).and_then(Value::as_array);
        let mut names = listed.into_iter().flatten().filter_map(|entry| entry.get("header")?.as_str());
        Self {
            pages: pages::of_all(extensions),
            retry: retries::read(extensions, &at, diagnostics),
            idempotency_header: names
                .next()
                .filter(|name| name.len() <= MAX_TEXT && is_token(name))
                .map(str::to_ascii_lowercase),
        }
    }

    /// Returns the statements of an operation's extensions. Those that do not make sense are reported and ignored.
    pub(super) fn lower(
        &self,
        extensions: &Extensions,
        at: &Pointer,
        diagnostics: &mut Diagnostics,
    ) -> OperationExtensions {
        let retry = if retries::is_described(extensions) {
            retries::read(extensions, at, diagnostics)
        } else {
            self.retry.clone()
        };
        OperationExtensions {
            pages: pages::read(extensions, at, self.pages, diagnostics),
            retry,
            idempotency_header: self.header(extensions, at, diagnostics),
        }
    }

    /// Returns the header of the idempotency key of an operation with the extension for it.
    fn header(&self, extensions: &Extensions, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<String> {
        let [headers, idempotent] = IDEMPOTENCY;
        let found = find(extensions, at, idempotent).filter(|found| found.value.as_bool() == Some(true))?;
        if self.idempotency_header.is_none() {
            ignored(&found, &format!("`{headers}` of the description has no valid header"), diagnostics);
        }
        self.idempotency_header.clone()
    }
}

/// Reports an extension that is ignored.
fn ignored(found: &Found<'_>, why: &str, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is ignored: {why}", found.name);
    diagnostics.push(Code::EXTENSION, &found.at, message);
}

/// Returns the data of the event that ends a stream.
pub(super) fn sentinel(extensions: &Extensions) -> Option<String> {
    let text = extensions.get("x-speakeasy-sse-sentinel")?.as_str()?;
    (text.len() <= MAX_TEXT).then(|| text.to_owned())
}

/// The deprecation of an object of the description.
#[derive(Debug, Default)]
pub(super) struct Deprecation {
    /// `true` if it is deprecated.
    pub(super) deprecated: bool,
    /// The reason.
    pub(super) reason: Option<String>,
    /// The thing to use instead.
    pub(super) replacement: Option<String>,
}

/// Returns the deprecation by the keyword `deprecated` and by extensions.
pub(super) fn deprecation(deprecated: bool, extensions: &Extensions) -> Deprecation {
    if extensions.is_empty() {
        return Deprecation { deprecated, ..Deprecation::default() };
    }
    let text = |name: &&str| {
        let text = extensions.get(*name)?.as_str()?.trim();
        (!text.is_empty() && !matches!(text, "true" | "false")).then(|| text.to_owned())
    };
    let reason = DEPRECATIONS.iter().find_map(text);
    let replacement = text(&REPLACEMENT);
    let says = extensions
        .get("x-deprecated")
        .is_some_and(|value| value.as_bool() == Some(true) || value.as_str() == Some("true"));
    let deprecated = deprecated || says || reason.is_some() || replacement.is_some();
    Deprecation { deprecated, reason, replacement }
}
