use serde_json::{Map, Value, json};

use super::{
    bundle,
    changes::{Changes, Content},
};
use crate::{Source, diagnostics::Diagnostics, load::file_store::FileStore, read};

/// Returns the number of operations and the messages for a description with a schema that refers to `reference`.
fn read_with(reference: &str) -> (usize, Vec<String>) {
    let text = format!(
        "
openapi: 3.1.0
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    get:
      responses:
        '200':
          description: The pets.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }}
components:
  schemas:
    Pet: {{ type: object, properties: {{ owner: {{ $ref: '{reference}' }} }} }}
    Alias: {{ $ref: '{reference}' }}
    Tree: {{ $id: 'https://example.com/tree', type: object, properties: {{ children: {{ items: {{ $ref: '#' }} }} }} }}
"
    );
    let source = Source::new("pets.yaml", text).with_files(|_| Err("no such file".to_owned()));
    let (api, diagnostics) = read(&source);
    let messages = diagnostics.into_iter().map(|diagnostic| diagnostic.message);
    (api.map_or(0, |api| api.operations.len()), messages.collect())
}

#[test]
fn keeps_the_description_if_a_schema_refers_to_something_else() {
    for (reference, found) in [
        ("#", "the whole description"),
        ("", "the whole description"),
        (".", "the whole description"),
        ("pets.yaml", "the whole description"),
        ("#/components", "the components of the description"),
        ("#/components/schemas", "a list or a map of objects"),
        ("#/components/schemas/Pet/properties", "a list or a map of objects"),
        ("#/paths/~1pets/get", "an operation"),
        ("#/paths/~1pets/get/responses/200", "a response"),
    ] {
        let (operations, messages) = read_with(reference);
        let message = format!("`{reference}` is {found}; expected a schema");
        assert_eq!((operations, messages), (1, vec![message.clone(), message]), "{reference}");
    }
    // A part of the description that another stage reads is copied.
    assert_eq!(read_with("#/info"), (1, vec![]));
}

#[test]
fn keeps_the_paths_if_a_path_item_refers_to_something_else() {
    for (reference, code) in [("#", "E0005"), ("#/paths", "E0005"), ("#/components/schemas/Pet", "E0004")] {
        let text = format!(
            "
openapi: 3.1.0
info: {{ title: Pets, version: '1' }}
paths:
  /pets: {{ get: {{ responses: {{ '204': {{ description: None. }} }} }} }}
  /owners: {{ $ref: '{reference}' }}
components: {{ schemas: {{ Pet: {{ type: string }} }} }}
"
        );
        let (api, diagnostics) = read(&Source::new("pets.yaml", text));
        let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!((api.map_or(0, |api| api.operations.len()), codes), (1, vec![code]), "{reference}");
    }
}

/// Returns the first message for path items that refer to each other in a chain, and that end with `last`.
fn read_chain(length: usize, last: &str) -> Option<String> {
    let item = |number: usize| format!("  /p{number}: {{ $ref: '#/paths/~1p{}' }}\n", number + 1);
    let items = (0..length).map(item).chain([format!("  /p{length}: {last}\n")]).collect::<Vec<_>>().concat();
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Pets, version: '1' }}\npaths:\n{items}");
    let (_, diagnostics) = read(&Source::new("pets.yaml", text));
    diagnostics.into_iter().next().map(|diagnostic| diagnostic.message)
}

#[test]
fn distinguishes_a_long_chain_of_references_from_a_cycle() {
    let end = "{ get: { responses: { '204': { description: None. } } } }";
    assert_eq!(read_chain(60, end), None);
    let long = read_chain(200, end);
    let limit = "is not resolved: it is in a chain of more than 64 references";
    assert!(long.as_ref().is_some_and(|message| message.ends_with(limit)), "{long:?}");
    let cyclic = read_chain(3, "{ $ref: '#/paths/~1p0' }");
    assert!(
        cyclic.as_ref().is_some_and(|message| message.ends_with("is part of a reference cycle")),
        "{cyclic:?}"
    );
}

/// Returns the changes of a description.
fn changes(root: &Value) -> Changes {
    let source = Source::new("pets.yaml", "");
    bundle(root, &mut FileStore::new(&source, root), false, &mut Diagnostics::default()).0
}

