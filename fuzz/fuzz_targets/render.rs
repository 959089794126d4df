//! `Crate` to files: any tree. What is written is Rust and TOML, and stays in its folder; and a second run, which
//! knows the first, writes the same.

#![no_main]

use codegen::{Settings, Source, generate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use tests::mutations::stays_inside;

fuzz_mutator!(|data: &mut [u8], size: usize, largest: usize, seed: u32| {
    fuzz::mutate(data, size, largest, seed)
});

fuzz_target!(|text: &str| {
    let settings = fuzz::settings(text);
    // What is no Rust is an error here.
    let generated = generate(&Source::new("fuzz", text), &settings).expect("Rust");
    let Some(files) = &generated.files else {
        assert!(!generated.diagnostics.is_empty(), "neither files nor diagnostics");
        return;
    };
    toml::from_str::<toml::Table>(&files["Cargo.toml"]).expect("TOML");
    for path in files.keys() {
        assert!(stays_inside(path), "{path:?}");
    }
    let settings = Settings { before: generated.surface.clone(), ..settings };
    let again = generate(&Source::new("fuzz", text), &settings).expect("Rust");
    assert!(again.files == generated.files, "the second run writes something else");
});
