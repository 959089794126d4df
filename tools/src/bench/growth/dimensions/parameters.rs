//! Parameters and bodies of one operation.

use serde_json::{Value, json};

use super::{
    super::description::{document, list, map, object, operation, reference, same_name, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("query parameters", 250, |size| parameters(size, |number| query(&format!("name{number}")))),
    dimension("query parameters with one name", 250, |size| {
        parameters(size, |number| query(&same_name(number)))
    }),
    dimension("required query parameters", 500, |size| {
        parameters(size, |number| {
            let schema = json!({ "type": "string", "minLength": 1, "maxLength": 9 });
            json!({ "name": format!("name{number}"), "in": "query", "required": true, "schema": schema })
        })
    }),
    dimension("query parameters that are enums", 150, |size| {
        parameters(
            size,
            |number| json!({ "name": format!("name{number}"), "in": "query", "schema": { "enum": ["a", "b"] } }),
        )
    }),
    dimension("parameters with the default of one enum", 250, |size| {
        let values = list(size, |number| json!(format!("value {number}")));
        let parameter =
            |number| json!({ "name": format!("name{number}"), "in": "query", "schema": reference(0) });
        let mut document = operation(json!({ "parameters": list(size, parameter) }));
        let default = format!("value {}", size - 1);
        let schema = json!({ "type": "string", "enum": values, "default": default });
        document["components"] = json!({ "schemas": { "S0": schema } });
        Input::json(&document)
    }),
    dimension("header parameters", 250, |size| {
        parameters(
            size,
            |number| json!({ "name": format!("X-Name-{number}"), "in": "header", "schema": { "type": "integer" } }),
        )
    }),
    dimension("cookie parameters", 250, |size| {
        parameters(
            size,
            |number| json!({ "name": format!("name{number}"), "in": "cookie", "schema": { "type": "string" } }),
        )
    }),
    dimension("path parameters", 250, |size| {
        let template: String = (0..size).map(|number| format!("/{{name{number}}}")).collect();
        let parameters = list(size, |number| {
            let schema = json!({ "type": "string" });
            json!({ "name": format!("name{number}"), "in": "path", "required": true, "schema": schema })
        });
        let operation =
            json!({ "parameters": parameters, "responses": { "204": { "description": "Done" } } });
        Input::json(&document(json!({ "paths": { template: { "get": operation } } })))
    }),
    dimension("parameters of components", 250, |size| {
        let components = map(size, |number| (format!("P{number}"), query(&format!("name{number}"))));
        let references = list(size, |number| json!({ "$ref": format!("#/components/parameters/P{number}") }));
        let mut document = operation(json!({ "parameters": references }));
        document["components"] = json!({ "parameters": components });
        Input::json(&document)
    }),
    dimension("parameters of a path item", 250, |size| {
        let mut document = operation(json!({}));
        document["paths"]["/items"]["parameters"] = list(size, |number| query(&format!("name{number}")));
        Input::json(&document)
    }),
    dimension("segments of a path", 250, |size| {
        let template: String = (0..size).map(|number| format!("/part{number}")).collect();
        let operation = json!({ "responses": { "204": { "description": "Done" } } });
        Input::json(&document(json!({ "paths": { template: { "get": operation } } })))
    }),
    dimension("fields of a form", 500, |size| with_body("application/x-www-form-urlencoded", size)),
    dimension("parts of a multipart body", 250, |size| with_body("multipart/form-data", size)),
    dimension("elements of XML", 250, |size| with_body("application/xml", size)),
    dimension("examples of a response", 1000, |size| {
        let examples = map(size, |number| {
            (format!("example{number}"), json!({ "value": { "id": number, "name": "name" } }))
        });
        let content = json!({ "application/json": { "schema": small_object(), "examples": examples } });
        Input::json(&operation(
            json!({ "responses": { "200": { "description": "Done", "content": content } } }),
        ))
    }),
    dimension("elements of an example", 4000, |size| {
        let schema = json!({ "type": "array", "items": small_object() });
        let example = list(size, |number| json!({ "id": number, "name": "name" }));
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        Input::json(&operation(
            json!({ "responses": { "200": { "description": "Done", "content": content } } }),
        ))
    }),
    dimension("fields of an example", 500, |size| {
        let schema = object(map(size, |number| (format!("name{number}"), json!({ "type": "integer" }))));
        let example = map(size, |number| (format!("name{number}"), json!(number)));
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        Input::json(&operation(
            json!({ "responses": { "200": { "description": "Done", "content": content } } }),
        ))
    }),
];

fn parameters(size: usize, parameter: impl Fn(usize) -> Value) -> Input {
    Input::json(&operation(json!({ "parameters": list(size, parameter) })))
}

fn query(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "string" } })
}

fn with_body(media_type: &str, size: usize) -> Input {
    let schema = object(map(size, |number| (format!("name{number}"), json!({ "type": "string" }))));
    Input::json(&operation(json!({ "requestBody": { "content": { media_type: { "schema": schema } } } })))
}
