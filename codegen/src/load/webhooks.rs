//! The webhooks of OpenAPI 3.0, an extension, and the names of payloads: an inline schema of a payload becomes a
//! component.

use serde_json::{Map, Value, json};

use super::{dialect::Dialect, media_type::essence, source_map::SourceMap};
use crate::diagnostics::Pointer;

/// Renames `x-webhooks`, the form that webhooks have in descriptions of OpenAPI 3.0. Returns the source map of the
/// change.
pub(super) fn rename_extension(root: &mut Map<String, Value>, dialect: Dialect) -> SourceMap {
    let mut source_map = SourceMap::default();
    let is_used = dialect == Dialect::V30 && !root.contains_key("webhooks");
    if let Some(webhooks) = root.get_mut("x-webhooks").filter(|webhooks| is_used && webhooks.is_object()) {
        let webhooks = webhooks.take();
        root.insert("webhooks".to_owned(), webhooks);
        source_map.record(Pointer::root().key("webhooks"), Pointer::root().key("x-webhooks"));
    }
    source_map
}

/// An inline schema of a payload that becomes a component.
struct Payload {
    component: String,
    schema: Value,
    original: Pointer,
}

/// Moves the inline schemas of the payloads in a field of the description to `components`.
pub(super) fn name_payloads(root: &mut Map<String, Value>, field: &str, source_map: &mut SourceMap) {
    let Some(Value::Object(mut webhooks)) = root.remove(field) else { return };
    let at = Pointer::root().key(field);
    let section = Pointer::root().key("components").key("schemas");
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    let mut payloads: Vec<Payload> = Vec::new();
    for (name, item) in &mut webhooks {
        let Value::Object(methods) = item else { continue };
        for (method, operation) in methods {
            let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
            for (media_type, media) in content.and_then(Value::as_object_mut).into_iter().flatten() {
                let Some(schema) = media.get_mut("schema") else { continue };
                if !essence(media_type).ends_with("json") || schema.get("$ref").is_some() {
                    continue;
                }
                let is_used = |name: &String| {
                    schemas.is_some_and(|schemas| schemas.get(name).is_some())
                        || payloads.iter().any(|payload| payload.component == *name)
                };
                let key = component_key(name);
                let names = [format!("{key}_payload"), format!("{key}_{method}_payload")].into_iter();
                let numbered = (2..).map(|number| format!("{key}_payload_{number}"));
                let Some(component) = names.chain(numbered).find(|name| !is_used(name)) else { continue };
                let steps = [name, method, "requestBody", "content", media_type, "schema"];
                let original = steps.iter().fold(at.clone(), |pointer, step| pointer.key(step));
                let reference = json!({ "$ref": section.key(&component).to_reference() });
                let schema = std::mem::replace(schema, reference);
                payloads.push(Payload { component, schema, original });
            }
        }
    }
    root.insert(field.to_owned(), Value::Object(webhooks));
    if payloads.is_empty() {
        return;
    }
    let components = root.entry("components").or_insert_with(|| json!({}));
    let Value::Object(components) = components else { return };
    let Value::Object(schemas) = components.entry("schemas").or_insert_with(|| json!({})) else { return };
    for Payload { component, schema, original } in payloads {
        source_map.record(section.key(&component), original);
        schemas.insert(component, schema);
    }
}

/// Returns a name with the characters of ASCII that the key of a component may have.
fn component_key(name: &str) -> String {
    let is_allowed = |char: char| !char.is_ascii() || char.is_ascii_alphanumeric() || "._-".contains(char);
    name.chars().map(|char| if is_allowed(char) { char } else { '_' }).collect()
}
