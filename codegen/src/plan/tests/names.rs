use std::collections::HashMap;

use crate::plan::names::{self, Keep, Scope};

#[test]
fn writes_fields_and_functions_in_snake_case() {
    for (name, expected) in [
        ("petName", "pet_name"),
        ("Pet-Name", "pet_name"),
        ("HTTPServer", "http_server"),
        ("OAuth2Token", "oauth2_token"),
        ("2fa", "field_2fa"),
        ("", "field"),
        ("+1", "field_1"),
        ("<=", "less_equal"),
        ("$", "dollar"),
        ("µs", "micros"),
        ("type", "type"),
        ("self", "self_"),
        ("größe", "größe"),
        ("日本", "日本"),
        ("a\u{200b}b\u{3164}c", "a_b_c"),
    ] {
        assert_eq!(names::snake_text(name, "field"), expected, "{name}");
    }
}

#[test]
fn writes_types_in_upper_camel_case() {
    for (name, expected) in [
        ("pet_store", "PetStore"),
        ("pet.store/v1", "PetStoreV1"),
        ("2fa", "Type2fa"),
        ("", "Type"),
        ("self", "Self_"),
        ("Option", "Option"),
    ] {
        assert_eq!(names::type_text(name), expected, "{name}");
    }
}

#[test]
fn spells_symbols_in_names_of_variants() {
    for (value, expected) in [
        ("", "Empty"),
        ("+1", "Plus1"),
        ("-1", "Minus1"),
        ("-name", "MinusName"),
        ("name", "Name"),
        (">=", "GreaterEqual"),
        ("-", "Minus"),
        ("10", "Value10"),
        ("☃", "U2603"),
    ] {
        assert_eq!(names::variant_text(value), expected, "{value}");
    }
}

#[test]
fn writes_modules_in_ascii() {
    for (name, expected) in [("Größe", "gr_e"), ("日本", "model"), ("Pet", "pet")] {
        assert_eq!(names::module_text(name, "model"), expected, "{name}");
    }
    assert_eq!(names::inner_module_text("models", "model", "models"), "models_model");
    assert_eq!(Scope::of_files().declare("com1"), "com1_2", "a device on Windows");
    assert_eq!(names::inner_module_text("pets", "model", "models"), "pets");
}

#[test]
fn escapes_keywords() {
    for (text, expected) in [("type", "r#type"), ("async", "r#async"), ("crate", "crate_"), ("pet", "pet")] {
        assert_eq!(names::ident(text).as_str(), expected);
    }
}

#[test]
fn limits_the_length_of_names() {
    assert_eq!(names::snake_text(&"a".repeat(300), "field").len(), 100);
    assert_eq!(names::type_text(&"a".repeat(300)).len(), 100);
    let long = |count| names::snake_text(&format!("first {}ünd last", "word ".repeat(count)), "field");
    assert_eq!(long(300), long(100_000));
    assert!(long(300).starts_with("first_word_") && long(300).ends_with("_word_ünd_last"), "{}", long(300));
}

#[test]
fn accepts_identifiers_of_the_settings() {
    for (text, expected) in [("pet", true), ("_pet", true), ("_", false), ("2pets", false), ("my pet", false)]
    {
        assert_eq!(names::is_ident(text), expected, "{text}");
    }
}

#[test]
fn numbers_a_name_that_is_declared() {
    let mut scope = Scope::with_names(&["new"]);
    assert_eq!(scope.declare("new"), "new_2");
    assert_eq!(scope.declare("self_"), "self_");
    assert_eq!(scope.declare("self_"), "self_2");
    assert_eq!(scope.declare_type("Pet"), "Pet");
    assert_eq!(scope.declare_type("Pet"), "Pet2");
    assert_eq!(scope.declare_type("Pet"), "Pet3");
}

#[test]
fn keeps_a_reserved_name_only_if_it_derives_from_the_wanted_one() {
    let known = HashMap::from([
        ("schema A".to_owned(), "Pet2".to_owned()),
        ("schema B".to_owned(), "Animal".to_owned()),
    ]);
    let mut scope = Scope::default();
    scope.reserve(Some(&known), ["schema A", "schema B"].into_iter());
    assert_eq!(scope.declare_type_for("schema A", "Pet"), "Pet2");
    assert_eq!(scope.declare_type_for("schema B", "Pet"), "Pet");
    assert_eq!(scope.declare_type_for("schema C", "Pet"), "Pet3", "`Pet2` is reserved");
    assert_eq!(scope.take_reserved("schema B", &["Pet"], Keep::IfDerived), None);
    let kept = scope.take_reserved("schema B", &["Pet"], Keep::Always);
    assert_eq!(kept.as_deref(), Some("Animal"), "the rule belongs to one item");
}
