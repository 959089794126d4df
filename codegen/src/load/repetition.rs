//! The bound on what operations repeat: components that they refer to, and the security of the whole description.
//!
//! A reference is short, and what it refers to is generated for each operation. Without a bound, the output would grow
//! with the square of the description.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Skipped, component, copy_budget::weight};
use crate::diagnostics::{Code, Diagnostics, Pointer};

/// The values that operations may repeat, in addition to [`SHARE`] of the description.
const MAX_VALUES: usize = 2_000_000;
/// The number of times that operations may repeat the size of the description.
const SHARE: usize = 2;
/// The start of the media types whose schemas become types of the operation.
const MULTIPART: &str = "multipart/";

/// Removes the operations and webhooks that repeat too much, reports each of them, and returns the operations.
pub(super) fn limit(root: &mut Map<String, Value>, diagnostics: &mut Diagnostics) -> Vec<Skipped> {
    let size: usize = root.values().map(weight).sum();
    limit_to(size.saturating_mul(SHARE).saturating_add(MAX_VALUES), root, diagnostics)
}

fn limit_to(limit: usize, root: &mut Map<String, Value>, diagnostics: &mut Diagnostics) -> Vec<Skipped> {
    let components = Components::new(root);
    let security = root.get("security").map_or(0, weight);
    let mut left = limit;
    let mut skipped = Vec::new();
    for section in ["paths", "webhooks"] {
        let Some(Value::Object(items)) = root.get_mut(section) else { continue };
        for (path, item) in items {
            let Value::Object(fields) = item else { continue };
            let shared = fields.get("parameters").map_or(0, |list| weight(list) + components.repeated(list));
            fields.retain(|method, operation| {
                if method == "parameters" || !operation.is_object() {
                    return true;
                }
                let inherited = if operation.get("security").is_some() { 0 } else { security } + shared;
                // Those of OpenAPI 3.2 are together in one field.
                let count = if method == "additionalOperations" {
                    operation.as_object().map_or(0, Map::len)
                } else {
                    1
                };
                let repeated = components.repeated(operation).saturating_add(inherited.saturating_mul(count));
                let rest = left.checked_sub(repeated);
                left = rest.unwrap_or(left);
                if rest.is_none() {
                    let pointer = Pointer::root().key(section).key(path).key(method);
                    let reported = report(pointer, diagnostics);
                    skipped.extend(Some(reported).filter(|_| section == "paths"));
                }
                rest.is_some()
            });
        }
    }
    skipped
}

fn report(pointer: Pointer, diagnostics: &mut Diagnostics) -> Skipped {
    let message = "the operations repeat components that are too large all together".to_owned();
    let help =
        "make the components smaller that this operation refers to, or the `security` of the description";
    diagnostics.push_with_help(Code::REPETITION, &pointer, message.clone(), help);
    Skipped { pointer, code: Code::REPETITION, message }
}

/// A section of `components`, and a name in it.
type Key = (String, String);

/// The sizes of the components that are generated for each operation that refers to them.
struct Components(HashMap<Key, usize>);

impl Components {
    fn new(root: &Map<String, Value>) -> Self {
        let mut pending = Vec::new();
        let mut values = HashMap::new();
        for (section, entries) in root.get("components").and_then(Value::as_object).into_iter().flatten() {
            for (name, value) in entries.as_object().into_iter().flatten() {
                let key = (section.clone(), name.clone());
                pending.push((key.clone(), false));
                values.insert(key, value);
            }
        }
        let mut sizes = Self(HashMap::new());
        // A component is complete after those that it refers to. A cycle is invalid, and ends at its first component.
        while let Some((key, is_complete)) = pending.pop() {
            let Some(value) = values.get(&key) else { continue };
            if is_complete {
                let mut size = weight(value);
                references_of(&key, value, &mut |reference| sizes.add(&mut size, &reference));
                sizes.0.insert(key, size);
            } else if !sizes.0.contains_key(&key) {
                sizes.0.insert(key.clone(), 0);
                pending.push((key.clone(), true));
                references_of(&key, value, &mut |reference| pending.push((reference, false)));
            }
        }
        sizes
    }

    /// Returns the size of all components that `value` refers to.
    fn repeated(&self, value: &Value) -> usize {
        let mut size = 0_usize;
        references(value, &mut |reference| self.add(&mut size, &reference));
        size
    }

    /// Adds the size of a component to `size`.
    fn add(&self, size: &mut usize, component: &Key) {
        *size = size.saturating_add(self.0.get(component).copied().unwrap_or(0));
    }
}

/// Returns the component that `value` refers to, if it is a `$ref`.
fn target(value: &Value) -> Option<Key> {
    let reference = value.get("$ref")?.as_str()?;
    component(reference).map(|(section, name)| (section.to_owned(), name))
}

/// Calls `found` with each component that is generated wherever the component `key`, which is `value`, is.
fn references_of(key: &Key, value: &Value, found: &mut impl FnMut(Key)) {
    if key.0 == "schemas" {
        target(value).into_iter().for_each(found);
    } else {
        references(value, found);
    }
}

