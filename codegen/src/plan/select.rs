//! The schemas that operations reach, and the operations that a selector of the settings matches.

use std::collections::BTreeSet;

use crate::{
    api::{Api, Operation, Origin, SchemaId},
    diagnostics::Pointer,
    load::SelectorIndex,
};

/// Returns the schemas that the operations reach, and every component if `everything` is set.
pub(super) fn reached(api: &Api, operations: &[usize], everything: bool) -> BTreeSet<SchemaId> {
    let mut open: Vec<SchemaId> = Vec::new();
    if everything {
        let in_schemas = |pointer: &Pointer| pointer.is_below(&["components", "schemas"]);
        open.extend(api.schemas.iter().filter_map(|(id, schema)| {
            let component = matches!(schema.origin, Origin::Component(_)) && in_schemas(&schema.pointer);
            component.then_some(id)
        }));
    }
    let operations = operations.iter().filter_map(|index| api.operations.get(*index));
    open.extend(operations.flat_map(Operation::schemas));
    api.schemas.reachable(open)
}

/// Returns the selectors of the settings that match an operation, by their indices.
pub(super) fn selecting(selectors: &SelectorIndex<'_>, operation: &Operation) -> BTreeSet<usize> {
    let route = format!("{} {}", operation.method, operation.path);
    selectors.selecting(&route, &operation.tags, operation.id.as_deref())
}
