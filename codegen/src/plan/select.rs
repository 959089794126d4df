//! Which operations are generated, and which schemas they reach.

use std::collections::BTreeSet;

use crate::{
    api::{Api, Origin, Parameter, SchemaId, Shape, StringFormat},
    diagnostics::{Code, Diagnostics, Pointer},
    load::Skipped,
};

/// The indices of the operations that are generated.
pub(super) fn operations(api: &Api, skipped: &mut Vec<Skipped>, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut selected = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        match operation.parameters.iter().find(|parameter| !is_plain(api, parameter)) {
            None => selected.push(index),
            Some(parameter) => {
                let message = format!("the parameter `{}` is of no plain type", parameter.name);
                diagnostics.push(Code::NOT_PLAIN, &parameter.pointer.key("schema"), message.clone());
                let pointer = operation.pointer.clone();
                skipped.push(Skipped { pointer, code: Code::NOT_PLAIN, message });
            }
        }
    }
    selected
}

fn is_plain(api: &Api, parameter: &Parameter) -> bool {
    let shape = |id: SchemaId| &api.schemas[api.schemas.resolve(id)].shape;
    let scalar = |shape: &Shape| match shape {
        Shape::Boolean | Shape::Integer(_) | Shape::Number { .. } | Shape::Enum(_) => true,
        Shape::String(format) => *format != StringFormat::Binary,
        _ => false,
    };
    match shape(parameter.schema) {
        Shape::Array(items) => scalar(shape(*items)) && !api.schemas.nullable(*items),
        other => scalar(other),
    }
}

/// The schemas that the operations reach; when all operations are wanted, every component as well.
pub(super) fn reached(api: &Api, operations: &[usize], everything: bool) -> BTreeSet<SchemaId> {
    let mut open: Vec<SchemaId> = Vec::new();
    if everything {
        let in_schemas = |pointer: &Pointer| pointer.as_str().starts_with("#/components/schemas/");
        open.extend(api.schemas.iter().filter_map(|(id, schema)| {
            let component = matches!(schema.origin, Origin::Component(_)) && in_schemas(&schema.pointer);
            component.then_some(id)
        }));
    }
    for operation in operations.iter().filter_map(|index| api.operations.get(*index)) {
        open.extend(operation.parameters.iter().map(|parameter| parameter.schema));
        open.extend(operation.body.iter().map(|body| body.schema));
        open.extend(operation.replies.iter().filter_map(|reply| Some(reply.content.as_ref()?.2)));
    }
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        match &api.schemas[id].shape {
            Shape::Array(next) | Shape::Map(next) | Shape::Reference(next) => open.push(*next),
            Shape::Object(object) => {
                open.extend(object.properties.iter().map(|property| property.schema));
                open.extend(object.additional);
            }
            Shape::Union(union) => open.extend(union.members.iter().map(|member| member.schema)),
            _ => {}
        }
    }
    reached
}
