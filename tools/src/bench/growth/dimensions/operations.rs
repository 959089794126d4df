//! Operations, and the lists of a description.

use serde_json::{Value, json};

use super::{
    super::description::{document, list, map, object, operation, reference, same_name, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("operations", 250, |size| operations(size, |_| json!({}))),
    dimension("operations with schemas", 200, |size| Input::json(&with_schemas(size))),
    dimension("operations without an operationId", 250, |size| {
        paths(size, |number| {
            (format!("/items{number}/{{id}}/parts"), get(&json!({ "parameters": [path("id")] })))
        })
    }),
    dimension("operations with one operationId", 250, |size| {
        operations(size, |_| json!({ "operationId": "get_item" }))
    }),
    dimension("operations with one name", 250, |size| {
        operations(size, |number| json!({ "operationId": same_name(number) }))
    }),
    dimension("operations with inline schemas", 200, |size| {
        let body = body(&object(json!({ "part": small_object(), "kind": { "enum": ["a", "b"] } })));
        operations(size, |_| json!({ "requestBody": body }))
    }),
    dimension("operations with one schema", 250, |size| with_one_schema(size, small_object())),
    dimension("operations with one schema, and its properties", 250, |size| {
        let properties = map(size * 20, |number| (format!("name{number}"), json!({ "type": "string" })));
        with_one_schema(size, object(properties))
    }),
    dimension("media types of OpenAPI 2.0, and operations", 60, |size| {
        let types = list(size, |number| json!(format!("application/vnd.{number}+json")));
        let item = json!({ "name": "item", "in": "body", "schema": small_object() });
        let post = json!({ "parameters": [item], "responses": { "204": { "description": "Done" } } });
        let paths = map(size, |number| (format!("/items{number}"), json!({ "post": post })));
        let info = json!({ "title": "Growth", "version": "1" });
        Input::json(&json!({ "swagger": "2.0", "info": info, "consumes": types, "paths": paths }))
    }),
    dimension("operations of one tag", 250, |size| operations(size, |_| json!({ "tags": ["items"] }))),
    dimension("tags", 200, |size| {
        operations(size, |number| json!({ "tags": [format!("tag {number}")] }))
            .with(|settings| settings.tag_features = true)
    }),
    dimension("resources", 200, |size| {
        operations(size, |number| json!({ "tags": [format!("tag {number}")] })).with(|settings| {
            settings.resources = Some(true);
            settings.tag_features = true;
        })
    }),
    dimension("tags of one operation", 2000, |size| {
        Input::json(&operation(json!({ "tags": list(size, |number| json!(format!("tag {number}"))) })))
    }),
    dimension("tag declarations", 2000, |size| {
        let tags = list(size, |number| json!({ "name": format!("tag {number}"), "description": "A tag." }));
        Input::json(&document(json!({ "tags": tags, "paths": {} })))
    }),
    dimension("operations with pages", 200, pages),
    dimension("operations with pages of one large schema", 200, |size| {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let page = object(map(size * 10, |number| (format!("Item_List{number}"), list.clone())));
        let parameter = json!({ "name": "cursor", "in": "query", "schema": { "type": "string" } });
        let get = json!({ "get": { "parameters": [parameter], "responses": responses(&reference(0)) } });
        let operations = map(size, |number| (format!("/items{number}"), get.clone()));
        Input::json(&document(json!({ "paths": operations, "components": { "schemas": { "S0": page } } })))
    }),
    dimension("long-running operations of one type", 200, |size| {
        let status = json!({ "type": "string", "enum": ["queued", "succeeded", "failed"] });
        let text = json!({ "type": "string" });
        let error = small_object();
        let job = object(json!({
            "id": text, "name": text, "status": status, "done": { "type": "boolean" }, "error": error, "response": text,
        }));
        let returns = json!({ "responses": responses(&reference(0)) });
        let item = |name: &str| json!({ "get": returns, "parameters": [path(name)] });
        let mut operations = map(size, |number| (format!("/jobs{number}"), json!({ "post": returns })));
        for number in 0..size {
            operations[format!("/jobs{number}/{{id}}")] = item("id");
            operations[format!("/names{number}/{{name}}")] = item("name");
        }
        Input::json(&document(json!({ "paths": operations, "components": { "schemas": { "S0": job } } })))
    }),
    dimension("path items without operations", 2000, |size| {
        paths(size, |number| (format!("/items{number}"), json!({ "summary": "None" })))
    }),
    dimension("webhooks", 200, |size| {
        let webhooks = map(size, |number| {
            (format!("item{number}"), json!({ "post": { "requestBody": body(&small_object()) } }))
        });
        Input::json(&document(json!({ "webhooks": webhooks })))
    }),
    dimension("callbacks", 1000, |size| {
        let callbacks = map(size, |number| {
            let callback = json!({ "post": { "requestBody": body(&small_object()), "responses": {} } });
            (format!("item{number}"), json!({ "{$request.query.url}": callback }))
        });
        Input::json(&operation(json!({ "callbacks": callbacks })))
    }),
    dimension("links", 2000, |size| {
        let links = map(size, |number| (format!("link{number}"), json!({ "operationId": "create_item" })));
        Input::json(&operation(json!({ "responses": { "204": { "description": "Done", "links": links } } })))
    }),
    dimension("media types of a response", 1000, |size| {
        let content =
            map(size, |number| (format!("application/x-{number}+json"), json!({ "schema": small_object() })));
        Input::json(&operation(
            json!({ "responses": { "200": { "description": "Done", "content": content } } }),
        ))
    }),
    dimension("media types of a request", 1000, |size| {
        let content =
            map(size, |number| (format!("application/x-{number}+json"), json!({ "schema": small_object() })));
        Input::json(&operation(json!({ "requestBody": { "content": content } })))
    }),
    dimension("statuses", 125, |size| {
        let statuses = map(size, |number| {
            let media = json!({ "application/json": { "schema": small_object() } });
            ((100 + number).to_string(), json!({ "description": "Done", "content": media }))
        });
        Input::json(&operation(json!({ "responses": statuses })))
    }),
    dimension("headers of a response", 1000, |size| {
        let headers =
            map(size, |number| (format!("X-Item-{number}"), json!({ "schema": { "type": "string" } })));
        Input::json(&operation(
            json!({ "responses": { "204": { "description": "Done", "headers": headers } } }),
        ))
    }),
    dimension("security schemes", 1000, |size| {
        let schemes = map(size, |number| {
            (
                format!("key{number}"),
                json!({ "type": "apiKey", "in": "header", "name": format!("X-Key-{number}") }),
            )
        });
        let mut document =
            operation(json!({ "security": list(size, |number| json!({ format!("key{number}"): [] })) }));
        document["components"] = json!({ "securitySchemes": schemes });
        Input::json(&document)
    }),
    dimension("scopes", 2000, |size| {
        let scopes = map(size, |number| (format!("items:{number}"), json!("A scope.")));
        let flows =
            json!({ "clientCredentials": { "tokenUrl": "https://example.com/token", "scopes": scopes } });
        let mut document = operation(
            json!({ "security": [{ "oauth": list(size, |number| json!(format!("items:{number}"))) }] }),
        );
        document["components"] =
            json!({ "securitySchemes": { "oauth": { "type": "oauth2", "flows": flows } } });
        Input::json(&document)
    }),
    dimension("servers", 1000, |size| {
        let servers = list(
            size,
            |number| json!({ "url": format!("https://{number}.example.com"), "description": format!("Region {number}") }),
        );
        Input::json(&document(json!({ "servers": servers, "paths": {} })))
    }),
    dimension("servers with one name", 1000, |size| {
        let server =
            |number| json!({ "url": format!("https://{number}.example.com"), "description": "Region" });
        Input::json(&document(json!({ "servers": list(size, server), "paths": {} })))
    }),
    dimension("variables of a server", 500, |size| {
        let url: String = (0..size).map(|number| format!("/{{part{number}}}")).collect();
        let variables = map(size, |number| (format!("part{number}"), json!({ "default": "x" })));
        let server = json!({ "url": format!("https://example.com{url}"), "variables": variables });
        Input::json(&document(json!({ "servers": [server], "paths": {} })))
    }),
    dimension("values of a server's variable", 1000, |size| {
        let values = list(size, |number| json!(format!("region-{number}")));
        let variables = json!({ "region": { "default": "region-0", "enum": values } });
        let server = json!({ "url": "https://{region}.example.com", "variables": variables });
        Input::json(&document(json!({ "servers": [server], "paths": {} })))
    }),
    dimension("operations with servers", 250, |size| {
        operations(size, |number| json!({ "servers": [{ "url": format!("https://{number}.example.com") }] }))
    }),
    dimension("operations of OpenAPI 2.0", 200, |size| {
        let paths = map(size, |number| {
            let target = json!({ "$ref": format!("#/definitions/S{number}") });
            let operation = json!({
                "operationId": format!("get_item{number}"),
                "parameters": [{ "name": "body", "in": "body", "schema": target }],
                "responses": { "200": { "description": "Done", "schema": target } },
            });
            (format!("/items{number}"), json!({ "post": operation }))
        });
        let definitions = map(size, |number| (format!("S{number}"), small_object()));
        let info = json!({ "title": "Growth", "version": "1" });
        Input::json(&json!({ "swagger": "2.0", "info": info, "paths": paths, "definitions": definitions }))
    }),
];

/// Returns the description with as many operations as schemas.
fn with_schemas(size: usize) -> Value {
    let paths = map(size, |number| {
        let operation = json!({
            "operationId": format!("create_item{number}"),
            "parameters": [path("id")],
            "requestBody": body(&reference(number)),
            "responses": responses(&reference(number)),
        });
        (format!("/items{number}/{{id}}"), json!({ "post": operation }))
    });
    let schemas = map(size, |number| (format!("S{number}"), small_object()));
    document(json!({ "paths": paths, "components": { "schemas": schemas } }))
}

fn pages(size: usize) -> Input {
    operations(size, |_| {
        let items = json!({ "type": "array", "items": small_object() });
        let page = object(json!({ "items": items, "next_cursor": { "type": "string" } }));
        let cursor = json!({ "name": "cursor", "in": "query", "schema": { "type": "string" } });
        json!({ "parameters": [cursor], "responses": responses(&page) })
    })
}

/// Returns a description with operations that have these members.
fn operations(size: usize, members: impl Fn(usize) -> Value) -> Input {
    paths(size, |number| {
        let mut operation = get(&members(number))["get"].take();
        if operation.get("operationId").is_none() {
            operation["operationId"] = json!(format!("get_item{number}"));
        }
        (format!("/items{number}"), json!({ "get": operation }))
    })
}

fn paths(size: usize, entry: impl Fn(usize) -> (String, Value)) -> Input {
    Input::json(&document(json!({ "paths": map(size, entry) })))
}

/// Returns the item of a path with a `GET` operation that has these members.
fn get(members: &Value) -> Value {
    let mut operation = members.clone();
    if let Some(operation) = operation.as_object_mut() {
        operation.entry("responses").or_insert_with(|| json!({ "204": { "description": "Done" } }));
    }
    json!({ "get": operation })
}

fn path(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
}

fn body(schema: &Value) -> Value {
    json!({ "content": { "application/json": { "schema": schema } } })
}

fn responses(schema: &Value) -> Value {
    json!({ "200": { "description": "Done", "content": { "application/json": { "schema": schema } } } })
}

/// Returns a description whose operations all send and return `schema`.
fn with_one_schema(size: usize, schema: Value) -> Input {
    let operation = json!({ "requestBody": body(&reference(0)), "responses": responses(&reference(0)) });
    let operations = map(size, |number| (format!("/items{number}"), json!({ "post": operation })));
    Input::json(&document(json!({ "paths": operations, "components": { "schemas": { "S0": schema } } })))
}
