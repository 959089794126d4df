//! The line and column of each diagnostic.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Position, locate},
    load::Texts,
};

/// Returns the positions of diagnostics in the texts that they point into.
///
/// A text is parsed once more, however many diagnostics it has, unless all their positions are known.
#[must_use]
pub fn positions(texts: &Texts, diagnostics: &[Diagnostic]) -> Vec<Option<Position>> {
    let mut positions: Vec<Option<Position>> =
        diagnostics.iter().map(|diagnostic| diagnostic.position.clone()).collect();
    let mut by_file: BTreeMap<String, Vec<(&Diagnostic, &mut Option<Position>)>> = BTreeMap::new();
    let unknown = diagnostics.iter().zip(&mut positions).filter(|(_, position)| position.is_none());
    for (diagnostic, position) in unknown {
        by_file
            .entry(diagnostic.pointer.path().unwrap_or_default())
            .or_default()
            .push((diagnostic, position));
    }
    for (file, of_file) in by_file {
        let pointers: Vec<_> = of_file.iter().map(|(diagnostic, _)| &diagnostic.pointer).collect();
        let text = texts.get(&file).map_or("", AsRef::as_ref);
        let located = locate(text, &pointers);
        for ((_, position), located) in of_file.into_iter().zip(located) {
            *position = located;
        }
    }
    positions
}
