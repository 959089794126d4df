//! The client of a shop, generated from `error-handler.yaml`. The program beside it handles the errors of all calls in
//! one place.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
