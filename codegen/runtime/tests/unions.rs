//! Unions and enums of other values than strings.

use codegen_runtime::sample::{
    Animal, Either, Firm, Guess, Labels, Level, Mixed, Named, Owner, Party, Person, Ratio,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_str, from_value, json, to_value};

/// `value` is `expected`, from text and from a value, and goes out again as it came.
fn is<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value, expected: &T) {
    assert_eq!(&from_str::<T>(&value.to_string()).expect("anything"), expected);
    assert_eq!(&from_value::<T>(value.clone()).expect("anything"), expected);
    assert_eq!(&to_value(expected).expect("JSON"), value);
}

fn person(name: Option<&str>) -> Person {
    Person { kind: "person".into(), name: name.map(Into::into) }
}

#[test]
fn a_tag_tells_the_members_apart() {
    is(&json!({ "kind": "person", "name": "n" }), &Owner::Person(person(Some("n"))));
    is(
        &json!({ "name": "n", "kind": "human" }),
        &Owner::Person(Person { kind: "human".into(), name: Some("n".into()) }),
    );
    // A tag need not be a string; JSON's text is compared.
    is(&json!({ "kind": 7.0 }), &Owner::Unknown(json!({ "kind": 7.0 })));
    for value in [json!({ "kind": "dog" }), json!({ "name": "n" }), json!("person"), json!(null), json!([1])]
    {
        is(&value, &Owner::Unknown(value.clone()));
    }
    // The tag says a person, who has no such name.
    let value = json!({ "kind": "person", "name": 1 });
    is(&value, &Owner::Unknown(value.clone()));
}

fn named(name: &str) -> Named {
    Named { name: Some(name.into()) }
}

#[test]
fn a_union_writes_the_tag_that_its_members_do_not_have() {
    let cat = Animal::Cat(named("Tom"));
    is(&json!({ "kind": "cat", "name": "Tom" }), &cat);
    assert_eq!(serde_json::to_string(&cat).expect("JSON"), r#"{"kind":"cat","name":"Tom"}"#);
    assert_eq!(from_str::<Animal>(r#"{ "name": "Tom", "kind": "kitten" }"#).expect("anything"), cat);
    let dogs = Animal::Dogs(vec![named("Rex")]);
    assert_eq!(to_value(&dogs).expect("JSON"), json!([{ "name": "Rex" }]));
    is(&json!({ "kind": "dog" }), &Animal::Unknown(json!({ "kind": "dog" })));
}

#[test]
fn constants_and_properties_tell_objects_apart() {
    is(&json!({ "kind": "person" }), &Party::Person(person(None)));
    let labels = Labels { title: Some("t".into()), rest: [("a".to_owned(), 1)].into() };
    is(&json!({ "title": "t", "a": 1 }), &Party::Labels(labels));
    let closed = Firm { kind: 7.5, name: None, open: Some(false) };
    is(&json!({ "kind": 7.5, "open": false }), &Party::Firm(closed));
    // Labels are an object too, and nothing else is.
    is(&json!({ "b": 2 }), &Party::Labels(Labels { title: None, rest: [("b".to_owned(), 2)].into() }));
    is(&json!({ "kind": "robot" }), &Party::Unknown(json!({ "kind": "robot" })));
    let decoded: Party = from_str(r#"{ "kind": 7, "name": "n" }"#).expect("anything");
    assert_eq!(decoded, Party::Firm(Firm { kind: 7.0, name: Some("n".into()), open: None }));
}

#[test]
fn text_that_has_escapes_and_numbers_of_each_size_are_kept() {
    let text = r#"{ "a\n": ["\u00fc", -1, 18446744073709551615, 1.5, true, null, { "b": "c" }] }"#;
    let value: Value = from_str(text).expect("JSON");
    is(&value, &Owner::Unknown(value.clone()));
    is(&json!([["DONE"]]), &Either::Unknown(json!([["DONE"]])));
}

#[test]
fn another_format_works_as_well() {
    let yaml = "kind: person\nname: n\n";
    let owner: Owner = serde_yaml::from_str(yaml).expect("an owner");
    assert_eq!(owner, Owner::Person(person(Some("n"))));
    assert_eq!(serde_yaml::to_string(&owner).expect("YAML"), yaml);
}

#[test]
fn enums_of_other_values_are_open_too() {
    is(&json!(-1), &Level::Low);
    is(&json!(1), &Level::High);
    is(&json!(2), &Level::Unknown(2));
    from_str::<Level>("\"1\"").expect_err("no integer");
    is(&json!(0.5), &Ratio::Half);
    is(&json!(0.25), &Ratio::Unknown(0.25));
    is(&json!("auto"), &Mixed::Auto);
    is(&json!(1), &Mixed::One);
    is(&json!(true), &Mixed::True);
    is(&json!(["auto"]), &Mixed::Unknown(json!(["auto"])));
    assert_eq!(
        (Level::Low.value(), Level::from(1), Level::High.to_string()),
        (-1, Level::High, "1".to_owned())
    );
    assert_eq!(Ratio::Half.to_string(), "0.5");
}

#[test]
fn of_several_members_it_is_the_one_that_a_value_looks_most_like() {
    // A value that fits says more than a property that is there,
    is(&json!({ "kind": "person", "name": "n" }), &Guess::Person(person(Some("n"))));
    is(&json!({ "name": "n" }), &Guess::Named(Named { name: Some("n".into()) }));
    // and what has nothing of the others is what has nothing to tell it from them.
    let map = [("other".to_owned(), json!(1))].into();
    is(&json!({ "other": 1 }), &Guess::Map(map));
}
