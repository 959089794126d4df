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
    "body",
    "builder",
    "check",
    "client",
    "content",
    "credentials",
    "date_time",
    "error",
    "headers",
    "locate",
    "model",
    "multipart",
    "open_enum",
    "open_value",
    "operation",
    "redirects",
    "reply",
    "request",
    "response",
    "secret",
    "server",
    "slots",
    "span",
    "stream",
    "style",
    "time_of_day",
    "tree",
    "union"
);

/// The modules that a crate has for its feature `client`.
const CLIENT: [&str; 3] = ["builder", "client", "redirects"];

/// The files that `krate` uses.
pub(super) fn files(krate: &Crate) -> Vec<(String, String)> {
    let used = runtime_modules(krate);
    SOURCES
        .iter()
        .filter(|(name, _)| CLIENT.contains(name) || used.contains(name))
        .map(|(name, text)| {
            let text = format!("// {MARK}, which carries this file along. Do not edit.\n\n{text}");
            (format!("src/runtime/{name}.rs"), text)
        })
        .collect()
}
