//! `$dynamicRef` (JSON Schema 2020-12, section 8.2.3.2), as descriptions use it: a schema that refers to itself
//! by a name, and a template whose parts those who refer to it fill in.

use serde_json::{Map, Value};

use super::{
    file_store::FileStore,
    inline_stack::{CopyBudget, Here},
    object_graph::Place,
    reference::Location,
};

/// Makes a `$ref` of a `$dynamicRef`, and fills in the template that `fields`, a schema, refers to with the parts
/// that its `$defs` have for it. Where the template is, where there is one.
pub(super) fn fill(
    fields: &mut Map<String, Value>,
    here: &Here<'_>,
    place: &Place<'_>,
    file_store: &mut FileStore<'_>,
    inline_stack: &mut CopyBudget,
) -> Option<Location> {
    if let Some(Value::String(name)) = fields.remove("$dynamicRef") {
        fields.entry("$ref").or_insert(Value::String(name));
    }
    let parts = parts(fields);
    if parts.is_empty() {
        return None;
    }
    let location = file_store.resolve(fields.get("$ref")?.as_str()?, &here.base).ok()?;
    let (location, template) =
        file_store.find(&location).filter(|(location, _)| here.may_copy(location, place))?;
    let mut template = inline_stack.copy(template)?;
    if !replace(&mut template, &parts) {
        return None;
    }
    fields.remove("$ref");
    fields.remove("$defs");
    if let Value::Object(template) = template {
        for (key, value) in template {
            if !matches!(key.as_str(), "$defs" | "$id" | "$anchor" | "$dynamicAnchor") {
                fields.entry(key).or_insert(value);
            }
        }
    }
    Some(location)
}

/// The parts that a schema has for a template, by their names.
fn parts(fields: &Map<String, Value>) -> Vec<(String, Value)> {
    let Some(Value::Object(definitions)) = fields.get("$defs") else { return Vec::new() };
    let named = definitions.values().filter_map(|definition| {
        let name = definition.get("$dynamicAnchor")?.as_str()?;
        let mut part = definition.clone();
        part.as_object_mut()?.remove("$dynamicAnchor");
        Some((format!("#{name}"), part))
    });
    named.collect()
}

/// Puts the parts in the places that name them; whether there was one.
fn replace(value: &mut Value, parts: &[(String, Value)]) -> bool {
    match value {
        Value::Object(fields) => {
            let name = fields.get("$dynamicRef").and_then(Value::as_str);
            if let Some((_, part)) = parts.iter().find(|(known, _)| Some(known.as_str()) == name) {
                *value = part.clone();
                return true;
            }
            // All of them, so no `any`, which stops at the first.
            fields.values_mut().fold(false, |found, value| replace(value, parts) | found)
        }
        Value::Array(items) => items.iter_mut().fold(false, |found, item| replace(item, parts) | found),
        _ => false,
    }
}
