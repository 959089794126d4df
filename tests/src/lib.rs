//! What the tests share: an HTTP server on loopback, and the cases.

pub mod server;
