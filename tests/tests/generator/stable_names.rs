//! Items keep their names when others are added to the description or removed from it.

use std::{fs, path::Path};

use clientwright_codegen::{Generated, Settings, Source, Surface, naming::Memory};
use serde_json::{Map, Value};

/// The number of fragments that are removed from each description, one at a time.
const FRAGMENTS: usize = 4;

/// Returns the fragments that are removed from a description: one of them, unless all inputs are wanted.
fn fragments(description: usize) -> impl Iterator<Item = usize> {
    let is_wanted =
        move |number: &usize| tests::takes_all_inputs() || (number + description).is_multiple_of(FRAGMENTS);
    (0..FRAGMENTS).filter(is_wanted)
}

/// The descriptions of the corpus that are tested if there is one and all inputs are wanted: with names that collide,
/// inline types, unions, three versions.
const CORPUS: [&str; 5] =
    ["adyen-checkout.yaml", "figma-rest.yaml", "ory-kratos.json", "paypal-orders.json", "weaviate-api.json"];

fn generate(description: &Value, before: &Surface) -> Generated {
    generate_with(description, before, Settings::default())
}

fn generate_with(description: &Value, before: &Surface, settings: Settings) -> Generated {
    let settings = Settings {
        name: "names".to_owned(),
        version: "0.1.0".to_owned(),
        before: before.clone(),
        ..settings
    };
    clientwright_codegen::generate(&Source::new("names.json", description.to_string()), &settings)
        .expect("Rust")
}

fn descriptions() -> Vec<(String, Value)> {
    let read = |path: &Path| serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok();
    let cases = xtask::cases::all().expect("the cases").into_iter().filter_map(|case| {
        let spec = xtask::workspace().join("tests/cases").join(&case.name).join("spec.yaml");
        Some((case.name, read(&spec)?))
    });
    let corpus = xtask::workspace().join("../shared/corpus/real");
    let takes_corpus = tests::takes_all_inputs() && corpus.is_dir();
    if !takes_corpus {
        println!("skipped for the corpus: it is not here, or TEST_ALL_INPUTS is not set");
    }
    let real = CORPUS
        .iter()
        .filter(|_| takes_corpus)
        .filter_map(|file| Some(((*file).to_owned(), read(&corpus.join(file))?)));
    cases.chain(real).collect()
}

/// The maps from which an entry can be removed.
const MAPS: [&[&str]; 3] = [&["components", "schemas"], &["definitions"], &["paths"]];

fn map_at<'a>(description: &'a mut Value, path: &[&str]) -> Option<&'a mut Map<String, Value>> {
    path.iter().try_fold(description, |value, key| value.get_mut(key))?.as_object_mut()
}

/// Returns the description without one fragment: a schema, a path, or a property of a schema.
fn without(description: &Value, number: usize) -> Option<Value> {
    let mut smaller = description.clone();
    let path = MAPS[number % MAPS.len()];
    let map = map_at(&mut smaller, path)?;
    // Spread over all of them.
    let at = (number * 7919 + 13) % map.len().max(1);
    let key = map.keys().nth(at)?.clone();
    let inner =
        map.get_mut(&key).and_then(|fragment| fragment.get_mut("properties")).and_then(Value::as_object_mut);
    match inner {
        Some(properties) if number % 2 == 1 && !properties.is_empty() => {
            let name = properties.keys().next().cloned().unwrap_or_default();
            properties.remove(&name);
        }
        _ => drop(map.remove(&key)),
    }
    Some(smaller)
}

/// Returns every name that differs between `before` and `after`.
fn renamed(before: &Surface, after: &Surface) -> Vec<String> {
    let [old, new] = [before, after].map(Memory::of);
    let mut renamed = Vec::new();
    for (scope, names) in old.scopes() {
        let Some(now) = new.names(scope) else { continue };
        for (source, name) in names {
            if let Some(other) = now.get(source).filter(|other| *other != name) {
                renamed.push(format!("{scope}: {source} was {name} and is {other}"));
            }
        }
    }
    renamed
}

#[test]
fn keeps_names_when_a_fragment_is_added_or_removed() {
    let (mut pairs, mut faults) = (0, Vec::new());
    for (index, (name, description)) in descriptions().into_iter().enumerate() {
        let whole = generate(&description, &Surface::default());
        // A second run with the known names changes nothing.
        let again = generate(&description, &whole.surface);
        assert!(again.files == whole.files, "{name}: the second run gives something else");
        for number in fragments(index) {
            let Some(smaller) = without(&description, number) else { continue };
            let fewer = generate(&smaller, &Surface::default()).surface;
            let added = generate(&description, &fewer).surface;
            let removed = generate(&smaller, &whole.surface).surface;
            faults.extend(
                renamed(&fewer, &added).into_iter().map(|fault| format!("{name}, {number} added: {fault}")),
            );
            faults.extend(
                renamed(&whole.surface, &removed)
                    .into_iter()
                    .map(|fault| format!("{name}, {number} removed: {fault}")),
            );
            pairs += 2;
        }
    }
    assert!(pairs > 100, "only {pairs} pairs");
    assert!(faults.is_empty(), "{} names changed:\n{}", faults.len(), faults.join("\n"));
}

