//! Schemas become structs, enums, unions and aliases.

use serde_json::Value;

use super::{
    constraints, docs, enums, initializers,
    members::variant_names,
    names::{self, Scope},
    settings::Rename,
    types::Types,
};
use crate::{
    api::{
        self, Api, Docs, Member, Object, Origin, Part, PartKind, Property, SchemaId, SchemaVariant, Shape,
        scalar_text,
    },
    rust::{
        Alias, Distinguisher, Field, Ident, Initializer, Item, OpenEnum, Parts, Presence, Struct, Support,
        Type, Union, UnionVariant,
    },
    surface::{places::OTHER_PROPERTY, word},
};

/// How many arguments clippy finds too many.
pub(super) const TOO_MANY_ARGUMENTS: usize = 7;

/// The item for the schema `id`.
pub(super) fn plan_item(api: &Api, types: &Types<'_>, id: SchemaId, rename: &Rename) -> Option<Item> {
    let schema = &api.schemas[id];
    let ident = types.ident(id)?.clone();
    let source = types.sources.of_schema(id);
    let mut docs = docs::item(&schema.docs, ident.unraw());
    if let (Some(variant), Origin::Component(_)) = (schema.variant, &schema.origin) {
        let about = match variant {
            SchemaVariant::Request => "As it is sent: without what only the server sets.",
            SchemaVariant::Patch => {
                "As a patch: what is not there stays as it is, and `Some(None)` removes it."
            }
        };
        docs::paragraph(&mut docs, vec![about.to_owned()]);
    }
    Some(match &schema.shape {
        Shape::Object(object) => {
            let component = match &schema.origin {
                Origin::Component(name) => Some(name.as_str()),
                Origin::Inline(..) => None,
            };
            let (fields, rest) = plan_fields(types, id, object, component, rename);
            let constraints = constraints::of_object(types, id, object);
            Item::Struct(Struct { constraints, ..structure(ident, source, docs, fields, rest) })
        }
        Shape::Multipart(parts) => Item::Parts(plan_parts(types, id, ident, docs, parts)),
        Shape::Enum(list) => {
            let (variants, other) = enums::plan_variants(list, types.known_in(id));
            let other = names::ident(&other);
            Item::Enum(OpenEnum { ident, source, docs, base: list.base, variants, other })
        }
        Shape::Union(union) => {
            let (variant_names, mut scope) = variant_names(types, id, union);
            let default =
                union.default.and_then(|index| variant_names.get(index)).map(|name| names::ident(name));
            let variants = union
                .members
                .iter()
                .zip(types.sources.of_members(union))
                .zip(variant_names)
                .map(|((member, source), name)| UnionVariant {
                    ident: names::ident(&name),
                    source,
                    ty: types.bare(member.schema),
                    docs: variant_docs(types, union, member, &name),
                    tags: member.tags.clone(),
                    writes_tag: member.writes_tag,
                    distinguishers: member.distinguishers.iter().map(plan_distinguisher).collect(),
                })
                .collect();
            if union.ordered {
                let line = "What could be several of these is the first that it can be decoded as.";
                docs::paragraph(&mut docs, vec![line.to_owned()]);
            }
            let (tag, other) = (union.tag.clone(), names::ident(&enums::other_variant(&mut scope)));
            Item::Union(Union { ident, source, docs, tag, default, variants, other })
        }
        _ => Item::Alias(Alias { ident, source, docs, ty: types.shape(id) }),
    })
}

fn structure(
    ident: Ident,
    source: String,
    docs: Vec<String>,
    fields: Vec<Field>,
    rest: Option<(Ident, Type)>,
) -> Struct {
    let arguments = fields.iter().filter(|field| field.start == Initializer::Argument).count();
    Struct {
        ident,
        source,
        docs,
        default: fields.iter().all(|field| field.start == Initializer::Absent),
        wide: arguments > TOO_MANY_ARGUMENTS,
        complex: fields.iter().any(|field| field.ty.is_complex()),
        fields,
        rest,
        constraints: Vec::new(),
    }
}

/// A body of several parts. One of which the description says nothing takes any.
fn plan_parts(types: &Types<'_>, id: SchemaId, ident: Ident, mut docs: Vec<String>, parts: &[Part]) -> Parts {
    let mut scope = Scope::with(&["new", "with"]);
    let sources: Vec<String> = parts.iter().map(|part| word(&part.property.name)).collect();
    scope.keep(types.known_in(id), sources.iter().map(String::as_str));
    if docs.is_empty() {
        docs.push("The parts of a request body.".to_owned());
    }
    let fields: Vec<Field> = parts
        .iter()
        .zip(&sources)
        .map(|(part, source)| {
            let name = scope.claim_for(source, &names::snake_text(&part.property.name, "field"));
            let name = names::ident(&name);
            let mut field = plan_field(types.api, types, &part.property, name);
            let file = match part.kind {
                PartKind::File => Type::Support(Support::File),
                PartKind::Files => Type::Vec(Box::new(Type::Support(Support::File))),
                PartKind::Text | PartKind::Json => return field,
            };
            // A part is there or not; there is no `null` among them.
            (field.ty, field.presence) = if part.property.required {
                (file, Presence::Required)
            } else {
                (file.optional(), Presence::Optional)
            };
            field
        })
        .collect();
    let rest = parts.is_empty().then(|| (names::ident("parts"), Type::Support(Support::File)));
    let kinds = parts.iter().map(|part| (part.kind, part.media_type.clone())).collect();
    Parts { fields: structure(ident, types.sources.of_schema(id), docs, fields, rest), kinds }
}

