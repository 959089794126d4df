//! Which schemas the operations reach, and which operations the settings mean.

use std::collections::BTreeSet;

use crate::{
    api::{Api, Operation, Origin, SchemaId, Shape},
    diagnostics::Pointer,
    load::Selector,
};

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
        let body = operation.body.iter().flat_map(|body| &body.contents);
        let responses = operation.responses.iter().flat_map(|response| &response.contents);
        open.extend(body.chain(responses).map(|content| content.schema));
        open.extend(
            operation.responses.iter().flat_map(|response| &response.headers).map(|header| header.schema),
        );
    }
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        match &api.schemas[id].shape {
            Shape::Array(next) | Shape::Map(next) | Shape::Reference(next) => open.push(*next),
            Shape::Tuple(elements) => open.extend(elements),
            Shape::Object(object) => {
                open.extend(object.properties.iter().map(|property| property.schema));
                open.extend(object.additional);
            }
            Shape::Multipart(parts) => open.extend(parts.iter().map(|part| part.property.schema)),
            Shape::Union(union) => open.extend(union.members.iter().map(|member| member.schema)),
            _ => {}
        }
    }
    reached
}

/// Whether a selector of the settings selects an operation.
pub(super) fn selects(selector: &Selector, operation: &Operation) -> bool {
    let route = format!("{} {}", operation.method, operation.path);
    selector.selects(&route, &operation.tags, operation.id.as_deref())
}
