//! The webhooks of HubSpot, generated from `webhooks.yaml`. The program beside it receives them.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
