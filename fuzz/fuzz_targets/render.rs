//! `Crate` to files: any tree. The files are Rust and TOML and stay in their folder, and a second run with the names
//! of the first writes the same.

#![no_main]

use clientwright_codegen::{Settings, Source, generate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use tests::mutations::stays_inside;

fuzz_mutator!(|data: &mut [u8], size: usize, largest: usize, seed: u32| {
    fuzz::mutate(data, size, largest, seed)
});

fuzz_target!(|text: &str| {
    let settings = fuzz::settings(text);
    // Code that is not Rust is an error here.
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
