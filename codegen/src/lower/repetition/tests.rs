use serde_json::{Map, Value, json};

use super::count_within;
use crate::{
    Source,
    diagnostics::{Code, Diagnostics},
    load::{self, Texts},
    read,
};

/// Returns the text of a description with three operations like this one.
fn text(operation: &Value, others: &Value) -> String {
    let mut description = json!({
        "openapi": "3.2.0",
        "info": { "title": "Pets", "version": "1" },
        "paths": { "/a": { "get": operation }, "/b": { "get": operation }, "/c": { "get": operation } },
    });
    if let (Some(description), Some(others)) = (description.as_object_mut(), others.as_object()) {
        description.extend(others.clone());
    }
    description.to_string()
}

/// Returns the number of operations of a description whose weight is at most 250.
fn count(text: String) -> Option<usize> {
    let source = Source::new("pets.json", text);
    let document = load::load(&source, &mut Texts::new(), &mut Diagnostics::default())?;
    let no_components = openapiv3::Components::default();
    let components = document.openapi.components.as_ref().unwrap_or(&no_components);
    Some(count_within(250, &document, components))
}

/// Returns a text of weight 100.
fn long() -> String {
    "x".repeat(6400)
}

fn with_components(components: &Value) -> Value {
    json!({ "components": components })
}

#[test]
fn counts_what_references_repeat() {
    let parameter = json!({ "parameters": [{ "$ref": "#/components/parameters/%50" }] });
    let response = json!({ "responses": { "200": { "$ref": "#/components/responses/R" } } });
    let body = json!({ "requestBody": { "$ref": "#/components/requestBodies/B" } });
    let query = |schema: Value| json!({ "P": { "in": "query", "name": "q", "schema": schema } });
    let cases = [
        (
            &parameter,
            json!({ "parameters": { "P": { "in": "query", "name": "q", "description": long(), "schema": {} } } }),
        ),
        (&parameter, json!({ "parameters": query(json!({ "type": "string", "pattern": long() })) })),
        (&parameter, json!({ "parameters": query(json!({ "type": "string", "default": long() })) })),
        (&parameter, json!({ "parameters": query(json!({ "type": "string", "x-deprecated": long() })) })),
        (
            &response,
            json!({
                "responses": { "R": { "headers": { "X-Rate": { "$ref": "#/components/headers/H" } } } },
                "headers": { "H": { "x-deprecated": long(), "schema": {} } },
            }),
        ),
        (
            &response,
            json!({
                "responses": { "R": { "headers": { "X-Rate": { "$ref": "#/components/headers/H" } } } },
                "headers": { "H": { "$ref": "#/components/headers/I" }, "I": { "description": long(), "schema": {} } },
            }),
        ),
        (
            &response,
            json!({
                "responses": { "R": { "content": { "application/json": { "examples": { "e": { "$ref": "#/components/examples/E" } } } } } },
                "examples": { "E": { "value": long() } },
            }),
        ),
        (&response, json!({ "responses": { "R": { "links": { "l": { "description": long() } } } } })),
        (
            &response,
            json!({
                "responses": { "R": { "links": { "l": { "$ref": "#/components/links/L" } } } },
                "links": { "L": { "description": long() } },
            }),
        ),
        (
            &body,
            json!({ "requestBodies": { "B": { "description": long(), "content": { "text/plain": {} } } } }),
        ),
    ];
    for (operation, components) in cases {
        let text = text(operation, &with_components(&components));
        assert_eq!(count(text.clone()), Some(2), "{text:.300}");
    }
}

