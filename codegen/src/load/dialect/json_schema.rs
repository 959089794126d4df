//! JSON Schema 2020-12, as OpenAPI 3.1 and 3.2 have it, keyword by keyword.

use serde_json::{Map, Value, json};

use super::{Found, conditions, content, limits, maps, tuples, types};
use crate::{
    diagnostics::{Code, Diagnostics, Pointer},
    load::object_graph::Place,
};

/// Keywords that say nothing of a value's type.
fn is_passed_over(keyword: &str) -> bool {
    matches!(
        keyword,
        "$schema"
            | "$id"
            | "$anchor"
            | "$comment"
            | "$vocabulary"
            | "$dynamicAnchor"
            | "$defs"
            | "definitions"
            | "unevaluatedItems"
    )
}

/// Keywords that 3.0 does not have. Looking through the few that a schema has is faster than asking it for each.
fn is_rewritten(keyword: &str) -> bool {
    matches!(
        keyword,
        "const"
            | "examples"
            | "nullable"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "prefixItems"
            | "patternProperties"
            | "propertyNames"
            | "unevaluatedProperties"
            | "contentEncoding"
            | "contentMediaType"
            | "contentSchema"
            | "if"
            | "then"
            | "else"
            | "dependentRequired"
            | "dependentSchemas"
            | "contains"
            | "minContains"
            | "maxContains"
    ) || is_passed_over(keyword)
}

/// The dialects that are read: the one of OpenAPI, and JSON Schema's that it extends.
const DIALECTS: [&str; 2] =
    ["https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/schema"];

/// Notes a `jsonSchemaDialect` that is read as if it were 2020-12.
pub(super) fn check_dialect(root: &Map<String, Value>, diagnostics: &mut Diagnostics) {
    let Some(Value::String(dialect)) = root.get("jsonSchemaDialect") else { return };
    if !DIALECTS.iter().any(|known| dialect.starts_with(known)) {
        let message = format!("schemas of the dialect `{dialect}` are read as JSON Schema 2020-12");
        diagnostics.push(Code::SCHEMA_DIALECT, &Pointer::root().key("jsonSchemaDialect"), message);
    }
}

/// Rewrites the schema at `place`.
pub(super) fn rewrite(value: &mut Value, place: &Place<'_>, found: &mut Found<'_>) {
    match value {
        Value::Bool(allowed) if place.field() != "additionalProperties" => {
            *value = if *allowed { json!({}) } else { json!({ "not": {} }) };
        }
        Value::Object(fields) => rewrite_fields(fields, place, found),
        _ => {}
    }
}

/// Rewrites a schema of 3.0 that has keywords of 3.1, which is what its author meant.
pub(super) fn rewrite_early(value: &mut Value, place: &Place<'_>, found: &mut Found<'_>) {
    let Value::Object(fields) = value else { return };
    let is_later = |(key, value): &(&String, &Value)| match key.as_str() {
        "type" | "items" => value.is_array(),
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "const" | "prefixItems" | "patternProperties" => true,
        _ => false,
    };
    let Some(keyword) = fields.iter().find(is_later).map(|(key, _)| key.clone()) else { return };
    let message = format!("`{keyword}` is as OpenAPI 3.1 has it, and is taken as it is there");
    found.diagnostics.push(Code::OTHER_VERSION, &place.pointer().key(&keyword), message);
    rewrite_keywords(fields, place, found);
}

/// Whether a schema allows no value.
pub(super) fn is_never(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => !allowed,
        Value::Object(fields) => fields.len() == 1 && fields.get("not").is_some_and(|not| *not == json!({})),
        _ => false,
    }
}

fn rewrite_fields(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    let is_new = |(key, value): (&String, &Value)| match key.as_str() {
        "type" | "items" => value.is_array(),
        "properties" => value.as_object().is_some_and(|all| all.values().any(is_never)),
        key => is_rewritten(key),
    };
    if !fields.iter().any(is_new) {
        return;
    }
    fields.retain(|keyword, _| !is_passed_over(keyword));
    if fields.contains_key("nullable") {
        let message = "`nullable` is no keyword of this version of OpenAPI; it is taken as it was in 3.0";
        found.diagnostics.push(Code::OTHER_VERSION, &place.pointer().key("nullable"), message);
    }
    rewrite_keywords(fields, place, found);
}

fn rewrite_keywords(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.retain(|_, schema| !is_never(schema));
    }
    if let Some(Value::Array(examples)) = fields.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        fields.entry("example").or_insert(first);
    }
    set_constant(fields, place, found);
    limits::rewrite(fields);
    tuples::rewrite(fields, place, found);
    maps::rewrite(fields, place, found);
    content::rewrite(fields);
    conditions::rewrite(fields);
    types::rewrite(fields, place, found);
}

/// `const` is a list of one value.
fn set_constant(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    let Some(value) = fields.remove("const") else { return };
    found.source_map.note(place.pointer().key("enum"), place.pointer().key("const"));
    // One of several constants is an entry of a list, of which the schema says what it means.
    if let Place::Element(Place::Field(_, "oneOf" | "anyOf"), _) = place {
        let text = |key: &str| fields.get(key).filter(|text| text.is_string()).cloned();
        let (title, description) = (text("title"), text("description"));
        if let Some(description) = description.or_else(|| title.clone()) {
            fields.entry("x-enum-descriptions").or_insert(json!([description]));
        }
        if let Some(title) = title.filter(|_| value.is_number()) {
            fields.entry("x-enum-varnames").or_insert(json!([title]));
        }
    }
    match &value {
        Value::Object(_) | Value::Array(_) => {
            let kind = if value.is_object() { "object" } else { "array" };
            fields.entry("type").or_insert(kind.into());
            conditions::describe(fields, &format!("It is always `{value}`."));
        }
        _ => {
            fields.insert("enum".to_owned(), Value::Array(vec![value]));
        }
    }
}
