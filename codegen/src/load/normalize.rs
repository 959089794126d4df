//! The normalization of a fragment: constructs that openapiv3's types cannot represent are rewritten to ones they can.

use serde_json::{Map, Value, json};

use super::{
    context::Context,
    dialect::{self, violations},
    extensions::{DEVICE_FLOW, LINKS, METADATA_URL, MUTUAL_TLS},
    node_path::NodePath,
    object_graph::{ObjectKind, visit_all},
};
use crate::diagnostics::{Code, Pointer};

/// The maximum length of a parameter's example, in bytes.
const MAX_EXAMPLE: usize = 100;

/// Rewrites the fragment at `at`, an object of kind `kind`.
pub(super) fn normalize(value: &mut Value, kind: ObjectKind, at: &Pointer, context: &mut Context<'_>) {
    visit_all(value, kind, at, &mut |value, kind, path| {
        dialect::rewrite(value, kind, path, context);
        let Value::Object(fields) = value else { return };
        violations::report(fields, kind, path, context);
        remove_unused(fields, kind);
        match kind {
            ObjectKind::Schema => match fields.get("$ref") {
                Some(Value::String(_)) => wrap_reference(fields),
                Some(_) => remove_invalid_reference(fields, path, context),
                None => {}
            },
            ObjectKind::Encoding => set_explode(fields),
            ObjectKind::Response => keep_links(fields),
            ObjectKind::MediaType => keep_first_example(fields),
            ObjectKind::Parameter => keep_scalar_example(fields),
            ObjectKind::SecurityScheme => {
                mark_mutual_tls(fields);
                complete_flows(fields);
            }
            _ => {}
        }
    });
}

/// Removes fields that the generator does not use, so that they need not be valid.
fn remove_unused(fields: &mut Map<String, Value>, kind: ObjectKind) {
    let unused: &[&str] = match kind {
        ObjectKind::Schema => &["externalDocs"],
        ObjectKind::Header => &["example", "examples"],
        ObjectKind::Operation => &["callbacks", "externalDocs"],
        _ => &[],
    };
    if fields.keys().any(|key| unused.contains(&key.as_str())) {
        fields.retain(|key, _| !unused.contains(&key.as_str()));
    }
}

/// Moves `links` into an extension, so that invalid ones do not make the response invalid.
fn keep_links(fields: &mut Map<String, Value>) {
    if let Some(Value::Object(links)) = fields.remove("links")
        && !links.is_empty()
    {
        fields.insert(LINKS.to_owned(), Value::Object(links));
    }
}

/// Replaces `examples` by its first entry: as `example` if it has a value, and as the only entry if it is a `$ref`.
fn keep_first_example(fields: &mut Map<String, Value>) {
    let Some(examples) = fields.remove("examples") else { return };
    let Value::Object(examples) = examples else { return };
    if fields.contains_key("example") {
        return;
    }
    let Some((name, Value::Object(mut first))) = examples.into_iter().next() else { return };
    if let Some(value) = example_value(&mut first) {
        fields.insert("example".to_owned(), value);
    } else if let Some(Value::String(reference)) = first.remove("$ref") {
        fields.insert("examples".to_owned(), json!({ name: { "$ref": reference } }));
    }
}

/// Keeps the first example of a parameter if it is a short scalar. Each operation that refers to the parameter has it.
fn keep_scalar_example(fields: &mut Map<String, Value>) {
    keep_first_example(fields);
    fields.remove("examples");
    let is_short = match fields.get("example") {
        Some(Value::String(text)) => text.len() <= MAX_EXAMPLE,
        Some(Value::Number(_) | Value::Bool(_)) => true,
        _ => false,
    };
    if !is_short {
        fields.remove("example");
    }
}

/// Takes the value of an example: `value`, or `dataValue` since OpenAPI 3.2.
pub(super) fn example_value(example: &mut Map<String, Value>) -> Option<Value> {
    ["value", "dataValue"].iter().find_map(|key| example.remove(*key))
}

/// Removes a `$ref` that is not a string. A property named `$ref` is in another object, and is not affected.
fn remove_invalid_reference(fields: &mut Map<String, Value>, path: &NodePath<'_>, context: &mut Context<'_>) {
    fields.remove("$ref");
    context.diagnostics.push(Code::MALFORMED, &path.pointer().key("$ref"), "`$ref` is not a string");
}

