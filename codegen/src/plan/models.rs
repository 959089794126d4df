//! Items for schemas: structs, enums, unions and aliases.

use serde_json::Value;

use super::{
    constraints, docs, enums, given_names, initializers,
    members::variant_names,
    names::{self, Scope},
    setters,
    types::Types,
};
use crate::{
    api::{
        self, Docs, Member, Object, Origin, Part, PartKind, Property, SchemaId, SchemaVariant, Shape,
        scalar_text,
    },
    naming::{places::OTHER_PROPERTY, word},
    rust::{
        Alias, Derives, Distinguisher, Field, Ident, Initializer, Item, Multipart, OpenEnum, Presence,
        RuntimeType, Struct, Type, Union, UnionVariant,
    },
};

/// The threshold of `clippy::too_many_arguments`.
pub(super) const TOO_MANY_ARGUMENTS: usize = 7;

/// Plans the item for the schema `id`.
pub(super) fn plan_item(types: &Types<'_>, id: SchemaId) -> Option<Item> {
    let schema = &types.api.schemas[id];
    let ident = types.ident(id)?.clone();
    let source = types.places.of_schema(id).to_owned();
    let mut docs = docs::item(&schema.docs, ident.unraw());
    if let (Some(variant), Origin::Component(_)) = (schema.variant, &schema.origin) {
        let form = match variant {
            SchemaVariant::Request => {
                "The form for requests, without the properties that only the server sets."
            }
            SchemaVariant::Patch => {
                "The form for patches: an absent property is unchanged, and `Some(None)` removes it."
            }
        };
        docs::paragraph(&mut docs, vec![form.to_owned()]);
    }
    Some(match &schema.shape {
        Shape::Object(object) => {
            let (fields, additional) = plan_fields(types, id, object, schema.origin.component());
            let constraints = constraints::of_object(types, id, object);
            Item::Struct(Struct { constraints, ..plan_struct(ident, source, docs, fields, additional) })
        }
        Shape::Multipart(parts) => Item::Multipart(plan_multipart(types, id, ident, docs, parts)),
        Shape::Enum(list) => {
            let planned = types.enums.get(&id)?;
            let (variants, other) = (planned.variants.clone(), names::ident(&planned.other));
            let derives = Derives::default();
            Item::Enum(OpenEnum { ident, source, docs, base: list.base, variants, other, derives })
        }
        Shape::Union(union) => {
            let (variant_names, mut scope) = variant_names(types, id, union);
            let default =
                union.default.and_then(|index| variant_names.get(index)).map(|name| names::ident(name));
            let variants = union
                .members
                .iter()
                .zip(types.places.of_members(union))
                .zip(variant_names)
                .map(|((member, source), name)| UnionVariant {
                    ident: names::ident(&name),
                    source,
                    ty: types.bare(member.schema),
                    docs: variant_docs(types, union, member, &name),
                    tags: member.tags.clone(),
                    writes_tag: member.writes_tag,
                    converts: false,
                    distinguishers: member.distinguishers.iter().map(plan_distinguisher).collect(),
                })
                .collect();
            if union.ordered {
                let line = "If a value matches several variants, it is decoded as the first of them.";
                docs::paragraph(&mut docs, vec![line.to_owned()]);
            }
            let (tag, other) = (union.tag.clone(), names::ident(&enums::other_variant(&mut scope)));
            let derives = Derives::default();
            Item::Union(Union { ident, source, docs, tag, default, variants, other, derives })
        }
        _ => Item::Alias(Alias { reexport: false, ident, source, docs, ty: types.shape(id) }),
    })
}

fn plan_struct(
    ident: Ident,
    source: String,
    docs: Vec<String>,
    fields: Vec<Field>,
    additional_properties: Option<(Ident, Type)>,
) -> Struct {
    let arguments = fields.iter().filter(|field| field.initializer == Initializer::Argument).count();
    Struct {
        ident,
        source,
        docs,
        default: fields.iter().all(|field| field.initializer == Initializer::Absent),
        too_many_arguments: arguments > TOO_MANY_ARGUMENTS,
        type_complexity: fields.iter().any(|field| field.ty.is_complex()),
        fields,
        additional_properties,
        constraints: Vec::new(),
        derives: Derives::default(),
    }
}

/// Plans a multipart body. A body without described parts accepts any part.
fn plan_multipart(
    types: &Types<'_>,
    id: SchemaId,
    ident: Ident,
    mut docs: Vec<String>,
    parts: &[Part],
) -> Multipart {
    let mut scope = Scope::with_names(&["new", "with"]);
    let sources: Vec<String> = parts.iter().map(|part| word(&part.property.name)).collect();
    scope.reserve(types.known_in(id), sources.iter().map(String::as_str));
    if docs.is_empty() {
        docs.push("The parts of a request body.".to_owned());
    }
    let fields: Vec<Field> = parts
        .iter()
        .zip(&sources)
        .zip(field_names(types, parts.iter().map(|part| &part.property)))
        .map(|((part, source), name)| {
            let name = scope.declare_member(source, &name);
            let name = names::ident(&name);
            let mut field = plan_field(types, &part.property, name, !types.settings.omit_setters);
            let file = match part.kind {
                PartKind::File => Type::Runtime(RuntimeType::File),
                PartKind::Files => Type::Vec(Box::new(Type::Runtime(RuntimeType::File))),
                PartKind::Text | PartKind::Json => return field,
            };
            // A part is present or absent; multipart bodies have no `null`.
            (field.ty, field.presence) = if part.property.required {
                (file, Presence::Required)
            } else {
                (file.optional(), Presence::Optional)
            };
            field.setter = field.setter.and_then(|_| setters::setter(&field.ident, field.presence, false));
            field
        })
        .collect();
    let additional = parts.is_empty().then(|| (names::ident("parts"), Type::Runtime(RuntimeType::File)));
    let kinds = parts.iter().map(|part| (part.kind, part.media_type.clone())).collect();
    Multipart {
        fields: plan_struct(ident, types.places.of_schema(id).to_owned(), docs, fields, additional),
        kinds,
        is_named: parts.iter().all(|part| part.is_named),
    }
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
        optional_keys: distinguisher.optional_keys.clone(),
        forbidden: distinguisher.forbidden.clone(),
        known: distinguisher.known.clone(),
    }
}

