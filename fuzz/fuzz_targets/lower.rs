//! `Document` to `Api`: any tree.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, largest: usize, seed: u32| {
    fuzz::mutate(data, size, largest, seed)
});

fuzz_target!(|text: &str| {
    let _ = fuzz::lower(text);
});
