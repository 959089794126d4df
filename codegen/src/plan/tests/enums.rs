use serde_json::{Value, json};

use crate::{
    api::{EnumBase, EnumValue, Enumeration},
    plan::enums::plan_variants,
    rust::Literal,
};

fn variants(base: EnumBase, values: &[Value]) -> (Vec<String>, String) {
    let value = |value: &Value| EnumValue { value: value.clone(), name: None, description: None };
    let list = Enumeration { base, values: values.iter().map(value).collect() };
    let (variants, other) = plan_variants(&list, None);
    (variants.iter().map(|variant| variant.ident.to_string()).collect(), other)
}

#[test]
fn names_variants_after_their_values() {
    let values = [json!("asc"), json!("-asc"), json!("Asc"), json!("in progress"), json!(""), json!("self")];
    let (names, other) = variants(EnumBase::String, &values);
    assert_eq!(names, ["Asc", "MinusAsc", "Asc2", "InProgress", "Empty", "Self_"]);
    assert_eq!(other, "Unknown");
}

#[test]
fn names_the_other_variant_so_that_it_does_not_clash() {
    assert_eq!(variants(EnumBase::String, &[json!("unknown")]).1, "Unlisted");
    assert_eq!(variants(EnumBase::String, &[json!("unknown"), json!("unlisted")]).1, "Unknown2");
}

#[test]
fn names_variants_of_numbers() {
    assert_eq!(variants(EnumBase::Integer, &[json!(1), json!(-1)]).0, ["Value1", "Minus1"]);
    assert_eq!(variants(EnumBase::Number, &[json!(1.5), json!(2)]).0, ["Value1Point5", "Value2"]);
}

#[test]
fn writes_all_values_of_a_number_enum_as_numbers() {
    let value = |value: Value| EnumValue { value, name: None, description: None };
    let list = Enumeration { base: EnumBase::Number, values: vec![value(json!(1.5)), value(json!(2))] };
    let literals: Vec<Literal> =
        plan_variants(&list, None).0.into_iter().map(|variant| variant.wire).collect();
    assert_eq!(literals, [Literal::Number(1.5), Literal::Number(2.0)]);
}

#[test]
fn uses_the_names_and_descriptions_of_the_description() {
    let value = EnumValue {
        value: json!(0),
        name: Some("not_started".to_owned()),
        description: Some("The work has *not* begun.".to_owned()),
    };
    let (variants, _) = plan_variants(&Enumeration { base: EnumBase::Integer, values: vec![value] }, None);
    let shown: Vec<(&str, &[String])> =
        variants.iter().map(|variant| (variant.ident.as_str(), variant.docs.as_slice())).collect();
    assert_eq!(shown, [("NotStarted", ["`0`: The work has *not* begun.".to_owned()].as_slice())]);
}
