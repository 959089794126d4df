//! JSON to models: recursive unions, whose decoding is linear in the bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| clientwright_runtime::sample_nested::check(text));
