//! Derived traits, conversions and setters.

use super::{Description, integer, json, object, text};
use crate::{
    api::{SchemaId, Shape, Status, StringFormat, Union},
    plan::Plan,
    rust::{Conversion, Item, Namespace, Type, all_items},
};

/// Returns the names of the structs and unions that derive a trait.
fn with_trait<'a>(plan: &'a Plan, name: &str) -> Vec<&'a str> {
    let items = all_items(&plan.krate.models, &plan.krate.operations);
    let derives = items.filter(|item| match item {
        Item::Struct(item) => item.derives.traits.contains(&name),
        Item::Union(item) => item.derives.traits.contains(&name),
        _ => false,
    });
    derives.map(|item| item.ident().as_str()).collect()
}

fn union(members: impl IntoIterator<Item = SchemaId>) -> Shape {
    Shape::Union(Union::of(members))
}

#[test]
fn derives_eq_where_all_parts_have_it() {
    let mut description = Description::new();
    let number = Shape::Number { single: false };
    // The types of each cycle contain each other. One cycle has a number.
    for (one, other, shape) in [("Node", "Tree", integer()), ("Point", "Line", number)] {
        let first = description.component(one, object());
        let second = description.component(other, object());
        description.property(first, "other", Shape::Reference(second), false);
        description.property(second, "others", Shape::Array(first), false);
        description.property(second, "value", shape, false);
    }
    let plan = description.plan();
    assert_eq!((with_trait(&plan, "Eq"), with_trait(&plan, "Hash")), (vec!["Node", "Tree"], Vec::new()));
    description.settings.derives.all = vec!["Hash".to_owned(), "Ord".to_owned()];
    let plan = description.plan();
    for name in ["Eq", "Hash", "Ord", "PartialOrd"] {
        assert_eq!(with_trait(&plan, name), ["Node", "Tree"], "{name}");
    }
}

#[test]
fn converts_members_whose_type_no_other_variant_has() {
    let mut description = Description::new();
    let alias = description.component("Code", text());
    let plain = description.component("Plain", Shape::String(StringFormat::Byte));
    let cat = description.object_of_strings("Cat", &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]);
    let other = description.component("OtherText", text());
    description.component("Pet", union([alias, plain, cat, other]));
    let plan = description.plan();
    let pet = all_items(&plan.krate.models, &plan.krate.operations).find_map(|item| match item {
        Item::Union(item) => Some(item),
        _ => None,
    });
    let converts: Vec<(String, bool)> =
        pet.into_iter().flat_map(|pet| &pet.variants).map(|one| (one.ty.text(), one.converts)).collect();
    let expected = [
        ("models::Code", false),
        ("models::Plain", true),
        ("Box<models::Cat>", true),
        ("models::OtherText", false),
    ];
    assert_eq!(converts, expected.map(|(ty, converts)| (ty.to_owned(), converts)));
    let named = |name: &str| {
        let items = all_items(&plan.krate.models, &plan.krate.operations);
        let ident = items.map(Item::ident).find(|ident| ident.as_str() == name)?;
        Some(Type::Named(Namespace::Models, ident.clone()))
    };
    let of = |name: &str| named(name).map(|ty| plan.krate.conversions.of(&ty) != Conversion::Exact);
    assert_eq!([of("Code"), of("Pet"), of("Cat")], [Some(true), Some(true), Some(false)]);
}

#[test]
fn gives_setters_to_types_that_are_sent() {
    let mut description = Description::new();
    let sent = description.object_of_strings("Sent", &["name"]);
    let received = description.object_of_strings("Received", &["name"]);
    let operation = description.operation("POST", "/pets");
    description.body(operation, sent);
    description.response(operation, Status::Code(200), json(received));
    let plan = description.plan();
    let setters = all_items(&plan.krate.models, &plan.krate.operations).map(|item| match item {
        Item::Struct(item) => (item.ident.as_str(), item.has_setters()),
        _ => ("", false),
    });
    assert_eq!(setters.collect::<Vec<_>>(), [("Sent", true), ("Received", false)]);
    description.settings.omit_setters = true;
    let plan = description.plan();
    let mut items = all_items(&plan.krate.models, &plan.krate.operations);
    assert!(!items.any(|item| matches!(item, Item::Struct(item) if item.has_setters())));
}

#[test]
fn keeps_properties_that_are_not_described_by_setting() {
    let mut description = Description::new();
    description.object_of_strings("Open", &["name"]);
    let closed = description.object_of_strings("Closed", &["name"]);
    if let Shape::Object(object) = &mut description.api.schemas[closed].shape {
        object.closed = true;
    }
    description.settings.keep_unknown_fields = true;
    let plan = description.plan();
    let rest = all_items(&plan.krate.models, &plan.krate.operations).map(|item| match item {
        Item::Struct(item) => {
            item.additional_properties.as_ref().map(|(name, ty)| format!("{name}: {}", ty.text()))
        }
        _ => None,
    });
    let expected = [Some("additional_properties: serde_json::Value".to_owned()), None];
    assert_eq!(rest.collect::<Vec<_>>(), expected);
}

#[test]
fn adds_derives_and_attributes_of_the_settings() {
    let mut description = Description::new();
    description.object_of_strings("Pet", &["name"]);
    description.object_of_strings("Owner", &["name"]);
    description.settings.derives.all.push("schemars::JsonSchema".to_owned());
    description.settings.attributes.types.insert("Pet".to_owned(), vec!["#[must_use]".to_owned()]);
    let plan = description.plan();
    let added: Vec<(&[String], &[String])> = all_items(&plan.krate.models, &plan.krate.operations)
        .filter_map(|item| match item {
            Item::Struct(item) => Some((item.derives.more.as_slice(), item.derives.attributes.as_slice())),
            _ => None,
        })
        .collect();
    let schema = ["schemars::JsonSchema".to_owned()];
    assert_eq!(added, [(&schema[..], &["#[must_use]".to_owned()][..]), (&schema[..], &[])]);
}

#[test]
fn reports_additions_that_are_wrong_or_match_nothing() {
    let mut description = Description::new();
    description.object_of_strings("Pet", &["name"]);
    description.settings.derives.all.push("Json Schema".to_owned());
    description.settings.attributes.all.push("struct X;".to_owned());
    description.settings.derives.types.insert("Dog".to_owned(), vec!["a::B".to_owned()]);
    let weight = description.object_of_strings("Weight", &[]);
    description.property(weight, "kilograms", Shape::Number { single: false }, true);
    description.settings.derives.types.insert("Weight".to_owned(), vec!["Hash".to_owned()]);
    let expected = [
        "the settings have `Json Schema` in `derives`, which is not the path of a derive macro",
        "the settings have `struct X;` in `attributes`, which is not an attribute such as `#[must_use]`",
        "`Weight` cannot derive `Hash`, because a part of it does not have it",
        "the settings add derives to the type `Dog`, which the crate does not have",
    ];
    assert_eq!(description.messages(), expected);
}
