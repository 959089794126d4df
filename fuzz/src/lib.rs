//! Functions that the fuzz targets share.

use clientwright_codegen::{
    Settings, Source, Texts,
    api::Api,
    diagnostics::Diagnostics,
    load::{self, Document},
    lower,
};
use libfuzzer_sys::fuzzer_mutate;
use serde_json::Value;
use tests::mutations::{Numbers, tree};

/// Runs the first stage.
pub fn load(text: &str) -> Option<Document> {
    load::load(&Source::new("fuzz", text), &mut Texts::new(), &mut Diagnostics::default())
}

/// Runs the first two stages.
pub fn lower(text: &str) -> Option<Api> {
    Some(lower::lower(&load(text)?, &mut Diagnostics::default()))
}

/// Returns settings that take other branches for every second text.
pub fn settings(text: &str) -> Settings {
    let is_odd = text.len() % 2 == 1;
    Settings {
        name: "fuzz".to_owned(),
        version: "0.1.0".to_owned(),
        check: is_odd,
        tag_features: is_odd,
        links: true,
        resources: Some(text.len() % 4 > 1),
        ..Settings::default()
    }
}

/// Mutates a description as a tree, and any other text as bytes.
pub fn mutate(data: &mut [u8], size: usize, largest: usize, seed: u32) -> usize {
    let Ok(mut description) = serde_json::from_slice::<Value>(&data[..size]) else {
        return fuzzer_mutate(data, size, largest);
    };
    tree(&mut description, &mut Numbers::new(seed.into()));
    let text = description.to_string();
    if text.len() > largest.min(data.len()) {
        return fuzzer_mutate(data, size, largest);
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}
