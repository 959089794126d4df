//! What descriptions say in more ways than openapiv3's types have: turned into the one that they have.

use serde_json::{Map, Value, json};

use super::{
    dialect::{self, Found, forbidden},
    extensions::MUTUAL_TLS,
    object_graph::{self, Kind, Place},
};
use crate::diagnostics::{Code, Pointer};

/// Rewrites the piece at `at`, a `kind`.
pub(super) fn normalize(value: &mut Value, kind: Kind, at: &Pointer, found: &mut Found<'_>) {
    object_graph::visit(value, kind, at, &mut |value, kind, place| {
        dialect::rewrite(value, kind, place, found);
        let Value::Object(fields) = value else { return };
        forbidden::check(fields, kind, place, found);
        drop_unread(fields, kind);
        match kind {
            Kind::Schema => match fields.get("$ref") {
                Some(Value::String(_)) => keep_siblings(fields),
                Some(_) => drop_wrong_reference(fields, place, found),
                None => {}
            },
            Kind::Encoding => set_explode(fields),
            Kind::MediaType => keep_one_example(fields),
            Kind::SecurityScheme => {
                mark_mutual_tls(fields);
                complete_flows(fields);
            }
            _ => {}
        }
    });
}

/// What nothing is made of need not be right.
fn drop_unread(fields: &mut Map<String, Value>, kind: Kind) {
    let unread: &[&str] = match kind {
        Kind::Schema => &["externalDocs"],
        Kind::Parameter | Kind::Header => &["example", "examples"],
        Kind::Response => &["links"],
        Kind::Operation => &["callbacks", "externalDocs"],
        _ => &[],
    };
    if fields.keys().any(|key| unread.contains(&key.as_str())) {
        fields.retain(|key, _| !unread.contains(&key.as_str()));
    }
}

/// The first example is the one: as `example` where it is written here, and as the only one of `examples` where it
/// is a component.
fn keep_one_example(fields: &mut Map<String, Value>) {
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

/// What an example is one of: `value`, or `dataValue` since OpenAPI 3.2.
pub(super) fn example_value(example: &mut Map<String, Value>) -> Option<Value> {
    ["value", "dataValue"].iter().find_map(|key| example.remove(*key))
}

/// A `$ref` is a text. The property of a schema may well be called so, and is not meant here.
fn drop_wrong_reference(fields: &mut Map<String, Value>, place: &Place<'_>, found: &mut Found<'_>) {
    fields.remove("$ref");
    found.diagnostics.push(Code::MALFORMED, &place.pointer().key("$ref"), "`$ref` is not a text");
}

/// What stands beside a `$ref` is said of the place, not of what is referred to: such a schema is an
/// `allOf` of the reference.
fn keep_siblings(fields: &mut Map<String, Value>) {
    if fields.keys().all(|key| key == "$ref" || key.starts_with("x-")) {
        return;
    }
    let Some(reference) = fields.remove("$ref") else { return };
    let reference = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
    match fields.get_mut("allOf") {
        Some(Value::Array(parts)) => parts.insert(0, reference),
        _ => {
            fields.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}

/// An encoding without `explode` has the default of its style (OpenAPI 3.0.4, "Encoding Object"),
/// which openapiv3 takes for `false`.
fn set_explode(fields: &mut Map<String, Value>) {
    let form = fields.get("style").is_none_or(|style| style == "form" || style == "deepObject");
    fields.entry("explode").or_insert(Value::Bool(form));
}

/// openapiv3 does not know `mutualTLS`.
fn mark_mutual_tls(fields: &mut Map<String, Value>) {
    if fields.get("type").is_some_and(|kind| kind == "mutualTLS") {
        fields.insert("type".to_owned(), "http".into());
        fields.insert("scheme".to_owned(), "mutual".into());
        fields.insert(MUTUAL_TLS.to_owned(), Value::Bool(true));
    }
}

/// Flows of OAuth 2.0 are only told about: what is missing in them keeps nobody from sending a token.
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
        let known = fields.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = format!(
            "{known}\n\nDevices are authorized at <{authorize}> and get their tokens from <{token}>."
        );
        fields.insert("description".to_owned(), text.trim_start().into());
    }
}
