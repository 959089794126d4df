//! Texts: their length, their marks, and diagnostics.

use serde_json::{Value, json};

use super::{
    super::description::{document, map, object, reference, schema, schemas},
    dimension,
};
use crate::bench::growth::input::{Dimension, Input};

pub(super) const DIMENSIONS: &[Dimension] = &[
    dimension("diagnostics on one line", 500, |size| Input::json(&with_diagnostics(size))),
    dimension("diagnostics on many lines", 500, |size| Input::lines(&with_diagnostics(size))),
    dimension("diagnostics of one schema", 500, |size| {
        Input::json(&schema(object(map(size, |number| (format!("name{number}"), json!({ "type": "text" }))))))
    }),
    dimension("diagnostics of operations", 300, |size| {
        Input::json(&document(json!({ "paths": map(size, |number| {
            (format!("/items{number}"), json!({ "get": { "responses": { "x": 1 } } }))
        }) })))
    }),
    dimension("references without a target", 500, |size| {
        Input::json(&schema(object(map(size, |number| {
            (format!("name{number}"), json!({ "$ref": format!("#/components/schemas/None{number}") }))
        }))))
    }),
    dimension("words of a text", 20_000, |size| text("A word of it. ".repeat(size / 4))),
    dimension("paragraphs of a text", 4000, |size| text("A paragraph.\n\n".repeat(size))),
    dimension("lines of a text", 8000, |size| text("A line\n".repeat(size))),
    dimension("letters of a word", 50_000, |size| text("x".repeat(size))),
    dimension("links of a text", 2000, |size| {
        text("[a](https://example.com) https://example.com/b ".repeat(size))
    }),
    dimension("items of lists of a text", 2000, |size| text("- item\n  - inner\n".repeat(size))),
    dimension("nested lists of a text", 500, |size| {
        let lists: String = (0..10).map(|depth| format!("{}- item\n", "  ".repeat(depth))).collect();
        text(lists.repeat(size / 10))
    }),
    dimension("lists on a line of a text", 500, |size| text(format!("{} text", "- ".repeat(size)))),
    dimension("http links of a text", 2000, |size| text("http://example.com/a (b) ".repeat(size))),
    dimension("rows of a table of a text", 1000, |size| {
        text(format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(size)))
    }),
    dimension("code blocks of a text", 1000, |size| text("```json\n{ \"a\": 1 }\n```\n\n".repeat(size))),
    dimension("HTML of a text", 2000, |size| text("<b>bold</b><br/>\n".repeat(size))),
    dimension("opened brackets of a text", 2000, |size| text("[a ".repeat(size))),
    dimension("opened emphasis of a text", 2000, |size| text("*a _b ".repeat(size))),
    dimension("quotes of a text", 500, |size| text(format!("{} text", ">".repeat(size)))),
    dimension("backticks of a text", 2000, |size| {
        text((0..size).map(|number| format!("{} ", "`".repeat(number % 50 + 1))).collect())
    }),
    dimension("opened tags of a text", 2000, |size| text("<a href=\"".repeat(size))),
    dimension("letters of a pattern", 2000, |size| {
        Input::json(&schema(object(json!({ "text": { "type": "string", "pattern": "[a-z]".repeat(size) } }))))
    }),
    dimension("letters of a pattern, and uses of its schema", 500, |size| {
        let uses = object(map(size, |number| (format!("name{number}"), reference(1))));
        Input::json(&schemas(
            json!({ "S0": uses, "S1": { "type": "string", "pattern": "[a-z]".repeat(size) } }),
        ))
    }),
    dimension("letters of a property, and schemas that extend it", 500, |size| {
        Input::json(&schemas(map(size, |number| {
            let base = object(json!({ "x".repeat(size * 10): { "type": "string" } }));
            let own = object(json!({ format!("name{number}"): { "type": "string" } }));
            let extending = json!({ "allOf": [reference(0), own] });
            (format!("S{number}"), if number == 0 { base } else { extending })
        })))
    }),
    dimension("letters of a default", 50_000, |size| {
        Input::json(&schema(object(json!({ "text": { "type": "string", "default": "x".repeat(size) } }))))
    }),
    dimension("letters of an enum's value", 20_000, |size| {
        Input::json(&schema(json!({ "enum": ["x".repeat(size), "y"] })))
    }),
    dimension("digits of a number", 10_000, |size| {
        Input::text(
            schema(json!({ "type": "number", "maximum": 12345 }))
                .to_string()
                .replace("12345", &"7".repeat(size)),
        )
    }),
    dimension("lines of YAML", 1000, |size| {
        yaml(size, |number| format!("    S{number}:\n      type: object\n"))
    }),
    dimension("comments of YAML", 10_000, |size| yaml(size, |_| "    # A comment.\n".to_owned())),
    dimension("aliases of YAML", 1000, |size| {
        yaml(size, |number| {
            if number == 0 {
                return "    S0: &first { type: object, properties: { id: { type: integer } } }\n".to_owned();
            }
            format!("    S{number}: *first\n")
        })
    }),
    dimension("merge keys of YAML", 1000, |size| {
        yaml(size, |number| {
            if number == 0 {
                return "    S0: &first { type: object, properties: { id: { type: integer } } }\n".to_owned();
            }
            format!("    S{number}: {{ <<: *first, description: Text }}\n")
        })
    }),
    dimension("duplicate keys of YAML", 1000, |size| yaml(size, |_| "    S0: { type: object }\n".to_owned())),
    dimension("lines of a block of YAML", 8000, |size| {
        yaml(1, |_| format!("    S0:\n      description: |\n{}", "        A line.\n".repeat(size)))
    }),
    dimension("flow collections of YAML", 1000, |size| {
        yaml(size, |number| {
            format!("    S{number}: {{type: object, properties: {{id: {{type: integer}}}}}}\n")
        })
    }),
    dimension("flow collections on a line of YAML", 1000, |size| {
        let schemas: String = (0..size).map(|number| format!("S{number}: {{type: objct}}, ")).collect();
        Input::text(format!(
            "openapi: 3.1.0\ninfo: {{title: Growth, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
        ))
    }),
];

fn with_diagnostics(size: usize) -> Value {
    schemas(map(size, |number| (format!("S{number}"), object(json!({ "text": { "type": "text" } })))))
}

/// Returns a description with a text at an operation, a schema and a property.
fn text(text: String) -> Input {
    let mut document = schema(json!({
        "type": "object",
        "description": text,
        "properties": { "id": { "type": "integer", "description": text } },
    }));
    document["paths"]["/items"]["post"]["description"] = json!(text);
    document["info"]["description"] = json!(text);
    Input::json(&document)
}

fn yaml(size: usize, schema: impl Fn(usize) -> String) -> Input {
    let schemas: String = (0..size).map(schema).collect();
    Input::text(format!(
        "openapi: 3.1.0\ninfo: {{ title: Growth, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}
