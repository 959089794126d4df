//! What descriptions say in more ways than openapiv3's types have: turned into the one that they have.

use serde_json::{Map, Value};

use super::schemas;
use crate::diagnostics::Pointer;

/// Rewrites the piece at `at`.
pub(super) fn normalize(value: &mut Value, at: &Pointer) {
    schemas::visit(value, at, &mut |schema, _| {
        if let Value::Object(fields) = schema {
            keep_siblings(fields);
        }
    });
    set_explode(value);
}

/// What stands beside a `$ref` is said of the place, not of what is referred to: such a schema is an
/// `allOf` of the reference.
fn keep_siblings(fields: &mut Map<String, Value>) {
    let refers = fields.get("$ref").is_some_and(Value::is_string);
    if !refers || fields.keys().all(|key| key == "$ref" || key.starts_with("x-")) {
        return;
    }
    let Some(reference) = fields.remove("$ref") else { return };
    let reference = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
    match fields.get_mut("allOf") {
        Some(Value::Array(parts)) => parts.insert(0, reference),
        _ => {
            fields.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}

/// An encoding without `explode` has the default of its style (OpenAPI 3.0.4, "Encoding Object"),
/// which openapiv3 takes for `false`.
fn set_explode(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(encodings)) = fields.get_mut("encoding") {
                for encoding in encodings.values_mut().filter_map(Value::as_object_mut) {
                    let form =
                        encoding.get("style").is_none_or(|style| style == "form" || style == "deepObject");
                    encoding.entry("explode").or_insert(Value::Bool(form));
                }
            }
            // Schemas have no encodings, and are most of a description.
            let has_encodings = |key: &str| !matches!(key, "schema" | "schemas" | "example" | "examples");
            fields.iter_mut().filter(|(key, _)| has_encodings(key)).for_each(|(_, value)| set_explode(value));
        }
        Value::Array(items) => items.iter_mut().for_each(set_explode),
        _ => {}
    }
}
