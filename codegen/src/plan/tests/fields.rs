use serde_json::json;

use super::{Description, fields, integer, object, text};
use crate::{
    api::{Distinguisher, EnumBase, EnumValue, Enumeration, IntegerFormat, Kind, Shape, StringFormat, Union},
    plan::Library,
    rust::{Initializer, Item, all_items},
};

/// Returns the initializers of the fields of the only struct.
fn initializers(description: &Description) -> Vec<Initializer> {
    let plan = description.plan();
    let structs = all_items(&plan.krate.models, &plan.krate.operations).filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs.flat_map(|item| item.fields.iter().map(|field| field.initializer.clone())).collect()
}

#[test]
fn wraps_optional_and_nullable_properties_in_options() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    for (name, required, nullable) in
        [("a", true, false), ("b", false, false), ("c", true, true), ("d", false, true)]
    {
        let schema = description.property(pet, name, text(), required);
        description.api.schemas[schema].nullable = nullable;
    }
    assert_eq!(
        fields(&description.plan(), "Pet"),
        ["a: String", "b: Option<String>", "c: Option<String>", "d: Option<Option<String>>"]
    );
}

#[test]
fn boxes_one_property_of_each_cycle() {
    let mut description = Description::new();
    let node = description.component("Node", object());
    let tree = description.component("Tree", object());
    description.property(node, "next", Shape::Reference(node), false);
    description.property(node, "children", Shape::Array(node), false);
    description.property(node, "tree", Shape::Reference(tree), false);
    description.property(tree, "root", Shape::Reference(node), true);
    let plan = description.plan();
    assert_eq!(
        fields(&plan, "Node"),
        [
            "next: Option<Box<models::Node>>",
            "children: Option<Vec<models::Node>>",
            "tree: Option<models::Tree>"
        ]
    );
    assert_eq!(fields(&plan, "Tree"), ["root: Box<models::Node>"]);
}

#[test]
fn boxes_the_much_larger_variant_of_a_union() {
    let mut description = Description::new();
    let small = description.object_of_strings("Small", &["a"]);
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let large = description.object_of_strings("Large", &names);
    description.component("Any", Shape::Union(Union::of([small, large])));
    let plan = description.plan();
    let types: Vec<String> = all_items(&plan.krate.models, &[])
        .filter_map(|item| match item {
            Item::Union(union) => Some(&union.variants),
            _ => None,
        })
        .flatten()
        .map(|variant| format!("{}({})", variant.ident, variant.ty.text()))
        .collect();
    assert_eq!(types, ["Small(models::Small)", "Large(Box<models::Large>)"]);
}

#[test]
fn names_union_members_by_what_distinguishes_them() {
    let mut description = Description::new();
    let keys = |key: &str| Distinguisher {
        kind: Some(Kind::Object),
        constants: Vec::new(),
        optional_constants: Vec::new(),
        keys: Vec::new(),
        optional_keys: vec![key.to_owned()],
        forbidden: Vec::new(),
        known: Vec::new(),
    };
    let mut union = Union { members: Vec::new(), ..Union::of([]) };
    let shapes = [object(), object(), text(), integer()];
    let parent = description.component("Owner", text());
    for (index, shape) in shapes.into_iter().enumerate() {
        let role = crate::api::Role::Member(index, None);
        let schema = description.inline(crate::api::Parent::Schema(parent), role, shape);
        union.members.extend(Union::of([schema]).members);
    }
    for (member, key) in union.members.iter_mut().zip(["barks", "meows"]) {
        member.distinguishers = vec![keys(key)];
    }
    description.api.schemas[parent].shape = Shape::Union(union);
    let plan = description.plan();
    let variants: Vec<String> = all_items(&plan.krate.models, &[])
        .filter_map(|item| match item {
            Item::Union(union) => Some(&union.variants),
            _ => None,
        })
        .flatten()
        .map(|variant| variant.ident.to_string())
        .collect();
    assert_eq!(variants, ["WithBarks", "WithMeows", "String", "Integer"]);
}

