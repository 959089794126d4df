//! Long names, alone and above many things that are found by them.

use serde_json::{Value, json};

use super::{
    super::description::{document, list, map, object, reference, schema, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("letters of a name", 20_000, |size| {
        Input::json(&schema(object(json!({ "x".repeat(size): { "type": "string" } }))))
    }),
    dimension("letters of a schema's key", 250, |size| {
        let schema = object(properties(size, &json!({ "type": "string" })));
        Input::json(&document(json!({ "paths": {}, "components": { "schemas": { long(size): schema } } })))
    }),
    dimension("letters of a property above objects", 250, |size| {
        let inner = object(properties(size, &small_object()));
        Input::json(&schema(object(json!({ long(size): inner }))))
    }),
    dimension("objects below a long path", 250, |size| {
        let schema = object(properties(size, &small_object()));
        let content = json!({ "application/json": { "schema": schema } });
        at_long_path(json!({ "requestBody": { "content": content } }))
    }),
    dimension("parameters below a long path", 250, |size| {
        let parameter = |number: usize| {
            let schema = json!({ "enum": ["a", number.to_string()] });
            json!({ "in": "query", "name": format!("name{number}"), "schema": schema })
        };
        at_long_path(json!({ "parameters": list(size, parameter) }))
    }),
    dimension("letters of a title", 250, |size| {
        let mut document = operations(size);
        document["info"]["title"] = json!(long(size));
        Input::json(&document)
    }),
    dimension("letters of a server's variable", 250, |size| {
        let mut document = operations(size);
        let name = long(size);
        document["servers"] = json!([{ "url": format!("https://{{{name}}}.example.com"), "variables": { name: { "default": "a" } } }]);
        Input::json(&document)
    }),
    dimension("letters of a discriminator", 250, |size| {
        let mut all = map(size, |number| (format!("S{}", number + 1), small_object()));
        let members = list(size, |number| reference(number + 1));
        all["S0"] = json!({ "oneOf": members, "discriminator": { "propertyName": long(size) } });
        Input::json(&schemas(all))
    }),
];

/// Returns a name that is so long that each thing below it would cost too much if it took a copy.
fn long(size: usize) -> String {
    "x".repeat(size * 100)
}

fn properties(size: usize, schema: &Value) -> Value {
    map(size, |number| (format!("name{number}"), schema.clone()))
}

/// Returns a description with one operation, at a path that is nearly as long as a path may be.
fn at_long_path(mut operation: Value) -> Input {
    operation["responses"] = json!({ "204": { "description": "Done" } });
    Input::json(&document(json!({ "paths": { format!("/{}", "x".repeat(7900)): { "post": operation } } })))
}

/// Returns a description with this many operations.
fn operations(size: usize) -> Value {
    let responses = json!({ "204": { "description": "Done" } });
    let item = |number: usize| (format!("/items{number}"), json!({ "get": { "responses": responses } }));
    document(json!({ "paths": map(size, item) }))
}
