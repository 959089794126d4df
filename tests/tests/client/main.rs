//! Tests of the generated client of `generated/` without a server: its models and its spans.

mod round_trip;
mod spans;
