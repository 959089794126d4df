//! The API of an issue tracker, generated from `shared-type.yaml`. The program of this package shows its users.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
