//! The map from places of the rewritten description to places of the user's files.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostics, Pointer};

/// The original place of each value that one step of `load` moved, by its current place.
#[derive(Debug, Default)]
pub(super) struct SourceMap(HashMap<Pointer, Pointer>);

/// The current and the original place of a value that is being moved.
pub(super) struct Relocation {
    pub(super) current: Pointer,
    pub(super) original: Pointer,
}

impl SourceMap {
    /// Records that the value at `current` was at `original`.
    pub(super) fn record(&mut self, current: Pointer, original: Pointer) {
        self.0.insert(current, original);
    }

    /// Adds the entries of another fragment.
    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Returns the original place of the value at `pointer`, which may have moved together with an ancestor.
    fn original(&self, pointer: Pointer) -> Pointer {
        let mut ancestor = Some(pointer.clone());
        let mut steps: Vec<String> = Vec::new();
        while let Some(current) = ancestor {
            if let Some(original) = self.0.get(&current) {
                return steps.iter().rev().fold(original.clone(), |pointer, step| pointer.key(step));
            }
            let (parent, step) = current.split_last().unzip();
            steps.extend(step);
            ancestor = parent;
        }
        pointer
    }
}

/// The source maps of all steps, the last step first.
#[derive(Debug, Default)]
pub struct Origins(pub(super) Vec<SourceMap>);

impl Origins {
    /// Returns the place in the user's files of the value at `pointer`.
    #[must_use]
    pub fn of(&self, pointer: &Pointer) -> Pointer {
        let source_maps = self.0.iter().filter(|source_map| !source_map.0.is_empty());
        source_maps.fold(pointer.clone(), |pointer, source_map| source_map.original(pointer))
    }

    /// Moves the diagnostics from index `first` on to their places in the user's files.
    pub(crate) fn apply(&self, diagnostics: &mut Diagnostics, first: usize) {
        diagnostics.relocate(first, |pointer| self.of(pointer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(steps: &[&str]) -> Pointer {
        steps.iter().fold(Pointer::root(), |pointer, step| pointer.key(step))
    }

    fn source_map(entries: &[(&[&str], &[&str])]) -> SourceMap {
        let mut source_map = SourceMap::default();
        for (current, original) in entries {
            source_map.record(pointer(current), pointer(original));
        }
        source_map
    }

    #[test]
    fn moves_a_value_with_its_ancestor() {
        let origins = Origins(vec![
            SourceMap::default(),
            source_map(&[(&["components", "schemas"], &["definitions"])]),
        ]);
        let current = pointer(&["components", "schemas", "a/b", "type"]);
        assert_eq!(origins.of(&current).to_string(), "#/definitions/a~1b/type");
        assert_eq!(origins.of(&pointer(&["info"])).to_string(), "#/info");
    }

    #[test]
    fn prefers_the_nearest_ancestor() {
        let origins = Origins(vec![source_map(&[(&["a"], &["x"]), (&["a", "b"], &["y"])])]);
        assert_eq!(origins.of(&pointer(&["a", "b", "c"])).to_string(), "#/y/c");
        assert_eq!(origins.of(&pointer(&["a", "c"])).to_string(), "#/x/c");
    }

    #[test]
    fn applies_the_last_step_first() {
        let origins = Origins(vec![source_map(&[(&["c"], &["b"])]), source_map(&[(&["b"], &["a"])])]);
        assert_eq!(origins.of(&pointer(&["c", "d"])).to_string(), "#/a/d");
    }
}
