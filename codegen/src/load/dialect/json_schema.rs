//! JSON Schema 2020-12, as OpenAPI 3.1 and 3.2 have it, keyword by keyword.

use serde_json::{Map, Value, json};

use super::{Found, conditions, content, limits, maps, tuples, types};
use crate::{
    diagnostics::{Code, Diagnostics, Pointer},
    load::outline::Place,
};

/// Keywords that say nothing of a value's type.
const PASSED_OVER: [&str; 9] = [
    "$schema",
    "$id",
    "$anchor",
    "$comment",
    "$vocabulary",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "unevaluatedItems",
];

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

/// Whether a schema allows no value.
pub(super) fn is_never(schema: &Value) -> bool {
    schema == &Value::Bool(false) || *schema == json!({ "not": {} })
}

fn rewrite_fields(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    for keyword in PASSED_OVER {
        fields.remove(keyword);
    }
    if fields.contains_key("nullable") {
        let message = "`nullable` is no keyword of this version of OpenAPI; it is taken as it was in 3.0";
        found.diagnostics.push(Code::OTHER_VERSION, &place.pointer().key("nullable"), message);
    }
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
    found.moves.note(place.pointer().key("enum"), place.pointer().key("const"));
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
