//! `patternProperties`, `propertyNames` and `unevaluatedProperties`: the additional properties of an object.

use serde_json::{Map, Value, json};

use super::conditions::{code, describe, one_of};
use crate::load::{context::Context, node_path::NodePath};

/// Rewrites the keywords to `additionalProperties`, and the rest of their meaning to sentences of the description.
pub(super) fn rewrite(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    let is_composed = ["oneOf", "anyOf", "allOf", "$ref"].iter().any(|keyword| fields.contains_key(*keyword));
    if let Some(schema) = fields.remove("unevaluatedProperties")
        && !fields.contains_key("additionalProperties")
        // A boolean does not change the properties of the composed schemas.
        && !(schema.is_boolean() && is_composed)
    {
        let at = path.pointer();
        context.source_map.record(at.key("additionalProperties"), at.key("unevaluatedProperties"));
        fields.insert("additionalProperties".to_owned(), schema);
    }
    match fields.remove("patternProperties") {
        Some(Value::Object(patterns)) if !patterns.is_empty() => {
            rewrite_patterns(fields, patterns, path, context);
        }
        _ => {}
    }
    if let Some(names) = fields.remove("propertyNames")
        && let Some(sentence) = keys_sentence(&names)
    {
        describe(fields, &sentence);
    }
}

fn rewrite_patterns(
    fields: &mut Map<String, Value>,
    patterns: Map<String, Value>,
    path: &NodePath<'_>,
    context: &mut Context<'_>,
) {
    let texts: Vec<String> = patterns.keys().map(|pattern| code(pattern)).collect();
    let has_properties =
        fields.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    let others = match fields.remove("additionalProperties") {
        None if has_properties => Some(json!(true)),
        None | Some(Value::Bool(false)) => None,
        Some(schema) => Some(schema),
    };
    let subject = if has_properties { "Other keys match" } else { "The keys match" };
    describe(fields, &format!("{subject} {}.", one_of(&texts)));
    fields.entry("type").or_insert("object".into());
    let current = path.pointer().key("additionalProperties");
    let original = path.pointer().key("patternProperties");
    if others == Some(json!(true)) {
        fields.insert("additionalProperties".to_owned(), json!(true));
        return;
    }
    let mut distinct: Vec<(Option<String>, Value)> = Vec::new();
    let patterns = patterns.into_iter().map(|(pattern, schema)| (Some(pattern), schema));
    for (pattern, schema) in patterns.chain(others.map(|schema| (None, schema))) {
        if !distinct.iter().any(|(_, known)| *known == schema) {
            distinct.push((pattern, schema));
        }
    }
    let is_one = distinct.len() == 1;
    for (index, (pattern, _)) in distinct.iter().enumerate() {
        let current = if is_one { current.clone() } else { current.key("anyOf").index(index) };
        let original = pattern.as_ref().map_or_else(|| path.pointer(), |pattern| original.key(pattern));
        context.source_map.record(current, original);
    }
    let mut schemas: Vec<Value> = distinct.into_iter().map(|(_, schema)| schema).collect();
    let schema = if is_one { schemas.pop().unwrap_or_default() } else { json!({ "anyOf": schemas }) };
    fields.insert("additionalProperties".to_owned(), schema);
}

/// Returns the sentence for `propertyNames`.
fn keys_sentence(names: &Value) -> Option<String> {
    if let Some(Value::Array(values)) = names.get("enum") {
        let values: Vec<String> = values.iter().filter_map(Value::as_str).map(code).collect();
        return (!values.is_empty()).then(|| format!("The keys are {}.", one_of(&values)));
    }
    if let Some(reference) = names.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return Some(format!("The keys are values of {}.", code(name)));
    }
    let pattern = names.get("pattern").and_then(Value::as_str);
    pattern.map(|pattern| format!("The keys match {}.", code(pattern)))
}
