//! Path items and operations, whose parameters in `body` and `formData` become request bodies.

use serde_json::{Map, Value, json};

use super::{
    Shared, bodies,
    parameters::{self, Located, location},
    strings,
};
use crate::{
    diagnostics::{Pointer, unescape},
    load::{context::Context, source_map::Relocation},
};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Rewrites a path item.
pub(super) fn rewrite_path_item(item: &mut Value, at: &Pointer, shared: &Shared, context: &mut Context<'_>) {
    let Value::Object(fields) = item else { return };
    let body_parameters = take_body_parameters(fields, at, shared, context);
    for method in METHODS {
        if let Some(Value::Object(operation)) = fields.get_mut(method) {
            rewrite_operation(operation, &at.key(method), &body_parameters, shared, context);
        }
    }
}

/// Rewrites the parameters of a path item or an operation, and takes out those that describe its body.
fn take_body_parameters(
    fields: &mut Map<String, Value>,
    at: &Pointer,
    shared: &Shared,
    context: &mut Context<'_>,
) -> Vec<Located> {
    let Some(Value::Array(list)) = fields.remove("parameters") else { return Vec::new() };
    let at = at.key("parameters");
    let mut kept = Vec::new();
    let mut body_parameters = Vec::new();
    for (index, mut parameter) in list.into_iter().enumerate() {
        let original = at.index(index);
        let target = shared_parameter(&parameter, shared);
        match location(target.unwrap_or(&parameter)) {
            "body" => body_parameters.push(Located { parameter, at: original }),
            "formData" => {
                let parameter = target.cloned().unwrap_or(parameter);
                body_parameters.push(Located { parameter, at: original });
            }
            _ => {
                let at = Relocation { current: at.index(kept.len()), original };
                parameters::rewrite(&mut parameter, &at, context);
                context.source_map.record(at.current, at.original);
                kept.push(parameter);
            }
        }
    }
    fields.insert("parameters".to_owned(), Value::Array(kept));
    body_parameters
}

/// Returns the shared parameter that a parameter refers to.
fn shared_parameter<'s>(parameter: &Value, shared: &'s Shared) -> Option<&'s Value> {
    let name = parameter.get("$ref")?.as_str()?.strip_prefix("#/parameters/")?;
    shared.parameters.get(&unescape(name))
}

fn rewrite_operation(
    fields: &mut Map<String, Value>,
    at: &Pointer,
    of_path: &[Located],
    shared: &Shared,
    context: &mut Context<'_>,
) {
    let has_own = fields.contains_key("produces");
    let mut media_types = |field: &str, default: &[String]| match strings(fields.remove(field).as_ref()) {
        Some(own) => bodies::distinct(own, &at.key(field), context),
        None => default.to_vec(),
    };
    let consumes = media_types("consumes", &shared.consumes);
    let produces = media_types("produces", &shared.produces);
    let own = take_body_parameters(fields, at, shared, context);
    if let Some(body) = request_body(own, of_path, &consumes, at, context) {
        fields.insert("requestBody".to_owned(), body);
    }
    if let Some(Value::Object(responses)) = fields.get_mut("responses") {
        let at = at.key("responses");
        for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
            let at = Relocation { current: at.key(status), original: at.key(status) };
            if has_own && status == "200" {
                bodies::add_file(response, &produces);
            }
            bodies::rewrite_response(response, &produces, &at, context);
        }
    }
    fields.remove("schemes");
}

/// Returns the body that the parameters of an operation describe, and those of its path that it does not override.
fn request_body(
    own: Vec<Located>,
    of_path: &[Located],
    consumes: &[String],
    at: &Pointer,
    context: &mut Context<'_>,
) -> Option<Value> {
    let current = at.key("requestBody");
    let mut all = own;
    all.extend_from_slice(of_path);
    if let Some(index) = all.iter().position(|located| location(&located.parameter) != "formData") {
        let Located { parameter, at: original } = all.swap_remove(index);
        if let Some(reference) = parameter.get("$ref").and_then(Value::as_str) {
            let name = reference.strip_prefix("#/parameters/").unwrap_or_default();
            return Some(json!({ "$ref": format!("#/components/requestBodies/{name}") }));
        }
        return Some(bodies::request_body(parameter, consumes, &Relocation { current, original }, context));
    }
    let mut fields: Vec<Located> = Vec::new();
    for field in all {
        if !fields.iter().any(|known| known.has_name_of(&field)) {
            fields.push(field);
        }
    }
    let at = Relocation { current, original: at.key("parameters") };
    (!fields.is_empty()).then(|| bodies::form(fields, consumes, &at, context))
}
