//! The runtime of generated crates: its files, features and packages.
//!
//! [`files`](self::files) has one row for each file of `codegen/runtime/src/runtime/`. The modules of a crate, its
//! exports, its macros and its dependencies follow from the rows. To add a runtime module, add the file and its row.

mod feature;
mod files;
mod packages;

use std::collections::BTreeSet;

pub use self::{
    feature::Feature,
    files::{Condition, RuntimeFile},
    packages::{ALWAYS, Package},
};
use super::Crate;

/// A group of runtime files that only some crates need.
///
/// The order of the variants is the order of the exports in `lib.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimeModule {
    /// Bytes in base64
    Base64,
    /// Bytes in base64url
    Base64Url,
    /// Basic authentication
    Basic,
    /// The validation of constraints
    Check,
    /// Any JSON value, before its type is known
    Content,
    /// Conversions of the members of unions
    Conversions,
    /// Dates and times of the crate `time`
    DateTime,
    /// Dates and times in the form of HTTP
    HttpDate,
    /// Idempotency keys
    Idempotency,
    /// Structs
    Model,
    /// Multipart bodies
    Multipart,
    /// Enums of strings
    OpenEnum,
    /// Enums of other values
    OpenValue,
    /// Response headers
    Headers,
    /// Pagination
    Pages,
    /// Long-running operations
    Poller,
    /// Resources
    Resources,
    /// Enums of the bodies of successes
    Responses,
    /// Streamed responses
    Stream,
    /// Parameters and forms in the styles of OpenAPI
    Style,
    /// The values of parameters and forms
    Tree,
    /// Servers with variables
    Server,
    /// Methods that set optional properties
    Setters,
    /// Durations
    Span,
    /// Unions that write the tag of their members
    Tagged,
    /// Times of day
    TimeOfDay,
    /// Unions
    Union,
    /// Times in seconds since 1970
    UnixTime,
    /// The events of webhooks
    Webhooks,
    /// Bodies in XML
    Xml,
}

/// Returns the runtime files of a crate, sorted by name.
pub fn runtime_files(krate: &Crate) -> impl Iterator<Item = &'static RuntimeFile> {
    files::FILES.iter().filter(|file| file.conditions().any(|condition| is_met(condition, krate)))
}

/// Returns the packages whose types are part of a crate's public API, sorted by name.
#[must_use]
pub fn public_packages(krate: &Crate) -> BTreeSet<&'static str> {
    const OF_FILES: [&str; 2] = ["jiff", "time"];
    let of_files = runtime_files(krate).flat_map(|file| file.dependencies).copied();
    let of_types = krate.dependencies.iter().map(|dependency| dependency.package());
    let always = ["bytes", "http", "serde_json"].into_iter();
    always.chain(of_types).chain(of_files.filter(|package| OF_FILES.contains(package))).collect()
}

/// Returns the runtime files of every crate that meets `condition`, sorted by name.
pub fn runtime_files_if(condition: Condition) -> impl Iterator<Item = &'static RuntimeFile> {
    files::FILES.iter().filter(move |file| file.conditions().any(|known| known == condition))
}

/// Returns the conditions that a crate meets: first [`Condition::Always`], then its features, then its modules.
pub fn conditions(krate: &Crate) -> impl Iterator<Item = Condition> {
    let features = krate.features.iter().copied().map(Condition::Feature);
    let modules = krate.parts.iter().copied().map(Condition::Module);
    [Condition::Always].into_iter().chain(features).chain(modules)
}

fn is_met(condition: Condition, krate: &Crate) -> bool {
    match condition {
        Condition::Always => true,
        Condition::Feature(feature) => krate.features.contains(&feature),
        Condition::Module(module) => krate.parts.contains(&module),
    }
}