#[test]
fn counts_what_operations_inherit() {
    let operation = json!({ "responses": {} });
    assert_eq!(count(text(&operation, &json!({ "security": [{ long(): [] }] }))), Some(2));
    let item = |field: &str, value: Value| {
        let mut item =
            json!({ "get": operation, "put": operation, "additionalOperations": { "COPY": operation } });
        if let Some(item) = item.as_object_mut() {
            item.insert(field.to_owned(), value);
        }
        json!({ "paths": { "/a": item } })
    };
    let query = json!({ "name": "q", "in": "query", "schema": { "enum": vec!["a"; 99] } });
    for inherited in [
        item("parameters", json!([query])),
        item("servers", json!([{ "url": format!("https://{}", long()) }])),
        json!({ "paths": { format!("/{}", long()): { "get": operation, "put": operation, "post": operation } } }),
    ] {
        assert_eq!(count(text(&operation, &inherited)), Some(2), "{inherited:.300}");
    }
}

#[test]
fn counts_the_parts_of_bodies() {
    let body = |media_type: &str, schema: Value| json!({ "requestBody": { "content": { media_type: { "schema": schema } } } });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let properties: Map<String, Value> = (0..99).map(|number| (format!("p{number}"), json!({}))).collect();
    let schemas = with_components(&json!({ "schemas": {
        "Parts": { "properties": properties },
        "Alias": reference("Parts"),
        "All": { "allOf": [reference("Alias"), reference("All")] },
        "One": { "oneOf": [{ "anyOf": [reference("Alias")] }] },
    } }));
    for (media_type, schema, expected) in [
        ("multipart/form-data", reference("Alias"), 2),
        (" Multipart/Mixed; boundary=a", reference("All"), 2),
        ("multipart/form-data", reference("One"), 2),
        ("multipart/form-data", json!({ "allOf": [reference("Parts")] }), 2),
        ("application/json", reference("Parts"), 3),
    ] {
        let text = text(&body(media_type, schema), &schemas);
        assert_eq!(count(text), Some(expected), "{media_type}");
    }
}

#[test]
fn does_not_count_what_no_operation_repeats() {
    let parameter = json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] });
    let response = json!({ "responses": { "200": { "$ref": "#/components/responses/R" } } });
    let large = json!({ "properties": { "a": { "description": long() } } });
    for (operation, components) in [
        (
            &parameter,
            json!({ "parameters": { "P": { "in": "query", "name": "q", "schema": { "enum": vec!["a"; 999] } } } }),
        ),
        (
            &parameter,
            json!({ "parameters": { "P": { "in": "query", "name": "q", "schema": {}, "example": long() } } }),
        ),
        (
            &response,
            json!({ "responses": { "R": { "content": { "application/json": { "schema": large } } } } }),
        ),
    ] {
        let text = text(operation, &with_components(&components));
        assert_eq!(count(text.clone()), Some(3), "{text:.300}");
    }
}

#[test]
fn ends_at_a_cycle() {
    let operation = json!({ "parameters": [{ "$ref": "#/components/parameters/P" }] });
    let cycle =
        json!({ "P": { "$ref": "#/components/parameters/Q" }, "Q": { "$ref": "#/components/parameters/P" } });
    assert_eq!(count(text(&operation, &with_components(&json!({ "parameters": cycle })))), Some(3));
}

#[test]
fn leaves_out_the_operations_from_the_limit_on() {
    let operation = json!({
        "parameters": [{ "$ref": "#/components/parameters/Q" }],
        "responses": { "204": { "description": "None." } },
    });
    let paths: Map<String, Value> =
        (0..40).map(|number| (format!("/{number}"), json!({ "get": operation }))).collect();
    let query = json!({ "in": "query", "name": "q", "description": "x".repeat(4_000_000), "schema": {} });
    let others = json!({ "paths": paths, "components": { "parameters": { "Q": query } } });
    let (api, diagnostics) = read(&Source::new("pets.json", text(&operation, &others)));
    let api = api.expect("a description");
    assert_eq!((api.operations.len(), api.skipped.len()), (35, 5));
    let found: Vec<(Code, String)> =
        diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.pointer.to_string())).collect();
    assert_eq!(found, [(Code::REPETITION, "#/paths/~135/get".to_owned())]);
}