fn plan_distinguisher(distinguisher: &api::Distinguisher) -> Distinguisher {
    let literals = |constants: &[(String, Value)]| {
        constants.iter().filter_map(|(key, value)| Some((key.clone(), enums::literal(value)?))).collect()
    };
    Distinguisher {
        kind: distinguisher.kind,
        constants: literals(&distinguisher.constants),
        optional_constants: literals(&distinguisher.optional_constants),
        keys: distinguisher.keys.clone(),
    }
}

/// What a variant says of itself: what is written about its type, or what tells it from the others.
fn variant_docs(types: &Types<'_>, union: &api::Union, member: &Member, name: &str) -> Vec<String> {
    let api = types.api;
    let target = api.schemas.resolve(member.schema);
    let about = [member.schema, target].into_iter().find_map(|id| {
        let docs = &api.schemas[id].docs;
        let lines = docs::item(&Docs { default: None, constraints: Vec::new(), ..docs.clone() }, name);
        lines.first().filter(|_| docs.description.is_some() || docs.title.is_some()).cloned()
    });
    if let Some(about) = about.filter(|about| !about.is_empty()) {
        return vec![about];
    }
    if let Some(tag) = &union.tag {
        let values: Vec<String> = member.tags.iter().map(|value| docs::code(value)).collect();
        return vec![format!("{} is {}.", docs::code(tag), values.join(" or "))];
    }
    vec![match types.kind_text(target) {
        "Boolean" => "`true` or `false`.".to_owned(),
        "Integer" => "An integer.".to_owned(),
        "Number" => "A number.".to_owned(),
        "String" | "Value" => "A string.".to_owned(),
        "Array" => "An array.".to_owned(),
        "Object" => "An object.".to_owned(),
        _ => "One of several types.".to_owned(),
    }]
}

fn plan_fields(
    types: &Types<'_>,
    id: SchemaId,
    object: &Object,
    component: Option<&str>,
    rename: &Rename,
) -> (Vec<Field>, Option<(Ident, Type)>) {
    let mut scope = Scope::default();
    let renamed = |name: &str| rename.fields.get(&format!("{}.{name}", component?));
    for property in &object.properties {
        if let Some(name) = renamed(&property.name) {
            scope.claim(name);
        }
    }
    let sources: Vec<String> = object.properties.iter().map(|property| word(&property.name)).collect();
    let rest = [OTHER_PROPERTY].into_iter().filter(|_| object.additional.is_some());
    scope.keep(types.known_in(id), sources.iter().map(String::as_str).chain(rest));
    let fields = object
        .properties
        .iter()
        .zip(&sources)
        .map(|(property, source)| {
            let name = match renamed(&property.name) {
                Some(name) => name.clone(),
                None => scope.claim_for(source, &names::snake_text(&property.name, "field")),
            };
            plan_field(types.api, types, property, names::ident(&name))
        })
        .collect();
    let rest = object.additional.map(|values| {
        (names::ident(&scope.claim_for(OTHER_PROPERTY, "additional_properties")), types.full(values))
    });
    (fields, rest)
}

fn plan_field(api: &Api, types: &Types<'_>, property: &Property, ident: Ident) -> Field {
    let full = types.full(property.schema);
    let nullable = api.schemas.nullable(property.schema) || types.is_any(property.schema);
    let constant: Option<Value> =
        property.tag_value.clone().or_else(|| api.schemas.constant(property.schema));
    let given = constant
        .as_ref()
        .filter(|_| !nullable)
        .and_then(|value| initializers::start(value, property.schema, types));
    let (ty, presence, start) = match (property.required, nullable) {
        (true, _) => (full, Presence::Required, given.unwrap_or(Initializer::Argument)),
        (false, false) => {
            let start = match given {
                // Only what tells the object from others is there before it is set.
                Some(Initializer::Text(text)) if property.tag_value.is_some() => Initializer::SomeText(text),
                _ => Initializer::Absent,
            };
            (full.optional(), Presence::Optional, start)
        }
        (false, true) => (full.optional(), Presence::Nullable, Initializer::Absent),
    };
    let about = &api.schemas[property.schema].docs;
    let mut docs = docs::item(about, &property.name);
    if let Some(value) = constant {
        docs::paragraph(&mut docs, vec![format!("Always {}.", docs::code(&scalar_text(&value)))]);
    }
    Field { ident, wire: property.name.clone(), ty, presence, start, deprecated: about.deprecated, docs }
}
