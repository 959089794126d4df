//! Schemas: each becomes an [`api::Schema`](crate::api::Schema), those that stand in others as well.

use std::collections::HashMap;

use openapiv3::{Components, Schema};
use serde_json::Value;

use super::{
    all_of,
    facts::{Additional, Facts, SchemaRef},
    references,
};
use crate::{
    api::{
        self, Docs, IntegerFormat, Object, Origin, Parent, Property, Role, SchemaId, Schemas, Shape,
        StringFormat,
    },
    diagnostics::{Code, Diagnostics, Pointer},
};

/// Why a value has no type, as the report says it.
pub(super) const SAYS_NOTHING: &str = "the description gives no type";
pub(super) const BROKEN_REF: &str = "the reference leads nowhere";

/// The schemas that have been lowered so far.
pub(super) struct SchemaLowering<'a, 'd> {
    pub(super) components: &'a Components,
    ids: HashMap<&'a str, SchemaId>,
    /// The schemas that stand in others, by their place: a part of an `allOf` is met again and again.
    inline: HashMap<Pointer, SchemaId>,
    schemas: Schemas,
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> SchemaLowering<'a, 'd> {
    /// Gives each component schema its id, so that references can be resolved in any order.
    pub(super) fn new(components: &'a Components, diagnostics: &'d mut Diagnostics) -> Self {
        let mut schemas = Schemas::default();
        let section = super::components_pointer("schemas");
        let ids = components
            .schemas
            .keys()
            .map(|name| {
                let id = schemas.push(api::Schema {
                    pointer: section.key(name),
                    origin: Origin::Component(name.clone()),
                    docs: Docs::default(),
                    nullable: false,
                    shape: Shape::Any(SAYS_NOTHING),
                });
                (name.as_str(), id)
            })
            .collect();
        Self { components, ids, inline: HashMap::new(), schemas, diagnostics }
    }

    /// Lowers every component schema.
    pub(super) fn lower_components(&mut self) {
        let components = self.components;
        for (name, schema) in &components.schemas {
            let id = self.ids[name.as_str()];
            self.fill(id, schema.into());
        }
    }

    /// The schemas.
    pub(super) fn finish(self) -> Schemas {
        self.schemas
    }

    /// Adds a schema that stands at `pointer`.
    pub(super) fn lower(
        &mut self,
        schema: SchemaRef<'a>,
        pointer: Pointer,
        parent: Parent,
        role: Role,
    ) -> SchemaId {
        if let Some(&known) = self.inline.get(&pointer) {
            return known;
        }
        let id = self.add(pointer.clone(), parent, role, Shape::Any(SAYS_NOTHING));
        self.inline.insert(pointer, id);
        self.fill(id, schema);
        id
    }

    /// Adds a schema of this shape that the description does not spell out.
    pub(super) fn add(&mut self, pointer: Pointer, parent: Parent, role: Role, shape: Shape) -> SchemaId {
        let origin = match (parent, shared_component(&pointer)) {
            // What several operations share is named after itself, not after the first of them.
            (Parent::Operation(_), Some(name)) => Origin::Component(name),
            _ => Origin::Inline(parent, role),
        };
        self.schemas.push(api::Schema { pointer, origin, docs: Docs::default(), nullable: false, shape })
    }

    /// The id of the component schema that `reference` names.
    pub(super) fn component(&self, reference: &str) -> Option<SchemaId> {
        let name = references::component_name(reference, "schemas")?;
        self.ids.get(name.as_str()).copied()
    }

    /// The component schema that `reference` names, and its id.
    pub(super) fn component_schema(&self, reference: &str) -> Option<(SchemaRef<'a>, SchemaId)> {
        let name = references::component_name(reference, "schemas")?;
        let schema = self.components.schemas.get(&name)?;
        Some((schema.into(), *self.ids.get(name.as_str())?))
    }

    /// What a schema is that refers to another.
    pub(super) fn reference_shape(&mut self, reference: &str, at: &Pointer) -> Shape {
        if let Some(target) = self.component(reference) {
            return Shape::Reference(target);
        }
        references::report(reference, "schemas", at, self.diagnostics);
        Shape::Any(BROKEN_REF)
    }

    pub(super) fn pointer(&self, id: SchemaId) -> Pointer {
        self.schemas[id].pointer.clone()
    }

    pub(super) fn untyped(&mut self, code: Code, at: &Pointer, why: &'static str) -> Shape {
        self.diagnostics.push(code, at, format!("{why}; the value is left untyped"));
        Shape::Any(why)
    }

    fn fill(&mut self, id: SchemaId, schema: SchemaRef<'a>) {
        match schema {
            SchemaRef::Reference(reference) => {
                let at = self.pointer(id);
                self.schemas[id].shape = self.reference_shape(reference, &at);
            }
            SchemaRef::Inline(schema) => self.fill_inline(id, schema),
        }
    }

    fn fill_inline(&mut self, id: SchemaId, schema: &'a Schema) {
        let facts = Facts::of(schema);
        let data = &schema.schema_data;
        self.schemas[id].docs = Docs {
            title: data.title.clone(),
            description: data.description.clone(),
            default: data.default.clone(),
            rules: facts.rules.clone(),
            deprecated: data.deprecated,
        };
        self.schemas[id].nullable = data.nullable || facts.enumeration.iter().any(Value::is_null);
        let at = self.pointer(id);
        let shape = self.shape(id, &at, facts);
        self.schemas[id].shape = shape;
    }

    /// What `facts`, of the schema `id`, make of a value.
    pub(super) fn shape(&mut self, id: SchemaId, at: &Pointer, facts: Facts<'a>) -> Shape {
        if !facts.all_of.is_empty() {
            return all_of::merge(self, id, at, facts);
        }
        if facts.is_silent() {
            return Shape::Any(SAYS_NOTHING);
        }
        if facts.negated {
            return self.untyped(Code::UNTYPED, at, "`not` is no type");
        }
        if !facts.one_of.is_empty() || !facts.any_of.is_empty() {
            return self.union_shape(id, at, facts);
        }
        let type_name = facts.type_name.or_else(|| implied_type(&facts));
        match type_name {
            Some("object") => self.object_shape(id, at, &facts),
            Some("array") => Shape::Array(match facts.items {
                Some(items) => self.lower(items, at.key("items"), Parent::Schema(id), Role::Item),
                None => self.add(at.key("items"), Parent::Schema(id), Role::Item, Shape::Any(SAYS_NOTHING)),
            }),
            Some("string") => string_shape(&facts),
            Some("integer") => Shape::Integer(match facts.format.as_deref() {
                Some("int32" | "int16" | "int8" | "uint16" | "uint8") => IntegerFormat::I32,
                _ => IntegerFormat::I64,
            }),
            Some("number") => Shape::Number { single: facts.format.as_deref() == Some("float") },
            Some("boolean") => Shape::Boolean,
            Some(_) => self.untyped(Code::UNTYPED, at, "the type is none that OpenAPI 3.0 has"),
            None => self.untyped(Code::UNTYPED, at, "the listed values are of several types"),
        }
    }

    fn object_shape(&mut self, id: SchemaId, at: &Pointer, facts: &Facts<'a>) -> Shape {
        let additional = match facts.additional {
            Additional::Of(schema) => {
                Some(self.lower(schema, at.key("additionalProperties"), Parent::Schema(id), Role::Value))
            }
            Additional::Anything => Some(self.any_value(id, at)),
            Additional::Unsaid | Additional::Forbidden => None,
        };
        if facts.properties.is_empty() {
            return Shape::Map(additional.unwrap_or_else(|| self.any_value(id, at)));
        }
        let properties = facts
            .properties
            .iter()
            .map(|(name, schema)| Property {
                name: (*name).to_owned(),
                schema: self.lower(
                    *schema,
                    at.key("properties").key(name),
                    Parent::Schema(id),
                    Role::Property((*name).to_owned()),
                ),
                required: facts.required.contains(name),
            })
            .collect();
        Shape::Object(Object { properties, additional })
    }

    pub(super) fn any_value(&mut self, id: SchemaId, at: &Pointer) -> SchemaId {
        self.add(at.key("additionalProperties"), Parent::Schema(id), Role::Value, Shape::Any(SAYS_NOTHING))
    }

    /// `oneOf` and `anyOf`: their members as they are; which of them can be kept is settled when
    /// every schema has its shape.
    fn union_shape(&mut self, id: SchemaId, at: &Pointer, mut facts: Facts<'a>) -> Shape {
        let (keyword, members) = if facts.one_of.is_empty() {
            ("anyOf", std::mem::take(&mut facts.any_of))
        } else {
            ("oneOf", std::mem::take(&mut facts.one_of))
        };
        // Members that only list required properties say which combinations are allowed; the
        // properties themselves stand beside them.
        if members
            .iter()
            .all(|member| matches!(member, SchemaRef::Inline(schema) if Facts::of(schema).is_silent()))
        {
            return self.shape(id, at, facts);
        }
        let alone = facts.properties.is_empty()
            && facts.items.is_none()
            && facts.enumeration.is_empty()
            && (facts.one_of.is_empty() && facts.any_of.is_empty());
        if !alone {
            return self.untyped(Code::UNTYPED, at, "a union stands beside other keywords");
        }
        let members = members
            .into_iter()
            .enumerate()
            .map(|(index, member)| {
                let at = at.key(keyword).index(index);
                self.lower(member, at, Parent::Schema(id), Role::Member(index))
            })
            .collect();
        Shape::Union(members)
    }
}

/// The component that a schema in a shared parameter, body or response belongs to.
fn shared_component(pointer: &Pointer) -> Option<String> {
    let mut steps = pointer.steps();
    (steps.next()? == "components").then(|| steps.nth(1)).flatten()
}

/// The type that the keywords belong to, where `type` is missing.
fn implied_type(facts: &Facts<'_>) -> Option<&'static str> {
    if !facts.properties.is_empty() || !matches!(facts.additional, Additional::Unsaid) {
        Some("object")
    } else if facts.items.is_some() {
        Some("array")
    } else if facts.enumeration.iter().all(|value| value.is_string() || value.is_null()) {
        Some("string")
    } else if facts.enumeration.iter().all(|value| value.is_i64() || value.is_null()) {
        Some("integer")
    } else if facts.enumeration.iter().all(|value| value.is_number() || value.is_null()) {
        Some("number")
    } else {
        None
    }
}

fn string_shape(facts: &Facts<'_>) -> Shape {
    let mut values: Vec<String> = Vec::new();
    for value in facts.enumeration.iter().filter_map(Value::as_str) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    if !values.is_empty() {
        return Shape::Enum(values);
    }
    Shape::String(match facts.format.as_deref() {
        Some("date-time") => StringFormat::DateTime,
        Some("uuid") => StringFormat::Uuid,
        Some("binary") => StringFormat::Binary,
        _ => StringFormat::Plain,
    })
}
