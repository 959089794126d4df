//! The parts of synthetic descriptions.

use serde_json::{Map, Value, json};

/// Returns an array of `size` values.
pub(super) fn list(size: usize, value: impl Fn(usize) -> Value) -> Value {
    (0..size).map(value).collect()
}

/// Returns an object of `size` entries.
pub(super) fn map<K: Into<String>>(size: usize, entry: impl Fn(usize) -> (K, Value)) -> Value {
    let entries = (0..size).map(entry).map(|(key, value)| (key.into(), value));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// Returns a description with these members.
pub(super) fn document(members: Value) -> Value {
    let mut document = json!({ "openapi": "3.1.0", "info": { "title": "Growth", "version": "1" } });
    if let (Some(document), Value::Object(members)) = (document.as_object_mut(), members) {
        document.extend(members);
    }
    document
}

/// Returns a description with one operation, `POST /items`.
pub(super) fn operation(operation: Value) -> Value {
    let mut with_response = operation;
    if let Some(operation) = with_response.as_object_mut() {
        operation.entry("operationId").or_insert_with(|| json!("create_item"));
        operation.entry("responses").or_insert_with(|| json!({ "204": { "description": "Done" } }));
    }
    document(json!({ "paths": { "/items": { "post": with_response } } }))
}

/// Returns a description with these component schemas. One operation sends and receives `S0`.
pub(super) fn schemas(schemas: Value) -> Value {
    let content = json!({ "application/json": { "schema": reference(0) } });
    let mut document = operation(json!({
        "requestBody": { "content": content },
        "responses": { "200": { "description": "Done", "content": content } },
    }));
    document["components"] = json!({ "schemas": schemas });
    document
}

/// Returns a description with one schema, `S0`, which an operation sends and receives.
pub(super) fn schema(schema: Value) -> Value {
    schemas(json!({ "S0": schema }))
}

/// Returns a reference to the component schema `S` with a number.
pub(super) fn reference(number: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/S{number}") })
}

/// Returns the schema of an object with properties.
pub(super) fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// Returns the schema of an object with a name.
pub(super) fn small_object() -> Value {
    object(json!({ "id": { "type": "integer" }, "name": { "type": "string" } }))
}

/// Returns one of `2^bits` names that have the same identifier.
pub(super) fn same_name(number: usize) -> String {
    let signs: String = (0..14).map(|bit| if number >> bit & 1 == 0 { '-' } else { '.' }).collect();
    format!("item{signs}name")
}
