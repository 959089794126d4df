//! What the tests share: an HTTP server on loopback, and a clock that they move.

pub mod clock;
pub mod server;

/// The programs of the README, which are compiled and run as its readers would.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
