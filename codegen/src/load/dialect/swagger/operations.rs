//! Path items and operations: parameters of the kinds `body` and `formData` become request bodies.

use serde_json::{Map, Value, json};

use super::{
    Shared, bodies, names,
    parameters::{self, place},
};
use crate::{
    diagnostics::{Pointer, unescape},
    load::dialect::Found,
};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Rewrites a path item.
pub(super) fn rewrite_path_item(item: &mut Value, at: &Pointer, shared: &Shared, found: &mut Found<'_>) {
    let Value::Object(fields) = item else { return };
    let of_bodies = split_parameters(fields, at, shared, found);
    for method in METHODS {
        if let Some(Value::Object(operation)) = fields.get_mut(method) {
            rewrite_operation(operation, &at.key(method), &of_bodies, shared, found);
        }
    }
}

/// Rewrites the parameters of a path item or an operation, and takes out those that describe bodies, with their
/// places.
fn split_parameters(
    fields: &mut Map<String, Value>,
    at: &Pointer,
    shared: &Shared,
    found: &mut Found<'_>,
) -> Vec<(Value, Pointer)> {
    let Some(Value::Array(list)) = fields.remove("parameters") else { return Vec::new() };
    let at = at.key("parameters");
    let mut kept = Vec::new();
    let mut of_bodies = Vec::new();
    for (index, mut parameter) in list.into_iter().enumerate() {
        let before = at.index(index);
        let target = referred(&parameter, shared).cloned();
        match place(target.as_ref().unwrap_or(&parameter)) {
            "body" => of_bodies.push((parameter, before)),
            "formData" => of_bodies.push((target.unwrap_or(parameter), before)),
            _ => {
                let now = at.index(kept.len());
                found.source_map.note(now.clone(), before.clone());
                parameters::rewrite(&mut parameter, &now, &before, found);
                kept.push(parameter);
            }
        }
    }
    fields.insert("parameters".to_owned(), Value::Array(kept));
    of_bodies
}

/// The shared parameter that a parameter refers to.
fn referred<'s>(parameter: &Value, shared: &'s Shared) -> Option<&'s Value> {
    let name = parameter.get("$ref")?.as_str()?.strip_prefix("#/parameters/")?;
    shared.parameters.get(&unescape(name))
}

fn rewrite_operation(
    fields: &mut Map<String, Value>,
    at: &Pointer,
    of_path: &[(Value, Pointer)],
    shared: &Shared,
    found: &mut Found<'_>,
) {
    let consumes = names(fields.remove("consumes").as_ref());
    let consumes = match consumes {
        Some(own) => bodies::distinct(own, &at.key("consumes"), found),
        None => shared.consumes.clone(),
    };
    let produces = match names(fields.remove("produces").as_ref()) {
        Some(own) => bodies::distinct(own, &at.key("produces"), found),
        None => shared.produces.clone(),
    };
    let own = split_parameters(fields, at, shared, found);
    if let Some(body) = request_body(&own, of_path, &consumes, at, found) {
        fields.insert("requestBody".to_owned(), body);
    }
    if let Some(Value::Object(responses)) = fields.get_mut("responses") {
        let at = at.key("responses");
        for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
            let at = at.key(status);
            bodies::rewrite_response(response, &produces, &at, &at, found);
        }
    }
    fields.remove("schemes");
}

/// The body that the parameters of an operation describe, and those of its path that it does not replace.
fn request_body(
    own: &[(Value, Pointer)],
    of_path: &[(Value, Pointer)],
    consumes: &[String],
    at: &Pointer,
    found: &mut Found<'_>,
) -> Option<Value> {
    let now = at.key("requestBody");
    let all = own.iter().chain(of_path);
    let body = all.clone().find(|(parameter, _)| place(parameter) != "formData");
    if let Some((body, before)) = body {
        if let Some(reference) = body.get("$ref").and_then(Value::as_str) {
            let name = reference.strip_prefix("#/parameters/").unwrap_or_default();
            return Some(json!({ "$ref": format!("#/components/requestBodies/{name}") }));
        }
        return Some(bodies::request_body(body.clone(), consumes, &now, before, found));
    }
    let mut parts: Vec<(Value, Pointer)> = Vec::new();
    for part in all {
        if !parts.iter().any(|(known, _)| known.get("name") == part.0.get("name")) {
            parts.push(part.clone());
        }
    }
    (!parts.is_empty()).then(|| bodies::form(parts, consumes, &now, &at.key("parameters"), found))
}
