//! Files, overlays, and references that need a bundle.

use std::collections::HashMap;

use serde_json::json;

use super::{
    super::description::{list, map, object, schema, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("files", 200, |size| {
        let document = schema(object(map(size, |number| {
            (format!("name{number}"), json!({ "$ref": format!("s{number}.json") }))
        })));
        let file = |number| (format!("s{number}.json"), small_object().to_string());
        Input::json(&document).with_files((0..size).map(file).collect())
    }),
    dimension("files in a chain", 200, |size| {
        let document = schema(json!({ "$ref": "s0.json" }));
        let file = |number: usize| {
            let next = format!("s{}.json", (number + 1).min(size - 1));
            (format!("s{number}.json"), object(json!({ "next": { "$ref": next } })).to_string())
        };
        Input::json(&document).with_files((0..size).map(file).collect())
    }),
    dimension("schemas of another file", 500, |size| {
        let document = schema(object(map(size, |number| {
            (format!("name{number}"), json!({ "$ref": format!("all.json#/schemas/S{number}") }))
        })));
        let all = json!({ "schemas": map(size, |number| (format!("S{number}"), small_object())) });
        Input::json(&document).with_files(HashMap::from([("all.json".to_owned(), all.to_string())]))
    }),
    dimension("diagnostics of other files", 100, |size| {
        let document = schema(object(map(size, |number| {
            (format!("name{number}"), json!({ "$ref": format!("s{number}.json") }))
        })));
        let text = object(json!({ "text": { "type": "text" } })).to_string();
        let file = |number| (format!("s{number}.json"), text.clone());
        Input::json(&document).with_files((0..size).map(file).collect())
    }),
    dimension("actions of an overlay", 300, |size| {
        let document = schemas(map(size, |number| (format!("S{number}"), small_object())));
        let actions = list(
            size,
            |number| json!({ "target": format!("$.components.schemas.S{number}"), "update": { "description": "Text" } }),
        );
        Input::json(&document).with_overlay(&overlay(actions))
    }),
    dimension("targets of an action", 500, |size| {
        let document = schemas(map(size, |number| (format!("S{number}"), small_object())));
        let remove = json!([{ "target": "$.components.schemas..properties.name", "remove": true }]);
        Input::json(&document).with_overlay(&overlay(remove))
    }),
    dimension("actions that remove a key", 500, |size| {
        let document = schemas(map(size + 1, |number| (format!("S{number}"), small_object())));
        let remove =
            |number| json!({ "target": format!("$.components.schemas.S{}", number + 1), "remove": true });
        Input::json(&document).with_overlay(&overlay(list(size, remove)))
    }),
    dimension("removals from an object", 2000, |size| {
        let document = schemas(map(size, |number| (format!("S{number}"), small_object())));
        let remove = json!([{ "target": "$.components.schemas[?@.type == 'object']", "remove": true }]);
        Input::json(&document).with_overlay(&overlay(remove))
    }),
];

fn overlay(actions: serde_json::Value) -> serde_json::Value {
    json!({ "overlay": "1.0.0", "info": { "title": "Growth", "version": "1" }, "actions": actions })
}
