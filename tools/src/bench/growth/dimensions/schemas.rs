//! Schemas, their properties and keywords.

use serde_json::{Value, json};

use super::{
    super::description::{list, map, object, reference, same_name, schema, schemas, small_object},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("schemas", 500, |size| all(size, |_| small_object())),
    dimension("schemas with one name", 500, |size| {
        Input::json(&schemas(map(size, |number| (same_name(number), small_object()))))
    }),
    dimension("segments of a schema's key", 1000, |size| {
        let key = format!("{}Pet", "a.".repeat(size));
        Input::json(&schemas(json!({ "S0": small_object(), key: small_object(), "b.Dog": small_object() })))
    }),
    dimension("schemas that refer to one", 500, |size| all(size, |_| object(json!({ "s": reference(0) })))),
    dimension("schemas in a chain", 400, |size| {
        all(size, |number| object(json!({ "next": reference((number + 1).min(size - 1)) })))
    }),
    dimension("schemas in a chain of pairs", 400, |size| {
        all(size, |number| {
            let next = reference((number + 1).min(size - 1));
            object(json!({ "left": next, "right": next, "all": { "type": "array", "items": next } }))
        })
    }),
    dimension("schemas in a required chain of pairs", 400, |size| {
        all(size, |number| {
            let mut schema = small_object();
            if number + 1 < size {
                schema["properties"]["left"] = reference(number + 1);
                schema["properties"]["right"] = reference(number + 1);
                schema["required"] = json!(["left", "right"]);
            }
            schema
        })
    }),
    dimension("schemas in a cycle", 400, |size| {
        all(size, |number| {
            let (one, other) = (reference((number + 1) % size), reference((3 * number + 1) % size));
            object(json!({ "one": one, "other": other }))
        })
    }),
    dimension("schemas in a chain with readOnly", 300, |size| {
        all(size, |number| {
            let id = json!({ "type": "integer", "readOnly": true });
            object(json!({ "id": id, "next": reference((number + 1).min(size - 1)) }))
        })
    }),
    dimension("references in a chain", 500, |size| {
        all(size, |number| if number + 1 < size { reference(number + 1) } else { small_object() })
    }),
    dimension("arrays in a chain", 400, |size| {
        all(size, |number| {
            if number + 1 < size {
                json!({ "type": "array", "items": reference(number + 1) })
            } else {
                small_object()
            }
        })
    }),
    dimension("properties", 500, |size| one(properties(size, |_| json!({ "type": "string" })))),
    dimension("properties with one name", 500, |size| {
        one(object(map(size, |number| (same_name(number), json!({ "type": "string" })))))
    }),
    dimension("required properties", 500, |size| {
        let mut schema = properties(size, |_| json!({ "type": "string", "minLength": 1 }));
        schema["required"] = list(size, |number| json!(format!("name{number}")));
        one(schema)
    }),
    dimension("readOnly properties", 500, |size| {
        one(properties(size, |number| json!({ "type": "string", "readOnly": number % 2 == 0 })))
    }),
    dimension("properties with defaults", 500, |size| {
        one(properties(size, |_| json!({ "type": "string", "default": "text" })))
    }),
    dimension("properties that are objects", 200, |size| one(properties(size, |_| small_object()))),
    dimension("properties that are enums", 200, |size| {
        one(properties(size, |_| json!({ "enum": ["a", "b", "c"] })))
    }),
    dimension("properties that are references", 200, |size| {
        let mut all = map(size, |number| (format!("S{}", number + 1), small_object()));
        all["S0"] = properties(size, |number| reference(number + 1));
        Input::json(&schemas(all))
    }),
    dimension("properties that are inline unions", 150, |size| {
        one(properties(size, |_| json!({ "oneOf": [{ "type": "string" }, small_object()] })))
    }),
    dimension("values of an enum", 1000, |size| {
        one(json!({ "type": "string", "enum": list(size, |number| json!(format!("value {number}"))) }))
    }),
    dimension("values of x-ms-enum", 1000, |size| {
        let values = list(size, |number| json!(format!("value {number}")));
        let entry = |number| json!({ "value": format!("value {number}"), "name": format!("Name {number}") });
        let extension = json!({ "name": "Kind", "values": list(size, entry) });
        one(json!({ "type": "string", "enum": values, "x-ms-enum": extension }))
    }),
    dimension("values of an enum with one name", 1000, |size| {
        one(json!({ "type": "string", "enum": list(size, |number| json!(same_name(number))) }))
    }),
    dimension("values of an enum of integers", 1000, |size| {
        one(json!({ "type": "integer", "enum": list(size, |number| json!(number)) }))
    }),
    dimension("repeated values of an enum", 2000, |size| {
        one(json!({ "type": "string", "enum": list(size, |_| json!("value")) }))
    }),
    dimension("allOf members", 250, |size| {
        one(json!({ "allOf": list(size, |number| {
            object(json!({ format!("name{number}"): { "type": "string" } }))
        }) }))
    }),
    dimension("allOf members that are references", 250, |size| {
        let mut all = map(size, |number| {
            (format!("S{}", number + 1), object(json!({ format!("name{number}"): { "type": "string" } })))
        });
        all["S0"] = json!({ "allOf": list(size, |number| reference(number + 1)) });
        Input::json(&schemas(all))
    }),
    dimension("allOf members with one property", 250, |size| {
        one(json!({ "allOf": list(size, |_| small_object()) }))
    }),
    dimension("allOf of one base", 250, |size| {
        all(size, |number| {
            if number == 0 {
                return small_object();
            }
            json!({ "allOf": [reference(0), object(json!({ "own": { "type": "string" } }))] })
        })
    }),
    dimension("subtypes of a base", 150, |size| {
        all(size, |number| {
            if number == 0 {
                let mut base = small_object();
                base["discriminator"] = json!({ "propertyName": "name" });
                base["required"] = json!(["name"]);
                return base;
            }
            json!({ "allOf": [reference(0), object(json!({ "own": { "type": "string" } }))] })
        })
    }),
    dimension("uses of a list of values", 500, |size| {
        let mut all =
            json!({ "S0": properties(size, |_| json!({ "allOf": [reference(1)], "default": "value1" })) });
        all["S1"] = json!({ "type": "string", "enum": list(size, |number| json!(format!("value{number}"))) });
        Input::json(&schemas(all))
    }),
    dimension("examples of a list of values", 250, |size| {
        let mut all = json!({ "S0": properties(size, |number| {
            json!({ "allOf": [reference(1)], "example": format!("value{number}") })
        }) });
        all["S1"] = json!({ "type": "string", "enum": list(size, |number| json!(format!("value{number}"))) });
        Input::json(&schemas(all))
    }),
    dimension("values of two lists", 2000, |size| {
        let values =
            || json!({ "type": "string", "enum": list(size, |number| json!(format!("value{number}"))) });
        one(json!({ "allOf": [values(), values()] }))
    }),
    dimension("uses of a large object", 250, |size| {
        let mut all =
            json!({ "S0": properties(size, |_| json!({ "allOf": [reference(1)], "description": "Text." })) });
        all["S1"] = properties(size, |_| json!({ "type": "string" }));
        Input::json(&schemas(all))
    }),
    dimension("patterns of an allOf", 500, |size| {
        one(
            json!({ "allOf": list(size, |number| json!({ "type": "string", "pattern": format!("^x{number}") })) }),
        )
    }),
    dimension("properties beside a oneOf", 600, |size| {
        let mut schema = properties(size, |_| json!({ "type": "string" }));
        schema["oneOf"] =
            list(size, |number| object(json!({ format!("own{number}"): { "type": "string" } })));
        one(schema)
    }),
    dimension("patternProperties", 1000, |size| {
        let patterns = map(size, |number| (format!("^x{number}-"), json!({ "type": "string" })));
        one(json!({ "type": "object", "patternProperties": patterns }))
    }),
    dimension("prefixItems", 500, |size| {
        one(json!({ "type": "array", "prefixItems": list(size, |number| {
            json!({ "type": if number % 2 == 0 { "string" } else { "integer" } })
        }) }))
    }),
    dimension("definitions of a schema", 300, |size| {
        let mut schema =
            properties(size, |number| json!({ "$ref": format!("#/components/schemas/S0/$defs/D{number}") }));
        schema["$defs"] = map(size, |number| (format!("D{number}"), small_object()));
        one(schema)
    }),
    dimension("schemas with an $id", 300, |size| {
        let mut all = map(size, |number| {
            let mut schema = small_object();
            schema["$id"] = json!(format!("https://example.com/schemas/{number}"));
            (format!("S{}", number + 1), schema)
        });
        all["S0"] =
            properties(size, |number| json!({ "$ref": format!("https://example.com/schemas/{number}") }));
        Input::json(&schemas(all))
    }),
    dimension("schemas with an $anchor", 300, |size| {
        let mut all = map(size, |number| {
            let mut schema = small_object();
            schema["$anchor"] = json!(format!("anchor{number}"));
            (format!("S{}", number + 1), schema)
        });
        all["S0"] = properties(size, |number| json!({ "$ref": format!("#anchor{number}") }));
        Input::json(&schemas(all))
    }),
    dimension("references to properties", 300, |size| {
        let mut all = json!({ "S0": properties(size, |number| {
            json!({ "$ref": format!("#/components/schemas/S1/properties/name{number}") })
        }) });
        all["S1"] = properties(size, |_| small_object());
        Input::json(&schemas(all))
    }),
    dimension("dependentSchemas", 500, |size| {
        let dependent = map(size, |number| (format!("name{number}"), json!({ "required": ["id"] })));
        one(
            json!({ "type": "object", "dependentSchemas": dependent, "properties": { "id": { "type": "string" } } }),
        )
    }),
    dimension("nested objects", 16, |size| one(nested(size, |inner| object(json!({ "inner": inner }))))),
    dimension("nested arrays", 16, |size| {
        one(nested(size, |inner| json!({ "type": "array", "items": inner })))
    }),
    dimension("nested allOf", 8, |size| {
        one(nested(size, |inner| json!({ "allOf": [inner, object(json!({ "own": { "type": "string" } }))] })))
    }),
    dimension("vendor extensions", 4000, |size| {
        let mut schema = small_object();
        for number in 0..size {
            schema[format!("x-name{number}")] = json!({ "text": "value" });
        }
        one(schema)
    }),
];

/// Returns a description of `size` component schemas.
fn all(size: usize, schema: impl Fn(usize) -> Value) -> Input {
    Input::json(&schemas(map(size, |number| (format!("S{number}"), schema(number)))))
}

/// Returns a description of one schema.
fn one(one: Value) -> Input {
    Input::json(&schema(one))
}

fn properties(size: usize, property: impl Fn(usize) -> Value) -> Value {
    object(map(size, |number| (format!("name{number}"), property(number))))
}

fn nested(depth: usize, outer: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(small_object(), |inner, _| outer(inner))
}
