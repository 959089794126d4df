//! Parameters, whose values become schemas.

use serde_json::{Map, Value, json};

use super::{Shared, bodies};
use crate::{
    diagnostics::Pointer,
    load::{context::Context, extensions::DELIMITER, source_map::Relocation},
};

/// The fields that describe a parameter itself. The others describe its value.
const PARAMETER_FIELDS: [&str; 7] =
    ["name", "in", "description", "required", "allowEmptyValue", "deprecated", "$ref"];

/// A parameter that describes a body, and its place.
#[derive(Clone)]
pub(super) struct Located {
    pub(super) parameter: Value,
    pub(super) at: Pointer,
}

impl Located {
    /// Returns `true` if both parameters have the same name.
    pub(super) fn has_name_of(&self, other: &Self) -> bool {
        self.parameter.get("name") == other.parameter.get("name")
    }
}

/// Returns the location of a parameter: its `in`.
pub(super) fn location(parameter: &Value) -> &str {
    parameter.get("in").and_then(Value::as_str).unwrap_or_default()
}

/// The sections of `components` that the section `parameters` becomes.
#[derive(Default)]
pub(super) struct SharedParameters {
    pub(super) parameters: Map<String, Value>,
    pub(super) request_bodies: Map<String, Value>,
}

/// Rewrites the shared parameters.
pub(super) fn rewrite_shared(shared: Shared, context: &mut Context<'_>) -> SharedParameters {
    let mut rewritten = SharedParameters::default();
    let components = Pointer::root().key("components");
    for (name, mut parameter) in shared.parameters {
        let original = Pointer::root().key("parameters").key(&name);
        match location(&parameter) {
            "body" => {
                let at = Relocation { current: components.key("requestBodies").key(&name), original };
                let body = bodies::request_body(parameter, &shared.consumes, &at, context);
                rewritten.request_bodies.insert(name, body);
            }
            // Each operation that uses it has a copy in its form.
            "formData" => {}
            _ => {
                let at = Relocation { current: components.key("parameters").key(&name), original };
                rewrite(&mut parameter, &at, context);
                rewritten.parameters.insert(name, parameter);
            }
        }
    }
    rewritten
}

/// Rewrites a parameter that is sent neither as a body nor in a form.
pub(super) fn rewrite(parameter: &mut Value, at: &Relocation, context: &mut Context<'_>) {
    let is_query = location(parameter) == "query";
    let Value::Object(fields) = parameter else { return };
    if fields.contains_key("$ref") {
        return;
    }
    let format = take_collection_format(fields);
    fields.extend(style(format.as_deref(), is_query));
    let schema = take_schema(fields);
    fields.insert("schema".to_owned(), schema);
    context.source_map.record(at.current.key("schema"), at.original.clone());
}

/// Takes the `collectionFormat` of a list.
pub(super) fn take_collection_format(fields: &mut Map<String, Value>) -> Option<String> {
    let format = fields.remove("collectionFormat").and_then(|format| format.as_str().map(str::to_owned));
    let is_list = fields.get("type").is_some_and(|kind| kind == "array");
    is_list.then(|| format.unwrap_or_else(|| "csv".to_owned()))
}

/// Returns the style of a `collectionFormat` (Swagger 2.0, "Parameter Object").
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

/// Takes the fields that describe the value of a parameter, as a schema.
pub(super) fn take_schema(fields: &mut Map<String, Value>) -> Value {
    let (of_parameter, of_value): (Map<String, Value>, Map<String, Value>) =
        std::mem::take(fields).into_iter().partition(|(key, _)| {
            PARAMETER_FIELDS.contains(&key.as_str()) || key == DELIMITER || key == "style" || key == "explode"
        });
    *fields = of_parameter;
    Value::Object(of_value)
}
