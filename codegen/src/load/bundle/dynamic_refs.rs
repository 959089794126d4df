//! `$dynamicRef` (JSON Schema 2020-12, section 8.2.3.2) as descriptions use it: a recursive schema that names itself,
//! and a generic schema whose type arguments a referring schema defines in its `$defs`.

use serde_json::{Map, Value};

use super::inline_stack::Scope;
use crate::load::{copy_budget::CopyBudget, file_store::FileStore, node_path::NodePath, reference::Location};

/// A type argument of a generic schema.
struct Argument {
    /// The `$dynamicRef` that it replaces.
    reference: String,
    schema: Value,
}

/// Returns the schema `fields` with the fields of the generic schema that it refers to, in which the type arguments of
/// `fields` replace the parameters, and the location of the generic schema. Returns `None` for other schemas.
pub(super) fn instantiate(
    fields: &Map<String, Value>,
    scope: &Scope<'_>,
    path: &NodePath<'_>,
    file_store: &mut FileStore<'_>,
    copy_budget: &mut CopyBudget,
) -> Option<(Location, Map<String, Value>)> {
    let arguments = arguments(fields);
    if arguments.is_empty() {
        return None;
    }
    let location = file_store.resolve(reference(fields)?, &scope.base).ok()?;
    let (location, generic) = file_store.lookup(&location)?;
    scope.check_copy(&location, path, "").ok()?;
    let mut generic = copy_budget.copy(generic)?;
    if !substitute(&mut generic, &arguments) {
        return None;
    }
    let is_own = |key: &str| !matches!(key, "$ref" | "$dynamicRef" | "$defs");
    let own = fields.iter().filter(|(key, _)| is_own(key));
    let mut instance: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
    if let Value::Object(generic) = generic {
        for (key, value) in generic {
            if !matches!(key.as_str(), "$defs" | "$id" | "$anchor" | "$dynamicAnchor") {
                instance.entry(key).or_insert(value);
            }
        }
    }
    Some((location, instance))
}

/// Returns the reference of a schema. A `$dynamicRef` counts if there is no `$ref`.
pub(super) fn reference(fields: &Map<String, Value>) -> Option<&str> {
    fields.get("$ref").or_else(|| fields.get("$dynamicRef"))?.as_str()
}

/// Returns the definitions of a schema that have a `$dynamicAnchor`.
fn arguments(fields: &Map<String, Value>) -> Vec<Argument> {
    let Some(Value::Object(definitions)) = fields.get("$defs") else { return Vec::new() };
    let arguments = definitions.values().filter_map(|definition| {
        let anchor = definition.get("$dynamicAnchor")?.as_str()?;
        let mut schema = definition.clone();
        schema.as_object_mut()?.remove("$dynamicAnchor");
        Some(Argument { reference: format!("#{anchor}"), schema })
    });
    arguments.collect()
}

/// Replaces each `$dynamicRef` in `value` by its argument. Returns `true` if there is one.
fn substitute(value: &mut Value, arguments: &[Argument]) -> bool {
    match value {
        Value::Object(fields) => {
            let reference = fields.get("$dynamicRef").and_then(Value::as_str);
            let argument = arguments.iter().find(|argument| Some(argument.reference.as_str()) == reference);
            if let Some(argument) = argument {
                *value = argument.schema.clone();
                return true;
            }
            // `any` would stop at the first one.
            fields.values_mut().fold(false, |changed, value| substitute(value, arguments) | changed)
        }
        Value::Array(items) => {
            items.iter_mut().fold(false, |changed, item| substitute(item, arguments) | changed)
        }
        _ => false,
    }
}
