//! Descriptions that are made to exhaust the generator: each results in a crate or a diagnostic, and soon.

use clientwright_codegen::{Generated, Settings, Source};
use tests::crates;
use xtask::workspace;

fn generate(text: &str) -> Generated {
    let settings =
        Settings { name: "hostile".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    clientwright_codegen::generate(&Source::new("hostile", text), &settings)
        .expect("no fault of the generator")
}

fn schemas(list: &[String]) -> String {
    let head = r#"{"openapi":"3.0.3","info":{"title":"Hostile","version":"1"}"#;
    format!("{head},\"paths\":{{}},\"components\":{{\"schemas\":{{{}}}}}}}", list.join(","))
}

fn reference(number: usize) -> String {
    format!("{{\"$ref\":\"#/components/schemas/S{number}\"}}")
}

#[test]
fn rejects_a_text_that_nests_deeper_than_the_stack() {
    for text in ["{\"a\":".repeat(100_000), "[".repeat(100_000), "- ".repeat(100_000)] {
        let generated = generate(&text);
        assert!(generated.files.is_none());
        assert_eq!(generated.diagnostics[0].code.as_str(), "E0001");
    }
}

#[test]
fn rejects_aliases_that_multiply() {
    let line =
        |number: usize| format!("a{number}: &a{number} [{}]", vec![format!("*a{}", number - 1); 9].join(","));
    let text = format!("a0: &a0 [x]\n{}", (1..40).map(line).collect::<Vec<_>>().join("\n"));
    assert!(generate(&text).files.is_none());
}

#[test]
fn merges_members_that_multiply_once() {
    // Each schema refers to the next one twice: there are 2^60 paths to the last.
    let mut list: Vec<String> = (0..60)
        .map(|number| {
            let next = reference(number + 1);
            format!("\"S{number}\":{{\"allOf\":[{next},{{\"allOf\":[{next}]}},{{\"properties\":{{\"p{number}\":{{}}}}}}]}}")
        })
        .collect();
    list.push(r#""S60":{"type":"object","properties":{"last":{"type":"string"}}}"#.to_owned());
    let files = generate(&schemas(&list)).files.expect("it generates");
    assert!(files["src/models/s0.rs"].contains("pub last: Option<String>"));
    assert!(files["src/models/s0.rs"].contains("pub p59: Option<serde_json::Value>"));
}

#[test]
fn shortens_the_example_of_a_wide_and_deep_body() {
    // A value of the first has 20 to the power of 6 parts.
    let mut list: Vec<String> = (0..6)
        .map(|number| {
            let fields: Vec<String> =
                (0..20).map(|field| format!("\"f{field}\":{}", reference(number + 1))).collect();
            let names: Vec<String> = (0..20).map(|field| format!("\"f{field}\"")).collect();
            let (fields, names) = (fields.join(","), names.join(","));
            format!(
                "\"S{number}\":{{\"type\":\"object\",\"required\":[{names}],\"properties\":{{{fields}}}}}"
            )
        })
        .collect();
    list.push(r#""S6":{"type":"string"}"#.to_owned());
    let body =
        format!("{{\"required\":true,\"content\":{{\"application/json\":{{\"schema\":{}}}}}}}", reference(0));
    let operation =
        format!("{{\"requestBody\":{body},\"responses\":{{\"204\":{{\"description\":\"Done.\"}}}}}}");
    let text =
        schemas(&list).replace("\"paths\":{}", &format!("\"paths\":{{\"/s\":{{\"post\":{operation}}}}}"));
    let files = generate(&text).files.expect("it generates");
    assert!(!files["src/lib.rs"].contains("models::S0::new"));
    let example = "# async fn example(client: Client, body: models::S0) -> ";
    let mut operations = files.iter().filter(|(path, _)| path.starts_with("src/operations/"));
    let operation = operations.find(|(_, text)| text.contains(example)).expect("an example with a parameter");
    assert!(operation.1.contains("(&body).send()"), "{}", operation.1);
}

#[test]
fn limits_the_examples_of_operations_that_share_a_large_body() {
    // A body of two thousand required fields, which six hundred operations refer to.
    let field =
        |number: usize| format!("\"field{number}\":{{\"type\":\"string\",\"example\":\"value {number}\"}}");
    let fields: Vec<String> = (0..2000).map(field).collect();
    let names: Vec<String> = (0..2000).map(|number| format!("\"field{number}\"")).collect();
    let schema = format!(
        "\"S0\":{{\"type\":\"object\",\"required\":[{}],\"properties\":{{{}}}}}",
        names.join(","),
        fields.join(",")
    );
    let body =
        format!("{{\"required\":true,\"content\":{{\"application/json\":{{\"schema\":{}}}}}}}", reference(0));
    let path = |number: usize| {
        format!(
            "\"/s{number}\":{{\"post\":{{\"requestBody\":{body},\"responses\":{{\"204\":{{\"description\":\"Done.\"}}}}}}}}"
        )
    };
    let paths: Vec<String> = (0..600).map(path).collect();
    let text = schemas(&[schema]).replace("\"paths\":{}", &format!("\"paths\":{{{}}}", paths.join(",")));
    let files = generate(&text).files.expect("it generates");
    let is_operation = |path: &str| path.starts_with("src/operations/") && !path.ends_with("/mod.rs");
    let longest = files.iter().filter(|(path, _)| is_operation(path)).map(|(_, text)| text.len()).max();
    assert!(longest.is_some_and(|length| length < 4_000), "{longest:?} bytes");
    assert!(files.values().any(|text| text.contains("body: models::S0) -> ")));
}

#[test]
fn follows_a_long_chain_of_types_without_recursion() {
    // Each level of a recursion takes more than 400 bytes of a stack of 2 MiB.
    const LENGTH: usize = 6000;
    let mut list: Vec<String> = (0..LENGTH)
        .map(|number| {
            let next = reference(number + 1);
            format!(
                "\"S{number}\":{{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{{\"n\":{next}}}}}"
            )
        })
        .collect();
    list.push(format!("\"S{LENGTH}\":{{\"oneOf\":[{{\"type\":\"string\"}},{}]}}", reference(0)));
    let files = generate(&schemas(&list)).files.expect("it generates");
    assert!(files[format!("src/models/s{LENGTH}.rs").as_str()].contains("Box<S0>"));
}

#[test]
fn generates_long_chains_of_types_that_compile() {
    // Each kind of property that contains the next schema, and back to the first one.
    let mut list: Vec<String> = (0..100)
        .map(|number| {
            let next = reference(number + 1);
            let next = match number % 5 {
                0 => next,
                1 => format!("{{\"type\":\"array\",\"items\":{next}}}"),
                2 => format!("{{\"type\":\"object\",\"additionalProperties\":{next}}}"),
                3 => format!("{{\"oneOf\":[{{\"type\":\"string\"}},{next}]}}"),
                _ => format!("{{\"nullable\":true,\"allOf\":[{next}]}}"),
            };
            let required = if number % 2 == 0 { "\"required\":[\"next\"]," } else { "" };
            format!("\"S{number}\":{{\"type\":\"object\",{required}\"properties\":{{\"next\":{next}}}}}")
        })
        .collect();
    list.push(format!(
        "\"S100\":{{\"type\":\"object\",\"properties\":{{\"first\":{},\"text\":{{\"type\":\"string\"}}}}}}",
        reference(0)
    ));
    let content = format!("{{\"application/json\":{{\"schema\":{}}}}}", reference(0));
    let operation = format!(
        "{{\"requestBody\":{{\"content\":{content}}},\"responses\":{{\"200\":{{\"description\":\"It.\",\"content\":{content}}}}}}}"
    );
    let paths = format!("\"paths\":{{\"/s\":{{\"post\":{operation}}}}}");
    let files = generate(&schemas(&list).replace("\"paths\":{}", &paths)).files.expect("it generates");
    assert!(files["src/lib.rs"].contains("#![recursion_limit = "));
    let folder = workspace().join("target/hostile");
    crates::write_crates([("long-chains", &files)].into_iter(), &folder).expect("the crate is written");
    // Not only a check: the compiler limits the depth of generic functions while it generates code.
    // The code that decodes and encodes is there without the client, whose dependencies take longer than the crate.
    crates::build(&folder, &["--no-default-features"]).expect("it compiles");
}

#[test]
fn generates_the_deepest_types_that_a_file_can_have() {
    let deepest = (0..128).rev().find_map(|depth| {
        let open = "{\"nullable\":true,\"type\":\"array\",\"items\":".repeat(depth);
        let list = [format!("\"Deep\":{open}{{\"type\":\"string\"}}{}", "}".repeat(depth))];
        generate(&schemas(&list)).files
    });
    let text = &deepest.expect("it generates")["src/models/deep.rs"];
    assert!(text.matches("Option<").count() > 100, "{text}");
}

#[test]
fn limits_unions_that_multiply() {
    // Keywords beside a union apply to each member, and each member is such a union.
    let mut list: Vec<String> = (0..60)
        .map(|number| {
            let next = reference(number + 1);
            format!(
                "\"S{number}\":{{\"type\":\"object\",\"properties\":{{\"p{number}\":{{}}}},\"oneOf\":[{next},{{\"allOf\":[{next}],\"required\":[\"q\"]}}]}}"
            )
        })
        .collect();
    list.push(r#""S60":{"type":"object","properties":{"last":{"type":"string"}}}"#.to_owned());
    let generated = generate(&schemas(&list));
    assert!(generated.files.is_some());
    assert!(generated.diagnostics.iter().any(|diagnostic| diagnostic.code.as_str() == "W0002"));

    // A product of twenty unions.
    let choice = |number: usize| {
        let members: Vec<String> = (0..10)
            .map(|member| format!("{{\"type\":\"object\",\"properties\":{{\"u{number}m{member}\":{{}}}}}}"))
            .collect();
        format!("{{\"oneOf\":[{}]}}", members.join(","))
    };
    let parts: Vec<String> = (0..20).map(choice).collect();
    assert!(
        generate(&schemas(&[format!("\"Product\":{{\"allOf\":[{}]}}", parts.join(","))])).files.is_some()
    );
}

#[test]
fn generates_a_union_of_thousands() {
    let members: Vec<String> = (0..3000)
        .map(|number| {
            format!("{{\"type\":\"object\",\"required\":[\"k{number}\"],\"properties\":{{\"k{number}\":{{}},\"name\":{{\"type\":\"string\"}}}}}}")
        })
        .collect();
    let files = generate(&schemas(&[format!("\"Wide\":{{\"oneOf\":[{}]}}", members.join(","))])).files;
    let wide = &files.expect("it generates")["src/models/wide.rs"];
    assert!(wide.contains("WithK2999: Object { \"k2999\": Required },"));
}

#[test]
fn accepts_a_union_that_contains_itself() {
    let files = generate(&schemas(&[
        r##""A":{"oneOf":[{"$ref":"#/components/schemas/B"},{"$ref":"#/components/schemas/A"}]}"##.to_owned(),
        r##""B":{"anyOf":[{"$ref":"#/components/schemas/A"},{"type":"string"}]}"##.to_owned(),
        r##""C":{"properties":{"c":{}},"oneOf":[{"allOf":[{"$ref":"#/components/schemas/C"},{"properties":{"d":{}}}]}]}"##
            .to_owned(),
    ]))
    .files;
    assert!(files.is_some());
}

#[test]
fn lists_values_of_any_length() {
    let long = "x".repeat(65_536);
    let files = generate(&schemas(&[format!(r#""Long":{{"type":"string","enum":["{long}","a"]}}"#)])).files;
    let text = &files.expect("it generates")["src/models/long.rs"];
    assert!(text.contains(&format!("\"{long}\"")));
    assert!(text.lines().all(|line| line.len() < 200 || line.contains(&long)));
}

#[test]
fn stops_templates_that_fill_in_themselves() {
    let part = r##"{"$ref":"#/components/schemas/T","$defs":{"x":{"$dynamicAnchor":"x","type":"string"}}}"##;
    let text = format!(
        r##"{{"openapi":"3.1.0","info":{{"title":"Hostile","version":"1"}},"components":{{"schemas":{{"T":{{"properties":{{
        "left":{part},"right":{part},"value":{{"$dynamicRef":"#x"}}}},"$defs":{{"x":{{"$dynamicAnchor":"x"}}}}}}}}}}}}"##
    );
    generate(&text);
}

