//! Bodies in `application/merge-patch+json` (RFC 7396): each property may be missing, and `null` removes it, at any
//! depth except in lists, which are replaced as a whole. A schema that is also used otherwise becomes two schemas.

use std::collections::BTreeMap;

use super::read_write_split::replace;
use crate::api::{
    Operation, Origin, Parent, Role, Schema, SchemaId, SchemaVariant, Schemas, Shape, Usage, Uses, is_patch,
};

/// Gives the bodies that are merge patches schemas of patches.
pub(super) fn split(schemas: &mut Schemas, operations: &mut [Operation], usage: &mut Usage) {
    // The elements of a list are not patched.
    let is_merged = |id: SchemaId| usage.get(id).any(Uses::PATCHED) && !schemas[id].shape.is_list();
    let is_object = |id: &SchemaId| matches!(schemas[*id].shape, Shape::Object(_) | Shape::Map(_));
    let objects: Vec<SchemaId> = schemas.ids().filter(|id| is_merged(*id)).filter(is_object).collect();
    let changed = schemas.ancestors(objects, is_merged);
    let mut variants: BTreeMap<SchemaId, SchemaId> = BTreeMap::new();
    for id in changed.iter().copied() {
        if usage.get(id).any(Uses::SENT | Uses::RECEIVED | Uses::WEBHOOK) {
            let variant = schemas.push_variant(id, SchemaVariant::Patch);
            usage.move_to(id, variant, Uses::PATCHED);
            variants.insert(id, variant);
        }
    }
    for id in changed {
        let id = variants.get(&id).copied().unwrap_or(id);
        // The request variant of a schema is a patch if only patches use it.
        schemas[id].variant = schemas[id].variant.map(|_| SchemaVariant::Patch);
        let mut replaced = Vec::new();
        schemas[id].shape.children_mut(|child| {
            replaced.extend(variants.get(child));
            replace(child, &variants);
        });
        for variant in replaced {
            reparent(schemas, variant, id);
        }
        make_removable(schemas, id);
    }
    for content in operations.iter_mut().flat_map(Operation::request_contents_mut) {
        if is_patch(content) {
            replace(&mut content.schema, &variants);
        }
    }
}

/// Makes `id` the parent of the schema `variant` if `id` is its parent's variant, or the parent itself.
fn reparent(schemas: &mut Schemas, variant: SchemaId, id: SchemaId) {
    let Some(parent) = parent(schemas, variant) else { return };
    let is_inside =
        std::iter::successors(Some(id), |id| self::parent(schemas, *id)).any(|outer| outer == variant);
    if schemas[parent].pointer == schemas[id].pointer
        && !is_inside
        && let Origin::Inline(parent, _) = &mut schemas[variant].origin
    {
        *parent = Parent::Schema(id);
    }
}

/// Returns the schema that contains an inline schema.
fn parent(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    match schemas[id].origin {
        Origin::Inline(Parent::Schema(parent), _) => Some(parent),
        _ => None,
    }
}

/// Lets every property of an object be missing or `null`, and every value of a map be `null`. Properties with a single
/// value stay as they are, because they identify the object.
fn make_removable(schemas: &mut Schemas, id: SchemaId) {
    match schemas[id].shape.clone() {
        Shape::Object(mut object) => {
            for property in &mut object.properties {
                if property.tag_value.is_none() && schemas.constant(property.schema).is_none() {
                    property.required = false;
                    let role = Role::Property(property.name.clone());
                    property.schema = nullable(schemas, id, property.schema, role);
                }
            }
            object.additional = object.additional.map(|values| nullable(schemas, id, values, Role::Value));
            schemas[id].shape = Shape::Object(object);
        }
        Shape::Map(values) => schemas[id].shape = Shape::Map(nullable(schemas, id, values, Role::Value)),
        _ => {}
    }
}

