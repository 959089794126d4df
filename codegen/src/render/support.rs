//! The support code, which travels as the text it is.

use super::MARK;
use crate::{emit::runtime_modules, rust::Crate};

macro_rules! sources {
    ($($name:literal),*) => {
        /// Every module of the support code, and its text.
        const SOURCES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../runtime/src/runtime/", $name, ".rs")))),*
        ];
    };
}

sources!(
    "base64",
    "basic",
    "blocking",
    "body",
    "builder",
    "check",
    "client",
    "clock",
    "content",
    "credentials",
    "date_time",
    "error",
    "exchange",
    "headers",
    "idempotency",
    "lenient",
    "limiter",
    "locate",
    "mock",
    "mock_clock",
    "mock_examples",
    "mock_operation",
    "model",
    "multipart",
    "next_page",
    "oauth2",
    "oauth2_renewal",
    "open_enum",
    "open_value",
    "operation",
    "reqwest_transport",
    "tower_transport",
    "pages",
    "rate_limit",
    "redirects",
    "raw_response",
    "request",
    "response",
    "retry",
    "secret",
    "server",
    "slots",
    "span",
    "stream",
    "style",
    "tagged",
    "time_of_day",
    "trace",
    "transport",
    "tree",
    "union",
    "xml",
    "xml_read",
    "xml_write"
);

/// The files that `krate` uses.
pub(super) fn files(krate: &Crate) -> Vec<(String, String)> {
    let mut used: Vec<&str> = runtime_modules(krate).into_iter().map(|(name, _)| name).collect();
    used.extend(krate.features.iter().flat_map(|feature| feature.modules()).map(|(name, _)| *name));
    SOURCES
        .iter()
        .filter(|(name, _)| used.contains(name))
        .map(|(name, text)| {
            let text = format!("// {MARK}, which carries this file along. Do not edit.\n\n{text}");
            (format!("src/runtime/{name}.rs"), text)
        })
        .collect()
}
