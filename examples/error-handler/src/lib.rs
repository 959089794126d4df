//! The client of `shop.yaml`, which `build.rs` generates with `share = "all"`. The program beside it handles the errors
//! of all calls in one place.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
