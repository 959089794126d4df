//! `readOnly` and `writeOnly`: requests go without the former, answers come without the latter (OpenAPI
//! 3.0.4, "Schema Object"). A schema that is used both ways and has such properties, or contains one that
//! has, becomes two.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Operation, Origin, Parent, Property, SchemaId, SchemaVariant, Schemas, Shape};

/// Splits what is used both ways, and takes out of the rest what does not go its way.
pub(super) fn split(schemas: &mut Schemas, operations: &mut [Operation]) {
    let sent = reached(schemas, operations.iter().flat_map(sent_roots));
    let received = reached(schemas, operations.iter().flat_map(received_roots));
    let marked = containing(schemas, &sent, &received);
    let both: Vec<SchemaId> =
        sent.iter().copied().filter(|id| received.contains(id) && marked.contains(id)).collect();
    let mut variants: BTreeMap<SchemaId, SchemaId> = BTreeMap::new();
    for id in both {
        variants.insert(id, schemas.push_variant(id, SchemaVariant::Request));
    }
    for variant in variants.values() {
        if let Origin::Inline(Parent::Schema(parent), _) = &mut schemas[*variant].origin
            && let Some(other) = variants.get(parent)
        {
            *parent = *other;
        }
    }
    let only_sent = sent.iter().filter(|id| !received.contains(id) && marked.contains(id));
    for id in variants.values().chain(only_sent) {
        drop_properties(schemas, *id, |property| property.read_only);
        children_mut(&mut schemas[*id].shape, &mut |child| {
            if let Some(variant) = variants.get(child) {
                *child = *variant;
            }
        });
    }
    for id in received.iter().filter(|id| marked.contains(id)) {
        drop_properties(schemas, *id, |property| property.write_only);
    }
    for operation in operations {
        let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let bodies = contents.map(|content| &mut content.schema);
        let parameters = operation.parameters.iter_mut().map(|parameter| &mut parameter.schema);
        for id in bodies.chain(parameters) {
            *id = variants.get(id).copied().unwrap_or(*id);
        }
    }
}

fn sent_roots(operation: &Operation) -> Vec<SchemaId> {
    let bodies = operation.body.iter().flat_map(|body| &body.contents).map(|content| content.schema);
    bodies.chain(operation.parameters.iter().map(|parameter| parameter.schema)).collect()
}

fn received_roots(operation: &Operation) -> Vec<SchemaId> {
    let contents = operation.responses.iter().flat_map(|response| &response.contents);
    contents.map(|content| content.schema).collect()
}

/// What these schemas are made of.
pub(super) fn reached(schemas: &mut Schemas, roots: impl Iterator<Item = SchemaId>) -> BTreeSet<SchemaId> {
    let mut open: Vec<SchemaId> = roots.collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            children_mut(&mut schemas[id].shape, &mut |child| open.push(*child));
        }
    }
    reached
}

/// The schemas that have a property which goes one way, or contain one that has.
fn containing(
    schemas: &mut Schemas,
    sent: &BTreeSet<SchemaId>,
    received: &BTreeSet<SchemaId>,
) -> BTreeSet<SchemaId> {
    let mut parents: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut open: Vec<SchemaId> = Vec::new();
    for id in sent.union(received).copied() {
        children_mut(&mut schemas[id].shape, &mut |child| parents.entry(*child).or_default().push(id));
        if let Shape::Object(object) = &schemas[id].shape
            && object.properties.iter().any(|property| property.read_only || property.write_only)
        {
            open.push(id);
        }
    }
    leading_to(&parents, open)
}

/// These schemas, and all that have one of them somewhere below, by what each is a part of.
pub(super) fn leading_to(
    parents: &BTreeMap<SchemaId, Vec<SchemaId>>,
    mut open: Vec<SchemaId>,
) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(parents.get(&id).into_iter().flatten());
        }
    }
    found
}

fn drop_properties(schemas: &mut Schemas, id: SchemaId, drops: fn(&Property) -> bool) {
    let Shape::Object(object) = &mut schemas[id].shape else { return };
    object.properties.retain(|property| !drops(property));
    if object.properties.is_empty() {
        let anything = object.additional;
        let anything = anything.unwrap_or_else(|| schemas.push_any(id));
        schemas[id].shape = Shape::Map(anything);
    }
}

/// Calls `visit` with what a value of the shape is made of.
pub(super) fn children_mut(shape: &mut Shape, visit: &mut impl FnMut(&mut SchemaId)) {
    match shape {
        Shape::Array(next) | Shape::Map(next) | Shape::Reference(next) => visit(next),
        Shape::Tuple(elements) => elements.iter_mut().for_each(visit),
        Shape::Object(object) => {
            object.properties.iter_mut().for_each(|property| visit(&mut property.schema));
            object.additional.iter_mut().for_each(visit);
        }
        Shape::Multipart(parts) => parts.iter_mut().for_each(|part| visit(&mut part.property.schema)),
        Shape::Union(union) => union.members.iter_mut().for_each(|member| visit(&mut member.schema)),
        _ => {}
    }
}
