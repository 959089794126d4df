//! Swagger 2.0, rewritten to the sections and objects of OpenAPI 3.0.

mod bodies;
mod operations;
mod parameters;
mod schemas;
mod security;

use serde_json::{Map, Value, json};

pub(super) use self::schemas::rewrite as rewrite_schema;
use crate::{
    diagnostics::Pointer,
    load::{context::Context, source_map::Relocation},
};

/// The fields of the description that apply to all operations.
struct Shared {
    consumes: Vec<String>,
    produces: Vec<String>,
    /// The section `parameters`, as it is written.
    parameters: Map<String, Value>,
}

/// Rewrites a whole description.
pub(super) fn rewrite(root: &mut Map<String, Value>, context: &mut Context<'_>) {
    let at = Pointer::root();
    let servers = servers(root);
    root.insert("servers".to_owned(), servers);
    let mut media_types =
        |field: &str| bodies::distinct(strings(root.get(field)).unwrap_or_default(), &at.key(field), context);
    let (consumes, produces) = (media_types("consumes"), media_types("produces"));
    let mut section = |key: &str| match root.remove(key) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let mut definitions = section("definitions");
    let mut responses = section("responses");
    let mut schemes = section("securityDefinitions");
    let shared = Shared { consumes, produces, parameters: section("parameters") };
    schemas::add_mappings(&mut definitions);
    schemes.values_mut().for_each(security::rewrite);
    let components = at.key("components");
    for (name, response) in &mut responses {
        let at = Relocation {
            current: components.key("responses").key(name),
            original: at.key("responses").key(name),
        };
        bodies::rewrite_response(response, &shared.produces, &at, context);
    }
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            operations::rewrite_path_item(item, &at.key("paths").key(path), &shared, context);
        }
    }
    let shared_parameters = parameters::rewrite_shared(shared, context);
    for (section, original) in [
        ("schemas", "definitions"),
        ("securitySchemes", "securityDefinitions"),
        ("responses", "responses"),
        ("parameters", "parameters"),
        ("requestBodies", "parameters"),
    ] {
        context.source_map.record(components.key(section), at.key(original));
    }
    let sections = [
        ("schemas", definitions),
        ("responses", responses),
        ("parameters", shared_parameters.parameters),
        ("requestBodies", shared_parameters.request_bodies),
        ("securitySchemes", schemes),
    ];
    let sections = sections.map(|(section, entries)| (section.to_owned(), Value::Object(entries)));
    root.insert("components".to_owned(), sections.into_iter().collect());
    rename_references(&mut root.values_mut());
}

/// Returns the URLs of `schemes`, `host` and `basePath`, `https` first.
fn servers(root: &Map<String, Value>) -> Value {
    let text = |key: &str| root.get(key).and_then(Value::as_str).unwrap_or_default();
    let (host, base) = (text("host").trim_end_matches('/'), text("basePath").trim_end_matches('/'));
    let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
    if host.is_empty() {
        return if base.is_empty() { json!([]) } else { json!([{ "url": base }]) };
    }
    let schemes = strings(root.get("schemes")).unwrap_or_default();
    let is_http_only =
        schemes.iter().any(|scheme| scheme == "http") && schemes.iter().all(|scheme| scheme != "https");
    let scheme = if is_http_only { "http" } else { "https" };
    // Some descriptions write the scheme into the host.
    let host = host.split("://").last().unwrap_or_default();
    json!([{ "url": format!("{scheme}://{host}{base}") }])
}

/// Returns the strings of a list, or `None` if it is absent.
fn strings(list: Option<&Value>) -> Option<Vec<String>> {
    Some(list?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Rewrites references to the sections of OpenAPI 3.0.
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
    for (original, current) in [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ] {
        if let Some(name) = reference.strip_prefix(original) {
            *reference = format!("{current}{name}");
            return;
        }
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
    fn joins_the_parts_of_the_server_url() {
        for (input, expected) in [
            (json!({ "host": "a.com", "basePath": "/v1" }), json!([{ "url": "https://a.com/v1" }])),
            (json!({ "host": "a.com", "schemes": ["http", "ws"] }), json!([{ "url": "http://a.com" }])),
            (json!({ "host": "a.com", "schemes": ["http", "https"] }), json!([{ "url": "https://a.com" }])),
            (json!({ "host": "https://a.com/" }), json!([{ "url": "https://a.com" }])),
            (json!({ "basePath": "v1" }), json!([{ "url": "/v1" }])),
            (json!({}), json!([])),
        ] {
            assert_eq!(servers(input.as_object().unwrap_or(&Map::new())), expected, "{input}");
        }
    }

    #[test]
    fn moves_body_parameters_to_request_bodies() {
        let (mut diagnostics, mut source_map) = (Diagnostics::default(), SourceMap::default());
        let mut context = Context {
            dialect: Dialect::Swagger2,
            diagnostics: &mut diagnostics,
            source_map: &mut source_map,
        };
        let input = json!({ "paths": { "/pets": { "post": {
            "parameters": [
                { "name": "dry", "in": "query", "type": "boolean" },
                { "name": "pet", "in": "body", "schema": { "$ref": "#/definitions/Pet" } },
            ],
            "responses": { "204": { "description": "Done." } },
        } } } });
        let Value::Object(mut root) = input else { return };
        rewrite(&mut root, &mut context);
        let operation = root.get("paths").and_then(|paths| paths.pointer("/~1pets/post"));
        assert_eq!(
            operation,
            Some(&json!({
                "parameters": [{ "name": "dry", "in": "query", "schema": { "type": "boolean" } }],
                "requestBody": {
                    "description": null,
                    "required": false,
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } },
                },
                "responses": { "204": { "description": "Done." } },
            }))
        );
    }

    #[test]
    fn uses_the_first_of_many_media_types() {
        let types: Vec<String> = (0..40).map(|number| format!("application/vnd.{number}")).collect();
        let description = json!({
            "swagger": "2.0",
            "info": { "title": "Pets", "version": "1" },
            "consumes": types,
            "paths": { "/pets": { "post": {
                "parameters": [{ "name": "pet", "in": "body", "schema": { "type": "string" } }],
                "responses": { "204": { "description": "Done." } },
            } } },
        });
        let (api, diagnostics) = crate::read(&crate::Source::new("pets.json", description.to_string()));
        let contents =
            api.map(|api| api.operations.iter().flat_map(crate::api::Operation::request_contents).count());
        let messages: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(contents, Some(32));
        assert_eq!(messages, ["the body has 40 media types; the first 32 are used"]);
    }
}
