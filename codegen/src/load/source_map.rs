//! Where the fragments of a rewritten description come from.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostics, Pointer};

/// Where things stood before they were moved, by where they stand now.
#[derive(Debug, Default)]
pub(super) struct SourceMap(HashMap<Pointer, Pointer>);

impl SourceMap {
    /// Notes that what stands at `now` stood at `before`.
    pub(super) fn note(&mut self, now: Pointer, before: Pointer) {
        self.0.insert(now, before);
    }

    /// Adds those of another piece.
    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Where the thing at `pointer` stood: it may have been moved with something that it stands in.
    fn origin(&self, pointer: Pointer) -> Pointer {
        let mut above = Some(pointer.clone());
        let mut below: Vec<String> = Vec::new();
        while let Some(at) = above {
            if let Some(before) = self.0.get(&at) {
                return below.iter().rev().fold(before.clone(), |at, step| at.key(step));
            }
            let (parent, step) = at.split_last().unzip();
            below.extend(step);
            above = parent;
        }
        pointer
    }
}

/// From the places of the description that is read to those of the files that the user has.
#[derive(Debug, Default)]
pub struct Origins(pub(super) Vec<SourceMap>);

impl Origins {
    /// The place in the user's files that is now at `pointer`.
    #[must_use]
    pub fn of(&self, pointer: &Pointer) -> Pointer {
        let source_map = self.0.iter().filter(|source_map| !source_map.0.is_empty());
        source_map.fold(pointer.clone(), |pointer, source_map| source_map.origin(pointer))
    }

    /// SourceMap the diagnostics from the one at `first` on to their places in the user's files.
    pub(crate) fn apply(&self, diagnostics: &mut Diagnostics, first: usize) {
        diagnostics.relocate(first, |pointer| self.of(pointer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_something_moves_with_it() {
        let root = Pointer::root();
        let mut source_map = SourceMap::default();
        source_map.note(root.key("components").key("schemas"), root.key("definitions"));
        let origins = Origins(vec![SourceMap::default(), source_map]);
        let now = root.key("components").key("schemas").key("a/b").key("type");
        assert_eq!(origins.of(&now).as_str(), "#/definitions/a~1b/type");
        assert_eq!(origins.of(&root.key("info")).as_str(), "#/info");
    }
}
