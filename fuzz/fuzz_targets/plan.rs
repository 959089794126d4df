//! `Api` to `Crate`: any tree, with settings.

#![no_main]

use clientwright_codegen::{diagnostics::Diagnostics, plan};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, largest: usize, seed: u32| {
    fuzz::mutate(data, size, largest, seed)
});

fuzz_target!(|text: &str| {
    let Some(api) = fuzz::lower(text) else { return };
    let _ = plan::plan(&api, &fuzz::settings(text), &mut Diagnostics::default());
});