#[test]
fn sets_constants_and_leaves_out_optional_properties() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    let kind = description.property(pet, "kind", text(), true);
    description.api.schemas[kind].constant = Some(Box::new(json!("dog")));
    let legs = description.property(pet, "legs", integer(), true);
    description.api.schemas[legs].constant = Some(Box::new(json!(4)));
    let wrong = description.property(pet, "wrong", integer(), true);
    description.api.schemas[wrong].constant = Some(Box::new(json!("four")));
    let nickname = description.property(pet, "nickname", text(), false);
    description.api.schemas[nickname].constant = Some(Box::new(json!("Rex")));
    description.property(pet, "name", text(), true);
    assert_eq!(
        initializers(&description),
        [
            Initializer::Text("dog".to_owned()),
            Initializer::Literal("4".to_owned()),
            Initializer::Argument,
            Initializer::Absent,
            Initializer::Argument
        ]
    );
}

#[test]
fn sets_a_constant_of_an_enum_to_its_variant() {
    let mut description = Description::new();
    let value = |text: &str| EnumValue { value: json!(text), name: None, description: None };
    let list = Enumeration { base: EnumBase::String, values: vec![value("dog"), value("cat")].into() };
    let kind = description.component("Kind", Shape::Enum(list));
    let pet = description.component("Pet", object());
    let property = description.property(pet, "kind", Shape::Reference(kind), true);
    if let Shape::Object(object) = &mut description.api.schemas[pet].shape {
        object.properties.iter_mut().for_each(|property| property.tag_value = Some(json!("cat")));
    }
    let shown: Vec<String> = initializers(&description)
        .iter()
        .map(|initializer| match initializer {
            Initializer::Variant(ty, variant) => format!("{}::{variant}", ty.text()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, ["models::Kind::Cat"], "{property:?}");
}

#[test]
fn uses_the_types_of_formats_and_settings() {
    let mut description = Description::new();
    let pet = description.component("Pet", object());
    let shapes = [
        ("at", Shape::String(StringFormat::DateTime)),
        ("on", Shape::String(StringFormat::Date)),
        ("for", Shape::String(StringFormat::Duration)),
        ("modified", Shape::String(StringFormat::HttpDate)),
        ("seconds", Shape::Integer(IntegerFormat::UnixTime)),
        ("id", Shape::String(StringFormat::Uuid)),
        ("raw", Shape::String(StringFormat::Byte)),
        ("key", Shape::String(StringFormat::Password)),
    ];
    for (name, shape) in shapes {
        description.property(pet, name, shape, true);
    }
    let rest = ["id: uuid::Uuid".to_owned(), "raw: Base64".to_owned(), "key: Secret".to_owned()];
    for (library, expected) in [
        (
            Library::Jiff,
            [
                "at: jiff::Timestamp",
                "on: jiff::civil::Date",
                "r#for: Span",
                "modified: HttpDate<jiff::Timestamp>",
                "seconds: UnixTime<jiff::Timestamp>",
            ],
        ),
        (
            Library::Chrono,
            [
                "at: chrono::DateTime<chrono::Utc>",
                "on: chrono::NaiveDate",
                "r#for: String",
                "modified: HttpDate<chrono::DateTime<chrono::Utc>>",
                "seconds: UnixTime<chrono::DateTime<chrono::Utc>>",
            ],
        ),
        (
            Library::Time,
            [
                "at: DateTime",
                "on: time::Date",
                "r#for: String",
                "modified: HttpDate<time::OffsetDateTime>",
                "seconds: UnixTime<time::OffsetDateTime>",
            ],
        ),
        (Library::Strings, ["at: String", "on: String", "r#for: String", "modified: String", "seconds: i64"]),
    ] {
        description.settings.types.library = library;
        let expected: Vec<String> =
            expected.iter().map(|text| (*text).to_owned()).chain(rest.iter().cloned()).collect();
        assert_eq!(fields(&description.plan(), "Pet"), expected, "{library:?}");
    }
}

#[test]
fn escapes_and_numbers_names_of_fields() {
    let mut description = Description::new();
    description.object_of_strings("Pet", &["type", "self", "pet-name", "petName", "2nd", "$"]);
    assert_eq!(
        fields(&description.plan(), "Pet"),
        [
            "r#type: Option<String>",
            "self_: Option<String>",
            "pet_name: Option<String>",
            "pet_name_2: Option<String>",
            "field_2nd: Option<String>",
            "dollar: Option<String>"
        ]
    );
}
