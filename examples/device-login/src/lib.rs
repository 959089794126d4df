//! The client of a television service, generated from `device-login.yaml`. The program beside it logs in and lists the
//! channels of the user.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
