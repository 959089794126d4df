//! Descriptions that are made to exhaust the generator: each is answered, and soon.

use codegen::{Generated, Settings, Source};

fn generate(text: &str) -> Generated {
    let settings =
        Settings { name: "hostile".to_owned(), version: "0.1.0".to_owned(), ..Settings::default() };
    codegen::generate(&Source::new("hostile", text), &settings).expect("no fault of the generator")
}

fn schemas(list: &[String]) -> String {
    let head = r#"{"openapi":"3.0.3","info":{"title":"Hostile","version":"1"}"#;
    format!("{head},\"paths\":{{}},\"components\":{{\"schemas\":{{{}}}}}}}", list.join(","))
}

fn reference(number: usize) -> String {
    format!("{{\"$ref\":\"#/components/schemas/S{number}\"}}")
}

#[test]
fn a_text_that_nests_deeper_than_the_stack_is_refused() {
    for text in ["{\"a\":".repeat(100_000), "[".repeat(100_000), "- ".repeat(100_000)] {
        let generated = generate(&text);
        assert!(generated.files.is_none());
        assert_eq!(generated.diagnostics[0].code.as_str(), "E0001");
    }
}

#[test]
fn aliases_that_multiply_are_refused() {
    let line =
        |number: usize| format!("a{number}: &a{number} [{}]", vec![format!("*a{}", number - 1); 9].join(","));
    let text = format!("a0: &a0 [x]\n{}", (1..40).map(line).collect::<Vec<_>>().join("\n"));
    assert!(generate(&text).files.is_none());
}

#[test]
fn parts_that_multiply_are_merged_once() {
    // Each is made of the next, twice: there are as many ways to the last as 2 to the power of 60.
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
fn an_example_of_a_wide_and_deep_body_is_not_spelt_out() {
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
    assert!(!files["src/lib.rs"].contains("no_run"));
}

#[test]
fn a_long_chain_of_types_does_not_exhaust_the_stack() {
    let mut list: Vec<String> = (0..20_000)
        .map(|number| {
            let next = reference(number + 1);
            format!(
                "\"S{number}\":{{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{{\"n\":{next}}}}}"
            )
        })
        .collect();
    list.push(format!("\"S20000\":{{\"oneOf\":[{{\"type\":\"string\"}},{}]}}", reference(0)));
    let files = generate(&schemas(&list)).files.expect("it generates");
    assert!(files["src/models/s20000.rs"].contains("Box<S0>"));
}
