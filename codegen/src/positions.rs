//! The lines of diagnostics.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Pointer, Position, locate},
    load::Texts,
};

/// The places of diagnostics in the texts that they point into. Each text is read once more for it, however many
/// there are.
#[must_use]
pub fn positions(texts: &Texts, diagnostics: &[Diagnostic]) -> Vec<Option<Position>> {
    let mut by_file: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        by_file.entry(diagnostic.pointer.path().unwrap_or_default()).or_default().push(index);
    }
    let mut found: Vec<Option<Position>> =
        diagnostics.iter().map(|diagnostic| diagnostic.position.clone()).collect();
    for (file, indices) in by_file {
        let pointers: Vec<&Pointer> = indices.iter().map(|index| &diagnostics[*index].pointer).collect();
        let text = texts.get(&file).map_or("", String::as_str);
        for (index, position) in indices.into_iter().zip(locate(text, &pointers)) {
            if found[index].is_none() {
                found[index] = position;
            }
        }
    }
    found
}
