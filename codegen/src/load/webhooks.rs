//! Webhooks: what they send becomes a component where it is none, so that it has a name.

use serde_json::{Map, Value, json};

use super::{media_type::essence, source_map::SourceMap};
use crate::diagnostics::Pointer;

/// SourceMap the schemas of payloads to the components.
pub(super) fn name_payloads(root: &mut Map<String, Value>, source_map: &mut SourceMap) {
    let Some(Value::Object(mut webhooks)) = root.remove("webhooks") else { return };
    let mut found: Vec<(String, Value, Pointer)> = Vec::new();
    let at = Pointer::root().key("webhooks");
    let section = Pointer::root().key("components").key("schemas");
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    for (name, item) in &mut webhooks {
        let Value::Object(methods) = item else { continue };
        for (method, operation) in methods {
            let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
            for (media_type, media) in content.and_then(Value::as_object_mut).into_iter().flatten() {
                let Some(schema) = media.get_mut("schema") else { continue };
                if !essence(media_type).ends_with("json") || schema.get("$ref").is_some() {
                    continue;
                }
                let place =
                    at.key(name).key(method).key("requestBody").key("content").key(media_type).key("schema");
                let is_taken = |name: &String| {
                    schemas.is_some_and(|schemas| schemas.get(name).is_some())
                        || found.iter().any(|(known, ..)| known == name)
                };
                let names = [format!("{name}_payload"), format!("{name}_{method}_payload")].into_iter();
                let numbered = (2..).map(|number| format!("{name}_payload_{number}"));
                let Some(component) = names.chain(numbered).find(|name| !is_taken(name)) else { continue };
                let reference = json!({ "$ref": section.key(&component).to_reference() });
                found.push((component, std::mem::replace(schema, reference), place));
            }
        }
    }
    root.insert("webhooks".to_owned(), Value::Object(webhooks));
    if found.is_empty() {
        return;
    }
    let components = root.entry("components").or_insert_with(|| json!({}));
    let Value::Object(components) = components else { return };
    let Value::Object(schemas) = components.entry("schemas").or_insert_with(|| json!({})) else { return };
    for (name, schema, place) in found {
        source_map.note(section.key(&name), place);
        schemas.insert(name, schema);
    }
}
