//! `api.txt` to `Surface`, and the changes between two of them: any text.

#![no_main]

use clientwright_codegen::{Surface, surface::compare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (old, new) = text.split_at(middle);
    let (old, new) = (Surface::parse(old), Surface::parse(new));
    assert_eq!(Surface::parse(&old.to_string()), old, "what is written is what is read");
    let _ = compare(&old, &new);
});
