//! Tests of the code that generated crates carry: one program, so that it is linked once and its tests run in parallel.

mod call_options;
mod environment;
mod errors;
mod event_streams;
mod formats;
mod limits;
mod locate;
mod mock;
mod models;
mod nested_unions;
mod pages;
mod request;
mod responses;
mod streams;
mod styles;
mod unions;
mod webhook_events;
mod webhook_signatures;
mod xml;
