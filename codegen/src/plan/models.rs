//! Schemas become structs, enums, unions and aliases.

use super::{
    docs,
    names::{self, Scope},
    settings::Rename,
    types::Types,
};
use crate::{
    api::{Api, Object, Origin, SchemaId, Shape},
    rust::{
        Alias, EnumVariant, Field, Item, OpenEnum, Presence, Struct, Type, Union, UnionKind, UnionVariant,
    },
};

/// How many arguments clippy finds too many.
pub(super) const TOO_MANY_ARGUMENTS: usize = 7;

/// The item for the schema `id`.
pub(super) fn plan_item(api: &Api, types: &Types<'_>, id: SchemaId, rename: &Rename) -> Option<Item> {
    let schema = &api.schemas[id];
    let ident = types.ident(id)?.clone();
    let docs = docs::item(&schema.docs, ident.unraw());
    Some(match &schema.shape {
        Shape::Object(object) => {
            let component = match &schema.origin {
                Origin::Component(name) => Some(name.as_str()),
                Origin::Inline(..) => None,
            };
            let (fields, rest) = plan_fields(api, types, object, component, rename);
            let required = fields.iter().filter(|field| field.presence == Presence::Required).count();
            Item::Struct(Struct {
                ident,
                docs,
                default: required == 0,
                wide: required > TOO_MANY_ARGUMENTS,
                complex: fields.iter().any(|field| field.ty.is_complex()),
                fields,
                rest,
            })
        }
        Shape::Enum(values) => {
            let (variants, other) = plan_variants(values);
            Item::Enum(OpenEnum { ident, docs, variants, other: names::ident(&other) })
        }
        Shape::Union(members) => {
            let mut scope = Scope::default();
            let variants = members
                .iter()
                .map(|member| {
                    let name = match &api.schemas[*member].shape {
                        Shape::Reference(target) => {
                            types.ident(*target).map(|ident| ident.unraw().to_owned())
                        }
                        _ => None,
                    };
                    let name = name.unwrap_or_else(|| types.kind_text(*member).to_owned());
                    UnionVariant {
                        ident: names::ident(&scope.claim_type(&name)),
                        ty: types.bare(*member),
                        kind: union_kind(api, *member),
                    }
                })
                .collect();
            Item::Union(Union { ident, docs, variants, other: names::ident(&other_variant(&mut scope)) })
        }
        _ => Item::Alias(Alias { ident, docs, ty: types.shape(id) }),
    })
}

fn plan_fields(
    api: &Api,
    types: &Types<'_>,
    object: &Object,
    component: Option<&str>,
    rename: &Rename,
) -> (Vec<Field>, Option<(crate::rust::Ident, Type)>) {
    let mut scope = Scope::default();
    let renamed = |name: &str| rename.fields.get(&format!("{}.{name}", component?));
    for property in &object.properties {
        if let Some(name) = renamed(&property.name) {
            scope.claim(name);
        }
    }
    let fields = object
        .properties
        .iter()
        .map(|property| {
            let name = match renamed(&property.name) {
                Some(name) => name.clone(),
                None => scope.claim(&names::snake_text(&property.name, "field")),
            };
            let ident = names::ident(&name);
            let full = types.full(property.schema);
            let nullable = api.schemas.nullable(property.schema) || types.is_any(property.schema);
            let (ty, presence) = match (property.required, nullable) {
                (true, _) => (full, Presence::Required),
                (false, false) => (full.optional(), Presence::Optional),
                (false, true) => (full.optional(), Presence::Nullable),
            };
            let docs = docs::item(&api.schemas[property.schema].docs, &property.name);
            Field { ident, wire: property.name.clone(), ty, presence, docs }
        })
        .collect();
    let rest = object
        .additional
        .map(|values| (names::ident(&scope.claim("additional_properties")), types.full(values)));
    (fields, rest)
}

fn plan_variants(values: &[String]) -> (Vec<EnumVariant>, String) {
    let mut scope = Scope::default();
    let variants = values
        .iter()
        .map(|value| {
            let name = scope.claim_type(&names::variant_text(value));
            EnumVariant { ident: names::ident(&name), wire: value.clone(), docs: vec![docs::code(value)] }
        })
        .collect();
    (variants, other_variant(&mut scope))
}

/// The name of the variant that keeps what is not listed.
fn other_variant(scope: &mut Scope) -> String {
    let name = ["Unknown", "Unlisted"].into_iter().find(|name| !scope.has(name));
    scope.claim_type(name.unwrap_or("Unknown"))
}

fn union_kind(api: &Api, member: SchemaId) -> UnionKind {
    match api.schemas[api.schemas.resolve(member)].shape {
        Shape::Boolean => UnionKind::Boolean,
        Shape::Integer(_) => UnionKind::Integer,
        Shape::Number { .. } => UnionKind::Number,
        Shape::String(_) | Shape::Enum(_) => UnionKind::String,
        Shape::Array(_) => UnionKind::Array,
        Shape::Map(_) | Shape::Object(_) | Shape::Any(_) | Shape::Union(_) | Shape::Reference(_) => {
            UnionKind::Object
        }
    }
}