#[test]
fn collects_only_the_references_that_change() {
    for size in [10, 1000] {
        let mut schemas: Map<String, Value> = (0..size)
            .map(|number| {
                let reference = json!({ "$ref": format!("#/components/schemas/S{}", (number + 1) % size) });
                (format!("S{number}"), json!({ "properties": { "next": reference } }))
            })
            .collect();
        let to_property = json!({ "$ref": "#/components/schemas/S0/properties/name" });
        schemas["S0"]["properties"]["name"] = json!({ "type": "string" });
        schemas["S1"]["properties"]["name"] = to_property.clone();
        schemas["S2"]["properties"]["name"] = to_property;
        let mut root = json!({ "openapi": "3.1.0", "components": { "schemas": schemas } });
        let changes = changes(&root);
        assert_eq!(changes.edits.len(), 2);
        let contents: Vec<&Content> = changes.components.iter().map(|component| &component.content).collect();
        assert!(matches!(contents[..], [Content::Moved(_)]), "{contents:?}");
        changes.apply(&mut root);
        let schemas = &root["components"]["schemas"];
        let reference = json!({ "$ref": "#/components/schemas/S0_name" });
        for owner in ["S0", "S1", "S2"] {
            assert_eq!(schemas[owner]["properties"]["name"], reference, "{owner}");
        }
        assert_eq!(schemas["S0_name"], json!({ "type": "string" }));
    }
}

#[test]
fn moves_values_that_contain_each_other() {
    let inner = json!({ "$ref": "#/x-types/Outer/properties/inner" });
    let outer = json!({ "$ref": "#/x-types/Outer" });
    let kind = json!({ "$ref": "#/components/schemas/Other/properties/kind" });
    for [first, second] in [[&inner, &outer], [&outer, &inner]] {
        let mut root = json!({
            "openapi": "3.1.0",
            "components": { "schemas": {
                "Other": { "properties": { "first": first, "second": second, "kind": { "type": "string" } } },
            } },
            "x-types": { "Outer": { "properties": { "inner": { "properties": { "kind": kind } } } } },
        });
        changes(&root).apply(&mut root);
        let schemas = &root["components"]["schemas"];
        let names = schemas.as_object().map(|schemas| schemas.keys().collect::<Vec<_>>());
        let kind = json!({ "$ref": "#/components/schemas/Other_kind" });
        assert_eq!(schemas["Other"]["properties"]["kind"], kind);
        let inner = names.iter().flatten().find(|name| name.ends_with("inner"));
        let inner = inner.and_then(|name| schemas.get(name.as_str()));
        assert_eq!(inner, Some(&json!({ "properties": { "kind": kind } })), "{names:?}");
        assert_eq!(names.map(|names| names.len()), Some(4));
    }
}

#[test]
fn overrides_the_fields_of_a_target_by_siblings_without_a_copy_of_them() {
    let mut root = json!({
        "openapi": "3.1.0",
        "paths": {
            "/pets": { "$ref": "#/paths/~1animals", "summary": "Pets.", "get": { "parameters": [{ "$ref": "#/x-limit" }] } },
            "/animals": { "summary": "Animals.", "put": { "parameters": [{ "$ref": "#/x-limit" }] } },
        },
        "x-limit": { "name": "limit", "in": "query" },
    });
    changes(&root).apply(&mut root);
    let parameters = json!({ "parameters": [{ "$ref": "#/components/parameters/x-limit" }] });
    assert_eq!(root["paths"]["/pets"], json!({ "summary": "Pets.", "put": parameters, "get": parameters }));
    assert_eq!(root["components"]["parameters"]["x-limit"], json!({ "name": "limit", "in": "query" }));
}

#[test]
fn reports_components_that_exceed_the_copies() {
    // Each of forty objects contains the next ones, and all contain 100,000 values.
    let mut nested = json!(vec![0; 100_000]);
    let mut pets = Map::new();
    let mut pointer = String::new();
    for number in 0..40 {
        nested = json!({ "x-next": nested });
        pointer.push_str("/x-next");
        pets.insert(format!("Pet{number}"), json!({ "$ref": format!("pets.json#{pointer}") }));
    }
    let description = json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "paths": {},
        "components": { "schemas": pets },
    });
    let file = nested.to_string();
    let source = Source::new("api.json", description.to_string()).with_files(move |_| Ok(file.clone()));
    let (_, diagnostics) = read(&source);
    let of_copies =
        diagnostics.iter().filter(|diagnostic| diagnostic.message.contains("copy too many values"));
    assert_eq!(of_copies.count(), 30);
}
