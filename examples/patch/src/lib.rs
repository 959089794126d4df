//! The API of an animal shelter, generated from `patch.yaml`. The program of this package patches a pet.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
