//! Crates of several descriptions.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
};

use crate::place::{Place, code, stderr, stdout};

/// Writes two descriptions and a second version of one of them, and the settings of a crate of them all.
fn pet_shop(name: &str) -> Place {
    let place = Place::new(name);
    let animals = |kind: &str, version: &str, fields: &str| {
        format!(
            "openapi: 3.1.0
info: {{ title: Pet Shop, version: '{version}' }}
servers: [{{ url: 'https://pets.example.com/{kind}' }}]
paths:
  /{{id}}:
    get:
      operationId: get
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
      responses:
        '200':
          description: It.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Animal' }} }} }}
components:
  schemas:
    Animal:
      type: object
      required: [kind]
      properties:
        kind: {{ enum: [{kind}] }}
        owner: {{ $ref: '#/components/schemas/Owner' }}{fields}
    Owner: {{ type: object, required: [name], properties: {{ name: {{ type: string }} }} }}
"
        )
    };
    place.write("specs/cats.yaml", &animals("cats", "1", ""));
    place.write("dogs/v1.yaml", &animals("dogs", "1", ""));
    place.write("dogs/v2.yaml", &animals("dogs", "2", "\n        age: { type: integer }"));
    place.write(
        "clientwright.toml",
        "[api.pet-shop]
out = \"out\"
[api.pet-shop.parts]
shop = { specs = \"specs/*.yaml\" }
dogs.versions = { v1 = \"dogs/v1.yaml\", v2 = \"dogs/v2.yaml\" }
",
    );
    place
}

#[test]
fn finds_descriptions_by_patterns_in_a_folder_with_their_characters() {
    let place = pet_shop("parts [of] a crate?");
    place.write("specs/birds.yaml", &place.read("specs/cats.yaml").replace("cats", "birds"));
    let output = place.run(&["generate"]);
    let expected = "pet-shop: 4 of 4 operations";
    assert!(stdout(&output).starts_with(expected), "{} {}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("  parts: 4, shared models: 1, "), "{}", stdout(&output));
    let list = stdout(&place.run(&["list"]));
    let names: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["shop.birds.get", "shop.cats.get", "dogs_v1.get", "dogs.get"]);
    assert_eq!(code(&place.run(&["generate", "--check"])), 0);

    place.write("clientwright.toml", &place.read("clientwright.toml").replace("specs/*", "specs/*/*"));
    let output = place.run(&["generate"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("no file matches `specs/*/*.yaml`"), "{}", stderr(&output));
}

#[test]
fn a_change_of_one_part_moves_nothing_of_the_others() {
    let place = pet_shop("parts-one-changes");
    assert_eq!(code(&place.run(&["generate"])), 0);
    let before = place.read("out/src/models/owner.rs");
    let cats = place.read("specs/cats.yaml");
    place.write("specs/cats.yaml", &cats.replace("name: { type: string }", "name: { type: integer }"));
    let output = stdout(&place.run(&["generate"]));
    assert!(place.has("out/src/models/shop/cats/owner.rs"), "{output}");
    assert_eq!(place.read("out/src/models/owner.rs"), before);
    assert!(!output.contains("dogs"), "{output}");
    assert!(output.contains("models::shop::cats::Owner\n      the model is new"), "{output}");
}

#[test]
fn compares_two_versions_of_a_part() {
    let place = pet_shop("parts-versions");
    let output = place.run(&["diff", "--versions", "dogs", "v1", "v2"]);
    let text = stdout(&output);
    assert!(
        text.contains("models::Animal\n    the field `age: Option<i64>` is new"),
        "{text} {}",
        stderr(&output)
    );
    assert!(!text.contains("Owner"), "{text}");
    let output = place.run(&["diff", "--versions", "dogs", "v1", "v3"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("v3"), "{}", stderr(&output));
}

#[test]
fn a_mock_server_responds_for_all_parts() {
    let place = pet_shop("parts-mock");
    let mut child = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .args(["mock", "--port", "0"])
        .current_dir(&place.0)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    output.read_line(&mut line).expect("a line");
    let address = line.trim().rsplit_once("http://").map(|(_, address)| address.to_owned()).expect(&line);
    let get = |path: &str| {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("a request");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        response
    };
    let responses = ["/cats/1", "/dogs/1"].map(get);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    for (response, kind) in responses.iter().zip(["cats", "dogs"]) {
        assert!(response.starts_with("HTTP/1.1 200") && response.contains(kind), "{response}");
    }
}

#[test]
fn a_setting_of_versions_matches_in_one_of_them_or_is_reported_once() {
    let place = pet_shop("parts-settings");
    let old = place.read("dogs/v1.yaml");
    place.write(
        "dogs/v1.yaml",
        &old.replace(
            "  /{id}:",
            "  /old:\n    get: { operationId: old, responses: { '204': { description: None. } } }\n  /{id}:",
        ),
    );
    let settings = place.read("clientwright.toml");
    let rename = |operation: &str| {
        format!("{settings}[api.pet-shop.parts.dogs.rename.operations]\n{operation} = \"fetch\"\n")
    };
    place.write("clientwright.toml", &rename("old"));
    let output = place.run(&["generate"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(place.has("out/src/operations/dogs_v1/fetch.rs"));
    place.write("clientwright.toml", &rename("none"));
    let output = place.run(&["generate"]);
    assert_eq!((code(&output), stderr(&output).matches("E0009").count()), (1, 1), "{}", stderr(&output));
}
