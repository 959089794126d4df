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

/// The source maps of all steps of one description, or of several.
#[derive(Debug, Default)]
pub struct Origins {
    /// The source maps, the last step first.
    maps: Vec<SourceMap>,
    /// The descriptions of an API of several.
    parts: HashMap<String, PartOrigins>,
}

/// The places of a description that is one of several.
#[derive(Debug)]
struct PartOrigins {
    /// The path of its file.
    file: String,
    origins: Origins,
}

impl Origins {
    pub(super) fn new(maps: Vec<SourceMap>) -> Self {
        Self { maps, parts: HashMap::new() }
    }

    /// Adds the description in `file`, whose pointers begin with `part`.
    pub(crate) fn add_part(&mut self, part: &str, file: String, origins: Self) {
        self.parts.insert(part.to_owned(), PartOrigins { file, origins });
    }

    /// Returns the place in the user's files of the value at `pointer`.
    #[must_use]
    pub fn of(&self, pointer: &Pointer) -> Pointer {
        let part = pointer.path().and_then(|part| self.parts.get(&part));
        if let Some(PartOrigins { file, origins }) = part {
            let inner = pointer.moved(&|_| Pointer::root(), &mut HashMap::new());
            return in_file(&origins.of(&inner), file);
        }
        let maps = self.maps.iter().filter(|source_map| !source_map.0.is_empty());
        maps.fold(pointer.clone(), |pointer, source_map| source_map.original(pointer))
    }

    /// Moves the diagnostics from index `first` on to their places in the user's files.
    pub(crate) fn apply(&self, diagnostics: &mut Diagnostics, first: usize) {
        diagnostics.relocate(first, |pointer| self.of(pointer));
    }
}

/// Returns a pointer from the description in `file` as one from the folder of the settings.
pub(crate) fn in_file(pointer: &Pointer, file: &str) -> Pointer {
    pointer.moved(&|path| Pointer::file(&path_from(file, path.as_deref())), &mut HashMap::new())
}

/// Returns the path of a file that the description in `file` refers to, or that of the description itself.
pub(crate) fn path_from(file: &str, path: Option<&str>) -> String {
    let Some(path) = path else { return file.to_owned() };
    let mut steps: Vec<&str> = file.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match (step, steps.last()) {
            ("..", Some(last)) if *last != ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.join("/")
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
        let origins = Origins::new(vec![
            SourceMap::default(),
            source_map(&[(&["components", "schemas"], &["definitions"])]),
        ]);
        let current = pointer(&["components", "schemas", "a/b", "type"]);
        assert_eq!(origins.of(&current).to_string(), "#/definitions/a~1b/type");
        assert_eq!(origins.of(&pointer(&["info"])).to_string(), "#/info");
    }

    #[test]
    fn prefers_the_nearest_ancestor() {
        let origins = Origins::new(vec![source_map(&[(&["a"], &["x"]), (&["a", "b"], &["y"])])]);
        assert_eq!(origins.of(&pointer(&["a", "b", "c"])).to_string(), "#/y/c");
        assert_eq!(origins.of(&pointer(&["a", "c"])).to_string(), "#/x/c");
    }

    #[test]
    fn applies_the_last_step_first() {
        let origins = Origins::new(vec![source_map(&[(&["c"], &["b"])]), source_map(&[(&["b"], &["a"])])]);
        assert_eq!(origins.of(&pointer(&["c", "d"])).to_string(), "#/a/d");
    }
}
