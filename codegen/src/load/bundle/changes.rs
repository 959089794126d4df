//! The changes of a description: the bundler collects them while it reads the description, which needs no copy of it.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::{diagnostics::Pointer, load::node_path::NodePath};

/// The changes of a description.
#[derive(Debug, Default)]
pub(in crate::load) struct Changes {
    pub(super) edits: Edits,
    pub(super) components: Vec<NewComponent>,
}

/// A component that is added.
#[derive(Debug)]
pub(super) struct NewComponent {
    pub(super) section: &'static [&'static str],
    pub(super) name: String,
    pub(super) pointer: Pointer,
    pub(super) content: Content,
}

/// The source of a component's value.
#[derive(Debug)]
pub(super) enum Content {
    /// The value that these steps lead to. A reference replaces it.
    Moved(Vec<String>),
    Copied(Value),
}

impl Changes {
    /// Changes the description `root`.
    pub(in crate::load) fn apply(self, root: &mut Value) {
        // Edits have the steps of the values before any of them moves.
        self.edits.apply(root);
        for NewComponent { section, name, pointer, content } in self.components {
            let value = match content {
                Content::Copied(value) => value,
                Content::Moved(steps) => {
                    let reference = json!({ "$ref": pointer.to_reference() });
                    let moved = find_mut(root, &steps).map(|value| std::mem::replace(value, reference));
                    moved.unwrap_or_else(|| Value::Object(Map::new()))
                }
            };
            let holder = section.iter().try_fold(&mut *root, |value, step| {
                let fields = value.as_object_mut()?;
                Some(fields.entry(*step).or_insert_with(|| Value::Object(Map::new())))
            });
            if let Some(Value::Object(entries)) = holder {
                entries.insert(name, value);
            }
        }
    }
}

/// The edits of one value. Those of a child are collected before those of its parent, and applied after them.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// The steps to the fragment that is being read.
    pub(super) fragment: Vec<String>,
    collected: Vec<Edit>,
    /// The steps to the values that are not at their places any more once the edits are applied.
    gone: HashSet<Vec<String>>,
}

#[derive(Debug)]
struct Edit {
    steps: Vec<String>,
    change: Change,
}

#[derive(Debug)]
enum Change {
    /// Sets the text of a member.
    Text(String, String),
    /// Removes a member.
    Removal(&'static str),
    Value(Value),
    /// Replaces a `$ref` by its target. Siblings of the `$ref` override the fields of the target.
    Target(Map<String, Value>),
}

impl Edits {
    /// Sets the text of the member `key` of the object at `path`.
    pub(super) fn set_text(&mut self, path: &NodePath<'_>, key: &str, text: String) {
        self.push(path, Change::Text(key.to_owned(), text));
    }

    /// Removes the member `key` of the object at `path`.
    pub(super) fn remove(&mut self, path: &NodePath<'_>, key: &'static str) {
        self.push(path, Change::Removal(key));
    }

    /// Replaces the value at `path`.
    pub(super) fn replace(&mut self, path: &NodePath<'_>, value: Value) {
        let steps = self.steps(path);
        self.mark_gone(steps);
        self.push(path, Change::Value(value));
    }

    /// Replaces the `$ref` at `path` by its target.
    pub(super) fn inline(&mut self, path: &NodePath<'_>, target: Map<String, Value>) {
        self.push(path, Change::Target(target));
    }

    /// Records that the value at `steps` is not there any more.
    pub(super) fn mark_gone(&mut self, steps: Vec<String>) {
        self.gone.insert(steps);
    }

    /// Returns `true` if the value at `steps`, or one around it, is not there any more.
    pub(super) fn is_gone(&self, steps: &[String]) -> bool {
        (0..=steps.len()).any(|length| steps.get(..length).is_some_and(|outer| self.gone.contains(outer)))
    }

    /// Returns the number of edits.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.collected.len()
    }

    fn steps(&self, path: &NodePath<'_>) -> Vec<String> {
        let mut steps = self.fragment.clone();
        path.append_to(&mut steps);
        steps
    }

    fn push(&mut self, path: &NodePath<'_>, change: Change) {
        self.collected.push(Edit { steps: self.steps(path), change });
    }

    /// Edits the value `root`.
    pub(super) fn apply(self, root: &mut Value) {
        for Edit { steps, change } in self.collected.into_iter().rev() {
            if let Some(value) = find_mut(root, &steps) {
                change.apply(value);
            }
        }
    }
}

impl Change {
    fn apply(self, value: &mut Value) {
        match (self, value) {
            (Self::Value(new), value) => *value = new,
            (Self::Text(key, text), Value::Object(fields)) => {
                fields.insert(key, Value::String(text));
            }
            (Self::Removal(key), Value::Object(fields)) => {
                fields.remove(key);
            }
            (Self::Target(mut target), Value::Object(fields)) => {
                let siblings = std::mem::take(fields).into_iter().filter(|(key, _)| key != "$ref");
                target.extend(siblings);
                *fields = target;
            }
            _ => {}
        }
    }
}

/// Returns the value that `steps` lead to from `value`.
fn find_mut<'v>(value: &'v mut Value, steps: &[String]) -> Option<&'v mut Value> {
    steps.iter().try_fold(value, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}