/// The additions come first in the description, and claim each of the existing names.
#[test]
fn the_older_of_two_items_keeps_the_name() {
    let old = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://one.example.com', description: Main }, { url: 'https://three.example.com', description: Other }]
tags: [{ name: pet shop }]
security: [{ api-key: [] }]
paths:
  /shops/{shop}/pets:
    get:
      tags: [pet shop]
      parameters:
        - { name: shop, in: path, required: true, schema: { type: string } }
        - { name: page-size, in: query, schema: { type: string, enum: [a-b, c] } }
      responses:
        '200':
          description: All.
          headers: { X-Rate: { schema: { type: integer } } }
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { a: { type: string }, b: { type: string } } } }
        '404': { description: None., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  securitySchemes: { api-key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Pet:
      type: object
      properties:
        owner: { type: object, properties: { nick-name: { type: string } } }
        mood: { type: string, enum: [so-so, good] }
        kind: { oneOf: [{ type: string }, { type: object, required: [x], properties: { x: { type: string } } }] }
";
    let mut new = old.to_owned();
    for (place, more) in [
        ("servers: [", "{ url: 'https://two.example.com', description: main }, "),
        ("tags: [", "{ name: pet_shop }, "),
        (
            "paths:\n",
            "  /pets: { get: { tags: [pet_shop], responses: { '204': { description: None. } } } }\n  /x: { get: { operationId: list_pets_reply_item, responses: { '204': { description: None. } } } }\n",
        ),
        ("      parameters:\n", "        - { name: page_size, in: query, schema: { type: string } }\n"),
        ("schema: { type: string, enum: [", "a_b, "),
        ("headers: { ", "x_rate: { schema: { type: integer } }, "),
        (
            "          content:\n            application/json:\n",
            "              schema: { type: string }\n            text/plain:\n",
        ),
        ("  securitySchemes: { ", "api_key: { type: http, scheme: bearer }, "),
        (
            "  schemas:\n",
            "    pet: { type: object, properties: { a: { type: string } } }\n    PetOwner: { type: object, properties: { b: { type: string } } }\n",
        ),
        ("owner: { type: object, properties: { ", "nick_name: { type: string }, "),
        ("mood: { type: string, enum: [", "so_so, "),
        ("kind: { oneOf: [", "{ type: object, required: [y], properties: { y: { type: string } } }, "),
    ] {
        assert!(new.contains(place), "{place}");
        // The media type that is added comes first, and the list becomes that of the other one.
        new = new.replacen(place, &format!("{place}{more}"), 1);
    }
    let read = |text: &str| -> Value { serde_yaml::from_str(text).expect("YAML") };
    let first = generate(&read(old), &Surface::default());
    let second = generate(&read(&new), &first.surface);
    let messages = |generated: &Generated| {
        generated.diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(messages(&first), Vec::<String>::new());
    assert_eq!(renamed(&first.surface, &second.surface), Vec::<String>::new());
    // Without the memory nearly all of them move.
    let forgetful = generate(&read(&new), &Surface::default());
    let names = renamed(&first.surface, &forgetful.surface);
    assert!(names.len() >= 8, "{names:#?}");
    let third = generate(&read(&new), &second.surface);
    assert!(third.files == second.files, "the next run gives something else");
}

/// Each addition claims a name of an operation, a resource or a type.
#[test]
fn resources_and_their_operations_keep_their_names() {
    let old = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://example.com' }]
paths:
  /pets:
    post:
      operationId: create
      tags: [Big Pets]
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses:
        '200': { description: It., content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }
        '404': { description: None., content: { application/json: { schema: { type: string } } } }
        '422': { description: Wrong., content: { application/json: { schema: { type: integer } } } }
  /toys/{id}:
    get: { tags: [toys], parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: It. } } }
";
    let more = "paths:
  /a: { get: { operationId: create_error, tags: [big_pets], responses: { '204': { description: None. } } } }
  /b: { get: { operationId: big_pets, responses: { '204': { description: None. } } } }
  /c: { get: { operationId: get, tags: [toys], responses: { '204': { description: None. } } } }
  /d: { get: { operationId: create_body, tags: [Big Pets], responses: { '204': { description: None. } } } }
";
    let read = |text: &str| -> Value { serde_yaml::from_str(text).expect("YAML") };
    let settings = || Settings { resources: Some(true), ..Settings::default() };
    let first = generate_with(&read(old), &Surface::default(), settings());
    let new = read(&old.replacen("paths:\n", more, 1));
    // Without the setting, the crate keeps its resources.
    let second = generate(&new, &first.surface);
    assert_eq!(renamed(&first.surface, &second.surface), Vec::<String>::new());
    let names: Vec<String> = second
        .report
        .operations
        .generated
        .iter()
        .map(clientwright_codegen::GeneratedOperation::name)
        .collect();
    assert_eq!(names[4..], ["big_pets.create", "toys.get"]);
    assert_ne!(
        renamed(&first.surface, &generate_with(&new, &Surface::default(), settings()).surface),
        [""; 0]
    );
    let third = generate(&new, &second.surface);
    assert!(third.files == second.files, "the next run gives something else");
}
