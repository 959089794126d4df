use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    api::{EnumBase, EnumValue, Enumeration},
    plan::enums::{PlannedVariants, plan_variants},
    rust::Literal,
};

fn list(base: EnumBase, values: &[Value]) -> Enumeration {
    let value = |value: &Value| EnumValue { value: value.clone(), name: None, description: None };
    Enumeration { base, values: values.iter().map(value).collect() }
}

fn names(planned: &PlannedVariants) -> Vec<String> {
    planned.variants.iter().map(|variant| variant.ident.to_string()).collect()
}

fn variants(base: EnumBase, values: &[Value]) -> (Vec<String>, String) {
    let list = list(base, values);
    let planned = plan_variants("Kind", &list, None);
    (names(&planned), planned.other)
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
fn leaves_out_the_words_of_the_enum_if_all_variants_have_them() {
    for (values, expected) in [
        (["kind_a_b", "KIND_C_D"], ["AB", "CD"]),
        (["kind_ab", "other"], ["KindAb", "Other"]),
        (["kind_1a", "kind_2a"], ["Kind1a", "Kind2a"]),
        (["kind", "kind_ab"], ["Kind", "KindAb"]),
    ] {
        assert_eq!(variants(EnumBase::String, &values.map(Value::from)).0, expected);
    }
}

#[test]
fn spells_symbols_that_distinguish_values() {
    let values = ["GMT+1", "GMT-1", "GMT-2", "a&b", "c"].map(Value::from);
    let expected = ["GmtPlus1", "GmtMinus1", "GmtMinus2", "AAndB", "C"];
    assert_eq!(variants(EnumBase::String, &values).0, expected);
    let values = ["GMT-2", "a&b", "c", "C"].map(Value::from);
    let expected = ["Gmt2", "AB", "C", "C2"];
    assert_eq!(variants(EnumBase::String, &values).0, expected);
}

#[test]
fn names_variants_of_numbers() {
    assert_eq!(variants(EnumBase::Integer, &[json!(1), json!(-1)]).0, ["Value1", "Minus1"]);
    assert_eq!(variants(EnumBase::Number, &[json!(1.5), json!(2)]).0, ["Value1Point5", "Value2"]);
}

#[test]
fn writes_all_values_of_a_number_enum_as_numbers() {
    let list = list(EnumBase::Number, &[json!(1.5), json!(2)]);
    let planned = plan_variants("Kind", &list, None);
    let literals: Vec<Literal> = planned.variants.into_iter().map(|variant| variant.wire).collect();
    assert_eq!(literals, [Literal::Number(1.5), Literal::Number(2.0)]);
}

#[test]
fn uses_the_names_and_descriptions_of_the_description() {
    let value = EnumValue {
        value: json!(0),
        name: Some("not_started".to_owned()),
        description: Some("The work has *not* begun.".to_owned()),
    };
    let planned =
        plan_variants("Kind", &Enumeration { base: EnumBase::Integer, values: vec![value].into() }, None);
    let shown: Vec<(&str, &[String])> =
        planned.variants.iter().map(|variant| (variant.ident.as_str(), variant.docs.as_slice())).collect();
    assert_eq!(shown, [("NotStarted", ["`0`: The work has *not* begun.".to_owned()].as_slice())]);
}

#[test]
fn keeps_the_names_of_the_previous_run() {
    let known = [("foo_item_a1", "A1"), ("foo_item_bar", "Last"), ("any other value", "Rest")];
    let known = HashMap::from(known.map(|(source, name)| (source.to_owned(), name.to_owned())));
    // No words of the enum repeat in `other`.
    let values = ["foo_item_a1", "foo_item_bar", "other"].map(Value::from);
    let list = list(EnumBase::String, &values);
    assert_eq!(names(&plan_variants("FooItem", &list, None)), ["FooItemA1", "FooItemBar", "Other"]);
    let planned = plan_variants("FooItem", &list, Some(&known));
    assert_eq!(names(&planned), ["A1", "Last", "Other"]);
    assert_eq!(planned.other, "Rest");
}

#[test]
fn finds_the_variant_of_a_value() {
    let values = [json!(1), json!("1"), json!(true)];
    let planned = plan_variants("Kind", &list(EnumBase::Mixed, &values), None);
    for (value, variant) in values.iter().zip(&planned.variants) {
        assert_eq!(planned.of_value(value).map(|found| &found.ident), Some(&variant.ident));
    }
    assert!(planned.of_value(&json!(2)).is_none());
}

#[test]
fn gives_a_name_that_several_values_have_to_none_of_them() {
    let values = [("r", "Same"), ("g", "same"), ("b", "Blue")].into_iter().map(|(value, name)| EnumValue {
        value: value.into(),
        name: Some(name.to_owned()),
        description: None,
    });
    let list = Enumeration { base: EnumBase::String, values: values.collect() };
    assert_eq!(names(&plan_variants("Kind", &list, None)), ["R", "G", "Blue"]);
}
