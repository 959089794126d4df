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
    "basic",
    "client",
    "credentials",
    "error",
    "locate",
    "model",
    "open_enum",
    "operation",
    "reply",
    "request",
    "response",
    "slots",
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
