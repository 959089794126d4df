//! Descriptions whose schemas nest or multiply. The threads of tests have smaller stacks than the main thread.

use serde_json::{Value, json};

use crate::{
    Source,
    api::{Api, Media, Operation, Shape},
    read,
};

fn reference(number: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/S{number}") })
}

/// Lowers a description with these component schemas, and returns it with the codes of its diagnostics.
fn lowered(schemas: impl IntoIterator<Item = (String, Value)>) -> (Api, Vec<&'static str>) {
    let schemas: serde_json::Map<String, Value> = schemas.into_iter().collect();
    let description = json!({
        "openapi": "3.1.0",
        "info": { "title": "Deep", "version": "1" },
        "components": { "schemas": schemas },
    });
    let (api, diagnostics) = read(&Source::new("spec.json", description.to_string()));
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    (api.expect("the description can be read"), codes)
}

#[test]
fn lowers_chains_that_are_longer_than_the_stack() {
    // On the stack of a test, 1,500 links would be necessary.
    const LENGTH: usize = 750;
    const STACK: usize = 1 << 20;
    type Link = fn(usize, Value) -> Value;
    let links: [(&str, Link); 14] = [
        ("$ref", |_, next| next),
        ("items", |_, next| json!({ "type": "array", "items": next })),
        ("prefixItems", |_, next| json!({ "type": "array", "prefixItems": [next, {}] })),
        ("properties", |_, next| json!({ "type": "object", "properties": { "p": next } })),
        ("additionalProperties", |_, next| json!({ "type": "object", "additionalProperties": next })),
        ("not", |_, next| json!({ "not": next })),
        ("anyOf", |_, next| json!({ "anyOf": [next, { "type": "integer" }] })),
        ("oneOf", |_, next| json!({ "oneOf": [next] })),
        ("nullable", |_, next| json!({ "oneOf": [next, { "type": "null" }] })),
        ("if", |_, next| json!({ "if": next, "then": next, "properties": { "p": next } })),
        ("discriminator", |_, next| json!({ "oneOf": [next], "discriminator": { "propertyName": "p" } })),
        ("allOf of one", |_, next| json!({ "allOf": [next], "description": "A link." })),
        ("allOf in a property", |number, next| {
            let more = json!({ "properties": { format!("q{number}"): {} } });
            json!({ "properties": { "p": { "items": { "properties": { "p": { "allOf": [next, more] } } } } } })
        }),
        ("merged properties", |number, next| {
            let other = reference((number * 3 + 1) % LENGTH);
            json!({ "properties": { "p": next, "q": { "allOf": [other, { "properties": { "p": next } }] } } })
        }),
    ];
    let lower_all = move || {
        for (name, link) in links {
            let chain = (0..LENGTH).map(|number| (format!("S{number}"), link(number, reference(number + 1))));
            let last = [(format!("S{LENGTH}"), json!({ "type": "object", "properties": { "z": {} } }))];
            let (api, codes) = lowered(chain.chain(last));
            assert!(api.schemas.ids().count() > LENGTH, "{name}");
            assert!(codes.iter().all(|code| *code == "W0002"), "{name}: {codes:?}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(lower_all).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn bounds_the_properties_that_a_chain_of_members_repeats() {
    let link = |number: usize| {
        let own = json!({ "properties": { format!("p{number}"): {} } });
        (format!("S{number}"), json!({ "allOf": [reference(number + 1), own] }))
    };
    let last = |number: usize| (format!("S{number}"), json!({ "properties": { "z": {} } }));
    let (_, codes) = lowered((0..200).map(link).chain([last(200)]));
    assert!(codes.is_empty());
    let (_, codes) = lowered((0..450).map(link).chain([last(450)]));
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == "W0002"));
}

#[test]
fn bounds_the_members_of_bases_that_extend_each_other() {
    let base = |number: usize| {
        let tag = json!({ "propertyName": "kind" });
        (format!("S{number}"), json!({ "allOf": [reference(number + 1)], "discriminator": tag }))
    };
    let last = json!({ "properties": { "kind": { "type": "string" } } });
    let (_, codes) = lowered((0..450).map(base).chain([("S450".to_owned(), last)]));
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == "W0002"));
}

