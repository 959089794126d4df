//! Parameters that are neither bodies nor parts of a form.

use serde_json::{Map, Value, json};

use super::{Shared, bodies};
use crate::{
    diagnostics::Pointer,
    load::{dialect::Found, extensions::DELIMITER},
};

/// What is said of a parameter, and not of its value.
const OWN: [&str; 7] = ["name", "in", "description", "required", "allowEmptyValue", "deprecated", "$ref"];

/// Where a parameter is sent.
pub(super) fn place(parameter: &Value) -> &str {
    parameter.get("in").and_then(Value::as_str).unwrap_or_default()
}

/// The shared parameters that are still parameters, and those that are bodies.
pub(super) fn components(shared: &Shared, found: &mut Found<'_>) -> (Value, Value) {
    let mut parameters = Map::new();
    let mut request_bodies = Map::new();
    let components = Pointer::root().key("components");
    for (name, parameter) in &shared.parameters {
        let before = Pointer::root().key("parameters").key(name);
        let mut parameter = parameter.clone();
        match place(&parameter) {
            "body" => {
                let now = components.key("requestBodies").key(name);
                let body = bodies::request_body(parameter, &shared.consumes, &now, &before, found);
                request_bodies.insert(name.clone(), body);
            }
            // Those who use it have it in their forms.
            "formData" => {}
            _ => {
                let now = components.key("parameters").key(name);
                rewrite(&mut parameter, &now, &before, found);
                parameters.insert(name.clone(), parameter);
            }
        }
    }
    (parameters.into(), request_bodies.into())
}

/// Rewrites a parameter, which is now at `now`.
pub(super) fn rewrite(parameter: &mut Value, now: &Pointer, before: &Pointer, found: &mut Found<'_>) {
    let is_query = place(parameter) == "query";
    let Value::Object(fields) = parameter else { return };
    if fields.contains_key("$ref") {
        return;
    }
    let format = take_format(fields);
    fields.extend(style(format.as_deref(), is_query));
    let schema = take_schema(fields);
    fields.insert("schema".to_owned(), schema);
    found.source_map.note(now.key("schema"), before.clone());
}

/// `collectionFormat`, where there is a list.
pub(super) fn take_format(fields: &mut Map<String, Value>) -> Option<String> {
    let format = fields.remove("collectionFormat").and_then(|format| format.as_str().map(str::to_owned));
    let is_list = fields.get("type").is_some_and(|kind| kind == "array");
    is_list.then(|| format.unwrap_or_else(|| "csv".to_owned()))
}

/// The style of a list (Swagger 2.0, "Parameter Object", `collectionFormat`).
pub(super) fn style(format: Option<&str>, is_query: bool) -> Map<String, Value> {
    let style = match (format.unwrap_or_default(), is_query) {
        ("multi", true) => json!({ "style": "form", "explode": true }),
        ("ssv", true) => json!({ "style": "spaceDelimited", "explode": false }),
        ("pipes", true) => json!({ "style": "pipeDelimited", "explode": false }),
        ("tsv", true) => json!({ "style": "form", "explode": false, DELIMITER: "\t" }),
        ("ssv", false) => json!({ DELIMITER: " " }),
        ("pipes", false) => json!({ DELIMITER: "|" }),
        ("tsv", false) => json!({ DELIMITER: "\t" }),
        (_, true) if format.is_some() => json!({ "style": "form", "explode": false }),
        _ => json!({}),
    };
    match style {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// What is said of the value, as a schema.
pub(super) fn take_schema(fields: &mut Map<String, Value>) -> Value {
    let (own, of_value): (Map<String, Value>, Map<String, Value>) =
        std::mem::take(fields).into_iter().partition(|(key, _)| {
            OWN.contains(&key.as_str()) || key == DELIMITER || key == "style" || key == "explode"
        });
    *fields = own;
    Value::Object(of_value)
}
