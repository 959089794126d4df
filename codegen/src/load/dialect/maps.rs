//! `patternProperties`, `propertyNames` and `unevaluatedProperties`: what the properties of an object hold that
//! are not listed.

use serde_json::{Map, Value, json};

use super::{
    Found,
    conditions::{code, describe, one_of},
};
use crate::load::object_graph::Place;

/// Says it all by `additionalProperties`, and what that cannot say in the description.
pub(super) fn rewrite(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    let has_parts = ["oneOf", "anyOf", "allOf", "$ref"].iter().any(|keyword| fields.contains_key(*keyword));
    if let Some(schema) = fields.remove("unevaluatedProperties")
        && !fields.contains_key("additionalProperties")
        // Whether there may be others than what the parts say changes none of those.
        && !(schema.is_boolean() && has_parts)
    {
        let at = place.pointer();
        found.source_map.note(at.key("additionalProperties"), at.key("unevaluatedProperties"));
        fields.insert("additionalProperties".to_owned(), schema);
    }
    match fields.remove("patternProperties") {
        Some(Value::Object(patterns)) if !patterns.is_empty() => {
            set_patterns(fields, patterns, place, found);
        }
        _ => {}
    }
    if let Some(names) = fields.remove("propertyNames")
        && let Some(text) = about_names(&names)
    {
        describe(fields, &text);
    }
}

fn set_patterns(
    fields: &mut Map<String, Value>,
    patterns: Map<String, Value>,
    place: &Place<'_>,
    found: &mut Found<'_>,
) {
    let texts: Vec<String> = patterns.keys().map(|pattern| code(pattern)).collect();
    let has_properties =
        fields.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    let others = match fields.remove("additionalProperties") {
        None if has_properties => Some(json!(true)),
        None | Some(Value::Bool(false)) => None,
        Some(schema) => Some(schema),
    };
    let which = if has_properties { "Other keys match" } else { "The keys match" };
    describe(fields, &format!("{which} {}.", one_of(&texts)));
    fields.entry("type").or_insert("object".into());
    let now = place.pointer().key("additionalProperties");
    let before = place.pointer().key("patternProperties");
    if others == Some(json!(true)) {
        fields.insert("additionalProperties".to_owned(), json!(true));
        return;
    }
    let mut kinds: Vec<(Option<String>, Value)> = Vec::new();
    let patterns = patterns.into_iter().map(|(pattern, schema)| (Some(pattern), schema));
    for (pattern, schema) in patterns.chain(others.map(|schema| (None, schema))) {
        if !kinds.iter().any(|(_, known)| *known == schema) {
            kinds.push((pattern, schema));
        }
    }
    let is_one = kinds.len() == 1;
    for (index, (pattern, _)) in kinds.iter().enumerate() {
        let now = if is_one { now.clone() } else { now.key("anyOf").index(index) };
        let before = pattern.as_ref().map_or_else(|| place.pointer(), |pattern| before.key(pattern));
        found.source_map.note(now, before);
    }
    let mut schemas: Vec<Value> = kinds.into_iter().map(|(_, schema)| schema).collect();
    let schema = if is_one { schemas.pop().unwrap_or_default() } else { json!({ "anyOf": schemas }) };
    fields.insert("additionalProperties".to_owned(), schema);
}

/// What is said of the keys of an object.
fn about_names(names: &Value) -> Option<String> {
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
