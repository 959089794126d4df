//! Structs, open enums and unions over serde, in JSON and in another format.

use std::collections::BTreeMap;

use clientwright_runtime::sample::{Either, Labels, Limits, Pet, Status, Wide};
use http::HeaderMap;
use serde_json::{Value, from_str, json, to_value};

fn pet() -> Pet {
    Pet { id: 1, chip: None, name: None, owner: None, extra: None }
}

#[test]
fn distinguishes_absent_null_and_a_value() {
    let minimal = json!({ "id": 1, "chip": null });
    assert_eq!(from_str::<Pet>(&minimal.to_string()).expect("a pet"), pet());
    assert_eq!(to_value(pet()).expect("JSON"), minimal);

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
fn sets_optional_properties_one_after_the_other() {
    #[expect(deprecated, reason = "the attribute of a row is that of its method")]
    let full = pet().name("n").owner("o").extra(1);
    assert_eq!(
        to_value(&full).expect("JSON"),
        json!({ "id": 1, "chip": null, "name": "n", "owner": "o", "ex/tra": 1 })
    );
    let cleared = full.clear_owner().with(|pet| pet.extra = None);
    assert_eq!(
        to_value(cleared).expect("JSON"),
        json!({ "id": 1, "chip": null, "name": "n", "owner": null })
    );
}

#[test]
fn converts_members_into_their_union() {
    assert_eq!(Either::from(7), Either::Integer(7));
    assert_eq!(Either::from(pet()), Either::Object(Box::new(pet())));
}

#[test]
fn treats_null_as_absent_if_the_property_is_not_nullable() {
    let decoded: Pet = from_str(r#"{ "id": 1, "chip": null, "name": null }"#).expect("a pet");
    assert_eq!(decoded, pet());
}

#[test]
fn accepts_any_order_and_skips_unknown_properties() {
    let text = r#"{ "new": { "a": [1, 2] }, "chip": "c", "": 0, "i\u0064": 7, "name": "n" }"#;
    let decoded: Pet = from_str(text).expect("a pet");
    assert_eq!((decoded.id, decoded.chip, decoded.name), (7, Some("c".into()), Some("n".into())));
}

#[test]
fn names_the_invalid_property() {
    let message = |text: &str| from_str::<Pet>(text).expect_err(text).to_string();
    assert_eq!(message(r#"{ "id": 1 }"#), "missing field `chip` at line 1 column 11");
    assert_eq!(message(r#"{ "id": 1, "id": 2 }"#), "duplicate field `id` at line 1 column 15");
    assert_eq!(message(r#"{ "id": "1" }"#), r#"invalid type: string "1", expected i64 at line 1 column 11"#);
    assert_eq!(message("[]"), "invalid type: sequence, expected an object (Pet) at line 1 column 2");
}

#[test]
fn keeps_additional_properties() {
    let object = json!({ "title": "t", "b": 2, "a": 1 });
    let labels: Labels = from_str(&object.to_string()).expect("labels");
    assert_eq!(labels.title.as_deref(), Some("t"));
    assert_eq!(labels.rest, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(to_value(labels).expect("JSON"), object);
    from_str::<Labels>(r#"{ "a": "one" }"#).expect_err("a string");
}

#[test]
fn reads_a_struct_with_more_than_64_fields() {
    let object = json!({ "a0": 1, "g3": 2, "g9": 3 });
    let wide: Wide = from_str(&object.to_string()).expect("wide");
    assert_eq!((wide.a0, wide.g3, wide.g9, wide.g8), (Some(1), Some(2), Some(3), None));
    assert_eq!(to_value(wide).expect("JSON"), object);
    from_str::<Wide>(r#"{ "g9": 1, "g9": 2 }"#).expect_err("a duplicate");
    from_str::<Wide>(r#"{ "a0": 1, "a0": 2 }"#).expect_err("a duplicate");
}

#[test]
fn reads_and_writes_another_format() {
    let full = pet().with(|pet| pet.owner = Some(Some("o".into())));
    let yaml = serde_yaml::to_string(&full).expect("YAML");
    assert_eq!(yaml, "id: 1\nchip: null\nowner: o\n");
    assert_eq!(serde_yaml::from_str::<Pet>(&yaml).expect("a pet"), full);
}

#[test]
fn keeps_unknown_values_of_an_enum() {
    for (text, status) in [("DONE", Status::Done), ("done", Status::Unknown("done".into()))] {
        assert_eq!(serde_json::from_value::<Status>(json!(text)).expect("a status"), status);
        assert_eq!(to_value(&status).expect("JSON"), json!(text));
        assert_eq!((Status::from(text), status.as_str()), (status.clone(), text));
        assert_eq!(AsRef::<str>::as_ref(&status), text);
        assert_eq!(format!("[{status:>5}]"), format!("[{text:>5}]"));
    }
    from_str::<Status>("1").expect_err("a number");
}

#[test]
fn selects_the_member_by_json_type_and_keeps_other_values() {
    let cases = [
        (json!(5), Either::Integer(5)),
        (json!(["DONE", "x"]), Either::Array(vec![Status::Done, Status::Unknown("x".into())])),
        (json!({ "id": 1, "chip": null }), Either::Object(Box::new(pet()))),
        (json!(1.5), Either::Unknown(json!(1.5))),
        (json!("text"), Either::Unknown(json!("text"))),
        (json!(null), Either::Unknown(json!(null))),
        // An object that is not a valid pet.
        (json!({ "id": "x" }), Either::Unknown(json!({ "id": "x" }))),
    ];
    for (value, expected) in cases {
        let decoded: Either = from_str(&value.to_string()).expect("anything");
        assert_eq!(decoded, expected);
        assert_eq!(to_value(decoded).expect("JSON"), value);
    }
}

#[test]
fn reads_headers_by_their_type() {
    let mut headers = HeaderMap::new();
    let read = |headers: &HeaderMap| Limits::read(headers);
    assert_eq!(read(&headers), Ok(Limits { left: None, status: None }));
    headers.insert("x-left", "12".parse().expect("a value"));
    headers.append("x-status", "DONE, x".parse().expect("a value"));
    headers.append("x-status", "DONE".parse().expect("a value"));
    let status = vec![Status::Done, Status::Unknown("x".into()), Status::Done];
    assert_eq!(read(&headers), Ok(Limits { left: Some(12), status: Some(status) }));
    headers.insert("x-left", "many".parse().expect("a value"));
    let error = read(&headers).expect_err("a word");
    assert_eq!(error.to_string(), "the header `x-left` does not match the OpenAPI description: \"many\"");
}
