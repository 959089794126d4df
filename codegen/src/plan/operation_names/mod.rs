//! Names of operations: functions, structs and files.

mod candidates;
mod functions;

pub(super) use self::functions::name_functions;
use super::{
    names::{self, Scope},
    schema_places,
    tags::PlannedTags,
};
use crate::api::Api;

/// The name of an operation, as the description suggests it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OperationName {
    /// The modules of its resource, outermost first. Empty for a method of the client.
    pub(super) resource: Vec<String>,
    /// The method.
    pub(super) function: String,
    /// The source of the name, for the report.
    pub(super) named_by: String,
}

/// The names of an operation.
pub(super) struct OperationNames {
    /// The method of the client.
    pub(super) function: String,
    /// The struct.
    pub(super) type_name: String,
    /// The file.
    pub(super) module: String,
    /// The index of the tag, whose module contains the operation.
    pub(super) tag: Option<usize>,
}

/// Returns the names of each operation, in order. `functions` are its functions, `modules` and `types` the
/// declared names in `operations`.
pub(super) fn name_operations(
    api: &Api,
    functions: Vec<OperationName>,
    tags: &PlannedTags,
    mut modules: Scope,
    types: &mut Scope,
) -> Vec<OperationNames> {
    (api.operations.iter().zip(functions).enumerate())
        .map(|(index, (operation, OperationName { function, .. }))| {
            let source = schema_places::of_operation(operation);
            let type_name = types.declare_type_for(&source, &names::type_text(&function));
            let module = modules.declare(&names::module_text(&function, "operation"));
            OperationNames { function, type_name, module, tag: tags.of.get(&index).copied() }
        })
        .collect()
}
