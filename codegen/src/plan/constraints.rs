//! Constraints that the generated crate checks before it sends a request, if the settings enable the check.

use std::collections::HashSet;

use super::types::Types;
use crate::{
    api::{Api, Object, SchemaId, Shape, Usage},
    rust::Constraints,
};

/// Returns the objects that are sent and have constraints, directly or in an object that they contain.
pub(super) fn checked(api: &Api, usage: &Usage) -> HashSet<SchemaId> {
    let is_sent = |id: SchemaId| usage.get(id).is_sent();
    let sent = api.schemas.iter().filter(|(id, _)| is_sent(*id));
    let constrained = sent.filter(|(_, schema)| !schema.docs.constraints.is_empty()).map(|(id, _)| id);
    // The member of a union value is not known, so nothing inside a union is checked.
    let is_known = |id: SchemaId| is_sent(id) && !matches!(api.schemas[id].shape, Shape::Union(_));
    let checked = api.schemas.ancestors(constrained, is_known);
    checked.into_iter().filter(|id| matches!(api.schemas[*id].shape, Shape::Object(_))).collect()
}

/// Returns the constraints of the properties of the object `id`.
pub(super) fn of_object(types: &Types<'_>, id: SchemaId, object: &Object) -> Vec<(String, Constraints)> {
    if !types.checked.contains(&id) {
        return Vec::new();
    }
    let constraints =
        object.properties.iter().map(|property| (property.name.clone(), of_value(types, property.schema)));
    constraints.filter(|(_, constraints)| !constraints.is_empty()).collect()
}

/// Returns the constraints of a value of the schema `id`.
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
        // An object may have constraints itself without having any for its properties.
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

/// Returns `true` if a property has no constraints. An object that it refers to is not inspected.
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