/// Returns the documentation of a variant: that of its type, or the property that distinguishes it.
fn variant_docs(types: &Types<'_>, union: &api::Union, member: &Member, name: &str) -> Vec<String> {
    let api = types.api;
    let target = api.schemas.resolve(member.schema);
    let description = [member.schema, target].into_iter().find_map(|id| {
        let docs = &api.schemas[id].docs;
        let lines = docs::item(
            &Docs { title: docs.title.clone(), description: docs.description.clone(), ..Docs::default() },
            name,
        );
        lines.first().filter(|_| docs.description.is_some() || docs.title.is_some()).cloned()
    });
    if let Some(line) = description.filter(|line| !line.is_empty()) {
        return vec![line];
    }
    if let Some(tag) = &union.tag {
        let values: Vec<String> = member.tags.iter().map(|value| docs::code(value)).collect();
        return vec![format!("{} is {}.", docs::code(tag), values.join(" or "))];
    }
    Vec::new()
}

fn plan_fields(
    types: &Types<'_>,
    id: SchemaId,
    object: &Object,
    component: Option<&str>,
) -> (Vec<Field>, Option<(Ident, Type)>) {
    let has_setters = types.usage.get(id).is_sent() && !types.settings.omit_setters;
    let mut scope = Scope::default();
    let rename = &types.settings.rename;
    // The name of a component can be long, so it is not copied for each property.
    let component = component.filter(|component| rename.has_fields_of(component));
    let renamed = |name: &str| rename.fields.get(&format!("{}.{name}", component?));
    for property in &object.properties {
        if let Some(name) = renamed(&property.name) {
            scope.declare(name);
        }
    }
    let sources: Vec<String> = object.properties.iter().map(|property| word(&property.name)).collect();
    let values = object.additional.map(|values| types.full(values));
    let values = values.or_else(|| types.open.contains(&id).then_some(Type::Value));
    let other = values.as_ref().map(|_| OTHER_PROPERTY);
    scope.reserve(types.known_in(id), sources.iter().map(String::as_str).chain(other));
    let fields = object
        .properties
        .iter()
        .zip(&sources)
        .zip(field_names(types, &object.properties))
        .map(|((property, source), name)| {
            let name = match renamed(&property.name) {
                Some(name) => name.clone(),
                None => scope.declare_member(source, &name),
            };
            plan_field(types, property, names::ident(&name), has_setters)
        })
        .collect();
    let additional = values
        .map(|values| (names::ident(&scope.declare_member(OTHER_PROPERTY, "additional_properties")), values));
    (fields, additional)
}

/// Returns the names of the fields of properties.
fn field_names<'p>(types: &Types<'_>, properties: impl IntoIterator<Item = &'p Property>) -> Vec<String> {
    let member = |property: &'p Property| (types.place_name(property.schema), property.name.as_str());
    let members: Vec<(Option<&str>, &str)> = properties.into_iter().map(member).collect();
    given_names::names(&members, "field")
}

/// Plans a field, with its setter if it `has_setters`.
fn plan_field(types: &Types<'_>, property: &Property, ident: Ident, has_setters: bool) -> Field {
    let schemas = &types.api.schemas;
    let full = types.full(property.schema);
    let nullable = schemas.nullable(property.schema) || types.is_any(property.schema);
    let constant: Option<Value> = property.tag_value.clone().or_else(|| schemas.constant(property.schema));
    let constant_value = constant
        .as_ref()
        .filter(|_| !nullable)
        .and_then(|value| initializers::initializer(value, property.schema, types));
    let (ty, presence, initializer) = match (property.required, nullable) {
        (true, _) => (full, Presence::Required, constant_value.unwrap_or(Initializer::Argument)),
        (false, false) => {
            let initializer = match constant_value {
                // Before it is set, an optional property only has a value if it distinguishes the object.
                Some(Initializer::Text(text)) if property.tag_value.is_some() => Initializer::SomeText(text),
                _ => Initializer::Absent,
            };
            (full.optional(), Presence::Optional, initializer)
        }
        (false, true) => (full.optional(), Presence::Nullable, Initializer::Absent),
    };
    let schema_docs = &schemas[property.schema].docs;
    let mut docs = docs::item(schema_docs, &property.name);
    // Later versions of the API may add values to an enum.
    let is_open = initializer == Initializer::Absent
        && matches!(schemas[schemas.resolve(property.schema)].shape, Shape::Enum(_));
    if let Some(value) = constant.filter(|_| !is_open) {
        docs::paragraph(&mut docs, vec![format!("Always {}.", docs::code(&scalar_text(&value)))]);
    }
    let can_be_null = schemas.nullable(property.schema);
    let setter = has_setters.then(|| setters::setter(&ident, presence, can_be_null)).flatten();
    Field {
        ident,
        wire: property.name.clone(),
        ty,
        presence,
        initializer,
        setter,
        deprecated: schema_docs.deprecated,
        docs,
    }
}
