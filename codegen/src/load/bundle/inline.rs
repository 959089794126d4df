//! References that are replaced by copies of their targets, where OpenAPI 3.0 has no components of their kind.

use serde_json::{Map, Value, json};

use super::{Bundler, UNRESOLVED, expected::Expected, inline_stack::Scope};
use crate::load::{node_path::NodePath, reference::Location, unresolved::Unresolved};

/// The maximum length of a chain of references that are replaced by copies.
const MAX_CHAIN: usize = 64;

/// A copy that replaces a `$ref`.
pub(super) enum Inlined {
    /// A copy of the target, whose fields the siblings of the `$ref` override.
    Target(Map<String, Value>),
    /// A copy of a target that is no object, or a reference without a target. It has no siblings.
    Value(Value),
}

impl Inlined {
    /// Returns the fields of the object that replaces `reference`.
    pub(super) fn fields<'v>(
        &'v self,
        reference: &'v Value,
    ) -> impl Iterator<Item = (&'v String, &'v Value)> {
        let target = match self {
            Self::Target(target) => Some(target),
            Self::Value(value) => value.as_object(),
        };
        let siblings = reference.as_object().filter(|_| matches!(self, Self::Target(_)));
        let sibling = move |key: &str| siblings?.get(key).filter(|_| key != "$ref");
        let of_target = target.into_iter().flatten();
        let of_target = of_target.map(move |(key, value)| (key, sibling(key).unwrap_or(value)));
        let is_new = move |key: &String| key != "$ref" && target.is_none_or(|known| !known.contains_key(key));
        of_target.chain(siblings.into_iter().flatten().filter(move |(key, _)| is_new(key)))
    }

    /// Returns the value that replaces `reference`, with copies of the siblings.
    pub(super) fn into_value(self, reference: &Value) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Target(mut target) => {
                let siblings = reference.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref");
                target.extend(siblings.map(|(key, value)| (key.clone(), value.clone())));
                Value::Object(target)
            }
        }
    }
}

impl Bundler<'_, '_> {
    /// Returns the copy that replaces `value`, which is at `path`. Returns `None` if it is not a `$ref`.
    pub(super) fn inlined(
        &mut self,
        value: &Value,
        expected: Expected,
        scope: &mut Scope<'_>,
        path: &NodePath<'_>,
    ) -> Option<Inlined> {
        let mut last = String::new();
        let mut inlined: Option<Value> = None;
        for _ in 0..MAX_CHAIN {
            let reference = inlined.as_ref().unwrap_or(value).get("$ref").and_then(Value::as_str);
            let Some(reference) = reference.filter(|reference| !reference.starts_with(UNRESOLVED)) else {
                return inlined.map(|value| match value {
                    Value::Object(target) => Inlined::Target(target),
                    value => Inlined::Value(value),
                });
            };
            reference.clone_into(&mut last);
            let (location, mut target) = match self.copy_target(&last, expected, scope, path) {
                Ok(copy) => copy,
                Err(mut reason) => {
                    self.suggest(&mut reason, &last, &scope.base);
                    return Some(Inlined::Value(self.unresolved_value(reason, &scope.base, path)));
                }
            };
            if let (Value::Object(target), Some(Value::Object(fields))) = (&mut target, inlined) {
                // Siblings of a `$ref` override the fields of its target.
                target.extend(fields.into_iter().filter(|(key, _)| key != "$ref"));
            }
            inlined = Some(target);
            self.bundled.source_map.record(path.pointer(), location.pointer());
            scope.base = Location::file(location.file.as_str());
            scope.inline_stack.extend([location]);
        }
        let limit = format!("it is in a chain of more than {MAX_CHAIN} references");
        let reason = Unresolved::beyond(&last, &limit);
        Some(Inlined::Value(self.unresolved_value(reason, &scope.base, path)))
    }

    /// Returns a copy of the target of a reference, and its location.
    fn copy_target(
        &mut self,
        reference: &str,
        expected: Expected,
        scope: &Scope<'_>,
        path: &NodePath<'_>,
    ) -> Result<(Location, Value), Unresolved> {
        let location = self.file_store.resolve(reference, &scope.base)?;
        let location =
            self.file_store.canonicalize(&location).ok_or_else(|| Unresolved::missing(reference))?;
        expected.check(reference, &location, self.file_store)?;
        let value = self.file_store.get(&location).ok_or_else(|| Unresolved::missing(reference))?;
        scope.check_copy(&location, path, reference)?;
        let copy = self.copy_budget.copy_from_files(value, self.file_store.weight);
        Ok((location, copy.ok_or_else(|| Unresolved::too_large(reference))?))
    }

    /// Returns the value that replaces a reference without a target, and reports it. The reader of paths reports those
    /// of path items.
    fn unresolved_value(&mut self, reason: Unresolved, base: &Location, path: &NodePath<'_>) -> Value {
        // Only the description has diagnostics for each place; another file has one for the whole.
        let at = if base.file.is_empty() {
            path.pointer().key("$ref")
        } else {
            Location::file(&base.file).pointer()
        };
        if !matches!(path, NodePath::Field(NodePath::Field(_, "paths" | "webhooks" | "callbacks"), _)) {
            self.diagnostics.push_with_help(reason.code, &at, reason.message.clone(), reason.help.clone());
        }
        json!({ "$ref": self.unresolved_reference(reason) })
    }
}