/// Moves a `$ref` with siblings into `allOf`, because the siblings apply to this place and not to the target.
fn wrap_reference(fields: &mut Map<String, Value>) {
    if fields.keys().all(|key| key == "$ref" || key.starts_with("x-")) {
        return;
    }
    let Some(reference) = fields.remove("$ref") else { return };
    let reference = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
    match fields.get_mut("allOf") {
        Some(Value::Array(members)) => members.insert(0, reference),
        _ => {
            fields.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}

/// Sets a missing `explode` to the default of the style (OpenAPI 3.0.4, "Encoding Object"). openapiv3 reads it as
/// `false`.
fn set_explode(fields: &mut Map<String, Value>) {
    let form = fields.get("style").is_none_or(|style| style == "form" || style == "deepObject");
    fields.entry("explode").or_insert(Value::Bool(form));
}

/// Rewrites `mutualTLS`, which openapiv3 does not support, to a scheme of HTTP with an extension.
fn mark_mutual_tls(fields: &mut Map<String, Value>) {
    if fields.get("type").is_some_and(|kind| kind == "mutualTLS") {
        fields.insert("type".to_owned(), "http".into());
        fields.insert("scheme".to_owned(), "mutual".into());
        fields.insert(MUTUAL_TLS.to_owned(), Value::Bool(true));
    }
}

/// Adds the required fields that flows of OAuth 2.0 lack, because flows are only documented: a token can be sent
/// without them.
fn complete_flows(fields: &mut Map<String, Value>) {
    if fields.get("type").is_none_or(|kind| kind != "oauth2") {
        return;
    }
    let flows = fields.entry("flows").or_insert(Value::Null);
    if !flows.is_object() {
        *flows = Value::Object(Map::new());
    }
    let Value::Object(flows) = flows else { return };
    let device = flows.remove("deviceAuthorization");
    flows.retain(|_, flow| flow.is_object());
    for flow in flows.values_mut().filter_map(Value::as_object_mut) {
        for (key, default) in [
            ("authorizationUrl", Value::String(String::new())),
            ("tokenUrl", Value::String(String::new())),
            ("scopes", Value::Object(Map::new())),
        ] {
            flow.entry(key).or_insert(default);
        }
    }
    let url = |key: &str| device.as_ref().and_then(|flow| flow.get(key)).and_then(Value::as_str);
    if let (Some(authorize), Some(token)) = (url("deviceAuthorizationUrl"), url("tokenUrl")) {
        let description = fields.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = format!(
            "{description}\n\nDevices are authorized at <{authorize}> and get their tokens from <{token}>."
        );
        fields.insert("description".to_owned(), text.trim_start().into());
    }
    let metadata = fields.remove("oauth2MetadataUrl");
    for (extension, value) in [(DEVICE_FLOW, device), (METADATA_URL, metadata)] {
        fields.extend(value.map(|value| (extension.to_owned(), value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostics::Diagnostics,
        load::{dialect::Dialect, source_map::SourceMap},
    };

    #[test]
    fn rewrites_what_openapiv3_cannot_represent() {
        for (kind, input, expected) in [
            (
                ObjectKind::Schema,
                json!({ "$ref": "#/a", "description": "An owner." }),
                json!({ "description": "An owner.", "allOf": [{ "$ref": "#/a" }] }),
            ),
            (ObjectKind::Schema, json!({ "$ref": 1, "type": "string" }), json!({ "type": "string" })),
            (
                ObjectKind::Encoding,
                json!({ "style": "deepObject" }),
                json!({ "style": "deepObject", "explode": true }),
            ),
            (
                ObjectKind::Encoding,
                json!({ "style": "pipeDelimited" }),
                json!({ "style": "pipeDelimited", "explode": false }),
            ),
            (
                ObjectKind::MediaType,
                json!({ "examples": { "one": { "value": 1 } } }),
                json!({ "example": 1 }),
            ),
            (
                ObjectKind::Parameter,
                json!({ "examples": { "one": { "value": "a" }, "two": { "value": "b" } } }),
                json!({ "example": "a" }),
            ),
            (ObjectKind::Parameter, json!({ "example": ["a"] }), json!({})),
            (ObjectKind::Parameter, json!({ "example": "a".repeat(101) }), json!({})),
            (ObjectKind::Parameter, json!({ "examples": { "one": { "$ref": "#/a" } } }), json!({})),
            (
                ObjectKind::Response,
                json!({ "description": "", "links": { "next": 1 } }),
                json!({ "description": "", LINKS: { "next": 1 } }),
            ),
            (ObjectKind::Response, json!({ "links": [] }), json!({})),
            (
                ObjectKind::SecurityScheme,
                json!({ "type": "oauth2", "flows": { "implicit": {} } }),
                json!({ "type": "oauth2", "flows": {
                    "implicit": { "authorizationUrl": "", "tokenUrl": "", "scopes": {} },
                } }),
            ),
        ] {
            let (mut diagnostics, mut source_map) = (Diagnostics::default(), SourceMap::default());
            let mut context =
                Context { dialect: Dialect::V30, diagnostics: &mut diagnostics, source_map: &mut source_map };
            let mut value = input.clone();
            normalize(&mut value, kind, &Pointer::root(), &mut context);
            assert_eq!(value, expected, "{input}");
        }
    }
}
