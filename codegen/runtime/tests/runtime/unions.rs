//! Unions, and open enums of values other than strings.

use clientwright_runtime::{
    sample::{Animal, Either, Firm, Guess, Hint, Labels, Level, Mixed, Named, Owner, Party, Person, Ratio},
    sample_closed::{Command, Entry, Options, Switch},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_str, from_value, json, to_value};

/// Asserts that `value` decodes as `expected`, from text and from a value, and serializes unchanged.
fn assert_round_trip<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(
    value: &Value,
    expected: &T,
) {
    assert_eq!(&from_str::<T>(&value.to_string()).expect("anything"), expected);
    assert_eq!(&from_value::<T>(value.clone()).expect("anything"), expected);
    assert_eq!(&to_value(expected).expect("JSON"), value);
}

fn person(name: Option<&str>) -> Person {
    Person { kind: "person".into(), name: name.map(Into::into) }
}

#[test]
fn selects_the_member_by_its_tag() {
    assert_round_trip(&json!({ "kind": "person", "name": "n" }), &Owner::Person(person(Some("n"))));
    assert_round_trip(
        &json!({ "name": "n", "kind": "human" }),
        &Owner::Person(Person { kind: "human".into(), name: Some("n".into()) }),
    );
    // A tag of another type is compared as JSON text.
    assert_round_trip(&json!({ "kind": 7.0 }), &Owner::Unknown(json!({ "kind": 7.0 })));
    for value in [json!({ "kind": "dog" }), json!({ "name": "n" }), json!("person"), json!(null), json!([1])]
    {
        assert_round_trip(&value, &Owner::Unknown(value.clone()));
    }
    // A value that does not decode as the member of its tag is kept.
    let value = json!({ "kind": "person", "name": 1 });
    assert_round_trip(&value, &Owner::Unknown(value.clone()));
}

fn named(name: &str) -> Named {
    Named { name: Some(name.into()) }
}