#[test]
fn stops_files_that_include_themselves() {
    let text = r#"{"openapi":"3.1.0","info":{"title":"Hostile","version":"1"},
        "components":{"schemas":{"S":{"properties":{"$ref":"bomb.json"}}}}}"#;
    // Each includes all schemas of the file as properties.
    let bomb = r#"{"a":{"properties":{"$ref":"bomb.json"}},"b":{"properties":{"$ref":"bomb.json"}}}"#;
    let settings =
        Settings { name: "hostile".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    let source = Source::new("hostile", text).with_files(|_| Ok(bomb.to_owned()));
    let generated = clientwright_codegen::generate(&source, &settings).expect("no fault of the generator");
    assert!(generated.diagnostics.iter().any(|diagnostic| diagnostic.code.as_str() == "E0006"));
}

#[test]
fn stops_an_endless_chain_of_files() {
    let settings =
        Settings { name: "hostile".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    let text =
        r#"{"openapi":"3.1.0","info":{"title":"Hostile","version":"1"},"paths":{"/":{"$ref":"1.json"}}}"#;
    let source = Source::new("hostile", text).with_files(|path| {
        let number: u64 = path.trim_end_matches(".json").parse().map_err(|_| "no number".to_owned())?;
        Ok(format!(r#"{{"$ref":"{}.json"}}"#, number + 1))
    });
    let generated = clientwright_codegen::generate(&source, &settings).expect("no fault of the generator");
    assert_eq!(generated.report.operations.skipped.len(), 1);
}

#[test]
fn leaves_tuples_of_themselves_untyped() {
    let list = [r##""A":{"prefixItems":[{"$ref":"#/components/schemas/A"},{"type":"string"}]}"##.to_owned()];
    let generated = generate(&schemas(&list).replace("3.0.3", "3.1.0"));
    assert!(generated.diagnostics.iter().any(|diagnostic| diagnostic.code.as_str() == "E0006"));
}

#[test]
fn limits_a_large_example_that_many_operations_share() {
    // A list of a thousand values, each of which may be one of two hundred types, and three hundred responses with it as an example.
    let members: Vec<String> = (0..200)
        .map(|number| {
            let name = format!("\"p{number}\"");
            format!("{{\"type\":\"object\",\"required\":[{name}],\"properties\":{{{name}:{{\"type\":\"integer\"}}}}}}")
        })
        .collect();
    let list = format!("\"S0\":{{\"type\":\"array\",\"items\":{{\"oneOf\":[{}]}}}}", members.join(","));
    let shown = vec![r#"{"p199":"none","note":"a text that is some bytes long"}"#; 1000].join(",");
    let response = "\"200\":{\"description\":\"A list.\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/S0\"},\"examples\":{\"one\":{\"$ref\":\"#/components/examples/one\"}}}}}";
    let paths: Vec<String> = (0..300)
        .map(|number| format!("\"/s{number}\":{{\"get\":{{\"responses\":{{{response}}}}}}}"))
        .collect();
    let text = schemas(&[list]).replace("\"paths\":{}", &format!("\"paths\":{{{}}}", paths.join(",")));
    let text = text.replace(
        "\"components\":{",
        &format!("\"components\":{{\"examples\":{{\"one\":{{\"value\":[{shown}]}}}},"),
    );
    let files = generate(&text).files.expect("it generates");
    let examples = &files["src/mock/examples.json"];
    assert!(examples.len() < 32 * 1024 * 1024, "{} bytes", examples.len());
    serde_json::from_str::<serde_json::Value>(examples).expect("JSON");
}

#[test]
fn limits_the_example_of_a_recursive_schema() {
    // A long chain of references, a union that contains itself, and an object that requires itself.
    let mut list: Vec<String> =
        (0..5000).map(|number| format!("\"S{number}\":{}", reference(number + 1))).collect();
    list.push(format!(
        "\"S5000\":{{\"oneOf\":[{},{},{{\"type\":\"integer\"}}]}}",
        reference(5001),
        reference(5000)
    ));
    list.push(format!("\"S5001\":{{\"type\":\"object\",\"required\":[\"me\"],\"properties\":{{\"me\":{}}},\"example\":{{\"you\":1}}}}", reference(5001)));
    let response = "\"200\":{\"description\":\"It.\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/S0\"}}}},\"201\":{\"description\":\"It.\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/S4000\"}}}}";
    let paths = format!("\"paths\":{{\"/s\":{{\"get\":{{\"responses\":{{{response}}}}}}}}}");
    let files = generate(&schemas(&list).replace("\"paths\":{}", &paths)).files.expect("it generates");
    let examples: serde_json::Value = serde_json::from_str(&files["src/mock/examples.json"]).expect("JSON");
    assert_eq!(examples["GET /s"]["201 application/json"], 1);
}
