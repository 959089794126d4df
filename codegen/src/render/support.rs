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
    "client",
    "content",
    "credentials",
    "date_time",
    "error",
    "locate",
    "model",
    "open_enum",
    "open_value",
    "operation",
    "reply",
    "request",
    "response",
    "secret",
    "slots",
    "span",
    "time_of_day",
    "union"
);

/// The files that `krate` uses.
pub(super) fn files(krate: &Crate) -> Vec<(String, String)> {
    let used = runtime_modules(krate);
    SOURCES
        .iter()
        .filter(|(name, _)| *name == "client" || used.contains(name))
        .map(|(name, text)| {
            let text = format!("// {MARK}, which carries this file along. Do not edit.\n\n{text}");
            (format!("src/runtime/{name}.rs"), text)
        })
        .collect()
}
