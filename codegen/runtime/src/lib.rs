//! The support code of the crates that Clientwright generates.
//!
//! The generator copies the modules below `runtime` as text into `src/runtime/` of a generated crate, if the crate uses
//! them. In this crate they are ordinary Rust: compiled, linted and tested. They refer to each other with `super::`,
//! and their macros use `$crate::runtime::`, so the same text compiles in both places.
//!
//! A generated crate does not depend on this one. The generator does, for [`SOURCES`] alone: the modules are compiled
//! only with the feature `code`, which all other features enable.

/// The folder of the sources of the modules.
pub const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime");

#[cfg(feature = "code")]
pub mod runtime;
#[cfg(feature = "code")]
pub mod sample;
#[cfg(feature = "code")]
pub mod sample_closed;
#[cfg(feature = "mock")]
pub mod sample_mock;
#[cfg(feature = "code")]
pub mod sample_nested;
#[cfg(feature = "code")]
pub mod sample_webhooks;
#[cfg(feature = "code")]
pub mod sample_xml;