#[test]
fn merges_the_same_schemas_once() {
    for (number, most) in [(5, 200), (7, 400), (60, 50_000)] {
        let first: Vec<Value> =
            (1..number).map(|next| json!({ "properties": { "p": reference(next) } })).collect();
        let others = (1..number).map(|of| {
            let properties =
                json!({ "p": reference((of + 1) % number), "q": reference((3 * of + 1) % number) });
            (format!("S{of}"), json!({ "type": "object", "properties": properties }))
        });
        let (api, codes) = lowered([("S0".to_owned(), json!({ "allOf": first }))].into_iter().chain(others));
        let schemas = api.schemas.ids().count();
        assert!(schemas <= most, "{number}: {schemas}");
        // The number of sets of schemas that can meet is exponential.
        assert!(codes.is_empty() || number == 60 && codes.iter().all(|code| *code == "W0002"), "{codes:?}");
    }
}

#[test]
fn bounds_the_members_of_a_union_that_contains_itself() {
    let member = json!({ "allOf": [{ "enum": ["a"] }, reference(0), { "enum": ["b"] }] });
    let (api, codes) = lowered([("S0".to_owned(), json!({ "oneOf": vec![member; 400] }))]);
    let schemas = api.schemas.ids().count();
    assert!(schemas <= 100_000, "{schemas}");
    assert!(codes.contains(&"W0002"), "{codes:?}");
}

#[test]
fn keeps_unions_after_too_many_members_of_all_of() {
    let link = |number: usize| {
        let own = json!({ "properties": { format!("p{number}"): {} } });
        (format!("S{number}"), json!({ "allOf": [reference(number + 1), own] }))
    };
    let pet = |name: &str| json!({ "type": "object", "required": [name], "properties": { name: {} } });
    let union = json!({ "oneOf": [reference(701), reference(702)] });
    let others =
        [("S701".to_owned(), pet("cat")), ("S702".to_owned(), pet("dog")), ("Pet".to_owned(), union)];
    let (api, codes) = lowered((0..700).map(link).chain(others));
    assert!(codes.contains(&"W0002"));
    let pet = api.schemas.iter().find(|(_, schema)| schema.origin.component() == Some("Pet"));
    assert!(pet.is_some_and(|(_, schema)| matches!(schema.shape, Shape::Union(_))));
}

#[test]
fn bounds_the_texts_that_all_of_repeats() {
    for (letters, is_typed) in [(1, true), (100_000, false)] {
        let base = json!({ "type": "object", "properties": { "w".repeat(letters): {} } });
        let child = |number: usize| {
            let own = json!({ "properties": { format!("p{number}"): {} } });
            (format!("S{number}"), json!({ "allOf": [reference(0), own] }))
        };
        let (_, codes) = lowered([("S0".to_owned(), base)].into_iter().chain((1..200).map(child)));
        assert_eq!(codes.is_empty(), is_typed, "{codes:?}");
    }
}

#[test]
fn reads_bodies_with_long_names_in_xml_as_texts() {
    for (xml, is_model) in [
        (json!({ "name": "x".repeat(500), "namespace": "x".repeat(500) }), true),
        (json!({ "name": "x".repeat(501) }), false),
        (json!({ "namespace": "x".repeat(501) }), false),
    ] {
        let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } }, "xml": xml });
        let content = json!({ "application/xml": { "schema": schema } });
        let operation = json!({ "responses": { "200": { "description": "A pet.", "content": content } } });
        let description = json!({
            "openapi": "3.1.0",
            "info": { "title": "Pets", "version": "1" },
            "paths": { "/pets": { "get": operation } },
        });
        let (api, _) = read(&Source::new("pets.json", description.to_string()));
        let api = api.expect("the description can be read");
        let media: Vec<Media> =
            api.operations.iter().flat_map(Operation::contents).map(|one| one.media).collect();
        assert_eq!(media, [if is_model { Media::Xml } else { Media::Text }], "{xml}");
    }
}