/// Calls `found` with each component in `value` that is generated for each operation: a schema only if it describes the
/// parts of a body.
fn references(value: &Value, found: &mut impl FnMut(Key)) {
    match value {
        Value::Object(fields) => {
            target(value).filter(|(section, _)| section != "schemas").into_iter().for_each(&mut *found);
            for (key, value) in fields {
                if key.get(..MULTIPART.len()).is_some_and(|start| start.eq_ignore_ascii_case(MULTIPART)) {
                    value.get("schema").and_then(target).into_iter().for_each(&mut *found);
                }
                references(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Source, read};

    /// Returns the paths that are left of three with this operation, if `limit` values may be repeated.
    fn left(operation: &Value, others: Value, limit: usize) -> usize {
        let paths =
            json!({ "/a": { "get": operation }, "/b": { "get": operation }, "/c": { "get": operation } });
        let mut root: Map<String, Value> = serde_json::from_value(others).unwrap_or_default();
        root.insert("paths".to_owned(), paths);
        let mut diagnostics = Diagnostics::default();
        let skipped = limit_to(limit, &mut root, &mut diagnostics);
        assert_eq!(skipped.len(), diagnostics.as_slice().len());
        3 - skipped.len()
    }

    #[test]
    fn counts_what_references_repeat() {
        let operation = json!({ "parameters": [{ "$ref": "#/components/parameters/%50" }] });
        let of = |parameter: Value| json!({ "components": { "parameters": { "P": parameter } } });
        let small = of(json!({ "in": "query", "name": "q" }));
        assert_eq!(left(&operation, small.clone(), 9), 3);
        assert_eq!(left(&operation, small, 8), 2);
        let described = of(json!({ "in": "query", "name": "q", "description": "x".repeat(6400) }));
        assert_eq!(left(&operation, described, 150), 1);
    }

    #[test]
    fn counts_components_of_components() {
        let operation = json!({ "responses": { "200": { "$ref": "#/components/responses/R" } } });
        let components = json!({ "components": {
            "responses": { "R": { "headers": { "X-Rate": { "$ref": "#/components/headers/H" } } } },
            "headers": { "H": { "$ref": "#/components/headers/I" }, "I": { "description": "x".repeat(6400) } },
        } });
        assert_eq!(left(&operation, components.clone(), 360), 3);
        assert_eq!(left(&operation, components, 100), 0);
    }

    #[test]
    fn counts_the_schemas_of_parts() {
        let of = |media_type: &str| json!({ "requestBody": { "content": { media_type: { "schema": { "$ref": "#/components/schemas/S" } } } } });
        let schemas = json!({ "components": { "schemas": {
            "S": { "$ref": "#/components/schemas/T" },
            "T": { "properties": { "a": { "description": "x".repeat(6400) } } },
        } } });
        assert_eq!(left(&of("Multipart/form-data"), schemas.clone(), 250), 2);
        assert_eq!(left(&of("application/json"), schemas, 0), 3);
    }

    #[test]
    fn counts_the_security_of_the_description() {
        let root = json!({ "security": [{ "x".repeat(6400): [] }] });
        assert_eq!(left(&json!({ "responses": {} }), root.clone(), 210), 2);
        assert_eq!(left(&json!({ "responses": {}, "security": [] }), root, 0), 3);
    }

    #[test]
    fn counts_the_parameters_of_a_path_for_each_operation() {
        let item = json!({ "parameters": [{ "name": "x".repeat(6400) }], "additionalOperations": { "A": {}, "B": {} } });
        let left = |limit: usize| {
            let mut root = json!({ "webhooks": { "/a": item } }).as_object().cloned().unwrap_or_default();
            limit_to(limit, &mut root, &mut Diagnostics::default());
            root.values().filter_map(|items| items.pointer("/~1a/additionalOperations")).count()
        };
        assert_eq!([left(203), left(206)], [0, 1]);
    }

    #[test]
    fn leaves_out_the_operations_after_the_limit() {
        let operation = json!({
            "parameters": [{ "$ref": "#/components/parameters/Q" }],
            "responses": { "204": { "description": "None." } },
        });
        let paths: Map<String, Value> =
            (0..40).map(|number| (format!("/{number}"), json!({ "get": operation }))).collect();
        let query = json!({ "in": "query", "name": "q", "description": "x".repeat(4_000_000), "schema": {} });
        let description = json!({
            "openapi": "3.1.0",
            "info": { "title": "Pets", "version": "1" },
            "paths": paths,
            "components": { "parameters": { "Q": query } },
        });
        let (api, diagnostics) = read(&Source::new("pets.json", description.to_string()));
        assert_eq!(api.map(|api| api.operations.len()), Some(34));
        let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::REPETITION; 6]);
    }

    #[test]
    fn ends_at_a_cycle() {
        let operation = json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] });
        let cycle = json!({ "P": { "$ref": "#/components/parameters/Q" }, "Q": { "$ref": "#/components/parameters/P" } });
        assert_eq!(left(&operation, json!({ "components": { "parameters": cycle } }), 1000), 3);
    }
}
