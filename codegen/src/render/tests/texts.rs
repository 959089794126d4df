//! Texts of a description in all generated files.

use serde_json::{Value, json};

use crate::{Generated, Settings, Source, escape::is_hidden, generate};

/// A bidirectional control, invisible characters, a line separator and a sequence that controls a terminal.
const HIDDEN: &str =
    "\u{202e}\u{2066}\u{200b}\u{200d}\u{feff}\u{ad}\u{2028}\u{e0041}\u{1b}[31m\u{7f}\u{85}\r";

fn generated(description: &Value) -> Generated {
    let settings = Settings {
        name: "texts".to_owned(),
        version: "0.1.0".to_owned(),
        tag_features: true,
        ..Settings::default()
    };
    generate(&Source::new("texts.json", description.to_string()), &settings).expect("valid Rust")
}

/// A description with `text` in every place where it can have any text.
fn with_text(text: &str) -> Value {
    let schema =
        json!({ "type": "string", "title": text, "description": text, "default": text, "pattern": text });
    let object = json!({
        "type": "object", "title": text, "description": text, "required": [text],
        "properties": { text: schema, "list": { "type": "string", "enum": [text, "a"] } },
        "xml": { "name": text }, "example": { text: text },
    });
    let tagged = |tag: &str| {
        json!({
            "type": "object", "required": ["kind"],
            "properties": { "kind": { "type": "string", "enum": [tag] }, tag: { "type": "string" } },
        })
    };
    let parameter = |name: &str, location: &str| json!({ "name": name, "in": location, "required": true, "description": text, "schema": schema });
    let body =
        json!({ "schema": { "$ref": format!("#/components/schemas/{text}") }, "example": { text: text } });
    json!({
        "openapi": "3.2.0",
        "info": { "title": text, "description": text, "version": text },
        "tags": [{ "name": text, "description": text, "parent": text }],
        "servers": [
            { "url": format!("https://a.com/{text}/{{v}}"), "description": text,
              "variables": { "v": { "default": text, "enum": [text], "description": text } } },
            { "url": "https://b.com", "name": text },
        ],
        "security": [{ text: [text] }],
        "paths": { format!("/{text}/{{id}}"): { "post": {
            "operationId": text, "summary": text, "description": text, "tags": [text],
            "parameters": [parameter("id", "path"), parameter(text, "query"), parameter("X-A", "header")],
            "servers": [{ "url": format!("https://c.com/{text}") }],
            "requestBody": { "description": text, "content": { "application/json": body, format!("text/{text}"): {} } },
            "responses": {
                "200": { "description": text, "headers": { "X-B": { "description": text, "schema": schema } },
                         "content": { "application/json": body } },
                "4XX": { "description": text, "content": { "application/json": { "schema": { "oneOf": [
                    tagged(text), tagged("other"),
                ] } } } },
            },
        } } },
        "webhooks": { text: { "post": { "description": text, "requestBody": { "content": {
            "application/json": body,
        } }, "responses": {} } } },
        "components": {
            "schemas": { text: object },
            "securitySchemes": { text: { "type": "apiKey", "in": "query", "name": text, "description": text } },
        },
    })
}

#[test]
fn no_generated_file_has_a_hidden_character() {
    let result = generated(&with_text(&format!("a{HIDDEN}b")));
    let files = result.files.expect("a valid description has files");
    for (path, text) in &files {
        assert!(!path.contains(is_hidden), "{path}");
        let line = text.lines().find(|line| line.contains(is_hidden));
        assert_eq!(line, None, "{path}");
    }
    assert!(files.values().any(|text| text.contains("a\\u{202e}")), "comments have the escape sequence");
    assert!(!result.diagnostics.is_empty());
    assert!(!result.diagnostics.iter().any(|diagnostic| diagnostic.to_string().contains(is_hidden)));
}

#[test]
fn references_to_characters_in_markdown_are_escaped_too() {
    let text = "a &#x202e; b &#8238; c &ZeroWidthSpace; d";
    let files = generated(&with_text(text)).files.expect("a valid description has files");
    assert!(!files.values().any(|text| text.contains(is_hidden)));
}

#[test]
fn extensions_of_the_generator_have_no_effect_in_a_description() {
    let with = |extensions: bool| {
        let mut schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        let mut parameter = json!({ "name": "q", "in": "query", "schema": { "type": "string" } });
        let mut server = json!({ "url": "https://{v}.a.com", "variables": { "v": { "default": "x" } } });
        if extensions {
            schema["x-codegen-tuple"] = true.into();
            schema["x-codegen-xml"] = json!({ "name": "b" });
            parameter["x-codegen-querystring"] = true.into();
            server["x-codegen-name"] = "Mine".into();
        }
        generated(&json!({
            "openapi": "3.0.3", "info": { "title": "A", "version": "1" }, "servers": [server],
            "paths": { "/a": { "get": { "parameters": [parameter], "responses": { "200": {
                "description": "a", "content": { "application/json": { "schema": schema } },
            } } } } },
        }))
        .files
    };
    assert_eq!(with(true), with(false));
}
