//! JSON Schema 2020-12, the schemas of OpenAPI 3.1 and 3.2.

use serde_json::{Map, Value, json};

use super::{conditions, content, exclusive_bounds, maps, tuples, types};
use crate::{
    diagnostics::{Code, Diagnostics, Pointer},
    load::{context::Context, extensions::CONST, node_path::NodePath},
};

/// Returns `true` for keywords that do not affect the type of a value.
fn is_ignored(keyword: &str) -> bool {
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

/// Returns `true` for keywords that OpenAPI 3.0 does not have.
///
/// Testing the few keywords of a schema is faster than looking up each of these.
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
    ) || is_ignored(keyword)
}

/// The prefixes of supported dialects: OpenAPI's, and the one of JSON Schema that it extends.
const DIALECTS: [&str; 2] =
    ["https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/schema"];

/// Reports a `jsonSchemaDialect` that is not supported.
pub(super) fn check_dialect(root: &Map<String, Value>, diagnostics: &mut Diagnostics) {
    let Some(Value::String(dialect)) = root.get("jsonSchemaDialect") else { return };
    if !DIALECTS.iter().any(|known| dialect.starts_with(known)) {
        let message = format!("schemas of the dialect `{dialect}` are read as JSON Schema 2020-12");
        diagnostics.push(Code::SCHEMA_DIALECT, &Pointer::root().key("jsonSchemaDialect"), message);
    }
}

/// Rewrites a schema of OpenAPI 3.1 or 3.2.
pub(super) fn rewrite(value: &mut Value, path: &NodePath<'_>, context: &mut Context<'_>) {
    match value {
        Value::Bool(allowed)
            if !["additionalProperties", "unevaluatedProperties"].contains(&path.field()) =>
        {
            *value = if *allowed { json!({}) } else { json!({ "not": {} }) };
        }
        Value::Object(fields) => rewrite_fields(fields, path, context),
        _ => {}
    }
}

/// Rewrites a schema of OpenAPI 3.0 that has keywords of 3.1.
pub(super) fn rewrite_v30(value: &mut Value, path: &NodePath<'_>, context: &mut Context<'_>) {
    let Value::Object(fields) = value else { return };
    let is_later = |(key, value): &(&String, &Value)| match key.as_str() {
        "type" | "items" => value.is_array(),
        "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "const" | "prefixItems" | "patternProperties" => true,
        _ => false,
    };
    let Some(keyword) = fields.iter().find(is_later).map(|(key, _)| key.clone()) else { return };
    let message = format!("`{keyword}` has a form of OpenAPI 3.1; it is read as in 3.1");
    context.diagnostics.push(Code::OTHER_VERSION, &path.pointer().key(&keyword), message);
    rewrite_keywords(fields, path, context);
}

/// Returns `true` if a schema allows no value.
pub(super) fn is_never(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => !allowed,
        Value::Object(fields) => fields.len() == 1 && fields.get("not").is_some_and(|not| *not == json!({})),
        _ => false,
    }
}

fn rewrite_fields(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    let is_later = |(key, value): (&String, &Value)| match key.as_str() {
        "type" | "items" => value.is_array(),
        "properties" => value.as_object().is_some_and(|all| all.values().any(is_never)),
        key => is_rewritten(key),
    };
    if !fields.iter().any(is_later) {
        return;
    }
    fields.retain(|keyword, _| !is_ignored(keyword));
    if fields.contains_key("nullable") {
        let message = "`nullable` is not a keyword of this version of OpenAPI; it is read as in 3.0";
        context.diagnostics.push(Code::OTHER_VERSION, &path.pointer().key("nullable"), message);
    }
    rewrite_keywords(fields, path, context);
}

fn rewrite_keywords(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.retain(|_, schema| !is_never(schema));
    }
    if let Some(Value::Array(examples)) = fields.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        fields.entry("example").or_insert(first);
    }
    rewrite_const(fields, path, context);
    exclusive_bounds::rewrite(fields);
    maps::rewrite(fields, path, context);
    content::rewrite(fields);
    conditions::rewrite(fields);
    // A tuple replaces the type, so that the list of types has to be resolved before.
    types::rewrite(fields, path, context);
    tuples::rewrite(fields, path, path, context);
}

/// Rewrites `const` to an `enum` of one value.
fn rewrite_const(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    let Some(value) = fields.remove("const") else { return };
    context.source_map.record(path.pointer().key("enum"), path.pointer().key("const"));
    // A constant in a union is a value of an enumeration, which the schema documents.
    if let NodePath::Element(NodePath::Field(_, "oneOf" | "anyOf"), _) = path {
        let text = |key: &str| fields.get(key).filter(|text| text.is_string()).cloned();
        let (title, description) = (text("title"), text("description"));
        let name = text("x-rust-name").or(title.clone().filter(|_| value.is_number()));
        if let Some(description) = description.or(title) {
            fields.entry("x-enum-descriptions").or_insert(json!([description]));
        }
        if let Some(name) = name {
            fields.entry("x-enum-varnames").or_insert(json!([name]));
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
            fields.insert(CONST.to_owned(), Value::Bool(true));
        }
    }
}