#[test]
fn writes_the_tag_for_members_that_do_not_declare_it() {
    let cat = Animal::Cat(named("Tom"));
    assert_round_trip(&json!({ "kind": "cat", "name": "Tom" }), &cat);
    assert_eq!(serde_json::to_string(&cat).expect("JSON"), r#"{"kind":"cat","name":"Tom"}"#);
    assert_eq!(from_str::<Animal>(r#"{ "name": "Tom", "kind": "kitten" }"#).expect("anything"), cat);
    let dogs = Animal::Dogs(vec![named("Rex")]);
    assert_eq!(to_value(&dogs).expect("JSON"), json!([{ "name": "Rex" }]));
    assert_round_trip(&json!({ "kind": "dog" }), &Animal::Unknown(json!({ "kind": "dog" })));
}

#[test]
fn selects_the_member_by_constants_and_properties() {
    assert_round_trip(&json!({ "kind": "person" }), &Party::Person(person(None)));
    let labels = Labels { title: Some("t".into()), rest: [("a".to_owned(), 1)].into() };
    assert_round_trip(&json!({ "title": "t", "a": 1 }), &Party::Labels(labels));
    let closed = Firm { kind: 7.5, name: None, open: Some(false) };
    assert_round_trip(&json!({ "kind": 7.5, "open": false }), &Party::Firm(closed));
    // Additional properties count as labels.
    assert_round_trip(
        &json!({ "b": 2 }),
        &Party::Labels(Labels { title: None, rest: [("b".to_owned(), 2)].into() }),
    );
    assert_round_trip(&json!({ "kind": "robot" }), &Party::Unknown(json!({ "kind": "robot" })));
    let decoded: Party = from_str(r#"{ "kind": 7, "name": "n" }"#).expect("anything");
    assert_eq!(decoded, Party::Firm(Firm { kind: 7.0, name: Some("n".into()), open: None }));
}

#[test]
fn keeps_escapes_and_numbers_of_each_size() {
    let text = r#"{ "a\n": ["\u00fc", -1, 18446744073709551615, 1.5, true, null, { "b": "c" }] }"#;
    let value: Value = from_str(text).expect("JSON");
    assert_round_trip(&value, &Owner::Unknown(value.clone()));
    assert_round_trip(&json!([["DONE"]]), &Either::Unknown(json!([["DONE"]])));
}

#[test]
fn reads_and_writes_another_format() {
    let yaml = "kind: person\nname: n\n";
    let owner: Owner = serde_yaml::from_str(yaml).expect("an owner");
    assert_eq!(owner, Owner::Person(person(Some("n"))));
    assert_eq!(serde_yaml::to_string(&owner).expect("YAML"), yaml);
}

#[test]
fn keeps_unknown_values_of_enums() {
    assert_round_trip(&json!(-1), &Level::Low);
    assert_round_trip(&json!(1), &Level::High);
    assert_round_trip(&json!(2), &Level::Unknown(2));
    from_str::<Level>("\"1\"").expect_err("a string");
    assert_round_trip(&json!(0.5), &Ratio::Half);
    assert_round_trip(&json!(0.25), &Ratio::Unknown(0.25));
    assert_round_trip(&json!("auto"), &Mixed::Auto);
    assert_round_trip(&json!(1), &Mixed::One);
    assert_round_trip(&json!(true), &Mixed::True);
    assert_round_trip(&json!(["auto"]), &Mixed::Unknown(json!(["auto"])));
    assert_eq!(
        (Level::Low.value(), Level::from(1), Level::High.to_string()),
        (-1, Level::High, "1".to_owned())
    );
    assert_eq!(Ratio::Half.to_string(), "0.5");
}

#[test]
fn selects_the_member_with_the_highest_score() {
    // A matching constant has a higher score than a property that is present.
    assert_round_trip(&json!({ "kind": "person", "name": "n" }), &Guess::Person(person(Some("n"))));
    assert_round_trip(&json!({ "name": "n" }), &Guess::Named(Named { name: Some("n".into()) }));
    // An object without distinguishing properties is the member that has none.
    let map = [("other".to_owned(), json!(1))].into();
    assert_round_trip(&json!({ "other": 1 }), &Guess::Map(map));
}

#[test]
fn selects_the_member_that_loses_no_property() {
    let named = |name| Hint::Named(Named { name: Some(name) });
    let decoded: Hint = from_value(json!({ "kind": "person", "name": "n" })).expect("anything");
    assert_eq!(decoded, named("n".into()));
    // A member that requires a property comes last if it is missing.
    assert_round_trip(&json!({ "kind": "person" }), &Hint::Person(person(None)));
    // A property that only one member has is worth more than an optional constant.
    let map = [("kind".to_owned(), json!("person")), ("title".to_owned(), json!("t"))].into();
    assert_round_trip(&json!({ "kind": "person", "title": "t" }), &Hint::Map(map));
}

#[test]
fn selects_no_member_that_forbids_a_property() {
    let command = |disabled| Entry::Command(Command { command: vec!["a".into()], disabled });
    assert_round_trip(&json!({ "disabled": true }), &Entry::Switch(Switch { disabled: true }));
    assert_round_trip(&json!({ "disabled": true, "command": ["a"] }), &command(Some(true)));
    assert_round_trip(&json!({ "command": ["a"] }), &command(None));
    // A property that is `null` counts as absent.
    let decoded: Entry = from_value(json!({ "disabled": true, "command": null })).expect("anything");
    assert_eq!(decoded, Entry::Switch(Switch { disabled: true }));
    // A value that no member allows is kept.
    let value = json!({ "disabled": true, "command": 7 });
    assert_round_trip(&value, &Entry::Unknown(value.clone()));
}

#[test]
fn keeps_the_properties_that_a_closed_member_does_not_allow() {
    assert_round_trip(&json!({ "disabled": true }), &Options::Switch(Switch { disabled: true }));
    let map = |value: &Value| Options::Map(from_value(value.clone()).expect("a map"));
    for value in [
        json!({ "disabled": true, "level": 3 }),
        json!({ "level": 3 }),
        json!({ "disabled": false }),
        json!({}),
    ] {
        assert_round_trip(&value, &map(&value));
    }
    // A property that is `null` counts as absent.
    let decoded: Options = from_value(json!({ "disabled": true, "level": null })).expect("anything");
    assert_eq!(decoded, Options::Switch(Switch { disabled: true }));
}
