//! The support code that generated crates carry.
//!
//! The modules below `runtime` travel into a generated crate as text, to `src/runtime/`, and only
//! the parts that the crate uses. Here they are ordinary Rust: compiled, linted and tested. They
//! name each other by `super::`, and macros name them by `$crate::runtime::`, so that the same text
//! is right in both places.

pub mod runtime;
pub mod sample;
#[cfg(feature = "mock")]
pub mod sample_mock;
pub mod sample_xml;
