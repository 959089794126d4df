//! Unions and their members.

use serde_json::{Value, json};

use super::{
    super::description::{document, list, map, object, reference, schema, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("union members", 250, |size| members(size, distinct)),
    dimension("union members that are inline", 250, |size| {
        Input::json(&schema(json!({ "oneOf": list(size, distinct) })))
    }),
    dimension("union members of one form", 250, |size| members(size, |_| small_object())),
    dimension("union members with a constant", 250, |size| {
        members(size, |number| {
            let mut schema = object(json!({ "kind": { "const": format!("kind{number}") } }));
            schema["required"] = json!(["kind"]);
            schema
        })
    }),
    dimension("union members with a discriminator", 250, |size| {
        let mut all = map(size, |number| {
            let mut schema = object(json!({ "kind": { "type": "string" } }));
            schema["required"] = json!(["kind"]);
            (format!("S{}", number + 1), schema)
        });
        let mapping = map(size, |number| {
            (format!("kind{number}"), json!(format!("#/components/schemas/S{}", number + 1)))
        });
        let union = json!({ "oneOf": list(size, |number| reference(number + 1)) });
        all["S0"] = union;
        all["S0"]["discriminator"] = json!({ "propertyName": "kind", "mapping": mapping });
        Input::json(&schemas(all))
    }),
    dimension("union members with shared properties", 100, |size| {
        members(size, |number| {
            let mut schema = object(map(8, |name| (format!("name{}", (number + name) % size), json!({}))));
            schema["required"] = list(8, |name| json!(format!("name{}", (number + name) % size)));
            schema
        })
    }),
    dimension("union members that are constants", 500, |size| {
        Input::json(&schema(json!({ "oneOf": list(size, |number| {
            json!({ "const": format!("value{number}"), "title": format!("Value {number}") })
        }) })))
    }),
    dimension("union members that are enums", 250, |size| {
        Input::json(&schema(json!({ "anyOf": list(size, |number| {
            json!({ "type": "string", "enum": [format!("value{number}")] })
        }) })))
    }),
    dimension("union members that are scalars", 500, |size| {
        Input::json(&schema(json!({ "anyOf": list(size, |number| {
            json!({ "type": "string", "format": format!("format{number}") })
        }) })))
    }),
    dimension("union members that are arrays", 250, |size| {
        Input::json(&schema(json!({ "oneOf": list(size, |number| {
            json!({ "type": "array", "items": distinct(number) })
        }) })))
    }),
    dimension("union members beside properties", 100, |size| {
        let mut union = small_object();
        union["oneOf"] = list(size, distinct);
        Input::json(&schema(union))
    }),
    dimension("union members beside allOf", 100, |size| {
        Input::json(&schema(json!({ "allOf": [small_object(), { "oneOf": list(size, distinct) }] })))
    }),
    dimension("unions of required properties", 100, |size| {
        let mut union = object(map(size, |number| (format!("name{number}"), json!({ "type": "string" }))));
        union["anyOf"] = list(size, |number| json!({ "required": [format!("name{number}")] }));
        Input::json(&schema(union))
    }),
    dimension("unions", 150, |size| {
        Input::json(&schemas(map(size, |number| {
            let members = json!([{ "type": "string" }, distinct(number), { "type": "array", "items": {} }]);
            (format!("S{number}"), json!({ "oneOf": members }))
        })))
    }),
    dimension("unions in a chain", 150, |size| {
        Input::json(&schemas(map(size, |number| {
            let next = if number + 1 < size { reference(number + 1) } else { json!({ "type": "integer" }) };
            (format!("S{number}"), json!({ "oneOf": [distinct(number), next] }))
        })))
    }),
    dimension("unions of the same members", 50, |size| {
        let mut all = map(size, |number| {
            let union = json!({ "oneOf": list(20, |member| reference(size + member)) });
            (format!("S{number}"), union)
        });
        for number in size..size + 20 {
            all[format!("S{number}")] = distinct(number);
        }
        Input::json(&schemas(all))
    }),
    dimension("nullable unions", 200, |size| {
        Input::json(&schemas(map(size, |number| {
            (format!("S{number}"), json!({ "anyOf": [small_object(), { "type": "null" }] }))
        })))
    }),
    dimension("types in a list", 200, |size| {
        Input::json(&schemas(map(size, |number| {
            (format!("S{number}"), json!({ "type": ["string", "integer", "object", "null"] }))
        })))
    }),
    dimension("operations of a recursive union", 250, |size| {
        let mut all = map(size, |number| (format!("S{}", number + 1), requires(number, reference(0))));
        all["S0"] = json!({ "oneOf": list(size, |number| reference(number + 1)) });
        let content = json!({ "application/json": { "schema": reference(0) } });
        let operation = json!({ "responses": { "200": { "description": "Done", "content": content } } });
        let paths = map(size, |number| (format!("/items{number}"), json!({ "get": operation })));
        Input::json(&document(json!({ "paths": paths, "components": { "schemas": all } })))
    }),
];

/// Returns a description of one union, whose members are components.
fn members(size: usize, member: impl Fn(usize) -> Value) -> Input {
    let mut all = map(size, |number| (format!("S{}", number + 1), member(number)));
    all["S0"] = json!({ "oneOf": list(size, |number| reference(number + 1)) });
    Input::json(&schemas(all))
}

/// Returns an object with a required property of its own.
fn distinct(number: usize) -> Value {
    requires(number, json!({ "type": "string" }))
}

/// Returns an object with a required property of its own that has this schema.
fn requires(number: usize, property: Value) -> Value {
    let name = format!("name{number}");
    let mut schema = object(json!({ name.clone(): property }));
    schema["required"] = json!([name]);
    schema
}
