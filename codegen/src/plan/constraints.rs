//! What is checked before something is sent, where the settings want it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::types::Types;
use crate::{
    api::{Api, Object, SchemaId, Shape},
    rust::Constraints,
};

/// The objects that are sent and have constraints, or contain some that have.
pub(super) fn checked(api: &Api) -> HashSet<SchemaId> {
    let mut open: Vec<SchemaId> = Vec::new();
    for operation in &api.operations {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        open.extend(contents.map(|content| content.schema));
        open.extend(operation.parameters.iter().map(|parameter| parameter.schema));
    }
    let mut seen: BTreeSet<SchemaId> = BTreeSet::new();
    let mut containers: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut found: Vec<SchemaId> = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let parts: Vec<SchemaId> = match &api.schemas[id].shape {
            Shape::Reference(next) | Shape::Array(next) | Shape::Map(next) => vec![*next],
            Shape::Tuple(elements) => elements.clone(),
            Shape::Object(object) => parts(object).collect(),
            Shape::Multipart(parts) => parts.iter().map(|part| part.property.schema).collect(),
            Shape::Union(union) => union.members.iter().map(|member| member.schema).collect(),
            _ => Vec::new(),
        };
        // Of a union it is not known which member a value is, so that nothing in it is checked.
        if !matches!(api.schemas[id].shape, Shape::Union(_)) {
            for part in &parts {
                containers.entry(*part).or_default().push(id);
            }
        }
        if !api.schemas[id].docs.constraints.is_empty() {
            found.push(id);
        }
        open.extend(parts);
    }
    let mut marked: HashSet<SchemaId> = HashSet::new();
    while let Some(id) = found.pop() {
        if marked.insert(id) {
            found.extend(containers.get(&id).into_iter().flatten());
        }
    }
    marked.retain(|id| matches!(api.schemas[*id].shape, Shape::Object(_)));
    marked
}

fn parts(object: &Object) -> impl Iterator<Item = SchemaId> {
    object.properties.iter().map(|property| property.schema).chain(object.additional)
}

/// What is checked of the properties of the object `id`.
pub(super) fn of_object(types: &Types<'_>, id: SchemaId, object: &Object) -> Vec<(String, Constraints)> {
    if !types.checked.contains(&id) {
        return Vec::new();
    }
    let constraints =
        object.properties.iter().map(|property| (property.name.clone(), of_value(types, property.schema)));
    constraints.filter(|(_, constraints)| !constraints.is_empty()).collect()
}

/// What is checked of a value of the schema `id`.
pub(super) fn of_value(types: &Types<'_>, id: SchemaId) -> Constraints {
    if !types.checks() {
        return Constraints::default();
    }
    let schemas = &types.api.schemas;
    let target = schemas.resolve(id);
    let mut constraints =
        Constraints { constraints: schemas[id].docs.constraints.clone(), ..Constraints::default() };
    if target != id {
        constraints.constraints.extend(schemas[target].docs.constraints.iter().cloned());
    }
    match &schemas[target].shape {
        Shape::Array(inner) | Shape::Map(inner) => {
            let each = of_value(types, *inner);
            constraints.each = (!each.is_empty()).then(|| Box::new(each));
        }
        // An object may have constraints of its own and none for its properties.
        Shape::Object(object)
            if types.checked.contains(&target)
                && object.properties.iter().any(|property| !of_property(types, property.schema)) =>
        {
            constraints.of = Some(types.unboxed(target));
        }
        _ => {}
    }
    constraints
}

/// Whether nothing is checked of a property, not looking into the object that it may be.
fn of_property(types: &Types<'_>, id: SchemaId) -> bool {
    let schemas = &types.api.schemas;
    let mut at = id;
    loop {
        if !schemas[at].docs.constraints.is_empty() {
            return false;
        }
        match schemas[at].shape {
            Shape::Reference(next) | Shape::Array(next) | Shape::Map(next) => at = next,
            _ => return !types.checked.contains(&at),
        }
    }
}
