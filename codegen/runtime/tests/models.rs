//! Structs, enums and unions over serde, in JSON and in another format.

use std::collections::BTreeMap;

use codegen_runtime::sample::{Either, Labels, Limits, Pet, Status, Wide};
use http::HeaderMap;
use serde_json::{Value, from_str, json, to_value};

fn pet() -> Pet {
    Pet { id: 1, chip: None, name: None, owner: None, extra: None }
}

#[test]
fn absent_null_and_value_are_three_things() {
    let least = json!({ "id": 1, "chip": null });
    assert_eq!(from_str::<Pet>(&least.to_string()).expect("a pet"), pet());
    assert_eq!(to_value(pet()).expect("JSON"), least);

    let null = json!({ "id": 1, "chip": null, "owner": null, "ex/tra": null });
    let with_null = pet().with(|pet| {
        pet.owner = Some(None);
        pet.extra = Some(Value::Null);
    });
    assert_eq!(from_str::<Pet>(&null.to_string()).expect("a pet"), with_null);
    assert_eq!(to_value(with_null).expect("JSON"), null);

    let full = json!({ "id": 1, "chip": "c", "name": "n", "owner": "o", "ex/tra": [1] });
    let decoded = from_str::<Pet>(&full.to_string()).expect("a pet");
    assert_eq!(decoded.owner, Some(Some("o".into())));
    assert_eq!(to_value(decoded).expect("JSON"), full);
}

#[test]
fn null_for_what_cannot_be_null_counts_as_left_out() {
    let decoded: Pet = from_str(r#"{ "id": 1, "chip": null, "name": null }"#).expect("a pet");
    assert_eq!(decoded, pet());
}

#[test]
fn order_does_not_matter_and_unknown_properties_are_passed_over() {
    let text = r#"{ "new": { "a": [1, 2] }, "chip": "c", "": 0, "i\u0064": 7, "name": "n" }"#;
    let decoded: Pet = from_str(text).expect("a pet");
    assert_eq!((decoded.id, decoded.chip, decoded.name), (7, Some("c".into()), Some("n".into())));
}

#[test]
fn what_is_wrong_is_named() {
    let message = |text: &str| from_str::<Pet>(text).expect_err(text).to_string();
    assert_eq!(message(r#"{ "id": 1 }"#), "missing field `chip` at line 1 column 11");
    assert_eq!(message(r#"{ "id": 1, "id": 2 }"#), "duplicate field `id` at line 1 column 15");
    assert_eq!(message(r#"{ "id": "1" }"#), r#"invalid type: string "1", expected i64 at line 1 column 11"#);
    assert_eq!(message("[]"), "invalid type: sequence, expected an object (Pet) at line 1 column 2");
}

#[test]
fn additional_properties_are_kept() {
    let object = json!({ "title": "t", "b": 2, "a": 1 });
    let labels: Labels = from_str(&object.to_string()).expect("labels");
    assert_eq!(labels.title.as_deref(), Some("t"));
    assert_eq!(labels.rest, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(to_value(labels).expect("JSON"), object);
    from_str::<Labels>(r#"{ "a": "one" }"#).expect_err("not of their type");
}

#[test]
fn a_struct_may_have_more_fields_than_a_word_has_bits() {
    let object = json!({ "a0": 1, "g3": 2, "g9": 3 });
    let wide: Wide = from_str(&object.to_string()).expect("wide");
    assert_eq!((wide.a0, wide.g3, wide.g9, wide.g8), (Some(1), Some(2), Some(3), None));
    assert_eq!(to_value(wide).expect("JSON"), object);
    from_str::<Wide>(r#"{ "g9": 1, "g9": 2 }"#).expect_err("twice");
    from_str::<Wide>(r#"{ "a0": 1, "a0": 2 }"#).expect_err("twice");
}

#[test]
fn another_format_works_as_well() {
    let full = pet().with(|pet| pet.owner = Some(Some("o".into())));
    let yaml = serde_yaml::to_string(&full).expect("YAML");
    assert_eq!(yaml, "id: 1\nchip: null\nowner: o\n");
    assert_eq!(serde_yaml::from_str::<Pet>(&yaml).expect("a pet"), full);
}

#[test]
fn an_enum_keeps_what_it_does_not_know() {
    for (text, status) in [("DONE", Status::Done), ("done", Status::Unknown("done".into()))] {
        assert_eq!(serde_json::from_value::<Status>(json!(text)).expect("a status"), status);
        assert_eq!(to_value(&status).expect("JSON"), json!(text));
        assert_eq!((Status::from(text), status.as_str()), (status.clone(), text));
        assert_eq!(format!("[{status:>5}]"), format!("[{text:>5}]"));
    }
    from_str::<Status>("1").expect_err("no string");
}

#[test]
fn a_union_is_told_apart_by_json_and_keeps_the_rest() {
    let cases = [
        (json!(5), Either::Integer(5)),
        (json!(["DONE", "x"]), Either::Array(vec![Status::Done, Status::Unknown("x".into())])),
        (json!({ "id": 1, "chip": null }), Either::Object(Box::new(pet()))),
        (json!(1.5), Either::Unknown(json!(1.5))),
        (json!("text"), Either::Unknown(json!("text"))),
        (json!(null), Either::Unknown(json!(null))),
        // An object, but no pet.
        (json!({ "id": "x" }), Either::Unknown(json!({ "id": "x" }))),
    ];
    for (value, expected) in cases {
        let decoded: Either = from_str(&value.to_string()).expect("anything");
        assert_eq!(decoded, expected);
        assert_eq!(to_value(decoded).expect("JSON"), value);
    }
}

#[test]
fn headers_are_read_as_what_they_are() {
    let mut headers = HeaderMap::new();
    let read = |headers: &HeaderMap| Limits::read(headers);
    assert_eq!(read(&headers), Ok(Limits { left: None, status: None }));
    headers.insert("x-left", "12".parse().expect("a value"));
    headers.append("x-status", "DONE, x".parse().expect("a value"));
    headers.append("x-status", "DONE".parse().expect("a value"));
    let status = vec![Status::Done, Status::Unknown("x".into()), Status::Done];
    assert_eq!(read(&headers), Ok(Limits { left: Some(12), status: Some(status) }));
    headers.insert("x-left", "many".parse().expect("a value"));
    let error = read(&headers).expect_err("no number");
    assert_eq!(error.to_string(), "the header `x-left` does not match the OpenAPI description: \"many\"");
}
