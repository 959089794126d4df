//! Swagger 2.0.

mod bodies;
mod operations;
mod parameters;
mod schemas;
mod security;

use serde_json::{Map, Value, json};

pub(super) use self::schemas::rewrite as rewrite_schema;
use super::Found;
use crate::diagnostics::Pointer;

/// What the description says of all its operations.
struct Shared {
    consumes: Vec<String>,
    produces: Vec<String>,
    /// `parameters`, as they are.
    parameters: Map<String, Value>,
}

/// Rewrites a whole description into the sections that 3.0 has.
pub(super) fn rewrite(root: &mut Map<String, Value>, found: &mut Found<'_>) {
    let at = Pointer::root();
    let servers = servers(root);
    root.insert("servers".to_owned(), servers);
    let mut object = |key: &str| match root.remove(key) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let mut definitions = object("definitions");
    let parameters = object("parameters");
    let mut responses = object("responses");
    let mut schemes = object("securityDefinitions");
    let shared = Shared {
        consumes: bodies::distinct(
            names(root.get("consumes")).unwrap_or_default(),
            &at.key("consumes"),
            found,
        ),
        produces: bodies::distinct(
            names(root.get("produces")).unwrap_or_default(),
            &at.key("produces"),
            found,
        ),
        parameters,
    };
    schemas::add_mappings(&mut definitions);
    schemes.values_mut().for_each(security::rewrite);
    let components = at.key("components");
    for (name, response) in &mut responses {
        let moved = components.key("responses").key(name);
        bodies::rewrite_response(response, &shared.produces, &moved, &at.key("responses").key(name), found);
    }
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            operations::rewrite_path_item(item, &at.key("paths").key(path), &shared, found);
        }
    }
    let (shared_parameters, request_bodies) = parameters::components(&shared, found);
    for (section, before) in
        [("schemas", "definitions"), ("securitySchemes", "securityDefinitions"), ("responses", "responses")]
    {
        found.source_map.note(components.key(section), at.key(before));
    }
    found.source_map.note(components.key("parameters"), at.key("parameters"));
    found.source_map.note(components.key("requestBodies"), at.key("parameters"));
    root.insert(
        "components".to_owned(),
        json!({
            "schemas": definitions,
            "responses": responses,
            "parameters": shared_parameters,
            "requestBodies": request_bodies,
            "securitySchemes": schemes,
        }),
    );
    rename_references(&mut root.values_mut());
}

/// `schemes`, `host` and `basePath` as URLs, the safe ones first.
fn servers(root: &Map<String, Value>) -> Value {
    let text = |key: &str| root.get(key).and_then(Value::as_str).unwrap_or_default();
    let (host, base) = (text("host").trim_end_matches('/'), text("basePath").trim_end_matches('/'));
    let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
    if host.is_empty() {
        return if base.is_empty() { json!([]) } else { json!([{ "url": base }]) };
    }
    let mut schemes = names(root.get("schemes")).unwrap_or_default();
    schemes.retain(|scheme| ["https", "http"].contains(&scheme.as_str()));
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    schemes.sort_by_key(|scheme| scheme != "https");
    // A host with its scheme is no host, and is found all the same.
    let host = host.split("://").last().unwrap_or_default();
    let urls = schemes.iter().take(1).map(|scheme| json!({ "url": format!("{scheme}://{host}{base}") }));
    Value::Array(urls.collect())
}

/// The texts of a list; `None` where there is none.
fn names(list: Option<&Value>) -> Option<Vec<String>> {
    Some(list?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// References to where the sections are now.
fn rename_references(values: &mut dyn Iterator<Item = &mut Value>) {
    for value in values {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                    rename_reference(reference);
                }
                rename_references(&mut fields.values_mut());
            }
            Value::Array(items) => rename_references(&mut items.iter_mut()),
            _ => {}
        }
    }
}

fn rename_reference(reference: &mut String) {
    for (before, now) in [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ] {
        if let Some(name) = reference.strip_prefix(before) {
            *reference = format!("{now}{name}");
            return;
        }
    }
}
