//! Bodies in `application/merge-patch+json` (RFC 7396): each property may be left out, and `null` removes it, at any depth
//! but in lists, which are replaced as a whole. What is used otherwise too becomes two.

use std::collections::{BTreeMap, BTreeSet};

use super::read_write_split::{children_mut, leading_to, reached};
use crate::{
    api::{Operation, Origin, Parent, Role, Schema, SchemaId, SchemaVariant, Schemas, Shape, Webhook},
    load::essence,
};

/// Gives every such body a schema that says so.
pub(super) fn split(schemas: &mut Schemas, operations: &mut [Operation], webhooks: &[Webhook]) {
    let patches = walk(schemas, roots(operations, true));
    if patches.is_empty() {
        return;
    }
    let lists = schemas_in_lists(schemas, &patches);
    let payloads = webhooks.iter().map(|webhook| webhook.payload);
    let others = reached(schemas, roots(operations, false).into_iter().chain(lists).chain(payloads));
    let changed = containing_objects(schemas, &patches);
    let mut variants: BTreeMap<SchemaId, SchemaId> = BTreeMap::new();
    for id in changed.intersection(&others).copied() {
        variants.insert(id, schemas.push_variant(id, SchemaVariant::Patch));
    }
    for id in changed {
        let id = variants.get(&id).copied().unwrap_or(id);
        // What requests have of it, and only patches, is a patch.
        schemas[id].variant = schemas[id].variant.map(|_| SchemaVariant::Patch);
        // What is in a list stays as it is.
        if !matches!(schemas[id].shape, Shape::Array(_) | Shape::Tuple(_)) {
            let mut own = Vec::new();
            children_mut(&mut schemas[id].shape, &mut |child| {
                if let Some(variant) = variants.get(child) {
                    *child = *variant;
                    own.push(*variant);
                }
            });
            for variant in own {
                if let Origin::Inline(Parent::Schema(parent), _) = &mut schemas[variant].origin {
                    *parent = id;
                }
            }
        }
        make_removable(schemas, id);
    }
    for content in
        operations.iter_mut().flat_map(|operation| &mut operation.body).flat_map(|body| &mut body.contents)
    {
        if is_patch(&content.media_type) {
            content.schema = variants.get(&content.schema).copied().unwrap_or(content.schema);
        }
    }
}

fn is_patch(media_type: &str) -> bool {
    essence(media_type) == "application/merge-patch+json"
}

/// The schemas of bodies that are patches, or of everything else.
fn roots(operations: &[Operation], patches: bool) -> Vec<SchemaId> {
    let mut roots = Vec::new();
    for operation in operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        roots.extend(
            bodies.filter(|content| is_patch(&content.media_type) == patches).map(|content| content.schema),
        );
        if !patches {
            roots.extend(operation.parameters.iter().map(|parameter| parameter.schema));
            let responses = operation.responses.iter().flat_map(|response| &response.contents);
            roots.extend(responses.map(|content| content.schema));
        }
    }
    roots
}

/// What patches are made of, as far as it is merged.
fn walk(schemas: &mut Schemas, mut open: Vec<SchemaId>) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let merged = !matches!(schemas[id].shape, Shape::Array(_) | Shape::Tuple(_));
        if found.insert(id) && merged {
            children_mut(&mut schemas[id].shape, &mut |child| open.push(*child));
        }
    }
    found
}

/// What the lists among these schemas have.
fn schemas_in_lists(schemas: &mut Schemas, patches: &BTreeSet<SchemaId>) -> Vec<SchemaId> {
    let mut found = Vec::new();
    for id in patches {
        if let shape @ (Shape::Array(_) | Shape::Tuple(_)) = &mut schemas[*id].shape {
            children_mut(shape, &mut |child| found.push(*child));
        }
    }
    found
}

/// Those of these schemas that are objects or maps, or lead to some.
fn containing_objects(schemas: &mut Schemas, patches: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
    let mut parents: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut open = Vec::new();
    for id in patches.iter().copied() {
        match &mut schemas[id].shape {
            Shape::Array(_) | Shape::Tuple(_) => continue,
            shape => children_mut(shape, &mut |child| parents.entry(*child).or_default().push(id)),
        }
        if matches!(schemas[id].shape, Shape::Object(_) | Shape::Map(_)) {
            open.push(id);
        }
    }
    leading_to(&parents, open)
}

/// Has every property of an object, and every value of a map, be one that may be left out or `null`. What always has one
/// value tells what the object is, and stays.
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

/// What a schema is, or `null`.
fn nullable(schemas: &mut Schemas, parent: SchemaId, id: SchemaId, role: Role) -> SchemaId {
    if schemas.nullable(id) {
        return id;
    }
    let (pointer, docs) = (schemas[id].pointer.clone(), schemas[id].docs.clone());
    let origin = Origin::Inline(Parent::Schema(parent), role);
    schemas.push(Schema { docs, nullable: true, ..Schema::new(pointer, origin, Shape::Reference(id)) })
}
