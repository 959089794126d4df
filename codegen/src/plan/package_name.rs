//! The name of the package, which is also the name of the crate.

use super::{names, settings::Settings};
use crate::{
    diagnostics::{Code, Diagnostics, Pointer},
    rust::Package,
};

/// The crates that the compiler brings along.
const SYSROOT: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Reports a name that a package of a generated crate cannot have.
pub(super) fn check(settings: &Settings, diagnostics: &mut Diagnostics) {
    // A crate in another crate has no name of its own.
    if settings.included {
        return;
    }
    let name = &settings.name;
    if let Some(conflict) = conflict(settings) {
        let message = format!("the crate cannot have the name `{name}`, which is {conflict}");
        let help = format!("choose another name, for example `{name}-client`");
        diagnostics.push_with_help(Code::NAME_TAKEN, &Pointer::root(), message, help);
    }
}

/// Returns the other meaning of the name. Cargo and rustc take `-` and `_` for the same.
fn conflict(settings: &Settings) -> Option<&'static str> {
    let name = settings.name.replace('-', "_");
    let is_known = |name: &str| Package::find(name).is_some();
    if names::is_reserved_word(&name) {
        Some("a keyword of Rust")
    } else if SYSROOT.contains(&name.as_str()) {
        Some("a crate of Rust")
    } else if names::is_device(&name) {
        Some("a device on Windows")
    } else if is_known(&name) || is_known(&name.replace('_', "-")) {
        Some("a package that generated crates depend on")
    } else if settings.dependencies.keys().any(|dependency| dependency.replace('-', "_") == name) {
        Some("a dependency in the settings")
    } else {
        None
    }
}
