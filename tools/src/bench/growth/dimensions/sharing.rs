//! Equal schemas, which become one type. The other dimensions do not share types.

use clientwright_codegen::{Share, ShareMode};
use serde_json::{Value, json};

use super::{
    super::description::{document, list, map, object, reference, schema, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("different schemas that may be shared", 500, |size| {
        all(size, |number| object(json!({ format!("name{number}"): { "type": "string" } })))
    }),
    dimension("equal schemas", 500, |size| all(size, |_| small_object())),
    dimension("equal properties that are objects", 500, |size| properties(size, |_| small_object())),
    dimension("equal properties that are enums", 500, |size| {
        properties(size, |_| json!({ "type": "string", "enum": ["a", "b", "c"] }))
    }),
    dimension("equal properties that are unions", 300, |size| {
        properties(size, |_| json!({ "oneOf": [{ "type": "string" }, small_object()] }))
    }),
    dimension("pairs of equal properties", 300, |size| {
        properties(size, |number| object(json!({ format!("name{}", number / 2): { "type": "string" } })))
    }),
    dimension("equal properties below a long name", 250, |size| {
        let inner = object(map(size, |number| (format!("name{number}"), small_object())));
        shared(Input::json(&schema(object(json!({ "x".repeat(size * 100): inner })))))
    }),
    dimension("equal chains of objects", 100, |size| {
        properties(size, |_| (0..5).fold(small_object(), |inner, _| object(json!({ "inner": inner }))))
    }),
    dimension("equal schemas in a chain", 500, |size| {
        all(size, |number| {
            if number + 1 < size { object(json!({ "next": reference(number + 1) })) } else { small_object() }
        })
    }),
    dimension("equal schemas in a cycle", 500, |size| {
        all(size, |number| object(json!({ "next": reference((number + 1) % size) })))
    }),
    dimension("values of equal enums", 500, |size| {
        let values =
            || json!({ "type": "string", "enum": list(size, |number| json!(format!("value {number}"))) });
        properties(2, |_| values())
    }),
    dimension("equal responses of operations", 250, |size| {
        let content = json!({ "application/json": { "schema": small_object() } });
        let responses = json!({ "200": { "description": "Done", "content": content } });
        let path = |number| (format!("/items{number}"), json!({ "get": { "responses": responses } }));
        shared(Input::json(&document(json!({ "paths": map(size, path) }))))
    }),
];

fn shared(input: Input) -> Input {
    input.with(|settings| settings.share = Share { mode: ShareMode::All, ..Share::default() })
}

/// Returns a description of `size` component schemas.
fn all(size: usize, schema: impl Fn(usize) -> Value) -> Input {
    shared(Input::json(&schemas(map(size, |number| (format!("S{number}"), schema(number))))))
}

/// Returns a description of one schema with `size` properties.
fn properties(size: usize, property: impl Fn(usize) -> Value) -> Input {
    let properties = map(size, |number| (format!("name{number}"), property(number)));
    shared(Input::json(&schema(object(properties))))
}