/// Returns a schema for the values of `id` and `null`.
fn nullable(schemas: &mut Schemas, parent: SchemaId, id: SchemaId, role: Role) -> SchemaId {
    if schemas.nullable(id) {
        return id;
    }
    let (pointer, docs) = (schemas[id].pointer.clone(), schemas[id].docs.clone());
    let origin = Origin::Inline(Parent::Schema(parent), role);
    schemas.push(Schema { docs, nullable: true, ..Schema::new(pointer, origin, Shape::Reference(id)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api::testing::{Model, object},
        diagnostics::Pointer,
    };

    const PATCH: &str = "application/merge-patch+json";

    fn split_all(model: &mut Model) {
        let mut usage = Usage::of(&model.schemas, &model.operations, &[]);
        split(&mut model.schemas, &mut model.operations, &mut usage);
    }

    /// Returns the properties of an object, each with `?` if it may be missing and `!` if it may be `null`.
    fn marks(model: &Model, id: SchemaId) -> Vec<String> {
        let Shape::Object(object) = &model.schemas[id].shape else { return Vec::new() };
        let mark = |is: bool, sign: &'static str| if is { sign } else { "" };
        let properties = object.properties.iter().map(|property| {
            let nullable = model.schemas.nullable(property.schema);
            format!("{}{}{}", property.name, mark(!property.required, "?"), mark(nullable, "!"))
        });
        properties.collect()
    }

    #[test]
    fn lets_properties_be_missing_or_null_but_those_with_one_value() {
        let mut model = Model::default();
        let (name, kind) = (model.text(), model.constant("dog"));
        let pet = model.component("Pet", Shape::Object(object([("kind", kind), ("name", name)])));
        model.operation(Some((PATCH, pet)), None);
        split_all(&mut model);
        assert_eq!(model.sent(0), Some(pet));
        assert_eq!(marks(&model, pet), ["kind", "name?!"]);
    }

    #[test]
    fn splits_a_schema_that_is_also_received() {
        let mut model = Model::default();
        let name = model.text();
        let pet = model.component("Pet", Shape::Object(object([("name", name)])));
        model.operation(Some((PATCH, pet)), Some(pet));
        split_all(&mut model);
        let patch = model.sent(0).expect("the operation has a body");
        assert_eq!(model.schemas[patch].variant, Some(SchemaVariant::Patch));
        assert_eq!((marks(&model, pet), marks(&model, patch)), (vec!["name".into()], vec!["name?!".into()]));
    }

    #[test]
    fn keeps_the_parents_of_schemas_that_refer_to_each_other() {
        let mut model = Model::default();
        let pet = model.component("Pet", Shape::Any("a placeholder"));
        let place = Origin::Inline(Parent::Schema(pet), Role::Property("owner".to_owned()));
        let owner = model.schemas.push(Schema::new(Pointer::root(), place, Shape::Any("a placeholder")));
        model.schemas[owner].shape = Shape::Object(object([("owner", owner)]));
        model.schemas[pet].shape = Shape::Object(object([("owner", owner)]));
        model.operation(Some((PATCH, pet)), Some(pet));
        split_all(&mut model);
        let count = model.schemas.ids().count();
        for id in model.schemas.ids() {
            assert!(
                std::iter::successors(Some(id), |id| parent(&model.schemas, *id)).nth(count).is_none(),
                "{id:?} is inside of itself"
            );
        }
    }

    #[test]
    fn keeps_the_elements_of_lists() {
        let mut model = Model::default();
        let name = model.text();
        let tag = model.component("Tag", Shape::Object(object([("name", name)])));
        let tags = model.inline(Shape::Array(tag));
        let pet = model.component("Pet", Shape::Object(object([("tags", tags)])));
        model.operation(Some((PATCH, pet)), None);
        split_all(&mut model);
        assert_eq!((marks(&model, tag), marks(&model, pet)), (vec!["name".into()], vec!["tags?!".into()]));
    }
}
