//! Tests of the mock server: one program, so that it is linked once and its tests run in parallel.

mod limits;
mod responses;
mod xml;
