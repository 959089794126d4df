//! The removals of an overlay's actions that are not carried out yet. An object moves its other keys with each removal,
//! so that the removals of many actions are carried out together.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use serde_json::Value;

use crate::diagnostics::unescape;

/// The values that are removed, apart from elements of arrays.
#[derive(Debug, Default)]
pub(super) struct Removals {
    /// The pointers of the values.
    removed: HashSet<String>,
    /// The pointers of the values around them.
    around: HashSet<String>,
}

impl Removals {
    /// Removes the values at `pointers`. Those of objects are removed by [`apply`](Self::apply).
    pub(super) fn add(&mut self, root: &mut Value, pointers: Vec<String>) {
        let is_of_object = |pointer: &String| {
            let parent = pointer.rsplit_once('/').and_then(|(parent, _)| root.pointer(parent));
            parent.is_none_or(Value::is_object)
        };
        if !pointers.iter().all(is_of_object) {
            // The elements of an array that follow a removed one get other pointers.
            self.apply(root);
            remove(root, &pointers);
            return;
        }
        for pointer in pointers {
            self.around.extend(ancestors(&pointer).map(str::to_owned));
            self.removed.insert(pointer);
        }
    }

    /// Returns `true` if the value at `pointer`, or one around it, is removed.
    pub(super) fn contain(&self, pointer: &str) -> bool {
        !self.removed.is_empty()
            && (self.removed.contains(pointer)
                || ancestors(pointer).any(|around| self.removed.contains(around)))
    }

    /// Returns `true` if a value in the one at `pointer` is removed.
    pub(super) fn are_in(&self, pointer: &str) -> bool {
        self.around.contains(pointer)
    }

    /// Carries out the removals.
    pub(super) fn apply(&mut self, root: &mut Value) {
        let pointers: Vec<String> = self.removed.drain().collect();
        self.around.clear();
        remove(root, &pointers);
    }
}

/// Returns the pointers of the values around the one at `pointer`.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(pointer.rsplit_once('/'), |(parent, _)| parent.rsplit_once('/'))
        .map(|(parent, _)| parent)
}

/// Removes the values at these pointers, all of an object or an array at once: each removal moves the values after it.
fn remove(root: &mut Value, pointers: &[String]) {
    let mut of_parents: HashMap<&str, HashSet<String>> = HashMap::new();
    for (parent, last) in pointers.iter().filter_map(|pointer| pointer.rsplit_once('/')) {
        of_parents.entry(parent).or_default().insert(unescape(last));
    }
    // The deepest first, so that the indices in the pointers of the others stay valid.
    let mut of_parents: Vec<(&str, HashSet<String>)> = of_parents.into_iter().collect();
    of_parents.sort_by_key(|(parent, _)| Reverse(parent.matches('/').count()));
    for (parent, removed) in of_parents {
        match root.pointer_mut(parent) {
            Some(Value::Object(fields)) => fields.retain(|key, _| !removed.contains(key)),
            Some(Value::Array(items)) => {
                let indices: HashSet<usize> = removed.iter().filter_map(|index| index.parse().ok()).collect();
                let mut index = 0_usize..;
                items.retain(|_| index.next().is_none_or(|index| !indices.contains(&index)));
            }
            _ => {}
        }
    }
}
