//! The runtime of generated crates.
//!
//! The generator copies the modules below `runtime` as text into `src/runtime/` of a generated crate, if the crate uses
//! them. In this crate they are ordinary Rust: compiled, linted and tested. They refer to each other with `super::`,
//! and their macros use `$crate::runtime::`, so the same text compiles in both places.

pub mod runtime;
pub mod sample;
pub mod sample_closed;
#[cfg(feature = "mock")]
pub mod sample_mock;
pub mod sample_nested;
pub mod sample_xml;
