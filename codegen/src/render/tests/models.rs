use super::file;
use crate::{
    emit::Unit,
    rust::{
        Crate, Derives, Distinguisher, EnumBase, EnumVariant, Item, Kind, Literal, Namespace, OpenEnum,
        Presence, Type, Union, UnionVariant,
        testing::{empty_crate, field, ident, module, structure},
    },
};

/// Returns the file of a model.
fn model(item: Item) -> String {
    let krate = Crate { models: vec![module("pet", item)], ..empty_crate() };
    krate.models.first().map(|module| file(&krate, Unit::Model(module))).unwrap_or_default()
}

#[test]
fn emits_a_struct_with_its_constructor_and_table() {
    let pet = structure(
        "Pet",
        vec![
            field("name", Type::String, Presence::Required),
            field("r#type", Type::Bool, Presence::Optional),
            field("age", Type::F64, Presence::Nullable),
        ],
    );
    let expected = r#"/// The schema `Pet`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    pub name: String,
    pub r#type: Option<bool>,
    pub age: Option<Option<f64>>,
}

impl Pet {
    /// Creates the value from its required properties.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            r#type: None,
            age: None,
        }
    }
}

crate::runtime::model! {
    Pet {
        required name: "name",
        optional r#type: "type",
        nullable age: "age",
    }
}
"#;
    assert_eq!(model(Item::Struct(pet)), expected);
}

#[test]
fn emits_a_struct_without_required_properties_with_default() {
    let mut pet = structure("Pet", vec![field("name", Type::String, Presence::Optional)]);
    pet.additional_properties = Some((ident("rest"), Type::Value));
    let expected = r#"/// The schema `Pet`.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Pet {
    pub name: Option<String>,
    /// The additional properties.
    pub rest: BTreeMap<String, serde_json::Value>,
}

crate::runtime::model! {
    Pet {
        optional name: "name",
    } rest rest
}
"#;
    assert_eq!(model(Item::Struct(pet)), expected);
}

#[test]
fn emits_the_full_path_of_a_shadowed_prelude_name() {
    let mut krate = empty_crate();
    krate.prelude.shadow("Option");
    krate.prelude.shadow("String");
    let pet = structure("Pet", vec![field("name", Type::String, Presence::Optional)]);
    krate.models.push(module("pet", Item::Struct(pet)));
    let text = krate.models.first().map(|module| file(&krate, Unit::Model(module))).unwrap_or_default();
    assert!(text.contains("pub name: ::std::option::Option<::std::string::String>,\n"), "{text}");
}

#[test]
fn emits_an_open_enum() {
    let variant = |name: &str, wire: &str| EnumVariant {
        ident: ident(name),
        wire: Literal::String(wire.to_owned()),
        docs: Vec::new(),
    };
    let kind = OpenEnum {
        ident: ident("Kind"),
        source: "#/components/schemas/Kind".to_owned(),
        docs: vec!["The kind of a pet.".to_owned()],
        base: EnumBase::String,
        variants: vec![variant("Cat", "cat"), variant("BigDog", "big dog")],
        other: ident("Other"),
        derives: Derives::default(),
    };
    let expected = r#"/// The kind of a pet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    Cat,
    BigDog,
    /// A value that the description does not list, unchanged.
    Other(String),
}

crate::runtime::open_enum! {
    Kind {
        Cat: "cat",
        BigDog: "big dog",
    } else Other
}
"#;
    assert_eq!(model(Item::Enum(kind)), expected);
}

fn union(tag: Option<&str>) -> Union {
    let variant = |name: &str, tag: &str, distinguisher: Distinguisher| UnionVariant {
        ident: ident(name),
        source: format!("#/components/schemas/{name}"),
        ty: Type::Named(Namespace::Models, ident(name)),
        docs: Vec::new(),
        tags: vec![tag.to_owned()],
        writes_tag: tag == "dog",
        converts: false,
        distinguishers: vec![distinguisher],
    };
    let any = Distinguisher {
        kind: Some(Kind::Object),
        constants: Vec::new(),
        optional_constants: Vec::new(),
        keys: Vec::new(),
        optional_keys: Vec::new(),
        forbidden: vec!["barks".to_owned()],
        known: vec!["lives".to_owned()],
    };
    let cat = Distinguisher { optional_keys: vec!["lives".to_owned()], ..any };
    let dog = Distinguisher {
        kind: Some(Kind::Object),
        constants: vec![("kind".to_owned(), Literal::String("dog".to_owned()))],
        optional_constants: vec![("legs".to_owned(), Literal::Integer(4))],
        keys: vec!["barks".to_owned()],
        optional_keys: Vec::new(),
        forbidden: Vec::new(),
        known: Vec::new(),
    };
    Union {
        ident: ident("Pet"),
        source: "#/components/schemas/Pet".to_owned(),
        docs: Vec::new(),
        tag: tag.map(str::to_owned),
        default: None,
        variants: vec![variant("Cat", "cat", cat), variant("Dog", "dog", dog)],
        other: ident("Other"),
        derives: Derives::default(),
    }
}

const UNION: &str = "#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    Cat(Cat),
    Dog(Dog),
    /// Any other value, unchanged.
    Other(serde_json::Value),
}

";

#[test]
fn emits_a_union_with_a_tag() {
    let table = r#"crate::runtime::union! {
    Pet by "kind" {
        Cat: "cat",
        Dog: writes "dog",
    } else Other
}
"#;
    assert_eq!(model(Item::Union(union(Some("kind")))), format!("{UNION}{table}"));
}

#[test]
fn emits_a_union_with_distinguishing_properties() {
    let mut union = union(None);
    union.variants.iter_mut().for_each(|variant| variant.writes_tag = false);
    let table = r#"crate::runtime::union! {
    Pet {
        Cat: Object { "lives": Present, "barks": Absent, "lives": Known },
        Dog: Object { "kind": Const(Text("dog")), "legs": OptionalConst(Integer(4)), "barks": Required },
    } else Other
}
"#;
    assert_eq!(model(Item::Union(union)), format!("{UNION}{table}"));
}
